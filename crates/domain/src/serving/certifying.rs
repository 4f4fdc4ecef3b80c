//! What is served and has no certificate yet, and the entry that certifies it.

use super::facts::{find, judged};
use super::item::standing_effect;
use super::{Refusal, of_court};
use crate::actor::{Actor, Standing};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::command::{self, CertifyService, Setting, Zone};
use crate::entry::{EntryBody, PartyNumber, ServedPaper, ServiceTookEffect};
use crate::facts::Facts;
use crate::log::{Draft, EntryRef};
use crate::permission::{self, Act};
use crate::service::Effective;

/// A service that the rules say counts, and that no certificate says so of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncertified {
    /// The party.
    pub recipient: PartyNumber,
    /// The paper.
    pub paper: ServedPaper,
    /// The entry of the attempt that serves.
    pub attempt: EntryRef,
    /// Since when and by which rule.
    pub effective: Effective,
}

/// Every service of the case that counts on `today` and lacks its certificate. An earlier attempt that turns
/// out to serve, a day that was proved otherwise, and an answer to what was presumed make a new certificate.
pub fn uncertified(state: &CaseState, facts: &Facts, today: BeijingDate) -> Vec<Uncertified> {
    let tried = state.decided.serving.attempts.keys();
    tried.filter_map(|(recipient, paper)| lacking(state, facts, *recipient, *paper, today)).collect()
}

fn lacking(
    state: &CaseState,
    facts: &Facts,
    recipient: PartyNumber,
    paper: EntryRef,
    today: BeijingDate,
) -> Option<Uncertified> {
    let judged = judged(state, facts, recipient, paper, today);
    if standing_effect(state, recipient, paper, &judged).is_some() {
        return None;
    }
    let served = &state.decided.serving;
    let attempt = judged.serving()?;
    let sent = served.sendings.get(&attempt).map(|one| &one.sent.papers);
    let papers = sent.or_else(|| served.on_paper.get(&attempt).map(|one| &one.recorded.papers))?;
    let paper = find(papers, paper)?.clone();
    Some(Uncertified { recipient, paper, attempt, effective: judged.verdict.effective? })
}

/// Number of the next certificate of the case.
pub fn certificate_number(state: &CaseState) -> String {
    let case = state.decided.registration.as_ref();
    let case = case.map(|registration| registration.case_number.to_string()).unwrap_or_default();
    let n = state.decided.serving.n_certificates.saturating_add(1);
    format!("{case}送证第{n}号")
}

/// Decides whether a certified service is recorded. What it says follows from the case: the caller only
/// brings the certificate with the next number.
///
/// # Errors
///
/// Refuses everybody but the node of the court itself, what is not served or is certified, and a number that
/// another certificate took meanwhile: the certificate is made anew with the next one.
///
/// # Source
///
/// 在线诉讼规则 §31.
pub fn decide_certify(
    state: &CaseState,
    actor: &Actor,
    command: &CertifyService,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = state.membership(actor).ok_or(permission::Refusal::NotAMember)?;
    if !matches!(actor.standing, Standing::System) || setting.zone == Zone::Front {
        let act = Act::SendPapers;
        return Err(permission::Refusal::NotAllowed { role: membership.role, act }.into());
    }
    let today = setting.now.beijing_date();
    let one = lacking(state, setting.facts, command.recipient, command.paper, today);
    let one = one.ok_or(Refusal::NothingToCertify)?;
    let next = certificate_number(state);
    if command.number != next {
        return Err(Refusal::NumberTaken { next }.into());
    }
    let Effective { on, at, rule, presumed, source, .. } = one.effective;
    let body = EntryBody::ServiceTookEffect(ServiceTookEffect {
        recipient: one.recipient,
        paper: one.paper.paper,
        template: one.paper.template,
        title: one.paper.title,
        attempt: one.attempt,
        rule,
        on,
        at,
        presumed,
        source: source.into_iter().map(str::to_owned).collect(),
        number: command.number.clone(),
        certificate: command.certificate.clone(),
        code: command.code.clone(),
    });
    Ok(vec![of_court(state, one.recipient, actor, membership, body)])
}
