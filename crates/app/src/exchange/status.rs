//! The page "交换" of the desk: how the link is, and what of a case stands outside.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::command::Zone;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Position;
use weicourt_domain::permission;
use weicourt_store::Phase;

use super::lock;
use crate::court::Court;
use crate::error::{AppError, Denied};

/// A day, in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// A withdrawal that is not certified after this long is an alarm, in milliseconds.
const CERTIFIED_WITHIN_MS: i64 = 10 * 60_000;
/// Events shown.
const MOST_EVENTS: usize = 100;

/// What waits in one lane.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct FlowsView {
    /// Flows with something the other zone does not have.
    pub flows: u64,
    /// Items, or bytes of files.
    pub waiting: u64,
    /// Age in milliseconds of the oldest.
    pub lag_ms: u64,
}

/// Something that happened on the link.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExchangeEventView {
    /// What: `returned`, `erased`, `withdrawn`, `refused`, `halted`.
    pub kind: String,
    /// When.
    pub at: Instant,
    /// The case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// More of it, as JSON.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// Something that was taken back from outside and is not certified.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct UncertifiedView {
    /// The case.
    pub case: CaseId,
    /// When it was asked for.
    pub asked_at: Instant,
}

/// How the link is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExchangeView {
    /// Whether this node stands in one of two zones.
    pub linked: bool,
    /// Age in milliseconds of the oldest thing the other zone does not have.
    pub lag_ms: u64,
    /// Whether that is too long.
    pub alarm: bool,
    /// Control items, entries, files.
    pub lanes: Vec<FlowsView>,
    /// When the other zone last acknowledged something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_acknowledged_at: Option<Instant>,
    /// When a bundle of the other zone last came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_heard_at: Option<Instant>,
    /// From how long a silence on the other zone counts as out of reach, in milliseconds.
    pub silent_after_ms: u64,
    /// Smoothed round trip in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_trip_ms: Option<u64>,
    /// Bundles sent since the node started.
    pub sent_bundles: u64,
    /// Bundles received since then.
    pub received_bundles: u64,
    /// Bundles that were not the other zone's.
    pub unreadable_bundles: u64,
    /// Flows that stand still until somebody looks at them.
    pub halted: Vec<String>,
    /// Cases open outside.
    pub open_outside: u64,
    /// Cases on their way home.
    pub returning: u64,
    /// Cases erased outside in the last 24 hours.
    pub erased_today: u64,
    /// What was taken back ten minutes ago or earlier and is not certified, the oldest first: somebody has to look
    /// at the node outside.
    pub uncertified: Vec<UncertifiedView>,
    /// What happened in the last week, the newest first.
    pub events: Vec<ExchangeEventView>,
}

/// What of a case stands outside.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutsideView {
    /// Whether it stands outside.
    pub outside: bool,
    /// `open`, `returning` or `erasing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// When it has to come home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_due: Option<Instant>,
    /// How far the other zone has both chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Position>,
    /// Files the other zone shall have.
    pub files: u64,
    /// Of those, files it does not have whole.
    pub files_waiting: u64,
    /// Whether the viewer may call it home now.
    pub may_call_home: bool,
}

impl Court {
    /// How long ago, in whole seconds, the court's node was last heard; `None` on nodes that are not
    /// outside the court's network, and before the link is driven.
    ///
    /// A silent link still carries signs of life: [`Court::court_silent_after_s`] says from when on the
    /// court cannot be reached.
    pub fn court_unheard_for_s(&self) -> Option<u64> {
        let link = self.link().filter(|_| self.profile().zone == Zone::Front)?;
        let heard_at = (*lock(&link.heard_at))?;
        Some(self.now().0.saturating_sub(heard_at.0).max(0) as u64 / 1000)
    }

    /// From when on the court's node counts as out of reach, in seconds. `None` on nodes that are not
    /// outside the court's network.
    pub fn court_silent_after_s(&self) -> Option<u64> {
        let link = self.link().filter(|_| self.profile().zone == Zone::Front)?;
        Some(link.silent_after_ms() / 1000)
    }

