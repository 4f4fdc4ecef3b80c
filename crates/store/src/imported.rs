//! Cases of the case-handling system: a register of millions of rows, most of which never get a space.
//!
//! A row is sealed under a sub-key of the node key; a case gets its own key when its space opens. People
//! are found by the first eight bytes of the keyed digest of their identity number, and the whole digest,
//! which is sealed, decides.

mod bulk;
mod indexes;
mod questions;
mod sealed;
mod space;
mod upsert;

use data_encoding::HEXLOWER;
use sea_orm::{QueryResult, Value};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::register::RegisterRecord;

use crate::Store;
use crate::database::{Columns, at, big, bytes, text};
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::sealing::{Sealer, random};

pub use self::bulk::{Import, ImportBatch, ImportProgress, Imported};
pub(crate) use self::indexes::INDEXES;
pub use self::indexes::IndexTime;
pub(crate) use self::space::told;
pub use self::upsert::{RegisterCondition, Upserted};

/// Imported cases have this bit, and no other case has: the milliseconds of an identity stay below it for
/// two thousand years, so a row that is imported never meets a case that is begun in the same instant.
const IMPORTED: u64 = 1 << 62;

/// Bytes of the keyed digest of a record.
const CONTENT_BYTES: usize = 16;

/// A case of the register as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCase {
    /// The case.
    pub case: CaseId,
    /// Changes of the record, counted from 1.
    pub version: u32,
    /// What it says.
    pub record: RegisterRecord,
    /// Keyed digest of the record.
    content: [u8; CONTENT_BYTES],
    /// The digest of the record that the log of the case has.
    space: Option<Vec<u8>>,
}

impl ImportedCase {
    /// The strong entity tag of the record, without quotes.
    #[must_use]
    pub fn etag(&self) -> String {
        etag(self.version, &self.content)
    }

    /// Whether the case has a space.
    #[must_use]
    pub fn has_space(&self) -> bool {
        self.space.is_some()
    }

    /// Whether the space knows the record as it is now.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.space.as_deref() == Some(&self.content)
    }

    /// Keyed digest of the record: names the command that tells it to the space.
    #[must_use]
    pub fn content(&self) -> [u8; CONTENT_BYTES] {
        self.content
    }
}

fn etag(version: u32, content: &[u8]) -> String {
    format!("{version}-{}", HEXLOWER.encode(&content[..8]))
}

/// A record ready to be written: sealed, with its digests made. Costly to make, cheap to write.
#[derive(Debug, Clone)]
pub struct PreparedRecord {
    record: RegisterRecord,
    content: [u8; CONTENT_BYTES],
    sealed: Vec<u8>,
    judge: Option<u64>,
    people: Vec<u64>,
}

impl PreparedRecord {
    /// Identity in the case-handling system.
    #[must_use]
    pub fn source_id(&self) -> &str {
        &self.record.source_id
    }

    /// 案号.
    #[must_use]
    pub fn case_number(&self) -> String {
        self.record.case_number.to_string()
    }
}

/// Seals records away from the store, on any thread. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RecordSealer {
    keys: NodeKeys,
    sealer: std::sync::Arc<Sealer>,
}

impl RecordSealer {
    pub(crate) fn new(keys: &NodeKeys) -> RecordSealer {
        RecordSealer { keys: keys.clone(), sealer: std::sync::Arc::new(keys.sealer("register")) }
    }

    /// Keyed digest of an identity number.
    #[must_use]
    pub fn id_digest(&self, id: &weicourt_domain::personal_data::IdNumber) -> Digest {
        self.keys.keyed_digest("id", id.expose().as_bytes())
    }

