//! The files of erased cases: large files and uploads under way.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use weicourt_domain::id::CaseId;

use crate::Store;
use crate::blobs::{UploadId, off_thread, sync_dir};
use crate::database::{Columns, LIST_MAX, in_list};
use crate::error::StoreError;

impl Store {
    /// Removes the files that rows of `cases` name; their removal is durable when this returns. The rows
    /// stay, so that whoever goes on after a crash knows the files.
    pub(super) async fn remove_files(&self, cases: &[CaseId]) -> Result<(), StoreError> {
        let mut paths = Vec::new();
        for some in cases.chunks(LIST_MAX) {
            let ids: Vec<u64> = some.iter().map(|case| case.0).collect();
            let (list, values) = in_list(1, &ids);
            let sql = format!("select name from blob where case_id in ({list})");
            for row in self.database().all(&sql, values.clone()).await? {
                paths.push(self.inner.blobs.path(Columns::of(&row).digest()?));
            }
            let sql = format!("select id from upload where case_id in ({list})");
            for row in self.database().all(&sql, values).await? {
                let id: Vec<u8> = row.try_get_by_index(0)?;
                let id = id.try_into().map_err(|_| StoreError::Unreadable("upload"))?;
                paths.push(self.upload_path(UploadId(id)));
            }
        }
        off_thread(move || remove(&paths)).await
    }
}

pub(super) fn remove(paths: &[PathBuf]) -> Result<(), StoreError> {
    let mut dirs = BTreeSet::new();
    for path in paths {
        match fs::remove_file(path) {
            Ok(()) => dirs.extend(path.parent()),
            // Removed before a crash, or never begun.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::Io("remove file of a case", error)),
        }
    }
    dirs.into_iter().try_for_each(sync_dir)
}
