//! The file of the case: numbers that never change, and for whom its pages are.

use insta::assert_snapshot;
use proptest::prelude::*;
use weicourt_domain::command::{Command, LookAtFile};
use weicourt_domain::dossier::{self, COLUMNS, LINES, OnPage, Refusal, VolumeName};
use weicourt_domain::entry::{EntryBody, FileLook, Procedure, Restriction, RestrictionGround};
use weicourt_domain::form::FilingKind;
use weicourt_domain::log::{Entry, Origin};

use super::given::*;
use super::people::Who;
use super::{NOW, check, fold, instant, who_may};

const CIVIL: FilingKind = FilingKind::CivilFirstInstance;

/// A case in which both sides have handed in, and the bench has spoken among itself.
fn told() -> Vec<Told> {
    vec![
        civil(),
        registered(CIVIL, Procedure::Ordinary),
        bench(),
        joined(Who::Defendant),
        joined(Who::ThirdParty),
        exhibit_of_pages(Who::Plaintiff, "借条", 3),
        said(Who::Defendant, "收到"),
        exhibit_of_pages(Who::Defendant, "收据", 1),
        deliberated(Who::Panel, "借条应当采信"),
        exhibit_of_pages(Who::Plaintiff, "转账记录", 40),
        flagged([]),
    ]
}

fn restricted(view_only: bool) -> Told {
    let persons = [Who::ThirdParty.person()].into();
    let restriction = Some(Restriction { ground: RestrictionGround::TradeSecret, persons, view_only });
    let body =
        EntryBody::EvidenceRestricted { exhibit: front(4), restriction, reason: "商业秘密".to_owned() };
    Told::new(
        Who::Handling,
        body,
        weicourt_domain::audience::Class::Material,
        weicourt_domain::audience::Audience::Everyone,
    )
}

/// What somebody finds: volume, pages, title.
fn found(given: &[Told], who: Who, internal: bool) -> String {
    let state = fold(given);
    let index = match dossier::index(&state, &who.actor(), internal, instant(NOW)) {
        Ok(index) => index,
        Err(refusal) => return format!("refused: {refusal}"),
    };
    let mut lines = Vec::new();
    for volume in index.volumes {
        lines.push(format!("{} {}页", volume.name.in_chinese(), volume.n_pages));
        for listed in &volume.items {
            let (item, title) = (listed.item, listed.title(&state));
            let last = item.first_page + item.n_pages() - 1;
            let marks = match (listed.withdrawn, listed.view_only, listed.needs_look.is_some()) {
                (false, false, false) => "",
                (true, ..) => " 已撤回",
                (_, true, false) => " 仅供查阅",
                (_, false, true) => " 需登记",
                (_, true, true) => " 仅供查阅 需登记",
            };
            lines.push(format!(
                "  {}-{last} {:?} {title} {}{marks}",
                item.first_page,
                listed.section,
                listed.by(&state)
            ));
        }
    }
    lines.join("\n")
}

