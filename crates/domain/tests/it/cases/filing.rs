//! Handing in, returning once with everything that is missing, refusing, offering mediation.

use insta::assert_snapshot;
use weicourt_domain::actor::Assurance;
use weicourt_domain::command::{
    AnswerMediationOffer, Command, KnownPerson, OfferMediation, RejectFiling, RequestCorrection,
    ResubmitFiling, SubmitFiling,
};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Procedure;
use weicourt_domain::filing::{fee, review_end};
use weicourt_domain::form::{AttachmentKind, FilerCapacity, FilingForm, FilingKind, PartyKind};

use super::given::*;
use super::people::Who;
use super::{FACTS, NOW, check, check_actor, check_at, who_may};

const CIVIL: FilingKind = FilingKind::CivilFirstInstance;

fn submits(form: FilingForm, filer: KnownPerson) -> Command {
    Command::SubmitFiling(SubmitFiling { form, filer })
}

fn submits_as(who: Who) -> Command {
    submits(form(CIVIL), who.known())
}

fn resubmits(form: FilingForm) -> Command {
    Command::ResubmitFiling(ResubmitFiling { form, filer: Who::Plaintiff.known() })
}

fn returns(until: &str) -> Command {
    let until = until.parse().expect("a date");
    Command::RequestCorrection(RequestCorrection { defects: vec![defect()], until })
}

fn rejects() -> Command {
    let (reason, article) = ("不属于人民法院受理范围".to_owned(), "民事诉讼法 §122".to_owned());
    Command::RejectFiling(RejectFiling { reason, article })
}

fn offers_mediation() -> Command {
    Command::OfferMediation(OfferMediation { note: "是否愿意先行调解".to_owned() })
}

fn answers(accepted: bool) -> Command {
    Command::AnswerMediationOffer(AnswerMediationOffer { accepted })
}

/// A form that the lawyer hands in for the plaintiff.
fn form_by_lawyer() -> FilingForm {
    let mut form = form(CIVIL);
    form.filed_by.capacity = FilerCapacity::Agent;
    form.filed_by.agent = Some(0);
    form.attachments.push(attachment(AttachmentKind::PowerOfAttorney, "授权委托书"));
    form
}

/// A company sues; its representative is the person with the plaintiff's account.
fn form_by_company() -> FilingForm {
    let mut form = form(CIVIL);
    let company = &mut form.claimants[0];
    company.kind = PartyKind::Organisation;
    company.name = "样例商贸有限公司".to_owned();
    company.uscc = Some("91350100M000100Y43".to_owned());
    company.legal_representative = Some(Who::Plaintiff.name().to_owned());
    company.id_digest = None;
    form
}

