//! The case's log: two append-only chains, one for each origin, that converge to one order.
//!
//! Each origin (front, court) has a single writer and its own chain (`seq` from 1). An entry carries
//! a Lamport number `n`, one more than the highest its writer had seen of both chains; the space is
//! shown in the order `(n, origin)`. The hash covers the envelope and the *salted digest* of the
//! body, so a body or a whole case key can be destroyed and the chain still verifies, while nobody
//! can guess an erased "同意" from its digest.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::actor::{Assurance, Role};
use crate::audience::{Audience, Class};
use crate::digest::Digest;
use crate::entry::{EntryBody, EntryKind};
use crate::id::{CaseId, CommandId, PersonId};
use crate::instant::Instant;
use crate::personal_data::hushed_debug;
use crate::registration::PendingRegistration;

/// Which writer made an entry.
///
/// Stored for ever; the number goes into the hash and orders entries with the same `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Origin {
    /// What people say and hand in.
    Front = 1,
    /// What the court does and says.
    Court = 2,
}

/// Names one entry of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryRef {
    /// The chain.
    pub origin: Origin,
    /// Number within the chain, from 1.
    pub seq: u64,
}

impl fmt::Display for EntryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.origin {
            Origin::Front => write!(f, "front:{}", self.seq),
            Origin::Court => write!(f, "court:{}", self.seq),
        }
    }
}

/// How far a reader knows both chains; 0 means nothing of that chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Last known `seq` of the front chain.
    pub front: u64,
    /// Last known `seq` of the court chain.
    pub court: u64,
}

impl Position {
    /// Last known `seq` of `origin`.
    pub fn of(self, origin: Origin) -> u64 {
        match origin {
            Origin::Front => self.front,
            Origin::Court => self.court,
        }
    }

    /// Moves `origin` forward to `seq`; never back.
    pub fn advance(&mut self, origin: Origin, seq: u64) {
        let known = match origin {
            Origin::Front => &mut self.front,
            Origin::Court => &mut self.court,
        };
        *known = (*known).max(seq);
    }

    /// Whether this position knows everything `other` knows.
    pub fn covers(self, other: Position) -> bool {
        self.front >= other.front && self.court >= other.court
    }

    /// The later of both positions, chain by chain.
    #[must_use]
    pub fn join(self, other: Position) -> Position {
        Position { front: self.front.max(other.front), court: self.court.max(other.court) }
    }
}

/// The algorithm of the chain; carried in every entry so that SM3 can be used where it is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashAlgorithm {
    /// SHA-256 (FIPS 180-4).
    Sha256 = 1,
}

/// Proof that the act was made on an enrolled device: a signature over the exact command bytes.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActProof {
    /// Digest of the device's public key.
    pub device_key: Digest,
    /// Digest of the command bytes that were signed.
    pub command_digest: Digest,
    /// The signature, base64.
    pub signature: String,
}

/// Who acted, as recorded: person, role at that moment, how surely known.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorStamp {
    /// The person.
    pub person: PersonId,
    /// Their role in the case when they acted.
    pub role: Role,
    /// How surely they were known.
    pub assurance: Assurance,
}

/// Everything of an entry but its words: what is hashed, and what may be known without the case key.
///
/// Stored for ever: only add fields, with a default, and give [`Envelope::bytes`] a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The case.
    pub case: CaseId,
    /// Which chain.
    pub origin: Origin,
    /// Number within the chain, from 1.
    pub seq: u64,
    /// Lamport number over both chains.
    pub n: u64,
    /// When the writer appended it.
    pub at: Instant,
    /// Who acted.
    pub actor: ActorStamp,
    /// What kind of entry the body is.
    pub kind: EntryKind,
    /// Version of the body's shape.
    pub schema: u16,
    /// How sensitive it is.
    pub class: Class,
    /// Whom it is for.
    pub audience: Audience,
    /// The command that caused it.
    pub command: CommandId,
    /// Its place among the entries of that command, from 0.
    pub command_index: u16,
    /// Proof of the device, when the act was signed where it was made.
    pub proof: Option<ActProof>,
    /// SHA-256 of salt and body.
    pub body_digest: Digest,
    /// Hash of the entry before it in this chain; zero for the first.
    pub previous: Digest,
    /// Algorithm of `previous` and of this entry's hash.
    pub algorithm: HashAlgorithm,
}

