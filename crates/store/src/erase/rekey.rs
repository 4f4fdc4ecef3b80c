//! A case loses a part and gets a new key: what stays is sealed anew, what goes cannot be read any more,
//! wherever a copy of it may lie.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryKind;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Origin};

use super::files::remove;
use super::mark::{Mark, Part};
use super::{Erased, sealed_columns};
use crate::Store;
use crate::blobs::{SealedMeta, name_in, off_thread, reseal};
use crate::case_keys::CaseKey;
use crate::database::{Columns, at, big, bytes, case as case_value, digest, small};
use crate::error::{IoContext as _, StoreError};
use crate::log::{ENTRY_COLUMNS, about_body, entry_of, load_heads, origin_of};
use crate::projections;
use crate::sealing::about;

/// Entries sealed anew with one read.
const STRETCH: u64 = 500;

/// A file of the case: its row, and its meaning under the old key.
struct Filed {
    name: Digest,
    size_bytes: u64,
    created_at: Instant,
    meta: SealedMeta,
}

/// What a killed node may have left beside `path`: the same file, not finished.
fn beside(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else { return Ok(Vec::new()) };
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::Io("read blob directory", error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.doing("read blob directory")?.path();
        if path.file_stem() == Some(name) && path.extension().is_some() {
            found.push(path);
        }
    }
    Ok(found)
}

impl Store {
    /// Destroys the words of `entries` and the files `blobs` of a case, by the digest of their content, and
    /// seals all that stays under a new key; then the old key is destroyed. The entries keep their places and
    /// hashes, so that both chains still verify. Uploads under way begin again.
    ///
    /// Acts on the case wait while its rows are sealed anew (about a second for ten thousand entries); files
    /// are sealed anew before that. A node that is killed meanwhile has either done nothing or goes on when
    /// it starts again. [`Store::erased`] remembers the outcome until [`Store::forget_erased`].
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case is not here, [`StoreError::Busy`] if it was read and written
    /// without a pause for ten seconds, [`StoreError::Unreadable`] if something of it does not open.
    pub async fn rekey_case(
        &self,
        case: CaseId,
        entries: &[EntryRef],
        blobs: &[Digest],
    ) -> Result<Erased, StoreError> {
        let _one_at_a_time = self.inner.erasing.lock().await;
        self.resume_parts().await?;
        let (new, raw) = CaseKey::fresh()?;
        let new = Arc::new(new);
        let wrapped = self.inner.case_keys.wrap(case, &raw)?;
        let (entries, blobs): (BTreeSet<_>, BTreeSet<_>) =
            (entries.iter().copied().collect(), blobs.iter().copied().collect());

        // Files first, while acts go on: they are large. The mark says which may lie about.
        let mut mark = self.mark_part(case).await?;
        let old = self.own_key(case).await?;
        let mut written = BTreeSet::new();
        self.write_files_anew(&mut mark, &old, &new, &blobs, &mut written).await?;

        let barred = self.inner.case_keys.bar(case).await?;
        self.write_files_anew(&mut mark, &old, &new, &blobs, &mut written).await?;
        let transaction = self.database().begin().await?;
        self.remove_statements(&transaction, case, &entries).await?;
        let n_entries = self.seal_log_anew(&transaction, case, &entries, &old, &new).await?;
        let n_blobs = self.name_files_anew(&transaction, case, &blobs, &old, &new).await?;
        sealed_columns::reseal(self.database(), &transaction, case, &old, &new).await?;
        self.follow_anew(&transaction, case, &new).await?;
        let uploads = self.give_up_uploads(&transaction, case).await?;
        let now = self.now();
        let sql = "update case_key set wrapped = $2, created_at = $3 where case_id = $1";
        let values = vec![case_value(case), bytes(wrapped), at(now)];
        transaction.execute_raw(self.database().statement(sql, values)).await?;
        let heads = load_heads(self.database(), &transaction, case).await?;
        mark.commit_part(n_entries, n_blobs, heads, now, uploads);
        self.put_mark(&transaction, &mark).await?;
        transaction.commit().await?;
        drop(barred);
        self.finish_part(mark).await
    }

    /// The key of `case` for oneself: it does not count as held.
    async fn own_key(&self, case: CaseId) -> Result<Arc<CaseKey>, StoreError> {
        Ok(Arc::new(self.case_key(case).await?.copy()))
    }