#[test]
fn a_filing_goes_to_the_court_and_to_nobody_on_the_other_side() {
    assert_snapshot!(check(&[], Who::Plaintiff, submits_as(Who::Plaintiff)), @r#"Front, Plaintiff to Claimant and the court, Party: filing_submitted {"form":"…"}"#);
}

#[test]
fn only_the_person_whom_the_form_names_hands_it_in() {
    assert_snapshot!(who_may(&[], submits_as), @r"
    allowed: Plaintiff
    refused, identity is not sure enough for this act: Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, OtherJudge, ForeignOfficer, Clock
    refused, the filer is not whom the form names: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger
    ");
}

#[test]
fn a_phone_number_alone_does_not_sue() {
    let actor = Who::Plaintiff.only(Assurance::Phone);
    assert_snapshot!(check_actor(&[], &actor, submits_as(Who::Plaintiff), NOW), @"refused: identity is not sure enough for this act");
}

#[test]
fn the_same_name_with_another_identity_number_is_another_person() {
    let namesake = KnownPerson { id_digest: Digest::of(b"namesake"), ..Who::Plaintiff.known() };
    assert_snapshot!(check(&[], Who::Plaintiff, submits(form(CIVIL), namesake)), @"refused: the filer is not whom the form names");
}

#[test]
fn a_blank_after_the_name_does_not_make_another_person() {
    let mut form = form(CIVIL);
    form.claimants[0].name.push(' ');
    assert_snapshot!(check(&[], Who::Plaintiff, submits(form, Who::Plaintiff.known())), @r#"Front, Plaintiff to Claimant and the court, Party: filing_submitted {"form":"…"}"#);
}

#[test]
fn a_lawyer_files_with_a_power_of_attorney() {
    let command = submits(form_by_lawyer(), Who::PlaintiffsLawyer.known());
    assert_snapshot!(check(&[], Who::PlaintiffsLawyer, command), @r#"Front, LitigationAgent to Claimant and the court, Party: filing_submitted {"form":"…"}"#);
}

#[test]
fn a_party_cannot_file_in_the_name_of_its_lawyer() {
    assert_snapshot!(check(&[], Who::Plaintiff, submits(form_by_lawyer(), Who::Plaintiff.known())), @"refused: the filer is not whom the form names");
}

#[test]
fn an_agent_who_is_not_in_the_form_cannot_be_the_filer() {
    let mut form = form_by_lawyer();
    form.filed_by.agent = Some(1);
    assert_snapshot!(check(&[], Who::PlaintiffsLawyer, submits(form, Who::PlaintiffsLawyer.known())), @"refused: the filer is not whom the form names");
    let mut form = form_by_lawyer();
    form.filed_by.agent = None;
    assert_snapshot!(check(&[], Who::PlaintiffsLawyer, submits(form, Who::PlaintiffsLawyer.known())), @"refused: the filer is not whom the form names");
}

#[test]
fn a_claimant_who_is_not_in_the_form_cannot_be_the_filer() {
    let mut form = form(CIVIL);
    form.filed_by.claimant = 1;
    assert_snapshot!(check(&[], Who::Plaintiff, submits(form, Who::Plaintiff.known())), @"refused: the filer is not whom the form names");
}

#[test]
fn a_company_files_through_its_legal_representative() {
    assert_snapshot!(check(&[], Who::Plaintiff, submits(form_by_company(), Who::Plaintiff.known())), @r#"Front, Plaintiff to Claimant and the court, Party: filing_submitted {"form":"…"}"#);
    assert_snapshot!(check(&[], Who::Stranger, submits(form_by_company(), Who::Stranger.known())), @"refused: the filer is not whom the form names");
}

#[test]
fn a_case_is_handed_in_once() {
    assert_snapshot!(check(&[civil()], Who::Plaintiff, submits_as(Who::Plaintiff)), @"refused: not possible while the case is Submitted");
}

#[test]
fn whoever_knows_the_number_of_a_case_learns_nothing_by_filing_into_it() {
    let mut form = form(CIVIL);
    form.claimants[0].name = Who::Stranger.name().to_owned();
    form.claimants[0].id_digest = Some(Who::Stranger.id_digest());
    assert_snapshot!(check(&[civil()], Who::Stranger, submits(form, Who::Stranger.known())), @"refused: not a member of this case");
}

#[test]
fn a_form_with_defects_is_not_handed_in() {
    let mut form = form(CIVIL);
    form.claims.clear();
    form.court_code = None;
    assert_snapshot!(check(&[], Who::Plaintiff, submits(form, Who::Plaintiff.known())), @"refused: the filing has 2 defects");
}

#[test]
fn the_filing_desk_of_the_court_decides_on_a_filing() {
    let given = [civil()];
    assert_snapshot!(who_may(&given, |_| returns("2026-11-30")), @r"
    allowed: FilingOfficer
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, DivisionHead, President, Clock
    ");
    assert_eq!(who_may(&given, |_| rejects()), who_may(&given, |_| returns("2026-11-30")));
    assert_eq!(who_may(&given, |_| offers_mediation()), who_may(&given, |_| returns("2026-11-30")));
}

#[test]
fn a_filing_is_returned_with_everything_that_is_missing() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, returns("2026-11-30")), @r#"Court, FilingOfficer to Claimant and the court, Party: correction_requested {"defects":[{"field":"respondents[0].domicile","reason":"请写明被告住所地"}],"filing":{"origin":"front","seq":1},"until":"2026-11-30"}"#);
}

#[test]
fn a_return_must_say_what_is_missing() {
    let until = "2026-11-30".parse().expect("a date");
    let nothing = Command::RequestCorrection(RequestCorrection { defects: vec![], until });
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, nothing), @"refused: no defect is named");
    let mut blank = defect();
    blank.reason = " ".to_owned();
    let blank = Command::RequestCorrection(RequestCorrection { defects: vec![defect(), blank], until });
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, blank), @"refused: no defect is named");
}

