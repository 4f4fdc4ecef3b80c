//! Checking a folder with nothing but itself: no database, no secret.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, VerifyingKey};
use serde::Serialize;
use sha2::Digest as _;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::erasure::fingerprint;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{BadEntry, ChainVerifier, Origin};

use super::key::{parse, pem};
use super::line::{InternalLine, Line, LineBody, entry_of, is_internal};
use super::manifest::{Counts, Manifest};
use super::{BLOBS, CHECKSUMS, FORMAT, INTERNAL, MANIFEST, SIGNATURE, VERSION, log_name};

/// What a folder holds that is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The case.
    pub case: CaseId,
    /// Its number, if it has one.
    pub case_number: Option<String>,
    /// Entries of both chains.
    pub n_entries: u64,
    /// Entries whose words were erased before the folder was made.
    pub n_erased: u64,
    /// Entries whose words are in the internal file.
    pub n_internal: u64,
    /// Whether that is here.
    pub internal_included: bool,
    /// Files.
    pub n_blobs: u64,
    /// Fingerprints of the keys, by what they sign.
    pub keys: BTreeMap<String, Digest>,
    /// Digest of `checksums.sha256`: names the whole folder.
    pub digest: Digest,
}

/// The first thing that is wrong with a folder.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file that must be there is not.
    #[error("{0} is missing")]
    Missing(String),
    /// A file that is not listed.
    #[error("{0} is not part of the archive")]
    Extra(String),
    /// A file was changed.
    #[error("{0} was changed: its digest is not the listed one")]
    Changed(String),
    /// A file cannot be understood.
    #[error("{place} cannot be understood: {reason}")]
    Unreadable {
        /// The file, with a line if it has lines.
        place: String,
        /// Why.
        reason: String,
    },
    /// A later version made it.
    #[error("the archive has version {0}; this program knows versions up to {VERSION}")]
    Newer(u16),
    /// The list of digests is not signed by the key of the folder.
    #[error("{CHECKSUMS} is not signed by the archive's key")]
    WrongSignature,
    /// A key is not one of those the caller trusts.
    #[error("the {name} key {fingerprint} is not one of the given keys")]
    Untrusted {
        /// What it signs.
        name: String,
        /// The key.
        fingerprint: Digest,
    },
    /// An entry is bad.
    #[error(transparent)]
    Entry(#[from] BadEntry),
    /// What the manifest says is not what is there.
    #[error("{MANIFEST} says {what} {said}, but it is {found}")]
    Contradiction {
        /// What it speaks of.
        what: &'static str,
        /// What it says.
        said: String,
        /// What is there.
        found: String,
    },
    /// The folder cannot be read.
    #[error("read {place}: {error}")]
    Io {
        /// The file.
        place: String,
        /// What the system said.
        error: io::Error,
    },
}

fn io(place: &str) -> impl FnOnce(io::Error) -> Fault + '_ {
    move |error| match error.kind() {
        io::ErrorKind::NotFound => Fault::Missing(place.to_owned()),
        _ => Fault::Io { place: place.to_owned(), error },
    }
}

fn unreadable(place: impl Into<String>, reason: impl ToString) -> Fault {
    Fault::Unreadable { place: place.into(), reason: reason.to_string() }
}

/// Checks everything in `dir`. With `trusted` keys (64 hexadecimal digits each, or their fingerprints) every
/// key of the folder must be one of them; without, the folder is checked with the keys it brings.
///
/// # Errors
///
/// The first [`Fault`].
pub fn check(dir: &Path, trusted: &[String]) -> Result<Checked, Fault> {
    let json = fs::read(dir.join(MANIFEST)).map_err(io(MANIFEST))?;
    #[derive(serde::Deserialize)]
    struct Version {
        format: String,
        version: u16,
    }
    let version: Version = serde_json::from_slice(&json).map_err(|error| unreadable(MANIFEST, error))?;
    if version.format != FORMAT {
        return Err(unreadable(MANIFEST, format_args!("it is no {FORMAT}")));
    }
    if version.version > VERSION {
        return Err(Fault::Newer(version.version));
    }
    let manifest: Manifest = serde_json::from_slice(&json).map_err(|error| unreadable(MANIFEST, error))?;
    let keys = keys_of(dir, &manifest, trusted)?;
    let (checksums, listed) = check_files(dir, &keys)?;
    let mut counts = Counts::default();
    let mut named = BTreeSet::new();
    for origin in [Origin::Front, Origin::Court] {
        check_chain(dir, &manifest, origin, &keys, &mut counts, &mut named)?;
    }
    check_blobs(&manifest, &listed, &named, &mut counts, dir)?;
    let counted = [
        ("front entries", manifest.counts.front, counts.front),
        ("court entries", manifest.counts.court, counts.court),
        ("internal entries", manifest.counts.internal, counts.internal),
        ("erased entries", manifest.counts.erased, counts.erased),
        ("files", manifest.counts.blobs, counts.blobs),
        ("bytes of files", manifest.counts.blob_bytes, counts.blob_bytes),
    ];
    for (what, said, found) in counted {
        if said != found {
            return Err(Fault::Contradiction { what, said: said.to_string(), found: found.to_string() });
        }
    }
    Ok(Checked {
        case: manifest.case.id,
        case_number: manifest.case.case_number,
        n_entries: counts.front + counts.court,
        n_erased: counts.erased,
        n_internal: counts.internal,
        internal_included: manifest.internal_included,
        n_blobs: counts.blobs,
        keys: keys.iter().map(|(name, key)| (name.clone(), fingerprint(key))).collect(),
        digest: checksums,
    })
}

