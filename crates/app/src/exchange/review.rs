//! What stands outside is compared with the policy: after a change of the policy, of the case, and when a
//! stay is over. What may not stand there any more is taken back, what may now is sent.
//!
//! A comparison is cheap where nothing changed: it compares five words ([`Shape`]). Everything that follows
//! from one is written in one transaction, so that a node that is killed meanwhile does all of it later.

use std::collections::BTreeSet;
use std::time::Duration;

use weicourt_domain::case::CaseState;
use weicourt_domain::command::{Command, Zone};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, EntryKind};
use weicourt_domain::erasure::Withdrawal;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, Origin, Position};
use weicourt_domain::policy::{Outgoing, Shape, Share, Sharing};
use weicourt_store::{Outside, PendingWithdrawal, Phase, Reviewed};

use super::control::ShownEntry;
use super::{ControlItem, Link};
use crate::court::Court;
use crate::error::AppError;

/// How often due comparisons are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Cases compared before it is looked anew.
const AT_ONCE: usize = 100;
/// Cases after which progress is logged.
const LOG_EVERY: u64 = 1_000;
/// How long what people hand in gathers before it is taken back together, in milliseconds: each time the
/// node outside seals the case anew.
const GATHER_MS: i64 = 10_000;
/// When to try again what has to wait for the other zone, in milliseconds.
const WAIT_MS: i64 = 5_000;
/// When to try again what failed, in milliseconds.
const FAILED_MS: i64 = 60_000;
/// Words in one control item, in bytes.
const SHOWN_BYTES: usize = 128 * 1024;

/// The shape in which nothing of an entry stands outside.
const NOTHING: Share = (Sharing::Withhold, Sharing::Withhold);

/// Whether an act may change what of its case may stand outside.
pub(crate) fn changes_what_leaves(command: &Command) -> bool {
    matches!(
        command,
        Command::FlagCase(_)
            | Command::RegisterCase(_)
            | Command::RejectFiling(_)
            | Command::CloseCase(_)
            | Command::ReopenCase(_)
    )
}

/// Whether an entry that came to the log may change what of its case may stand outside.
pub(crate) fn may_change_what_leaves(body: &EntryBody) -> bool {
    matches!(
        body.kind(),
        EntryKind::FilingSubmitted
            | EntryKind::FilingResubmitted
            | EntryKind::CaseFlagged
            | EntryKind::CaseRegistered
            | EntryKind::FilingRejected
            | EntryKind::CaseClosed
            | EntryKind::CaseReopened
            | EntryKind::CaseImported
            | EntryKind::PartiesImported
    )
}

fn normal(share: Share) -> Share {
    if share.0 == Sharing::Withhold { NOTHING } else { share }
}

/// What has to happen to the entries of a case.
#[derive(Default)]
struct Difference {
    back: Vec<weicourt_domain::log::EntryRef>,
    /// Files of those, and of all that stands otherwise now.
    files: BTreeSet<[u8; 32]>,
    shown: Vec<Entry>,
    /// The front's entries before this one are done.
    blocked_at: Option<u64>,
}

impl Court {
    /// Compares what is due until the task is dropped.
    pub(crate) async fn look_after_policy(self) {
        let Some(link) = self.link().filter(|_| self.profile.zone == Zone::Court).cloned() else { return };
        let mut tick = tokio::time::interval(LOOK_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            match self.store.policy_in_force(link.settings.policy.digest()).await {
                Ok(None) => break,
                Ok(Some(n_cases)) => {
                    tracing::info!(n_cases, "the policy has changed: what is outside is compared with it");
                    break;
                }
                Err(error) => tracing::error!(error = %error, "cannot note the policy in force"),
            }
        }
        let mut n_compared = 0;
        loop {
            tick.tick().await;
            loop {
                match self.review_due(&link).await {
                    Ok(0) => break,
                    Ok(n_now) => {
                        let before = n_compared / LOG_EVERY;
                        n_compared += n_now;
                        if n_compared / LOG_EVERY > before {
                            tracing::info!(n_compared, "cases outside compared with the policy");
                        }
                    }
                    Err(error) => {
                        tracing::error!(error = %error, "cannot compare what is outside with the policy");
                        break;
                    }
                }
            }
            if let Err(error) = self.ask_withdrawals_again().await {
                tracing::error!(error = %error, "cannot take back again");
            }
        }
    }