#[test]
fn the_last_day_of_correction_is_today_at_the_earliest() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, returns("2026-11-22")), @"refused: the last day lies in the past");
    assert!(!check(&[civil()], Who::FilingOfficer, returns("2026-11-23")).starts_with("refused"));
}

#[test]
fn the_court_asks_for_correction_only_once() {
    let given = [civil(), returned("2026-11-30"), resubmitted(court(1))];
    assert_snapshot!(check(&given, Who::FilingOfficer, returns("2026-12-10")), @"refused: a correction was already requested");
}

#[test]
fn nobody_decides_on_a_filing_that_is_being_corrected() {
    let given = [civil(), returned("2026-11-30")];
    assert_snapshot!(check(&given, Who::FilingOfficer, returns("2026-12-10")), @"refused: not possible while the case is Correction");
    assert_snapshot!(check(&given, Who::FilingOfficer, rejects()), @"refused: not possible while the case is Correction");
    assert_snapshot!(check(&given, Who::FilingOfficer, offers_mediation()), @"refused: not possible while the case is Correction");
}

#[test]
fn the_filer_hands_in_a_corrected_form() {
    let given = [civil(), returned("2026-11-30")];
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(form(CIVIL))), @r#"Front, Plaintiff to Claimant and the court, Party: filing_resubmitted {"answers":{"origin":"court","seq":1},"form":"…"}"#);
    assert_snapshot!(who_may(&given, |_| resubmits(form(CIVIL))), @r"
    allowed: Plaintiff
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn nobody_corrects_what_was_not_returned() {
    assert_snapshot!(check(&[civil()], Who::Plaintiff, resubmits(form(CIVIL))), @"refused: not possible while the case is Submitted");
    let given = [civil(), returned("2026-11-30"), resubmitted(court(1))];
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(form(CIVIL))), @"refused: not possible while the case is Submitted");
}

#[test]
fn the_last_day_of_correction_ends_at_midnight_in_beijing() {
    let given = [civil(), returned("2026-11-30")];
    let at = |now| check_at(&given, Who::Plaintiff, resubmits(form(CIVIL)), now);
    assert!(at("2026-11-30T23:59:59.999+08:00").starts_with("Front"));
    assert_snapshot!(at("2026-12-01T00:00:00+08:00"), @"refused: the period for correction ended on 2026-11-30");
}

#[test]
fn a_filing_that_was_not_corrected_in_time_goes_back_to_its_filer() {
    let given = [civil(), returned("2026-11-30")];
    let at = |now| check_at(&given, Who::FilingOfficer, rejects(), now);
    assert_snapshot!(at("2026-11-30T23:59:59.999+08:00"), @"refused: not possible while the case is Correction");
    assert_snapshot!(at("2026-12-01T00:00:00+08:00"), @r#"Court, FilingOfficer to Claimant and the court, Party: filing_rejected {"article":"民事诉讼法 §122","filing":{"origin":"front","seq":1},"reason":"不属于人民法院受理范围"}"#);
}

#[test]
fn a_correction_stays_with_its_court_and_its_kind() {
    let given = [civil(), returned("2026-11-30")];
    let mut elsewhere = form(CIVIL);
    elsewhere.court_code = Some("浙0212".parse().expect("a court"));
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(elsewhere)), @"refused: a filing under review stays with its court");
    let other_kind = form(FilingKind::AdministrativeFirstInstance);
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(other_kind)), @"refused: a filing under review stays with its court");
}

#[test]
fn a_correction_is_checked_like_a_first_filing() {
    let given = [civil(), returned("2026-11-30")];
    let mut form = form(CIVIL);
    form.respondents[0].domicile = None;
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(form)), @"refused: the filing has 1 defects");
}

#[test]
fn the_seven_days_start_anew_after_a_correction() {
    let late = resubmitted(court(1)).at("2026-11-19T22:00:00+08:00");
    for (given, until) in
        [(vec![civil()], "2026-11-16"), (vec![civil(), returned("2026-11-30"), late], "2026-11-26")]
    {
        let state = fold(&given);
        let filing = state.filing().expect("a filing");
        assert_eq!(review_end(filing, &FACTS).expect("a known year").on.to_string(), until);
    }
}

