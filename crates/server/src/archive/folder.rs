//! A folder that is complete or not there: written beside its place, then renamed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use sha2::Digest as _;
use weicourt_domain::digest::Digest;

/// The folder while it is written.
pub(super) struct Folder {
    place: PathBuf,
    beside: PathBuf,
    checksums: BTreeMap<String, Digest>,
    is_done: bool,
}

impl Folder {
    /// Begins a folder that will stand at `place`, which must not exist.
    pub(super) fn begin(place: &Path) -> io::Result<Self> {
        if place.exists() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the folder exists already"));
        }
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let beside = place.with_file_name(name);
        if let Some(above) = place.parent().filter(|above| !above.as_os_str().is_empty()) {
            fs::create_dir_all(above)?;
        }
        // The words of the case stand in it in clear.
        fs::DirBuilder::new().mode(0o700).create(&beside)?;
        Ok(Self { place: place.to_owned(), beside, checksums: BTreeMap::new(), is_done: false })
    }

    /// Begins a file; `name` has `/` between folders. It counts when it is given back to [`Folder::keep`].
    pub(super) fn create(&self, name: &str) -> io::Result<Hashed> {
        let path = self.beside.join(name);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        let file = BufWriter::with_capacity(1 << 16, File::create_new(path)?);
        Ok(Hashed { name: name.to_owned(), file, hasher: sha2::Sha256::new(), n_bytes: 0 })
    }

    /// Takes a finished file in, durable, and gives its digest.
    pub(super) fn keep(&mut self, file: Hashed) -> io::Result<Digest> {
        let Hashed { name, file, hasher, .. } = file;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let digest = Digest(hasher.finalize().into());
        self.checksums.insert(name, digest);
        Ok(digest)
    }

    /// Writes a whole file.
    pub(super) fn put(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut file = self.create(name)?;
        file.write_all(content)?;
        self.keep(file).map(drop)
    }

    /// The file of digests, as `sha256sum` writes it.
    pub(super) fn checksums(&self) -> String {
        self.checksums.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect()
    }

    /// Puts the folder in its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        sync_folders(&self.beside)?;
        fs::rename(&self.beside, &self.place)?;
        self.is_done = true;
        let above = self.place.parent().filter(|above| !above.as_os_str().is_empty());
        File::open(above.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_done {
            // What cannot be removed keeps its name, which says that it is a part.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

fn sync_folders(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    File::open(dir)?.sync_all()
}

/// A file of the folder that is being written, and the digest of what was written so far.
pub(super) struct Hashed {
    name: String,
    file: BufWriter<File>,
    hasher: sha2::Sha256,
    pub(super) n_bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_bytes = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n_bytes]);
        self.n_bytes += n_bytes as u64;
        Ok(n_bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
