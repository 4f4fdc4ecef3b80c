//! Periods that run from service: for each party from its own day, and from nothing but its certificate.

use insta::assert_snapshot;
use weicourt_domain::agenda::{self, DeadlineStatus};
use weicourt_domain::application::answer_period_end;
use weicourt_domain::calendar::{DayKind, Holidays};
use weicourt_domain::command::{
    Command, DecideApplication, FileAnswer, FileApplication, MovePeriod, StartPeriod,
};
use weicourt_domain::entry::{
    ApplicationForm, ApplicationKind, ApplicationOutcome, EntryBody, PartyNumber, Procedure, Whose,
};
use weicourt_domain::facts::Facts;
use weicourt_domain::form::FilingKind;
use weicourt_domain::log::EntryRef;

use super::super::FACTS;
use super::super::given::*;
use super::super::people::Who;
use super::given::*;

fn came_in(given: impl IntoIterator<Item = Told>) -> Vec<Told> {
    let comes = [Who::Defendant, Who::DefendantsRelative, Who::ThirdParty];
    given.into_iter().chain(comes.map(joined)).collect()
}

fn under(procedure: Procedure) -> Story {
    let kind = FilingKind::CivilFirstInstance;
    Story::after(&came_in([civil(), registered(kind, procedure), bench()]))
}

/// A document in the mailbox of a party, signed for at once.
fn served(story: &mut Story, template: &str, party: PartyNumber, when: &str) -> EntryRef {
    let paper = story.issued(template, "样例文书", &[]);
    serve(story, paper, party, when);
    paper
}

fn serve(story: &mut Story, paper: EntryRef, party: PartyNumber, when: &str) {
    let sent = story.at(when).sent(&[paper], party, MAILBOX);
    let who = [Who::Plaintiff, Who::Defendant, Who::ThirdParty][usize::from(party)];
    story.does(who, signs(sent, &[]));
}

/// The certificate of a paper and a party.
fn certificate(story: &Story, party: PartyNumber, paper: EntryRef) -> EntryRef {
    story.item(party, paper).effect.expect("certified")
}