fn keys_of(
    dir: &Path,
    manifest: &Manifest,
    trusted: &[String],
) -> Result<BTreeMap<String, VerifyingKey>, Fault> {
    let mut keys = BTreeMap::new();
    for name in ["archive", "court", "front"] {
        let record = manifest.keys.get(name);
        let record = record.ok_or_else(|| unreadable(MANIFEST, format_args!("it has no {name} key")))?;
        let key = parse(&record.public_key)
            .ok_or_else(|| unreadable(MANIFEST, format_args!("the {name} key is no Ed25519 key")))?;
        let place = format!("keys/{name}.pem");
        let same = fs::read_to_string(dir.join(&place)).map_err(io(&place))? == pem(&key)
            && record.file == place
            && record.fingerprint == fingerprint(&key);
        if !same {
            return Err(unreadable(place, "it is not the key of the manifest"));
        }
        let known = |given: &String| {
            given.eq_ignore_ascii_case(&record.public_key)
                || given.eq_ignore_ascii_case(&record.fingerprint.to_string())
        };
        if !trusted.is_empty() && !trusted.iter().any(known) {
            return Err(Fault::Untrusted { name: name.to_owned(), fingerprint: record.fingerprint });
        }
        keys.insert(name.to_owned(), key);
    }
    Ok(keys)
}

/// Checks every file against the list, and the list against its signature; gives the digest of the list.
fn check_files(
    dir: &Path,
    keys: &BTreeMap<String, VerifyingKey>,
) -> Result<(Digest, BTreeMap<String, Digest>), Fault> {
    let text = fs::read_to_string(dir.join(CHECKSUMS)).map_err(io(CHECKSUMS))?;
    let mut listed = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let entry = line.split_once("  ").and_then(|(digest, name)| Some((name, digest.parse().ok()?)));
        let (name, digest): (&str, Digest) = entry
            .ok_or_else(|| unreadable(format!("{CHECKSUMS}:{}", index + 1), "it is no digest and name"))?;
        let stays_inside = !name.is_empty()
            && !name.contains('\\')
            && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !stays_inside {
            return Err(unreadable(format!("{CHECKSUMS}:{}", index + 1), "the name leaves the folder"));
        }
        listed.insert(name.to_owned(), digest);
    }
    let signature = fs::read(dir.join(SIGNATURE)).map_err(io(SIGNATURE))?;
    let signature = Signature::from_slice(&signature).map_err(|error| unreadable(SIGNATURE, error))?;
    let is_signed =
        keys.get("archive").is_some_and(|key| key.verify_strict(text.as_bytes(), &signature).is_ok());
    let mut there = BTreeSet::new();
    gather(dir, &mut PathBuf::new(), &mut there)?;
    there.remove(CHECKSUMS);
    there.remove(SIGNATURE);
    for (name, digest) in &listed {
        if !there.remove(name) {
            return Err(Fault::Missing(name.clone()));
        }
        if digest_of(&dir.join(name)).map_err(io(name))? != *digest {
            return Err(Fault::Changed(name.clone()));
        }
    }
    if let Some(extra) = there.pop_first() {
        return Err(Fault::Extra(extra));
    }
    // Last, so that a file that was changed is named before the list that was changed with it.
    if !is_signed {
        return Err(Fault::WrongSignature);
    }
    Ok((Digest::of(text.as_bytes()), listed))
}

fn gather(dir: &Path, below: &mut PathBuf, there: &mut BTreeSet<String>) -> Result<(), Fault> {
    let place = below.display().to_string();
    for entry in fs::read_dir(dir.join(&below)).map_err(io(&place))? {
        let entry = entry.map_err(io(&place))?;
        below.push(entry.file_name());
        if entry.file_type().map_err(io(&place))?.is_dir() {
            gather(dir, below, there)?;
        } else {
            there.insert(below.to_string_lossy().into_owned());
        }
        below.pop();
    }
    Ok(())
}

