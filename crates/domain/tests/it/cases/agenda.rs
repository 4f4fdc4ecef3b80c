//! Deadlines as objects, to-dos, and the clock.

mod acts;
mod clock;
mod deadlines;
mod page;
mod todos;

use weicourt_domain::actor::Side;
use weicourt_domain::agenda::{self, CaseDeadline};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::command::{
    AddTodo, AssignTodo, Command, FinishTodo, MovePeriod, NoteDeadlines, StartPeriod,
};
use weicourt_domain::entry::{
    AnswerForm, ApplicationForm, ApplicationKind, ApplicationOutcome, EntryBody, ExchangeForm, ExhibitForm,
    ExhibitKind, OpinionForm, OriginalHolder, PartyNumber, PointOpinion, RestrictionGround, RestrictionWish,
    Stance, Whose,
};
use weicourt_domain::log::EntryRef;

use super::given::*;
use super::people::Who;
use super::{FACTS, instant};

pub(super) const CLAIMANT: Whose = Whose::Side { side: Side::Claimant };
pub(super) const RESPONDENT: Whose = Whose::Side { side: Side::Respondent };
pub(super) const DEFENDANT: Whose = Whose::Party { party: 1 };

pub(super) fn day(text: &str) -> BeijingDate {
    text.parse().expect("a date")
}

fn handed(by: Who, body: EntryBody) -> Told {
    Told::new(by, body, Class::Material, Audience::Everyone)
}

fn ordered(body: EntryBody) -> Told {
    Told::new(Who::Handling, body, Class::Conversation, Audience::Everyone)
}

pub(super) fn evidence_until(until: &str) -> Told {
    exchange_until(
        until,
        ExchangeForm::Synchronous {
            at: instant("2026-12-28T09:00:00+08:00"), place: "第一法庭".to_owned()
        },
    )
}

pub(super) fn exchange_until(until: &str, exchange: ExchangeForm) -> Told {
    ordered(EntryBody::EvidencePeriodSet { party: None, until: day(until), exchange, agreed: false })
}

pub(super) fn opinions_until(until: &str) -> ExchangeForm {
    ExchangeForm::Asynchronous { opinions_until: day(until) }
}

fn exhibit_form() -> ExhibitForm {
    ExhibitForm {
        name: "借条".to_owned(),
        kind: ExhibitKind::Document,
        purpose: "证明借款".to_owned(),
        source: "原告持有".to_owned(),
        original: OriginalHolder::Submitter,
        made_on: None,
        pages: Vec::new(),
        restriction: None,
        late_reason: None,
    }
}

pub(super) fn exhibit(by: Who) -> Told {
    let (party, exhibit) = (seat(by).expect("a seat").0, exhibit_form());
    handed(by, EntryBody::EvidenceSubmitted { party, exhibit, message: None, proposal: None })
}

pub(super) fn exhibit_of_kind(by: Who, kind: ExhibitKind) -> Told {
    let (party, exhibit) = (seat(by).expect("a seat").0, ExhibitForm { kind, ..exhibit_form() });
    handed(by, EntryBody::EvidenceSubmitted { party, exhibit, message: None, proposal: None })
}

pub(super) fn secret_exhibit(by: Who) -> Told {
    let wish = RestrictionWish { ground: RestrictionGround::TradeSecret, reason: "商业秘密".to_owned() };
    let exhibit = ExhibitForm { restriction: Some(wish), ..exhibit_form() };
    let party = seat(by).expect("a seat").0;
    handed(by, EntryBody::EvidenceSubmitted { party, exhibit, message: None, proposal: None })
}

pub(super) fn received(exhibit: EntryRef) -> Told {
    ordered(EntryBody::EvidenceReceived { exhibit, accepted: true, note: String::new() })
}

pub(super) fn agrees(by: Who, exhibit: EntryRef, round: u16) -> Told {
    let point = PointOpinion { stance: Stance::Agree, reason: String::new() };
    let opinion = OpinionForm {
        authenticity: point.clone(),
        legality: point.clone(),
        relevance: point.clone(),
        force: point,
        note: String::new(),
        counter_evidence: [].into(),
    };
    let party = seat(by).expect("a seat").0;
    handed(by, EntryBody::OpinionGiven { party, exhibit, opinion, round })
}

