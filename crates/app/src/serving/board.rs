//! The desk's board of service: over all cases on whose bench the actor sits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::id::CaseId;
use weicourt_domain::serving;
use weicourt_store::{Page, ServedQueue};

use super::views::{self, ServiceItemView};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::Viewer;

/// Most items of one answer.
const MOST: u64 = 200;

/// Which items the desk wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServedQueueName {
    /// The court has to try something else.
    #[default]
    Stuck,
    /// Not served, and nothing to do but wait.
    Waiting,
    /// Served.
    Effective,
    /// All.
    All,
}

/// How many items stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[expect(missing_docs, reason = "each field is the status of that name")]
pub struct ServiceCounts {
    pub sent: u64,
    pub arrived: u64,
    pub opened: u64,
    pub acknowledged: u64,
    pub effective: u64,
    pub failed: u64,
    /// Whatever its status, the court has to try something else.
    pub stuck: u64,
}

/// Service over all cases of the viewer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskService {
    /// The items, the oldest first; no more than two hundred.
    pub items: Vec<ServiceItemView>,
    /// How many stand where.
    pub counts: ServiceCounts,
}

impl Court {
    /// Service over all cases on whose bench the actor sits.
    ///
    /// # Errors
    ///
    /// Refuses the public, and nodes outside the court's network, where nobody keeps the board.
    pub async fn desk_service(&self, actor: &Actor, queue: ServedQueueName) -> Result<DeskService, AppError> {
        Self::own_court(actor)?;
        if !self.keeps_clock() {
            return Err(Denied::OtherZone.into());
        }
        let of_queue = match queue {
            ServedQueueName::Stuck => ServedQueue::Stuck,
            ServedQueueName::Waiting => ServedQueue::Waiting,
            ServedQueueName::Effective => ServedQueue::Effective,
            ServedQueueName::All => ServedQueue::All,
        };
        let counts = self.store.count_served_items(actor.person).await?;
        let rows = self.store.served_items(actor.person, of_queue, Page { offset: 0, limit: MOST }).await?;
        let mut wanted: BTreeMap<CaseId, Vec<(u16, &str)>> = BTreeMap::new();
        for (case, recipient, paper) in &rows {
            wanted.entry(*case).or_default().push((*recipient, paper.as_str()));
        }
        let now = self.now();
        let mut known: BTreeMap<(CaseId, u16, String), ServiceItemView> = BTreeMap::new();
        for (case, keys) in wanted {
            let loaded = self.case(case).await?;
            loaded.read(|state, _| {
                // Whoever sat on the bench a moment ago may not any more.
                let Some(viewer) = Viewer::of(state, actor, now) else { return };
                if !viewer.membership.role.is_court() {
                    return;
                }
                for item in serving::items(state, &self.facts, now.beijing_date()) {
                    let paper = item.paper.paper.to_string();
                    if keys.contains(&(item.recipient, paper.as_str())) {
                        known.insert((case, item.recipient, paper), views::item(&viewer, &item));
                    }
                }
            });
        }
        let items = rows.into_iter().filter_map(|(case, party, paper)| known.remove(&(case, party, paper)));
        Ok(DeskService {
            items: items.collect(),
            counts: ServiceCounts {
                sent: counts.sent,
                arrived: counts.arrived,
                opened: counts.opened,
                acknowledged: counts.acknowledged,
                effective: counts.effective,
                failed: counts.failed,
                stuck: counts.stuck,
            },
        })
    }
}
