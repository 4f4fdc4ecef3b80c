//! Applications: who may ask for what, who decides, what it does to the case.

use insta::assert_snapshot;
use weicourt_domain::application::{self, ApplicationStatus};
use weicourt_domain::command::{Command, DecideApplication, FileApplication, WithdrawApplication};
use weicourt_domain::entry::{ApplicationForm, ApplicationKind, ApplicationOutcome};
use weicourt_domain::form::{FilingForm, FilingKind, SpecialItem};
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{self, Act, Refusal, may};

use super::given::*;
use super::people::Who;
use super::{NOW, check, check_at, decided, instant, who_may};

pub(super) fn files(application: ApplicationForm) -> Command {
    Command::FileApplication(FileApplication { application, message: None, proposal: None })
}

fn file(kind: ApplicationKind) -> Command {
    files(application_form(kind))
}

pub(super) fn decides(application: EntryRef, outcome: ApplicationOutcome) -> Command {
    let until = (outcome != ApplicationOutcome::Refused).then(|| "2026-12-20".parse().expect("a date"));
    let reason = "样例理由".to_owned();
    Command::DecideApplication(DecideApplication { application, outcome, reason, until, amount_fen: None })
}

fn takes_back(application: EntryRef) -> Command {
    Command::WithdrawApplication(WithdrawApplication { application, reason: String::new() })
}

/// An open space whose plaintiff's lawyer has these special items.
fn space_of_lawyer_with(special: &[SpecialItem], change: impl Fn(&mut FilingForm)) -> Vec<Told> {
    let mut form = form(FilingKind::CivilFirstInstance);
    form.claimants[0].agents[0].special = special.to_vec();
    change(&mut form);
    let mut given = open_space();
    given[0] = submitted(form);
    given
}

/// What of the answer is said, without the entry.
fn refusal(given: &[Told], who: Who, command: Command) -> String {
    check(given, who, command).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn an_agent_without_the_special_item_cannot_withdraw_the_suit_and_hears_which_one_is_missing() {
    let command = || file(ApplicationKind::WithdrawSuit);
    let general = space_of_lawyer_with(&[SpecialItem::Settle], |_| ());
    assert_snapshot!(refusal(&general, Who::PlaintiffsLawyer, command()), @"refused: the power of attorney does not list Withdraw");
    let special = space_of_lawyer_with(&[SpecialItem::Withdraw], |_| ());
    assert!(decided(&special, &Who::PlaintiffsLawyer.actor(), &command(), NOW).is_ok());
    assert!(decided(&general, &Who::Plaintiff.actor(), &command(), NOW).is_ok());
}

#[test]
fn a_power_of_attorney_ends_on_its_day_and_covers_its_stages() {
    let command = || file(ApplicationKind::Appraisal);
    let until = |day: &'static str| {
        space_of_lawyer_with(&[], move |form| form.claimants[0].agents[0].until = day.parse().ok())
    };
    assert_snapshot!(refusal(&until("2026-11-22"), Who::PlaintiffsLawyer, command()), @"refused: the power of attorney ended on 2026-11-22");
    assert!(decided(&until("2026-11-23"), &Who::PlaintiffsLawyer.actor(), &command(), NOW).is_ok());
    let appeal = space_of_lawyer_with(&[], |form| {
        form.claimants[0].agents[0].stages = vec![weicourt_domain::form::CaseStage::Appeal];
    });
    assert_snapshot!(refusal(&appeal, Who::PlaintiffsLawyer, command()), @"refused: the power of attorney does not cover this stage");
}

