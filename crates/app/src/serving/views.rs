//! What is shown of service in a case.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::Side;
use weicourt_domain::agenda;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case::CaseState;
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::entry::{
    CompanionNotice, ConsentScope, PartyNumber, ServedPaper, ServiceAddressForm, ServiceChannel,
};
use weicourt_domain::facts::Facts;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::identifier::masking::mask_email;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{self, Act};
use weicourt_domain::service::{
    AddressStanding, Attempt, AttemptVerdict, NextStep, NotServed, RebuttalGround, ServiceRule,
};
use weicourt_domain::serving::{self, ConfirmedAddress, ItemStatus, ServiceItem};

use crate::view::Viewer;

/// How an attempt was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the law of service")]
pub enum ServiceWay {
    Mailbox,
    Email,
    Personal,
    RefusedAtCourt,
    Leaving,
    Entrusted,
    Forwarded,
    Post,
    Announcement,
}

impl ServiceWay {
    fn of(way: &Attempt) -> ServiceWay {
        match way {
            Attempt::Electronic { .. } | Attempt::Companion { .. } => ServiceWay::Mailbox,
            Attempt::Personal { .. } => ServiceWay::Personal,
            Attempt::RefusedAtCourt { .. } => ServiceWay::RefusedAtCourt,
            Attempt::Leaving { .. } => ServiceWay::Leaving,
            Attempt::Entrusted { .. } => ServiceWay::Entrusted,
            Attempt::Forwarded { .. } => ServiceWay::Forwarded,
            Attempt::Post { .. } => ServiceWay::Post,
            Attempt::Announcement { .. } => ServiceWay::Announcement,
        }
    }
}

/// A notice to look that went along.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanionView {
    /// Which.
    pub notice: CompanionNotice,
    /// When.
    pub at: Instant,
    /// Whether it was sent.
    pub sent: bool,
}

/// One way in which a paper was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttemptView {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who sent or recorded it.
    pub by_name: String,
    /// How.
    pub way: ServiceWay,
    /// The e-mail address, masked for everybody but the court; empty for other ways.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Whose address it is, as far as the court knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<AddressStanding>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Instant>,
    /// When it came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<Instant>,
    /// Why, in the words of the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_because: Option<String>,
    /// When the court took it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recalled_at: Option<Instant>,
    /// Notices to look that went along; they serve nothing.
    pub companions: Vec<CompanionView>,
    /// Whether it serves.
    pub serves: bool,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<NotServed>,
    /// What was noted of a service on paper.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Grounds on which the viewer may speak against its having served; only for its recipient.
    pub grounds: Vec<RebuttalGround>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// The certificate that says since when a paper is served.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EffectView {
    /// Its entry.
    pub entry: EntryRef,
    /// By which rule.
    pub rule: ServiceRule,
    /// The day, in Beijing.
    pub on: BeijingDate,
    /// The moment, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Whether it is only presumed.
    pub presumed: bool,
    /// The provisions.
    pub source: Vec<String>,
    /// Its number.
    pub number: String,
    /// The file.
    pub certificate: BlobRef,
    /// What stands behind its QR code.
    pub code: String,
}

/// What a recipient says against the presumption or the time of arrival, and what the court made of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RebuttalView {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// On which ground.
    pub ground: RebuttalGround,
    /// When it arrived, by what the recipient shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Instant>,
    /// Why.
    pub reason: String,
    /// Whether it is upheld; not decided yet without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upheld: Option<bool>,
    /// Why, in the words of the court.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// One paper and one party.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ServiceItemView {
    /// The case.
    pub case: CaseId,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<CaseNumber>,
    /// What people call it.
    pub case_title: String,
    /// The party.
    pub recipient: PartyNumber,
    /// Its name.
    pub recipient_name: String,
    /// The paper.
    pub paper: ServedPaper,
    /// Where it stands.
    pub status: ItemStatus,
    /// When it was first sent.
    pub sent_at: Instant,
    /// Days since then.
    pub age_days: i32,
    /// When it arrived first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Instant>,
    /// When it was first opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Instant>,
    /// When it was signed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Instant>,
    /// When a paper copy was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_wanted_at: Option<Instant>,
    /// Every way in which it was sent.
    pub attempts: Vec<AttemptView>,
    /// What to try next, the least burdensome first; for the court.
    pub next: Vec<NextStep>,
    /// Whether the court has to try something else now.
    pub stuck: bool,
    /// The certificate that stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<EffectView>,
    /// What the recipient says against the presumption or the time of arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rebuttal: Option<RebuttalView>,
    /// What the viewer may do with it now.
    pub actions: Vec<Act>,
}

