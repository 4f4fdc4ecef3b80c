//! Erasing cases so that nothing of them is left on this node.
//!
//! The order is what makes it safe to be killed at any point:
//! 1. nobody holds the case's key any more ([`crate::case_keys::CaseKeys::bar`]);
//! 2. one transaction writes a sealed mark and destroys the key; the write-ahead log is emptied, so that
//!    the wrapped key is not left in it. From here on no word of the case can be read, and a node that
//!    starts again finds the mark and goes on;
//! 3. files, then rows, of every table with a `case_id` go, the mark remembering what they were;
//! 4. freed space is made clean and looked through for the case's id.
//!
//! The mark stays until the caller has written its certificate ([`Store::forget_erased`]).

mod clean;
mod files;
mod mark;
mod rekey;
mod rows;
mod sealed_columns;

use std::collections::BTreeSet;

use weicourt_domain::erasure::{Erasure, ErasureCertificate, ErasureScope, ReturnReceipt};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Heads;

use self::mark::Mark;
use crate::Store;
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::log::{Append, Expected};
use crate::sealing::random;

/// What was erased of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// The case.
    pub case: CaseId,
    /// All of it, or a part ([`Store::rekey_case`]).
    pub scope: ErasureScope,
    /// Where its chains stood.
    pub heads: Heads,
    /// Entries that went.
    pub n_entries: u64,
    /// Files that went, without uploads that were never finished.
    pub n_blobs: u64,
    /// When its data key was destroyed.
    pub key_destroyed_at: Instant,
    /// When the last row and file were gone.
    pub finished_at: Instant,
}

impl Store {
    /// [`Store::erase_cases`] for one case.
    ///
    /// # Errors
    ///
    /// As [`Store::erase_cases`].
    pub async fn erase_case(&self, case: CaseId) -> Result<Erased, StoreError> {
        let mut erased = self.erase_cases(&[case]).await?;
        erased.pop().ok_or(StoreError::Unreadable("erasure"))
    }

    /// Destroys the keys of `cases`, then everything that this node holds of them, and says what it was, in
    /// the order of `cases`. Many at once cost one search of the freed space instead of many.
    ///
    /// May be called again after any failure and by a node that was killed: a case that is gone already
    /// gives what its mark remembers, and one this node never had gives zeros. A case may begin again
    /// afterwards, under a new key ([`Store::create_case_key`]).
    ///
    /// On PostgreSQL, ids of erased cases and sealed bytes stay in the server's write-ahead log until the server
    /// writes over them.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if a case was read and written without a pause for ten seconds,
    /// [`StoreError::Refused`] if somebody else reads the embedded database without a pause,
    /// [`StoreError::Database`], [`StoreError::Io`].
    pub async fn erase_cases(&self, cases: &[CaseId]) -> Result<Vec<Erased>, StoreError> {
        let _one_at_a_time = self.inner.erasing.lock().await;
        self.resume_parts().await?;
        let known: Vec<Mark> = self.marks().await?.into_iter().filter(|mark| mark.part.is_none()).collect();
        let of_case = |marks: &[Mark], case| marks.iter().find(|mark| mark.case == case).cloned();
        let mut marks = Vec::with_capacity(cases.len());
        let mut new = BTreeSet::new();
        for case in cases {
            match of_case(&known, *case) {
                Some(mark) => marks.push(mark),
                None => drop(new.insert(*case)),
            }
        }
        marks.extend(self.destroy_keys(&new).await?);
        let unfinished: Vec<Mark> = marks.iter().filter(|mark| mark.finished_at.is_none()).cloned().collect();
        let finished = self.finish(&unfinished).await?;
        marks.retain(|mark| mark.finished_at.is_some());
        marks.extend(finished);
        cases
            .iter()
            .map(|case| {
                of_case(&marks, *case).and_then(|mark| mark.erased()).ok_or(StoreError::Unreadable("erasure"))
            })
            .collect()
    }

    /// Cases that are gone and whose mark is still here: their certificates were not written yet.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a mark does not open.
    pub async fn erased(&self) -> Result<Vec<Erased>, StoreError> {
        Ok(self.marks().await?.iter().filter_map(Mark::erased).collect())
    }

    /// Removes the finished marks of `cases`: their certificates are durable.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn forget_erased(&self, cases: &[CaseId]) -> Result<(), StoreError> {
        let _one_at_a_time = self.inner.erasing.lock().await;
        self.remove_marks(cases).await
    }

    /// Destroys the keys of `cases` durably and gives their marks.
    async fn destroy_keys(&self, cases: &BTreeSet<CaseId>) -> Result<Vec<Mark>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let mut barred = Vec::with_capacity(cases.len());
        for case in cases {
            barred.push(self.inner.case_keys.bar(*case).await?);
        }
        let marks = self.mark_and_destroy(cases).await?;
        self.empty_write_ahead_log().await?;
        drop(barred);
        for case in cases {
            self.forget_heads(*case).await?;
        }
        Ok(marks)
    }

    /// Lets the committer find out that the case has no key, which makes it forget where the chains stood.
    async fn forget_heads(&self, case: CaseId) -> Result<(), StoreError> {
        let nothing = Append {
            case,
            drafts: Vec::new(),
            command: CommandId(random()?),
            proof: None,
            expected: Expected::Any,
            with: Vec::new(),
        };
        match self.append(nothing).await {
            Ok(_) | Err(StoreError::NoCaseKey(_) | StoreError::Closed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes what the marked cases left, makes the freed space clean, and gives the finished marks.
    async fn finish(&self, marks: &[Mark]) -> Result<Vec<Mark>, StoreError> {
        if marks.is_empty() {
            return Ok(Vec::new());
        }
        let cases: Vec<CaseId> = marks.iter().map(|mark| mark.case).collect();
        self.inner.read_marks.forget(&cases).await;
        self.remove_files(&cases).await?;
        self.remove_rows(&cases).await?;
        self.clean(marks).await?;
        self.mark_finished(marks).await
    }

    /// Goes on with what a killed node was erasing.
    pub(crate) async fn resume_erasures(&self) -> Result<(), StoreError> {
        let _one_at_a_time = self.inner.erasing.lock().await;
        let n_parts = self.resume_parts().await?;
        let marks = self.marks().await?;
        let is_unfinished = |mark: &Mark| mark.finished_at.is_none() && mark.part.is_none();
        let unfinished: Vec<Mark> = marks.into_iter().filter(is_unfinished).collect();
        let n_cases = self.finish(&unfinished).await?.len() + n_parts;
        if n_cases > 0 {
            tracing::info!(n_cases, "erasing was interrupted and is finished now");
        }
        Ok(())
    }
}

impl NodeKeys {
    /// Signs that a case is gone.
    pub fn sign_erasure(&self, erasure: Erasure, at: Instant) -> ErasureCertificate {
        erasure.sign(at, self.signing_key())
    }

    /// Signs the list of digests of an archive. Ed25519 over the list itself, so that common tools can check it;
    /// no line of such a list is mistaken for a receipt, whose bytes begin with other words.
    pub fn sign_archive(&self, checksums: &[u8]) -> [u8; 64] {
        use ed25519_dalek::Signer as _;
        self.signing_key().sign(checksums).to_bytes()
    }

    /// Signs that a case came home.
    pub fn sign_return(
        &self,
        case: CaseId,
        heads: Heads,
        n_entries: u64,
        n_blobs: u64,
        at: Instant,
    ) -> ReturnReceipt {
        ReturnReceipt::sign(case, heads, n_entries, n_blobs, at, self.signing_key())
    }
}
