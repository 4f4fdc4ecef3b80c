//! The periods of a case as objects (期限): what each runs from, when it ends, whose move it is.
//!
//! Pure functions of the state and the facts. Nothing here asks what day it is but
//! [`CaseDeadline::status`]. Where the holidays of a year are not announced, the earliest last day is shown,
//! and nothing goes by before the true one is known.

mod application;
mod exchange;
mod moves;
mod served;
mod started;
mod statutory;

pub use self::moves::{is_movable, latest_end};
pub(crate) use self::served::periods as served_periods;

use crate::actor::Side;
use crate::audience::Audience;
use crate::calendar::BeijingDate;
use crate::case::{CaseState, CaseStatus, Membership};
use crate::deadline::KnownEnd;
use crate::entry::Whose;
use crate::facts::Facts;
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::EntryRef;
use crate::personal_data::hushed_debug;

/// What a deadline belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadlineKind {
    /// The filing desk decides.
    FilingReview,
    /// The filer corrects.
    Correction,
    /// 审限.
    Trial,
    /// 举证期限.
    Evidence,
    /// Opinions on the evidence of others.
    Opinions,
    /// The court decides an application.
    Application,
    /// A party answers a question of the court.
    Question,
    /// An original is compared.
    Comparison,
    /// The court let it begin.
    Started,
    /// It runs from the service of a document.
    Served,
}

/// One way in which the end of a deadline moved.
#[derive(Clone, PartialEq, Eq)]
pub struct MovedEnd {
    /// Where it ended before.
    pub from_until: BeijingDate,
    /// Where it ends since.
    pub until: BeijingDate,
    /// Why.
    pub reason: String,
    /// The entry that moved it.
    pub entry: EntryRef,
}

/// Where a deadline stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineStatus {
    /// Still to come.
    Running,
    /// Stands still.
    Paused,
    /// What it is for was done in time.
    Met,
    /// Went by.
    Elapsed,
}

/// A period of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseDeadline {
    /// Its name in the case, the same for ever: `trial`, `evidence:court:5`.
    pub key: String,
    /// What it belongs to.
    pub kind: DeadlineKind,
    /// Its rule in `deadlines.csv`; empty where the court set it freely.
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// Whose move it is.
    pub whose: Whose,
    /// The day it counts from, itself not counted.
    pub from: BeijingDate,
    /// Last day, with everything that moved it.
    pub until: BeijingDate,
    /// The year whose days off are not announced and may move `until` to a later day.
    pub waits_for: Option<i16>,
    /// The provisions.
    pub source: Vec<String>,
    /// How its end moved, in order.
    pub moved: Vec<MovedEnd>,
    /// The entry that began it.
    pub entry: Option<EntryRef>,
    /// When what it is for was done, in time or not.
    pub done_at: Option<Instant>,
    /// Whether it stands still.
    pub paused: bool,
    /// Who may know of it.
    pub audience: Audience,
}

hushed_debug! {
    MovedEnd { from_until, until, entry },
    CaseDeadline { key, rule, whose, from, until, waits_for, moved, done_at, paused },
}

impl CaseDeadline {
    /// A running deadline for everybody's eyes, without a rule.
    fn new(
        kind: DeadlineKind,
        key: String,
        title: &str,
        whose: Whose,
        (from, until): (BeijingDate, BeijingDate),
    ) -> CaseDeadline {
        CaseDeadline {
            key,
            kind,
            rule: String::new(),
            title: title.to_owned(),
            whose,
            from,
            until,
            waits_for: None,
            source: Vec::new(),
            moved: Vec::new(),
            entry: None,
            done_at: None,
            paused: false,
            audience: Audience::Everyone,
        }
    }

    fn by_rule(mut self, rule: &str, facts: &Facts) -> CaseDeadline {
        self.rule = rule.to_owned();
        self.source = facts.deadlines.get(rule).map(|known| known.source.clone()).unwrap_or_default();
        self
    }

