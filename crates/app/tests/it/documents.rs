//! Court documents: filled from the case, issued as they were looked at, and recognised by their code.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use serde_json::{Map, Value, json};
use weicourt_app::documents::{IssueDocument, PreviewDocument, WriteDocument};
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::command::{Command, SetDocumentAside};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::Act;

use crate::court::{DEFENDANT, PLAINTIFF, STRANGER, World, command, denied};

struct Desk {
    world: World,
    case: CaseId,
    plaintiff: Actor,
    officer: Actor,
    judge: Actor,
    clerk: Actor,
}

impl Desk {
    async fn set() -> Desk {
        let world = World::new().await;
        let officer = world.staff("立案员", Duty::FilingOfficer).await;
        let judge = world.staff("法官", Duty::Judge).await;
        let clerk = world.staff("书记员", Duty::Clerk).await;
        let plaintiff = world.enrol(PLAINTIFF).await;
        let case = world.file(&plaintiff, DEFENDANT, false).await;
        world.register(&officer, case).await.expect("registered");
        Desk { world, case, plaintiff, officer, judge, clerk }
    }

    async fn filled(&self, who: &Actor, template: &str) -> Map<String, Value> {
        let parties = BTreeSet::from([1]);
        let filled = self.world.court.fill_document(who, self.case, template, parties).await.expect("filled");
        filled.data.as_object().expect("an object").clone()
    }

    async fn summons(&self) -> Map<String, Value> {
        let mut data = self.filled(&self.clerk, "summons").await;
        data.insert("place".to_owned(), json!("第三审判庭"));
        data
    }

    async fn writes(
        &self,
        who: &Actor,
        document: Option<EntryRef>,
        template: &str,
        data: Map<String, Value>,
    ) -> Result<EntryRef, AppError> {
        let request = WriteDocument {
            document,
            template: template.to_owned(),
            title: None,
            data,
            parties: BTreeSet::from([1]),
        };
        let done = self.world.court.draft_document(who, self.case, command().into(), request).await?;
        Ok(EntryRef { origin: done.receipt.origin, seq: done.receipt.seq })
    }

    async fn previews(
        &self,
        document: Option<EntryRef>,
        template: &str,
        data: Map<String, Value>,
    ) -> Result<(Digest, Vec<u8>), AppError> {
        let request = PreviewDocument {
            document,
            template: template.to_owned(),
            data,
            parties: BTreeSet::from([1]),
            page: None,
            max_width_px: None,
        };
        let preview = self.world.court.preview_document(&self.clerk, self.case, request).await?;
        let pdf = data_encoding::BASE64.decode(preview.pdf.as_bytes()).expect("base64");
        Ok((preview.sha256, pdf))
    }

    async fn issues(
        &self,
        who: &Actor,
        command: CommandId,
        (document, draft): (EntryRef, EntryRef),
        previewed: Digest,
    ) -> Result<EntryRef, AppError> {
        let request = IssueDocument { document, draft, previewed };
        let done = self.world.court.issue_document(who, self.case, command.into(), request).await?;
        Ok(EntryRef { origin: done.receipt.origin, seq: done.receipt.seq })
    }

    /// Writes a summons and issues it as it was looked at; gives the document.
    async fn issued(&self) -> EntryRef {
        let data = self.summons().await;
        let document = self.writes(&self.clerk, None, "summons", data.clone()).await.expect("drafted");
        let (sha256, _) = self.previews(Some(document), "summons", data).await.expect("a preview");
        self.issues(&self.judge, command(), (document, document), sha256).await.expect("issued");
        document
    }

    /// The code on a paper, as its QR code has it.
    fn code(paper: &[u8]) -> String {
        let text = String::from_utf8_lossy(paper);
        let (_, rest) = text.split_once("/verify/").expect("an address");
        rest.split_whitespace().next().expect("a code").to_owned()
    }
}

