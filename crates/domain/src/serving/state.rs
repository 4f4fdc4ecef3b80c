//! What the log says of service: addresses, what was sent and reported, what recipients answered.
//!
//! Entries of the two chains may meet in any order, so each is kept under what it is about, whether that is
//! known yet or not.

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::Role;
use crate::case::CaseState;
use crate::entry::{
    ChannelReport, CompanionNotice, ConsentScope, EntryBody, PaperServiceRecorded, PapersSent, PartyNumber,
    ServiceAddressForm, ServiceRebutted, ServiceTookEffect,
};
use crate::form::BlobRef;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Entry, EntryRef};
use crate::personal_data::hushed_debug;

/// An address form of a party.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfirmedAddress {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who signed or recorded it.
    pub by: PersonId,
    /// Whether the court recorded it from paper.
    pub on_paper: bool,
    /// The party.
    pub party: PartyNumber,
    /// The form.
    pub form: ServiceAddressForm,
    /// The picture of the signature.
    pub signature: BlobRef,
}

/// A declaration of a person on one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// For which party.
    pub party: PartyNumber,
    /// Whether they agree.
    pub agrees: bool,
}

/// A request for a paper copy.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperWish {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Words to the court.
    pub note: String,
}

/// A rebuttal as handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeRebuttal {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: PersonId,
    /// What it says.
    pub said: ServiceRebutted,
}

/// What an entry of service is about; whose it is follows from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A party.
    Party(PartyNumber),
    /// Something that was sent to a party.
    Sending(EntryRef),
    /// What a party said against a presumption.
    Rebuttal(EntryRef),
}

/// What parties said of service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answered {
    /// Address forms that parties signed, in their order.
    pub addresses: Vec<ConfirmedAddress>,
    /// What each person declared last on each step.
    pub consents: BTreeMap<(PersonId, ConsentScope), Declared>,
    /// When a paper was first opened: by what was sent, and the paper.
    pub opened: BTreeMap<(EntryRef, EntryRef), Instant>,
    /// When papers were signed for, by what was sent; the papers, or all when empty.
    pub signed_for: BTreeMap<EntryRef, Vec<(Instant, BTreeSet<EntryRef>)>>,
    /// Who wants which paper on paper.
    pub paper_wishes: BTreeMap<(PartyNumber, EntryRef), PaperWish>,
    /// Rebuttals by their entry.
    pub rebuttals: BTreeMap<EntryRef, MadeRebuttal>,
    /// What each of these entries is about: members of the party see it, whenever they came in.
    pub about: BTreeMap<EntryRef, About>,
}

/// Papers that were sent electronically.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Who sent them.
    pub by: PersonId,
    /// As what.
    pub role: Role,
    /// What, to whom and how.
    pub sent: PapersSent,
}

/// What a channel said of a sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reported {
    /// When it arrived first.
    pub arrived_at: Option<Instant>,
    /// When it came back.
    pub failed_at: Option<Instant>,
    /// When the recipient's system said "read".
    pub read_at: Option<Instant>,
}

/// A notice to look that went along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Companion {
    /// Which.
    pub notice: CompanionNotice,
    /// When.
    pub at: Instant,
    /// Whether it was sent.
    pub sent: bool,
}

/// A service on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPaper {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: PersonId,
    /// As what.
    pub role: Role,
    /// What, to whom and how.
    pub recorded: PaperServiceRecorded,
}

/// A ruling on a rebuttal; the first one stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Its entry.
    pub entry: EntryRef,
    /// When.
    pub at: Instant,
    /// Whether the rebuttal is upheld.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

/// A certified service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TookEffect {
    /// Its entry.
    pub entry: EntryRef,
    /// When it was certified.
    pub at: Instant,
    /// Since when and by which rule.
    pub effect: ServiceTookEffect,
}

