//! A finished file on disk: a header, then frames of 64 KiB, each sealed under the case key, so that any
//! range can be read without the rest.
//!
//! Stored for ever: `WCB1`, 7 random bytes, then frames of ciphertext and a 16-byte tag. The nonce of a
//! frame is the 7 bytes, its number (4 bytes, big-endian) and 1 for the last frame, 0 for others; so
//! frames cannot be moved, dropped or cut off at the end. Case and keyed name are authenticated with each.
//! An empty file has one empty frame.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aes_gcm::Nonce;
use aes_gcm::aead::{Aead as _, Payload};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;

use super::sync_dir;
use crate::case_keys::CaseKey;
use crate::error::{IoContext as _, StoreError};
use crate::sealing::random;

const MAGIC: &[u8; 4] = b"WCB1";
const PREFIX_BYTES: usize = 7;
const HEADER_BYTES: usize = MAGIC.len() + PREFIX_BYTES;
/// Content of a frame, in bytes.
const FRAME_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;

/// What every frame is bound to.
pub(super) fn about(case: CaseId, name: Digest) -> [u8; 40] {
    let mut about = [0; 40];
    about[..8].copy_from_slice(&case.0.to_be_bytes());
    about[8..].copy_from_slice(&name.0);
    about
}

fn nonce(prefix: [u8; PREFIX_BYTES], frame: u32, is_last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[..7].copy_from_slice(&prefix);
    nonce[7..11].copy_from_slice(&frame.to_be_bytes());
    nonce[11] = u8::from(is_last);
    nonce
}

/// Writes a file beside its place and puts it there when it is complete and durable.
pub(super) struct FrameWriter {
    file: File,
    /// Where it is written until `finish`.
    beside: PathBuf,
    path: PathBuf,
    key: Arc<CaseKey>,
    about: [u8; 40],
    prefix: [u8; PREFIX_BYTES],
    frame: u32,
    waiting: Vec<u8>,
    is_finished: bool,
}

impl FrameWriter {
    pub(super) fn create(path: &Path, key: Arc<CaseKey>, about: [u8; 40]) -> Result<FrameWriter, StoreError> {
        let dir = path.parent().ok_or(StoreError::Unreadable("blob path"))?;
        if !dir.exists() {
            fs::create_dir_all(dir).doing("make blob directory")?;
            if let Some(above) = dir.parent() {
                sync_dir(above)?;
            }
        }
        let prefix: [u8; PREFIX_BYTES] = random()?;
        // Two writers of the same bytes each have their own; the later rename wins, with equal content.
        let beside = path.with_extension(format!("{:016x}", u64::from_be_bytes(random()?)));
        let mut file = File::create_new(&beside).doing("create blob")?;
        file.write_all(MAGIC).and_then(|()| file.write_all(&prefix)).doing("write blob")?;
        Ok(FrameWriter {
            file,
            beside,
            path: path.to_owned(),
            key,
            about,
            prefix,
            frame: 0,
            waiting: Vec::with_capacity(FRAME_BYTES),
            is_finished: false,
        })
    }

    pub(super) fn write(&mut self, mut content: &[u8]) -> Result<(), StoreError> {
        while !content.is_empty() {
            // A full frame is written only when more follows: the last one must be known as last.
            if self.waiting.len() == FRAME_BYTES {
                self.write_frame(false)?;
            }
            let (now, later) = content.split_at(content.len().min(FRAME_BYTES - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            content = later;
        }
        Ok(())
    }

    fn write_frame(&mut self, is_last: bool) -> Result<(), StoreError> {
        let payload = Payload { msg: &self.waiting, aad: &self.about };
        let nonce = Nonce::from(nonce(self.prefix, self.frame, is_last));
        let sealed =
            self.key.sealer.0.encrypt(&nonce, payload).map_err(|_| StoreError::Unreadable("frame"))?;
        self.file.write_all(&sealed).doing("write blob")?;
        self.waiting.clear();
        self.frame = self.frame.checked_add(1).ok_or(StoreError::Unreadable("frame number"))?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        self.write_frame(true)?;
        self.file.sync_all().doing("sync blob")?;
        fs::rename(&self.beside, &self.path).doing("place blob")?;
        self.is_finished = true;
        sync_dir(self.path.parent().ok_or(StoreError::Unreadable("blob path"))?)
    }
}

impl Drop for FrameWriter {
    fn drop(&mut self) {
        if !self.is_finished {
            // What cannot be removed is sealed and never read; a backup leaves it out.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Reads any range of a finished file.
pub(super) struct FrameReader {
    file: File,
    key: Arc<CaseKey>,
    about: [u8; 40],
    prefix: [u8; PREFIX_BYTES],
    size_bytes: u64,
}

impl FrameReader {
    pub(super) fn open(
        path: &Path,
        key: Arc<CaseKey>,
        about: [u8; 40],
        size_bytes: u64,
    ) -> Result<FrameReader, StoreError> {
        let mut file = File::open(path).doing("open blob")?;
        let mut header = [0; HEADER_BYTES];
        file.read_exact(&mut header).doing("read blob")?;
        let prefix = header.strip_prefix(MAGIC).and_then(|prefix| prefix.try_into().ok());
        let prefix = prefix.ok_or(StoreError::Unreadable("blob"))?;
        Ok(FrameReader { file, key, about, prefix, size_bytes })
    }

    /// Up to `limit` bytes from `offset` on; fewer only at the end.
    pub(super) fn read_at(&mut self, offset: u64, limit: usize) -> Result<Vec<u8>, StoreError> {
        let end = offset.saturating_add(limit as u64).min(self.size_bytes);
        let mut content = Vec::new();
        if offset >= end {
            return Ok(content);
        }
        content.reserve((end - offset) as usize);
        let frame_bytes = FRAME_BYTES as u64;
        let last_frame = self.size_bytes.saturating_sub(1) / frame_bytes;
        for frame in offset / frame_bytes..=(end - 1) / frame_bytes {
            let begin = frame * frame_bytes;
            let plain = self.read_frame(frame, frame == last_frame)?;
            let from = offset.saturating_sub(begin) as usize;
            let upto = (end - begin).min(frame_bytes) as usize;
            content.extend_from_slice(plain.get(from..upto).ok_or(StoreError::Unreadable("blob"))?);
        }
        Ok(content)
    }

    fn read_frame(&mut self, frame: u64, is_last: bool) -> Result<Vec<u8>, StoreError> {
        let begin = frame * FRAME_BYTES as u64;
        let length = (self.size_bytes - begin).min(FRAME_BYTES as u64) as usize + TAG_BYTES;
        let number = u32::try_from(frame).map_err(|_| StoreError::Unreadable("blob"))?;
        let place = HEADER_BYTES as u64 + frame * (FRAME_BYTES + TAG_BYTES) as u64;
        let mut sealed = vec![0; length];
        self.file.seek(SeekFrom::Start(place)).doing("read blob")?;
        self.file.read_exact(&mut sealed).map_err(|_| StoreError::Unreadable("blob"))?;
        let payload = Payload { msg: &sealed, aad: &self.about };
        let nonce = Nonce::from(nonce(self.prefix, number, is_last));
        self.key.sealer.0.decrypt(&nonce, payload).map_err(|_| StoreError::Unreadable("blob"))
    }
}