#[tokio::test]
async fn a_document_is_filled_with_what_the_case_knows_and_nothing_else() {
    let desk = Desk::set().await;
    let summons = desk.filled(&desk.clerk, "summons").await;
    assert_eq!(summons["summoned"]["name"], DEFENDANT.0);
    assert_eq!(summons["summoned"]["role"], "被告");
    assert_eq!(summons["summoned"].get("phone"), None, "the other side learns no number");
    assert_eq!(summons["judge_name"], "样例法官");
    assert_eq!(summons["issued_on"], "2026-11-23");
    assert_eq!(summons["case"]["court_name"], "宁波市海曙区人民法院");
    assert_eq!(summons["case"]["procedure"], "简易程序");
    assert_eq!(summons.get("place"), None, "nobody said where");
    let names: Vec<&str> = summons.keys().map(String::as_str).collect();
    assert_eq!(names, ["case", "issued_on", "judge_name", "summoned"]);
    // 80 000 yuan: 50 + 70 000 × 2.5 % = 1 800 yuan, halved in simplified procedure.
    let notice = desk.filled(&desk.officer, "fee_notice").await;
    assert_eq!((&notice["full_amount"], &notice["amount"]), (&json!(180_000), &json!(90_000)));
    assert_eq!(notice["halving"], "适用简易程序审理，减半交纳");
}

#[tokio::test]
async fn what_was_looked_at_is_what_is_sealed_and_only_once() {
    let desk = Desk::set().await;
    let (court, printer) = (&desk.world.court, &desk.world.printer);
    let data = desk.summons().await;
    let document = desk.writes(&desk.clerk, None, "summons", data.clone()).await.expect("drafted");
    let (_, unsaved) = desk.previews(None, "summons", data.clone()).await.expect("a preview");
    assert!(!String::from_utf8_lossy(&unsaved).contains("/verify/"), "what is not saved has no code");
    let (sha256, preview) = desk.previews(Some(document), "summons", data).await.expect("a preview");

    let key = command();
    let first = desk.issues(&desk.judge, key, (document, document), sha256).await.expect("issued");
    // The day goes by, the answer was lost: the same act gives the same entry, and nothing is sealed again.
    desk.world.pass_minutes(24 * 60);
    let again = desk.issues(&desk.judge, key, (document, document), sha256).await.expect("the same");
    assert_eq!((first, printer.n_sealed.load(Ordering::SeqCst)), (again, 1));

    let listed = court.case_documents(&desk.clerk, desk.case).await.expect("documents").documents;
    let file = listed[0].file.clone().expect("a file");
    assert_eq!((file.pages, file.name.as_deref()), (Some(1), Some("传票.pdf")));
    let part = court.read_blob(&desk.clerk, desk.case, file.sha256, 0, file.size_bytes).await.expect("read");
    assert!(part.bytes.starts_with(&preview), "the issued file begins with what was looked at");
    assert!(part.bytes.len() > preview.len());
}

#[tokio::test]
async fn a_draft_that_is_not_what_was_looked_at_is_not_issued() {
    let desk = Desk::set().await;
    let mut data = desk.summons().await;
    let document = desk.writes(&desk.clerk, None, "summons", data.clone()).await.expect("drafted");
    let (old, _) = desk.previews(Some(document), "summons", data.clone()).await.expect("a preview");
    data.insert("place".to_owned(), json!("第五审判庭"));
    let later =
        desk.writes(&desk.judge, Some(document), "summons", data.clone()).await.expect("written anew");
    // The judge looked at the first version.
    let refused = desk.issues(&desk.judge, command(), (document, document), old).await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
    let refused = desk.issues(&desk.judge, command(), (document, later), old).await;
    assert_eq!(denied(refused), Denied::PreviewChanged);
    // Another version of the program sets it otherwise than it was looked at.
    let (new, _) = desk.previews(Some(document), "summons", data).await.expect("a preview");
    desk.world.printer.edition.store(2, Ordering::SeqCst);
    let world = desk.world.restarted().await;
    let request = IssueDocument { document, draft: later, previewed: new };
    let refused = world.court.issue_document(&desk.judge, desk.case, command().into(), request).await;
    assert_eq!(denied(refused), Denied::PreviewChanged);
    assert_eq!(world.printer.n_sealed.load(Ordering::SeqCst), 0, "nothing was sealed on the way");
}