/// An address form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AddressView {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Whether it was signed on paper.
    pub on_paper: bool,
    /// The form.
    pub form: ServiceAddressForm,
    /// The picture of the signature.
    pub signature: BlobRef,
}

/// A party as somebody to serve.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecipientView {
    /// The party.
    pub party: PartyNumber,
    /// Its name.
    pub name: String,
    /// Its side.
    pub side: Side,
    /// Names of those who receive for it, as far as they are in the space.
    pub receivers: Vec<String>,
    /// Whether it agrees to electronic service; it has said nothing without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<bool>,
    /// Its address form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressView>,
}

/// Something that can be served.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ServableView {
    /// What.
    pub paper: EntryRef,
    /// What it is called.
    pub title: String,
    /// Whether it is an exhibit and no court document.
    pub exhibit: bool,
    /// The parties it can be served on.
    pub parties: Vec<PartyNumber>,
}

/// What a party has said of itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnService {
    /// The party.
    pub party: PartyNumber,
    /// Its address form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressView>,
    /// Whether the party agrees to electronic service, by its last word in form or declaration; it has said nothing
    /// without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<bool>,
    /// What the viewer declared on steps online.
    pub consents: BTreeMap<ConsentScope, bool>,
}

/// Service in a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseService {
    /// Every paper and party that the viewer may know of.
    pub items: Vec<ServiceItemView>,
    /// The parties; for the court.
    pub recipients: Vec<RecipientView>,
    /// What can be served; for the court.
    pub servable: Vec<ServableView>,
    /// The viewer's own party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnService>,
    /// What the viewer may do now.
    pub actions: Vec<Act>,
}

/// Acts of service, as far as a screen draws them for a whole case.
const ACTS: [Act; 6] = [
    Act::SendPapers,
    Act::RecordPaperService,
    Act::RecordServiceAddress,
    Act::ConfirmServiceAddress,
    Act::DeclareConsent,
    Act::RuleOnRebuttal,
];

fn allowed(viewer: &Viewer<'_>, wanted: &[Act]) -> Vec<Act> {
    let may = |act: &&Act| permission::may(viewer.state, viewer.actor, **act, viewer.now).is_ok();
    wanted.iter().filter(may).copied().collect()
}

/// Service in a case, as the viewer may see it.
pub(super) fn case_service(viewer: &Viewer<'_>, facts: &Facts) -> CaseService {
    let state = viewer.state;
    let court = viewer.membership.role.is_court();
    let mut items = serving::items(state, facts, viewer.now.beijing_date());
    // Who is served what is between the court and each party.
    items.retain(|item| court || viewer.membership.party == Some(item.recipient));
    if !court {
        items.retain(|item| item.status != ItemStatus::Cancelled);
    }
    let own = viewer.membership.party.map(|party| OwnService {
        party,
        address: state.service_address(party).map(address),
        agrees: agrees(state, party),
        consents: state
            .submitted
            .serving
            .consents
            .iter()
            .filter(|((person, _), _)| *person == viewer.actor.person)
            .map(|((_, scope), declared)| (*scope, declared.agrees))
            .collect(),
    });
    CaseService {
        items: items.iter().map(|one| item(viewer, one)).collect(),
        recipients: if court { recipients(state) } else { Vec::new() },
        servable: if court { servable(state, facts) } else { Vec::new() },
        own,
        actions: allowed(viewer, &ACTS),
    }
}

fn address(confirmed: &ConfirmedAddress) -> AddressView {
    AddressView {
        entry: confirmed.entry,
        at: confirmed.at,
        on_paper: confirmed.on_paper,
        form: confirmed.form.clone(),
        signature: confirmed.signature.clone(),
    }
}