impl Envelope {
    /// The exact bytes that are hashed. Lengths and numbers are big-endian.
    ///
    /// Stored for ever: a change needs a new version byte.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(192);
        bytes.extend(b"weicourt entry");
        bytes.push(1);
        bytes.push(self.algorithm as u8);
        bytes.extend(self.case.0.to_be_bytes());
        bytes.push(self.origin as u8);
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.n.to_be_bytes());
        bytes.extend(self.at.0.to_be_bytes());
        bytes.extend(self.actor.person.0.to_be_bytes());
        bytes.push(self.actor.role as u8);
        bytes.push(self.actor.assurance as u8);
        bytes.extend((self.kind as u16).to_be_bytes());
        bytes.extend(self.schema.to_be_bytes());
        bytes.push(self.class as u8);
        self.audience.hash_into(&mut bytes);
        bytes.extend(self.command.0);
        bytes.extend(self.command_index.to_be_bytes());
        match &self.proof {
            None => bytes.push(0),
            Some(proof) => {
                bytes.push(1);
                bytes.extend(proof.device_key.0);
                bytes.extend(proof.command_digest.0);
                bytes.extend((proof.signature.len() as u32).to_be_bytes());
                bytes.extend(proof.signature.as_bytes());
            }
        }
        bytes.extend(self.body_digest.0);
        bytes.extend(self.previous.0);
        bytes
    }

    /// Hash of the entry.
    pub fn hash(&self) -> Digest {
        match self.algorithm {
            HashAlgorithm::Sha256 => Digest::of(&self.bytes()),
        }
    }

    /// Names the entry.
    pub fn entry_ref(&self) -> EntryRef {
        EntryRef { origin: self.origin, seq: self.seq }
    }
}

/// Digest of a body together with its salt.
pub fn body_digest(salt: &[u8; 16], body: &[u8]) -> Digest {
    let mut hasher = sha2::Sha256::new();
    hasher.update(salt);
    hasher.update(body);
    Digest(hasher.finalize().into())
}

/// An entry as it stands in the log.
#[derive(Clone)]
pub struct Entry {
    /// All but the words.
    pub envelope: Envelope,
    /// Hash of the envelope.
    pub hash: Digest,
    /// The node's signature over the receipt of this entry.
    pub signature: [u8; 64],
    /// 16 random bytes that keep the body's digest from being guessed.
    pub salt: [u8; 16],
    /// The exact bytes of the body (JSON); empty when it has been erased.
    pub body_bytes: Vec<u8>,
    /// The decoded body.
    pub body: EntryBody,
}

/// Where a chain stands, and the highest Lamport number its case has seen.
///
/// Stored for ever in receipts of return and certificates of erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Last `seq`; 0 for an empty chain.
    pub seq: u64,
    /// Hash of the last entry; zero for an empty chain.
    pub hash: Digest,
}

impl Head {
    /// Head of an empty chain.
    pub const EMPTY: Head = Head { seq: 0, hash: Digest::ZERO };
}

/// Heads of both chains of a case.
///
/// Stored for ever in receipts of return and certificates of erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// The front chain.
    pub front: Head,
    /// The court chain.
    pub court: Head,
    /// Highest Lamport number of both.
    pub n: u64,
}

impl Heads {
    /// Heads of a case nobody wrote to.
    pub const EMPTY: Heads = Heads { front: Head::EMPTY, court: Head::EMPTY, n: 0 };

    /// Head of one chain.
    pub fn of(&self, origin: Origin) -> Head {
        match origin {
            Origin::Front => self.front,
            Origin::Court => self.court,
        }
    }

    /// Both last numbers.
    pub fn position(&self) -> Position {
        Position { front: self.front.seq, court: self.court.seq }
    }

    /// Moves past `entry`.
    pub fn advance(&mut self, envelope: &Envelope, hash: Digest) {
        let head = match envelope.origin {
            Origin::Front => &mut self.front,
            Origin::Court => &mut self.court,
        };
        *head = Head { seq: envelope.seq, hash };
        self.n = self.n.max(envelope.n);
    }
}

/// Words that are ready, or that wait for the case number the store issues in the same transaction.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every draft is ready; a box for each message would cost more"
)]
pub enum DraftBody {
    /// Ready.
    Ready(EntryBody),
    /// The registration of a case, complete but for its serial number.
    AwaitsNumber(Box<PendingRegistration>),
}

/// An entry that has been decided but has no place in a chain yet.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The words.
    pub body: DraftBody,
    /// How sensitive.
    pub class: Class,
    /// For whom.
    pub audience: Audience,
    /// By whom.
    pub actor: ActorStamp,
    /// Which chain it goes to.
    pub origin: Origin,
}

