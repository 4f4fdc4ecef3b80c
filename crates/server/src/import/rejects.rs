//! `FILE.rejects.jsonl`: what was not taken, with the line and every reason. No words of the record.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use weicourt_domain::entry::Defect;

/// One refused record.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Reject {
    /// The line of the file, counted from 1.
    pub(super) line: u64,
    /// The identity in the case-handling system, if it was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source_id: Option<String>,
    /// Everything that is wrong.
    pub(super) reasons: Vec<Defect>,
}

/// The reject file; made when the first record is refused.
pub(super) struct Rejects {
    path: PathBuf,
    file: Option<File>,
}

impl Rejects {
    /// Beside `file`.
    pub(super) fn beside(file: &Path) -> Rejects {
        let mut name = file.as_os_str().to_owned();
        name.push(".rejects.jsonl");
        Rejects { path: name.into(), file: None }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Goes back to `bytes`: what a kill left behind them was never counted. A file of another import is
    /// written over from its beginning.
    pub(super) fn cut(&mut self, bytes: u64) -> io::Result<()> {
        if let (Some(file), true) = (&self.file, bytes > 0) {
            let mut file = file;
            file.set_len(bytes)?;
            file.seek(SeekFrom::Start(bytes))?;
            return Ok(());
        }
        if bytes == 0 {
            self.file = None;
            return match std::fs::remove_file(&self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        file.set_len(bytes)?;
        file.seek(SeekFrom::Start(bytes))?;
        self.file = Some(file);
        Ok(())
    }

    /// Writes records durably and gives the bytes they took.
    pub(super) fn write(&mut self, rejects: &[Reject]) -> io::Result<u64> {
        if rejects.is_empty() {
            return Ok(0);
        }
        let mut lines = Vec::new();
        for reject in rejects {
            serde_json::to_writer(&mut lines, reject)?;
            lines.push(b'\n');
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let options = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).clone();
                self.file.insert(options.open(&self.path)?)
            }
        };
        file.write_all(&lines)?;
        file.sync_data()?;
        Ok(lines.len() as u64)
    }
}