#[test]
fn an_application_whose_form_is_not_in_order_is_refused_with_every_field() {
    let mut form = application_form(ApplicationKind::FeeRelief);
    form.reasons = " ".to_owned();
    form.details.insert("relief".to_owned(), "不交".to_owned());
    form.details.insert("shoe_size".to_owned(), "42".to_owned());
    form.person = Some(Who::Clerk.person());
    let refused =
        decided(&open_space(), &Who::Plaintiff.actor(), &files(form), NOW).expect_err("not in order");
    let weicourt_domain::command::Refusal::Application(application::Refusal::FormNotInOrder { fields }) =
        refused
    else {
        panic!("{refused}")
    };
    let told: Vec<String> = fields.iter().map(|field| format!("{}: {}", field.field, field.reason)).collect();
    assert_snapshot!(told.join("\n"), @r"
    details.relief: 请在所列的选项中选择
    reasons: 请填写
    details.shoe_size: 这类申请没有这一栏
    person: 这类申请没有这一栏
    ");
}

#[test]
fn the_same_thing_is_asked_for_once_at_a_time() {
    let pending = space_with([application_filed(Who::Defendant, recusal_of(Who::Clerk))]);
    assert_snapshot!(refusal(&pending, Who::Defendant, files(recusal_of(Who::Clerk))), @"refused: Recusal waits for its decision already");
    assert!(decided(&pending, &Who::Defendant.actor(), &files(recusal_of(Who::Panel)), NOW).is_ok());
    assert!(decided(&pending, &Who::Plaintiff.actor(), &files(recusal_of(Who::Clerk)), NOW).is_ok());
    let witness = application_form(ApplicationKind::WitnessToAppear);
    let another = ApplicationForm { request: "样例证人二".to_owned(), ..witness.clone() };
    let one = space_with([application_filed(Who::Defendant, witness.clone())]);
    assert!(decided(&one, &Who::Defendant.actor(), &files(another), NOW).is_ok());
    assert_snapshot!(refusal(&one, Who::Defendant, files(witness)), @"refused: WitnessToAppear waits for its decision already");
}

#[test]
fn an_extension_is_asked_for_before_the_end_and_moves_the_period_by_the_decision() {
    let command = || file(ApplicationKind::EvidenceExtension);
    assert_snapshot!(refusal(&open_space(), Who::Defendant, command()), @"refused: no period for evidence runs");
    let running = space_with([evidence_period("2026-11-23")]);
    let over = check_at(&running, Who::Defendant, command(), "2026-11-24T00:00:00+08:00");
    assert_snapshot!(over, @"refused: too late for EvidenceExtension, which was possible until 2026-11-23");
    let filed = check_at(&running, Who::Defendant, command(), "2026-11-23T23:59:59+08:00");
    assert!(filed.contains(r#""about":{"origin":"court","seq":3}"#), "{filed}");
    let mut asked = application_form(ApplicationKind::EvidenceExtension);
    asked.about = Some(court(3));
    let given = space_with([evidence_period("2026-11-30"), application_filed(Who::Defendant, asked)]);
    assert_snapshot!(check(&given, Who::Handling, decides(front(6), ApplicationOutcome::Granted)), @r#"
    Court, HandlingJudge to everyone, Material: application_decided {"application":{"origin":"front","seq":6},"article":"民诉法解释 §100","kind":"evidence_extension","outcome":"granted","reason":"样例理由","until":"2026-12-20"}
    "#);
    let no_day = Command::DecideApplication(DecideApplication {
        application: front(6),
        outcome: ApplicationOutcome::Granted,
        reason: String::new(),
        until: None,
        amount_fen: None,
    });
    assert_snapshot!(check(&given, Who::Handling, no_day), @"refused: the day to which the period moves is owed");
    let earlier = Command::DecideApplication(DecideApplication {
        application: front(6),
        outcome: ApplicationOutcome::Granted,
        reason: String::new(),
        until: "2026-11-30".parse().ok(),
        amount_fen: None,
    });
    assert_snapshot!(check(&given, Who::Handling, earlier), @"refused: the period ends on 2026-11-30 already");
}

#[test]
fn a_withdrawal_that_is_granted_closes_the_case() {
    let given =
        space_with([application_filed(Who::Plaintiff, application_form(ApplicationKind::WithdrawSuit))]);
    let granted = check(&given, Who::Handling, decides(front(6), ApplicationOutcome::Granted));
    let kinds: Vec<&str> =
        granted.lines().filter_map(|line| line.split(": ").nth(1)?.split(' ').next()).collect();
    assert_eq!(kinds, ["application_decided", "case_closed"]);
    assert!(granted.contains(r#""outcome":"withdrawn""#), "{granted}");
    let refused = check(&given, Who::Handling, decides(front(6), ApplicationOutcome::Refused));
    assert_eq!(refused.lines().count(), 1, "{refused}");
    let part = check(&given, Who::Handling, decides(front(6), ApplicationOutcome::PartlyGranted));
    assert_snapshot!(part, @"refused: granted or refused as a whole");
    // A counterclaim goes on without the suit.
    let counterclaim = application_form(ApplicationKind::Counterclaim);
    let given = space_with([
        application_filed(Who::Defendant, counterclaim),
        application_decided(
            Who::Handling,
            front(6),
            ApplicationKind::Counterclaim,
            ApplicationOutcome::Granted,
        ),
        application_filed(Who::Plaintiff, application_form(ApplicationKind::WithdrawSuit)),
    ]);
    let granted = check(&given, Who::Handling, decides(front(7), ApplicationOutcome::Granted));
    assert_eq!(granted.lines().count(), 1, "{granted}");
}

#[test]
fn an_application_is_taken_back_by_its_party_until_it_is_decided() {
    let filed = application_filed(Who::Defendant, application_form(ApplicationKind::Appraisal));
    let given = space_with([filed.clone()]);
    assert_snapshot!(who_may(&given, |_| takes_back(front(6))), @r"
    allowed: Defendant, DefendantsRelative
    refused, no such application: Plaintiff, PlaintiffsLawyer, ThirdParty
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock
    ");
    let granted = |outcome| application_decided(Who::Handling, front(6), ApplicationKind::Appraisal, outcome);
    let decided = space_with([filed.clone(), granted(ApplicationOutcome::Granted)]);
    assert_snapshot!(check(&decided, Who::Defendant, takes_back(front(6))), @"refused: already decided");
    let back = space_with([filed, application_withdrawn(Who::Defendant, front(6))]);
    assert_snapshot!(check(&back, Who::Defendant, takes_back(front(6))), @"refused: already taken back");
    assert_snapshot!(check(&back, Who::Handling, decides(front(6), ApplicationOutcome::Granted)), @"refused: already taken back");
    assert_eq!(application::status(&fold(&back), front(6)), ApplicationStatus::Withdrawn);
}

#[test]
fn one_decision_stands() {
    let kind = ApplicationKind::Appraisal;
    let given = space_with([
        application_filed(Who::Defendant, application_form(kind)),
        application_decided(Who::Handling, front(6), kind, ApplicationOutcome::Refused),
    ]);
    assert_snapshot!(check(&given, Who::Handling, decides(front(6), ApplicationOutcome::Granted)), @"refused: already decided");
}

#[test]
fn a_refusal_owes_its_reason() {
    let given = space_with([application_filed(Who::Defendant, application_form(ApplicationKind::Appraisal))]);
    let bare = Command::DecideApplication(DecideApplication {
        application: front(6),
        outcome: ApplicationOutcome::Refused,
        reason: "  ".to_owned(),
        until: None,
        amount_fen: None,
    });
    assert_snapshot!(check(&given, Who::Handling, bare), @"refused: a reason is owed");
}

#[test]
fn the_other_side_does_not_learn_of_a_preservation_before_it_is_carried_out() {
    let filed = check(&open_space(), Who::Plaintiff, file(ApplicationKind::PropertyPreservation));
    assert!(filed.starts_with("Front, Plaintiff to Claimant and the court, Material"), "{filed}");
    let given = space_with([application_filed(
        Who::Plaintiff,
        application_form(ApplicationKind::PropertyPreservation),
    )]);
    let granted = check(&given, Who::Handling, decides(front(6), ApplicationOutcome::Granted));
    assert!(granted.starts_with("Court, HandlingJudge to Claimant and the court, Material"), "{granted}");
}

#[test]
fn the_claims_are_as_granted_applications_left_them() {
    let change = application_form(ApplicationKind::ChangeClaims);
    let increase = ApplicationForm {
        request: "增加的请求".to_owned(),
        ..application_form(ApplicationKind::IncreaseClaims)
    };
    let decide = |seq, kind, outcome| application_decided(Who::Handling, front(seq), kind, outcome);
    let given = space_with([
        application_filed(Who::Plaintiff, change.clone()),
        application_filed(Who::Plaintiff, increase),
        application_filed(Who::Plaintiff, change),
        decide(7, ApplicationKind::IncreaseClaims, ApplicationOutcome::Granted),
        decide(6, ApplicationKind::ChangeClaims, ApplicationOutcome::Granted),
        decide(8, ApplicationKind::ChangeClaims, ApplicationOutcome::Refused),
    ]);
    let claims = application::claims(&fold(&given));
    let told: Vec<&str> = claims.iter().map(|claim| claim.text.as_str()).collect();
    assert_eq!(told, ["样例请求", "增加的请求"]);
    let waive = space_with([
        application_filed(Who::Plaintiff, application_form(ApplicationKind::WaiveClaims)),
        decide(6, ApplicationKind::WaiveClaims, ApplicationOutcome::Granted),
    ]);
    assert!(application::claims(&fold(&waive))[0].waived);
    let again = check(&waive, Who::Plaintiff, file(ApplicationKind::ChangeClaims));
    assert_snapshot!(again, @"refused: the complaint has no claim 0");
}

#[test]
fn the_head_of_division_reads_what_the_law_puts_before_them_and_nothing_else() {
    let recusal = application_filed(Who::Defendant, recusal_of(Who::Handling));
    let entries = log(&space_with([
        recusal,
        application_filed(Who::Defendant, application_form(ApplicationKind::Appraisal)),
    ]));
    let state = state_of(&entries);
    let sees = |seq| {
        let entry = entries.iter().find(|entry| entry.envelope.entry_ref() == front(seq)).expect("an entry");
        permission::may_see(&state, &Who::President.actor(), &entry.envelope)
    };
    assert!(sees(6), "a recusal");
    assert!(!sees(7), "an appraisal");
}

#[test]
fn whoever_is_to_stand_aside_talks_and_reads_but_does_no_work_on_the_case() {
    let state = fold(&space_with([application_filed(Who::Defendant, recusal_of(Who::Handling))]));
    let now = instant(NOW);
    let handling = Who::Handling.actor();
    let open: Vec<Act> =
        Act::ALL.into_iter().filter(|act| may(&state, &handling, *act, now).is_ok()).collect();
    assert_eq!(
        open,
        [
            Act::PostMessage,
            Act::WithdrawMessage,
            Act::QuoteMessage,
            Act::MentionMember,
            Act::CallMember,
            Act::LookAtEvidence,
            Act::LookAtFile
        ]
    );
    let since = instant("2026-11-09T12:00:00+08:00");
    assert_eq!(may(&state, &handling, Act::CloseCase, now), Err(Refusal::RecusalPending { since }));
    assert!(may(&state, &Who::Clerk.actor(), Act::CloseFloor, now).is_ok(), "the others go on");
    let shown = permission::actions(&state, &handling, now);
    let close = shown.iter().find(|action| action.act == Act::CloseCase).expect("shown with its reason");
    assert_eq!(close.refused, Some(Refusal::RecusalPending { since }));
}

#[test]
fn a_decision_lifts_the_block_or_makes_it_last() {
    let recusal = || application_filed(Who::Defendant, recusal_of(Who::Handling));
    let decided = |outcome| application_decided(Who::President, front(6), ApplicationKind::Recusal, outcome);
    let of = |given: &[Told]| may(&fold(given), &Who::Handling.actor(), Act::CloseCase, instant(NOW)).err();
    assert_eq!(of(&space_with([recusal(), decided(ApplicationOutcome::Refused)])), None);
    assert_eq!(of(&space_with([recusal(), decided(ApplicationOutcome::Granted)])), Some(Refusal::Recused));
    assert_eq!(of(&space_with([recusal(), application_withdrawn(Who::Defendant, front(6))])), None);
    // While the refusal is reconsidered they go on working; a reconsideration that succeeds recuses them.
    let again = ApplicationForm {
        about: Some(front(6)),
        person: Some(Who::Handling.person()),
        ..application_form(ApplicationKind::RecusalReconsideration)
    };
    let mut given = space_with([
        recusal(),
        decided(ApplicationOutcome::Refused),
        application_filed(Who::Defendant, again),
    ]);
    assert_eq!(of(&given), None);
    let kind = ApplicationKind::RecusalReconsideration;
    given.push(application_decided(Who::President, front(7), kind, ApplicationOutcome::Granted));
    assert_eq!(of(&given), Some(Refusal::Recused));
}

#[test]
fn the_president_decides_on_judges_and_the_judge_on_everybody_else_and_nobody_on_themselves() {
    let given = |whom| space_with([application_filed(Who::Defendant, recusal_of(whom))]);
    let command = |_| decides(front(6), ApplicationOutcome::Refused);
    assert_snapshot!(who_may(&given(Who::Handling), command), @r"
    allowed: DivisionHead, President
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the person's recusal waits for its decision: Handling
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock
    ");
    assert_snapshot!(who_may(&given(Who::Clerk), command), @r"
    allowed: Handling
    refused, decided by HandlingJudge: DivisionHead, President
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock
    ");
}

#[test]
fn a_recusal_is_reconsidered_once_and_in_time() {
    let refused = |at: &str| {
        let told = application_decided(
            Who::President,
            front(6),
            ApplicationKind::Recusal,
            ApplicationOutcome::Refused,
        );
        space_with([application_filed(Who::Defendant, recusal_of(Who::Handling)), told.at(at)])
    };
    let command = || file(ApplicationKind::RecusalReconsideration);
    assert_snapshot!(check(&open_space(), Who::Defendant, command()), @"refused: nothing to reconsider");
    let late = check(&refused("2026-11-16T10:00:00+08:00"), Who::Defendant, command());
    assert_snapshot!(late, @"refused: too late for RecusalReconsideration, which was possible until 2026-11-19");
    let fresh = refused("2026-11-20T10:00:00+08:00");
    let asked = check(&fresh, Who::Defendant, command());
    assert!(asked.contains(r#""about":{"origin":"front","seq":6}"#), "{asked}");
    assert_snapshot!(check(&fresh, Who::Plaintiff, command()), @"refused: nothing to reconsider");
    let mut twice = fresh;
    let about = ApplicationForm {
        about: Some(front(6)),
        person: Some(Who::Handling.person()),
        ..application_form(ApplicationKind::RecusalReconsideration)
    };
    twice.push(application_filed(Who::Defendant, about));
    assert_snapshot!(check(&twice, Who::Defendant, command()), @"refused: already reconsidered");
}

#[test]
fn what_cannot_wait_is_decided_by_the_judge_whose_recusal_waits() {
    let urgent = ApplicationForm { urgent: true, ..application_form(ApplicationKind::PropertyPreservation) };
    let given = space_with([
        application_filed(Who::Defendant, recusal_of(Who::Handling)),
        application_filed(Who::Plaintiff, urgent),
        application_filed(Who::Plaintiff, application_form(ApplicationKind::Appraisal)),
    ]);
    let granted = |seq| decides(front(seq), ApplicationOutcome::Granted);
    assert!(decided(&given, &Who::Handling.actor(), &granted(7), NOW).is_ok());
    assert_snapshot!(check(&given, Who::Handling, granted(8)), @"refused: the person's recusal waits for its decision");
}

#[test]
fn an_extension_holds_for_the_other_parties_as_well() {
    let mut asked = application_form(ApplicationKind::EvidenceExtension);
    asked.about = Some(court(3));
    let mut given = space_with([evidence_period("2026-11-22"), application_filed(Who::Defendant, asked)]);
    let late = |given: &[Told]| refusal(given, Who::Plaintiff, file(ApplicationKind::EvidenceExtension));
    assert_snapshot!(late(&given), @"refused: too late for EvidenceExtension, which was possible until 2026-11-22");
    let mut granted = application_decided(
        Who::Handling,
        front(6),
        ApplicationKind::EvidenceExtension,
        ApplicationOutcome::Granted,
    );
    granted.until("2026-12-19");
    given.push(granted);
    assert!(late(&given).starts_with("Front, Plaintiff"), "{}", late(&given));
    let mut short = application_form(ApplicationKind::EvidenceExtension);
    short.until = "2026-12-19".parse().ok();
    assert_snapshot!(refusal(&given, Who::Plaintiff, files(short)), @"refused: the period ends on 2026-12-19 already");
}

#[test]
fn the_jurisdiction_is_questioned_within_the_period_for_the_answer() {
    let command = || file(ApplicationKind::JurisdictionObjection);
    assert!(decided(&open_space(), &Who::Defendant.actor(), &command(), NOW).is_ok(), "no period runs");
    let running = |until| space_with([answer_period(until)]);
    assert!(decided(&running("2026-11-23"), &Who::Defendant.actor(), &command(), NOW).is_ok());
    let late = check(&running("2026-11-22"), Who::Defendant, command());
    assert_snapshot!(late, @"refused: too late for JurisdictionObjection, which was possible until 2026-11-22");
    assert_snapshot!(check(&open_space(), Who::Plaintiff, command()), @"refused: the side cannot apply for JurisdictionObjection");
    let pending = space_with([application_filed(
        Who::Defendant,
        application_form(ApplicationKind::JurisdictionObjection),
    )]);
    assert!(application::jurisdiction_pending(&fold(&pending)));
}

#[test]
fn a_restoration_is_asked_for_in_ten_days_and_helps_the_hindered_party() {
    let form = |ended: &str| {
        let mut form = application_form(ApplicationKind::RestorePeriod);
        form.about = Some(court(3));
        form.details.insert("obstacle_ended_on".to_owned(), ended.to_owned());
        form
    };
    let given = space_with([answer_period("2026-11-10")]);
    let late = check(&given, Who::Defendant, files(form("2026-11-10")));
    assert_snapshot!(late, @"refused: too late for RestorePeriod, which was possible until 2026-11-20");
    assert!(decided(&given, &Who::Defendant.actor(), &files(form("2026-11-11")), NOW).is_ok());
    // The period is not one of the plaintiff's.
    assert_snapshot!(check(&given, Who::Plaintiff, files(form("2026-11-11"))), @"refused: no such period of this party");
    let mut granted = application_decided(
        Who::Handling,
        front(6),
        ApplicationKind::RestorePeriod,
        ApplicationOutcome::Granted,
    );
    granted.until("2026-12-01");
    let restored = space_with([
        answer_period("2026-11-10"),
        application_filed(Who::Defendant, form("2026-11-11")),
        granted,
    ]);
    let objects = file(ApplicationKind::JurisdictionObjection);
    assert!(decided(&restored, &Who::Defendant.actor(), &objects, NOW).is_ok());
}

#[test]
fn a_message_becomes_an_application_when_its_author_confirms_what_the_court_proposed() {
    let kind = ApplicationKind::Appraisal;
    let given = space_with([
        said(Who::Defendant, "我要求鉴定笔迹"),
        application_proposed(Who::Defendant, front(6), kind),
    ]);
    let confirms = |kind, proposal| {
        let application = application_form(kind);
        Command::FileApplication(FileApplication { application, message: None, proposal: Some(proposal) })
    };
    let confirmed = check(&given, Who::Defendant, confirms(kind, court(3)));
    assert!(confirmed.contains(r#""message":{"origin":"front","seq":6}"#), "{confirmed}");
    let other = check(&given, Who::Defendant, confirms(ApplicationKind::FileAccess, court(3)));
    assert_snapshot!(other, @"refused: no such proposal");
    assert_snapshot!(check(&given, Who::Plaintiff, confirms(kind, court(3))), @"refused: no such proposal");
    let of_another = Command::FileApplication(FileApplication {
        application: application_form(kind),
        message: Some(front(6)),
        proposal: None,
    });
    assert_snapshot!(check(&given, Who::Plaintiff, of_another), @"refused: no such message");
}

#[test]
fn in_enforcement_the_officer_is_recused_by_the_president_and_nothing_is_pleaded() {
    let mut given = enforcement();
    given.push(application_filed(Who::Plaintiff, recusal_of(Who::Handling)));
    let command = |_| decides(front(3), ApplicationOutcome::Refused);
    assert!(
        who_may(&given, command).starts_with("allowed: DivisionHead, President"),
        "{}",
        who_may(&given, command)
    );
    assert_snapshot!(check(&given, Who::Plaintiff, file(ApplicationKind::ChangeClaims)), @"refused: ChangeClaims does not exist in a case of this kind");
    let withdraw = space_of_enforcement_with_withdrawal();
    let granted = check(&withdraw, Who::Handling, decides(front(3), ApplicationOutcome::Granted));
    assert!(granted.contains(r#""outcome":"terminated""#), "{granted}");
}

fn space_of_enforcement_with_withdrawal() -> Vec<Told> {
    let mut given = enforcement();
    given.push(application_filed(Who::Plaintiff, application_form(ApplicationKind::WithdrawSuit)));
    given
}
