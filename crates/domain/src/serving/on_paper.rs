//! Service on paper, recorded by hand: personal, left behind, by post, by another court, announced.

use std::collections::BTreeSet;

use super::{Refusal, of_court, servable};
use crate::actor::Actor;
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::command::{self, RecordPaperService, Setting};
use crate::document;
use crate::entry::{EntryBody, PaperServiceRecorded, Procedure, ServedPaper};
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};
use crate::service::{Attempt, AttemptVerdict, NotServed, ServiceFacts, decide};

/// Longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// Decides whether a service on paper is recorded.
///
/// # Errors
///
/// Refuses electronic ways, days that are not possible, ways that are closed to the document or in the
/// procedure, and records that complete no record of the same papers and party.
///
/// # Source
///
/// 民事诉讼法 §87, §88, §89, §91, §95; 民诉法解释 §140.
pub fn decide_record_paper(
    state: &CaseState,
    actor: &Actor,
    command: &RecordPaperService,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RecordPaperService, setting.now)?;
    document::check_papers_of_desk(state, membership.role, &command.papers)?;
    let today = setting.now.beijing_date();
    state.party(command.recipient).ok_or(Refusal::NoSuchParty)?;
    if command.papers.is_empty() {
        return Err(Refusal::Nothing.into());
    }
    if has_twice(&command.papers) {
        return Err(Refusal::NothingChanges.into());
    }
    if matches!(command.way, Attempt::Electronic { .. } | Attempt::Companion { .. }) {
        return Err(Refusal::NotOnPaper.into());
    }
    if command.note.trim().chars().count() > LONGEST_NOTE {
        return Err(Refusal::TooLong { longest: LONGEST_NOTE }.into());
    }
    let registered = state.decided.registration.as_ref();
    let filed_on = registered.map(|registration| registration.filed_on);
    let possible = |day: &BeijingDate| *day <= today && filed_on.is_none_or(|filed_on| *day >= filed_on);
    if !days_of(&command.way).iter().all(possible) {
        return Err(Refusal::ImpossibleDay.into());
    }
    if let Some(replaced) = command.replaces {
        let served = &state.decided.serving;
        let known = served.on_paper.get(&replaced).filter(|one| {
            let papers = one.recorded.papers.iter().map(|one| one.paper);
            let same: BTreeSet<EntryRef> = papers.collect();
            let named: BTreeSet<EntryRef> = command.papers.iter().copied().collect();
            one.recorded.recipient == command.recipient && same == named
        });
        if known.is_none() || served.replaced.contains(&replaced) {
            return Err(Refusal::NoSuchSending.into());
        }
    }
    let own = |paper: &EntryRef| servable(state, command.recipient, *paper, setting.facts);
    let papers = command.papers.iter().map(own).collect::<Result<Vec<ServedPaper>, Refusal>>()?;
    let procedure = registered.map_or(Procedure::Ordinary, |registration| registration.procedure);
    for paper in &papers {
        check_way(paper, &command.way, procedure, today)?;
    }
    let body = EntryBody::PaperServiceRecorded(PaperServiceRecorded {
        recipient: command.recipient,
        papers,
        way: command.way.clone(),
        note: command.note.trim().to_owned(),
        proofs: command.proofs.clone(),
        replaces: command.replaces,
    });
    Ok(vec![of_court(state, command.recipient, actor, membership, body)])
}

/// Whether a paper is named twice.
pub(super) fn has_twice(papers: &[EntryRef]) -> bool {
    papers.iter().collect::<BTreeSet<_>>().len() != papers.len()
}

/// The days of a way on paper.
fn days_of(way: &Attempt) -> Vec<BeijingDate> {
    match way {
        Attempt::Personal { signed_on, .. } => vec![*signed_on],
        Attempt::RefusedAtCourt { on, .. } => vec![*on],
        Attempt::Leaving { left_on, .. } => vec![*left_on],
        Attempt::Entrusted { signed_on } | Attempt::Forwarded { signed_on } => {
            signed_on.iter().copied().collect()
        }
        Attempt::Post { received_on, returned_on, .. } => {
            received_on.iter().chain(returned_on).copied().collect()
        }
        Attempt::Announcement { published_on, .. } => vec![*published_on],
        Attempt::Electronic { .. } | Attempt::Companion { .. } => Vec::new(),
    }
}

/// Refuses a way that can never serve this paper in this procedure; one that waits for its return is recorded.
fn check_way(
    paper: &ServedPaper,
    way: &Attempt,
    procedure: Procedure,
    today: BeijingDate,
) -> Result<(), Refusal> {
    let facts = ServiceFacts {
        document: paper.kind,
        procedure,
        consent: crate::service::Consent::default(),
        attempts: vec![way.clone()],
        today,
    };
    let verdict = decide(&facts)?;
    match verdict.attempts.first() {
        Some(AttemptVerdict::DoesNot {
            because:
                because @ (NotServed::NotForThisDocument
                | NotServed::NotInThisProcedure
                | NotServed::OtherWaysOpen
                | NotServed::NotRecorded),
            ..
        }) => Err(Refusal::WayClosed { because: *because }),
        _ => Ok(()),
    }
}