/// What the court served.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Served {
    /// Address forms that the court recorded from paper.
    pub addresses: Vec<ConfirmedAddress>,
    /// Sendings in their order.
    pub sendings: BTreeMap<EntryRef, Sending>,
    /// What channels reported, by sending.
    pub reports: BTreeMap<EntryRef, Reported>,
    /// Why a sending came back, in the words of the channel.
    pub bounces: BTreeMap<EntryRef, String>,
    /// Notices that went along, by sending.
    pub companions: BTreeMap<EntryRef, Vec<Companion>>,
    /// Services on paper, by their entry.
    pub on_paper: BTreeMap<EntryRef, OnPaper>,
    /// Records of a service on paper that a later record took the place of.
    pub replaced: BTreeSet<EntryRef>,
    /// Everything that was tried with a paper and a party, in order: sendings and records that were not replaced.
    pub attempts: BTreeMap<(PartyNumber, EntryRef), Vec<EntryRef>>,
    /// Sendings that were taken back.
    pub recalled: BTreeMap<EntryRef, Instant>,
    /// Rulings by their rebuttal.
    pub rulings: BTreeMap<EntryRef, Ruled>,
    /// Certified services by party and paper; the last one counts.
    pub effects: BTreeMap<(PartyNumber, EntryRef), Vec<TookEffect>>,
    /// The party and paper of each certificate, by its entry.
    pub certified: BTreeMap<EntryRef, (PartyNumber, EntryRef)>,
    /// What each of these entries is about: members of the party see it, whenever they came in.
    pub about: BTreeMap<EntryRef, About>,
    /// Issued documents, by the entry that issued them, and the parties they were sent to.
    pub shown: BTreeMap<EntryRef, BTreeSet<PartyNumber>>,
    /// How many certificates the case has.
    pub n_certificates: u32,
}

hushed_debug! {
    Served { addresses, sendings, reports, companions, on_paper, replaced, attempts, recalled, rulings, effects, certified, about, shown, n_certificates },
    ConfirmedAddress { entry, at, party, on_paper },
    PaperWish { entry, at },
    Ruled { entry, at, upheld },
}

