//! The mailbox of a person: what was served on them, over all their cases.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Origin};
use weicourt_domain::serving;
use weicourt_store::Page;

use super::views::{self, ServiceItemView};
use crate::court::Court;
use crate::error::AppError;
use crate::view::Viewer;

/// Most papers of one answer.
const MOST: u64 = 200;

/// A paper in the mailbox.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailItem {
    /// The sending that brought it.
    pub sent: EntryRef,
    /// The court.
    pub court_name: String,
    /// Where it stands.
    pub item: ServiceItemView,
}

/// What lies in the mailbox of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Mailbox {
    /// The papers, the newest first; no more than two hundred.
    pub items: Vec<MailItem>,
    /// How many were not opened.
    pub n_unread: u64,
}

/// How many papers were not opened.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct UnreadMail {
    /// How many.
    pub n: u64,
}

impl Court {
    /// The mailbox of the actor, over all their cases.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn mailbox(&self, actor: &Actor, unread_only: bool) -> Result<Mailbox, AppError> {
        let page = Page { offset: 0, limit: MOST };
        let rows = self.store.mailbox(actor.person, unread_only, page).await?;
        let n_unread = self.store.n_unread_mail(actor.person).await?;
        let now = self.now();
        let mut known: BTreeMap<(CaseId, String), (String, ServiceItemView)> = BTreeMap::new();
        let mut cases: Vec<CaseId> = rows.iter().map(|row| row.case).collect();
        cases.sort_unstable();
        cases.dedup();
        for case in cases {
            let loaded = self.case(case).await?;
            loaded.read(|state, _| {
                let Some(viewer) = Viewer::of(state, actor, now) else { return };
                let court = state.decided.registration.as_ref().map(|one| one.court_name.clone());
                for item in serving::items(state, &self.facts, now.beijing_date()) {
                    if viewer.membership.party == Some(item.recipient) {
                        let view = views::item(&viewer, &item);
                        let key = (case, item.paper.paper.to_string());
                        known.insert(key, (court.clone().unwrap_or_default(), view));
                    }
                }
            });
        }
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            // A paper that came by two channels is one paper here.
            if let Some((court_name, item)) = known.remove(&(row.case, row.paper)) {
                let sent = EntryRef { origin: Origin::Court, seq: row.sent_seq };
                items.push(MailItem { sent, court_name, item });
            }
        }
        Ok(Mailbox { items, n_unread })
    }

    /// How many papers in the mailbox of the actor were not opened.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn n_unread_mail(&self, actor: &Actor) -> Result<UnreadMail, AppError> {
        Ok(UnreadMail { n: self.store.n_unread_mail(actor.person).await? })
    }
}