#[tokio::test]
async fn faults_of_fields_are_told_all_at_once_and_a_name_without_a_face_is_named() {
    let desk = Desk::set().await;
    let refused = desk.writes(&desk.clerk, None, "summons", Map::new()).await;
    let Denied::DocumentNotInOrder { fields } = denied(refused) else { panic!("not in order") };
    let named: Vec<&str> = fields.iter().map(|defect| defect.field.as_str()).collect();
    assert_eq!(named, ["summoned", "place", "judge_name"], "the date is put in");
    let mut data = desk.summons().await;
    data["summoned"]["name"] = json!("样例〇");
    let refused = desk.previews(None, "summons", data).await;
    assert_eq!(denied(refused), Denied::NoGlyph { character: '〇' });
    assert_eq!(denied(desk.writes(&desk.clerk, None, "warrant", Map::new()).await), Denied::NoSuchTemplate);
}

#[tokio::test]
async fn drafts_are_the_courts_own_and_each_desk_issues_its_documents() {
    let desk = Desk::set().await;
    let court = &desk.world.court;
    let data = desk.summons().await;
    let document = desk.writes(&desk.clerk, None, "summons", data.clone()).await.expect("drafted");
    let of_party = court.case_documents(&desk.plaintiff, desk.case).await.expect("a list");
    assert!(of_party.documents.is_empty() && of_party.templates.is_empty() && of_party.actions.is_empty());
    let detail = court.case_document(&desk.plaintiff, desk.case, document.seq).await;
    assert_eq!(denied(detail), Denied::NotFound);
    let refused = desk.writes(&desk.plaintiff, None, "summons", data.clone()).await;
    assert!(refused.is_err(), "a party writes no summons");
    let stranger = desk.world.enrol(STRANGER).await;
    assert_eq!(denied(court.case_documents(&stranger, desk.case).await), Denied::NotFound);
    assert_eq!(denied(court.document_templates(&stranger).map(|_| ())), Denied::StaffOnly);

    let detail = court.case_document(&desk.judge, desk.case, document.seq).await.expect("the draft");
    assert_eq!(detail.data["place"], "第三审判庭");
    assert_eq!(detail.view.actions, [Act::DraftDocument, Act::ApproveDocument, Act::SetDocumentAside]);
    // A clerk prepares what a judge issues.
    let (sha256, _) = desk.previews(Some(document), "summons", data).await.expect("a preview");
    let refused = desk.issues(&desk.clerk, command(), (document, document), sha256).await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
    desk.world.printer.has_seal.store(false, Ordering::SeqCst);
    let refused = desk.issues(&desk.judge, command(), (document, document), sha256).await;
    assert_eq!(denied(refused), Denied::NoSeal);
}

