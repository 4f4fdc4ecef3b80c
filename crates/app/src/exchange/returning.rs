//! How a case comes home: asked for, complete, signed for, erased, certified.
//!
//! Every step is asked again until its answer is there, and every step may be done twice.

use std::collections::BTreeSet;

use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::erasure::{Erasure, ErasureCertificate, ErasureScope, ReturnReceipt, Withdrawal};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Head, Heads, Origin, Position};
use weicourt_store::{Needles, NewExchangeEvent, Outside, Phase};

use super::ControlItem;
use crate::court::Court;
use crate::error::AppError;

/// Cases asked home at once.
const AT_ONCE: usize = 100;
/// How often an unanswered step is asked again, in milliseconds.
const ASK_AGAIN_MS: i64 = 10_000;

impl Court {
    /// Asks for a case to come home now.
    pub(crate) async fn call_home(&self, case: CaseId) -> Result<(), AppError> {
        let Some(link) = self.link().filter(|_| self.profile.zone == Zone::Court) else { return Ok(()) };
        if self.store.move_outside(case, Phase::Open, Phase::Returning).await? {
            link.set_phase(case, Phase::Returning);
            self.tell_peer(Some(case), &ControlItem::ReturnAsked { case }).await?;
        }
        Ok(())
    }

    /// What has to be done about returns now; called twice a second.
    pub(super) async fn look_after_returns(&self) -> Result<(), AppError> {
        if self.profile.zone != Zone::Court {
            return Ok(());
        }
        for due in self.store.outside_due(self.now(), AT_ONCE).await? {
            self.call_home(due.case).await?;
        }
        let Some(link) = self.link() else { return Ok(()) };
        let stuck: Vec<Outside> = {
            let outside = super::lock(&link.outside);
            outside.values().filter(|known| known.phase == Phase::Returning).copied().collect()
        };
        let now = self.now();
        for case in stuck.into_iter().take(AT_ONCE) {
            if self.returns.may_ask(case.case, now) {
                self.tell_peer(Some(case.case), &ControlItem::ReturnAsked { case: case.case }).await?;
            }
        }
        Ok(())
    }

