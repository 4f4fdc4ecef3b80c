//! What is served and has no certificate yet, and the entry that certifies it.

use std::collections::BTreeSet;

use super::item::standing_effect;
use super::{Refusal, item_facts, of_court};
use crate::actor::{Actor, Standing};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::command::{self, CertifyService, Setting, Zone};
use crate::entry::{EntryBody, PartyNumber, ServedPaper, ServiceTookEffect};
use crate::log::{Draft, EntryRef};
use crate::permission::{self, Act};
use crate::service::{Effective, decide};

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
/// out to serve, or a day that was proved otherwise, makes a new certificate.
pub fn uncertified(state: &CaseState, today: BeijingDate) -> Vec<Uncertified> {
    let served = &state.decided.serving;
    let electronic = served.sendings.values().map(|one| (one.sent.recipient, &one.sent.papers));
    let on_paper = served.on_paper.values().map(|one| (one.recorded.recipient, &one.recorded.papers));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (recipient, papers) in electronic.chain(on_paper) {
        for paper in papers {
            if seen.insert((recipient, paper.paper)) {
                found.extend(lacking(state, recipient, paper, today));
            }
        }
    }
    found
}

fn lacking(
    state: &CaseState,
    recipient: PartyNumber,
    paper: &ServedPaper,
    today: BeijingDate,
) -> Option<Uncertified> {
    let known = item_facts(state, recipient, paper.paper, today);
    let verdict = decide(&known.facts).ok()?;
    if standing_effect(state, recipient, paper.paper, &verdict, &known.attempts).is_some() {
        return None;
    }
    let effective = verdict.effective?;
    let attempt = *known.attempts.get(effective.attempt)?;
    Some(Uncertified { recipient, paper: paper.clone(), attempt, effective })
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
/// was taken meanwhile.
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
    let all = uncertified(state, setting.now.beijing_date());
    let one =
        all.into_iter().find(|one| one.recipient == command.recipient && one.paper.paper == command.paper);
    let one = one.filter(|_| command.number == certificate_number(state)).ok_or(Refusal::NothingToCertify)?;
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
