//! What the two zones sign for when a case comes home: the court that it has everything
//! ([`ReturnReceipt`]), the node outside that nothing of it is left ([`ErasureCertificate`]).
//!
//! Both carry the exact bytes under their signature, so that they can be checked with the public key and
//! nothing else. They hold numbers and digests, no words.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::id::CaseId;
use crate::instant::Instant;
use crate::log::{EntryRef, Head, Heads, Origin};

/// The court has everything of a case that stood outside, up to these heads, and signs for it. Only
/// with it may the node outside destroy what it holds.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnReceipt {
    /// The case.
    pub case: CaseId,
    /// Where both chains stood when they were compared.
    pub heads: Heads,
    /// Entries of both chains that the court holds, up to those heads.
    pub n_entries: u64,
    /// Files of the case that the court holds.
    pub n_blobs: u64,
    /// When the court signed.
    pub at: Instant,
    /// Digest of the public key it signed with.
    pub node: Digest,
    /// Ed25519 over [`ReturnReceipt::bytes`], base64.
    pub signature: String,
}

impl ReturnReceipt {
    /// Signs for a case that came home.
    pub fn sign(
        case: CaseId,
        heads: Heads,
        n_entries: u64,
        n_blobs: u64,
        at: Instant,
        key: &SigningKey,
    ) -> ReturnReceipt {
        let node = fingerprint(&key.verifying_key());
        let mut receipt =
            ReturnReceipt { case, heads, n_entries, n_blobs, at, node, signature: String::new() };
        receipt.signature = signed(&receipt.bytes(), key);
        receipt
    }

    /// The exact bytes under the signature; numbers are big-endian. Stored for ever.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(160);
        bytes.extend(b"weicourt return\x01");
        bytes.extend(self.case.0.to_be_bytes());
        push_heads(&mut bytes, &self.heads);
        bytes.extend(self.n_entries.to_be_bytes());
        bytes.extend(self.n_blobs.to_be_bytes());
        bytes.extend(self.at.0.to_be_bytes());
        bytes.extend(self.node.0);
        bytes
    }

    /// Names this receipt; an [`ErasureCertificate`] says which one it answers.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes())
    }

    /// Checks the court's signature; needs nothing but the court's public key.
    pub fn verify(&self, key: &VerifyingKey) -> bool {
        self.node == fingerprint(key) && is_signed(&self.bytes(), &self.signature, key)
    }
}

/// Entries and files that a change of policy takes back from the node outside.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The case.
    pub case: CaseId,
    /// Entries whose words have to go; their hashes stay, so that the chain still verifies.
    pub entries: Vec<EntryRef>,
    /// Files that have to go, by the digest of their content.
    pub blobs: Vec<Digest>,
}

impl Withdrawal {
    /// Names this withdrawal. The order in which things are listed does not matter.
    pub fn digest(&self) -> Digest {
        let (mut entries, mut blobs) = (self.entries.clone(), self.blobs.clone());
        entries.sort_unstable();
        entries.dedup();
        blobs.sort_unstable_by_key(|blob| blob.0);
        blobs.dedup();
        let mut bytes = Vec::with_capacity(64 + 9 * entries.len() + 32 * blobs.len());
        bytes.extend(b"weicourt withdrawal\x01");
        bytes.extend(self.case.0.to_be_bytes());
        bytes.extend((entries.len() as u64).to_be_bytes());
        for entry in entries {
            bytes.push(entry.origin as u8);
            bytes.extend(entry.seq.to_be_bytes());
        }
        bytes.extend((blobs.len() as u64).to_be_bytes());
        for blob in blobs {
            bytes.extend(blob.0);
        }
        Digest::of(&bytes)
    }
}

/// How much of a case was destroyed.
///
/// Stored for ever: only add variants; the number goes under the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureScope {
    /// Everything; answers a [`ReturnReceipt`].
    WholeCase = 1,
    /// What a [`Withdrawal`] lists; the rest stays, under a new key.
    Withdrawn = 2,
}

/// What a search for residue looked through, and what it found.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchRecord {
    /// Names, numbers, texts and other byte strings looked for, in all their encodings.
    pub n_needles: u64,
    /// Files, and tables of a database server, that were read from end to end.
    pub n_places: u64,
    /// Bytes read.
    pub n_bytes: u64,
    /// Places where something was found; a clean node has none.
    pub n_hits: u64,
}

