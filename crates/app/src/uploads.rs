//! Photos, voice, files: resumable uploads to a case or a draft, and reading them back.
//!
//! The original stays byte for byte as handed in; a preview is a file of its own, without EXIF.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Defect;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::permission::{self, Act};
use weicourt_store::{NewUpload, StoreError, Upload, UploadId};

use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::ports::{PagesError, Preview};

/// How much of a file is looked at to tell what it is, in bytes.
const HEAD_BYTES: usize = 8 * 1024;
/// Longest file name, in characters.
const LONGEST_NAME: usize = 200;

/// First bytes of a ZIP archive; office files are archives inside.
const ARCHIVE_MAGIC: &[u8] = b"PK\x03\x04";

/// Announces a file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginUpload {
    /// Size, in bytes.
    pub size_bytes: u64,
    /// Media type the client believes it has.
    pub media_type: String,
    /// File name.
    #[serde(default)]
    pub name: Option<String>,
}

/// How far an upload is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UploadView {
    /// The upload.
    pub upload: String,
    /// Bytes received; the next chunk begins here.
    pub offset: u64,
    /// Bytes announced.
    pub size_bytes: u64,
    /// Largest chunk, in bytes.
    pub chunk_bytes: u64,
}

/// A finished upload.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UploadDone {
    /// The file as handed in.
    pub blob: BlobRef,
    /// A smaller picture without EXIF, for photos.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<BlobRef>,
}

/// A part of a file.
#[derive(Debug)]
pub struct BlobPart {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Media type of the whole.
    pub media_type: String,
}

/// Whether a file can be called that.
pub(crate) fn is_file_name(name: &str) -> bool {
    name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control)
}

impl Court {
    /// Who may put a file into a case: the owner of the draft, or a member who may speak or hand something in.
    async fn may_upload(&self, actor: &Actor, case: CaseId) -> Result<(), AppError> {
        if self.store.draft(case).await?.is_some_and(|draft| draft.person == actor.person) {
            return Ok(());
        }
        let loaded = self.case_for(actor, case).await?;
        let now = self.now();
        loaded.read(|state, _| {
            let speaks = permission::may(state, actor, Act::PostMessage, now);
            // Who has lost the word still hands in evidence and applications.
            let hands_in = [
                Act::ResubmitFiling,
                Act::SubmitEvidence,
                Act::RecordComparison,
                Act::FileApplication,
                Act::FileAnswer,
            ];
            let may = hands_in.into_iter().any(|act| permission::may(state, actor, act, now).is_ok());
            if may { Ok(()) } else { speaks.map(|_| ()).map_err(AppError::from) }
        })
    }

    fn upload_view(&self, upload: &Upload) -> UploadView {
        UploadView {
            upload: upload.id.to_string(),
            offset: upload.offset,
            size_bytes: upload.size_bytes,
            chunk_bytes: self.limits.chunk_bytes,
        }
    }

    async fn own_upload(&self, actor: &Actor, upload: &str) -> Result<Upload, AppError> {
        let id: UploadId = upload.parse().map_err(|_| Denied::NotFound)?;
        let upload = self.store.upload(id).await?.filter(|upload| upload.person == actor.person);
        Ok(upload.ok_or(Denied::NotFound)?)
    }

    /// Begins an upload.
    ///
    /// # Errors
    ///
    /// Refuses strangers, empty and over-large files, and names that are no names.
    pub async fn begin_upload(
        &self,
        actor: &Actor,
        case: CaseId,
        begin: BeginUpload,
    ) -> Result<UploadView, AppError> {
        self.may_upload(actor, case).await?;
        // A recording may be a note, which is measured when it is said, or evidence.
        let most_bytes = self.limits.file_bytes;
        if begin.size_bytes > most_bytes {
            return Err(Denied::TooLarge { most_bytes }.into());
        }
        let mut fields = Vec::new();
        if begin.size_bytes == 0 {
            fields.push(Defect { field: "size_bytes".to_owned(), reason: "文件是空的".to_owned() });
        }
        if begin.name.as_deref().is_some_and(|name| !is_file_name(name)) {
            fields.push(Defect {
                field: "name".to_owned(),
                reason: "文件名太长或者含有无法识别的字符".to_owned(),
            });
        }
        if begin.media_type.len() > 100 || begin.media_type.chars().any(char::is_control) {
            fields
                .push(Defect { field: "media_type".to_owned(), reason: "文件类型不正确".to_owned() });
        }
        if !fields.is_empty() {
            return Err(Denied::BadFields { fields }.into());
        }
        let new = NewUpload {
            case,
            person: actor.person,
            size_bytes: begin.size_bytes,
            media_type: begin.media_type,
            name: begin.name,
        };
        let id = self.store.begin_upload(new).await?;
        let upload = self.store.upload(id).await?.ok_or(Denied::NotFound)?;
        Ok(self.upload_view(&upload))
    }

