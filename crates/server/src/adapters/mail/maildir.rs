//! The folder in which the mail server puts reports. Maildir: a file is whole when it is in `new`, and moving it to
//! `cur` is one step, so nothing is read by halves and nothing is lost.

use std::io::{self, ErrorKind};
use std::path::Path;

use tokio::io::AsyncReadExt as _;

/// How much of a report is read, in bytes: what it says stands at its beginning, the message it is about behind.
const MOST_BYTES: u64 = 512 * 1024;

/// Files that nobody looked at, the oldest names first.
pub(super) async fn new_files(folder: &Path, limit: usize) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut entries = match tokio::fs::read_dir(folder.join("new")).await {
        Ok(entries) => entries,
        // The mail server makes it with the first report.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
        {
            names.push(name);
        }
    }
    names.sort_unstable();
    names.truncate(limit);
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let mut bytes = Vec::new();
        match tokio::fs::File::open(folder.join("new").join(&name)).await {
            Ok(file) => file.take(MOST_BYTES).read_to_end(&mut bytes).await?,
            // Another node on the same folder took it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        files.push((name, bytes));
    }
    Ok(files)
}

/// Moves a file to those that were seen. One that is gone was moved before.
pub(super) async fn taken(folder: &Path, name: &str) -> io::Result<()> {
    let cur = folder.join("cur");
    tokio::fs::create_dir_all(&cur).await?;
    let base = name.split_once(":2,").map_or(name, |(base, _)| base);
    match tokio::fs::rename(folder.join("new").join(name), cur.join(format!("{base}:2,S"))).await {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
