//! Bodies without the people: what leaves when an entry is masked.
//!
//! Masked bodies decode and fold as whole ones do. What stays is what the space needs to work: who
//! plays which part (numbers, roles, keyed digests), the register without names, the bench, dates and
//! the court's orders. To add a kind of entry, decide here what of it may be read outside; the
//! compiler asks.

mod serving;

use super::Names;
use crate::case::QuietHours;
use crate::entry::{
    AnswerForm, ApplicationForm, ClaimAnswer, Defect, EntryBody, ExchangeForm, ExhibitForm, MessageContent,
    OpinionForm, PasskeyAssertion, PointOpinion, PromotionTarget, RelayedAct, RestrictionWish,
};
use crate::form::{AdministrativeForm, AgentForm, EnforcementForm, FilingForm, PartyForm};

/// What stands for words that stay in the court's network.
pub const HIDDEN: &str = "（内容仅保存在法院专网，请到法院查阅）";

/// The body without names, numbers, addresses, words and files of people.
#[must_use]
pub fn mask(body: &EntryBody, names: &Names) -> EntryBody {
    let hidden = || HIDDEN.to_owned();
    if let Some(masked) = serving::mask(body) {
        return masked;
    }
    match body {
        EntryBody::FilingSubmitted { form } => EntryBody::FilingSubmitted { form: mask_form(form, names) },
        EntryBody::FilingResubmitted { form, answers } => {
            EntryBody::FilingResubmitted { form: mask_form(form, names), answers: *answers }
        }
        EntryBody::CorrectionRequested { filing, defects, until } => {
            let defects = defects.iter().map(mask_defect).collect();
            EntryBody::CorrectionRequested { filing: *filing, defects, until: *until }
        }
        EntryBody::FilingRejected { filing, .. } => {
            EntryBody::FilingRejected { filing: *filing, reason: hidden(), article: String::new() }
        }
        EntryBody::MediationOffered { filing, .. } => {
            EntryBody::MediationOffered { filing: *filing, note: hidden() }
        }
        EntryBody::CaseRegistered {
            filing,
            case_number,
            court_code,
            court_name,
            case_type,
            cause_code,
            cause_name,
            procedure,
            filed_on,
            title: _,
        } => EntryBody::CaseRegistered {
            filing: *filing,
            case_number: case_number.clone(),
            court_code: court_code.clone(),
            court_name: court_name.clone(),
            case_type: case_type.clone(),
            cause_code: cause_code.clone(),
            cause_name: cause_name.clone(),
            procedure: *procedure,
            filed_on: *filed_on,
            // The title is made of the parties' names.
            title: names.title(cause_name),
        },
        EntryBody::MemberInvited { party, agent, name, role } => {
            EntryBody::MemberInvited { party: *party, agent: *agent, name: names.person(name), role: *role }
        }
        EntryBody::MemberJoined { person, name, role, party, agent } => EntryBody::MemberJoined {
            person: *person,
            name: names.person(name),
            role: *role,
            party: *party,
            agent: *agent,
        },
        EntryBody::MemberCalled { person, name } => {
            EntryBody::MemberCalled { person: *person, name: names.person(name) }
        }
        EntryBody::MessagePosted { content, quote, mentions } => EntryBody::MessagePosted {
            content: match content {
                MessageContent::Withdrawn => MessageContent::Withdrawn,
                MessageContent::Text { .. }
                | MessageContent::Voice { .. }
                | MessageContent::Photo { .. }
                | MessageContent::File { .. }
                | MessageContent::Location { .. } => MessageContent::Text { text: hidden() },
            },
            quote: *quote,
            mentions: mentions.clone(),
        },
        EntryBody::MemberMuted { person, name, until, reason: _ } => EntryBody::MemberMuted {
            person: *person,
            name: names.person(name),
            until: *until,
            reason: hidden(),
        },
        EntryBody::MemberUnmuted { person, name } => {
            EntryBody::MemberUnmuted { person: *person, name: names.person(name) }
        }
        EntryBody::FloorClosed { reason: _ } => EntryBody::FloorClosed { reason: hidden() },
        EntryBody::QuietHoursSet { from, to } => {
            // Two times of day, or nothing: the text itself is not passed on.
            let (from, to) = QuietHours::parse(from, to).map(QuietHours::print).unwrap_or_default();
            EntryBody::QuietHoursSet { from, to }
        }
        EntryBody::CaseClosed { outcome, note: _, closed_on } => {
            EntryBody::CaseClosed { outcome: *outcome, note: hidden(), closed_on: *closed_on }
        }
        EntryBody::CaseFlagged { flags, reason: _ } => {
            EntryBody::CaseFlagged { flags: flags.clone(), reason: hidden() }
        }
        EntryBody::CaseImported {
            source_id: _,
            case_number,
            court_code,
            court_name,
            case_type,
            cause_code,
            cause_name,
            procedure,
            filed_on,
            title: _,
            hearing_on,
            due_on,
        } => EntryBody::CaseImported {
            source_id: String::new(),
            case_number: case_number.clone(),
            court_code: court_code.clone(),
            court_name: court_name.clone(),
            case_type: case_type.clone(),
            cause_code: cause_code.clone(),
            cause_name: cause_name.clone(),
            procedure: *procedure,
            filed_on: *filed_on,
            title: names.title(cause_name),
            hearing_on: *hearing_on,
            due_on: *due_on,
        },
        EntryBody::PartiesImported { form } => EntryBody::PartiesImported { form: mask_form(form, names) },
        EntryBody::CaseReopened { cause, note: _, reopened_on } => {
            EntryBody::CaseReopened { cause: *cause, note: hidden(), reopened_on: *reopened_on }
        }
        EntryBody::DeviceAdded { person, name, label: _ } => {
            EntryBody::DeviceAdded { person: *person, name: names.person(name), label: hidden() }
        }
        EntryBody::ActRefused { request, reason: _ } => {
            EntryBody::ActRefused { request: *request, reason: hidden() }
        }
        EntryBody::ActRequested { act: _ } => {
            let assertion = PasskeyAssertion {
                credential_id: String::new(),
                client_data_json: String::new(),
                authenticator_data: String::new(),
                signature: String::new(),
            };
            EntryBody::ActRequested {
                act: RelayedAct { path: String::new(), body: String::new(), assertion },
            }
        }
        EntryBody::OutsideErased { certificate: _ } => {
            EntryBody::OutsideErased { certificate: String::new() }
        }
        EntryBody::EvidenceSubmitted { party, exhibit, message, proposal } => EntryBody::EvidenceSubmitted {
            party: *party,
            exhibit: ExhibitForm {
                name: hidden(),
                kind: exhibit.kind,
                purpose: hidden(),
                source: String::new(),
                original: exhibit.original,
                made_on: None,
                pages: Vec::new(),
                restriction: exhibit.restriction.as_ref().map(mask_wish),
                late_reason: exhibit.late_reason.as_ref().map(|_| hidden()),
            },
            message: *message,
            proposal: *proposal,
        },
        EntryBody::EvidenceWithdrawn { exhibit, reason: _ } => {
            EntryBody::EvidenceWithdrawn { exhibit: *exhibit, reason: hidden() }
        }
        EntryBody::EvidenceReceived { exhibit, accepted, note: _ } => {
            EntryBody::EvidenceReceived { exhibit: *exhibit, accepted: *accepted, note: hidden() }
        }
        EntryBody::EvidencePeriodSet { party, until, exchange, agreed } => EntryBody::EvidencePeriodSet {
            party: *party,
            until: *until,
            exchange: match exchange {
                ExchangeForm::Synchronous { at, place: _ } => {
                    ExchangeForm::Synchronous { at: *at, place: hidden() }
                }
                ExchangeForm::Asynchronous { .. } => exchange.clone(),
            },
            agreed: *agreed,
        },
        EntryBody::RestrictionRequested { exhibit, wish } => {
            EntryBody::RestrictionRequested { exhibit: *exhibit, wish: mask_wish(wish) }
        }
        EntryBody::EvidenceRestricted { exhibit, restriction, reason: _ } => {
            let restriction = restriction.clone();
            EntryBody::EvidenceRestricted { exhibit: *exhibit, restriction, reason: hidden() }
        }
        EntryBody::OpinionGiven { party, exhibit, opinion, round } => EntryBody::OpinionGiven {
            party: *party,
            exhibit: *exhibit,
            opinion: mask_opinion(opinion),
            round: *round,
        },
        EntryBody::OpinionRoundOpened { exhibits, round, until, note: _ } => EntryBody::OpinionRoundOpened {
            exhibits: exhibits.clone(),
            round: *round,
            until: *until,
            note: hidden(),
        },
        EntryBody::EvidenceRuled { exhibit, ruling, reason: _, late } => {
            let (exhibit, ruling, late) = (*exhibit, *ruling, *late);
            EntryBody::EvidenceRuled { exhibit, ruling, reason: hidden(), late }
        }
        EntryBody::CourtQuestionAsked { exhibit, party, question: _, until } => {
            let (exhibit, party, until) = (*exhibit, *party, *until);
            EntryBody::CourtQuestionAsked { exhibit, party, question: hidden(), until }
        }
        EntryBody::CourtQuestionAnswered { question, answer: _ } => {
            EntryBody::CourtQuestionAnswered { question: *question, answer: hidden() }
        }
        EntryBody::ComparisonRequested { exhibit, reason: _ } => {
            EntryBody::ComparisonRequested { exhibit: *exhibit, reason: hidden() }
        }
        EntryBody::ComparisonAppointed { exhibit, at, place: _ } => {
            EntryBody::ComparisonAppointed { exhibit: *exhibit, at: *at, place: hidden() }
        }
        EntryBody::ComparisonRecorded { exhibit, at, way, present: _, equal, note: _, photos: _ } => {
            EntryBody::ComparisonRecorded {
                exhibit: *exhibit,
                at: *at,
                way: *way,
                present: hidden(),
                equal: *equal,
                note: hidden(),
                photos: Vec::new(),
            }
        }
        EntryBody::PromotionProposed { message, author, target } => EntryBody::PromotionProposed {
            message: *message,
            author: *author,
            target: match target {
                PromotionTarget::Exhibit { name: _, kind, purpose: _ } => {
                    PromotionTarget::Exhibit { name: hidden(), kind: *kind, purpose: hidden() }
                }
                PromotionTarget::Application { .. } => target.clone(),
            },
        },
        EntryBody::PromotionDeclined { proposal, reason: _ } => {
            EntryBody::PromotionDeclined { proposal: *proposal, reason: hidden() }
        }
        EntryBody::ApplicationFiled { party, application, message, proposal } => {
            EntryBody::ApplicationFiled {
                party: *party,
                application: ApplicationForm {
                    kind: application.kind,
                    request: hidden(),
                    reasons: hidden(),
                    person: application.person,
                    about: application.about,
                    exhibits: application.exhibits.clone(),
                    amount_fen: None,
                    until: application.until,
                    details: Default::default(),
                    attachments: Vec::new(),
                    urgent: application.urgent,
                },
                message: *message,
                proposal: *proposal,
            }
        }
        EntryBody::ApplicationWithdrawn { application, reason: _ } => {
            EntryBody::ApplicationWithdrawn { application: *application, reason: hidden() }
        }
        EntryBody::ApplicationDecided {
            application,
            kind,
            outcome,
            reason: _,
            article,
            until,
            amount_fen: _,
        } => EntryBody::ApplicationDecided {
            application: *application,
            kind: *kind,
            outcome: *outcome,
            reason: hidden(),
            article: article.clone(),
            until: *until,
            amount_fen: None,
        },
        EntryBody::AnswerFiled { party, answer } => EntryBody::AnswerFiled {
            party: *party,
            answer: AnswerForm {
                claims: answer
                    .claims
                    .iter()
                    .map(|claim| ClaimAnswer { reason: hidden(), ..claim.clone() })
                    .collect(),
                statement: hidden(),
                facts_and_reasons: hidden(),
                attachments: Vec::new(),
            },
        },
        EntryBody::PeriodStarted { rule, title, whose, from, until, source, note: _ } => {
            EntryBody::PeriodStarted {
                rule: rule.clone(),
                // Without a rule the title is the court's own words.
                title: if rule.is_empty() { hidden() } else { title.clone() },
                whose: *whose,
                from: *from,
                until: *until,
                source: source.clone(),
                note: hidden(),
            }
        }
        EntryBody::PeriodMoved { period, until, reason: _ } => {
            EntryBody::PeriodMoved { period: *period, until: *until, reason: hidden() }
        }
        EntryBody::DeadlineReminded { deadline, title: _, whose, until, n_days_left } => {
            EntryBody::DeadlineReminded {
                deadline: deadline.clone(),
                title: hidden(),
                whose: *whose,
                until: *until,
                n_days_left: *n_days_left,
            }
        }
        EntryBody::DeadlineElapsed { deadline, title: _, whose, until } => EntryBody::DeadlineElapsed {
            deadline: deadline.clone(),
            title: hidden(),
            whose: *whose,
            until: *until,
        },
        EntryBody::TodoAdded { title: _, due_on, message } => {
            EntryBody::TodoAdded { title: hidden(), due_on: *due_on, message: *message }
        }
        EntryBody::TodoDone { todo, note: _ } => EntryBody::TodoDone { todo: todo.clone(), note: hidden() },
        // Judges and clerks act in public, and the rest has no words in it.
        EntryBody::BenchAssigned { .. }
        | EntryBody::MediationAnswered { .. }
        | EntryBody::MessageWithdrawn { .. }
        | EntryBody::FloorOpened {}
        | EntryBody::EvidenceLooked { .. }
        | EntryBody::FileLooked { .. }
        | EntryBody::TodoAssigned { .. }
        | EntryBody::QuietHoursCleared {} => body.clone(),
        // Masked above.
        EntryBody::DocumentDrafted(_)
        | EntryBody::DocumentApproved(_)
        | EntryBody::DocumentSetAside(_)
        | EntryBody::ServiceAddressConfirmed(_)
        | EntryBody::ConsentDeclared(_)
        | EntryBody::PapersSent(_)
        | EntryBody::ServiceReported(_)
        | EntryBody::ServedOpened(_)
        | EntryBody::ServiceAcknowledged(_)
        | EntryBody::PaperRequested(_)
        | EntryBody::ServiceRebutted(_)
        | EntryBody::RebuttalRuled(_)
        | EntryBody::PaperServiceRecorded(_)
        | EntryBody::ServiceRecalled(_)
        | EntryBody::ServiceTookEffect(_) => body.clone(),
    }
}

