//! Uploads in chunks that survive lost connections and restarts. When all is there it is read once,
//! hashed and written in its final form.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::Digest as _;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;

use super::frames::{self, FrameWriter};
use super::records::{append, walk};
use super::{BlobMeta, SealedMeta, name_in, off_thread};
use crate::Store;
use crate::database::{Columns, at, big, bytes, case as case_value, person as person_value};
use crate::error::StoreError;
use crate::sealing::{about, random};

/// Identity of an upload: 128 random bits, printed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UploadId(pub(crate) [u8; 16]);

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for UploadId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<UploadId, StoreError> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| StoreError::UnknownUpload)?;
        Ok(UploadId(bytes.try_into().map_err(|_| StoreError::UnknownUpload)?))
    }
}

/// A file that somebody is about to upload.
#[derive(Clone)]
pub struct NewUpload {
    /// The case.
    pub case: CaseId,
    /// Who; nobody else may go on with it.
    pub person: PersonId,
    /// Size of the whole file, in bytes.
    pub size_bytes: u64,
    /// Media type, as claimed.
    pub media_type: String,
    /// Name, as handed in.
    pub name: Option<String>,
}

impl fmt::Debug for NewUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("NewUpload");
        out.field("case", &self.case).field("size_bytes", &self.size_bytes).finish_non_exhaustive()
    }
}

/// An upload under way.
#[derive(Clone)]
pub struct Upload {
    /// Its identity.
    pub id: UploadId,
    /// The case.
    pub case: CaseId,
    /// Who uploads.
    pub person: PersonId,
    /// Size of the whole file, in bytes.
    pub size_bytes: u64,
    /// Bytes that are durable here; the next chunk starts there.
    pub offset: u64,
    /// Media type, as claimed.
    pub media_type: String,
    /// Name, as handed in.
    pub name: Option<String>,
    /// When it began.
    pub created_at: Instant,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Upload");
        out.field("id", &self.id)
            .field("case", &self.case)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

/// One thing at a time is done to an upload.
#[derive(Debug, Default)]
pub(super) struct Locks(Mutex<HashMap<UploadId, Weak<tokio::sync::Mutex<()>>>>);

impl Locks {
    fn of(&self, id: UploadId) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        locks.retain(|_, lock| lock.strong_count() > 0);
        if let Some(lock) = locks.get(&id).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::default();
        locks.insert(id, Arc::downgrade(&lock));
        lock
    }
}

impl Store {
    pub(crate) fn upload_path(&self, id: UploadId) -> PathBuf {
        self.inner.blobs.dir.join("uploads").join(id.to_string())
    }

    /// Begins an upload.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`], [`StoreError::Database`].
    pub async fn begin_upload(&self, new: NewUpload) -> Result<UploadId, StoreError> {
        let id = UploadId(random()?);
        self.begin_upload_as(id, new).await?;
        Ok(id)
    }

    /// Begins an upload under an identity that the caller made; does nothing if it has begun.
    ///
    /// # Errors
    ///
    /// As [`Store::begin_upload`].
    pub async fn begin_upload_as(&self, id: UploadId, new: NewUpload) -> Result<(), StoreError> {
        let key = self.case_key(new.case).await?;
        let meta = (&new.media_type, &new.name);
        let sql = "insert into upload (id, case_id, person, size_bytes, meta, created_at)
                   values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing";
        let values = vec![
            bytes(id.0),
            case_value(new.case),
            person_value(new.person),
            big(new.size_bytes),
            bytes(key.sealer.seal_json(&about("upload", new.case.0), &meta, "upload meta")?),
            at(self.now()),
        ];
        self.database().execute(sql, values).await?;
        Ok(())
    }

