//! Backup of a running embedded node, and its restoring.
//!
//! A backup is a directory: `weicourt.db` (one consistent moment, made by SQLite itself), `blobs/` (all
//! files the database names, which are written before they are named and never change), `keys/` if
//! asked for, and last `backup.json`, without which it is not whole. Uploads under way are not part of it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;

use crate::Store;
use crate::database::{Columns, StoreUrl, open_copy, text};
use crate::error::{IoContext as _, StoreError};
use crate::keys::KEY_FILES;
use crate::pairing::EXCHANGE_KEY;
use crate::store::StoreConfig;

const DATABASE: &str = "weicourt.db";
const BLOBS: &str = "blobs";
const KEYS: &str = "keys";
const RECORD: &str = "backup.json";

/// What a backup holds; stored in it. Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// The moment it shows.
    pub at: Instant,
    /// Version of the software that made it.
    pub version: String,
    /// Digest of the database file.
    pub database: Digest,
    /// Large files.
    pub n_blobs: u64,
    /// Whether the node's keys are in it: then it must be kept as safely as they are.
    pub with_keys: bool,
}

impl Store {
    /// Copies a running embedded node into `dir`, which is made and must not exist or be empty. With
    /// `key_dir` the keys are copied too; without them a backup can be read by nobody.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] if `dir` has something in it or the node runs on PostgreSQL, which has its own
    /// tools for this; [`StoreError::Io`].
    pub async fn backup(&self, dir: &Path, key_dir: Option<&Path>) -> Result<Backup, StoreError> {
        if self.database().backend != DbBackend::Sqlite {
            return Err(StoreError::Refused(
                "a PostgreSQL database is backed up by its own tools".to_owned(),
            ));
        }
        make_empty(dir)?;
        let at = self.now();
        let database = dir.join(DATABASE);
        let path = database.to_str().ok_or_else(|| StoreError::Refused("path is not UTF-8".to_owned()))?;
        let reader = &self.database().reader;
        reader.execute_raw(self.database().statement("vacuum into $1", vec![text(path)])).await?;

        // What is named after this moment is not in the copy; what is in the copy is on the disk.
        let names = names_in(&database).await?;
        let (from, to) = (self.inner.config.blob_dir.clone(), dir.join(BLOBS));
        let keys = key_dir.map(|keys| (keys.to_owned(), dir.join(KEYS)));
        let backup_dir = dir.to_owned();
        let done = tokio::task::spawn_blocking(move || {
            for name in &names {
                let name = name.to_string();
                let place = to.join(&name[..2]);
                fs::create_dir_all(&place).doing("make blob directory")?;
                copy(&from.join(&name[..2]).join(&name), &place.join(&name))?;
            }
            if let Some((from, to)) = &keys {
                copy_keys(from, to)?;
            }
            File::open(&database).and_then(|file| file.sync_all()).doing("sync backup")?;
            let record = Backup {
                at,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                database: digest_of(&database)?,
                n_blobs: names.len() as u64,
                with_keys: keys.is_some(),
            };
            let json =
                serde_json::to_vec_pretty(&record).map_err(|error| StoreError::Encode("backup", error))?;
            let mut file = File::create_new(backup_dir.join(RECORD)).doing("write backup")?;
            file.write_all(&json).and_then(|()| file.sync_all()).doing("write backup")?;
            File::open(&backup_dir).and_then(|dir| dir.sync_all()).doing("sync backup")?;
            Ok(record)
        });
        done.await.map_err(|error| StoreError::Io("write backup", std::io::Error::other(error)))?
    }
}

/// Keyed names of all files that the database at `path` names.
async fn names_in(path: &Path) -> Result<Vec<Digest>, StoreError> {
    let copy = open_copy(path).await?;
    let select = Statement::from_string(DbBackend::Sqlite, "select name from blob order by name");
    let rows = copy.query_all_raw(select).await?;
    let names = rows.iter().map(|row| Columns::of(row).digest()).collect();
    copy.close().await?;
    names
}

