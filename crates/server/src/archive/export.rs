//! Writing the folder.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::erasure::fingerprint;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{BadEntry, ChainVerifier, Head, Heads, Origin, StoredEntry};
use weicourt_store::{CaseRow, Store, StoreError};

use super::folder::{Folder, Hashed};
use super::key::{OriginKeys, pem};
use super::line::{is_internal, lines_of};
use super::manifest::{CaseRecord, Counts, KeyRecord, Manifest};
use super::page::{Filed, Known, Volume, card, head, tail};
use super::{
    BLOBS, CERTIFICATES, CHECKSUMS, FORMAT, INDEX, INTERNAL, MANIFEST, README, SIGNATURE, VERSION, log_name,
    readme,
};

/// Entries read at once.
const PAGE: usize = 500;
/// Bytes of a file read at once.
const PIECE: usize = 1 << 20;

/// What else is wanted.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Leave the internal file (副卷) out; its entries keep their places in the chains.
    pub without_internal: bool,
    /// Receipts of return and certificates of erasure, by file name, as JSON.
    pub certificates: Vec<(String, Vec<u8>)>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The case.
    pub case: CaseId,
    /// Entries of both chains.
    pub n_entries: u64,
    /// Files.
    pub n_blobs: u64,
    /// Their size, in bytes.
    pub blob_bytes: u64,
    /// Digest of `checksums.sha256`: names the whole folder.
    pub digest: Digest,
}

/// Why a folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such case on this node.
    #[error("case {0} is not on this node")]
    UnknownCase(CaseId),
    /// A chain is damaged; an archive of it would only hide that.
    #[error(transparent)]
    Damaged(#[from] BadEntry),
    /// The case moved on while it was written; write it again.
    #[error("case moved on while it was written")]
    MovedOn,
    /// A file is not what its digest says.
    #[error("file {0} is not what its digest says")]
    DamagedBlob(Digest),
    /// The store.
    #[error("read the case: {0}")]
    Store(#[from] StoreError),
    /// A value is no JSON; only a bug can cause it.
    #[error("encode: {0}")]
    Encode(#[from] serde_json::Error),
    /// The folder.
    #[error("write the folder: {0}")]
    Io(#[from] io::Error),
}

/// Both chains of a case in the order of the space, a page at a time.
struct Log<'a> {
    store: &'a Store,
    case: CaseId,
    pages: [(Origin, VecDeque<StoredEntry>, u64); 2],
}

impl Log<'_> {
    fn new(store: &Store, case: CaseId) -> Log<'_> {
        let page = |origin| (origin, VecDeque::new(), 1);
        Log { store, case, pages: [page(Origin::Front), page(Origin::Court)] }
    }

    async fn next(&mut self) -> Result<Option<StoredEntry>, StoreError> {
        for (origin, page, from) in &mut self.pages {
            if page.is_empty() {
                let read = self.store.stored_chain(self.case, *origin, *from, PAGE).await?;
                *from += read.len() as u64;
                page.extend(read);
            }
        }
        let [front, court] = &mut self.pages;
        let place = |page: &VecDeque<StoredEntry>| page.front().map(|entry| entry.envelope.n);
        Ok(match (place(&front.1), place(&court.1)) {
            (Some(one), Some(other)) if one <= other => front.1.pop_front(),
            (Some(_), None) => front.1.pop_front(),
            (_, Some(_)) => court.1.pop_front(),
            (None, None) => None,
        })
    }
}

