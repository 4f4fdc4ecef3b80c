//! What happened so far: entries, sealed one after the other as the writer does it.

use ed25519_dalek::SigningKey;
use weicourt_domain::actor::{Role, Side};
use weicourt_domain::application::FieldInput;
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::case::CaseState;
use weicourt_domain::case_number::CaseSeries;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{
    AnswerForm, ApplicationForm, ApplicationKind, ApplicationOutcome, ClaimAnswer, ClaimStance, Defect,
    EntryBody, ExchangeForm, ExhibitForm, ExhibitKind, ExhibitPage, FileLook, MessageContent, OriginalHolder,
    Outcome, PartyNumber, PasskeyAssertion, Procedure, PromotionTarget, RelayedAct, ReopenCause, Whose,
};
use weicourt_domain::form::{
    AgentForm, AgentKind, Attachment, AttachmentKind, BlobRef, CaseStage, EnforcementForm, FilingForm,
    FilingKind, PartyForm, PartyKind,
};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Entry, EntryRef, Heads, Origin, Place, seal};
use weicourt_domain::money::Fen;
use weicourt_domain::policy::CaseFlag;

use super::people::{COURT, Who};
use super::{FACTS, instant};

pub(crate) const CASE: CaseId = CaseId(77);

/// Monday noon, two weeks before the commands.
const LONG_AGO: &str = "2026-11-09T12:00:00+08:00";

/// An entry of the past.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    by: Who,
    role: Role,
    body: EntryBody,
    class: Class,
    audience: Audience,
    at: String,
}

impl Told {
    pub(crate) fn new(by: Who, body: EntryBody, class: Class, audience: Audience) -> Told {
        Told { by, role: by.role(), body, class, audience, at: LONG_AGO.to_owned() }
    }

    pub(crate) fn at(self, at: &str) -> Told {
        Told { at: at.to_owned(), ..self }
    }

    /// The same act by a lawyer.
    pub(crate) fn by(self, by: Who) -> Told {
        Told { by, role: by.role(), ..self }
    }

    /// The day to which the decision on an application moves a period.
    pub(crate) fn until(&mut self, day: &str) {
        if let EntryBody::ApplicationDecided { until, .. } = &mut self.body {
            *until = day.parse().ok();
        }
    }

    /// Whether it is the doing of `who`.
    pub(crate) fn is_of(&self, who: Who) -> bool {
        self.by == who
    }

    /// Whether it stands in the chain of the court.
    pub(crate) fn is_of_court(&self) -> bool {
        self.role.is_court()
    }

    fn draft(&self) -> Draft {
        let actor = ActorStamp { person: self.by.person(), role: self.role, assurance: self.by.assurance() };
        let origin = if self.role.is_court() { Origin::Court } else { Origin::Front };
        let (class, audience) = (self.class, self.audience.clone());
        Draft { body: DraftBody::Ready(self.body.clone()), class, audience, actor, origin }
    }
}

/// The key of the node in tests.
pub(crate) fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// Gives a draft its place, with a salt and a command that follow from it.
pub(crate) fn sealed(heads: &mut Heads, draft: &Draft, body: EntryBody, at: &str) -> Entry {
    let n = u8::try_from(heads.n % 251).expect("small");
    let place = Place {
        case: CASE,
        at: instant(at),
        command: CommandId([n; 16]),
        command_index: 0,
        salt: [n ^ 0x5a; 16],
        proof: None,
    };
    let entry = seal(heads, draft, body, place, &key()).expect("sealed");
    heads.advance(&entry.envelope, entry.hash);
    entry
}

pub(crate) fn log(given: &[Told]) -> Vec<Entry> {
    let mut heads = Heads::EMPTY;
    given.iter().map(|told| sealed(&mut heads, &told.draft(), told.body.clone(), &told.at)).collect()
}

pub(crate) fn state_of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> CaseState {
    let mut state = CaseState::empty(CASE);
    for entry in entries {
        state.evolve(entry);
    }
    state
}

pub(crate) fn fold(given: &[Told]) -> CaseState {
    state_of(&log(given))
}

