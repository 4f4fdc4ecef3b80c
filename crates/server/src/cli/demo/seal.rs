//! The seal of the demo's court: certificates of an authority that is made once and vouches for nothing else.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use weicourt_documents::seal::DemoAuthority;

use crate::config;

/// Whoever checks documents of the demo trusts this.
const ROOT: &str = "root.pem";
const COURT: &str = "court.pem";
const COURT_KEY: &str = "court.key";
const STAMP: &str = "time-stamps.pem";
const STAMP_KEY: &str = "time-stamps.key";

/// Where the demo keeps its seal.
pub(super) struct SealFiles {
    dir: PathBuf,
}

impl SealFiles {
    /// The files in the demo's data, made when they are not there.
    ///
    /// # Errors
    ///
    /// When they cannot be made.
    pub(super) fn make(data: &Path, court_name: &str) -> io::Result<Self> {
        let dir = data.join("seal");
        let files = Self { dir };
        // The root is written last: without it nothing of an interrupted start counts.
        if !files.dir.join(ROOT).exists() {
            fs::create_dir_all(&files.dir)?;
            let authority = DemoAuthority::make(court_name, Timestamp::now().as_second());
            let authority = authority.map_err(io::Error::other)?;
            files.keep(COURT_KEY, &authority.court_key_pem)?;
            files.keep(STAMP_KEY, &authority.stamp_key_pem)?;
            files.keep(COURT, &authority.court_pem)?;
            files.keep(STAMP, &authority.stamp_pem)?;
            files.keep(ROOT, &authority.root_pem)?;
        }
        Ok(files)
    }

    fn keep(&self, name: &str, pem: &str) -> io::Result<()> {
        let mut options = fs::File::options();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(self.dir.join(name))?;
        file.write_all(pem.as_bytes())?;
        file.sync_all()
    }

    /// The section of a node that seals.
    pub(super) fn settings(&self, tsa_url: String) -> config::Seal {
        config::Seal {
            certificate: self.dir.join(COURT),
            key: self.dir.join(COURT_KEY),
            middle: "测试专用".to_owned(),
            tsa_url,
            ..config::Seal::default()
        }
    }

    /// Key and certificates of the stand-in that stamps the time.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub(super) fn time_stamps(&self) -> io::Result<(String, String)> {
        let read = |name: &str| fs::read_to_string(self.dir.join(name));
        Ok((read(STAMP_KEY)?, read(STAMP)?))
    }
}
