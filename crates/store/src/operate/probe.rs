//! How fast this disk makes bytes durable: no figure of durable appends means anything without it.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::{IoContext as _, StoreError};

/// Times of small durable writes, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FsyncProbe {
    /// Writes made.
    pub n_writes: u32,
    /// Writes a second.
    pub per_second: u32,
    /// Half of them took no longer, in microseconds.
    pub p50_us: u64,
    /// 99 of 100 took no longer, in microseconds.
    pub p99_us: u64,
}

/// Overwrites 4 KiB of a file in `dir` and syncs it, over and over for `duration`; the file is removed
/// afterwards. Blocks the thread.
///
/// # Errors
///
/// [`StoreError::Io`] if the directory cannot be written.
pub fn fsync_probe(dir: &Path, duration: Duration) -> Result<FsyncProbe, StoreError> {
    let path = dir.join(format!("fsync-probe.{}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&path).doing("create probe")?;
    let measured = (|| {
        file.set_len(1 << 20)?;
        file.sync_all()?;
        let mut times_us = Vec::new();
        let begin = Instant::now();
        while begin.elapsed() < duration || times_us.is_empty() {
            let place = (times_us.len() as u64 % 256) * 4096;
            let start = Instant::now();
            file.write_all_at(&[times_us.len() as u8; 4096], place)?;
            file.sync_data()?;
            times_us.push(start.elapsed().as_micros() as u64);
        }
        Ok((times_us, begin.elapsed()))
    })()
    .doing("probe");
    fs::remove_file(&path).doing("remove probe")?;
    let (mut times_us, elapsed) = measured?;
    times_us.sort_unstable();
    let rank = |percent: usize| times_us[(times_us.len() - 1) * percent / 100];
    Ok(FsyncProbe {
        n_writes: times_us.len() as u32,
        per_second: (times_us.len() as u128 * 1_000_000 / elapsed.as_micros().max(1)) as u32,
        p50_us: rank(50),
        p99_us: rank(99),
    })
}