    async fn review_due(&self, link: &Link) -> Result<u64, AppError> {
        let due = self.store.to_review(self.now(), AT_ONCE).await?;
        for outside in &due {
            if let Err(error) = self.review(link, *outside).await {
                tracing::error!(case = %outside.case, error = %error, "cannot compare a case with the policy");
                let later = self.now().plus_ms(FAILED_MS);
                self.store.put_review_off(outside.case, Some(later)).await?;
            }
        }
        Ok(due.len() as u64)
    }

    /// Asks for a case to be compared with the policy now.
    pub(crate) async fn ask_for_review(&self, case: CaseId) -> Result<(), AppError> {
        if self.link().is_some() && self.profile.zone == Zone::Court {
            self.store.ask_for_review(case, self.now()).await?;
        }
        Ok(())
    }

    /// Asks for a comparison after entries of the front came, if they may not stay there as they are.
    pub(super) async fn after_front_entries(&self, case: CaseId, entries: &[Entry]) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let today = self.now().beijing_date();
        let shape = loaded.read(|state, _| link.settings.policy.shape(state, today));
        let whole = (Sharing::Share, Sharing::Share);
        let goes =
            |entry: &Entry| shape.share(&entry.envelope) != whole || may_change_what_leaves(&entry.body);
        if entries.iter().any(goes) {
            self.store.ask_for_review(case, self.now().plus_ms(GATHER_MS)).await?;
        }
        Ok(())
    }

    /// The shape in which a case that goes out now leaves.
    pub(super) async fn shape_now(&self, case: CaseId) -> Result<Shape, AppError> {
        let Some(link) = self.link() else { return Ok(Shape::OPEN) };
        let today = self.now().beijing_date();
        if self.store.heads(case).await?.n == 0 {
            // It begins outside: kept in memory it would be behind as soon as its first entry comes.
            return Ok(link.settings.policy.shape(&CaseState::empty(case), today));
        }
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        Ok(loaded.read(|state, _| link.settings.policy.shape(state, today)))
    }

    /// Compares a case with the policy, and does what follows.
    async fn review(&self, link: &Link, outside: Outside) -> Result<(), AppError> {
        let case = outside.case;
        if outside.phase != Phase::Open {
            // Everything of it is on its way home.
            return Ok(self.store.put_review_off(case, None).await?);
        }
        let now = self.now();
        let heads = self.store.heads(case).await?;
        if heads.n == 0 {
            // It has begun outside: kept in memory it would be behind as soon as its first entry comes.
            return Ok(self.store.put_review_off(case, Some(now.plus_ms(GATHER_MS))).await?);
        }
        let today = now.beijing_date();
        let policy = &link.settings.policy;
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let (allowed, last_day, next_day) = loaded.read(|state, _| {
            let (last, next) = (policy.last_day_outside(state), policy.next_day_of_change(state, today));
            (policy.shape(state, today), last, next)
        });
        let morning_after =
            |day: weicourt_domain::calendar::BeijingDate| Instant::midnight(day.plus_days(1).unwrap_or(day));
        let return_due = last_day.map(morning_after);
        let mut next_at = next_day.map(Instant::midnight);
        let mut reviewed = Reviewed {
            before: outside,
            shape: allowed,
            front_upto: heads.front.seq,
            return_due,
            next_at: None,
            withdrawal: None,
            dropped: Vec::new(),
            told: Vec::new(),
        };
        // A case that has to be home by now is called home as a whole.
        let is_over = return_due.is_some_and(|due| due <= now);
        if !is_over {
            let before = outside.shape.unwrap_or(Shape::OPEN);
            let acknowledged = link.outside(case).unwrap_or(outside).acknowledged;
            let has_all = acknowledged.court >= heads.court.seq && acknowledged.front >= outside.history;
            // What gets freer waits until nothing is on its way in the stricter shape.
            let after = if has_all { allowed } else { allowed.stricter(before) };
            if after != allowed {
                next_at = Some(next_at.unwrap_or(Instant(i64::MAX)).min(now.plus_ms(WAIT_MS)));
            }
            let difference = self.difference(&outside, before, after).await?;
            if let Some(seq) = difference.blocked_at {
                reviewed.front_upto = seq - 1;
                next_at = Some(next_at.unwrap_or(Instant(i64::MAX)).min(now.plus_ms(GATHER_MS)));
            }
            self.follow_difference(&loaded, after, difference, &mut reviewed).await?;
            reviewed.shape = after;
        } else {
            reviewed.shape = outside.shape.unwrap_or(Shape::OPEN);
            reviewed.front_upto = outside.front_upto;
        }
        reviewed.next_at = next_at;
        if self.store.keep_review(&reviewed).await? && !reviewed.told.is_empty() {
            link.told();
        }
        Ok(())
    }

    /// What stands outside otherwise than it may.
    async fn difference(
        &self,
        outside: &Outside,
        before: Shape,
        after: Shape,
    ) -> Result<Difference, AppError> {
        let case = outside.case;
        let mut found = Difference::default();
        if before == after && after == Shape::OPEN {
            return Ok(found);
        }
        // Where only new entries of the front can stand otherwise, no others are read.
        let court = self.store.heads(case).await?.court.seq;
        let mut position = match before == after {
            true => Position { front: outside.front_upto, court },
            false => Position::default(),
        };
        loop {
            let page = self.store.entries_after(case, position, 500).await?;
            for entry in &page.entries {
                let envelope = &entry.envelope;
                let is_front = envelope.origin == Origin::Front;
                if is_front && found.blocked_at.is_some() {
                    continue;
                }
                let as_made = is_front && envelope.seq > outside.front_upto;
                let stands =
                    if as_made { (Sharing::Share, Sharing::Share) } else { normal(before.share(envelope)) };
                let may = normal(after.share(envelope));
                if stands == may {
                    continue;
                }
                // Its files may be nowhere else yet.
                if is_front && self.lacks_a_file(case, &entry.body).await? {
                    found.blocked_at = Some(envelope.seq);
                    continue;
                }
                found.files.extend(entry.body.blobs().into_iter().map(|blob| blob.sha256.0));
                if may.0 > stands.0 || may.1 > stands.1 {
                    found.back.push(envelope.entry_ref());
                }
                if may != NOTHING {
                    found.shown.push(Entry::clone(entry));
                }
            }
            position = page.upto;
            if !page.more {
                break;
            }
        }
        Ok(found)
    }

    async fn lacks_a_file(&self, case: CaseId, body: &EntryBody) -> Result<bool, AppError> {
        for blob in body.blobs() {
            if self.store.blob_meta(case, blob.sha256).await?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Puts what has to be taken back and what may go out into what is written.
    async fn follow_difference(
        &self,
        loaded: &crate::court::LoadedCase,
        after: Shape,
        found: Difference,
        reviewed: &mut Reviewed,
    ) -> Result<(), AppError> {
        let case = reviewed.before.case;
        let Difference { back, files, shown, .. } = found;
        let leaves = |state: &CaseState, file: &[u8; 32]| after.lets_out(state, Digest(*file));
        let blobs: Vec<Digest> = loaded.read(|state, _| {
            files.iter().filter(|file| !leaves(state, file)).map(|file| Digest(*file)).collect()
        });
        if !back.is_empty() {
            tracing::info!(%case, n_entries = back.len(), n_files = blobs.len(), "taken back from outside");
            let withdrawal = Withdrawal { case, entries: back, blobs };
            let text = serde_json::to_vec(&withdrawal).map_err(AppError::broken("write a withdrawal"))?;
            reviewed.dropped.clone_from(&withdrawal.blobs);
            reviewed.withdrawal = Some((withdrawal.digest(), text));
            reviewed.told.push(ControlItem::Withdraw { withdrawal }.to_store(Some(case))?);
        }
        for entry in &shown {
            if after.share(&entry.envelope) == (Sharing::Share, Sharing::Share) {
                self.announce_blobs(case, &entry.body).await?;
            }
        }
        for item in loaded.read(|state, _| shown_items(state, after, &shown))? {
            reviewed.told.push(item.to_store(Some(case))?);
        }
        Ok(())
    }

    /// Asks again for what was certified before the node outside had all of it.
    async fn ask_withdrawals_again(&self) -> Result<(), AppError> {
        let now = self.now();
        for pending in self.store.withdrawals_to_ask(now, AT_ONCE).await? {
            let PendingWithdrawal { case, answers, content, .. } = &pending;
            let withdrawal: Withdrawal =
                serde_json::from_slice(content).map_err(AppError::broken("read a withdrawal"))?;
            let acknowledged =
                self.link().and_then(|link| link.outside(*case)).map(|known| known.acknowledged);
            let Some(acknowledged) = acknowledged else { continue };
            if !reaches(&withdrawal, acknowledged) {
                let later = now.plus_ms(WAIT_MS);
                self.store.ask_withdrawal_again(*case, *answers, Some(later)).await?;
                continue;
            }
            let shape = self.store.outside(*case).await?.and_then(|outside| outside.shape);
            let shape = shape.unwrap_or(Shape::OPEN);
            let mut shown = Vec::new();
            for place in &withdrawal.entries {
                let Some(entry) = self.store.entry(*case, *place).await? else { continue };
                if normal(shape.share(&entry.envelope)) != NOTHING {
                    shown.push(Entry::clone(&entry));
                }
            }
            let loaded = self.case(*case).await?;
            let items = loaded.read(|state, _| shown_items(state, shape, &shown))?;
            self.tell_peer(Some(*case), &ControlItem::Withdraw { withdrawal }).await?;
            for item in &items {
                self.tell_peer(Some(*case), item).await?;
            }
            self.store.ask_withdrawal_again(*case, *answers, None).await?;
        }
        Ok(())
    }

    /// A certificate for a part of a case: does it answer something that was taken back?
    pub(super) async fn part_certified(
        &self,
        certificate: &weicourt_domain::erasure::ErasureCertificate,
    ) -> Result<Result<(), &'static str>, AppError> {
        let (case, answers) = (certificate.case, certificate.answers);
        let Some(pending) = self.store.withdrawal(case, answers).await? else {
            // The same one again, or one for what was asked twice.
            let events = self.store.exchange_events_of(case, "withdrawn", Instant(0)).await?;
            for event in &events {
                let known: weicourt_domain::erasure::ErasureCertificate = event.detail()?;
                if known.answers == answers {
                    return Ok(Ok(()));
                }
            }
            return Ok(Err("a certificate that answers no withdrawal of the court"));
        };
        let event =
            weicourt_store::NewExchangeEvent { case: Some(case), kind: "withdrawn", detail: certificate };
        self.store.keep_exchange_event(event).await?;
        let withdrawal: Withdrawal =
            serde_json::from_slice(&pending.content).map_err(AppError::broken("read a withdrawal"))?;
        if !reaches(&withdrawal, certificate.heads.position()) {
            let later = self.now().plus_ms(WAIT_MS);
            self.store.ask_withdrawal_again(case, answers, Some(later)).await?;
        } else if certificate.searched.n_hits == 0 {
            self.store.withdrawal_certified(case, answers).await?;
        }
        Ok(Ok(()))
    }

    /// Front: puts words in their places that may stand here now.
    pub(super) async fn show(&self, case: CaseId, entries: Vec<ShownEntry>) -> Result<(), AppError> {
        if self.store.outside(case).await?.is_none() {
            return Ok(());
        }
        let entries: Vec<_> = entries.into_iter().filter_map(ShownEntry::into_received).collect();
        self.store.show_entries(case, &entries).await?;
        self.forget_case(case).await;
        self.hub.tell(case, &crate::hub::StreamFrame::Lagged { case }, None);
        Ok(())
    }
}