/// What the writer adds when it gives a draft its place.
#[derive(Debug, Clone)]
pub struct Place {
    /// The case.
    pub case: CaseId,
    /// When.
    pub at: Instant,
    /// Caused by.
    pub command: CommandId,
    /// Place among the entries of the command.
    pub command_index: u16,
    /// 16 random bytes.
    pub salt: [u8; 16],
    /// Proof of the device.
    pub proof: Option<ActProof>,
}

/// A body that cannot be written as JSON; only a bug can cause it.
#[derive(Debug, thiserror::Error)]
#[error("encode entry body")]
pub struct SealError(#[from] serde_json::Error);

/// Gives a draft the next place after `heads`, hashes it and signs it.
///
/// `body` is the draft's body, with its number if it waited for one.
///
/// # Errors
///
/// [`SealError`] if the body cannot be encoded.
pub fn seal(
    heads: &Heads,
    draft: &Draft,
    body: EntryBody,
    place: Place,
    key: &SigningKey,
) -> Result<Entry, SealError> {
    let body_bytes = serde_json::to_vec(&body)?;
    let head = heads.of(draft.origin);
    let envelope = Envelope {
        case: place.case,
        origin: draft.origin,
        seq: head.seq + 1,
        n: heads.n + 1,
        at: place.at,
        actor: draft.actor,
        kind: body.kind(),
        schema: EntryBody::SCHEMA,
        class: draft.class,
        audience: draft.audience.clone(),
        command: place.command,
        command_index: place.command_index,
        proof: place.proof,
        body_digest: body_digest(&place.salt, &body_bytes),
        previous: head.hash,
        algorithm: HashAlgorithm::Sha256,
    };
    let hash = envelope.hash();
    let signature = key.sign(&receipt_bytes(&envelope, hash)).to_bytes();
    Ok(Entry { envelope, hash, signature, salt: place.salt, body_bytes, body })
}

/// What the node signs: enough to settle a dispute about a deadline without the log.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The case.
    pub case: CaseId,
    /// Which chain.
    pub origin: Origin,
    /// Number within the chain.
    pub seq: u64,
    /// Hash of the entry.
    pub hash: Digest,
    /// When the node appended it.
    pub at: Instant,
    /// The command it answers.
    pub command_id: CommandId,
    /// The node's Ed25519 signature, base64.
    pub signature: String,
}

fn receipt_bytes(envelope: &Envelope, hash: Digest) -> Vec<u8> {
    signed_bytes(envelope.case, envelope.origin, envelope.seq, hash, envelope.at, envelope.command)
}

/// The exact bytes under a receipt's signature. Stored for ever.
fn signed_bytes(
    case: CaseId,
    origin: Origin,
    seq: u64,
    hash: Digest,
    at: Instant,
    command: CommandId,
) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(96);
    bytes.extend(b"weicourt receipt\x01");
    bytes.extend(case.0.to_be_bytes());
    bytes.push(origin as u8);
    bytes.extend(seq.to_be_bytes());
    bytes.extend(hash.0);
    bytes.extend(at.0.to_be_bytes());
    bytes.extend(command.0);
    bytes
}

impl Entry {
    /// The receipt of this entry.
    pub fn receipt(&self) -> Receipt {
        Receipt {
            case: self.envelope.case,
            origin: self.envelope.origin,
            seq: self.envelope.seq,
            hash: self.hash,
            at: self.envelope.at,
            command_id: self.envelope.command,
            signature: data_encoding::BASE64.encode(&self.signature),
        }
    }
}

impl Receipt {
    /// The exact bytes under the signature. Stored for ever.
    pub fn bytes(&self) -> Vec<u8> {
        signed_bytes(self.case, self.origin, self.seq, self.hash, self.at, self.command_id)
    }

    /// Checks the node's signature; needs nothing but the node's public key.
    pub fn verify(&self, key: &VerifyingKey) -> bool {
        let signature = data_encoding::BASE64.decode(self.signature.as_bytes()).ok();
        let Some(signature) = signature.and_then(|bytes| Signature::from_slice(&bytes).ok()) else {
            return false;
        };
        key.verify_strict(&self.bytes(), &signature).is_ok()
    }
}

/// What is wrong with an entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A number is missing or repeated.
    #[error("expected number {expected}")]
    Gap {
        /// The number that should stand here.
        expected: u64,
    },
    /// It does not name the entry before it.
    #[error("does not follow the entry before it")]
    BrokenLink,
    /// The envelope was changed.
    #[error("hash does not fit the envelope")]
    WrongHash,
    /// The body was changed.
    #[error("body does not fit its digest")]
    WrongBody,
    /// The Lamport number does not grow along the chain.
    #[error("order number does not grow")]
    WrongOrder,
    /// The signature is not the node's.
    #[error("signature is not the node's")]
    WrongSignature,
    /// It belongs to another case or chain.
    #[error("belongs to another case or chain")]
    Foreign,
}