/// Writes `case` into the folder `dir`, which must not exist. Every entry and file is checked on the way.
/// Memory does not grow with the case beyond its list of files; `now` is when.
///
/// # Errors
///
/// [`ExportError`]; nothing is left at `dir` then.
pub async fn export(
    store: &Store,
    case: CaseId,
    keys: &OriginKeys,
    options: &Options,
    now: Instant,
    dir: &Path,
) -> Result<Exported, ExportError> {
    let row = store.case_row(case).await?.ok_or(ExportError::UnknownCase(case))?;
    let heads = store.heads(case).await?;
    let mut folder = Folder::begin(dir)?;
    let mut known = Known { names: names(store, case).await?, ..Known::default() };
    let mut counts = write_logs(store, case, keys, options, &heads, &mut folder, &mut known).await?;
    if options.without_internal {
        known.files.retain(|_, filed| !filed.is_internal);
    }
    write_blobs(store, case, &mut folder, &mut known, &mut counts).await?;

    let node = store.keys().verifying_key();
    let signers = [("archive", &node), ("court", &keys.court), ("front", &keys.front)];
    let mut records = BTreeMap::new();
    for (name, key) in signers {
        let file = format!("keys/{name}.pem");
        folder.put(&file, pem(key).as_bytes())?;
        let record = KeyRecord {
            algorithm: "ed25519".to_owned(),
            fingerprint: fingerprint(key),
            public_key: data_encoding::HEXLOWER.encode(key.as_bytes()),
            file,
        };
        records.insert(name.to_owned(), record);
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        made_at: now,
        software: env!("CARGO_PKG_VERSION").to_owned(),
        case: record_of(row)?,
        heads,
        counts,
        internal_included: counts.internal > 0 && !options.without_internal,
        keys: records,
        missing_blobs: known.missing.iter().copied().collect(),
    };
    write_pages(store, &manifest, &mut folder, &known).await?;
    for (name, json) in &options.certificates {
        folder.put(&format!("{CERTIFICATES}/{name}"), json)?;
    }
    folder.put(README, readme::TEXT.as_bytes())?;
    let mut json = serde_json::to_vec_pretty(&manifest)?;
    json.push(b'\n');
    folder.put(MANIFEST, &json)?;

    let checksums = folder.checksums();
    folder.put(CHECKSUMS, checksums.as_bytes())?;
    folder.put(SIGNATURE, &store.keys().sign_archive(checksums.as_bytes()))?;
    folder.finish()?;
    Ok(Exported {
        case,
        n_entries: counts.front + counts.court,
        n_blobs: counts.blobs,
        blob_bytes: counts.blob_bytes,
        digest: Digest::of(checksums.as_bytes()),
    })
}

/// What the people of the case are called.
async fn names(
    store: &Store,
    case: CaseId,
) -> Result<std::collections::HashMap<PersonId, String>, StoreError> {
    let mut names = std::collections::HashMap::new();
    for member in store.members(case).await? {
        let name = match store.person(member.person).await? {
            Some(person) => Some(person.name),
            None => store.staff(member.person).await?.map(|staff| staff.name),
        };
        names.extend(name.map(|name| (member.person, name)));
    }
    Ok(names)
}

fn named<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    Ok(match serde_json::to_value(value)? {
        Value::String(name) => name,
        other => other.to_string(),
    })
}

fn record_of(row: CaseRow) -> Result<CaseRecord, serde_json::Error> {
    Ok(CaseRecord {
        id: row.case,
        title: row.title,
        case_number: row.case_number.map(|number| number.to_string()),
        court_code: row.court_code.map(|court| court.as_str().to_owned()),
        case_type: CaseTypeCode::new(&row.case_type).as_str().to_owned(),
        cause_code: row.cause_code,
        procedure: row.procedure.as_ref().map(named).transpose()?,
        status: named(&row.status)?,
        filed_on: row.filed_on,
        closed_on: row.closed_on,
    })
}

/// Opened when there is something to write.
struct Lazy(String, Option<Hashed>);

impl Lazy {
    fn file(&mut self, folder: &Folder) -> io::Result<&mut Hashed> {
        if self.1.is_none() {
            self.1 = Some(folder.create(&self.0)?);
        }
        self.1.as_mut().ok_or_else(|| io::Error::other("a file that was just made is gone"))
    }

    fn keep(self, folder: &mut Folder) -> io::Result<()> {
        self.1.map_or(Ok(()), |file| folder.keep(file).map(drop))
    }
}

/// Checks both chains, writes them and finds out what the pages need to know.
async fn write_logs(
    store: &Store,
    case: CaseId,
    keys: &OriginKeys,
    options: &Options,
    heads: &Heads,
    folder: &mut Folder,
    known: &mut Known,
) -> Result<Counts, ExportError> {
    let mut counts = Counts::default();
    let mut chains = Vec::new();
    for origin in [Origin::Front, Origin::Court] {
        let verifier = ChainVerifier::new(case, origin, keys.of(origin));
        let internal = Lazy(format!("{INTERNAL}/{}", log_name(origin)), None);
        chains.push((origin, verifier, folder.create(log_name(origin))?, internal));
    }
    let mut log = Log::new(store, case);
    while let Some(entry) = log.next().await? {
        let origin = entry.envelope.origin;
        let Some((_, verifier, file, internal)) = chains.iter_mut().find(|chain| chain.0 == origin) else {
            continue;
        };
        if entry.envelope.seq > heads.of(origin).seq {
            return Err(ExportError::MovedOn);
        }
        verifier.check(&entry)?;
        *counts.of(origin) += 1;
        let (line, apart) = lines_of(&entry);
        serde_json::to_writer(&mut *file, &line)?;
        file.write_all(b"\n")?;
        if let Some(apart) = apart {
            counts.internal += 1;
            if !options.without_internal {
                let file = internal.file(folder)?;
                serde_json::to_writer(&mut *file, &apart)?;
                file.write_all(b"\n")?;
            }
        }
        match &entry.body {
            None => counts.erased += 1,
            Some((_, bytes)) => learn(bytes, is_internal(&entry.envelope), known),
        }
    }
    for (origin, verifier, file, internal) in chains {
        let head: Head = heads.of(origin);
        if verifier.head() != head {
            return Err(ExportError::MovedOn);
        }
        folder.keep(file)?;
        internal.keep(folder)?;
    }
    Ok(counts)
}