    /// A running deadline with the end that a rule gives.
    fn ending(
        kind: DeadlineKind,
        key: String,
        title: &str,
        whose: Whose,
        (from, end): (BeijingDate, KnownEnd),
    ) -> CaseDeadline {
        let waits_for = end.waits_for;
        CaseDeadline { waits_for, ..CaseDeadline::new(kind, key, title, whose, (from, end.on)) }
    }

    /// Where it stands on `today`.
    pub fn status(&self, today: BeijingDate) -> DeadlineStatus {
        if self.met_at().is_some() {
            DeadlineStatus::Met
        } else if self.paused {
            DeadlineStatus::Paused
        } else if today > self.until && self.waits_for.is_none() {
            DeadlineStatus::Elapsed
        } else {
            DeadlineStatus::Running
        }
    }

    /// Whether a member may know of it.
    pub fn is_for(&self, membership: Membership, person: PersonId) -> bool {
        let role = membership.role;
        match &self.audience {
            Audience::Everyone => true,
            Audience::Court | Audience::Room { .. } => role.is_court(),
            Audience::Side { side } => role.is_court() || membership.side == Some(*side),
            Audience::Persons { persons } => role.is_bench() || persons.contains(&person),
        }
    }

    /// Whether it is the member's move.
    pub fn is_move_of(&self, membership: Membership) -> bool {
        is_move_of(self.whose, membership)
    }

    /// When what it is for was done in time: on the last day until midnight. Nobody is late while the last
    /// day is not known.
    pub fn met_at(&self) -> Option<Instant> {
        self.done_at.filter(|at| at.beijing_date() <= self.until || self.waits_for.is_some())
    }

    /// Whether somebody is waited for: also after the last day, until it is done.
    pub fn is_open(&self) -> bool {
        self.done_at.is_none() && !self.paused
    }

    fn done(mut self, at: Option<Instant>) -> CaseDeadline {
        self.done_at = at;
        self
    }
}

/// Whether a move of `whose` is a move of the member.
pub fn is_move_of(whose: Whose, membership: Membership) -> bool {
    match whose {
        Whose::Court => membership.role.is_bench(),
        Whose::Side { side } => membership.side == Some(side),
        Whose::Party { party } => membership.party == Some(party),
        Whose::Parties => membership.side.is_some(),
    }
}

/// Every period of the case, those that end first at the front.
pub fn deadlines(state: &CaseState, facts: &Facts) -> Vec<CaseDeadline> {
    let mut all = statutory::before_filing(state, facts);
    all.extend(statutory::trial(state, facts));
    all.extend(exchange::evidence(state, facts));
    all.extend(exchange::opinions(state));
    all.extend(exchange::questions(state));
    all.extend(exchange::comparisons(state));
    all.extend(application::decisions(state, facts));
    all.extend(started::periods(state));
    all.extend(served::periods(state, facts));
    let mut all = moves::apply(state, all);
    for deadline in &mut all {
        started::meet(state, deadline);
    }
    all.sort_by(|a, b| (a.until, a.kind, &a.key).cmp(&(b.until, b.kind, &b.key)));
    all
}

/// Whether the clock of the case runs at all: a case that is over waits for nobody.
pub fn is_running(state: &CaseState) -> bool {
    match state.status() {
        CaseStatus::Submitted | CaseStatus::Correction | CaseStatus::Filed | CaseStatus::Preparing => true,
        CaseStatus::Draft | CaseStatus::NotAccepted | CaseStatus::Closed => false,
    }
}

/// The sides that have a party.
fn sides(state: &CaseState) -> impl Iterator<Item = Side> {
    let parties = state.parties();
    [Side::Claimant, Side::Respondent, Side::ThirdParty]
        .into_iter()
        .filter(move |side| parties.iter().any(|(_, of, _)| of == side))
}

/// How a side stands in a key.
fn side_key(side: Side) -> &'static str {
    match side {
        Side::Claimant => "claimant",
        Side::Respondent => "respondent",
        Side::ThirdParty => "third_party",
    }
}