    /// Seals a record.
    ///
    /// # Errors
    ///
    /// [`StoreError::Random`]; [`StoreError::Unreadable`] only for a record that cannot be encoded.
    pub fn prepare(&self, record: RegisterRecord) -> Result<PreparedRecord, StoreError> {
        let plain = sealed::encode(&record)?;
        let digest = self.keys.keyed_digest("register record", &plain);
        let mut content = [0; CONTENT_BYTES];
        content.copy_from_slice(&digest.0[..CONTENT_BYTES]);
        let sealed = self.sealer.seal_with(random()?, &about(&record.source_id), &plain)?;
        let judge = record.handling_judge.as_ref().and_then(|judge| judge.staff_id.as_deref());
        let judge = judge.map(|staff_id| self.staff_key(staff_id));
        let people = record.id_digests().into_iter().map(person_key).collect();
        Ok(PreparedRecord { record, content, sealed, judge, people })
    }

    fn staff_key(&self, staff_id: &str) -> u64 {
        person_key(self.keys.keyed_digest("staff", staff_id.as_bytes()))
    }

    fn open(&self, source_id: String, sealed: &[u8]) -> Result<RegisterRecord, StoreError> {
        let plain = self.sealer.open(&about(&source_id), sealed, "register record")?;
        sealed::decode(source_id, &plain)
    }
}

/// What binds a sealed record to its row.
fn about(source_id: &str) -> Vec<u8> {
    [b"register\0", source_id.as_bytes()].concat()
}

/// The beginning of a digest, by which its rows are found.
fn person_key(digest: Digest) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = digest.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// A day as a number that reads like it: 20260320.
fn day(on: BeijingDate) -> i32 {
    i32::from(on.year()) * 10_000 + i32::from(on.month()) * 100 + i32::from(on.day())
}

fn maybe_day(on: Option<BeijingDate>) -> Value {
    Value::Int(on.map(day))
}

/// Columns that [`row_values`] fills, and how many they are.
const INSERT: &str = "insert into register_case (case_id, source_id, case_number, court_code, case_type, cause_code,
    procedure, status, judge, filed_on, hearing_on, closed_on, due_on, version, updated_at, content, sealed) values ";
const N_COLUMNS: usize = 17;

/// The values of a row in the order of [`INSERT`].
fn row_values(
    case: CaseId,
    prepared: PreparedRecord,
    version: u32,
    now: weicourt_domain::instant::Instant,
) -> Result<[Value; N_COLUMNS], StoreError> {
    let record = prepared.record;
    Ok([
        big(case.0),
        text(record.source_id),
        text(record.case_number.to_string()),
        text(record.court_code.as_str()),
        text(record.case_type.as_str()),
        Value::String(record.cause_code),
        Value::String(record.procedure.map(|procedure| crate::database::name_of(&procedure)).transpose()?),
        text(record.status.as_str()),
        Value::BigInt(prepared.judge.map(|judge| judge as i64)),
        Value::Int(Some(day(record.filed_on))),
        maybe_day(record.hearing_on),
        maybe_day(record.closed_on),
        maybe_day(record.due_on),
        Value::Int(Some(version as i32)),
        at(now),
        bytes(prepared.content),
        bytes(prepared.sealed),
    ])
}

/// Columns that [`Store::imported_of`] reads.
const SELECT: &str = "r.case_id, r.source_id, r.version, r.content, r.space, r.sealed";

impl Store {
    /// Seals records for this store.
    #[must_use]
    pub fn record_sealer(&self) -> RecordSealer {
        self.inner.record_sealer.clone()
    }

    fn imported_of(&self, row: &QueryResult) -> Result<ImportedCase, StoreError> {
        let mut columns = Columns::of(row);
        let case = columns.case()?;
        let source_id: String = columns.take()?;
        let version = columns.take::<i32>()? as u32;
        let content: Vec<u8> = columns.take()?;
        let content = content.try_into().map_err(|_| StoreError::Unreadable("register digest"))?;
        let space = columns.take()?;
        let sealed: Vec<u8> = columns.take()?;
        let record = self.inner.record_sealer.open(source_id, &sealed)?;
        Ok(ImportedCase { case, version, record, content, space })
    }
}
