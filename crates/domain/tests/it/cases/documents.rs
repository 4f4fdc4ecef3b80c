//! Court documents: drafted, issued as they were looked at, given up.

use insta::assert_snapshot;
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::{Command, DraftDocument};
use weicourt_domain::document::LARGEST_DATA;
use weicourt_domain::entry::{EntryKind, Outcome};
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::may_see;
use weicourt_domain::policy::{Outgoing, Policy};

use super::given::*;
use super::people::Who;
use super::serving::given::*;
use super::{check, who_may};

fn summons() -> Command {
    drafts("summons", "传票", &[DEFENDANT])
}

#[test]
fn the_bench_and_its_office_draft_and_the_judge_issues() {
    assert_snapshot!(who_may(&open_space(), |_| summons()), @"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is with its bench: FilingOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, DivisionHead, President, Clock
    ");
    let given = space_with([drafted(Who::Clerk)]);
    assert_snapshot!(who_may(&given, |_| approves(court(3), court(3))), @"
    allowed: Handling
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is with its bench: FilingOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, DivisionHead, President, Clock
    ");
    assert_snapshot!(who_may(&given, |_| sets_aside(court(3), "当事人已撤诉")), @"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is with its bench: FilingOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, DivisionHead, President, Clock
    ");
}

#[test]
fn a_draft_and_what_is_issued_stay_with_the_court() {
    assert_snapshot!(check(&open_space(), Who::Clerk, summons()), @r#"Court, Clerk to the court, Secret: document_drafted {"data":"{\"words\":\"样例\"}","parties":[1],"template":"summons","template_version":1,"title":"传票"}"#);
    let given = space_with([drafted(Who::Clerk)]);
    assert_snapshot!(check(&given, Who::Handling, approves(court(3), court(3))), @r#"Court, HandlingJudge to the court, Secret: document_approved {"code":"样例码court:3","document":{"origin":"court","seq":3},"draft":{"origin":"court","seq":3},"file":{"height":1600,"media_type":"image/jpeg","name":"court:3.pdf","sha256":"69122b1d26e8b77bba4415cbb1ea6158e5d3655f644a134f78e9985a14bb6c8d","size_bytes":40000,"width":1200},"n_pages":2,"previewed":"8ee7f3d2d883c79618f09ba8c4b48759ebb4a2992524eb396a75fcd2955b32aa","template":"judgment","title":"样例判决书"}"#);
}

#[test]
fn nothing_of_a_document_leaves_the_courts_network_before_it_is_sent() {
    let policy = Policy::embedded();
    let mut story = Story::open();
    let document = story.issued("summons", "传票", &[]);
    let leaves = |story: &Story, kind: EntryKind| {
        let entry = story.entries.iter().find(|one| one.envelope.kind == kind).expect("an entry");
        policy.outgoing(&story.state, entry)
    };
    let file = story.state.decided.documents[&document].issued.as_ref().expect("issued").file.sha256;
    assert_eq!(leaves(&story, EntryKind::DocumentDrafted), Outgoing::Withhold);
    assert_eq!(leaves(&story, EntryKind::DocumentApproved), Outgoing::Withhold);
    assert!(!policy.blob_leaves(&story.state, file));
    story.sent(&[document], DEFENDANT, MAILBOX);
    assert_eq!(leaves(&story, EntryKind::DocumentApproved), Outgoing::Withhold);
    assert_eq!(leaves(&story, EntryKind::PapersSent), Outgoing::Share);
    assert!(policy.blob_leaves(&story.state, file));
}

#[test]
fn the_filing_desk_writes_everything_until_the_bench_has_the_case_and_its_own_notices_afterwards() {
    assert_snapshot!(check(&filed(), Who::FilingOfficer, drafts("fee_notice", "交费通知书", &[])), @r#"Court, FilingOfficer to the court, Secret: document_drafted {"data":"{\"words\":\"样例\"}","template":"fee_notice","template_version":1,"title":"交费通知书"}"#);
    assert_snapshot!(check(&open_space(), Who::FilingOfficer, summons()), @"refused: the case is with its bench");
    let given = [filed(), vec![drafted(Who::FilingOfficer)]].concat();
    assert!(check(&given, Who::FilingOfficer, approves(court(2), court(2))).contains("document_approved"));
    // The bench has the case: the desk still writes, issues and serves its notice, and nothing of the bench.
    let mut story = Story::open();
    let notice = story.does(Who::FilingOfficer, drafts("fee_notice", "交费通知书", &[PLAINTIFF]))[0];
    story.does(Who::FilingOfficer, approves(notice, notice));
    story.does(Who::FilingOfficer, sends(&[notice], &[to(PLAINTIFF, MAILBOX)]));
    let of_clerk = story.does(Who::Clerk, drafts("fee_notice", "补交费用通知书", &[PLAINTIFF]))[0];
    assert_snapshot!(story.tries(Who::FilingOfficer, approves(of_clerk, of_clerk)), @"refused: the case is with its bench");
    assert_snapshot!(story.tries(Who::FilingOfficer, redrafts(of_clerk, "fee_notice", "补交")), @"refused: the case is with its bench");
    let own = story.does(Who::FilingOfficer, drafts("acceptance_notice", "受理案件通知书", &[PLAINTIFF]))[0];
    story.does(Who::FilingOfficer, sets_aside(own, "重复"));
    let over = space_with([closed(Outcome::Mediated)]);
    assert_snapshot!(check(&over, Who::FilingOfficer, drafts("fee_notice", "交费通知书", &[])), @"refused: the case is with its bench");
}

#[test]
fn the_latest_version_is_issued_and_no_other() {
    let mut story = Story::open();
    let document = story.does(Who::Clerk, summons())[0];
    let second = story.does(Who::Assistant, redrafts(document, "summons", "传票"))[0];
    assert_snapshot!(story.tries(Who::Handling, approves(document, document)), @"refused: the draft was written anew meanwhile");
    story.does(Who::Handling, approves(document, second));
    let found = &story.state.decided.documents[&document];
    assert_eq!(found.versions, [document, second]);
    assert_eq!(found.issued.as_ref().map(|issued| issued.draft), Some(second));
    assert_snapshot!(story.tries(Who::Handling, approves(document, second)), @"refused: the document was issued");
    assert_snapshot!(story.tries(Who::Clerk, redrafts(document, "summons", "传票")), @"refused: the document was issued");
}

#[test]
fn a_draft_keeps_its_template_and_its_size() {
    let given = space_with([drafted(Who::Clerk)]);
    let changed = |change: &dyn Fn(&mut DraftDocument)| {
        let Command::DraftDocument(mut draft) = redrafts(court(3), "judgment", "样例判决书") else {
            unreachable!("a draft")
        };
        change(&mut draft);
        check(&given, Who::Clerk, Command::DraftDocument(draft))
    };
    assert!(changed(&|_| {}).contains("document_drafted"));
    assert_snapshot!(changed(&|draft| draft.template = "summons".to_owned()), @"refused: the document was begun with another template");
    assert_snapshot!(changed(&|draft| draft.document = Some(court(2))), @"refused: no such document");
    assert_snapshot!(changed(&|draft| draft.data = " ".repeat(LARGEST_DATA + 1)), @"refused: more than 400000 bytes");
    assert_snapshot!(changed(&|draft| draft.title = "书".repeat(101)), @"refused: more than 100 characters");
    assert_snapshot!(changed(&|draft| draft.parties = [3].into()), @"refused: no such party");
}

#[test]
fn a_document_is_given_up_with_a_reason() {
    let given = space_with([drafted(Who::Clerk)]);
    assert_snapshot!(check(&given, Who::Clerk, sets_aside(court(3), "当事人已撤诉")), @r#"Court, Clerk to the court, Secret: document_set_aside {"document":{"origin":"court","seq":3},"reason":"当事人已撤诉"}"#);
    assert_snapshot!(check(&given, Who::Clerk, sets_aside(court(3), " ")), @"refused: a reason is needed");
    assert_snapshot!(check(&given, Who::Clerk, sets_aside(court(3), &"由".repeat(501))), @"refused: more than 500 characters");
    let mut story = Story::after(&given);
    story.does(Who::Clerk, sets_aside(court(3), "当事人已撤诉"));
    assert_snapshot!(story.tries(Who::Clerk, redrafts(court(3), "judgment", "样例判决书")), @"refused: the document was set aside");
    assert_snapshot!(story.tries(Who::Handling, approves(court(3), court(3))), @"refused: the document was set aside");
    assert_snapshot!(story.tries(Who::Clerk, sets_aside(court(3), "当事人已撤诉")), @"refused: the document was set aside");
}

#[test]
fn what_the_judge_issued_is_not_undone_by_the_clerk() {
    let mut story = Story::open();
    let document = story.issued("summons", "传票", &[]);
    assert_snapshot!(story.tries(Who::Clerk, sets_aside(document, "日期有误")), @"refused: the role does not allow this act");
    story.does(Who::Handling, sets_aside(document, "日期有误"));
    assert!(!story.state.decided.documents[&document].is_alive());
}

#[test]
fn what_a_party_has_or_may_get_is_not_given_up() {
    let mut story = Story::open();
    let document = story.issued("summons", "传票", &[]);
    let sent = story.sent(&[document], DEFENDANT, MAILBOX);
    assert_snapshot!(story.tries(Who::Handling, sets_aside(document, "日期有误")), @"refused: the document was sent to a party");
    let mut recalled = story.clone();
    recalled.does(Who::Clerk, recalls(sent, "日期有误"));
    recalled.does(Who::Handling, sets_aside(document, "日期有误"));
    // Signed for before it was taken back: it was served, and stays so.
    story.does(Who::Defendant, signs(sent, &[]));
    story.at("11-23 11:00");
    assert_snapshot!(story.tries(Who::Handling, sets_aside(document, "日期有误")), @"refused: the document was sent to a party");
}

#[test]
fn what_came_back_by_post_can_be_given_up() {
    let mut story = Story::open();
    let document = story.issued("summons", "传票", &[]);
    let posted_at = story.does(Who::Clerk, records(DEFENDANT, &[document], posted(None, None)))[0];
    assert_snapshot!(story.tries(Who::Handling, sets_aside(document, "日期有误")), @"refused: the document was sent to a party");
    let back = replaces(DEFENDANT, &[document], posted(None, Some("2026-11-20")), Some(posted_at));
    story.does(Who::Clerk, back);
    story.does(Who::Handling, sets_aside(document, "日期有误"));
}

#[test]
fn no_party_sees_a_draft_and_the_filing_desk_sees_its_own() {
    let mut story = Story::open();
    let document = story.issued("judgment", "民事判决书", &[]);
    let sees = |story: &Story, entry: EntryRef, who: Who| {
        let found = story.entries.iter().find(|one| one.envelope.entry_ref() == entry).expect("an entry");
        may_see(&story.state, &who.actor(), &found.envelope)
    };
    let seen = |story: &Story, kind: EntryKind| {
        let entry = story.entries.iter().find(|one| one.envelope.kind == kind).expect("an entry");
        assert_eq!(entry.envelope.class, Class::Secret);
        assert_eq!(entry.envelope.audience, Audience::Court);
        let entry = entry.envelope.entry_ref();
        let who = Who::ALL.into_iter().filter(|who| sees(story, entry, *who));
        who.map(|who| format!("{who:?}")).collect::<Vec<_>>().join(" ")
    };
    assert_snapshot!(seen(&story, EntryKind::DocumentDrafted), @"Handling Panel SecondPanel Assistant Clerk Clock");
    assert_snapshot!(seen(&story, EntryKind::DocumentApproved), @"Handling Panel SecondPanel Assistant Clerk Clock");
    // Once it was sent to the defendant, those of the defendant see what was issued, and still no draft.
    story.sent(&[document], DEFENDANT, MAILBOX);
    assert_snapshot!(seen(&story, EntryKind::DocumentDrafted), @"Handling Panel SecondPanel Assistant Clerk Clock");
    assert_snapshot!(seen(&story, EntryKind::DocumentApproved), @"Defendant DefendantsRelative Handling Panel SecondPanel Assistant Clerk Clock");
    let given = [filed(), vec![drafted(Who::FilingOfficer)]].concat();
    assert_snapshot!(seen(&Story::after(&given), EntryKind::DocumentDrafted), @"FilingOfficer Clock");
}
