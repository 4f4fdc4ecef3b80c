//! Service of documents (送达): when a document counts as served on its recipient, by which rule.
//!
//! Periods of a party run from service on that party, so this is computed from facts and never assumed: a
//! message that was delivered in a chat serves nothing. [`decide`] takes what happened with one document
//! and one recipient and says since when it is served, or why not and what to try next.
//!
//! To add a way of service: 1. its facts in [`Attempt`]; 2. its arm in `judge`; 3. its rung in `next_steps`;
//! 4. rows in `tests/it/law/service.rs`, each with its article.

mod facts;
mod verdict;

pub use self::facts::{
    AddressStanding, Attempt, Consent, ConsentBasis, Rebuttal, RebuttalGround, ServedDocument, ServiceFacts,
    TakenBy,
};
pub use self::verdict::{AttemptVerdict, Effective, NextStep, NotServed, ServiceRule, Verdict};
use crate::calendar::{BeijingDate, CalendarRefusal};
use crate::entry::Procedure;
use crate::instant::Instant;

const CPL_87: &str = "民事诉讼法 §87";
const CPL_88: &str = "民事诉讼法 §88";
const CPL_89: &str = "民事诉讼法 §89";
const CPL_91: &str = "民事诉讼法 §91";
const CPL_93: &str = "民事诉讼法 §93";
const CPL_95: &str = "民事诉讼法 §95";
const CPLJ_131: &str = "民诉法解释 §131";
const CPLJ_133: &str = "民诉法解释 §133";
const CPLJ_135: &str = "民诉法解释 §135";
const CPLJ_140: &str = "民诉法解释 §140";
const OLR_29: &str = "在线诉讼规则 §29";
const OLR_31: &str = "在线诉讼规则 §31";
const OLR_32: &str = "在线诉讼规则 §32";
const SIM_10: &str = "简易程序规定 §10";

/// Days after which an announcement serves.
const ANNOUNCED_FOR_DAYS: i32 = 30;

/// Facts that cannot be true together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceRefusal {
    /// Something happened before the document was sent.
    #[error("attempt {attempt}: '{what}' lies before the document was sent")]
    BeforeSent {
        /// The attempt, from 0.
        attempt: usize,
        /// Which of its facts.
        what: &'static str,
    },
    /// It was read or answered before it arrived.
    #[error("attempt {attempt}: '{what}' lies before the document arrived")]
    BeforeArrival {
        /// The attempt, from 0.
        attempt: usize,
        /// Which of its facts.
        what: &'static str,
    },
    /// Beyond the end of the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarRefusal),
}

/// Says when the document is served on the recipient: the earliest of all attempts counts.
///
/// A document is never served before it arrived, and a notice to look (短信, 订阅消息) never serves.
///
/// # Errors
///
/// [`ServiceRefusal`] when the facts cannot be true together.
///
/// # Source
///
/// 中华人民共和国民事诉讼法 §87, §88, §89, §90, §91, §93, §95; 民诉法解释 §131, §133, §135, §140; 在线诉讼规则 §29, §31, §32.
pub fn decide(facts: &ServiceFacts) -> Result<Verdict, ServiceRefusal> {
    let mut attempts = Vec::with_capacity(facts.attempts.len());
    for (number, attempt) in facts.attempts.iter().enumerate() {
        check(number, attempt)?;
        attempts.push(judge(facts, number, attempt)?);
    }
    let serving = attempts.iter().filter_map(|verdict| match verdict {
        AttemptVerdict::Serves { effective } => Some(effective),
        AttemptVerdict::DoesNot { .. } => None,
    });
    // Of one day, a moment of it counts before the day as a whole.
    let effective = serving.min_by_key(|one| (one.on, one.at.map_or(i64::MAX, |at| at.0))).cloned();
    let next = if effective.is_some() { Vec::new() } else { next_steps(facts, &attempts) };
    Ok(Verdict { effective, attempts, next })
}

