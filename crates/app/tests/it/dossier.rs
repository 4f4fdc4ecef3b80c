//! Reading the file of a case.

use serde_json::json;
use weicourt_app::dossier::SetFileMark;
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::command::{Command, Refusal};
use weicourt_domain::dossier::{self, Medium, Section};
use weicourt_domain::id::CaseId;

use crate::court::{DEFENDANT, PLAINTIFF, STRANGER, World, command, denied};

/// A registered case of the plaintiff, with its judge.
async fn case() -> (World, Actor, Actor, CaseId) {
    let world = World::new().await;
    let officer = world.staff("立案员", Duty::FilingOfficer).await;
    let judge = world.staff("法官", Duty::Judge).await;
    world.staff("书记员", Duty::Clerk).await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let case = world.file(&plaintiff, DEFENDANT, false).await;
    world.register(&officer, case).await.expect("registered");
    (world, plaintiff, judge, case)
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> dossier::Refusal {
    match result {
        Err(AppError::Refused(Refusal::Dossier(refusal))) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn look(world: &World, actor: &Actor, case: CaseId, exported: bool) {
    let look = if exported { json!({ "how": "exported", "n_pages": 1 }) } else { json!({ "how": "opened" }) };
    let path = format!("/api/cases/{case}/file/looks");
    let (given, request) = world.signed(actor, &path, command(), &json!({ "look": look })).await;
    world.court.act(actor, case, given, Command::LookAtFile(request)).await.expect("the look is recorded");
}

#[tokio::test]
async fn the_index_has_what_the_reader_may_see_and_the_look_of_the_day() {
    let (world, plaintiff, judge, case) = case().await;
    let index = world.court.file_index(&plaintiff, case, false).await.expect("the index");
    let found: Vec<_> = index.volumes.iter().map(|volume| (volume.volume, volume.n_pages)).collect();
    assert_eq!(found, [(1, 2), (2, 2)]);
    let sections: Vec<_> = index.volumes[0].items.iter().map(|item| (item.section, item.media)).collect();
    assert_eq!(sections, [(Section::Complaint, Medium::Text), (Section::Identity, Medium::Pages)]);
    assert!(!index.opened_today && !index.may_open_internal);
    look(&world, &plaintiff, case, false).await;
    assert!(world.court.file_index(&plaintiff, case, false).await.expect("the index").opened_today);
    assert!(!world.court.file_index(&judge, case, false).await.expect("the index").opened_today);
    assert_eq!(refused(world.court.file_index(&plaintiff, case, true).await), dossier::Refusal::InternalFile);
    let stranger = world.enrol(STRANGER).await;
    assert_eq!(denied(world.court.file_index(&stranger, case, false).await), Denied::NotFound);
}

#[tokio::test]
async fn a_page_is_a_picture_that_is_named_by_what_is_on_it() {
    let (world, plaintiff, judge, case) = case().await;
    let page = |page: u32, width: u32| {
        let (court, plaintiff) = (world.court.clone(), plaintiff.clone());
        async move { court.file_page(&plaintiff, case, (1, page), width).await }
    };
    let complaint = page(1, 700).await.expect("a page");
    let tag = complaint.tag.clone();
    let drawn = world.court.draw_file_page(complaint).await.expect("a picture");
    assert!(drawn.jpeg().starts_with(&[0xff, 0xd8, 0xff]));
    let words = String::from_utf8_lossy(&drawn.jpeg()[3..]).into_owned();
    assert!(words.starts_with("起诉状|样例甲") && words.contains("请求判令被告归还借款"), "{words}");
    assert!(words.ends_with("at 720") && !words.contains(DEFENDANT.2), "{words}");
    assert_eq!(page(1, 710).await.expect("the same page").tag, tag);
    assert_ne!(page(1, 900).await.expect("the page larger").tag, tag);
    // The PDF file of these tests has no page that can be shown, and the page says so.
    let shown = world.court.draw_file_page(page(2, 1).await.expect("a page")).await.expect("a picture");
    assert!(String::from_utf8_lossy(shown.jpeg()).contains("本页无法显示"));
    assert_eq!(refused(page(3, 700).await), dossier::Refusal::NoSuchPage);
    assert_eq!(refused(world.court.file_page(&judge, case, (9, 1), 700).await), dossier::Refusal::NoSuchPage);
}

#[tokio::test]
async fn marks_are_the_readers_own() {
    let (world, plaintiff, judge, case) = case().await;
    let mark =
        |page, bookmarked, note: &str| SetFileMark { volume: 1, page, bookmarked, note: note.to_owned() };
    world.court.set_file_mark(&plaintiff, case, mark(1, true, "")).await.expect("kept");
    world.court.set_file_mark(&plaintiff, case, mark(2, false, " 利息有误 ")).await.expect("kept");
    let marks = world.court.file_marks(&plaintiff, case).await.expect("marks");
    let told: Vec<_> = marks.iter().map(|mark| (mark.page, mark.bookmarked, mark.note.as_str())).collect();
    assert_eq!(told, [(1, true, ""), (2, false, "利息有误")]);
    assert!(world.court.file_marks(&judge, case).await.expect("marks").is_empty());
    world.court.set_file_mark(&plaintiff, case, mark(1, false, "")).await.expect("gone");
    assert_eq!(world.court.file_marks(&plaintiff, case).await.expect("marks").len(), 1);
    assert_eq!(
        refused(world.court.set_file_mark(&plaintiff, case, mark(99, true, "")).await),
        dossier::Refusal::NoSuchPage
    );
    let long = world.court.set_file_mark(&plaintiff, case, mark(1, false, &"长".repeat(2_001))).await;
    assert!(matches!(denied(long), Denied::BadFields { .. }));
}

#[tokio::test]
async fn a_copy_needs_a_fresh_look_and_carries_the_readers_name() {
    let (world, plaintiff, judge, case) = case().await;
    let copy = async || world.court.file_copy(&plaintiff, case, false).await;
    assert_eq!(refused(copy().await), dossier::Refusal::NoCopyAsked);
    look(&world, &plaintiff, case, false).await;
    assert_eq!(refused(copy().await), dossier::Refusal::NoCopyAsked, "opening is not exporting");
    look(&world, &plaintiff, case, true).await;
    let taken = copy().await.expect("a copy");
    let words = String::from_utf8_lossy(&taken.pdf).into_owned();
    assert!(words.starts_with("%PDF （2026）浙0203民初1号 样例甲 2026-11-23 10:00"), "{words}");
    assert!(words.contains("(\"第一卷\", 2)) 身份证明：身份证 1"), "{words}");
    assert!(words.contains("(\"第二卷\", 1)) 立案登记 1"), "{words}");
    assert_eq!(taken.name, "（2026）浙0203民初1号电子卷宗（正卷）.pdf");
    assert_eq!(refused(world.court.file_copy(&judge, case, false).await), dossier::Refusal::NoCopyAsked);
    world.pass_minutes(11);
    assert_eq!(refused(copy().await), dossier::Refusal::NoCopyAsked);
}
