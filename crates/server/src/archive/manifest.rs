//! What the folder says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Heads, Origin};

/// `manifest.json`. Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Always `weicourt-archive`.
    pub(super) format: String,
    /// Version of the folder's shape.
    pub(super) version: u16,
    /// When the folder was made.
    pub(super) made_at: Instant,
    /// Version of the software that made it.
    pub(super) software: String,
    /// The case.
    pub(super) case: CaseRecord,
    /// Where both chains stand.
    pub(super) heads: Heads,
    /// What is inside.
    pub(super) counts: Counts,
    /// Whether the folder `internal` is here; without it the bodies of `counts.internal` entries are missing.
    pub(super) internal_included: bool,
    /// Keys by what they sign: `front`, `court`, and `archive` for the checksums.
    pub(super) keys: BTreeMap<String, KeyRecord>,
    /// Files that entries name and that are not here, because they were erased.
    #[serde(default)]
    pub(super) missing_blobs: Vec<Digest>,
}

/// Register fields, as far as the case has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CaseRecord {
    pub(super) id: CaseId,
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) case_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) court_code: Option<String>,
    pub(super) case_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cause_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) procedure: Option<String>,
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) filed_on: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) closed_on: Option<String>,
}

/// How much is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Counts {
    /// Entries of the front chain.
    pub(super) front: u64,
    /// Entries of the court chain.
    pub(super) court: u64,
    /// Entries whose body is in `internal`.
    pub(super) internal: u64,
    /// Entries whose body was erased before the folder was made.
    pub(super) erased: u64,
    /// Files, those in `internal` among them if it is here.
    pub(super) blobs: u64,
    /// Their size, in bytes.
    pub(super) blob_bytes: u64,
}

impl Counts {
    pub(super) fn of(&mut self, origin: Origin) -> &mut u64 {
        match origin {
            Origin::Front => &mut self.front,
            Origin::Court => &mut self.court,
        }
    }
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeyRecord {
    /// Always `ed25519`.
    pub(super) algorithm: String,
    /// SHA-256 of the key's 32 bytes.
    pub(super) fingerprint: Digest,
    /// The key, 64 hexadecimal digits.
    pub(super) public_key: String,
    /// The same key as PEM.
    pub(super) file: String,
}
