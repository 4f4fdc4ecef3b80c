//! Reading files.

use std::sync::{Arc, Mutex, PoisonError};

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;

use super::frames::{self, FrameReader};
use super::{BlobMeta, name_in, off_thread};
use crate::Store;
use crate::error::StoreError;

/// An open file; reads any range. Every byte it gives was authenticated.
#[derive(Clone)]
pub struct BlobReader {
    meta: BlobMeta,
    frames: Arc<Mutex<FrameReader>>,
}

impl std::fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlobReader").field("meta", &self.meta).finish_non_exhaustive()
    }
}

impl BlobReader {
    /// What is known of the file.
    pub fn meta(&self) -> &BlobMeta {
        &self.meta
    }

    /// Up to `limit` bytes from `offset` on; fewer only at the end, none beyond it. Multiples of 64 KiB are
    /// the cheapest.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the file was changed, [`StoreError::Io`].
    pub async fn read_at(&self, offset: u64, limit: usize) -> Result<Vec<u8>, StoreError> {
        let frames = self.frames.clone();
        off_thread(move || frames.lock().unwrap_or_else(PoisonError::into_inner).read_at(offset, limit)).await
    }

    /// The whole file, for what is known to be small.
    ///
    /// # Errors
    ///
    /// As [`BlobReader::read_at`].
    pub async fn read_all(&self) -> Result<Vec<u8>, StoreError> {
        self.read_at(0, usize::try_from(self.meta.size_bytes).unwrap_or(usize::MAX)).await
    }
}

impl Store {
    /// Opens a file of the case; none if the case has no such file, whatever others have.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`], [`StoreError::Io`].
    pub async fn open_blob(&self, case: CaseId, sha256: Digest) -> Result<Option<BlobReader>, StoreError> {
        let Some(meta) = self.blob_meta(case, sha256).await? else { return Ok(None) };
        // Copied once the file is open, so that a case that gets a new key does not wait for a viewer.
        let key = self.case_key(case).await?;
        let blob = name_in(&key, sha256);
        let path = self.inner.blobs.path(blob);
        let own_key = Arc::new(key.copy());
        let size_bytes = meta.size_bytes;
        let frames =
            off_thread(move || FrameReader::open(&path, own_key, frames::about(case, blob), size_bytes))
                .await?;
        drop(key);
        Ok(Some(BlobReader { meta, frames: Arc::new(Mutex::new(frames)) }))
    }
}