pub(crate) fn front(seq: u64) -> EntryRef {
    EntryRef { origin: Origin::Front, seq }
}

pub(crate) fn court(seq: u64) -> EntryRef {
    EntryRef { origin: Origin::Court, seq }
}

pub(crate) fn photo(name: &str) -> BlobRef {
    BlobRef {
        sha256: Digest::of(name.as_bytes()),
        size_bytes: 40_000,
        media_type: "image/jpeg".to_owned(),
        name: Some(name.to_owned()),
        width: Some(1200),
        height: Some(1600),
        duration_ms: None,
        pages: None,
    }
}

fn person(who: Who) -> PartyForm {
    PartyForm {
        name: who.name().to_owned(),
        phone: Some("15400000001".to_owned()),
        domicile: Some("样例市样例路1号".to_owned()),
        ..PartyForm::empty(PartyKind::NaturalPerson)
    }
}

fn agent(who: Who, kind: AgentKind) -> AgentForm {
    AgentForm {
        kind,
        name: who.name().to_owned(),
        id_masked: None,
        id_digest: Some(who.id_digest()),
        phone: Some("15400000004".to_owned()),
        licence: Some("13302201010123456".to_owned()),
        firm: Some("样例律师事务所".to_owned()),
        stages: vec![CaseStage::FirstInstance, CaseStage::Enforcement],
        special: Vec::new(),
        until: None,
    }
}

pub(crate) fn attachment(kind: AttachmentKind, name: &str) -> Attachment {
    Attachment { kind, name: name.to_owned(), blob: photo(name) }
}

/// A form without a fault. Parties: 0 the plaintiff with a lawyer, 1 the defendant (whose identity number
/// the plaintiff does not know) with a relative as agent, 2 a third party.
pub(crate) fn form(kind: FilingKind) -> FilingForm {
    let plaintiff = PartyForm {
        id_digest: Some(Who::Plaintiff.id_digest()),
        agents: vec![agent(Who::PlaintiffsLawyer, AgentKind::Lawyer)],
        ..person(Who::Plaintiff)
    };
    let defendant = PartyForm {
        agents: vec![agent(Who::DefendantsRelative, AgentKind::Relative)],
        ..person(Who::Defendant)
    };
    let third_party = PartyForm { id_digest: Some(Who::ThirdParty.id_digest()), ..person(Who::ThirdParty) };
    let mut form = FilingForm {
        court_code: Some(COURT.parse().expect("a court")),
        claimants: vec![plaintiff],
        respondents: vec![defendant],
        third_parties: vec![third_party],
        claims: vec!["判令被告返还借款一万元".to_owned()],
        facts_and_reasons: "样例甲借给样例乙一万元，到期未还。".to_owned(),
        claim_amount_fen: Some(Fen::yuan(10_000)),
        attachments: vec![attachment(AttachmentKind::IdentityProof, "身份证明")],
        ..FilingForm::empty(kind)
    };
    match kind {
        FilingKind::CivilFirstInstance => form.cause_code = Some("4-10-108-3".to_owned()),
        FilingKind::AdministrativeFirstInstance => {
            let complaint = form.administrative.get_or_insert_default();
            complaint.agency_act = "样例行政处罚决定".to_owned();
        }
        FilingKind::Enforcement => {
            form.enforcement = Some(EnforcementForm {
                title_number: "（2026）浙0203民初7号".to_owned(),
                title_court: "样例法院".to_owned(),
                ..EnforcementForm::default()
            });
            form.attachments.push(attachment(AttachmentKind::EnforcementTitle, "判决书"));
        }
    }
    form
}

fn of_the_claimants(by: Who, body: EntryBody) -> Told {
    Told::new(by, body, Class::Party, Audience::Side { side: Side::Claimant })
}

pub(crate) fn submitted(form: FilingForm) -> Told {
    let role = form.kind.roles().0;
    Told { role, ..of_the_claimants(Who::Plaintiff, EntryBody::FilingSubmitted { form }) }
}

pub(crate) fn civil() -> Told {
    submitted(form(FilingKind::CivilFirstInstance))
}

