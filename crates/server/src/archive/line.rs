//! One entry as one line of `log/*.jsonl`.

use serde::{Deserialize, Serialize};
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::digest::Digest;
use weicourt_domain::log::{Envelope, Receipt, StoredEntry};

/// An entry. Stored for ever: only add fields, with a default.
///
/// `envelope_bytes` are the exact bytes whose SHA-256 is `hash`, `receipt_bytes` those under `signature`, so
/// that whoever reads this needs none of our code to check them.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) seq: u64,
    pub(super) n: u64,
    pub(super) hash: Digest,
    pub(super) signature: String,
    pub(super) envelope_bytes: String,
    pub(super) receipt_bytes: String,
    pub(super) envelope: Envelope,
    pub(super) body: LineBody,
}

/// Where the words are.
#[derive(Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum LineBody {
    /// Here: SHA-256 of the salt's 16 bytes and the text's UTF-8 bytes is the envelope's `body_digest`.
    Here {
        /// 32 hexadecimal digits.
        salt: String,
        /// The exact text (JSON).
        text: String,
    },
    /// In the file of the same name under `internal`, if that is here.
    Internal,
    /// Nowhere: they were erased.
    Erased,
}

/// The words of an entry that only the bench may read: one line of `internal/log/*.jsonl`.
#[derive(Serialize, Deserialize)]
pub(super) struct InternalLine {
    pub(super) seq: u64,
    pub(super) salt: String,
    pub(super) text: String,
}

/// Whether an entry belongs to the internal file (副卷): what the bench deliberates, and what is secret.
pub(super) fn is_internal(envelope: &Envelope) -> bool {
    match (envelope.class, &envelope.audience) {
        (Class::Deliberation | Class::Secret, _) | (_, Audience::Room { room: Room::Deliberation }) => true,
        (Class::Register | Class::Party | Class::Material | Class::Conversation | Class::Hearing, _) => false,
    }
}

/// The entry as it stands in the log, and its words if they go to `internal`.
pub(super) fn lines_of(entry: &StoredEntry) -> (Line, Option<InternalLine>) {
    let words = entry.body.as_ref().map(|(salt, bytes)| {
        (data_encoding::HEXLOWER.encode(salt), String::from_utf8_lossy(bytes).into_owned())
    });
    let (body, internal) = match words {
        None => (LineBody::Erased, None),
        Some((salt, text)) if is_internal(&entry.envelope) => {
            (LineBody::Internal, Some(InternalLine { seq: entry.envelope.seq, salt, text }))
        }
        Some((salt, text)) => (LineBody::Here { salt, text }, None),
    };
    let line = Line {
        seq: entry.envelope.seq,
        n: entry.envelope.n,
        hash: entry.hash,
        signature: data_encoding::BASE64.encode(&entry.signature),
        envelope_bytes: data_encoding::HEXLOWER.encode(&entry.envelope.bytes()),
        receipt_bytes: data_encoding::HEXLOWER.encode(&receipt_of(entry).bytes()),
        envelope: entry.envelope.clone(),
        body,
    };
    (line, internal)
}

fn receipt_of(entry: &StoredEntry) -> Receipt {
    Receipt {
        case: entry.envelope.case,
        origin: entry.envelope.origin,
        seq: entry.envelope.seq,
        hash: entry.hash,
        at: entry.envelope.at,
        command_id: entry.envelope.command,
        signature: data_encoding::BASE64.encode(&entry.signature),
    }
}

/// The entry that a line and, if it has one, its internal line describe; none if they are no entry.
pub(super) fn entry_of(line: Line, internal: Option<InternalLine>) -> Option<StoredEntry> {
    let words = match line.body {
        LineBody::Here { salt, text } => Some((salt, text)),
        LineBody::Internal => internal.map(|internal| (internal.salt, internal.text)),
        LineBody::Erased => None,
    };
    let body = match words {
        None => None,
        Some((salt, text)) => {
            let salt = data_encoding::HEXLOWER.decode(salt.as_bytes()).ok()?;
            Some((salt.try_into().ok()?, text.into_bytes()))
        }
    };
    let signature = data_encoding::BASE64.decode(line.signature.as_bytes()).ok()?;
    let entry =
        StoredEntry { envelope: line.envelope, hash: line.hash, signature: signature.try_into().ok()?, body };
    // What other tools would check must be what is checked here.
    let same = line.seq == entry.envelope.seq
        && line.n == entry.envelope.n
        && line.envelope_bytes == data_encoding::HEXLOWER.encode(&entry.envelope.bytes())
        && line.receipt_bytes == data_encoding::HEXLOWER.encode(&receipt_of(&entry).bytes());
    same.then_some(entry)
}
