//! What travels: numbered flows and the items that carry them on.

use std::fmt;
use std::ops::RangeInclusive;

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Envelope, Origin, StoredEntry};

/// Something numbered that is sent in order and acknowledged by position.
///
/// The position of the control stream and of a chain is the number (`seq`) of its last item, from 1;
/// the position of a blob is a count of bytes. 0 is before everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// Everything that is no entry of a log: one stream in each direction.
    Control,
    /// One chain of a case.
    Chain {
        /// The case.
        case: CaseId,
        /// Who writes it.
        origin: Origin,
    },
    /// A file of a case, by its content.
    Blob {
        /// The case it belongs to; the same content in two cases is sent twice, under two keys.
        case: CaseId,
        /// SHA-256 of the whole content.
        sha256: Digest,
    },
}

impl Flow {
    /// Which lane the flow travels in.
    pub fn lane(self) -> Lane {
        match self {
            Flow::Control => Lane::Control,
            Flow::Chain { .. } => Lane::Entries,
            Flow::Blob { .. } => Lane::Chunks,
        }
    }

    /// The case, unless it is the control stream.
    pub fn case(self) -> Option<CaseId> {
        match self {
            Flow::Control => None,
            Flow::Chain { case, .. } | Flow::Blob { case, .. } => Some(case),
        }
    }

    /// Where the flows of a case stand in the order of flows: its chains, and its blobs.
    pub(crate) fn ranges_of(case: CaseId) -> [RangeInclusive<Flow>; 2] {
        let chain = |origin| Flow::Chain { case, origin };
        let blob = |byte| Flow::Blob { case, sha256: Digest([byte; 32]) };
        [chain(Origin::Front)..=chain(Origin::Court), blob(0)..=blob(u8::MAX)]
    }

    /// The position before item number `first` (a `seq` or an offset).
    fn before(self, first: u64) -> u64 {
        match self {
            Flow::Control | Flow::Chain { .. } => first.saturating_sub(1),
            Flow::Blob { .. } => first,
        }
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flow::Control => f.write_str("control"),
            Flow::Chain { case, origin: Origin::Front } => write!(f, "{case} front"),
            Flow::Chain { case, origin: Origin::Court } => write!(f, "{case} court"),
            Flow::Blob { case, sha256 } => write!(f, "{case} blob {sha256}"),
        }
    }
}

/// How urgent: an earlier lane never waits behind a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// The control stream.
    Control = 0,
    /// Entries of cases.
    Entries = 1,
    /// Pieces of files.
    Chunks = 2,
}

impl Lane {
    /// All, the most urgent first.
    pub const ALL: [Lane; 3] = [Lane::Control, Lane::Entries, Lane::Chunks];
}

/// An entry as policy lets it out.
///
/// Sent and kept by nodes of other versions: only add variants, with a new tag in the wire format.
#[derive(Clone, PartialEq, Eq)]
pub enum SentEntry {
    /// As it stands in the log.
    Whole {
        /// All but the words.
        envelope: Box<Envelope>,
        /// Hash of the envelope.
        hash: Digest,
        /// The writer's signature.
        signature: [u8; 64],
        /// Salt of the body's digest.
        salt: [u8; 16],
        /// The exact bytes of the body.
        body: Vec<u8>,
        /// The exact bytes that its author signed, if it was signed where it was made.
        statement: Option<Vec<u8>>,
    },
    /// Without salt and with other words, or none: the digest in the envelope cannot be tried out.
    Masked {
        /// All but the words.
        envelope: Box<Envelope>,
        /// Hash of the envelope.
        hash: Digest,
        /// The writer's signature.
        signature: [u8; 64],
        /// The masked body; `None` when the words have been destroyed.
        body: Option<Vec<u8>>,
    },
    /// Nothing but its place: the chain goes on over it.
    Withheld {
        /// Number within the chain.
        seq: u64,
        /// Lamport number.
        n: u64,
        /// Hash of the envelope that stays at home.
        hash: Digest,
    },
}

impl SentEntry {
    /// The whole entry; without salt and body if those have been destroyed.
    pub fn share(entry: StoredEntry) -> SentEntry {
        let StoredEntry { envelope, hash, signature, body } = entry;
        let envelope = Box::new(envelope);
        match body {
            Some((salt, body)) => SentEntry::Whole { envelope, hash, signature, salt, body, statement: None },
            None => SentEntry::Masked { envelope, hash, signature, body: None },
        }
    }

    /// The entry with what its author signed, if it is whole: whoever gets only a part of an entry gets
    /// nothing of what was signed.
    #[must_use]
    pub fn with_statement(self, signed: Option<Vec<u8>>) -> SentEntry {
        match self {
            SentEntry::Whole { envelope, hash, signature, salt, body, .. } => {
                SentEntry::Whole { envelope, hash, signature, salt, body, statement: signed }
            }
            other => other,
        }
    }

    /// The entry with `body` in place of its own.
    pub fn mask(entry: StoredEntry, body: Vec<u8>) -> SentEntry {
        let StoredEntry { envelope, hash, signature, .. } = entry;
        SentEntry::Masked { envelope: Box::new(envelope), hash, signature, body: Some(body) }
    }

    /// The place of the entry and nothing of it.
    pub fn withhold(entry: &StoredEntry) -> SentEntry {
        SentEntry::Withheld { seq: entry.envelope.seq, n: entry.envelope.n, hash: entry.hash }
    }

