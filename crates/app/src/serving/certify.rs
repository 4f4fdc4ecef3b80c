//! Certificates of service (电子送达凭证, 送达回证): made by the court's node as soon as the rules say that a paper
//! is served, and the only thing that lets a period begin.
//!
//! The job may be killed at any point and may run on several nodes. What is served and lacks its certificate
//! follows from the log alone, and the entry that certifies is refused when it is there: nothing is certified
//! twice and nothing is forgotten.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use weicourt_domain::actor::{Actor, Assurance, Side, Standing};
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{self, CertifyService, Command};
use weicourt_domain::entry::{CompanionNotice, EntryBody, PapersSent, PartyNumber, ServiceChannel};
use weicourt_domain::form::{BlobRef, PartyKind};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::identifier::masking::{mask_email, mask_name};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, EntryRef};
use weicourt_domain::service::{Attempt, ConsentBasis, ServiceRule, TakenBy};
use weicourt_domain::serving::{self, Uncertified, certificate_number};

use crate::acts::Given;
use crate::court::{Court, LoadedCase};
use crate::error::AppError;
use crate::ports::{DocumentError, SetOrder};

/// How often a certificate is made anew because another one took its number.
const TRIES: usize = 8;

/// A certificate, sealed.
struct Printed {
    pdf: Vec<u8>,
    n_pages: u32,
    code: String,
}

/// What a certificate is about is not in the log.
#[derive(Debug, thiserror::Error)]
#[error("the entry is not in the log")]
struct NotInLog;

/// The node itself, as the author of what it notes.
fn certifying() -> Actor {
    Actor { person: PersonId(0), standing: Standing::System, assurance: Assurance::System }
}