fn agrees(state: &CaseState, party: PartyNumber) -> Option<bool> {
    let (consent, _) = serving::agrees_to_service(state, party);
    match (consent.refused_at, consent.basis) {
        (Some(_), _) => Some(false),
        (None, Some(_)) => Some(true),
        (None, None) => None,
    }
}

fn recipients(state: &CaseState) -> Vec<RecipientView> {
    let members = state.members();
    let one = |(party, side, form): (PartyNumber, Side, &weicourt_domain::form::PartyForm)| {
        let own = members.iter().filter(|(_, _, membership)| membership.party == Some(party));
        RecipientView {
            party,
            name: form.name.clone(),
            side,
            receivers: own.map(|(_, name, _)| (*name).to_owned()).collect(),
            agrees: agrees(state, party),
            address: state.service_address(party).map(address),
        }
    };
    state.parties().into_iter().map(one).collect()
}

/// Issued documents and exhibits, with the parties each can be served on.
fn servable(state: &CaseState, facts: &Facts) -> Vec<ServableView> {
    let parties: Vec<PartyNumber> = state.parties().iter().map(|(party, ..)| *party).collect();
    let documents = state.decided.documents.values().rev().map(|document| (document.entry, false));
    let exhibits = state.exhibits().map(|exhibit| (exhibit.entry, true));
    let one = |(paper, exhibit): (EntryRef, bool)| {
        let on = |party: &PartyNumber| serving::servable(state, *party, paper, facts).ok();
        let possible: Vec<_> = parties.iter().filter_map(|party| Some((*party, on(party)?))).collect();
        let title = possible.first().map(|(_, served)| served.title.clone())?;
        let parties = possible.into_iter().map(|(party, _)| party).collect();
        Some(ServableView { paper, title, exhibit, parties })
    };
    documents.chain(exhibits).filter_map(one).collect()
}

/// One paper and one party, as the viewer may see it.
pub(super) fn item(viewer: &Viewer<'_>, item: &ServiceItem) -> ServiceItemView {
    let (state, court) = (viewer.state, viewer.membership.role.is_court());
    let registration = state.decided.registration.as_ref();
    let verdicts =
        item.attempts.iter().zip(item.verdict.attempts.iter().map(Some).chain(std::iter::repeat(None)));
    let attempts = verdicts.filter_map(|(entry, verdict)| attempt(viewer, item, *entry, verdict)).collect();
    let effects = state.decided.serving.effects.get(&(item.recipient, item.paper.paper));
    let effect = effects.into_iter().flatten().find(|effect| Some(effect.entry) == item.effect);
    let today = viewer.now.beijing_date();
    let mut wanted = Vec::new();
    if court {
        wanted.extend([Act::SendPapers, Act::RecordPaperService]);
    } else if item.paper_wanted.is_none() {
        wanted.push(Act::RequestPaper);
    }
    ServiceItemView {
        case: state.case,
        case_number: registration.map(|registration| registration.case_number.clone()),
        case_title: registration.map(|registration| registration.title.clone()).unwrap_or_default(),
        recipient: item.recipient,
        recipient_name: state.party(item.recipient).map(|(_, form)| form.name.clone()).unwrap_or_default(),
        paper: item.paper.clone(),
        status: item.status,
        sent_at: item.sent_at,
        age_days: item.sent_at.beijing_date().days_until(today),
        arrived_at: item.arrived_at,
        opened_at: item.opened_at,
        acknowledged_at: item.acknowledged_at,
        paper_wanted_at: item.paper_wanted,
        attempts,
        next: if court { item.verdict.next.clone() } else { Vec::new() },
        stuck: court && agenda::is_service_stuck(state, item, viewer.now),
        effect: effect.map(|made| EffectView {
            entry: made.entry,
            rule: made.effect.rule,
            on: made.effect.on,
            at: made.effect.at,
            presumed: made.effect.presumed,
            source: made.effect.source.clone(),
            number: made.effect.number.clone(),
            certificate: made.effect.certificate.clone(),
            code: made.effect.code.clone(),
        }),
        rebuttal: rebuttal(viewer, item),
        actions: allowed(viewer, &wanted),
    }
}