/// Takes what the pages need from the words of an entry.
fn learn(bytes: &[u8], is_internal: bool, known: &mut Known) {
    if let Ok(body) = serde_json::from_slice::<EntryBody>(bytes) {
        for blob in body.blobs() {
            let filed = known.files.entry(blob.sha256).or_insert_with(|| Filed {
                blob: blob.clone(),
                file: String::new(),
                is_internal: true,
            });
            filed.is_internal &= is_internal;
        }
    }
    if let Ok(Value::Object(mut fields)) = serde_json::from_slice(bytes)
        && let Some(Value::Object(form)) = fields.remove("form")
        && !is_internal
    {
        known.form = Some(form);
    }
}

async fn write_blobs(
    store: &Store,
    case: CaseId,
    folder: &mut Folder,
    known: &mut Known,
    counts: &mut Counts,
) -> Result<(), ExportError> {
    for (digest, filed) in &mut known.files {
        let above = if filed.is_internal { format!("{INTERNAL}/{BLOBS}") } else { BLOBS.to_owned() };
        filed.file = format!("{above}/{digest}.{}", ending(&filed.blob));
        let Some(reader) = store.open_blob(case, *digest).await? else {
            known.missing.insert(*digest);
            continue;
        };
        let mut file = folder.create(&filed.file)?;
        loop {
            let piece = reader.read_at(file.n_bytes, PIECE).await?;
            if piece.is_empty() {
                break;
            }
            file.write_all(&piece)?;
        }
        counts.blobs += 1;
        counts.blob_bytes += file.n_bytes;
        if folder.keep(file)? != *digest {
            return Err(ExportError::DamagedBlob(*digest));
        }
    }
    Ok(())
}

/// What the name of a file ends in: the reader's system opens it by that.
fn ending(blob: &BlobRef) -> &'static str {
    match blob.media_type.split(';').next().unwrap_or_default().trim() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "image/heic" | "image/heif" => "heic",
        "image/tiff" => "tif",
        "image/bmp" => "bmp",
        "audio/mpeg" => "mp3",
        "audio/mp4" | "audio/x-m4a" | "audio/m4a" => "m4a",
        "audio/ogg" | "audio/opus" => "ogg",
        "audio/wav" | "audio/x-wav" => "wav",
        "audio/webm" | "video/webm" => "webm",
        "audio/amr" => "amr",
        "audio/aac" => "aac",
        "video/mp4" => "mp4",
        "video/quicktime" => "mov",
        "application/pdf" => "pdf",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/zip" => "zip",
        "text/plain" => "txt",
        _ => "bin",
    }
}

async fn write_pages(
    store: &Store,
    manifest: &Manifest,
    folder: &mut Folder,
    known: &Known,
) -> Result<(), ExportError> {
    let mut page = folder.create(INDEX)?;
    page.write_all(head(manifest, known, Volume::Open).as_bytes())?;
    let mut apart = Lazy(format!("{INTERNAL}/{INDEX}"), None);
    if manifest.internal_included {
        apart.file(folder)?.write_all(head(manifest, known, Volume::Internal).as_bytes())?;
    }
    let mut log = Log::new(store, manifest.case.id);
    while let Some(entry) = log.next().await? {
        if entry.envelope.seq > manifest.heads.of(entry.envelope.origin).seq {
            return Err(ExportError::MovedOn);
        }
        let body: Option<Value> =
            entry.body.as_ref().map(|(_, bytes)| serde_json::from_slice(bytes)).transpose()?;
        page.write_all(card(&entry, body.as_ref(), known, Volume::Open).as_bytes())?;
        if manifest.internal_included && is_internal(&entry.envelope) {
            let card = card(&entry, body.as_ref(), known, Volume::Internal);
            apart.file(folder)?.write_all(card.as_bytes())?;
        }
    }
    page.write_all(tail(manifest, known, Volume::Open).as_bytes())?;
    folder.keep(page)?;
    if manifest.internal_included {
        apart.file(folder)?.write_all(tail(manifest, known, Volume::Internal).as_bytes())?;
    }
    Ok(apart.keep(folder)?)
}