#[test]
fn the_claimant_finds_what_the_claimant_may_see() {
    assert_snapshot!(found(&told(), Who::Plaintiff, false), @r"
    第一卷 当事人材料 49页
      1-1 Complaint 起诉状 样例甲
      2-2 Identity 身份证明 样例甲
      3-6 ClaimantEvidence 原告证据1 借条 样例甲
      7-8 RespondentEvidence 被告证据1 收据 样例乙
      9-49 ClaimantEvidence 原告证据2 转账记录 样例甲
    第二卷 法院材料 2页
      1-1 Filing 立案登记 宁波市海曙区人民法院
      2-2 Filing 审判组织成员告知 宁波市海曙区人民法院
    ");
}

#[test]
fn the_complaint_is_a_gap_for_the_other_side_until_it_is_served() {
    assert_snapshot!(found(&told(), Who::Defendant, false), @r"
    第一卷 当事人材料 49页
      3-6 ClaimantEvidence 原告证据1 借条 样例甲
      7-8 RespondentEvidence 被告证据1 收据 样例乙
      9-49 ClaimantEvidence 原告证据2 转账记录 样例甲
    第二卷 法院材料 2页
      1-1 Filing 立案登记 宁波市海曙区人民法院
      2-2 Filing 审判组织成员告知 宁波市海曙区人民法院
    ");
}

#[test]
fn the_internal_file_is_the_benchs() {
    assert_snapshot!(found(&told(), Who::Panel, true), @r"
    副卷 2页
      1-1 Deliberation 合议意见 样例法官二
      2-2 Approval 案件标记 样例法官一
    ");
    assert_snapshot!(found(&told(), Who::Plaintiff, true), @"refused: the internal file is for the bench alone");
    assert_snapshot!(found(&told(), Who::Stranger, false), @"refused: not a member of this case");
    assert_snapshot!(found(&told(), Who::FilingOfficer, false), @"refused: the role does not allow this act");
}

#[test]
fn whoever_may_not_know_an_exhibit_finds_neither_item_nor_page() {
    let mut given = told();
    given.push(restricted(true));
    let state = fold(&given);
    let exhibit = state.dossier.volume(VolumeName::Parties).iter().find(|item| item.entry == front(4));
    let page = exhibit.expect("the exhibit is in the file").first_page;
    let ask = |who: Who| {
        dossier::find_page(&state, &who.actor(), VolumeName::Parties, page + 1, instant(NOW))
            .map(|found| found.listed.title(&state))
    };
    assert_eq!(ask(Who::Defendant), Err(Refusal::NoSuchPage.into()), "excluded");
    assert_eq!(ask(Who::ThirdParty), Err(Refusal::LookFirst { exhibit: front(4) }.into()), "named");
    assert_eq!(ask(Who::Plaintiff), Ok("原告证据1 借条".to_owned()), "own");
    assert_snapshot!(found(&given, Who::Defendant, false), @r"
    第一卷 当事人材料 49页
      7-8 RespondentEvidence 被告证据1 收据 样例乙
      9-49 ClaimantEvidence 原告证据2 转账记录 样例甲
    第二卷 法院材料 3页
      1-1 Filing 立案登记 宁波市海曙区人民法院
      2-2 Filing 审判组织成员告知 宁波市海曙区人民法院
    ");
    assert_snapshot!(found(&given, Who::ThirdParty, false), @r"
    第一卷 当事人材料 49页
      3-6 ClaimantEvidence 原告证据1 借条 样例甲 仅供查阅 需登记
      7-8 RespondentEvidence 被告证据1 收据 样例乙
      9-49 ClaimantEvidence 原告证据2 转账记录 样例甲
    第二卷 法院材料 3页
      1-1 Filing 立案登记 宁波市海曙区人民法院
      2-2 Filing 审判组织成员告知 宁波市海曙区人民法院
      3-3 Ruling 证据查阅范围决定（原告证据1） 样例法官一
    ");
    for who in [Who::Plaintiff, Who::ThirdParty, Who::Handling] {
        let copy = dossier::export(&state, &who.actor(), false, instant(NOW)).expect("a copy");
        let holds =
            copy.volumes.iter().any(|volume| volume.items.iter().any(|listed| listed.item.entry == front(4)));
        assert!(!holds, "{who:?} takes along what may only be looked at");
    }
}

#[test]
fn a_look_is_the_courts_and_the_readers_own() {
    let look = |look, internal| move |_: Who| Command::LookAtFile(LookAtFile { look, internal });
    assert_snapshot!(who_may(&told(), look(FileLook::Opened, false)), @r"
    allowed: Plaintiff, Defendant, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk
    refused, not a member of this case: PlaintiffsLawyer, DefendantsRelative, Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    assert_snapshot!(who_may(&told(), look(FileLook::Opened, true)), @r"
    allowed: Handling, Panel, SecondPanel, Assistant, Clerk
    refused, not a member of this case: PlaintiffsLawyer, DefendantsRelative, Stranger, OtherJudge, ForeignOfficer
    refused, the internal file is for the bench alone: Plaintiff, Defendant, ThirdParty
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    let export = LookAtFile { look: FileLook::Exported { n_pages: 7 }, internal: false };
    assert_snapshot!(check(&told(), Who::Plaintiff, Command::LookAtFile(export)), @r#"
    Front, Plaintiff to the court, Material: file_looked {"internal":false,"look":{"how":"exported","n_pages":51}}
    "#);
}

#[test]
fn a_copy_is_fetched_right_after_its_look() {
    let mut given = told();
    let may = |given: &[Told], who: Who, at: &str| {
        dossier::may_fetch_copy(&fold(given), who.person(), false, instant(at))
    };
    assert_eq!(may(&given, Who::Plaintiff, NOW), Err(Refusal::NoCopyAsked));
    given.push(file_looked(Who::Plaintiff, FileLook::Exported { n_pages: 9 }).at(NOW));
    assert_eq!(may(&given, Who::Plaintiff, "2026-11-23T10:10:00+08:00"), Ok(()));
    assert_eq!(may(&given, Who::Plaintiff, "2026-11-23T10:10:01+08:00"), Err(Refusal::NoCopyAsked));
    assert_eq!(may(&given, Who::Defendant, NOW), Err(Refusal::NoCopyAsked));
}

#[test]
fn every_page_of_a_volume_is_found_once() {
    let state = fold(&told());
    let who = Who::Handling.actor();
    for volume in [VolumeName::Parties, VolumeName::Court, VolumeName::Internal] {
        let items = state.dossier.volume(volume);
        let n_pages: u32 = items.iter().map(|item| item.n_pages()).sum();
        for page in 1..=n_pages {
            let found = dossier::find_page(&state, &who, volume, page, instant(NOW)).expect("a page");
            assert!((found.listed.item.first_page..).contains(&page));
        }
        let beyond = dossier::find_page(&state, &who, volume, n_pages + 1, instant(NOW));
        assert_eq!(beyond.map(|_| ()), Err(Refusal::NoSuchPage.into()));
    }
    let words = dossier::find_page(&state, &who, VolumeName::Parties, 1, instant(NOW)).expect("a page");
    assert!(matches!(words.content, OnPage::Text { index: 0 }));
}

#[test]
fn words_stand_on_pages_of_the_same_size_everywhere() {
    let mut form = form(CIVIL);
    form.facts_and_reasons = "借款到期未还，屡次催要。".repeat(400);
    let body = EntryBody::FilingSubmitted { form };
    let pages = dossier::pages_of(&body, "起诉状", "提交人");
    assert!(pages.len() > 5);
    for page in &pages {
        assert!(page.lines.len() <= LINES);
        // A mark that cannot begin a line hangs over the end of the one before.
        let width = |line: &String| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        assert!(page.lines.iter().all(|line| width(line) <= COLUMNS + 2));
    }
    let state = fold(&[submitted(match body {
        EntryBody::FilingSubmitted { form } => form,
        _ => unreachable!(),
    })]);
    let n_pages = state.dossier.volume(VolumeName::Parties)[0].n_pages();
    assert_eq!(usize::try_from(n_pages), Ok(pages.len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_page_keeps_its_number_in_whatever_order_the_chains_meet(
        mut choices in prop::collection::vec(any::<bool>(), 1..60),
        n_pages in prop::collection::vec(1u32..30, 1..12),
    ) {
        let mut given = told();
        given.extend((0..).zip(&n_pages).map(|(place, n)| {
            exhibit_of_pages(if place % 2 == 0 { Who::Defendant } else { Who::Plaintiff }, "照片", *n)
        }));
        given.extend(n_pages.iter().map(|n| deliberated(Who::Handling, &"议".repeat(40 * *n as usize))));
        let log = log(&given);
        let last = state_of(&log);
        choices.extend([true, false]);
        let of = |origin| log.iter().filter(move |entry: &&Entry| entry.envelope.origin == origin);
        let (mut front, mut court) = (of(Origin::Front), of(Origin::Court));
        let (mut known, mut choices): (Vec<&Entry>, _) = (Vec::new(), choices.into_iter().cycle());
        while known.len() < log.len() {
            let entry = if choices.next() == Some(true) { front.next() } else { court.next() };
            known.extend(entry);
            let state = state_of(known.iter().copied());
            for volume in VolumeName::ALL {
                let (now, then) = (state.dossier.volume(volume), last.dossier.volume(volume));
                prop_assert_eq!(now, &then[..now.len()]);
            }
        }
    }
}