#[tokio::test]
async fn whoever_holds_a_paper_learns_that_it_is_genuine_and_no_name() {
    let desk = Desk::set().await;
    let court = &desk.world.court;
    let document = desk.issued().await;
    let data = desk.summons().await;
    let (_, preview) = desk.previews(Some(document), "summons", data).await.expect("a preview");
    let code = Desk::code(&preview);
    assert_eq!(code.len(), 26);
    let told = court.genuine_document(&code.to_lowercase(), "127.0.0.1").await.expect("genuine");
    let listed = court.case_documents(&desk.clerk, desk.case).await.expect("documents").documents;
    assert_eq!(Some(told.sha256), listed[0].file.as_ref().map(|file| file.sha256));
    let told = serde_json::to_string(&told).expect("JSON");
    assert!(told.contains("样*") && !told.contains(DEFENDANT.0), "{told}");
    let other = code.chars().rev().collect::<String>();
    assert_eq!(denied(court.genuine_document(&other, "127.0.0.1").await), Denied::NotGenuine);

    // Another summons that is only a draft has a code on its preview, and nobody vouches for it.
    let draft = desk.writes(&desk.clerk, None, "summons", desk.summons().await).await.expect("drafted");
    let (_, preview) = desk.previews(Some(draft), "summons", desk.summons().await).await.expect("a preview");
    let of_draft = Desk::code(&preview);
    assert_eq!(denied(court.genuine_document(&of_draft, "127.0.0.1").await), Denied::NotGenuine);

    let aside = SetDocumentAside { document, reason: "日期有误".to_owned() };
    let done = court.act(&desk.judge, desk.case, command().into(), Command::SetDocumentAside(aside)).await;
    done.expect("set aside");
    assert_eq!(denied(court.genuine_document(&code, "127.0.0.1").await), Denied::DocumentVoid);

    court.store().destroy_case_key(desk.case, court.now()).await.expect("destroyed");
    assert_eq!(denied(court.genuine_document(&code, "127.0.0.1").await), Denied::AskTheCourt);
    court.store().erase_case(desk.case).await.expect("erased");
    assert_eq!(denied(court.genuine_document(&code, "127.0.0.1").await), Denied::NotGenuine);
}

#[tokio::test]
async fn codes_are_found_again_when_everything_is_read_from_the_log_anew() {
    let desk = Desk::set().await;
    let court = &desk.world.court;
    let document = desk.issued().await;
    let (_, preview) =
        desk.previews(Some(document), "summons", desk.summons().await).await.expect("a preview");
    court.store().rebuild_projections().await.expect("rebuilt");
    court.genuine_document(&Desk::code(&preview), "127.0.0.1").await.expect("genuine");
}

#[tokio::test]
async fn who_asks_for_codes_again_and_again_is_slowed_down() {
    let desk = Desk::set().await;
    let ask = || desk.world.court.genuine_document("AAAAAAAAAAAAAAAAAAAAAAAAAA", "192.0.2.1");
    let mut answers = Vec::new();
    for _ in 0..100 {
        answers.push(denied(ask().await));
    }
    assert!(answers.iter().any(|answer| matches!(answer, Denied::TooMany { .. })));
}

#[tokio::test]
async fn nobody_writes_a_certificate_of_service_by_hand() {
    let desk = Desk::set().await;
    for template in ["e_service_certificate", "service_return"] {
        let refused = desk.writes(&desk.clerk, None, template, Map::new()).await;
        assert!(matches!(denied(refused), Denied::NoSuchTemplate), "{template}");
    }
    let offered = desk.world.court.document_templates(&desk.clerk).expect("templates").templates;
    assert!(offered.iter().all(|template| template.id != "e_service_certificate"));
}

#[tokio::test]
async fn the_filing_desk_writes_its_notices_though_the_bench_was_assigned_at_registration() {
    let desk = Desk::set().await;
    let court = &desk.world.court;
    let templates =
        |who: Actor| async move { court.case_documents(&who, desk.case).await.expect("documents").templates };
    assert_eq!(templates(desk.officer.clone()).await, ["fee_notice"], "of those that are printed here");
    assert!(templates(desk.clerk.clone()).await.contains(&"fee_notice".to_owned()), "where the desk did not");
    let data = desk.filled(&desk.officer, "fee_notice").await;
    let notice = desk.writes(&desk.officer, None, "fee_notice", data).await.expect("drafted");
    let seen = court.case_documents(&desk.officer, desk.case).await.expect("documents").documents;
    let own = seen.iter().find(|one| one.document == notice).expect("its draft");
    assert!(own.actions.contains(&Act::ApproveDocument), "{:?}", own.actions);
    let refused = desk.writes(&desk.officer, None, "summons", desk.summons().await).await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
}