    async fn files_of<C: ConnectionTrait>(
        &self,
        connection: &C,
        case: CaseId,
        key: &CaseKey,
    ) -> Result<Vec<Filed>, StoreError> {
        let sql = "select name, size_bytes, created_at, meta from blob where case_id = $1 order by name";
        let statement = self.database().statement(sql, vec![case_value(case)]);
        let rows = connection.query_all_raw(statement).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(Filed {
                    name: columns.digest()?,
                    size_bytes: columns.number()?,
                    created_at: columns.at()?,
                    meta: key.sealer.open_json(
                        &about("blob", case.0),
                        &columns.take::<Vec<u8>>()?,
                        "blob meta",
                    )?,
                })
            })
            .collect()
    }

    /// Writes the files that stay and were not `written` yet under the new key.
    async fn write_files_anew(
        &self,
        mark: &mut Mark,
        old: &Arc<CaseKey>,
        new: &Arc<CaseKey>,
        dropped: &BTreeSet<Digest>,
        written: &mut BTreeSet<Digest>,
    ) -> Result<(), StoreError> {
        let case = mark.case;
        let mut files = self.files_of(&self.database().writer, case, old).await?;
        files.retain(|file| !written.contains(&file.meta.sha256));
        if let Some(part) = &mut mark.part {
            part.files.extend(files.iter().flat_map(|file| [file.name, name_in(new, file.meta.sha256)]));
        }
        self.put_mark(&self.database().writer, mark).await?;
        for file in files {
            let sha256 = file.meta.sha256;
            written.insert(sha256);
            if dropped.contains(&sha256) {
                continue;
            }
            let (store, old, new) = (self.clone(), old.clone(), new.clone());
            off_thread(move || reseal(&store.inner.blobs, case, sha256, file.size_bytes, &old, &new)).await?;
        }
        Ok(())
    }

    /// Seals the bodies that stay anew, removes the others, and counts those.
    async fn seal_log_anew(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        withdrawn: &BTreeSet<EntryRef>,
        old: &CaseKey,
        new: &CaseKey,
    ) -> Result<u64, StoreError> {
        let database = self.database();
        let mut n_withdrawn = 0;
        for origin in [Origin::Front, Origin::Court] {
            let mut after = 0;
            loop {
                let sql =
                    "select origin, seq, body from entry where case_id = $1 and origin = $2 and seq > $3
                           order by seq limit $4";
                let values = vec![case_value(case), small(origin as u16), big(after), big(STRETCH)];
                let rows = transaction.query_all_raw(database.statement(sql, values)).await?;
                for row in &rows {
                    let mut columns = Columns::of(row);
                    let origin = origin_of(columns.take()?)?;
                    let seq = columns.number()?;
                    let sealed: Option<Vec<u8>> = columns.take()?;
                    after = seq;
                    let Some(sealed) = sealed else { continue };
                    let body = if withdrawn.contains(&EntryRef { origin, seq }) {
                        n_withdrawn += 1;
                        None
                    } else {
                        let about = about_body(case, origin, seq);
                        let plain = old.sealer.open(&about, &sealed, "entry body")?;
                        Some(new.sealer.seal(&about, &plain)?)
                    };
                    let sql = "update entry set body = $4 where case_id = $1 and origin = $2 and seq = $3";
                    let body = sea_orm::Value::Bytes(body);
                    let values = vec![case_value(case), small(origin as u16), big(seq), body];
                    transaction.execute_raw(database.statement(sql, values)).await?;
                }
                if (rows.len() as u64) < STRETCH {
                    break;
                }
            }
        }
        Ok(n_withdrawn)
    }

    /// Removes what was signed for `withdrawn` entries: it says what they said.
    async fn remove_statements(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        withdrawn: &BTreeSet<EntryRef>,
    ) -> Result<(), StoreError> {
        for entry in withdrawn {
            let sql = "delete from act where case_id = $1 and command in
                       (select e.command from entry e where e.case_id = $1 and e.origin = $2 and e.seq = $3)";
            let values = vec![case_value(case), small(entry.origin as u16), big(entry.seq)];
            transaction.execute_raw(self.database().statement(sql, values)).await?;
        }
        Ok(())
    }

    /// Gives the files that stay their names under the new key, removes the rows of the others, and counts
    /// those.
    async fn name_files_anew(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        dropped: &BTreeSet<Digest>,
        old: &CaseKey,
        new: &CaseKey,
    ) -> Result<u64, StoreError> {
        let database = self.database();
        let files = self.files_of(transaction, case, old).await?;
        let sql = "delete from blob where case_id = $1";
        transaction.execute_raw(database.statement(sql, vec![case_value(case)])).await?;
        let mut n_dropped = 0;
        for Filed { name: _, size_bytes, created_at, meta } in files {
            if dropped.contains(&meta.sha256) {
                n_dropped += 1;
                continue;
            }
            let sql =
                "insert into blob (case_id, name, size_bytes, meta, created_at) values ($1, $2, $3, $4, $5)";
            let values = vec![
                case_value(case),
                digest(name_in(new, meta.sha256)),
                big(size_bytes),
                bytes(new.sealer.seal_json(&about("blob", case.0), &meta, "blob meta")?),
                at(created_at),
            ];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        Ok(n_dropped)
    }

    /// Makes what follows from the log again: what followed from words that are gone must go as well.
    pub(crate) async fn follow_anew(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        key: &CaseKey,
    ) -> Result<(), StoreError> {
        let database = self.database();
        for table in ["case_register", "member", "party_digest", "issued_code"] {
            let sql = format!("delete from {table} where case_id = $1");
            transaction.execute_raw(database.statement(sql, vec![case_value(case)])).await?;
        }
        let kinds: Vec<String> = EntryKind::ALL
            .into_iter()
            .filter(|kind| projections::concern(*kind))
            .map(|kind| (kind as u16).to_string())
            .collect();
        let sql = format!(
            "select {ENTRY_COLUMNS} from entry where case_id = $1 and body is not null and kind in ({})
             order by n, origin",
            kinds.join(",")
        );
        for row in transaction.query_all_raw(database.statement(sql, vec![case_value(case)])).await? {
            let entry = entry_of(&row, key)?;
            projections::apply(database, self.keys(), transaction, &entry, key).await?;
        }
        Ok(())
    }

    /// Removes the rows of uploads under way, and of who handed in what, and gives the uploads' ids.
    async fn give_up_uploads(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
    ) -> Result<Vec<[u8; 16]>, StoreError> {
        // Under the new key files have other names; what no entry names yet is handed in again.
        let sql = "delete from blob_uploader where case_id = $1";
        transaction.execute_raw(self.database().statement(sql, vec![case_value(case)])).await?;
        let sql = "delete from upload where case_id = $1 returning id";
        let statement = self.database().statement(sql, vec![case_value(case)]);
        let mut ids = Vec::new();
        for row in transaction.query_all_raw(statement).await? {
            let id: Vec<u8> = row.try_get_by_index(0)?;
            ids.push(id.try_into().map_err(|_| StoreError::Unreadable("upload"))?);
        }
        Ok(ids)
    }

    /// Removes the files that no row names and makes freed space clean.
    async fn finish_part(&self, mark: Mark) -> Result<Erased, StoreError> {
        self.empty_write_ahead_log().await?;
        self.remove_unnamed(&mark).await?;
        self.clean(std::slice::from_ref(&mark)).await?;
        let finished = self.mark_finished(std::slice::from_ref(&mark)).await?;
        finished.first().and_then(Mark::erased).ok_or(StoreError::Unreadable("erasure"))
    }

    async fn remove_unnamed(&self, mark: &Mark) -> Result<(), StoreError> {
        let sql = "select name from blob where case_id = $1";
        let rows = self.database().all(sql, vec![case_value(mark.case)]).await?;
        let named =
            rows.iter().map(|row| Columns::of(row).digest()).collect::<Result<BTreeSet<_>, StoreError>>()?;
        let files = mark.part.iter().flat_map(|part| &part.files);
        let paths: Vec<PathBuf> =
            files.filter(|name| !named.contains(name)).map(|name| self.inner.blobs.path(*name)).collect();
        let uploads = mark.part.iter().flat_map(|part| &part.uploads);
        let mut all: Vec<PathBuf> = uploads.map(|id| self.upload_path(crate::UploadId(*id))).collect();
        off_thread(move || {
            for path in paths {
                all.extend(beside(&path)?);
                all.push(path);
            }
            remove(&all)
        })
        .await
    }

    /// Goes on with what a killed node was doing to parts of cases, and says how many it finished.
    pub(super) async fn resume_parts(&self) -> Result<usize, StoreError> {
        let mut n_finished = 0;
        for mark in self.marks().await? {
            match &mark.part {
                Some(Part { is_committed: true, .. }) if mark.finished_at.is_none() => {
                    self.finish_part(mark).await?;
                    n_finished += 1;
                }
                Some(Part { is_committed: false, .. }) => {
                    self.remove_unnamed(&mark).await?;
                    self.remove_mark(&mark).await?;
                }
                _ => {}
            }
        }
        Ok(n_finished)
    }
}