    /// Front: stops writing and says what there is.
    pub(super) async fn return_asked(&self, case: CaseId) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        if self.store.outside(case).await?.is_none() {
            return Ok(());
        }
        self.store.move_outside(case, Phase::Open, Phase::Returning).await?;
        link.set_phase(case, Phase::Returning);
        // An act that was decided before the phase changed may still come: then the court's receipt is for
        // less than there is, and it is told again.
        let heads = self.store.heads(case).await?;
        let blobs = self.store.outgoing_blobs(case, false).await?;
        let blobs = blobs.into_iter().map(|blob| blob.sha256).collect();
        self.tell_peer(Some(case), &ControlItem::CaseComplete { case, heads, blobs }).await
    }

    /// Court: signs for a case when everything of it is here; otherwise it is asked again later.
    pub(super) async fn case_complete(
        &self,
        case: CaseId,
        theirs: Heads,
        blobs: &[Digest],
    ) -> Result<Result<(), &'static str>, AppError> {
        let Some(link) = self.link() else { return Ok(Ok(())) };
        let Some(outside) = self.store.outside(case).await? else {
            return Ok(Err("a case is complete that does not stand outside"));
        };
        if outside.phase == Phase::Open {
            return Ok(Err("a case is complete that was not asked home"));
        }
        let heads = self.store.heads(case).await?;
        if theirs.front.seq == heads.front.seq && theirs.front.hash != heads.front.hash {
            return Ok(Err("a case is complete with another chain than came here"));
        }
        if !self.is_on_court_chain(case, theirs.court, heads.court.seq).await? || theirs.n > heads.n {
            return Ok(Err("a case is complete with entries that the court did not write"));
        }
        if heads.front != theirs.front {
            return Ok(Ok(()));
        }
        // What the entries name has to be here, whatever the other side says there is.
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let mut files: BTreeSet<[u8; 32]> = blobs.iter().map(|blob| blob.0).collect();
        loaded.read(|state, _| files.extend(state.blobs.keys().map(|blob| blob.0)));
        let mut n_blobs = 0;
        for blob in files {
            if self.store.blob_meta(case, Digest(blob)).await?.is_none() {
                return Ok(Ok(()));
            }
            n_blobs += 1;
        }
        let n_entries = theirs.front.seq + theirs.court.seq;
        let receipt =
            ReturnReceipt::sign(case, theirs, n_entries, n_blobs, self.now(), &link.settings.signing);
        self.store.move_outside(case, Phase::Returning, Phase::Erasing).await?;
        link.set_phase(case, Phase::Erasing);
        let event = NewExchangeEvent { case: Some(case), kind: "returned", detail: &receipt };
        self.store.keep_exchange_event(event).await?;
        self.tell_peer(Some(case), &ControlItem::ReturnSigned { receipt }).await.map(Ok)
    }

    /// Whether the court's chain of the case stood like this once.
    async fn is_on_court_chain(&self, case: CaseId, head: Head, upto: u64) -> Result<bool, AppError> {
        if head.seq == 0 || head.seq > upto {
            return Ok(head == Head::EMPTY);
        }
        let place = EntryRef { origin: Origin::Court, seq: head.seq };
        let entry = self.store.entry(case, place).await?;
        Ok(entry.is_some_and(|entry| entry.hash == head.hash))
    }

    /// Front: destroys the case, searches for what might be left, and certifies it.
    pub(super) async fn return_signed(
        &self,
        receipt: &ReturnReceipt,
    ) -> Result<Result<(), &'static str>, AppError> {
        let Some(link) = self.link() else { return Ok(Ok(())) };
        if !receipt.verify(&link.settings.peer.verifying_key()) {
            return Ok(Err("a receipt of return that the court did not sign"));
        }
        let case = receipt.case;
        let mut needles = Needles::new();
        needles.case(case);
        if self.store.outside(case).await?.is_some() {
            if self.store.heads(case).await?.front != receipt.heads.front {
                self.return_asked(case).await?;
                return Ok(Ok(()));
            }
            self.needles_of(case, &mut needles).await?;
        }
        self.forget_case(case).await;
        let erased = self.store.erase_case(case).await?;
        let searched = self.store.residue(needles, &link.settings.also_searched).await?;
        let certificate = Erasure {
            case,
            scope: ErasureScope::WholeCase,
            answers: receipt.digest(),
            heads: erased.heads,
            n_entries: erased.n_entries,
            n_blobs: erased.n_blobs,
            key_destroyed_at: erased.key_destroyed_at,
            searched: searched.record(),
        }
        .sign(self.now(), &link.settings.signing);
        link.forget(case);
        self.tell_peer(None, &ControlItem::Erased { certificate }).await?;
        self.store.forget_erased(&[case]).await?;
        Ok(Ok(()))
    }

    /// Court: the proof that nothing is left outside.
    pub(super) async fn erased(
        &self,
        certificate: &ErasureCertificate,
    ) -> Result<Result<(), &'static str>, AppError> {
        let Some(link) = self.link() else { return Ok(Ok(())) };
        if !certificate.verify(&link.settings.peer.verifying_key()) {
            return Ok(Err("a certificate that the other zone did not sign"));
        }
        let case = certificate.case;
        if certificate.scope == ErasureScope::WholeCase {
            let command = self.erasure_command(certificate);
            match self.store.outside(case).await? {
                // Done before, when the node stopped.
                None if !self.store.entries_of_command(case, command).await?.is_empty() => return Ok(Ok(())),
                None => return Ok(Err("a certificate for a case that does not stand outside")),
                Some(outside) if outside.phase != Phase::Erasing => {
                    return Ok(Err("a certificate for a case that was not asked home"));
                }
                Some(outside) => {
                    let signed = self.receipts_since(case, outside.since).await?;
                    if signed.iter().all(|receipt| receipt.digest() != certificate.answers) {
                        return Ok(Err("a certificate that answers no receipt of the court"));
                    }
                }
            }
        }
        if certificate.scope == ErasureScope::Withdrawn {
            return self.part_certified(certificate).await;
        }
        let event = NewExchangeEvent { case: Some(case), kind: "erased", detail: certificate };
        self.store.keep_exchange_event(event).await?;
        {
            let text = serde_json::to_string(certificate).map_err(AppError::broken("write a certificate"))?;
            let command = self.erasure_command(certificate);
            let body = EntryBody::OutsideErased { certificate: text };
            self.append_system(case, command, body, Class::Register, Audience::Court).await?;
            self.store.forget_outside(case).await?;
            link.forget(case);
        }
        Ok(Ok(()))
    }

    fn erasure_command(&self, certificate: &ErasureCertificate) -> CommandId {
        self.own_command(&format!("erased {} {}", certificate.case, certificate.answers))
    }

    /// Receipts that were signed for a case since it went out.
    async fn receipts_since(&self, case: CaseId, since: Instant) -> Result<Vec<ReturnReceipt>, AppError> {
        let events = self.store.exchange_events_of(case, "returned", since).await?;
        let receipts = events.iter().map(weicourt_store::ExchangeEvent::detail).collect::<Result<_, _>>();
        Ok(receipts?)
    }

    /// Front: destroys part of a case and certifies it. What was held back or masked from the beginning is
    /// listed as well, and not here.
    pub(super) async fn withdraw(&self, withdrawal: &Withdrawal) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        let case = withdrawal.case;
        if self.store.outside(case).await?.is_none() {
            return Ok(());
        }
        let mut needles = Needles::new();
        for entry in &withdrawal.entries {
            if let Some(entry) = self.store.entry(case, *entry).await? {
                words_of(&entry.body, &mut needles);
            }
        }
        self.forget_case(case).await;
        let gone = self.store.rekey_case(case, &withdrawal.entries, &withdrawal.blobs).await?;
        let searched = self.store.residue(needles, &link.settings.also_searched).await?;
        let certificate = Erasure {
            case,
            scope: ErasureScope::Withdrawn,
            answers: withdrawal.digest(),
            heads: self.store.heads(case).await?,
            n_entries: gone.n_entries,
            n_blobs: gone.n_blobs,
            key_destroyed_at: gone.key_destroyed_at,
            searched: searched.record(),
        }
        .sign(self.now(), &link.settings.signing);
        self.hub.tell(case, &crate::hub::StreamFrame::Lagged { case }, None);
        self.tell_peer(Some(case), &ControlItem::Erased { certificate }).await?;
        self.store.forget_erased(&[case]).await?;
        Ok(())
    }

    /// Everything in a case that a person could recognise.
    async fn needles_of(&self, case: CaseId, needles: &mut Needles) -> Result<(), AppError> {
        let mut position = Position::default();
        loop {
            let page = self.store.entries_after(case, position, 500).await?;
            for entry in &page.entries {
                words_of(&entry.body, needles);
            }
            position = page.upto;
            if !page.more {
                return Ok(());
            }
        }
    }
}

/// Every text of an entry that is long enough to be no accident.
fn words_of(body: &EntryBody, needles: &mut Needles) {
    fn walk(value: &serde_json::Value, needles: &mut Needles) {
        match value {
            serde_json::Value::String(text) if text.len() >= 9 && !text.is_ascii() => needles.text(text),
            serde_json::Value::Array(values) => values.iter().for_each(|value| walk(value, needles)),
            serde_json::Value::Object(fields) => fields.values().for_each(|value| walk(value, needles)),
            _ => {}
        }
    }
    if let Ok(value) = serde_json::to_value(body) {
        walk(&value, needles);
    }
}

/// When unanswered steps were last asked.
#[derive(Debug, Default)]
pub(crate) struct Asked(std::sync::Mutex<std::collections::HashMap<CaseId, Instant>>);

impl Asked {
    /// Whether it is time to ask again; notes that it is.
    fn may_ask(&self, case: CaseId, now: Instant) -> bool {
        let mut asked = super::lock(&self.0);
        let last = asked.entry(case).or_insert(now);
        if now.0 - last.0 < ASK_AGAIN_MS {
            return false;
        }
        *last = now;
        true
    }
}