    /// How far an upload is.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for uploads of others.
    pub async fn upload(&self, actor: &Actor, upload: &str) -> Result<UploadView, AppError> {
        Ok(self.upload_view(&self.own_upload(actor, upload).await?))
    }

    /// Continues an upload; the chunk is durable when this returns.
    ///
    /// # Errors
    ///
    /// [`Denied::WrongOffset`] says where to continue; more bytes than announced are refused.
    pub async fn write_chunk(
        &self,
        actor: &Actor,
        upload: &str,
        offset: u64,
        chunk: &[u8],
    ) -> Result<UploadView, AppError> {
        let known = self.own_upload(actor, upload).await?;
        match self.store.write_chunk(known.id, offset, chunk.to_vec()).await {
            Ok(offset) => Ok(UploadView { offset, ..self.upload_view(&known) }),
            Err(StoreError::WrongOffset { expected }) => Err(Denied::WrongOffset { offset: expected }.into()),
            Err(StoreError::WrongSize { .. }) => Err(Denied::NotWhatWasAnnounced.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends an upload: what it is is read from the bytes, and a picture gets a preview.
    ///
    /// # Errors
    ///
    /// Refuses what is incomplete, damaged, or not what it claims to be; the upload is thrown away then.
    pub async fn complete_upload(&self, actor: &Actor, upload: &str) -> Result<UploadDone, AppError> {
        let upload = self.own_upload(actor, upload).await?;
        if upload.offset != upload.size_bytes {
            return Err(Denied::WrongOffset { offset: upload.offset }.into());
        }
        let looked_at = self.look_at(&upload).await;
        let (media_type, preview, duration_ms) = match looked_at {
            Ok(looked_at) => looked_at,
            Err(error) => {
                self.store.delete_upload(upload.id).await?;
                return Err(error);
            }
        };
        let meta = self.store.finish_upload(upload.id, Some(&media_type)).await?;
        let mut blob = BlobRef {
            sha256: meta.sha256,
            size_bytes: meta.size_bytes,
            media_type,
            name: meta.name,
            width: None,
            height: None,
            duration_ms,
            pages: None,
        };
        blob.pages = self.count_pages(upload.case, blob.sha256, &blob.media_type).await?;
        let Some(preview) = preview else { return Ok(UploadDone { blob, preview: None }) };
        (blob.width, blob.height) = (Some(preview.original_width), Some(preview.original_height));
        let stored = self.store.put_blob(upload.case, preview.bytes, &preview.media_type, None).await?;
        self.store.note_uploader(upload.case, stored.sha256, actor.person).await?;
        let preview = BlobRef {
            sha256: stored.sha256,
            size_bytes: stored.size_bytes,
            media_type: preview.media_type,
            name: None,
            width: Some(preview.width),
            height: Some(preview.height),
            duration_ms: None,
            pages: None,
        };
        Ok(UploadDone { blob, preview: Some(preview) })
    }

    /// Pages of a PDF file of the case; none for other kinds, and for one that cannot be read: it is handed
    /// in all the same.
    pub(crate) async fn count_pages(
        &self,
        case: CaseId,
        sha256: Digest,
        media_type: &str,
    ) -> Result<Option<u32>, AppError> {
        if media_type != "application/pdf" {
            return Ok(None);
        }
        let Some(blob) = self.store.open_blob(case, sha256).await? else { return Ok(None) };
        let size_bytes = usize::try_from(blob.meta().size_bytes).map_err(AppError::broken("hold a file"))?;
        let content = blob.read_at(0, size_bytes).await?;
        match self.ports.pages.count(content).await {
            Ok(n_pages) => Ok(Some(n_pages)),
            Err(PagesError::Refused(_)) => Ok(None),
            // A filing on its last day must not wait until somebody has repaired the counting of pages.
            Err(PagesError::Broken(error)) => {
                tracing::warn!(case = %case, %error, "pages are not counted");
                Ok(None)
            }
        }
    }

    async fn look_at(&self, upload: &Upload) -> Result<(String, Option<Preview>, Option<u32>), AppError> {
        let head = self.store.upload_content(upload.id, HEAD_BYTES).await?;
        let media = &self.ports.media;
        let media_type = media.sniff(&head, &upload.media_type).map_err(Denied::from)?;
        let (picture, recording) = (media_type.starts_with("image/"), media_type.starts_with("audio/"));
        let archive = head.starts_with(ARCHIVE_MAGIC);
        if !picture && !recording && !archive {
            return Ok((media_type, None, None));
        }
        let size_bytes = usize::try_from(upload.size_bytes).map_err(AppError::broken("hold a file"))?;
        let bytes = self.store.upload_content(upload.id, size_bytes).await?;
        if archive {
            media.check_archive(&bytes).map_err(Denied::from)?;
            return Ok((media_type, None, None));
        }
        if recording {
            let duration_ms = media.duration_ms(&bytes, &media_type);
            return Ok((media_type, None, duration_ms));
        }
        // Decoding a large photo takes a while: not on a thread that serves others.
        let (media, kind) = (media.clone(), media_type.clone());
        let preview = tokio::task::spawn_blocking(move || media.preview(&bytes, &kind)).await;
        let preview = preview.map_err(AppError::broken("make a preview"))?.map_err(Denied::from)?;
        Ok((media_type, Some(preview), None))
    }

    /// Size of a file of the case, for those who may see the case.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers and for files of other cases.
    pub async fn blob_size(&self, actor: &Actor, case: CaseId, sha256: Digest) -> Result<u64, AppError> {
        self.may_read_blob(actor, case, sha256).await?;
        let meta = self.store.blob_meta(case, sha256).await?.ok_or(Denied::NotFound)?;
        Ok(meta.size_bytes)
    }

    pub(crate) async fn may_read_blob(
        &self,
        actor: &Actor,
        case: CaseId,
        sha256: Digest,
    ) -> Result<(), AppError> {
        if self.store.draft(case).await?.is_some_and(|draft| draft.person == actor.person) {
            return Ok(());
        }
        let loaded = self.case_for(actor, case).await?;
        let now = self.now();
        let readable = loaded.read(|state, _| permission::may_read_blob(state, actor, sha256, now));
        if readable { Ok(()) } else { Err(Denied::NotFound.into()) }
    }

    /// Refuses a file that the actor neither handed in nor may read, in the words for one that is not there.
    pub(crate) async fn may_name_blob(
        &self,
        actor: &Actor,
        case: CaseId,
        sha256: Digest,
    ) -> Result<(), AppError> {
        if self.store.is_uploader(case, sha256, actor.person).await? {
            return Ok(());
        }
        match self.may_read_blob(actor, case, sha256).await {
            Err(AppError::Denied(Denied::NotFound)) => Err(Denied::UnknownBlob.into()),
            may_read => may_read,
        }
    }

    /// A part of a file, from `start` to `end` (exclusive).
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers and for files of other cases.
    pub async fn read_blob(
        &self,
        actor: &Actor,
        case: CaseId,
        sha256: Digest,
        start: u64,
        end: u64,
    ) -> Result<BlobPart, AppError> {
        self.may_read_blob(actor, case, sha256).await?;
        let blob = self.store.open_blob(case, sha256).await?.ok_or(Denied::NotFound)?;
        let limit = usize::try_from(end.saturating_sub(start)).map_err(AppError::broken("hold a file"))?;
        let bytes = blob.read_at(start, limit).await?;
        Ok(BlobPart { bytes, media_type: blob.meta().media_type.clone() })
    }
}