#[test]
fn a_refusal_gives_its_reason_and_article() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, rejects()), @r#"Court, FilingOfficer to Claimant and the court, Party: filing_rejected {"article":"民事诉讼法 §122","filing":{"origin":"front","seq":1},"reason":"不属于人民法院受理范围"}"#);
    let silent = |reason: &str, article: &str| {
        Command::RejectFiling(RejectFiling { reason: reason.to_owned(), article: article.to_owned() })
    };
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, silent(" ", "民事诉讼法 §122")), @"refused: a reason and an article are needed");
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, silent("不予立案", "")), @"refused: a reason and an article are needed");
}

#[test]
fn a_refused_filing_is_at_its_end() {
    let given = [civil(), rejected()];
    assert_snapshot!(check(&given, Who::FilingOfficer, rejects()), @"refused: not possible while the case is NotAccepted");
    assert_snapshot!(check(&given, Who::FilingOfficer, returns("2026-11-30")), @"refused: not possible while the case is NotAccepted");
    assert_snapshot!(check(&given, Who::Plaintiff, submits_as(Who::Plaintiff)), @"refused: not possible while the case is NotAccepted");
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(form(CIVIL))), @"refused: not possible while the case is NotAccepted");
}

#[test]
fn mediation_is_offered_once_and_answered_once_by_the_filer() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, offers_mediation()), @r#"Court, FilingOfficer to Claimant and the court, Party: mediation_offered {"filing":{"origin":"front","seq":1},"note":"是否愿意先行调解"}"#);
    let offered = [civil(), mediation_offered()];
    assert_snapshot!(check(&offered, Who::FilingOfficer, offers_mediation()), @"refused: mediation was already offered");
    assert_snapshot!(check(&offered, Who::Plaintiff, answers(false)), @r#"Front, Plaintiff to Claimant and the court, Party: mediation_answered {"accepted":false,"offer":{"origin":"court","seq":1}}"#);
    assert_snapshot!(who_may(&offered, |_| answers(true)), @r"
    allowed: Plaintiff
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    let answered = [civil(), mediation_offered(), mediation_answered(court(1), true)];
    assert_snapshot!(check(&answered, Who::Plaintiff, answers(true)), @"refused: there is no open offer of mediation");
    assert_snapshot!(check(&answered, Who::FilingOfficer, offers_mediation()), @"refused: mediation was already offered");
    assert_snapshot!(check(&[civil()], Who::Plaintiff, answers(true)), @"refused: there is no open offer of mediation");
}

#[test]
fn a_filed_case_is_out_of_the_hands_of_the_desk() {
    let given = open_space();
    assert_snapshot!(check(&given, Who::FilingOfficer, rejects()), @"refused: not possible while the case is Preparing");
    assert_snapshot!(check(&given, Who::FilingOfficer, returns("2026-11-30")), @"refused: not possible while the case is Preparing");
    assert_snapshot!(check(&given, Who::FilingOfficer, offers_mediation()), @"refused: not possible while the case is Preparing");
    assert_snapshot!(check(&given, Who::Plaintiff, resubmits(form(CIVIL))), @"refused: not possible while the case is Preparing");
}

#[test]
fn the_fee_follows_kind_procedure_and_amount() {
    let of = |kind: FilingKind, procedure, fen: Option<i64>| {
        let mut form = form(kind);
        form.claim_amount_fen = fen.map(weicourt_domain::money::Fen);
        fee(&form, procedure, &FACTS).expect("a fee").fee
    };
    let fees = [
        of(CIVIL, None, Some(20_000_000)),
        of(CIVIL, Some(Procedure::Ordinary), Some(20_000_000)),
        of(CIVIL, Some(Procedure::Simplified), Some(20_000_000)),
        of(CIVIL, Some(Procedure::SmallClaims), Some(1_000_000)),
        of(FilingKind::AdministrativeFirstInstance, None, None),
        of(FilingKind::Enforcement, Some(Procedure::Enforcement), Some(1_000_000)),
        of(FilingKind::Enforcement, Some(Procedure::Enforcement), None),
    ];
    assert_snapshot!(fees.map(|fee| fee.to_string()).join(", "), @"4300.00, 4300.00, 2150.00, 25.00, 50.00, 50.00, 50.00");
}
