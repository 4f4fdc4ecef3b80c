//! What happened so far to the evidence, and the commands on it.

use weicourt_domain::actor::Side;
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::{
    AnswerCourtQuestion, AskCourtQuestion, Command, GiveOpinion, LookAtEvidence, RuleOnEvidence,
    SubmitEvidence, WithdrawEvidence,
};
use weicourt_domain::entry::{
    ApplicationForm, ApplicationKind, ApplicationOutcome, ComparisonWay, Crop, EntryBody, EvidenceRuling,
    ExchangeForm, ExhibitForm, ExhibitKind, ExhibitPage, LateTreatment, OpinionForm, OriginalHolder,
    PartyNumber, PointOpinion, PromotionTarget, Restriction, RestrictionGround, RestrictionWish, Stance,
};
use weicourt_domain::log::EntryRef;

use super::super::given::{Told, front, photo, seat};
use super::super::instant;
use super::super::people::Who;

/// The first thing said or handed in in an open space.
pub(crate) fn first() -> EntryRef {
    front(6)
}

pub(crate) fn page(name: &str) -> ExhibitPage {
    ExhibitPage { blob: photo(name), preview: Some(photo("预览")), turn_degrees: 0, crop: None }
}

pub(crate) fn exhibit_form(name: &str) -> ExhibitForm {
    ExhibitForm {
        name: name.to_owned(),
        kind: ExhibitKind::Document,
        purpose: "证明借款已经交付".to_owned(),
        source: "原告保存".to_owned(),
        original: OriginalHolder::Submitter,
        made_on: None,
        pages: vec![page(name)],
        restriction: None,
        late_reason: None,
    }
}

pub(crate) fn wish() -> RestrictionWish {
    RestrictionWish { ground: RestrictionGround::TradeSecret, reason: "涉及客户名单".to_owned() }
}

/// The party that somebody is or acts for.
pub(crate) fn party_of(who: Who) -> PartyNumber {
    seat(who).expect("a seat").0
}

fn side_of(who: Who) -> Side {
    [Side::Claimant, Side::Respondent, Side::ThirdParty][usize::from(party_of(who))]
}

fn material(by: Who, body: EntryBody) -> Told {
    Told::new(by, body, Class::Material, Audience::Everyone)
}

pub(crate) fn handed_in(by: Who, exhibit: ExhibitForm) -> Told {
    let party = party_of(by);
    material(by, EntryBody::EvidenceSubmitted { party, exhibit, message: None, proposal: None })
}

pub(crate) fn exhibit(by: Who, name: &str) -> Told {
    handed_in(by, exhibit_form(name))
}

pub(crate) fn secret(by: Who, name: &str) -> Told {
    handed_in(by, ExhibitForm { restriction: Some(wish()), ..exhibit_form(name) })
}

pub(crate) fn listed(by: Who, message: EntryRef, proposal: Option<EntryRef>) -> Told {
    let (party, exhibit) = (party_of(by), exhibit_form("照片"));
    material(by, EntryBody::EvidenceSubmitted { party, exhibit, message: Some(message), proposal })
}

pub(crate) fn withdrawn(by: Who, exhibit: EntryRef) -> Told {
    material(by, EntryBody::EvidenceWithdrawn { exhibit, reason: "提交有误".to_owned() })
}

pub(crate) fn received(exhibit: EntryRef, accepted: bool) -> Told {
    let note = if accepted { String::new() } else { "照片模糊".to_owned() };
    material(Who::Clerk, EntryBody::EvidenceReceived { exhibit, accepted, note })
}

pub(crate) fn until_day(opinions_until: &str) -> ExchangeForm {
    ExchangeForm::Asynchronous { opinions_until: opinions_until.parse().expect("a date") }
}

pub(crate) fn period(until: &str, opinions_until: &str) -> Told {
    period_of(None, until, opinions_until)
}

pub(crate) fn period_of(party: Option<PartyNumber>, until: &str, opinions_until: &str) -> Told {
    let (until, exchange) = (until.parse().expect("a date"), until_day(opinions_until));
    material(Who::Handling, EntryBody::EvidencePeriodSet { party, until, exchange, agreed: false })
}

pub(crate) fn moved(period: EntryRef, until: &str) -> Told {
    let until = until.parse().expect("a date");
    material(Who::Handling, EntryBody::PeriodMoved { period, until, reason: "准许延长".to_owned() })
}

pub(crate) fn wished(by: Who, exhibit: EntryRef) -> Told {
    let audience = Audience::Side { side: side_of(by) };
    let body = EntryBody::RestrictionRequested { exhibit, wish: wish() };
    Told::new(by, body, Class::Material, audience)
}

pub(crate) fn circle(persons: &[Who]) -> Restriction {
    Restriction {
        ground: RestrictionGround::TradeSecret,
        persons: persons.iter().map(|who| who.person()).collect(),
        view_only: true,
    }
}