pub(crate) fn resubmitted(answers: EntryRef) -> Told {
    let form = form(FilingKind::CivilFirstInstance);
    of_the_claimants(Who::Plaintiff, EntryBody::FilingResubmitted { form, answers })
}

pub(crate) fn defect() -> Defect {
    Defect { field: "respondents[0].domicile".to_owned(), reason: "请写明被告住所地".to_owned() }
}

pub(crate) fn returned(until: &str) -> Told {
    let until = until.parse().expect("a date");
    let body = EntryBody::CorrectionRequested { filing: front(1), defects: vec![defect()], until };
    of_the_claimants(Who::FilingOfficer, body)
}

pub(crate) fn rejected() -> Told {
    let (reason, article) = ("不属于人民法院受理范围".to_owned(), "民事诉讼法 §122".to_owned());
    of_the_claimants(Who::FilingOfficer, EntryBody::FilingRejected { filing: front(1), reason, article })
}

pub(crate) fn mediation_offered() -> Told {
    let body = EntryBody::MediationOffered { filing: front(1), note: "是否愿意先行调解".to_owned() };
    of_the_claimants(Who::FilingOfficer, body)
}

pub(crate) fn mediation_answered(offer: EntryRef, accepted: bool) -> Told {
    of_the_claimants(Who::Plaintiff, EntryBody::MediationAnswered { offer, accepted })
}

pub(crate) fn registered(kind: FilingKind, procedure: Procedure) -> Told {
    let case_type = CaseTypeCode::new(kind.case_type_code());
    let court_code: weicourt_domain::court::CourtCode = COURT.parse().expect("a court");
    let series =
        CaseSeries { year: 2026, court: court_code.clone(), special: None, case_type: case_type.clone() };
    let body = EntryBody::CaseRegistered {
        filing: front(1),
        case_number: series.number(7),
        court_code,
        court_name: "宁波市海曙区人民法院".to_owned(),
        case_type,
        cause_code: "4-10-108-3".to_owned(),
        cause_name: "民间借贷纠纷".to_owned(),
        procedure,
        filed_on: "2026-11-09".parse().expect("a date"),
        title: "样例甲诉样例乙民间借贷纠纷".to_owned(),
    };
    Told::new(Who::FilingOfficer, body, Class::Register, Audience::Everyone)
}

pub(crate) fn bench() -> Told {
    let body = EntryBody::BenchAssigned {
        handling_judge: Who::Handling.staff(),
        clerk: Who::Clerk.staff(),
        judge_assistant: Some(Who::Assistant.staff()),
        panel: vec![Who::Panel.staff(), Who::SecondPanel.staff()],
    };
    Told::new(Who::FilingOfficer, body, Class::Register, Audience::Everyone)
}

/// The seat that [`form`] opens for somebody.
pub(crate) fn seat(who: Who) -> Option<(PartyNumber, Option<u16>)> {
    match who {
        Who::Plaintiff => Some((0, None)),
        Who::PlaintiffsLawyer => Some((0, Some(0))),
        Who::Defendant => Some((1, None)),
        Who::DefendantsRelative => Some((1, Some(0))),
        Who::ThirdParty => Some((2, None)),
        _ => None,
    }
}

pub(crate) fn invited(who: Who) -> Told {
    let (party, agent) = seat(who).expect("a seat");
    let body = EntryBody::MemberInvited { party, agent, name: who.name().to_owned(), role: who.role() };
    Told::new(Who::FilingOfficer, body, Class::Party, Audience::Everyone)
}

pub(crate) fn joined(who: Who) -> Told {
    joined_as(who, who.role())
}

fn joined_as(who: Who, role: Role) -> Told {
    let ((party, agent), name) = (seat(who).expect("a seat"), who.name().to_owned());
    let body = EntryBody::MemberJoined { person: who.person(), name, role, party, agent };
    Told { role, ..Told::new(who, body, Class::Party, Audience::Everyone) }
}

fn spoken(by: Who, body: EntryBody) -> Told {
    Told::new(by, body, Class::Conversation, Audience::Everyone)
}