pub(super) fn asked(party: PartyNumber, exhibit: Option<EntryRef>, until: Option<&str>) -> Told {
    let (question, until) = ("款项如何交付".to_owned(), until.map(day));
    ordered(EntryBody::CourtQuestionAsked { exhibit, party, question, until })
}

pub(super) fn told_the_court(by: Who, question: EntryRef) -> Told {
    handed(by, EntryBody::CourtQuestionAnswered { question, answer: "现金交付".to_owned() })
}

fn application_form(kind: ApplicationKind) -> ApplicationForm {
    ApplicationForm {
        kind,
        request: "请予准许".to_owned(),
        reasons: "理由如下".to_owned(),
        person: None,
        about: None,
        exhibits: [].into(),
        amount_fen: None,
        until: None,
        details: [].into(),
        attachments: Vec::new(),
        urgent: false,
    }
}

pub(super) fn applied(by: Who, kind: ApplicationKind) -> Told {
    applied_with(by, application_form(kind))
}

pub(super) fn applied_about(by: Who, kind: ApplicationKind, about: EntryRef) -> Told {
    applied_with(by, ApplicationForm { about: Some(about), ..application_form(kind) })
}

pub(super) fn applied_urgently(by: Who, kind: ApplicationKind) -> Told {
    applied_with(by, ApplicationForm { urgent: true, ..application_form(kind) })
}

fn applied_with(by: Who, application: ApplicationForm) -> Told {
    let party = seat(by).expect("a seat").0;
    handed(by, EntryBody::ApplicationFiled { party, application, message: None, proposal: None })
}

pub(super) fn granted(application: EntryRef, kind: ApplicationKind, until: Option<&str>) -> Told {
    ordered(EntryBody::ApplicationDecided {
        application,
        kind,
        outcome: ApplicationOutcome::Granted,
        reason: "理由成立".to_owned(),
        article: "民事诉讼法 §86".to_owned(),
        until: until.map(day),
        amount_fen: None,
    })
}

pub(super) fn refused(application: EntryRef, kind: ApplicationKind) -> Told {
    ordered(EntryBody::ApplicationDecided {
        application,
        kind,
        outcome: ApplicationOutcome::Refused,
        reason: "理由不成立".to_owned(),
        article: "民事诉讼法 §130".to_owned(),
        until: None,
        amount_fen: None,
    })
}

pub(super) fn answered(by: Who) -> Told {
    let answer = AnswerForm {
        claims: Vec::new(),
        statement: "不同意".to_owned(),
        facts_and_reasons: "已经归还".to_owned(),
        attachments: Vec::new(),
    };
    handed(by, EntryBody::AnswerFiled { party: seat(by).expect("a seat").0, answer })
}

pub(crate) fn period(rule: &str, title: &str, whose: Whose, from: &str, until: &str) -> Told {
    ordered(EntryBody::PeriodStarted {
        rule: rule.to_owned(),
        title: title.to_owned(),
        whose,
        from: day(from),
        until: day(until),
        source: Vec::new(),
        note: "请按时办理".to_owned(),
    })
}

pub(crate) fn moved(period: EntryRef, until: &str) -> Told {
    ordered(EntryBody::PeriodMoved { period, until: day(until), reason: "当事人住院".to_owned() })
}

pub(crate) fn reminded(deadline: &str, until: &str, n_days_left: u16) -> Told {
    let (deadline, title, whose) = (deadline.to_owned(), "举证期限".to_owned(), Whose::Parties);
    let until = day(until);
    let body = EntryBody::DeadlineReminded { deadline, title, whose, until, n_days_left };
    Told::new(Who::Clock, body, Class::Register, Audience::Everyone)
}

pub(crate) fn elapsed(deadline: &str, until: &str) -> Told {
    let (deadline, title, whose) = (deadline.to_owned(), "举证期限".to_owned(), Whose::Parties);
    let body = EntryBody::DeadlineElapsed { deadline, title, whose, until: day(until) };
    Told::new(Who::Clock, body, Class::Register, Audience::Everyone)
}