/// Identity of a certificate: the same service is certified once.
fn command_of(case: CaseId, one: &Uncertified) -> CommandId {
    let mut hasher = Sha256::new();
    let effective = &one.effective;
    hasher.update(format!(
        "weicourt-certificate-1\n{case}\n{} {} {} {:?} {} {:?}",
        one.recipient, one.paper.paper, one.attempt, effective.rule, effective.on, effective.at
    ));
    // What was presumed and is certain since has a certificate of its own.
    if effective.rule == ServiceRule::B2 && !effective.presumed {
        hasher.update(" answered");
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut bytes: [u8; 16] = std::array::from_fn(|i| digest[i]);
    // A UUID of version 8, whose bits are the maker's own.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    CommandId(bytes)
}

impl Court {
    /// Certifies whatever is served in a case and lacks its certificate; says how many have to be tried again.
    /// One that cannot be made keeps no other one back, and the court finds it among what is to be done.
    ///
    /// # Errors
    ///
    /// Fails when the store does.
    pub(crate) async fn certify_services(
        &self,
        case: CaseId,
        loaded: &LoadedCase,
    ) -> Result<usize, AppError> {
        let mut left_out: BTreeSet<(PartyNumber, EntryRef)> = BTreeSet::new();
        let mut tries = 0;
        loop {
            let today = self.now().beijing_date();
            let next = loaded.read(|state, _| {
                let mut lacking = serving::uncertified(state, &self.facts, today).into_iter();
                let one = lacking.find(|one| !left_out.contains(&(one.recipient, one.paper.paper)))?;
                Some((one, certificate_number(state)))
            });
            let Some((one, number)) = next else { return Ok(left_out.len()) };
            let Some(printed) = self.print_certificate(case, loaded, &one, &number).await? else {
                left_out.insert((one.recipient, one.paper.paper));
                continue;
            };
            match self.certify(case, &one, number, printed).await {
                Ok(()) => tries = 0,
                // Another node was first with this service or this number.
                Err(AppError::Refused(command::Refusal::Serving(
                    serving::Refusal::NothingToCertify | serving::Refusal::NumberTaken { .. },
                ))) if tries < TRIES => {
                    tries += 1;
                    self.catch_up(case, loaded).await?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The certificate of a service; none when it cannot be set or sealed, which the log says.
    async fn print_certificate(
        &self,
        case: CaseId,
        loaded: &LoadedCase,
        one: &Uncertified,
        number: &str,
    ) -> Result<Option<Printed>, AppError> {
        let Some(entry) = self.store.entry(case, one.attempt).await? else {
            return Err(AppError::broken("find the attempt of a service")(NotInLog));
        };
        let now = self.now();
        let code = self.issued_code(case, one.attempt, &format!("certificate {number}"));
        let (template, data) = loaded.read(|state, _| certificate(state, one, &entry, number, now));
        let order = SetOrder {
            template: template.to_owned(),
            data,
            document_id: number.to_owned(),
            issued_on: now.beijing_date(),
            verify_url: Some(self.verify_url(&code)),
        };
        let printed = async {
            let paper = self.ports.documents.set(order).await?;
            let n_pages = paper.n_pages;
            let pdf = self.ports.documents.seal(paper, now, "送达凭证").await?;
            Ok::<Printed, DocumentError>(Printed { pdf, n_pages, code })
        };
        Ok(match printed.await {
            Ok(printed) => Some(printed),
            Err(error) => {
                tracing::error!(case = %case, attempt = %one.attempt, error = %error, "a certificate waits");
                None
            }
        })
    }

    async fn certify(
        &self,
        case: CaseId,
        one: &Uncertified,
        number: String,
        Printed { pdf, n_pages, code }: Printed,
    ) -> Result<(), AppError> {
        let name = format!("送达凭证-{}.pdf", one.paper.title);
        let meta = self.store.put_blob(case, pdf, "application/pdf", Some(&name)).await?;
        let certificate = BlobRef {
            sha256: meta.sha256,
            size_bytes: meta.size_bytes,
            media_type: meta.media_type,
            name: Some(name),
            width: None,
            height: None,
            duration_ms: None,
            pages: Some(n_pages),
        };
        let (recipient, paper) = (one.recipient, one.paper.paper);
        let command = Command::CertifyService(CertifyService { recipient, paper, number, certificate, code });
        let given = Given::from(command_of(case, one));
        self.transact(&certifying(), case, given, &command, |_| Vec::new()).await?;
        Ok(())
    }
}

/// The template and the fields of the certificate.
fn certificate(
    state: &CaseState,
    one: &Uncertified,
    entry: &Entry,
    number: &str,
    now: Instant,
) -> (&'static str, Value) {
    let mut data = common(state, one, entry, number, now);
    match &entry.body {
        EntryBody::PapersSent(sent) => {
            electronic(&mut data, state, one, entry, sent);
            ("e_service_certificate", Value::Object(data))
        }
        EntryBody::PaperServiceRecorded(recorded) => {
            on_paper(&mut data, one, &recorded.way, &recorded.note);
            ("service_return", Value::Object(data))
        }
        _ => ("service_return", Value::Object(data)),
    }
}

/// `2026-11-29T09:30:02` in Beijing.
fn moment(at: Instant) -> Value {
    json!(at.beijing().strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

fn common(
    state: &CaseState,
    one: &Uncertified,
    entry: &Entry,
    number: &str,
    now: Instant,
) -> Map<String, Value> {
    let registration = state.decided.registration.as_ref();
    let mut data = Map::new();
    data.insert(
        "case".to_owned(),
        json!({
            "court_name": registration.map(|one| one.court_name.as_str()).unwrap_or_default(),
            "number": registration.map(|one| one.case_number.to_string()).unwrap_or_default(),
            "cause": registration.map(|one| one.cause_name.as_str()).unwrap_or_default(),
        }),
    );
    let sender = state.member_name(entry.envelope.actor.person).unwrap_or("法院").to_owned();
    let clerk = state.decided.bench.as_ref().map(|bench| bench.clerk.name.clone());
    data.insert("clerk".to_owned(), json!(clerk.unwrap_or_else(|| sender.clone())));
    data.insert("sender".to_owned(), json!(sender));
    data.insert("issued_on".to_owned(), json!(now.beijing_date().to_string()));
    data.insert("certificate_number".to_owned(), json!(number));
    data.insert("recipient".to_owned(), recipient(state, one.recipient));
    let papers: Vec<Value> = one
        .paper
        .files
        .iter()
        .map(|file| {
            json!({
                "title": one.paper.title,
                "number": one.paper.paper.to_string(),
                "pages": file.pages.unwrap_or(1),
                "sha256": file.sha256.to_string(),
            })
        })
        .collect();
    data.insert("documents".to_owned(), Value::Array(papers));
    data.insert("event_index".to_owned(), json!(entry.envelope.seq));
    data.insert("event_hash".to_owned(), json!(entry.hash.to_string()));
    data
}

/// The party without its numbers: a certificate is shown to others.
fn recipient(state: &CaseState, party: PartyNumber) -> Value {
    let Some((side, form)) = state.party(party) else { return json!({"kind": "person", "name": ""}) };
    let role = match side {
        Side::Claimant => "原告",
        Side::Respondent => "被告",
        Side::ThirdParty => "第三人",
    };
    let mut value = Map::new();
    let kind = if form.kind == PartyKind::NaturalPerson { "person" } else { "organisation" };
    value.insert("kind".to_owned(), json!(kind));
    value.insert("role".to_owned(), json!(role));
    value.insert("name".to_owned(), json!(form.name));
    if let Some(masked) = form.id_masked.as_deref().filter(|_| kind == "person") {
        value.insert("id_number".to_owned(), json!(masked));
    }
    Value::Object(value)
}

fn electronic(
    data: &mut Map<String, Value>,
    state: &CaseState,
    one: &Uncertified,
    entry: &Entry,
    sent: &PapersSent,
) {
    let entry_ref = entry.envelope.entry_ref();
    let (answered, served) = (&state.submitted.serving, &state.decided.serving);
    let receivers: Vec<&str> = sent.receivers.iter().map(|receiver| receiver.name.as_str()).collect();
    if receivers.iter().any(|name| *name != sent.name) {
        data.insert("receiver_name".to_owned(), json!(receivers.join("、")));
        data.insert("receiver_authority".to_owned(), json!("当事人本人或者有权代收诉讼文书的诉讼代理人"));
    }
    let channel = match sent.channel {
        ServiceChannel::Mailbox => "诉讼平台信箱",
        ServiceChannel::Email => "电子邮件",
    };
    data.insert("channel".to_owned(), json!(channel));
    let address = match sent.channel {
        ServiceChannel::Mailbox => format!("{}的平台账号", mask_name(&sent.name)),
        ServiceChannel::Email => mask_email(&sent.address),
    };
    data.insert("address".to_owned(), json!(address));
    let basis = sent.basis.map(|basis| match basis {
        ConsentBasis::Express => "受送达人明确表示同意",
        ConsentBasis::AgreedBefore => "诉前约定或者承诺",
        ConsentBasis::AddressInPleading => "在诉状中提供电子送达地址",
        ConsentBasis::AcceptedBefore => "接受已经完成的电子送达",
    });
    if let Some(basis) = basis {
        data.insert("consent_scope".to_owned(), json!(basis));
    }
    if let Some(consent) = sent.consent {
        let said = state.service_address(one.recipient).filter(|address| address.entry == consent);
        let declared = answered.consents.values().find(|declared| declared.entry == consent);
        let at = said.map(|address| address.at).or(declared.map(|declared| declared.at));
        if let Some(at) = at {
            data.insert("consent_on".to_owned(), json!(at.beijing_date().to_string()));
        }
        data.insert("consent_event".to_owned(), json!(consent.to_string()));
    }
    data.insert("sent_at".to_owned(), moment(entry.envelope.at));
    let mut put = |name: &str, at: Option<Instant>| {
        if let Some(at) = at {
            data.insert(name.to_owned(), moment(at));
        }
    };
    put("arrived_at", serving::arrived_at(state, entry_ref, one.paper.paper));
    put("opened_at", answered.opened.get(&(entry_ref, one.paper.paper)).copied());
    put("acknowledged_at", signed_at(state, entry_ref, one.paper.paper));
    put("effective_at", one.effective.at);
    let rule = match one.effective.rule {
        ServiceRule::B1 => "b1",
        ServiceRule::B2 if one.effective.presumed => "b2",
        ServiceRule::B2 => "b2_answered",
        _ if one.effective.arrival_is_proved() => "a_proved",
        _ => "a",
    };
    data.insert("effective_rule".to_owned(), json!(rule));
    let companions = served.companions.get(&entry_ref).into_iter().flatten().filter(|one| one.sent);
    let companions: Vec<Value> = companions
        .map(|one| {
            let channel = match one.notice {
                CompanionNotice::Sms => "短信",
                CompanionNotice::WechatMessage => "微信订阅消息",
            };
            json!({"channel": channel, "address": "受送达人预留号码", "at": moment(one.at)})
        })
        .collect();
    if !companions.is_empty() {
        data.insert("companion_notices".to_owned(), Value::Array(companions));
    }
}

fn signed_at(state: &CaseState, sent: EntryRef, paper: EntryRef) -> Option<Instant> {
    let signed = state.submitted.serving.signed_for.get(&sent)?;
    let about = signed.iter().filter(|(_, papers)| papers.is_empty() || papers.contains(&paper));
    about.map(|(at, _)| *at).min()
}

/// The fields of a return (送达回证).
fn on_paper(data: &mut Map<String, Value>, one: &Uncertified, way: &Attempt, note: &str) {
    let (method, by_whom) = match way {
        Attempt::Personal { taken_by, .. } => ("直接送达", Some(taken_by_name(*taken_by))),
        Attempt::RefusedAtCourt { .. } => ("到院领取拒绝签收，视为送达", None),
        Attempt::Leaving { .. } => ("留置送达", None),
        Attempt::Entrusted { .. } => ("委托送达", None),
        Attempt::Forwarded { .. } => ("转交送达", None),
        Attempt::Post { received_on: None, .. } => ("邮寄送达（邮件退回之日视为送达）", None),
        Attempt::Post { .. } => ("邮寄送达", None),
        Attempt::Announcement { .. } => ("公告送达", None),
        Attempt::Electronic { .. } | Attempt::Companion { .. } => ("电子送达", None),
    };
    data.insert("method".to_owned(), json!(method));
    if let Some(by_whom) = by_whom {
        data.insert("taken_by".to_owned(), json!(by_whom));
    }
    data.insert("effective_on".to_owned(), json!(one.effective.on.to_string()));
    if !note.is_empty() {
        data.insert("note".to_owned(), json!(note));
    }
}

fn taken_by_name(taken_by: TakenBy) -> &'static str {
    match taken_by {
        TakenBy::Recipient => "受送达人本人",
        TakenBy::AdultFamily => "同住的成年家属",
        TakenBy::OrganisationReceiver => "单位负责收件的人",
        TakenBy::Agent => "诉讼代理人",
        TakenBy::NamedReceiver => "指定的代收人",
    }
}