pub(crate) fn restricted(exhibit: EntryRef, persons: &[Who]) -> Told {
    let (restriction, reason) = (Some(circle(persons)), "涉及商业秘密".to_owned());
    material(Who::Handling, EntryBody::EvidenceRestricted { exhibit, restriction, reason })
}

pub(crate) fn opened_to_all(exhibit: EntryRef) -> Told {
    let reason = "不属于商业秘密".to_owned();
    material(Who::Handling, EntryBody::EvidenceRestricted { exhibit, restriction: None, reason })
}

pub(crate) fn looked(by: Who, exhibit: EntryRef) -> Told {
    let audience = Audience::Side { side: Side::Claimant };
    Told::new(by, EntryBody::EvidenceLooked { exhibit }, Class::Material, audience)
}

fn point(stance: Stance) -> PointOpinion {
    let reason = if stance == Stance::Agree { String::new() } else { "与原件不一致".to_owned() };
    PointOpinion { stance, reason }
}

/// Agrees to everything but the authenticity, of which it says this.
pub(crate) fn says(stance: Stance) -> OpinionForm {
    let agree = || point(Stance::Agree);
    OpinionForm {
        authenticity: point(stance),
        legality: agree(),
        relevance: agree(),
        force: agree(),
        note: String::new(),
        counter_evidence: [].into(),
    }
}

pub(crate) fn opinion(by: Who, exhibit: EntryRef, stance: Stance) -> Told {
    opinion_in(by, exhibit, stance, 1)
}

pub(crate) fn opinion_in(by: Who, exhibit: EntryRef, stance: Stance, round: u16) -> Told {
    let (party, opinion) = (party_of(by), says(stance));
    material(by, EntryBody::OpinionGiven { party, exhibit, opinion, round })
}

pub(crate) fn round<const N: usize>(exhibits: [EntryRef; N], round: u16, until: &str) -> Told {
    let (exhibits, until, note) = (exhibits.into(), until.parse().expect("a date"), "补充质证".to_owned());
    material(Who::Handling, EntryBody::OpinionRoundOpened { exhibits, round, until, note })
}

pub(crate) fn ruled(exhibit: EntryRef, ruling: EvidenceRuling, late: Option<LateTreatment>) -> Told {
    let reason = "与其他证据相互印证".to_owned();
    material(Who::Handling, EntryBody::EvidenceRuled { exhibit, ruling, reason, late })
}

pub(crate) fn asked(exhibit: Option<EntryRef>, party: PartyNumber) -> Told {
    let (question, until) = ("款项由谁转出".to_owned(), "2026-11-30".parse().ok());
    material(Who::Handling, EntryBody::CourtQuestionAsked { exhibit, party, question, until })
}

pub(crate) fn answered(by: Who, question: EntryRef) -> Told {
    material(by, EntryBody::CourtQuestionAnswered { question, answer: "由本人转出".to_owned() })
}

pub(crate) fn comparison_requested(by: Who, exhibit: EntryRef) -> Told {
    material(by, EntryBody::ComparisonRequested { exhibit, reason: "签名处模糊".to_owned() })
}

pub(crate) fn comparison_appointed(exhibit: EntryRef) -> Told {
    let (at, place) = (instant("2026-11-25T10:00:00+08:00"), "第三法庭".to_owned());
    material(Who::Clerk, EntryBody::ComparisonAppointed { exhibit, at, place })
}

pub(crate) fn compared(exhibit: EntryRef, equal: bool) -> Told {
    let body = EntryBody::ComparisonRecorded {
        exhibit,
        at: instant("2026-11-20T10:00:00+08:00"),
        way: ComparisonWay::AtCourt,
        present: "样例甲、样例乙".to_owned(),
        equal,
        note: if equal { String::new() } else { "缺少第二页".to_owned() },
        photos: vec![page("原件")],
    };
    material(Who::Clerk, body)
}

pub(crate) fn target() -> PromotionTarget {
    PromotionTarget::Exhibit {
        name: "聊天照片".to_owned(),
        kind: ExhibitKind::Photograph,
        purpose: "证明催款".to_owned(),
    }
}

pub(crate) fn proposed(to: Who, message: EntryRef) -> Told {
    let audience = Audience::Persons { persons: [to.person()].into() };
    let body = EntryBody::PromotionProposed { message, author: to.person(), target: target() };
    Told::new(Who::Clerk, body, Class::Conversation, audience)
}

pub(crate) fn declined(by: Who, proposal: EntryRef) -> Told {
    let body = EntryBody::PromotionDeclined { proposal, reason: "与本案无关".to_owned() };
    Told::new(by, body, Class::Conversation, Audience::Court)
}