/// Folds one entry in; entries of other areas change nothing.
pub(crate) fn evolve(state: &mut CaseState, entry: &Entry) {
    let envelope = &entry.envelope;
    let (at, by, role) = (envelope.at, envelope.actor.person, envelope.actor.role);
    let entry_ref = envelope.entry_ref();
    let answered = &mut state.submitted.serving;
    let served = &mut state.decided.serving;
    match &entry.body {
        EntryBody::ServiceAddressConfirmed(confirmed) => {
            let address = ConfirmedAddress {
                entry: entry_ref,
                at,
                by,
                on_paper: confirmed.on_paper,
                party: confirmed.party,
                form: confirmed.form.clone(),
                signature: confirmed.signature.clone(),
            };
            let (addresses, about) = if confirmed.on_paper {
                (&mut served.addresses, &mut served.about)
            } else {
                (&mut answered.addresses, &mut answered.about)
            };
            addresses.push(address);
            about.insert(entry_ref, About::Party(confirmed.party));
        }
        EntryBody::ConsentDeclared(declared) => {
            answered.about.insert(entry_ref, About::Party(declared.party));
            for (scope, agrees) in &declared.scopes {
                let one = Declared { entry: entry_ref, at, party: declared.party, agrees: *agrees };
                answered.consents.insert((by, *scope), one);
            }
        }
        EntryBody::ServedOpened(opened) => {
            answered.about.insert(entry_ref, About::Sending(opened.sent));
            let first = answered.opened.entry((opened.sent, opened.paper)).or_insert(at);
            *first = (*first).min(at);
        }
        EntryBody::ServiceAcknowledged(signed_for) => {
            answered.about.insert(entry_ref, About::Sending(signed_for.sent));
            let papers = signed_for.papers.clone();
            answered.signed_for.entry(signed_for.sent).or_default().push((at, papers));
        }
        EntryBody::PaperRequested(wish) => {
            answered.about.insert(entry_ref, About::Party(wish.party));
            let made = PaperWish { entry: entry_ref, at, note: wish.note.clone() };
            answered.paper_wishes.entry((wish.party, wish.paper)).or_insert(made);
        }
        EntryBody::ServiceRebutted(said) => {
            answered.about.insert(entry_ref, About::Party(said.party));
            let made = MadeRebuttal { entry: entry_ref, at, by, said: said.clone() };
            answered.rebuttals.insert(entry_ref, made);
        }
        EntryBody::PapersSent(sent) => {
            served.about.insert(entry_ref, About::Party(sent.recipient));
            for paper in &sent.papers {
                served.attempts.entry((sent.recipient, paper.paper)).or_default().push(entry_ref);
                let document = state.decided.documents.get(&paper.paper);
                if let Some(issued) = document.and_then(|document| document.issued.as_ref()) {
                    served.shown.entry(issued.entry).or_default().insert(sent.recipient);
                }
            }
            if sent.arrived {
                served.reports.entry(entry_ref).or_default().arrived_at = Some(at);
            }
            let sending = Sending { entry: entry_ref, at, by, role, sent: sent.clone() };
            served.sendings.insert(entry_ref, sending);
        }
        EntryBody::ServiceReported(reported) => {
            served.about.insert(entry_ref, About::Sending(reported.sent));
            report(served, reported.sent, &reported.report, at);
        }
        EntryBody::RebuttalRuled(ruled) => {
            served.about.insert(entry_ref, About::Rebuttal(ruled.rebuttal));
            let ruling = Ruled { entry: entry_ref, at, upheld: ruled.upheld, reason: ruled.reason.clone() };
            served.rulings.entry(ruled.rebuttal).or_insert(ruling);
        }
        EntryBody::PaperServiceRecorded(recorded) => {
            served.about.insert(entry_ref, About::Party(recorded.recipient));
            if let Some(replaced) = recorded.replaces {
                served.replaced.insert(replaced);
                for attempts in served.attempts.values_mut() {
                    attempts.retain(|attempt| *attempt != replaced);
                }
            }
            for paper in &recorded.papers {
                served.attempts.entry((recorded.recipient, paper.paper)).or_default().push(entry_ref);
            }
            let one = OnPaper { entry: entry_ref, at, by, role, recorded: recorded.clone() };
            served.on_paper.insert(entry_ref, one);
        }
        EntryBody::ServiceRecalled(recalled) => {
            served.about.insert(entry_ref, About::Sending(recalled.sent));
            served.recalled.entry(recalled.sent).or_insert(at);
        }
        EntryBody::ServiceTookEffect(effect) => {
            served.about.insert(entry_ref, About::Party(effect.recipient));
            served.certified.insert(entry_ref, (effect.recipient, effect.paper));
            served.n_certificates = served.n_certificates.saturating_add(1);
            let one = TookEffect { entry: entry_ref, at, effect: effect.clone() };
            served.effects.entry((effect.recipient, effect.paper)).or_default().push(one);
        }
        _ => {}
    }
}

fn report(served: &mut Served, sent: EntryRef, said: &ChannelReport, noted_at: Instant) {
    // Nothing happened after it was noted: a clock of a channel that runs ahead is cut to the note.
    let first = |known: &mut Option<Instant>, at: Instant| {
        let at = at.min(noted_at);
        *known = Some(known.map_or(at, |known| known.min(at)));
    };
    match said {
        ChannelReport::Arrived { at, .. } => {
            first(&mut served.reports.entry(sent).or_default().arrived_at, *at);
        }
        ChannelReport::Bounced { at, reason } => {
            first(&mut served.reports.entry(sent).or_default().failed_at, *at);
            served.bounces.entry(sent).or_insert_with(|| reason.clone());
        }
        ChannelReport::Read { at, .. } => {
            first(&mut served.reports.entry(sent).or_default().read_at, *at);
        }
        ChannelReport::CompanionSent { notice, at } => {
            let one = Companion { notice: *notice, at: *at, sent: true };
            served.companions.entry(sent).or_default().push(one);
        }
        ChannelReport::CompanionFailed { notice, at } => {
            let one = Companion { notice: *notice, at: *at, sent: false };
            served.companions.entry(sent).or_default().push(one);
        }
    }
}

impl CaseState {
    /// The address form of a party that counts now: the last one.
    pub fn service_address(&self, party: PartyNumber) -> Option<&ConfirmedAddress> {
        let signed = self.submitted.serving.addresses.iter();
        let all = signed.chain(&self.decided.serving.addresses).filter(|address| address.party == party);
        all.max_by_key(|address| (address.at, address.entry))
    }
}