fn digest_of(path: &Path) -> io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n_read = file.read(&mut buffer)?;
        if n_read == 0 {
            return Ok(Digest(hasher.finalize().into()));
        }
        hasher.update(&buffer[..n_read]);
    }
}

fn check_chain(
    dir: &Path,
    manifest: &Manifest,
    origin: Origin,
    keys: &BTreeMap<String, VerifyingKey>,
    counts: &mut Counts,
    named: &mut BTreeSet<Digest>,
) -> Result<(), Fault> {
    let name = log_name(origin);
    let key = keys.get(if origin == Origin::Front { "front" } else { "court" });
    let key = key.ok_or_else(|| unreadable(MANIFEST, "a key is missing"))?;
    let mut verifier = ChainVerifier::new(manifest.case.id, origin, key);
    let apart_name = format!("{INTERNAL}/{name}");
    let mut apart = match File::open(dir.join(&apart_name)) {
        Ok(file) => Some(BufReader::new(file).lines().enumerate()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(io(&apart_name)(error)),
    };
    let file = File::open(dir.join(name)).map_err(io(name))?;
    for (index, text) in BufReader::new(file).lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        let line: Line =
            serde_json::from_str(&text.map_err(io(name))?).map_err(|error| unreadable(&place, error))?;
        let is_apart = matches!(line.body, LineBody::Internal);
        if is_internal(&line.envelope) == matches!(line.body, LineBody::Here { .. }) {
            return Err(unreadable(&place, "its words are in the wrong volume"));
        }
        let mut internal = None;
        if is_apart {
            counts.internal += 1;
            if manifest.internal_included {
                let next = apart.as_mut().and_then(Iterator::next);
                let (index, text) =
                    next.ok_or_else(|| Fault::Missing(format!("{apart_name}: entry {}", line.seq)))?;
                let place = format!("{apart_name}:{}", index + 1);
                let words: InternalLine = serde_json::from_str(&text.map_err(io(&apart_name))?)
                    .map_err(|error| unreadable(&place, error))?;
                if words.seq != line.seq {
                    return Err(unreadable(&place, format_args!("entry {} should stand here", line.seq)));
                }
                internal = Some(words);
            }
        }
        counts.erased += u64::from(matches!(line.body, LineBody::Erased));
        let entry =
            entry_of(line, internal).ok_or_else(|| unreadable(&place, "its fields contradict each other"))?;
        verifier.check(&entry)?;
        *counts.of(origin) += 1;
        if let Some((_, bytes)) = &entry.body
            && let Ok(body) = serde_json::from_slice::<EntryBody>(bytes)
        {
            named.extend(body.blobs().iter().map(|blob| blob.sha256));
        }
    }
    if let Some((index, _)) = apart.as_mut().and_then(Iterator::next) {
        return Err(unreadable(
            format!("{apart_name}:{}", index + 1),
            "no entry of the chain has these words",
        ));
    }
    let (said, found) = (manifest.heads.of(origin), verifier.head());
    if said != found {
        let head = |head: weicourt_domain::log::Head| format!("{} {}", head.seq, head.hash);
        let what =
            if origin == Origin::Front { "the front chain ends at" } else { "the court chain ends at" };
        return Err(Fault::Contradiction { what, said: head(said), found: head(found) });
    }
    Ok(())
}

/// Checks that the files are those that entries name, each under its own digest.
fn check_blobs(
    manifest: &Manifest,
    listed: &BTreeMap<String, Digest>,
    named: &BTreeSet<Digest>,
    counts: &mut Counts,
    dir: &Path,
) -> Result<(), Fault> {
    let mut there = BTreeSet::new();
    for (name, digest) in listed {
        let Some(file) =
            name.strip_prefix(&format!("{INTERNAL}/")).unwrap_or(name).strip_prefix(&format!("{BLOBS}/"))
        else {
            continue;
        };
        if file.split('.').next() != Some(digest.to_string().as_str()) {
            return Err(Fault::Changed(name.clone()));
        }
        if !named.contains(digest) {
            return Err(Fault::Extra(name.clone()));
        }
        there.insert(*digest);
        counts.blobs += 1;
        counts.blob_bytes += fs::metadata(dir.join(name)).map_err(io(name))?.len();
    }
    let missing: BTreeSet<Digest> = manifest.missing_blobs.iter().copied().collect();
    match named.iter().find(|digest| !there.contains(digest) && !missing.contains(digest)) {
        Some(digest) => Err(Fault::Missing(format!("{BLOBS}/{digest}"))),
        None => Ok(()),
    }
}
