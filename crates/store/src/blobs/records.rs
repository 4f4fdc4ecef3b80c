//! The file of an upload under way: chunks as they came, each sealed under the case key.
//!
//! Records of `length (4 bytes, big-endian) | nonce, ciphertext, tag`, appended and synced one by one. The
//! last may have been cut off by a crash; it was never acknowledged and is written over. (Filling up a
//! half-written frame of the final form in place would use one nonce for two contents.)

use std::fs::{File, OpenOptions};
use std::io::{BufReader, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::UploadId;
use super::sync_dir;
use crate::case_keys::CaseKey;
use crate::error::{IoContext as _, StoreError};
use crate::sealing::NONCE_BYTES;

const LENGTH_BYTES: u64 = 4;
const OVERHEAD_BYTES: u64 = NONCE_BYTES as u64 + 16;

/// How much of an upload is whole.
#[derive(Clone, Copy, Default)]
pub(super) struct Whole {
    /// Bytes of content.
    pub(super) content_bytes: u64,
    /// Bytes of the file.
    file_bytes: u64,
}

/// What a record is bound to: its upload and its place.
fn about_record(id: UploadId, offset: u64) -> [u8; 24] {
    let mut about = [0; 24];
    about[..16].copy_from_slice(&id.0);
    about[16..].copy_from_slice(&offset.to_be_bytes());
    about
}

/// Walks over whole records; with a key, `each` gets their content, in order.
pub(super) fn walk(
    path: &Path,
    id: UploadId,
    key: Option<&CaseKey>,
    mut each: impl FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<Whole, StoreError> {
    let mut whole = Whole::default();
    let mut file = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(whole),
        Err(error) => return Err(StoreError::Io("open upload", error)),
    };
    let size_bytes = file.get_ref().metadata().doing("read upload")?.len();
    while whole.file_bytes + LENGTH_BYTES <= size_bytes {
        let mut length = [0; LENGTH_BYTES as usize];
        file.read_exact(&mut length).doing("read upload")?;
        let sealed_bytes = u64::from(u32::from_be_bytes(length));
        let end = whole.file_bytes + LENGTH_BYTES + sealed_bytes;
        if end > size_bytes || sealed_bytes < OVERHEAD_BYTES {
            break;
        }
        match key {
            Some(key) => {
                let mut sealed = vec![0; sealed_bytes as usize];
                file.read_exact(&mut sealed).doing("read upload")?;
                each(&key.sealer.open(&about_record(id, whole.content_bytes), &sealed, "upload")?)?;
            }
            None => file.seek_relative(sealed_bytes as i64).doing("read upload")?,
        }
        whole.content_bytes += sealed_bytes - OVERHEAD_BYTES;
        whole.file_bytes = end;
    }
    Ok(whole)
}

/// Appends a record; it is durable when this returns.
pub(super) fn append(path: &Path, id: UploadId, key: &CaseKey, chunk: &[u8]) -> Result<(), StoreError> {
    let is_new = !path.exists();
    let whole = walk(path, id, None, |_| Ok(()))?;
    let sealed = key.sealer.seal(&about_record(id, whole.content_bytes), chunk)?;
    let mut file =
        OpenOptions::new().create(true).truncate(false).write(true).open(path).doing("open upload")?;
    file.set_len(whole.file_bytes).doing("trim upload")?;
    file.seek(SeekFrom::End(0)).doing("write upload")?;
    file.write_all(&(sealed.len() as u32).to_be_bytes()).doing("write upload")?;
    file.write_all(&sealed).doing("write upload")?;
    file.sync_data().doing("sync upload")?;
    match path.parent() {
        Some(dir) if is_new => sync_dir(dir),
        _ => Ok(()),
    }
}
