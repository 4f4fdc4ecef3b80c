//! Large files: photos, voice notes, documents, byte for byte as they were handed in.
//!
//! A file is named by a keyed digest of its content under the case key, so the same bytes are stored
//! once in a case, and nobody without the key can ask whether a known file is there. Another case's
//! file is simply unknown.

mod frames;
mod read;
mod records;
mod upload;
mod uploaders;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

pub use self::read::BlobReader;
pub use self::upload::{NewUpload, Upload, UploadId};
use crate::Store;
use crate::case_keys::CaseKey;
use crate::database::{Columns, at, big, bytes, case as case_value, digest};
use crate::error::{IoContext as _, StoreError};
use crate::sealing::about;

/// What is known of a stored file.
#[derive(Clone, PartialEq, Eq)]
pub struct BlobMeta {
    /// Digest of the bytes as handed in.
    pub sha256: Digest,
    /// Size, in bytes.
    pub size_bytes: u64,
    /// Media type, as the application found it.
    pub media_type: String,
    /// Name, as handed in.
    pub name: Option<String>,
    /// When it was first stored.
    pub created_at: Instant,
}

impl std::fmt::Debug for BlobMeta {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlobMeta").field("size_bytes", &self.size_bytes).finish_non_exhaustive()
    }
}

/// Stored sealed: only add fields, with a default.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedMeta {
    pub(crate) sha256: Digest,
    media_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// The directory of large files: `<first two digits>/<keyed name>` for finished ones, `uploads/<id>` for
/// those under way.
#[derive(Debug)]
pub(crate) struct Blobs {
    dir: PathBuf,
    locks: upload::Locks,
}

impl Blobs {
    pub(crate) fn open(dir: &Path) -> Result<Blobs, StoreError> {
        fs::create_dir_all(dir.join("uploads")).doing("make blob directory")?;
        Ok(Blobs { dir: dir.to_owned(), locks: upload::Locks::default() })
    }

    pub(crate) fn path(&self, name: Digest) -> PathBuf {
        let name = name.to_string();
        self.dir.join(&name[..2]).join(name)
    }
}

/// Keyed name of a content in a case.
pub(crate) fn name_in(key: &CaseKey, sha256: Digest) -> Digest {
    key.keyed_digest("blob", &sha256.0)
}

/// Writes a finished file anew under another key of its case. Blocks.
pub(crate) fn reseal(
    blobs: &Blobs,
    case: CaseId,
    sha256: Digest,
    size_bytes: u64,
    from: &Arc<CaseKey>,
    to: &Arc<CaseKey>,
) -> Result<(), StoreError> {
    /// Bytes read at once: whole frames.
    const PIECE: usize = 1 << 20;
    let (old, new) = (name_in(from, sha256), name_in(to, sha256));
    let about = frames::about(case, old);
    let mut reader = frames::FrameReader::open(&blobs.path(old), from.clone(), about, size_bytes)?;
    let mut writer = frames::FrameWriter::create(&blobs.path(new), to.clone(), frames::about(case, new))?;
    let mut offset = 0;
    while offset < size_bytes {
        let piece = reader.read_at(offset, PIECE)?;
        if piece.is_empty() {
            return Err(StoreError::Unreadable("blob"));
        }
        offset += piece.len() as u64;
        writer.write(&piece)?;
    }
    writer.finish()
}

/// Makes the entry of a new file in `dir` durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|dir| dir.sync_all()).doing("sync directory")
}

/// Runs `work`, which reads or writes files, off the asynchronous threads.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(StoreError::Io("work off the asynchronous threads", std::io::Error::other(error))),
    }
}

impl Store {
    /// Stores bytes that are in memory, such as a preview, durable when this returns. The same bytes are
    /// stored once in a case; the first name and type stay.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`], [`StoreError::Io`].
    pub async fn put_blob(
        &self,
        case: CaseId,
        content: Vec<u8>,
        media_type: &str,
        name: Option<&str>,
    ) -> Result<BlobMeta, StoreError> {
        let sha256 = Digest::of(&content);
        if let Some(known) = self.blob_meta(case, sha256).await? {
            return Ok(known);
        }
        let key = self.case_key(case).await?;
        let blob = name_in(&key, sha256);
        let path = self.inner.blobs.path(blob);
        let size_bytes = content.len() as u64;
        let writer_key = key.clone();
        off_thread(move || {
            let mut frames = frames::FrameWriter::create(&path, writer_key, frames::about(case, blob))?;
            frames.write(&content)?;
            frames.finish()
        })
        .await?;
        let meta = SealedMeta { sha256, media_type: media_type.to_owned(), name: name.map(str::to_owned) };
        self.record_blob(case, &key, meta, size_bytes).await
    }

    /// What is known of a file of the case; none if the case has no such file, whatever others have.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`], [`StoreError::Unreadable`].
    pub async fn blob_meta(&self, case: CaseId, sha256: Digest) -> Result<Option<BlobMeta>, StoreError> {
        let key = self.case_key(case).await?;
        let blob = name_in(&key, sha256);
        let sql = "select size_bytes, meta, created_at from blob where case_id = $1 and name = $2";
        let row = self.database().one(sql, vec![case_value(case), digest(blob)]).await?;
        let Some(row) = row else { return Ok(None) };
        let mut columns = Columns::of(&row);
        let size_bytes = columns.number()?;
        let sealed: Vec<u8> = columns.take()?;
        let created_at = columns.at()?;
        let meta: SealedMeta = key.sealer.open_json(&about("blob", case.0), &sealed, "blob meta")?;
        if meta.sha256 != sha256 {
            return Err(StoreError::Unreadable("blob meta"));
        }
        Ok(Some(BlobMeta { sha256, size_bytes, media_type: meta.media_type, name: meta.name, created_at }))
    }

    /// Records a file whose bytes are durable, and gives what stands recorded: the first is kept.
    async fn record_blob(
        &self,
        case: CaseId,
        key: &CaseKey,
        meta: SealedMeta,
        size_bytes: u64,
    ) -> Result<BlobMeta, StoreError> {
        let sql = "insert into blob (case_id, name, size_bytes, meta, created_at) values ($1, $2, $3, $4, $5)
                   on conflict (case_id, name) do nothing";
        let values = vec![
            case_value(case),
            digest(name_in(key, meta.sha256)),
            big(size_bytes),
            bytes(key.sealer.seal_json(&about("blob", case.0), &meta, "blob meta")?),
            at(self.now()),
        ];
        self.database().execute(sql, values).await?;
        self.blob_meta(case, meta.sha256).await?.ok_or(StoreError::Unreadable("blob meta"))
    }
}