/// The first bad entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("case {case}, entry {entry}: {fault}")]
pub struct BadEntry {
    /// The case.
    pub case: CaseId,
    /// The entry.
    pub entry: EntryRef,
    /// What is wrong.
    pub fault: Fault,
}

/// An entry as a verifier reads it: the words may have been erased.
#[derive(Clone)]
pub struct StoredEntry {
    /// All but the words.
    pub envelope: Envelope,
    /// The stored hash.
    pub hash: Digest,
    /// The stored signature.
    pub signature: [u8; 64],
    /// Salt and body bytes, when they are readable.
    pub body: Option<([u8; 16], Vec<u8>)>,
}

hushed_debug! {
    Entry { envelope, hash },
    StoredEntry { envelope, hash },
}

/// Checks one chain of a case, entry by entry, from number 1.
#[derive(Debug)]
pub struct ChainVerifier<'key> {
    case: CaseId,
    origin: Origin,
    head: Head,
    n: u64,
    key: &'key VerifyingKey,
}

impl<'key> ChainVerifier<'key> {
    /// Starts before the first entry of a chain.
    pub fn new(case: CaseId, origin: Origin, key: &'key VerifyingKey) -> Self {
        ChainVerifier { case, origin, head: Head::EMPTY, n: 0, key }
    }

    /// Goes on after a stretch that was checked before: its head, and the Lamport number of its last entry.
    pub fn resume(case: CaseId, origin: Origin, key: &'key VerifyingKey, head: Head, n: u64) -> Self {
        ChainVerifier { case, origin, head, n, key }
    }

    /// Where the chain stands after the entries checked so far.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Lamport number of the last entry.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Goes over an entry of which only the place is known: the next entry names its hash.
    ///
    /// # Errors
    ///
    /// [`BadEntry`] if another entry has to follow here.
    pub fn skip(&mut self, seq: u64, n: u64, hash: Digest) -> Result<(), BadEntry> {
        let expected = self.head.seq + 1;
        let fault = if seq != expected {
            Fault::Gap { expected }
        } else if n <= self.n {
            Fault::WrongOrder
        } else {
            self.head = Head { seq, hash };
            self.n = n;
            return Ok(());
        };
        Err(BadEntry { case: self.case, entry: EntryRef { origin: self.origin, seq }, fault })
    }

    /// Checks the next entry.
    ///
    /// # Errors
    ///
    /// [`BadEntry`] names the entry and what is wrong with it.
    pub fn check(&mut self, entry: &StoredEntry) -> Result<(), BadEntry> {
        let envelope = &entry.envelope;
        let expected = self.head.seq + 1;
        let fault = if envelope.case != self.case || envelope.origin != self.origin {
            Some(Fault::Foreign)
        } else if envelope.seq != expected {
            Some(Fault::Gap { expected })
        } else if envelope.previous != self.head.hash {
            Some(Fault::BrokenLink)
        } else if envelope.n <= self.n {
            Some(Fault::WrongOrder)
        } else if envelope.hash() != entry.hash {
            Some(Fault::WrongHash)
        } else if entry
            .body
            .as_ref()
            .is_some_and(|(salt, body)| body_digest(salt, body) != envelope.body_digest)
        {
            Some(Fault::WrongBody)
        } else {
            let signature = Signature::from_bytes(&entry.signature);
            let bytes = receipt_bytes(envelope, entry.hash);
            self.key.verify_strict(&bytes, &signature).err().map(|_| Fault::WrongSignature)
        };
        match fault {
            Some(fault) => Err(BadEntry { case: self.case, entry: envelope.entry_ref(), fault }),
            None => {
                self.head = Head { seq: envelope.seq, hash: entry.hash };
                self.n = envelope.n;
                Ok(())
            }
        }
    }
}

impl FromStr for EntryRef {
    type Err = BadEntryRef;

    fn from_str(text: &str) -> Result<Self, BadEntryRef> {
        let (origin, seq) = text.split_once(':').ok_or(BadEntryRef)?;
        let origin = match origin {
            "front" => Origin::Front,
            "court" => Origin::Court,
            _ => return Err(BadEntryRef),
        };
        Ok(EntryRef { origin, seq: seq.parse().map_err(|_| BadEntryRef)? })
    }
}

/// Text that does not name an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an entry: front:N or court:N")]
pub struct BadEntryRef;