/// Whether the node outside has everything that is listed when it has the chains up to `position`.
fn reaches(withdrawal: &Withdrawal, position: Position) -> bool {
    withdrawal.entries.iter().all(|entry| entry.seq <= position.of(entry.origin))
}

/// Words to be put in the places of `entries`, in pieces.
fn shown_items(state: &CaseState, shape: Shape, entries: &[Entry]) -> Result<Vec<ControlItem>, AppError> {
    let mut items = Vec::new();
    let mut piece = Vec::new();
    let mut n_bytes = 0;
    for entry in entries {
        let shown = match shape.outgoing(state, entry) {
            Outgoing::Withhold => continue,
            Outgoing::Mask(body) => {
                let body = serde_json::to_string(&body).map_err(AppError::broken("write a masked entry"))?;
                ShownEntry::of(entry, None, body)
            }
            Outgoing::Share => match String::from_utf8(entry.body_bytes.clone()) {
                Ok(body) => ShownEntry::of(entry, Some(entry.salt), body),
                Err(_) => continue,
            },
        };
        n_bytes += shown.body.len();
        piece.push(shown);
        if n_bytes >= SHOWN_BYTES {
            let entries = std::mem::take(&mut piece);
            items.push(ControlItem::Shown { case: state.case, entries });
            n_bytes = 0;
        }
    }
    if !piece.is_empty() {
        items.push(ControlItem::Shown { case: state.case, entries: piece });
    }
    Ok(items)
}