#[test]
fn each_respondent_answers_from_the_day_on_which_it_was_served() {
    let mut story = under(Procedure::Ordinary);
    let paper = served(&mut story, "complaint_copy", DEFENDANT, "11-10 09:00");
    serve(&mut story, paper, THIRD_PARTY, "11-12 09:00");
    serve(&mut story, paper, PLAINTIFF, "11-12 09:00");
    assert_eq!(story.periods(), "", "nothing runs before its certificate");
    story.certify();
    // The plaintiff has nothing to answer. Fifteen days from the twelfth end on a Friday.
    assert_snapshot!(story.periods(), @"
    served:ANSWER:1:court:3: 2026-11-10 to 2026-11-25, Running
    served:JURIS_OBJ:1:court:3: 2026-11-10 to 2026-11-25, Running
    served:ANSWER:2:court:3: 2026-11-12 to 2026-11-27, Running
    ");
    let answer = Command::FileAnswer(FileAnswer { answer: answer_form() });
    story.at("11-24 09:00").does(Who::Defendant, answer);
    assert_snapshot!(story.at("11-28 09:00").periods(), @"
    served:ANSWER:1:court:3: 2026-11-10 to 2026-11-25, Met
    served:JURIS_OBJ:1:court:3: 2026-11-10 to 2026-11-25, Elapsed
    served:ANSWER:2:court:3: 2026-11-12 to 2026-11-27, Elapsed
    ");
}

#[test]
fn a_period_does_not_end_on_a_holiday() {
    // Fifteen days from the sixteenth of September end on the National Day; the holidays last until the seventh.
    let mut story = under(Procedure::Ordinary);
    served(&mut story, "complaint_copy", DEFENDANT, "09-16 09:00");
    story.certify();
    assert_snapshot!(story.periods(), @"
    served:ANSWER:1:court:3: 2026-09-16 to 2026-10-08, Running
    served:JURIS_OBJ:1:court:3: 2026-09-16 to 2026-10-08, Running
    ");
    assert!(FACTS.holidays.day_off("2026-10-07".parse().expect("a date")).expect("announced").is_some());
}

#[test]
fn a_period_that_ends_among_holidays_nobody_announced_is_shown_and_goes_by_for_nobody() {
    let mut story = under(Procedure::Ordinary);
    let paper = served(&mut story, "complaint_copy", DEFENDANT, "12-19 09:00");
    story.certify();
    // The third of January is a Sunday; which days of that January are off is not announced.
    assert_snapshot!(story.periods(), @"
    served:ANSWER:1:court:3: 2026-12-19 to 2027-01-03 or later by the holidays of 2027, Running
    served:JURIS_OBJ:1:court:3: 2026-12-19 to 2027-01-03 or later by the holidays of 2027, Running
    ");
    story.at("2027-01-09 09:00");
    assert_snapshot!(story.periods(), @"
    served:ANSWER:1:court:3: 2026-12-19 to 2027-01-03 or later by the holidays of 2027, Running
    served:JURIS_OBJ:1:court:3: 2026-12-19 to 2027-01-03 or later by the holidays of 2027, Running
    ");
    assert_eq!(answer_period_end(&story.state, &FACTS, DEFENDANT), None, "nobody is late by a guess");
    // Reminders go by the earliest day; that it went by is noted by nobody.
    let noted = agenda::due(&story.state, &FACTS, story.now());
    assert!(!noted.iter().any(|due| matches!(due.body, EntryBody::DeadlineElapsed { .. })), "{noted:?}");

    // Announced: the new year's day off, and the Sunday moves the end by one day.
    let announced = [
        ("2026-12-31".parse().expect("a date"), DayKind::Workday, String::new()),
        ("2027-01-01".parse().expect("a date"), DayKind::Holiday, "元旦".to_owned()),
    ];
    let facts = Facts { holidays: Holidays::new(announced), ..Facts::embedded() };
    let periods = agenda::deadlines(&story.state, &facts);
    let answer = periods.iter().find(|period| period.rule == "ANSWER").expect("the answer");
    assert_eq!((answer.until.to_string().as_str(), answer.waits_for), ("2027-01-04", None));
    assert_eq!(answer.status(story.now().beijing_date()), DeadlineStatus::Elapsed);
    assert_eq!(answer_period_end(&story.state, &facts, DEFENDANT), Some(answer.until));
    // That it is not known yet gives the court no more room than the law does.
    let moves = MovePeriod {
        period: certificate(&story, DEFENDANT, paper),
        until: "2027-01-15".parse().expect("a date"),
        reason: "样例".to_owned(),
    };
    assert_snapshot!(story.tries(Who::Handling, Command::MovePeriod(moves)), @"refused: the period is fixed by law");
}

#[test]
fn the_procedure_says_how_long_the_answer_takes() {
    let mut story = under(Procedure::SmallClaims);
    served(&mut story, "complaint_copy", DEFENDANT, "11-10 09:00");
    story.certify();
    assert_snapshot!(story.periods(), @"served:ANSWER_SMALL:1:court:3: 2026-11-10 to 2026-11-25, Running");
}

#[test]
fn everybody_appeals_in_their_own_time_from_a_judgment() {
    let mut story = under(Procedure::Simplified);
    let paper = served(&mut story, "judgment", PLAINTIFF, "11-10 09:00");
    serve(&mut story, paper, DEFENDANT, "11-16 09:00");
    story.certify();
    assert_snapshot!(story.periods(), @"
    served:APPEAL_J:0:court:3: 2026-11-10 to 2026-11-25, Running
    served:APPEAL_J:1:court:3: 2026-11-16 to 2026-12-01, Running
    ");
    // Nobody appeals against a judgment on a small claim.
    let mut story = under(Procedure::SmallClaims);
    served(&mut story, "judgment", PLAINTIFF, "11-10 09:00");
    story.certify();
    assert_snapshot!(story.periods(), @"");
}

#[test]
fn fees_are_due_seven_days_after_their_notice_and_the_clerk_notes_that_they_came() {
    let mut story = Story::open();
    let paper = served(&mut story, "fee_notice", PLAINTIFF, "11-16 09:00");
    story.certify();
    assert_snapshot!(story.periods(), @"served:FEE_PAY:0:court:3: 2026-11-16 to 2026-11-23, Running");
    let done = |todo: String| {
        Command::FinishTodo(weicourt_domain::command::FinishTodo { todo, note: "已交费".to_owned() })
    };
    story.at("11-20 09:00").does(Who::Clerk, done(format!("served:FEE_PAY:0:{paper}")));
    assert_snapshot!(story.at("11-24 09:00").periods(), @"served:FEE_PAY:0:court:3: 2026-11-16 to 2026-11-23, Met");
}

#[test]
fn each_document_begins_its_own_period() {
    // A second judgment after the case came back begins its own period for appeal.
    let mut story = Story::open();
    served(&mut story, "judgment", DEFENDANT, "11-10 09:00");
    served(&mut story, "judgment", DEFENDANT, "11-20 09:00");
    story.certify();
    assert_snapshot!(story.periods(), @"
    served:APPEAL_J:1:court:3: 2026-11-10 to 2026-11-25, Running
    served:APPEAL_J:1:court:6: 2026-11-20 to 2026-12-07, Running
    ");
}

#[test]
fn everybody_sees_what_says_when_something_takes_effect_for_them_and_no_more() {
    let mut story = Story::open();
    for template in ["judgment", "ruling_preservation", "fee_notice"] {
        served(&mut story, template, PLAINTIFF, "11-16 09:00");
    }
    story.certify();
    let all = agenda::deadlines(&story.state, &FACTS);
    let known = |who: Who| {
        let membership = story.state.membership(&who.actor()).expect("a member");
        let served = all.iter().filter(|one| one.kind == agenda::DeadlineKind::Served);
        let known = served.filter(|one| one.is_for(membership, who.person()));
        known.map(|one| one.rule.as_str()).collect::<Vec<_>>().join(" ")
    };
    // The other side does not learn of a preservation by the period to have it reconsidered.
    assert_snapshot!(known(Who::Defendant), @"APPEAL_J");
    assert_snapshot!(known(Who::PlaintiffsLawyer), @"FEE_PAY PRES_RECON APPEAL_J");
    assert_snapshot!(known(Who::Clerk), @"FEE_PAY PRES_RECON APPEAL_J");
}

#[test]
fn an_order_does_not_move_what_the_law_fixes() {
    let mut story = Story::open();
    let paper = served(&mut story, "complaint_copy", DEFENDANT, "11-16 09:00");
    story.certify();
    let until = "2026-12-20".parse().expect("a date");
    let moves =
        MovePeriod { period: certificate(&story, DEFENDANT, paper), until, reason: "住院".to_owned() };
    assert_snapshot!(story.tries(Who::Handling, Command::MovePeriod(moves)), @"refused: the period is fixed by law");
}

#[test]
fn a_longer_period_for_a_party_abroad_takes_the_place_of_the_one_that_runs_by_itself() {
    let mut story = under(Procedure::Ordinary);
    served(&mut story, "complaint_copy", DEFENDANT, "11-16 09:00");
    story.certify();
    assert_eq!(story.periods().lines().count(), 2);
    let abroad = StartPeriod {
        rule: Some("ANSWER_FOREIGN".to_owned()),
        title: String::new(),
        whose: Whose::Party { party: DEFENDANT },
        from: "2026-11-16".parse().expect("a date"),
        until: None,
        note: String::new(),
    };
    story.does(Who::Clerk, Command::StartPeriod(abroad));
    assert_snapshot!(story.periods(), @"");
    let end = answer_period_end(&story.state, &FACTS, DEFENDANT).expect("a period");
    assert_eq!(end.to_string(), "2026-12-16");
}

fn objects() -> Command {
    applies(application_form(ApplicationKind::JurisdictionObjection))
}

fn applies(application: ApplicationForm) -> Command {
    Command::FileApplication(FileApplication { application, message: None, proposal: None })
}

fn restoration(about: EntryRef) -> ApplicationForm {
    let mut form = application_form(ApplicationKind::RestorePeriod);
    form.about = Some(about);
    form.details.insert("obstacle_ended_on".to_owned(), "2026-12-01".to_owned());
    form
}

fn restores(application: EntryRef) -> Command {
    Command::DecideApplication(DecideApplication {
        application,
        outcome: ApplicationOutcome::Granted,
        reason: "样例理由".to_owned(),
        until: "2026-12-11".parse().ok(),
        amount_fen: None,
    })
}

#[test]
fn the_jurisdiction_is_questioned_in_the_time_for_the_answer() {
    let mut story = under(Procedure::Ordinary);
    served(&mut story, "complaint_copy", DEFENDANT, "11-10 09:00");
    story.certify();
    let end = |party| answer_period_end(&story.state, &FACTS, party).map(|end| end.to_string());
    assert_eq!(end(DEFENDANT).as_deref(), Some("2026-11-25"));
    assert_eq!(end(THIRD_PARTY), None, "the third party was not served");
    assert!(story.at("11-25 23:00").tries(Who::Defendant, objects()).contains("application_filed"));
    assert_snapshot!(story.at("11-26 00:00").tries(Who::Defendant, objects()), @"refused: too late for JurisdictionObjection, which was possible until 2026-11-25");
}

#[test]
fn a_period_that_runs_from_service_is_restored_to_the_party_that_was_hindered() {
    let mut story = under(Procedure::Ordinary);
    let paper = served(&mut story, "complaint_copy", DEFENDANT, "11-10 09:00");
    serve(&mut story, paper, THIRD_PARTY, "11-10 09:00");
    story.certify();
    let period = certificate(&story, DEFENDANT, paper);
    story.at("12-02 09:00");
    assert_snapshot!(story.tries(Who::ThirdParty, applies(restoration(period))), @"refused: no such period of this party");
    assert_snapshot!(story.tries(Who::Defendant, applies(restoration(court(1)))), @"refused: no such period of this party");
    let application = story.does(Who::Defendant, applies(restoration(period)))[0];
    let mut early = restores(application);
    if let Command::DecideApplication(decide) = &mut early {
        decide.until = "2026-11-25".parse().ok();
    }
    assert_snapshot!(story.tries(Who::Handling, early), @"refused: the period ends on 2026-11-25 already");
    story.does(Who::Handling, restores(application));
    assert_snapshot!(story.periods(), @"
    served:ANSWER:2:court:3: 2026-11-10 to 2026-11-25, Elapsed
    served:ANSWER:1:court:3: 2026-11-10 to 2026-12-11, Running
    served:JURIS_OBJ:1:court:3: 2026-11-10 to 2026-12-11, Running
    ");
    assert!(story.tries(Who::Defendant, objects()).contains("application_filed"));
    assert_snapshot!(story.tries(Who::ThirdParty, objects()), @"refused: the side cannot apply for JurisdictionObjection");
}

#[test]
fn a_restoration_outlives_a_new_certificate_of_the_same_service() {
    let mut story = under(Procedure::Ordinary);
    let paper = served(&mut story, "complaint_copy", DEFENDANT, "11-11 09:00");
    story.certify();
    let period = certificate(&story, DEFENDANT, paper);
    let application = story.at("12-02 09:00").does(Who::Defendant, applies(restoration(period)))[0];
    story.does(Who::Handling, restores(application));
    // It turns out that the bailiff had handed it over the day before.
    story.does(Who::Clerk, records(DEFENDANT, &[paper], handed_over("2026-11-10")));
    story.certify();
    assert_ne!(certificate(&story, DEFENDANT, paper), period);
    assert_snapshot!(story.periods(), @"
    served:ANSWER:1:court:3: 2026-11-10 to 2026-12-11, Running
    served:JURIS_OBJ:1:court:3: 2026-11-10 to 2026-12-11, Running
    ");
    let end = answer_period_end(&story.state, &FACTS, DEFENDANT).map(|end| end.to_string());
    assert_eq!(end.as_deref(), Some("2026-12-11"));
}