pub(crate) fn said(by: Who, text: &str) -> Told {
    shown(by, MessageContent::Text { text: text.to_owned() })
}

pub(crate) fn shown(by: Who, content: MessageContent) -> Told {
    spoken(by, EntryBody::MessagePosted { content, quote: None, mentions: [].into() })
}

pub(crate) fn deliberated(by: Who, text: &str) -> Told {
    let deliberation = Audience::Room { room: Room::Deliberation };
    Told { class: Class::Deliberation, audience: deliberation, ..said(by, text) }
}

pub(crate) fn taken_back(by: Who, message: EntryRef) -> Told {
    spoken(by, EntryBody::MessageWithdrawn { message })
}

pub(crate) fn called(by: Who, whom: Who) -> Told {
    spoken(by, EntryBody::MemberCalled { person: whom.person(), name: whom.name().to_owned() })
}

pub(crate) fn muted(who: Who, until: Option<&str>) -> Told {
    let (person, name, until) = (who.person(), who.name().to_owned(), until.map(instant));
    spoken(Who::Handling, EntryBody::MemberMuted { person, name, until, reason: "扰乱秩序".to_owned() })
}

pub(crate) fn unmuted(who: Who) -> Told {
    let (person, name) = (who.person(), who.name().to_owned());
    spoken(Who::Handling, EntryBody::MemberUnmuted { person, name })
}

pub(crate) fn floor_closed() -> Told {
    spoken(Who::Handling, EntryBody::FloorClosed { reason: "合议".to_owned() })
}

pub(crate) fn floor_opened() -> Told {
    spoken(Who::Handling, EntryBody::FloorOpened {})
}

pub(crate) fn quiet(from: &str, to: &str) -> Told {
    let (from, to) = (from.to_owned(), to.to_owned());
    spoken(Who::Handling, EntryBody::QuietHoursSet { from, to })
}

pub(crate) fn no_quiet_hours() -> Told {
    spoken(Who::Handling, EntryBody::QuietHoursCleared {})
}

pub(crate) fn closed(outcome: Outcome) -> Told {
    let closed_on = "2026-11-20".parse().expect("a date");
    let body = EntryBody::CaseClosed { outcome, note: "已经调解结案".to_owned(), closed_on };
    Told::new(Who::Handling, body, Class::Register, Audience::Everyone)
}

pub(crate) fn flagged<const N: usize>(flags: [CaseFlag; N]) -> Told {
    let body = EntryBody::CaseFlagged { flags: flags.into(), reason: "原告未满十八周岁".to_owned() };
    Told::new(Who::Handling, body, Class::Register, Audience::Court)
}

/// Filed and numbered, without a bench.
pub(crate) fn filed() -> Vec<Told> {
    vec![civil(), registered(FilingKind::CivilFirstInstance, Procedure::Simplified)]
}

/// A space with its bench into which everybody came: the front chain stands at 5, the court's at 2.
pub(crate) fn open_space() -> Vec<Told> {
    let mut given = filed();
    given.push(bench());
    let came = [Who::PlaintiffsLawyer, Who::Defendant, Who::DefendantsRelative, Who::ThirdParty];
    given.extend(came.map(joined));
    given
}

/// An open space in which more happened.
pub(crate) fn space_with(more: impl IntoIterator<Item = Told>) -> Vec<Told> {
    open_space().into_iter().chain(more).collect()
}

/// An enforcement case with its officer.
pub(crate) fn enforcement() -> Vec<Told> {
    let kind = FilingKind::Enforcement;
    let debtor = joined_as(Who::Defendant, Role::JudgmentDebtor);
    vec![submitted(form(kind)), registered(kind, Procedure::Enforcement), bench(), debtor]
}

pub(crate) fn reopened() -> Told {
    let reopened_on = "2026-12-20".parse().expect("a date");
    let body =
        EntryBody::CaseReopened { cause: ReopenCause::Remand, note: "发回重审".to_owned(), reopened_on };
    Told::new(Who::Handling, body, Class::Register, Audience::Everyone)
}