    /// The entry as a verifier reads it: with salt and body if it is whole, without if it is masked,
    /// `None` if it is withheld.
    pub fn stored(&self) -> Option<StoredEntry> {
        let (envelope, hash, signature, body) = match self {
            SentEntry::Whole { envelope, hash, signature, salt, body, .. } => {
                (envelope, hash, signature, Some((*salt, body.clone())))
            }
            SentEntry::Masked { envelope, hash, signature, .. } => (envelope, hash, signature, None),
            SentEntry::Withheld { .. } => return None,
        };
        Some(StoredEntry { envelope: (**envelope).clone(), hash: *hash, signature: *signature, body })
    }

    /// Number within the chain.
    pub fn seq(&self) -> u64 {
        match self {
            SentEntry::Whole { envelope, .. } | SentEntry::Masked { envelope, .. } => envelope.seq,
            SentEntry::Withheld { seq, .. } => *seq,
        }
    }

    /// Lamport number.
    pub fn n(&self) -> u64 {
        match self {
            SentEntry::Whole { envelope, .. } | SentEntry::Masked { envelope, .. } => envelope.n,
            SentEntry::Withheld { n, .. } => *n,
        }
    }

    /// Hash of the entry, which the next one of the chain names.
    pub fn hash(&self) -> Digest {
        match self {
            SentEntry::Whole { hash, .. }
            | SentEntry::Masked { hash, .. }
            | SentEntry::Withheld { hash, .. } => *hash,
        }
    }

    /// All but the words, unless it is withheld.
    pub fn envelope(&self) -> Option<&Envelope> {
        match self {
            SentEntry::Whole { envelope, .. } | SentEntry::Masked { envelope, .. } => Some(envelope),
            SentEntry::Withheld { .. } => None,
        }
    }
}

impl fmt::Debug for SentEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, place) = match self {
            SentEntry::Whole { envelope, .. } => ("Whole", Some(envelope.entry_ref())),
            SentEntry::Masked { envelope, .. } => ("Masked", Some(envelope.entry_ref())),
            SentEntry::Withheld { .. } => ("Withheld", None),
        };
        let place = place.map_or_else(|| self.seq().to_string(), |place: EntryRef| place.to_string());
        write!(f, "{name}({place})")
    }
}

/// A piece of a flow, ready to be applied.
#[derive(Clone, PartialEq, Eq)]
pub enum Item {
    /// One item of the control stream.
    Control {
        /// Its number, from 1.
        seq: u64,
        /// Bytes that only the nodes understand.
        payload: Vec<u8>,
    },
    /// Entries of one chain that follow each other; never empty.
    Entries {
        /// The case.
        case: CaseId,
        /// The chain.
        origin: Origin,
        /// The entries, in order.
        entries: Vec<SentEntry>,
    },
    /// Bytes of a file; never empty.
    Chunk {
        /// The case.
        case: CaseId,
        /// SHA-256 of the whole file, in clear.
        sha256: Digest,
        /// Size of the whole file in bytes.
        total: u64,
        /// Where the bytes belong.
        offset: u64,
        /// The bytes, in clear: the receiver seals them under its own key of the case.
        bytes: Vec<u8>,
    },
}

impl Item {
    /// The flow it carries on.
    pub fn flow(&self) -> Flow {
        match self {
            Item::Control { .. } => Flow::Control,
            Item::Entries { case, origin, .. } => Flow::Chain { case: *case, origin: *origin },
            Item::Chunk { case, sha256, .. } => Flow::Blob { case: *case, sha256: *sha256 },
        }
    }

    /// The position a receiver must have to apply it.
    pub fn after(&self) -> u64 {
        match self {
            Item::Control { seq, .. } => self.flow().before(*seq),
            Item::Entries { entries, .. } => self.flow().before(entries.first().map_or(0, SentEntry::seq)),
            Item::Chunk { offset, .. } => *offset,
        }
    }

    /// The position a receiver has once it is applied.
    pub fn until(&self) -> u64 {
        match self {
            Item::Control { seq, .. } => *seq,
            Item::Entries { entries, .. } => entries.last().map_or(0, SentEntry::seq),
            Item::Chunk { offset, bytes, .. } => *offset + bytes.len() as u64,
        }
    }

    /// Drops what a receiver at position `have` knows already; `None` if that is all of it.
    pub fn beyond(mut self, have: u64) -> Option<Item> {
        if self.until() <= have {
            return None;
        }
        match &mut self {
            Item::Control { .. } => {}
            Item::Entries { entries, .. } => entries.retain(|entry| entry.seq() > have),
            Item::Chunk { offset, bytes, .. } => {
                if *offset < have {
                    bytes.drain(..(have - *offset) as usize);
                    *offset = have;
                }
            }
        }
        Some(self)
    }

    /// Roughly how many bytes it takes.
    pub(crate) fn size_bytes(&self) -> usize {
        match self {
            Item::Control { payload, .. } => payload.len() + 16,
            Item::Entries { entries, .. } => entries.iter().map(entry_bytes).sum(),
            Item::Chunk { bytes, .. } => bytes.len() + 64,
        }
    }
}

fn entry_bytes(entry: &SentEntry) -> usize {
    // An envelope as JSON is about 700 bytes.
    match entry {
        SentEntry::Whole { body, statement, .. } => 900 + body.len() + statement.as_ref().map_or(0, Vec::len),
        SentEntry::Masked { body, .. } => 900 + body.as_ref().map_or(0, Vec::len),
        SentEntry::Withheld { .. } => 56,
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}..{}", self.flow(), self.after(), self.until())
    }
}