    /// How the link is.
    ///
    /// # Errors
    ///
    /// [`Denied::StaffOnly`] for everyone else.
    pub async fn exchange(&self, actor: &Actor) -> Result<ExchangeView, AppError> {
        if !actor.is_staff() {
            return Err(Denied::StaffOnly.into());
        }
        let now = self.now();
        let [open_outside, returning, erasing] = self.store.count_outside().await?;
        let week = self.store.exchange_events(now.plus_ms(-7 * DAY_MS), 10_000).await?;
        let erased_today = week.iter().filter(|event| event.kind == "erased" && now.0 - event.at.0 < DAY_MS);
        let erased_today = erased_today.count() as u64;
        let mut events = Vec::new();
        for event in week.iter().take(MOST_EVENTS) {
            let detail = event.detail()?;
            events.push(ExchangeEventView {
                kind: event.kind.clone(),
                at: event.at,
                case: event.case,
                detail,
            });
        }
        let overdue = self.store.uncertified(now.plus_ms(-CERTIFIED_WITHIN_MS), MOST_EVENTS).await?;
        let uncertified: Vec<UncertifiedView> = overdue
            .into_iter()
            .map(|pending| UncertifiedView { case: pending.case, asked_at: pending.asked_at })
            .collect();
        let status = self.link().map(|link| lock(&link.status).clone()).unwrap_or_default();
        let alarm_lag_ms = self.link().map_or(u64::MAX, |link| link.settings.alarm_lag_ms);
        Ok(ExchangeView {
            linked: self.link().is_some(),
            lag_ms: status.lag_ms,
            alarm: status.lag_ms >= alarm_lag_ms || !status.halted.is_empty() || !uncertified.is_empty(),
            lanes: status
                .lanes
                .iter()
                .map(|lane| FlowsView {
                    flows: lane.flows as u64,
                    waiting: lane.waiting,
                    lag_ms: lane.lag_ms,
                })
                .collect(),
            last_acknowledged_at: status.last_acknowledged_at,
            last_heard_at: status.last_heard_at,
            silent_after_ms: self.link().map_or(0, |link| link.silent_after_ms()),
            round_trip_ms: status.round_trip_ms,
            sent_bundles: status.counters.sent_bundles,
            received_bundles: status.counters.received_bundles,
            unreadable_bundles: status.counters.unreadable_bundles,
            halted: status.halted.iter().map(ToString::to_string).collect(),
            open_outside,
            returning: returning + erasing,
            erased_today,
            uncertified,
            events,
        })
    }

    /// What of a case stands outside.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for everyone but the staff of the case.
    pub async fn outside_of_case(&self, actor: &Actor, case: CaseId) -> Result<OutsideView, AppError> {
        let loaded = self.case_for(actor, case).await?;
        if !actor.is_staff() {
            return Err(Denied::NotFound.into());
        }
        let may_call_home = loaded.read(|state, _| permission::may_call_home(state, actor).is_ok());
        let known = self.store.outside(case).await?;
        let files = match known {
            Some(_) => self.store.outgoing_blobs(case, false).await?,
            None => Vec::new(),
        };
        let phase = |phase| match phase {
            Phase::Open => "open",
            Phase::Returning => "returning",
            Phase::Erasing => "erasing",
        };
        Ok(OutsideView {
            outside: known.is_some(),
            phase: known.map(|known| phase(known.phase).to_owned()),
            since: known.map(|known| known.since),
            return_due: known.and_then(|known| known.return_due),
            acknowledged: known.map(|known| known.acknowledged),
            files: files.len() as u64,
            files_waiting: files.iter().filter(|file| file.acknowledged < file.size_bytes).count() as u64,
            may_call_home: may_call_home && known.is_some_and(|known| known.phase == Phase::Open),
        })
    }

    /// Calls a closed case home before its day.
    ///
    /// # Errors
    ///
    /// As [`permission::may_call_home`] refuses.
    pub async fn call_case_home(&self, actor: &Actor, case: CaseId) -> Result<(), AppError> {
        let loaded = self.case_for(actor, case).await?;
        loaded
            .read(|state, _| permission::may_call_home(state, actor))
            .map_err(|refusal| AppError::Refused(refusal.into()))?;
        self.call_home(case).await
    }
}