fn rebuttal(viewer: &Viewer<'_>, item: &ServiceItem) -> Option<RebuttalView> {
    let state = viewer.state;
    let all = state.submitted.serving.rebuttals.values();
    let about =
        all.filter(|made| item.attempts.contains(&made.said.sent) && made.said.paper == item.paper.paper);
    let made = about.max_by_key(|made| (made.at, made.entry))?;
    let ruling = state.decided.serving.rulings.get(&made.entry);
    Some(RebuttalView {
        entry: made.entry,
        at: made.at,
        ground: made.said.ground,
        arrived_at: made.said.arrived_at,
        reason: made.said.reason.clone(),
        upheld: ruling.map(|ruling| ruling.upheld),
        ruling: ruling.map(|ruling| ruling.reason.clone()),
        actions: if ruling.is_none() { allowed(viewer, &[Act::RuleOnRebuttal]) } else { Vec::new() },
    })
}

fn attempt(
    viewer: &Viewer<'_>,
    item: &ServiceItem,
    entry: EntryRef,
    verdict: Option<&AttemptVerdict>,
) -> Option<AttemptView> {
    let state = viewer.state;
    let served = &state.decided.serving;
    let court = viewer.membership.role.is_court();
    let by = |person| state.member_name(person).unwrap_or("法院").to_owned();
    let (serves, because) = match verdict {
        Some(AttemptVerdict::Serves { .. }) => (true, None),
        Some(AttemptVerdict::DoesNot { because, .. }) => (false, Some(*because)),
        None => (false, None),
    };
    if let Some(on_paper) = served.on_paper.get(&entry) {
        return Some(AttemptView {
            entry,
            at: on_paper.at,
            by_name: by(on_paper.by),
            way: ServiceWay::of(&on_paper.recorded.way),
            address: String::new(),
            standing: None,
            arrived_at: None,
            failed_at: None,
            failed_because: None,
            recalled_at: None,
            companions: Vec::new(),
            serves,
            because,
            note: on_paper.recorded.note.clone(),
            grounds: Vec::new(),
            actions: if court { allowed(viewer, &[Act::RecordPaperService]) } else { Vec::new() },
        });
    }
    let sending = served.sendings.get(&entry)?;
    let reported = served.reports.get(&entry).copied().unwrap_or_default();
    let recalled_at = served.recalled.get(&entry).copied();
    let companions = served.companions.get(&entry).into_iter().flatten();
    let grounds = if court { Vec::new() } else { serving::open_grounds(state, item, entry) };
    Some(AttemptView {
        entry,
        at: sending.at,
        by_name: by(sending.by),
        way: match sending.sent.channel {
            ServiceChannel::Mailbox => ServiceWay::Mailbox,
            ServiceChannel::Email => ServiceWay::Email,
        },
        address: if court { sending.sent.address.clone() } else { mask_email(&sending.sent.address) },
        standing: Some(sending.sent.standing),
        arrived_at: serving::arrived_at(state, entry, item.paper.paper),
        failed_at: reported.failed_at,
        failed_because: served.bounces.get(&entry).filter(|_| court).cloned(),
        recalled_at,
        companions: companions
            .map(|one| CompanionView { notice: one.notice, at: one.at, sent: one.sent })
            .collect(),
        serves,
        because,
        note: String::new(),
        actions: attempt_acts(viewer, item, entry, serves, recalled_at.is_some(), !grounds.is_empty()),
        grounds,
    })
}

fn attempt_acts(
    viewer: &Viewer<'_>,
    item: &ServiceItem,
    entry: EntryRef,
    serves: bool,
    recalled: bool,
    rebuttable: bool,
) -> Vec<Act> {
    let (state, paper) = (viewer.state, item.paper.paper);
    if recalled {
        return Vec::new();
    }
    if viewer.membership.role.is_court() {
        return if serves { Vec::new() } else { allowed(viewer, &[Act::RecallService]) };
    }
    let answered = &state.submitted.serving;
    let mut wanted = Vec::new();
    if !answered.opened.contains_key(&(entry, paper)) {
        wanted.push(Act::OpenServed);
    }
    let signed = answered.signed_for.get(&entry).into_iter().flatten();
    let mut signed = signed.filter(|(_, papers)| papers.is_empty() || papers.contains(&paper));
    if signed.next().is_none() {
        wanted.push(Act::AcknowledgeService);
    }
    if rebuttable {
        wanted.push(Act::RebutService);
    }
    allowed(viewer, &wanted)
}