pub(crate) fn act_requested() -> Told {
    let assertion = PasskeyAssertion {
        credential_id: "Y3JlZGVudGlhbA".to_owned(),
        client_data_json: "e30".to_owned(),
        authenticator_data: "AAAA".to_owned(),
        signature: "c2lnbmF0dXJl".to_owned(),
    };
    let path = "/api/cases/17/floor".to_owned();
    let act = RelayedAct { path, body: r#"{"open":false,"reason":"合议"}"#.to_owned(), assertion };
    Told::new(Who::Handling, EntryBody::ActRequested { act }, Class::Conversation, Audience::Court)
}

pub(crate) fn act_refused(request: EntryRef) -> Told {
    let body = EntryBody::ActRefused { request, reason: "案件已经结案".to_owned() };
    let audience = Audience::Persons { persons: [Who::Handling.person()].into() };
    Told::new(Who::Clock, body, Class::Conversation, audience)
}

pub(crate) fn device_added(who: Who) -> Told {
    let body = EntryBody::DeviceAdded {
        person: who.person(),
        name: who.name().to_owned(),
        label: "样例手机".to_owned(),
    };
    Told::new(Who::Clock, body, Class::Party, Audience::Everyone)
}

pub(crate) fn imported() -> Told {
    let body = EntryBody::CaseImported {
        source_id: "样例-0001".to_owned(),
        case_number: "（2026）浙0203民初1号".parse().expect("a number"),
        court_code: "浙0203".parse().expect("a court"),
        court_name: "宁波市海曙区人民法院".to_owned(),
        case_type: CaseTypeCode::new("民初"),
        cause_code: "9104".to_owned(),
        cause_name: "民间借贷纠纷".to_owned(),
        procedure: Procedure::Simplified,
        filed_on: "2026-11-10".parse().expect("a date"),
        title: "样例甲诉样例乙民间借贷纠纷".to_owned(),
        hearing_on: "2026-12-01".parse().ok(),
        due_on: "2027-02-10".parse().ok(),
    };
    Told::new(Who::Clock, body, Class::Register, Audience::Everyone)
}

pub(crate) fn parties_imported(form: FilingForm) -> Told {
    Told::new(Who::Clock, EntryBody::PartiesImported { form }, Class::Party, Audience::Court)
}

pub(crate) fn outside_erased() -> Told {
    let body = EntryBody::OutsideErased { certificate: "{}".to_owned() };
    Told::new(Who::Clock, body, Class::Register, Audience::Court)
}

/// A form of this kind, filled in as its table asks; the clerk is whom a recusal is about.
pub(crate) fn application_form(kind: ApplicationKind) -> ApplicationForm {
    let rule = FACTS.applications.get(kind).expect("a line of the table");
    let mut form = ApplicationForm {
        kind,
        request: "样例请求".to_owned(),
        reasons: "样例理由".to_owned(),
        person: None,
        about: None,
        exhibits: [].into(),
        amount_fen: None,
        until: None,
        details: [].into(),
        attachments: Vec::new(),
        urgent: false,
    };
    for field in &rule.fields {
        match (field.key.as_str(), field.input) {
            ("request" | "reasons" | "exhibits", _) => {}
            ("person", _) => form.person = Some(Who::Clerk.person()),
            ("until", _) => form.until = "2026-12-20".parse().ok(),
            ("amount_fen", _) => form.amount_fen = Some(Fen::yuan(3_000)),
            ("urgent_because", _) => {}
            (key, input) => {
                let value = match input {
                    FieldInput::Choice => field.choices[0].as_str(),
                    FieldInput::Date => "2026-11-20",
                    FieldInput::Claim => "0",
                    _ => "样例",
                };
                form.details.insert(key.to_owned(), value.to_owned());
            }
        }
    }
    form
}

/// An application for the seat of `by`, to everybody.
pub(crate) fn application_filed(by: Who, form: ApplicationForm) -> Told {
    let party = seat(by).expect("a seat").0;
    let body = EntryBody::ApplicationFiled { party, application: form, message: None, proposal: None };
    Told::new(by, body, Class::Material, Audience::Everyone)
}

pub(crate) fn recusal_of(whom: Who) -> ApplicationForm {
    ApplicationForm { person: Some(whom.person()), ..application_form(ApplicationKind::Recusal) }
}

pub(crate) fn application_withdrawn(by: Who, application: EntryRef) -> Told {
    let body = EntryBody::ApplicationWithdrawn { application, reason: "样例理由".to_owned() };
    Told::new(by, body, Class::Material, Audience::Everyone)
}

pub(crate) fn application_decided(
    by: Who,
    application: EntryRef,
    kind: ApplicationKind,
    outcome: ApplicationOutcome,
) -> Told {
    let body = EntryBody::ApplicationDecided {
        application,
        kind,
        outcome,
        reason: "样例理由".to_owned(),
        article: "民事诉讼法 §49".to_owned(),
        until: None,
        amount_fen: None,
    };
    Told::new(by, body, Class::Material, Audience::Everyone)
}

pub(crate) fn answer_form() -> AnswerForm {
    let deny = ClaimAnswer { claim: 0, stance: ClaimStance::Deny, reason: "样例理由".to_owned() };
    AnswerForm {
        claims: vec![deny],
        statement: "样例答辩".to_owned(),
        facts_and_reasons: "样例事实".to_owned(),
        attachments: vec![attachment(AttachmentKind::Other, "收条")],
    }
}

pub(crate) fn answer_filed(by: Who, answer: AnswerForm) -> Told {
    let party = seat(by).expect("a seat").0;
    Told::new(by, EntryBody::AnswerFiled { party, answer }, Class::Material, Audience::Everyone)
}

/// A period for the evidence of everybody.
pub(crate) fn evidence_period(until: &str) -> Told {
    let until = until.parse().expect("a date");
    let exchange = ExchangeForm::Asynchronous { opinions_until: until };
    let body = EntryBody::EvidencePeriodSet { party: None, until, exchange, agreed: false };
    Told::new(Who::Handling, body, Class::Register, Audience::Everyone)
}

/// The period in which the defendant answers.
pub(crate) fn answer_period(until: &str) -> Told {
    let body = EntryBody::PeriodStarted {
        rule: "ANSWER".to_owned(),
        title: "提交答辩状".to_owned(),
        whose: Whose::Party { party: 1 },
        from: "2026-10-26".parse().expect("a date"),
        until: until.parse().expect("a date"),
        source: vec!["民事诉讼法 §128".to_owned()],
        note: String::new(),
    };
    Told::new(Who::Handling, body, Class::Register, Audience::Everyone)
}

/// The court proposes that a message becomes an application of this kind.
pub(crate) fn application_proposed(author: Who, message: EntryRef, kind: ApplicationKind) -> Told {
    let target = PromotionTarget::Application { kind };
    let body = EntryBody::PromotionProposed { message, author: author.person(), target };
    let audience = Audience::Persons { persons: [author.person()].into() };
    Told::new(Who::Clerk, body, Class::Conversation, audience)
}

/// An exhibit of `n_pages` photographed pages.
pub(crate) fn exhibit_of_pages(by: Who, name: &str, n_pages: u32) -> Told {
    let page = |page| ExhibitPage {
        blob: photo(&format!("{name}{page}")),
        preview: None,
        turn_degrees: 0,
        crop: None,
    };
    let exhibit = ExhibitForm {
        name: name.to_owned(),
        kind: ExhibitKind::Document,
        purpose: "借款事实".to_owned(),
        source: "当事人自行保存".to_owned(),
        original: OriginalHolder::Submitter,
        made_on: None,
        pages: (1..=n_pages).map(page).collect(),
        restriction: None,
        late_reason: None,
    };
    let (party, _) = seat(by).expect("a seat");
    let body = EntryBody::EvidenceSubmitted { party, exhibit, message: None, proposal: None };
    Told::new(by, body, Class::Material, Audience::Everyone)
}

pub(crate) fn file_looked(by: Who, look: FileLook) -> Told {
    Told::new(by, EntryBody::FileLooked { look, internal: false }, Class::Material, Audience::Court)
}
