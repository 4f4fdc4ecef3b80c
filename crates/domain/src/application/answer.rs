//! The answer to the complaint (答辩状).

use std::collections::BTreeSet;

use super::authority::{self, Authority};
use super::{Refusal, claims};
use crate::actor::{Actor, Side};
use crate::audience::{Audience, Class};
use crate::case::{CaseState, Membership};
use crate::command::{self, FileAnswer, Setting};
use crate::entry::{AnswerForm, ClaimAnswer, ClaimStance, EntryBody, PartyNumber};
use crate::form::{FilingKind, SpecialItem};
use crate::instant::Instant;
use crate::log::{Draft, DraftBody, Origin};
use crate::permission::{Act, may, stamp};

/// Longest text, in characters.
const LONGEST_TEXT: usize = 20_000;
/// Most papers of one answer.
const MOST_ATTACHMENTS: usize = 30;

/// Whether `actor` may answer the complaint now, for which party, and under what.
///
/// # Errors
///
/// Refuses claimants and their agents, and agents whose power of attorney does not cover the case.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §128.
pub fn may_answer<'case>(
    state: &'case CaseState,
    actor: &Actor,
    now: Instant,
) -> Result<(Membership, PartyNumber, Authority<'case>), command::Refusal> {
    let membership = may(state, actor, Act::FileAnswer, now)?;
    let party = is_for(state, membership)?;
    let authority = authority::authority(state, membership, actor.person);
    authority.covers(state, now.beijing_date())?;
    Ok((membership, party, authority))
}

/// The party that answers, if a member is one of those against whom the suit goes, or a third party.
pub(super) fn is_for(state: &CaseState, membership: Membership) -> Result<PartyNumber, Refusal> {
    let answered = match state.kind() {
        Some(FilingKind::CivilFirstInstance | FilingKind::AdministrativeFirstInstance) => true,
        Some(FilingKind::Enforcement) | None => false,
    };
    let other_side = matches!(membership.side, Some(Side::Respondent | Side::ThirdParty));
    membership.party.filter(|_| answered && other_side).ok_or(Refusal::NotAnswering)
}

/// Whether `actor` may admit a claim in the answer: an agent needs the special item.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §62.
pub fn may_admit(state: &CaseState, actor: &Actor, now: Instant) -> bool {
    may_answer(state, actor, now)
        .is_ok_and(|(_, _, authority)| authority.has(SpecialItem::Admit, None).is_ok())
}

/// Decides whether an answer is taken in. It may come late and may come again: the last one counts, the
/// earlier ones stay in the record.
///
/// # Errors
///
/// Refuses claimants, claims that do not exist, and agents who admit without the special item.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §62, §128.
pub fn decide_file_answer(
    state: &CaseState,
    actor: &Actor,
    command: &FileAnswer,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let (membership, party, authority) = may_answer(state, actor, setting.now)?;
    check_words(&command.answer)?;
    check_admissions(authority, &command.answer)?;
    let claims = claims(state);
    for answered in &command.answer.claims {
        let known = claims.get(usize::from(answered.claim)).is_some_and(|claim| !claim.waived);
        if !known {
            return Err(Refusal::NoSuchClaim { claim: answered.claim }.into());
        }
    }
    let body = EntryBody::AnswerFiled { party, answer: command.answer.clone() };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Material,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin: Origin::Front,
    }])
}

/// Whether an answer says something, once to each claim, and not too much.
pub(super) fn check_words(answer: &AnswerForm) -> Result<(), Refusal> {
    let mut answered = BTreeSet::new();
    for claim in &answer.claims {
        if !answered.insert(claim.claim) {
            return Err(Refusal::ClaimTwice { claim: claim.claim });
        }
    }
    let blank = |words: &str| words.trim().is_empty();
    if answer.claims.is_empty() && blank(&answer.statement) && blank(&answer.facts_and_reasons) {
        return Err(Refusal::EmptyAnswer);
    }
    let reasons = answer.claims.iter().map(|claim| claim.reason.as_str());
    let mut words = [answer.statement.as_str(), answer.facts_and_reasons.as_str()].into_iter().chain(reasons);
    let fits = words.all(|words| words.chars().count() <= LONGEST_TEXT);
    if fits && answer.attachments.len() <= MOST_ATTACHMENTS {
        Ok(())
    } else {
        Err(Refusal::TooLong { longest: LONGEST_TEXT })
    }
}

/// Whether whoever answers may admit what they admit.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §62.
pub(super) fn check_admissions(authority: Authority<'_>, answer: &AnswerForm) -> Result<(), Refusal> {
    let admits = |claim: &ClaimAnswer| match claim.stance {
        ClaimStance::Admit | ClaimStance::PartlyAdmit => true,
        ClaimStance::Deny => false,
    };
    if answer.claims.iter().any(admits) { authority.has(SpecialItem::Admit, None) } else { Ok(()) }
}
