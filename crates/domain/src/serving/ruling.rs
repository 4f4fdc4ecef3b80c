//! What the court says afterwards: on a rebuttal, and that it takes something back.

use super::{Refusal, judged, of_court};
use crate::actor::Actor;
use crate::case::CaseState;
use crate::command::{self, RecallService, RuleOnRebuttal, Setting};
use crate::document;
use crate::entry::{EntryBody, RebuttalRuled, ServiceRecalled};
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};

/// Longest reason, in characters.
const LONGEST_REASON: usize = 1000;

fn reason_of(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::NoReason);
    }
    if text.chars().count() > LONGEST_REASON {
        return Err(Refusal::TooLong { longest: LONGEST_REASON });
    }
    Ok(text.to_owned())
}

/// Decides a ruling on a rebuttal; the first one stands. Upheld, the paper is not served by having been read,
/// and the periods that ran from it end.
///
/// # Errors
///
/// Refuses without a reason, what is no rebuttal, and what was ruled on.
///
/// # Source
///
/// 在线诉讼规则 §31.
pub fn decide_rule_on_rebuttal(
    state: &CaseState,
    actor: &Actor,
    command: &RuleOnRebuttal,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RuleOnRebuttal, setting.now)?;
    let made = state.submitted.serving.rebuttals.get(&command.rebuttal).ok_or(Refusal::NoSuchRebuttal)?;
    if state.decided.serving.rulings.contains_key(&command.rebuttal) {
        return Err(Refusal::AlreadyDecided.into());
    }
    let reason = reason_of(&command.reason)?;
    let ruled = RebuttalRuled { rebuttal: command.rebuttal, upheld: command.upheld, reason };
    let party = made.said.party;
    Ok(vec![of_court(state, party, actor, membership, EntryBody::RebuttalRuled(ruled))])
}

/// Decides whether a sending is taken back. What has served stays served: a corrected document is served anew.
///
/// # Errors
///
/// Refuses without a reason, and what has served or was taken back.
pub fn decide_recall(
    state: &CaseState,
    actor: &Actor,
    command: &RecallService,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RecallService, setting.now)?;
    let served = &state.decided.serving;
    let sending = served.sendings.get(&command.sent).ok_or(Refusal::NoSuchSending)?;
    let papers: Vec<EntryRef> = sending.sent.papers.iter().map(|one| one.paper).collect();
    document::check_papers_of_desk(state, membership.role, &papers)?;
    if served.recalled.contains_key(&command.sent) {
        return Err(Refusal::Recalled.into());
    }
    let party = sending.sent.recipient;
    for one in &sending.sent.papers {
        let judged = judged(state, setting.facts, party, one.paper, setting.now.beijing_date());
        if judged.serving() == Some(command.sent) {
            return Err(Refusal::HasServed.into());
        }
    }
    let reason = reason_of(&command.reason)?;
    let body = EntryBody::ServiceRecalled(ServiceRecalled { sent: command.sent, reason });
    Ok(vec![of_court(state, party, actor, membership, body)])
}