    /// Where an upload stands; none if it is unknown, finished or purged.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`], [`StoreError::Io`].
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let sql = "select case_id, person, size_bytes, meta, created_at from upload where id = $1";
        let Some(row) = self.database().one(sql, vec![bytes(id.0)]).await? else { return Ok(None) };
        let mut columns = Columns::of(&row);
        let case = columns.case()?;
        let person = columns.person()?;
        let size_bytes = columns.number()?;
        let sealed: Vec<u8> = columns.take()?;
        let created_at = columns.at()?;
        let key = self.case_key(case).await?;
        let (media_type, name): (String, Option<String>) =
            key.sealer.open_json(&about("upload", case.0), &sealed, "upload meta")?;
        let path = self.upload_path(id);
        let offset = off_thread(move || walk(&path, id, None, |_| Ok(()))).await?.content_bytes;
        Ok(Some(Upload { id, case, person, size_bytes, offset, media_type, name, created_at }))
    }

    /// Adds a chunk that starts at `offset`; it is durable when this returns the new offset.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongOffset`] if the upload stands elsewhere (also when the same chunk came twice),
    /// [`StoreError::WrongSize`] if the chunk goes beyond the announced size, [`StoreError::UnknownUpload`].
    pub async fn write_chunk(&self, id: UploadId, offset: u64, chunk: Vec<u8>) -> Result<u64, StoreError> {
        let lock = self.inner.blobs.locks.of(id);
        let _one_at_a_time = lock.lock().await;
        let upload = self.upload(id).await?.ok_or(StoreError::UnknownUpload)?;
        if offset != upload.offset {
            return Err(StoreError::WrongOffset { expected: upload.offset });
        }
        let end = offset.saturating_add(chunk.len() as u64);
        if end > upload.size_bytes || i32::try_from(chunk.len()).is_err() {
            return Err(StoreError::WrongSize { announced: upload.size_bytes });
        }
        if !chunk.is_empty() {
            let key = self.case_key(upload.case).await?;
            let path = self.upload_path(id);
            off_thread(move || append(&path, id, &key, &chunk)).await?;
        }
        Ok(end)
    }

    /// Turns a complete upload into a file of its case. `media_type` is what the application found in the
    /// bytes; without it the claimed one is kept.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongSize`] if bytes are missing, [`StoreError::UnknownUpload`].
    pub async fn finish_upload(
        &self,
        id: UploadId,
        media_type: Option<&str>,
    ) -> Result<BlobMeta, StoreError> {
        let lock = self.inner.blobs.locks.of(id);
        let _one_at_a_time = lock.lock().await;
        let upload = self.upload(id).await?.ok_or(StoreError::UnknownUpload)?;
        if upload.offset != upload.size_bytes {
            return Err(StoreError::WrongSize { announced: upload.size_bytes });
        }
        let case = upload.case;
        let key = self.case_key(case).await?;
        let (path, reader_key) = (self.upload_path(id), key.clone());
        let sha256 = off_thread(move || {
            let mut hasher = sha2::Sha256::new();
            walk(&path, id, Some(&reader_key), |content| {
                hasher.update(content);
                Ok(())
            })?;
            Ok(Digest(hasher.finalize().into()))
        })
        .await?;
        let meta = match self.blob_meta(case, sha256).await? {
            Some(known) => known,
            None => {
                let blob = name_in(&key, sha256);
                let (from, to) = (self.upload_path(id), self.inner.blobs.path(blob));
                let writer_key = key.clone();
                off_thread(move || {
                    let mut file = FrameWriter::create(&to, writer_key.clone(), frames::about(case, blob))?;
                    walk(&from, id, Some(&writer_key), |content| file.write(content))?;
                    file.finish()
                })
                .await?;
                let media_type = media_type.map_or(upload.media_type, str::to_owned);
                let meta = SealedMeta { sha256, media_type, name: upload.name };
                self.record_blob(case, &key, meta, upload.size_bytes).await?
            }
        };
        self.note_uploader(case, sha256, upload.person).await?;
        self.forget_upload(id).await?;
        Ok(meta)
    }

    /// The first bytes of an upload, at most `limit`, so that the application can look at what it is
    /// before it is finished.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownUpload`], [`StoreError::Unreadable`].
    pub async fn upload_content(&self, id: UploadId, limit: usize) -> Result<Vec<u8>, StoreError> {
        let upload = self.upload(id).await?.ok_or(StoreError::UnknownUpload)?;
        let key = self.case_key(upload.case).await?;
        let path = self.upload_path(id);
        off_thread(move || {
            let mut content = Vec::new();
            walk(&path, id, Some(&key), |chunk| {
                content.extend_from_slice(&chunk[..chunk.len().min(limit - content.len())]);
                Ok(())
            })?;
            Ok(content)
        })
        .await
    }

    /// Gives an upload up.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], [`StoreError::Io`].
    pub async fn delete_upload(&self, id: UploadId) -> Result<(), StoreError> {
        let lock = self.inner.blobs.locks.of(id);
        let _one_at_a_time = lock.lock().await;
        self.forget_upload(id).await
    }

    async fn forget_upload(&self, id: UploadId) -> Result<(), StoreError> {
        self.database().execute("delete from upload where id = $1", vec![bytes(id.0)]).await?;
        let path = self.upload_path(id);
        off_thread(move || match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::Io("remove upload", error)),
            _ => Ok(()),
        })
        .await
    }

    /// Gives up uploads that began before `before`, and says how many.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`], [`StoreError::Io`].
    pub async fn purge_uploads(&self, before: Instant) -> Result<usize, StoreError> {
        let sql = "select id from upload where created_at < $1";
        let rows = self.database().all(sql, vec![at(before)]).await?;
        for row in &rows {
            let id: Vec<u8> = row.try_get_by_index(0)?;
            let id = id.try_into().map_err(|_| StoreError::Unreadable("upload"))?;
            self.delete_upload(UploadId(id)).await?;
        }
        Ok(rows.len())
    }
}