/// Whether the facts of an attempt can be true together.
fn check(number: usize, attempt: &Attempt) -> Result<(), ServiceRefusal> {
    let Attempt::Electronic {
        sent_at,
        arrived_at,
        proved_arrival_at,
        failed_at,
        read_at,
        acknowledged_at,
        acted_at,
        recalled_at,
        ..
    } = attempt
    else {
        return Ok(());
    };
    let before_sent = [
        ("arrived_at", arrived_at),
        ("proved_arrival_at", proved_arrival_at),
        ("failed_at", failed_at),
        ("read_at", read_at),
        ("acknowledged_at", acknowledged_at),
        ("acted_at", acted_at),
        ("recalled_at", recalled_at),
    ];
    if let Some((what, _)) = before_sent.into_iter().find(|(_, at)| at.is_some_and(|at| at < *sent_at)) {
        return Err(ServiceRefusal::BeforeSent { attempt: number, what });
    }
    let arrival = proved_arrival_at.or(*arrived_at);
    let reactions = [("read_at", read_at), ("acknowledged_at", acknowledged_at), ("acted_at", acted_at)];
    let early = |at: &Option<Instant>| at.zip(arrival).is_some_and(|(at, arrival)| at < arrival);
    match reactions.into_iter().find(|(_, at)| early(at)) {
        Some((what, _)) => Err(ServiceRefusal::BeforeArrival { attempt: number, what }),
        None => Ok(()),
    }
}