/// The node outside destroyed what it held, searched for what might be left, and signs for both.
///
/// Stored for ever: only add fields, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureCertificate {
    /// The case.
    pub case: CaseId,
    /// How much of it.
    pub scope: ErasureScope,
    /// Digest of the [`ReturnReceipt`] or [`Withdrawal`] that this answers.
    pub answers: Digest,
    /// Where both chains stood on the node.
    pub heads: Heads,
    /// Entries whose words were destroyed.
    pub n_entries: u64,
    /// Files that were destroyed.
    pub n_blobs: u64,
    /// When the case's data key was destroyed.
    pub key_destroyed_at: Instant,
    /// What was searched afterwards.
    pub searched: SearchRecord,
    /// When the node signed.
    pub at: Instant,
    /// Digest of the public key it signed with.
    pub node: Digest,
    /// Ed25519 over [`ErasureCertificate::bytes`], base64.
    pub signature: String,
}

/// What a certificate says, before it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// The case.
    pub case: CaseId,
    /// How much of it.
    pub scope: ErasureScope,
    /// Digest of what this answers.
    pub answers: Digest,
    /// Where both chains stood on the node.
    pub heads: Heads,
    /// Entries whose words were destroyed.
    pub n_entries: u64,
    /// Files that were destroyed.
    pub n_blobs: u64,
    /// When the case's data key was destroyed.
    pub key_destroyed_at: Instant,
    /// What was searched afterwards.
    pub searched: SearchRecord,
}

impl Erasure {
    /// Signs it at the moment `at`.
    pub fn sign(self, at: Instant, key: &SigningKey) -> ErasureCertificate {
        let Erasure { case, scope, answers, heads, n_entries, n_blobs, key_destroyed_at, searched } = self;
        let mut certificate = ErasureCertificate {
            case,
            scope,
            answers,
            heads,
            n_entries,
            n_blobs,
            key_destroyed_at,
            searched,
            at,
            node: fingerprint(&key.verifying_key()),
            signature: String::new(),
        };
        certificate.signature = signed(&certificate.bytes(), key);
        certificate
    }
}

impl ErasureCertificate {
    /// The exact bytes under the signature; numbers are big-endian. Stored for ever.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend(b"weicourt erasure\x01");
        bytes.extend(self.case.0.to_be_bytes());
        bytes.push(self.scope as u8);
        bytes.extend(self.answers.0);
        push_heads(&mut bytes, &self.heads);
        bytes.extend(self.n_entries.to_be_bytes());
        bytes.extend(self.n_blobs.to_be_bytes());
        bytes.extend(self.key_destroyed_at.0.to_be_bytes());
        let SearchRecord { n_needles, n_places, n_bytes, n_hits } = self.searched;
        for count in [n_needles, n_places, n_bytes, n_hits] {
            bytes.extend(count.to_be_bytes());
        }
        bytes.extend(self.at.0.to_be_bytes());
        bytes.extend(self.node.0);
        bytes
    }

    /// Names this certificate.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes())
    }

    /// Whether something was searched and nothing found.
    pub fn is_clean(&self) -> bool {
        self.searched.n_hits == 0 && self.searched.n_needles > 0 && self.searched.n_places > 0
    }

    /// Checks the node's signature; needs nothing but the node's public key.
    pub fn verify(&self, key: &VerifyingKey) -> bool {
        self.node == fingerprint(key) && is_signed(&self.bytes(), &self.signature, key)
    }
}

/// Names a node by its public key.
pub fn fingerprint(key: &VerifyingKey) -> Digest {
    Digest::of(key.as_bytes())
}

fn push_heads(bytes: &mut Vec<u8>, heads: &Heads) {
    for origin in [Origin::Front, Origin::Court] {
        let Head { seq, hash } = heads.of(origin);
        bytes.extend(seq.to_be_bytes());
        bytes.extend(hash.0);
    }
    bytes.extend(heads.n.to_be_bytes());
}

fn signed(bytes: &[u8], key: &SigningKey) -> String {
    data_encoding::BASE64.encode(&key.sign(bytes).to_bytes())
}

fn is_signed(bytes: &[u8], signature: &str, key: &VerifyingKey) -> bool {
    let signature = data_encoding::BASE64.decode(signature.as_bytes()).ok();
    signature
        .and_then(|signature| Signature::from_slice(&signature).ok())
        .is_some_and(|signature| key.verify_strict(bytes, &signature).is_ok())
}