/// Puts a backup where a stopped node with `config` expects its things, and its keys into `key_dir` if it
/// has them. Nothing that exists is written over.
///
/// # Errors
///
/// [`StoreError::Refused`] if the backup is not whole or was changed, if something stands in the way, or
/// if `config` names a PostgreSQL database.
pub fn restore(dir: &Path, config: &StoreConfig, key_dir: &Path) -> Result<Backup, StoreError> {
    let StoreUrl::Sqlite { path } = &config.url else {
        return Err(StoreError::Refused("a PostgreSQL database is restored by its own tools".to_owned()));
    };
    let record = match fs::read(dir.join(RECORD)) {
        Ok(record) => record,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(StoreError::Refused("backup is not whole: it has no backup.json".to_owned()));
        }
        Err(error) => return Err(StoreError::Io("read backup", error)),
    };
    let record: Backup =
        serde_json::from_slice(&record).map_err(|_| StoreError::Unreadable("backup.json"))?;
    if digest_of(&dir.join(DATABASE))? != record.database {
        return Err(StoreError::Refused("backup was changed: its database has another digest".to_owned()));
    }
    let blobs = files_below(&dir.join(BLOBS))?;
    if blobs.len() as u64 != record.n_blobs {
        return Err(StoreError::Refused(format!("backup has {} of {} files", blobs.len(), record.n_blobs)));
    }
    if path.exists() {
        return Err(StoreError::Refused("there is a database already".to_owned()));
    }
    make_empty(&config.blob_dir)?;
    if record.with_keys {
        copy_keys(&dir.join(KEYS), key_dir)?;
    }
    for (from, below) in blobs {
        let to = config.blob_dir.join(below);
        if let Some(place) = to.parent() {
            fs::create_dir_all(place).doing("make blob directory")?;
        }
        copy(&from, &to)?;
    }
    if let Some(place) = path.parent() {
        fs::create_dir_all(place).doing("make data directory")?;
    }
    copy(&dir.join(DATABASE), path)?;
    Ok(record)
}

fn make_empty(dir: &Path) -> Result<(), StoreError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).doing("make directory")?;
    match fs::read_dir(dir).doing("read directory")?.next() {
        None => Ok(()),
        Some(_) => Err(StoreError::Refused(format!("{} is not empty", dir.display()))),
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = File::open(from).doing("open file to copy")?;
    let mut target = File::create_new(to).doing("create copy")?;
    std::io::copy(&mut source, &mut target).doing("copy file")?;
    target.sync_all().doing("sync copy")
}

fn copy_keys(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(to).doing("make key directory")?;
    // A node that never exchanged anything has no key for it.
    let exchange_key = from.join(EXCHANGE_KEY).exists().then_some(EXCHANGE_KEY);
    for name in KEY_FILES.into_iter().chain(exchange_key) {
        let target = to.join(name);
        copy(&from.join(name), &target)?;
        fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).doing("protect key file")?;
    }
    Ok(())
}

fn digest_of(path: &Path) -> Result<Digest, StoreError> {
    use sha2::Digest as _;
    struct Hash(sha2::Sha256);
    impl std::io::Write for Hash {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut file = File::open(path).doing("open database")?;
    let mut hash = Hash(sha2::Sha256::new());
    std::io::copy(&mut file, &mut hash).doing("read database")?;
    Ok(Digest(hash.0.finalize().into()))
}

/// Files two levels below `dir`, and their paths from there; none if `dir` does not exist.
fn files_below(dir: &Path) -> Result<Vec<(PathBuf, PathBuf)>, StoreError> {
    let mut found = Vec::new();
    let places = match fs::read_dir(dir) {
        Ok(places) => places,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(StoreError::Io("read backup", error)),
    };
    for place in places {
        let place = place.doing("read backup")?;
        for file in fs::read_dir(place.path()).doing("read backup")? {
            let file = file.doing("read backup")?;
            found.push((file.path(), Path::new(&place.file_name()).join(file.file_name())));
        }
    }
    Ok(found)
}