pub(crate) fn noted(title: &str, due_on: Option<&str>) -> Told {
    let (title, due_on) = (title.to_owned(), due_on.map(day));
    for_the_court(EntryBody::TodoAdded { title, due_on, message: None })
}

pub(crate) fn assigned(todo: &str, who: Option<Who>) -> Told {
    let (todo, person) = (todo.to_owned(), who.map(Who::staff));
    for_the_court(EntryBody::TodoAssigned { todo, person })
}

pub(crate) fn done(todo: &str) -> Told {
    for_the_court(EntryBody::TodoDone { todo: todo.to_owned(), note: "已经办结".to_owned() })
}

fn for_the_court(body: EntryBody) -> Told {
    Told::new(Who::Clerk, body, Class::Conversation, Audience::Court)
}

/// One entry of each kind of this area.
pub(super) fn one_of_each() -> Vec<Told> {
    vec![
        period("ANSWER", "提交答辩状", DEFENDANT, "2026-11-09", "2026-11-24"),
        moved(court(3), "2026-12-04"),
        reminded("evidence:court:3", "2026-11-30", 7),
        elapsed("evidence:court:3", "2026-11-30"),
        noted("联系鉴定机构", Some("2026-11-26")),
        assigned("noted:court:3", Some(Who::Clerk)),
        done("noted:court:3"),
    ]
}

/// A command of this area out of two numbers.
pub(super) fn command(what: u8, which: u8) -> Command {
    let entry = court(u64::from(which % 24) + 1);
    let todo = format!("noted:{entry}");
    match what % 6 {
        0 => Command::StartPeriod(StartPeriod {
            rule: None,
            title: format!("补充材料{which}"),
            whose: [CLAIMANT, RESPONDENT, DEFENDANT, Whose::Court][usize::from(which) % 4],
            from: day("2026-11-23"),
            until: Some(day("2026-11-30")),
            note: String::new(),
        }),
        1 => Command::MovePeriod(MovePeriod {
            period: entry,
            until: day("2027-05-20"),
            reason: "当事人住院".to_owned(),
        }),
        2 => {
            Command::AddTodo(AddTodo { title: "联系鉴定机构".to_owned(), due_on: None, message: None })
        }
        3 => Command::AssignTodo(AssignTodo { todo, person: Some(Who::Clerk.staff()) }),
        4 => Command::FinishTodo(FinishTodo { todo, note: String::new() }),
        _ => Command::NoteDeadlines(NoteDeadlines),
    }
}

/// A deadline on one line.
fn line(deadline: &CaseDeadline, today: BeijingDate) -> String {
    let whose = match deadline.whose {
        Whose::Court => "court".to_owned(),
        Whose::Parties => "everybody".to_owned(),
        Whose::Side { side } => format!("{side:?}"),
        Whose::Party { party } => format!("party {party}"),
    };
    let moved: Vec<String> = deadline
        .moved
        .iter()
        .map(|moved| format!(", from {} by {}", moved.from_until, moved.entry))
        .collect();
    format!(
        "{} {} {}: {whose}, {} to {}, {:?}{}",
        deadline.key,
        deadline.rule,
        deadline.title,
        deadline.from,
        deadline.until,
        deadline.status(today),
        moved.concat()
    )
}

/// Deadlines on the day, but for the trial limit and the time before the case was filed.
fn on(given: &[Told], today: &str) -> String {
    let all = agenda::deadlines(&fold(given), &FACTS);
    let shown = all.iter().filter(|deadline| {
        deadline.key != "trial"
            && !deadline.key.starts_with("filing_review")
            && !deadline.key.starts_with("correction")
    });
    shown.map(|deadline| line(deadline, day(today))).collect::<Vec<_>>().join("\n")
}

/// The deadline with this key on the day.
fn one(given: &[Told], key: &str, today: &str) -> String {
    let all = agenda::deadlines(&fold(given), &FACTS);
    let found = all.iter().find(|deadline| deadline.key == key);
    found.map_or_else(|| "none".to_owned(), |deadline| line(deadline, day(today)))
}
