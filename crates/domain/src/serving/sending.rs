//! Sending papers: to whom, by which channel, and what the channels report.

use std::collections::BTreeSet;

use super::item::is_over;
use super::on_paper::has_twice;
use super::{Refusal, address, agrees_to_service, judged, of_court, receivers};
use crate::actor::{Actor, Standing};
use crate::case::CaseState;
use crate::command::{self, ReportService, SendPapers, SendTo, Setting, Zone};
use crate::document;
use crate::entry::{
    ChannelReport, EntryBody, PapersSent, PartyNumber, Receiver, ServedPaper, ServiceChannel, ServiceReported,
};
use crate::evidence;
use crate::facts::Facts;
use crate::form::BlobRef;
use crate::log::{Draft, EntryRef};
use crate::permission::{self, Act, may};
use crate::policy::CaseFlag;
use crate::service::{AddressStanding, ServedDocument};

/// A paper that can be served on a party: an issued document that is for it, or an exhibit it may know of.
///
/// # Errors
///
/// Refuses drafts, documents that were set aside, documents for other parties and restricted exhibits.
pub fn servable(
    state: &CaseState,
    party: PartyNumber,
    paper: EntryRef,
    facts: &Facts,
) -> Result<ServedPaper, Refusal> {
    if let Some(document) = state.decided.documents.get(&paper).filter(|document| document.is_alive()) {
        let issued = document.issued.as_ref().ok_or(Refusal::NotApproved)?;
        let parties = &document.latest.parties;
        if !parties.is_empty() && !parties.contains(&party) {
            return Err(Refusal::ForOthers);
        }
        return Ok(ServedPaper {
            paper,
            kind: facts.served.kind(&document.template),
            template: document.template.clone(),
            title: document.latest.title.clone(),
            files: vec![issued.file.clone()],
            code: issued.code.clone(),
        });
    }
    let exhibit = state.exhibit(paper).ok_or(Refusal::NoSuchPaper)?;
    if !evidence::counts(state, paper) {
        return Err(Refusal::NoSuchPaper);
    }
    // Until the court has decided on the wish for it, it is restricted.
    if evidence::is_restricted(state, exhibit) {
        return Err(Refusal::Restricted);
    }
    let files: Vec<BlobRef> = exhibit.form.pages.iter().flat_map(|page| page.blobs()).cloned().collect();
    let (kind, template) = (ServedDocument::Ordinary, String::new());
    let (title, code) = (exhibit.form.name.clone(), String::new());
    Ok(ServedPaper { paper, kind, template, title, files, code })
}

/// Decides whether papers are sent. All or nothing: one party that cannot be reached so stops the whole act
/// before anything is sent.
///
/// On a node that keeps both zones the mailbox is reached by the same commit, so the papers arrive with the
/// act; otherwise the channel reports it.
///
/// # Errors
///
/// Refuses papers that cannot be served on a party, parties that refused electronic service or have no such
/// address, what is on its way already, and everything of a case that touches state secrets.
///
/// # Source
///
/// 民事诉讼法 §90; 在线诉讼规则 §29, §31; 保守国家秘密法 §31.
pub fn decide_send(
    state: &CaseState,
    actor: &Actor,
    command: &SendPapers,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::SendPapers, setting.now)?;
    document::check_papers_of_desk(state, membership.role, &command.papers)?;
    if command.papers.is_empty() || command.to.is_empty() {
        return Err(Refusal::Nothing.into());
    }
    if state.decided.flags.contains(&CaseFlag::StateSecret) {
        return Err(Refusal::StaysInside.into());
    }
    let named: BTreeSet<_> = command.to.iter().map(|to| (to.party, to.channel)).collect();
    if has_twice(&command.papers) || named.len() != command.to.len() {
        return Err(Refusal::NothingChanges.into());
    }
    let one = |to: &SendTo| {
        let sent = sending_to(state, &command.papers, to, command, setting)?;
        Ok(of_court(state, to.party, actor, membership, EntryBody::PapersSent(sent)))
    };
    command.to.iter().map(one).collect()
}

fn sending_to(
    state: &CaseState,
    papers: &[EntryRef],
    to: &SendTo,
    command: &SendPapers,
    setting: Setting<'_>,
) -> Result<PapersSent, Refusal> {
    let (_, form) = state.party(to.party).ok_or(Refusal::NoSuchParty)?;
    let (consent, said) = agrees_to_service(state, to.party);
    if consent.refused_at.is_some() {
        return Err(Refusal::NoConsent);
    }
    let own = |paper: &EntryRef| servable(state, to.party, *paper, setting.facts);
    let papers = papers.iter().map(own).collect::<Result<Vec<ServedPaper>, Refusal>>()?;
    let receivers = receivers(state, to.party);
    let (address, standing) = address_of(state, to, receivers.is_empty())?;
    if papers.iter().any(|one| is_on_its_way(state, to, one.paper, (&address, standing), setting)) {
        return Err(Refusal::OnItsWay);
    }
    Ok(PapersSent {
        recipient: to.party,
        name: form.name.clone(),
        receivers: receivers
            .into_iter()
            .map(|(person, name)| Receiver { person, name: name.to_owned() })
            .collect(),
        papers,
        channel: to.channel,
        address,
        standing,
        basis: consent.basis,
        consent: said,
        companions: command.companions.clone(),
        arrived: to.channel == ServiceChannel::Mailbox && setting.zone == Zone::All,
    })
}