pub(crate) fn application_form(kind: ApplicationKind) -> ApplicationForm {
    ApplicationForm {
        kind,
        request: "请求".to_owned(),
        reasons: "理由".to_owned(),
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

pub(crate) fn applied(by: Who, kind: ApplicationKind) -> Told {
    let (party, application) = (party_of(by), application_form(kind));
    material(by, EntryBody::ApplicationFiled { party, application, message: None, proposal: None })
}

pub(crate) fn not_wanted(by: Who, application: EntryRef) -> Told {
    material(by, EntryBody::ApplicationWithdrawn { application, reason: "不再坚持".to_owned() })
}

pub(crate) fn decided_on(
    application: EntryRef,
    kind: ApplicationKind,
    outcome: ApplicationOutcome,
    until: Option<&str>,
) -> Told {
    let body = EntryBody::ApplicationDecided {
        application,
        kind,
        outcome,
        reason: "申请理由成立".to_owned(),
        article: "民诉法解释 §100".to_owned(),
        until: until.map(|until| until.parse().expect("a date")),
        amount_fen: None,
    };
    material(Who::Handling, body)
}

pub(crate) fn submits(exhibit: ExhibitForm) -> Command {
    Command::SubmitEvidence(SubmitEvidence { exhibit, message: None, proposal: None })
}

pub(crate) fn lists(exhibit: ExhibitForm, message: EntryRef, proposal: Option<EntryRef>) -> Command {
    Command::SubmitEvidence(SubmitEvidence { exhibit, message: Some(message), proposal })
}

pub(crate) fn withdraws(exhibit: EntryRef) -> Command {
    Command::WithdrawEvidence(WithdrawEvidence { exhibit, reason: "提交有误".to_owned() })
}

pub(crate) fn looks_at(exhibit: EntryRef) -> Command {
    Command::LookAtEvidence(LookAtEvidence { exhibit })
}

pub(crate) fn gives(exhibit: EntryRef, opinion: OpinionForm) -> Command {
    Command::GiveOpinion(GiveOpinion { exhibit, opinion })
}

pub(crate) fn rules(exhibit: EntryRef, ruling: EvidenceRuling, reason: &str) -> Command {
    Command::RuleOnEvidence(RuleOnEvidence { exhibit, ruling, reason: reason.to_owned(), late: None })
}

pub(crate) fn asks(exhibit: Option<EntryRef>, party: PartyNumber) -> Command {
    let question = "款项由谁转出".to_owned();
    Command::AskCourtQuestion(AskCourtQuestion { exhibit, party, question, until: None })
}

pub(crate) fn answers(question: EntryRef) -> Command {
    Command::AnswerCourtQuestion(AnswerCourtQuestion { question, answer: "由本人转出".to_owned() })
}

/// Every kind of entry about evidence, to be told after a story with an open space; `message` is one of the
/// defendant's, `front_seq` and `court_seq` the numbers of the first entries told here.
pub(crate) fn one_of_each_about_evidence(message: EntryRef, front_seq: u64, court_seq: u64) -> Vec<Told> {
    use super::super::given::court;
    let exhibit_of_plaintiff = front(front_seq);
    let full = ExhibitForm {
        made_on: "2026-10-01".parse().ok(),
        pages: vec![ExhibitPage {
            turn_degrees: 90,
            crop: Some(Crop { left: 10, top: 20, width: 900, height: 800 }),
            ..page("合同")
        }],
        restriction: Some(wish()),
        late_reason: Some("此前未取得".to_owned()),
        ..exhibit_form("合同")
    };
    let synchronous = EntryBody::EvidencePeriodSet {
        party: Some(1),
        until: "2026-11-24".parse().expect("a date"),
        exchange: ExchangeForm::Synchronous {
            at: instant("2026-11-25T09:30:00+08:00"),
            place: "第三法庭".to_owned(),
        },
        agreed: true,
    };
    let counter = OpinionForm {
        counter_evidence: [front(front_seq + 1)].into(),
        note: "另有收条".to_owned(),
        ..says(Stance::NeedOriginal)
    };
    let disputing =
        EntryBody::OpinionGiven { party: 1, exhibit: exhibit_of_plaintiff, opinion: counter, round: 1 };
    vec![
        handed_in(Who::Plaintiff, full),
        listed(Who::Defendant, message, Some(court(court_seq + 9))),
        received(exhibit_of_plaintiff, true),
        received(exhibit_of_plaintiff, false),
        period("2026-11-20", "2026-11-24"),
        material(Who::Handling, synchronous),
        wished(Who::Plaintiff, exhibit_of_plaintiff),
        restricted(exhibit_of_plaintiff, &[Who::Defendant]),
        opened_to_all(exhibit_of_plaintiff),
        looked(Who::Defendant, exhibit_of_plaintiff),
        material(Who::Defendant, disputing),
        round([exhibit_of_plaintiff], 2, "2026-11-30"),
        ruled(exhibit_of_plaintiff, EvidenceRuling::PartlyAdopted, Some(LateTreatment::TakenWithReprimand)),
        asked(Some(exhibit_of_plaintiff), 1),
        answered(Who::Defendant, court(court_seq + 8)),
        comparison_requested(Who::Defendant, exhibit_of_plaintiff),
        proposed(Who::Defendant, message),
        comparison_appointed(exhibit_of_plaintiff),
        compared(exhibit_of_plaintiff, false),
        declined(Who::Defendant, court(court_seq + 9)),
        withdrawn(Who::Plaintiff, exhibit_of_plaintiff),
    ]
}