/// The body without what was handed in: claims, facts and papers. Who the parties are stays.
#[must_use]
pub fn mask_material(body: &EntryBody) -> EntryBody {
    match body {
        EntryBody::FilingSubmitted { form } => EntryBody::FilingSubmitted { form: without_material(form) },
        EntryBody::FilingResubmitted { form, answers } => {
            EntryBody::FilingResubmitted { form: without_material(form), answers: *answers }
        }
        EntryBody::PartiesImported { form } => EntryBody::PartiesImported { form: without_material(form) },
        _ => body.clone(),
    }
}

fn mask_wish(wish: &RestrictionWish) -> RestrictionWish {
    RestrictionWish { ground: wish.ground, reason: HIDDEN.to_owned() }
}

fn mask_opinion(opinion: &OpinionForm) -> OpinionForm {
    let point = |point: &PointOpinion| PointOpinion { stance: point.stance, reason: HIDDEN.to_owned() };
    OpinionForm {
        authenticity: point(&opinion.authenticity),
        legality: point(&opinion.legality),
        relevance: point(&opinion.relevance),
        force: point(&opinion.force),
        note: HIDDEN.to_owned(),
        counter_evidence: opinion.counter_evidence.clone(),
    }
}

fn without_material(form: &FilingForm) -> FilingForm {
    FilingForm {
        kind: form.kind,
        court_code: form.court_code.clone(),
        cause_code: form.cause_code.clone(),
        claimants: form.claimants.clone(),
        respondents: form.respondents.clone(),
        third_parties: form.third_parties.clone(),
        claims: vec![HIDDEN.to_owned()],
        facts_and_reasons: HIDDEN.to_owned(),
        claim_amount_fen: None,
        fee_kind: form.fee_kind,
        attachments: Vec::new(),
        enforcement: form.enforcement.as_ref().map(|title| EnforcementForm {
            title_number: HIDDEN.to_owned(),
            title_court: HIDDEN.to_owned(),
            effective_on: title.effective_on,
            performance_due_on: title.performance_due_on,
        }),
        administrative: form.administrative.as_ref().map(|complaint| AdministrativeForm {
            agency_act: HIDDEN.to_owned(),
            acted_on: complaint.acted_on,
        }),
        filed_by: form.filed_by.clone(),
    }
}