fn does_not(because: NotServed, source: &[&'static str]) -> AttemptVerdict {
    AttemptVerdict::DoesNot { because, source: source.to_vec() }
}

fn serves_at(attempt: usize, at: Instant, rule: ServiceRule, source: &[&'static str]) -> Effective {
    let (on, presumed) = (at.beijing_date(), rule == ServiceRule::B2);
    Effective {
        on,
        at: Some(at),
        rule,
        presumed,
        contested: false,
        carries_default_judgment: !presumed,
        attempt,
        source: source.to_vec(),
    }
}

fn serves_on(attempt: usize, on: BeijingDate, rule: ServiceRule, source: &[&'static str]) -> AttemptVerdict {
    AttemptVerdict::Serves {
        effective: Effective {
            on,
            at: None,
            rule,
            presumed: false,
            contested: false,
            carries_default_judgment: true,
            attempt,
            source: source.to_vec(),
        },
    }
}

fn judge(facts: &ServiceFacts, number: usize, attempt: &Attempt) -> Result<AttemptVerdict, ServiceRefusal> {
    let in_person = facts.document == ServedDocument::MediationStatement;
    Ok(match attempt {
        Attempt::Electronic { .. } => electronic(facts, number, attempt),
        Attempt::Companion { .. } => does_not(NotServed::CompanionOnly, &[OLR_32]),
        // A mediation statement goes to the party, or to the receiver the party named for it.
        Attempt::Personal { taken_by, signed_on } => match taken_by {
            TakenBy::Recipient | TakenBy::NamedReceiver | TakenBy::OrganisationReceiver => {
                serves_on(number, *signed_on, ServiceRule::Personal, &[CPL_87, CPL_88])
            }
            TakenBy::AdultFamily | TakenBy::Agent if in_person => {
                does_not(NotServed::NotForThisDocument, &[CPLJ_133])
            }
            TakenBy::AdultFamily | TakenBy::Agent => {
                serves_on(number, *signed_on, ServiceRule::Personal, &[CPL_87, CPL_88])
            }
        },
        Attempt::RefusedAtCourt { .. } | Attempt::Leaving { .. } if in_person => {
            does_not(NotServed::NotForThisDocument, &[CPLJ_133])
        }
        Attempt::RefusedAtCourt { on, noted: true } => {
            serves_on(number, *on, ServiceRule::RefusedAtCourt, &[CPLJ_131])
        }
        Attempt::RefusedAtCourt { noted: false, .. } => does_not(NotServed::NotRecorded, &[CPLJ_131]),
        Attempt::Leaving { left_on, recorded: true } => {
            serves_on(number, *left_on, ServiceRule::Leaving, &[CPL_89])
        }
        Attempt::Leaving { recorded: false, .. } => does_not(NotServed::NotRecorded, &[CPL_89]),
        Attempt::Entrusted { signed_on: Some(on) } => {
            serves_on(number, *on, ServiceRule::Entrusted, &[CPL_91])
        }
        Attempt::Entrusted { signed_on: None } => does_not(NotServed::NotSigned, &[CPL_91]),
        Attempt::Forwarded { signed_on: Some(on) } => {
            serves_on(number, *on, ServiceRule::Forwarded, &[CPL_93])
        }
        Attempt::Forwarded { signed_on: None } => does_not(NotServed::NotSigned, &[CPL_93]),
        Attempt::Post { received_on: Some(on), .. } => serves_on(number, *on, ServiceRule::Post, &[CPL_91]),
        Attempt::Post { returned_on: Some(on), address_given_by_recipient: true, .. } => {
            serves_on(number, *on, ServiceRule::PostReturned, &[SIM_10])
        }
        Attempt::Post { returned_on: Some(_), address_given_by_recipient: false, .. } => {
            does_not(NotServed::Failed, &[CPL_91])
        }
        Attempt::Post { received_on: None, returned_on: None, .. } => {
            does_not(NotServed::OnItsWay, &[CPL_91])
        }
        Attempt::Announcement { published_on, nothing_else_works } => {
            announcement(facts, number, *published_on, *nothing_else_works)?
        }
    })
}

fn announcement(
    facts: &ServiceFacts,
    number: usize,
    published_on: BeijingDate,
    nothing_else_works: bool,
) -> Result<AttemptVerdict, ServiceRefusal> {
    if facts.document == ServedDocument::MediationStatement {
        return Ok(does_not(NotServed::NotForThisDocument, &[CPLJ_133]));
    }
    if !may_announce(facts.procedure) {
        return Ok(does_not(NotServed::NotInThisProcedure, &[CPLJ_140]));
    }
    if !nothing_else_works {
        return Ok(does_not(NotServed::OtherWaysOpen, &[CPL_95]));
    }
    // Thirty days pass; whether the last of them moves for holidays is unsettled, and it does not here.
    let on = published_on.plus_days(ANNOUNCED_FOR_DAYS)?;
    Ok(if facts.today < on {
        does_not(NotServed::NotYet { on }, &[CPL_95])
    } else {
        serves_on(number, on, ServiceRule::Announcement, &[CPL_95])
    })
}

fn may_announce(procedure: Procedure) -> bool {
    match procedure {
        Procedure::Ordinary | Procedure::Enforcement => true,
        Procedure::Simplified | Procedure::SmallClaims => false,
    }
}

/// Rules A, B1, B2 and B3 for one electronic attempt.
fn electronic(facts: &ServiceFacts, number: usize, attempt: &Attempt) -> AttemptVerdict {
    let Attempt::Electronic {
        channel: _,
        address,
        sent_at,
        arrived_at,
        proved_arrival_at,
        failed_at,
        read_at,
        acknowledged_at,
        acted_at,
        rebuttal,
        recalled_at,
    } = attempt
    else {
        return does_not(NotServed::OnItsWay, &[]);
    };
    if facts.consent.refused_at.is_some_and(|refused_at| refused_at <= *sent_at) {
        return does_not(NotServed::Refused, &[OLR_29]);
    }
    // What the court took back waits for nothing any more.
    let waits = |because| {
        let because = if recalled_at.is_some() { NotServed::Recalled } else { because };
        does_not(because, &[OLR_31])
    };
    let arrival = proved_arrival_at.or(*arrived_at);
    // An answer proves that it had arrived, whatever the system of the address says.
    let answered = [*acknowledged_at, *acted_at].into_iter().flatten().min();
    if let Some(failed_at) = failed_at
        && arrival.is_none_or(|arrival| *failed_at <= arrival)
        && answered.is_none()
    {
        return does_not(NotServed::Failed, &[OLR_31]);
    }
    let effective = match address {
        AddressStanding::Confirmed => match arrival.or(answered) {
            Some(at) => {
                let proved: &[_] = if proved_arrival_at.is_some() { &[OLR_31, CPLJ_135] } else { &[OLR_31] };
                // Another time of arrival that waits for the court: served it is, the day may change.
                let contested = rebuttal.is_some_and(|made| made.upheld.is_none());
                Effective { contested, ..serves_at(number, at, ServiceRule::A, proved) }
            }
            None => return waits(NotServed::OnItsWay),
        },
        AddressStanding::Own => match (answered, *read_at) {
            // An answer within the same attempt is stronger than "read", and is never rebutted.
            (Some(at), None) => serves_at(number, at, ServiceRule::B1, &[OLR_31]),
            (Some(answered), Some(read)) if answered <= read => {
                serves_at(number, answered, ServiceRule::B1, &[OLR_31])
            }
            (answered, Some(read)) => match (rebuttal.and_then(|made| made.upheld), answered) {
                (Some(true), Some(at)) => serves_at(number, at, ServiceRule::B1, &[OLR_31]),
                (Some(true), None) => return does_not(NotServed::Rebutted, &[OLR_31]),
                (None | Some(false), _) => {
                    let contested = rebuttal.is_some_and(|made| made.upheld.is_none());
                    let presumed = serves_at(number, read, ServiceRule::B2, &[OLR_31]);
                    // What was presumed is certain once the recipient has answered.
                    let certain = answered.is_some();
                    Effective {
                        contested: contested && !certain,
                        presumed: !certain,
                        carries_default_judgment: certain,
                        ..presumed
                    }
                }
            },
            (None, None) if arrival.is_none() => return waits(NotServed::OnItsWay),
            (None, None) => return waits(NotServed::NoReaction),
        },
        AddressStanding::Unsure => return waits(NotServed::AddressUnsure),
    };
    match (recalled_at, effective.at) {
        (Some(recalled_at), Some(at)) if *recalled_at <= at => does_not(NotServed::Recalled, &[OLR_31]),
        _ => AttemptVerdict::Serves { effective },
    }
}

/// What to try next, the least burdensome first.
fn next_steps(facts: &ServiceFacts, attempts: &[AttemptVerdict]) -> Vec<NextStep> {
    let tried = |fits: fn(&Attempt) -> bool| facts.attempts.iter().any(fits);
    let waits = attempts.iter().any(|verdict| {
        matches!(
            verdict,
            AttemptVerdict::DoesNot {
                because: NotServed::OnItsWay | NotServed::NotYet { .. } | NotServed::NotSigned,
                ..
            }
        )
    });
    if waits {
        return Vec::new();
    }
    let mut next = Vec::new();
    let refused = facts.consent.refused_at.is_some();
    let confirmed =
        tried(|attempt| matches!(attempt, Attempt::Electronic { address: AddressStanding::Confirmed, .. }));
    if !refused {
        next.push(if confirmed { NextStep::OtherElectronic } else { NextStep::AskForAddress });
    }
    if !tried(|attempt| matches!(attempt, Attempt::Personal { .. })) {
        next.push(NextStep::Personal);
    }
    if !tried(|attempt| matches!(attempt, Attempt::Post { .. })) {
        next.push(NextStep::Post);
    }
    let by_hand_only = facts.document == ServedDocument::MediationStatement;
    if !by_hand_only && !tried(|attempt| matches!(attempt, Attempt::Leaving { recorded: true, .. })) {
        next.push(NextStep::Leaving);
    }
    if !tried(|attempt| matches!(attempt, Attempt::Entrusted { .. })) {
        next.push(NextStep::Entrusted);
    }
    if !by_hand_only {
        next.push(if may_announce(facts.procedure) {
            NextStep::Announcement
        } else {
            NextStep::ConvertToOrdinary
        });
    }
    next
}