/// The address of a channel and whose it is. What the party confirmed goes before what the court was told.
fn address_of(
    state: &CaseState,
    to: &SendTo,
    nobody_there: bool,
) -> Result<(String, AddressStanding), Refusal> {
    let confirmed = state.service_address(to.party).filter(|address| address.form.electronic);
    match to.channel {
        ServiceChannel::Mailbox if nobody_there => Err(Refusal::NoMailbox),
        // The account is the recipient's own, whose identity was checked; an address for service it is by
        // confirmation.
        ServiceChannel::Mailbox => {
            let is_confirmed = confirmed.is_some_and(|address| address.form.mailbox);
            let standing = if is_confirmed { AddressStanding::Confirmed } else { AddressStanding::Own };
            Ok((String::new(), standing))
        }
        ServiceChannel::Email => {
            let confirmed = confirmed.and_then(|address| address.form.email.clone());
            let given = to.address.as_deref().map(str::trim).filter(|given| !given.is_empty());
            match (confirmed, given) {
                (Some(email), None) => Ok((email, AddressStanding::Confirmed)),
                (Some(email), Some(given)) if email.eq_ignore_ascii_case(given) => {
                    Ok((email, AddressStanding::Confirmed))
                }
                (_, Some(given)) if address::is_email(given) => {
                    let standing = match to.standing {
                        Some(AddressStanding::Own) => AddressStanding::Own,
                        Some(AddressStanding::Confirmed | AddressStanding::Unsure) | None => {
                            AddressStanding::Unsure
                        }
                    };
                    Ok((given.to_owned(), standing))
                }
                _ => Err(Refusal::NoEmail),
            }
        }
    }
}

/// Whether the paper went to the party by this channel and address and did not come to nothing. An address that
/// is surer now than it was then is another one: what arrives there now may serve.
fn is_on_its_way(
    state: &CaseState,
    to: &SendTo,
    paper: EntryRef,
    (address, standing): (&str, AddressStanding),
    setting: Setting<'_>,
) -> bool {
    let judged = judged(state, setting.facts, to.party, paper, setting.now.beijing_date());
    judged.attempts.iter().any(|attempt| {
        let same = state.decided.serving.sendings.get(attempt).is_some_and(|sending| {
            sending.sent.channel == to.channel
                && sending.sent.address.eq_ignore_ascii_case(address)
                && sending.sent.standing == standing
        });
        same && !judged.of(*attempt).is_some_and(is_over)
    })
}

/// Decides whether a report of a channel is noted. The node alone notes it; the same twice changes nothing.
///
/// # Errors
///
/// Refuses everybody but the node itself, and reports that are known.
pub fn decide_report(
    state: &CaseState,
    actor: &Actor,
    command: &ReportService,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = state.membership(actor).ok_or(permission::Refusal::NotAMember)?;
    if !matches!(actor.standing, Standing::System) || setting.zone == Zone::Front {
        let act = Act::SendPapers;
        return Err(permission::Refusal::NotAllowed { role: membership.role, act }.into());
    }
    let served = &state.decided.serving;
    let sending = served.sendings.get(&command.sent).ok_or(Refusal::NoSuchSending)?;
    let reported = served.reports.get(&command.sent).copied().unwrap_or_default();
    let companion = |wanted, or_failed| {
        let mut known = served.companions.get(&command.sent).into_iter().flatten();
        known.any(|one| one.notice == wanted && (one.sent || or_failed))
    };
    let known = match &command.report {
        ChannelReport::Arrived { .. } => reported.arrived_at.is_some(),
        ChannelReport::Bounced { .. } => reported.failed_at.is_some(),
        ChannelReport::Read { .. } => reported.read_at.is_some(),
        ChannelReport::CompanionSent { notice, .. } => companion(*notice, false),
        ChannelReport::CompanionFailed { notice, .. } => companion(*notice, true),
    };
    if known {
        return Err(Refusal::NothingChanges.into());
    }
    let reported = ServiceReported { sent: command.sent, report: command.report.clone() };
    let body = EntryBody::ServiceReported(reported);
    Ok(vec![of_court(state, sending.sent.recipient, actor, membership, body)])
}