fn mask_form(form: &FilingForm, names: &Names) -> FilingForm {
    let mut masked = without_material(form);
    for party in masked.parties_mut() {
        *party = mask_party(party, names);
    }
    masked
}

fn mask_party(party: &PartyForm, names: &Names) -> PartyForm {
    PartyForm {
        kind: party.kind,
        name: names.party(&party.name, party.kind),
        id_masked: None,
        // By it a person who enrols finds the case; without the key of the node it says nothing.
        id_digest: party.id_digest,
        uscc: None,
        legal_representative: party.legal_representative.as_deref().map(|name| names.person(name)),
        sex: None,
        ethnicity: None,
        born_on: None,
        phone: None,
        domicile: None,
        agents: party.agents.iter().map(|agent| mask_agent(agent, names)).collect(),
    }
}

fn mask_agent(agent: &AgentForm, names: &Names) -> AgentForm {
    AgentForm {
        kind: agent.kind,
        name: names.person(&agent.name),
        id_masked: None,
        id_digest: agent.id_digest,
        phone: None,
        licence: None,
        firm: None,
        stages: agent.stages.clone(),
        special: agent.special.clone(),
        until: agent.until,
    }
}

/// The words of which the paths of a form's fields are made.
const FIELDS: [&str; 33] = [
    "kind",
    "court_code",
    "cause_code",
    "claimants",
    "respondents",
    "third_parties",
    "claims",
    "facts_and_reasons",
    "claim_amount_fen",
    "fee_kind",
    "attachments",
    "enforcement",
    "administrative",
    "filed_by",
    "name",
    "id_number",
    "uscc",
    "legal_representative",
    "sex",
    "ethnicity",
    "born_on",
    "phone",
    "domicile",
    "agents",
    "licence",
    "firm",
    "stages",
    "special",
    "title_number",
    "title_court",
    "effective_on",
    "performance_due_on",
    "agency_act",
];

fn mask_defect(defect: &Defect) -> Defect {
    // A path names fields of the form; anything else was written by hand.
    let mut words = defect.field.split(['.', '[', ']']).filter(|word| !word.is_empty());
    let is_path = words.all(|word| FIELDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit()));
    let field = if is_path { defect.field.clone() } else { String::new() };
    Defect { field, reason: HIDDEN.to_owned() }
}
