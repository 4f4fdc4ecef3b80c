//! Files that the peer shall have, and files that it sends.

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::blobs::UploadId;
use crate::database::{Columns, big, bytes, case as case_value, digest};
use crate::error::StoreError;
use crate::sealing::about;

/// A file that the peer shall have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutgoingBlob {
    /// The case.
    pub case: CaseId,
    /// SHA-256 of its content.
    pub sha256: Digest,
    /// Size in bytes.
    pub size_bytes: u64,
    /// How much of it the peer has.
    pub acknowledged: u64,
}

impl Store {
    /// Notes that the peer shall have a file; false if that was noted before.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn send_blob(&self, case: CaseId, sha256: Digest, size_bytes: u64) -> Result<bool, StoreError> {
        let sealed = self.inner.outbox_sealer.seal(&about("outgoing blob", case.0), &sha256.0)?;
        let sql = "insert into blob_out (case_id, digest, content, size_bytes, acked)
                   values ($1, $2, $3, $4, 0) on conflict (case_id, digest) do nothing";
        let name = self.name_on_the_way(case, sha256);
        let values = vec![case_value(case), digest(name), bytes(sealed), big(size_bytes)];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    /// Files of a case that the peer shall have; without those it has, if `unfinished`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if a row does not open.
    pub async fn outgoing_blobs(
        &self,
        case: CaseId,
        unfinished: bool,
    ) -> Result<Vec<OutgoingBlob>, StoreError> {
        let sql = if unfinished {
            "select content, size_bytes, acked from blob_out where case_id = $1 and acked < size_bytes"
        } else {
            "select content, size_bytes, acked from blob_out where case_id = $1"
        };
        let rows = self.database().all(sql, vec![case_value(case)]).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                let sealed: Vec<u8> = columns.take()?;
                let content = self.inner.outbox_sealer.open(
                    &about("outgoing blob", case.0),
                    &sealed,
                    "outgoing blob",
                )?;
                let sha256 =
                    content.as_slice().try_into().map_err(|_| StoreError::Unreadable("outgoing blob"))?;
                let (size_bytes, acknowledged) = (columns.number()?, columns.number()?);
                Ok(OutgoingBlob { case, sha256: Digest(sha256), size_bytes, acknowledged })
            })
            .collect()
    }

    /// Saves how much of a file the peer has, and when it said so.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn save_blob_acknowledged(
        &self,
        case: CaseId,
        sha256: Digest,
        upto: u64,
        when: Instant,
    ) -> Result<(), StoreError> {
        let name = self.name_on_the_way(case, sha256);
        let sql = "update blob_out set acked = $3 where case_id = $1 and digest = $2";
        self.database().execute(sql, vec![case_value(case), digest(name), big(upto)]).await?;
        self.mailbox_file_confirmed(case, when).await
    }

    /// The upload that collects what the peer sends of a file: always the same one.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case is not open here.
    pub async fn incoming_upload(&self, case: CaseId, sha256: Digest) -> Result<UploadId, StoreError> {
        self.case_key(case).await?;
        let mut id = [0; 16];
        id.copy_from_slice(&self.name_on_the_way(case, sha256).0[..16]);
        Ok(UploadId(id))
    }

    /// Under the node's key and not the case's, which may change while a file is on its way.
    pub(super) fn name_on_the_way(&self, case: CaseId, sha256: Digest) -> Digest {
        let mut named = case.0.to_be_bytes().to_vec();
        named.extend(sha256.0);
        self.keyed_digest("blob on its way", &named)
    }
}
