//! An entry as a row of the table `entry`, and back.

use std::sync::Arc;

use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, EntryKind};
use weicourt_domain::id::{CaseId, CommandId};
use weicourt_domain::log::{ActProof, ActorStamp, Entry, Envelope, HashAlgorithm, Origin, StoredEntry};

use crate::case_keys::CaseKey;
use crate::database::{Columns, at, big, bytes, case, person, small, text};
use crate::error::StoreError;

/// Columns of `entry`, in the order of [`push_row`] and [`stored_of`].
pub(crate) const ENTRY_COLUMNS: &str =
    "case_id, origin, seq, n, at, actor, kind, audience, command, command_index, stamp, chain, body";
pub(crate) const N_COLUMNS: usize = 13;

/// The part of the envelope that nothing is searched by.
///
/// Stored for ever: only add fields, with a default.
#[derive(Serialize, Deserialize)]
struct Stamp {
    role: Role,
    assurance: Assurance,
    schema: u16,
    class: Class,
    audience: Audience,
    algorithm: HashAlgorithm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proof: Option<ActProof>,
    /// The body is not the one that was hashed: policy put another in its place.
    #[serde(default, skip_serializing_if = "is_false")]
    masked: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Number of an audience in the column `audience`, for counting what everyone may read.
pub(crate) fn audience_number(audience: &Audience) -> u16 {
    match audience {
        Audience::Everyone => 0,
        Audience::Court => 1,
        Audience::Side { .. } => 2,
        Audience::Persons { .. } => 3,
        Audience::Room { .. } => 4,
    }
}

/// What a sealed body is bound to: its place.
pub(crate) fn about_body(case: CaseId, origin: Origin, seq: u64) -> [u8; 17] {
    let mut about = [0; 17];
    about[..8].copy_from_slice(&case.0.to_be_bytes());
    about[8] = origin as u8;
    about[9..].copy_from_slice(&seq.to_be_bytes());
    about
}

/// Appends the values of `entry` to `row`, its body sealed with `key` under `nonce`.
pub(super) fn push_row(
    row: &mut Vec<Value>,
    entry: &Entry,
    key: &CaseKey,
    nonce: [u8; 12],
) -> Result<(), StoreError> {
    let plain = Some((entry.salt, entry.body_bytes.as_slice()));
    push(row, &entry.envelope, entry.hash, &entry.signature, plain, false, key, nonce)
}

/// [`push_row`] for an entry of another node; `masked` when the body is not the one that was hashed.
pub(crate) fn push_received(
    row: &mut Vec<Value>,
    entry: &StoredEntry,
    plain: Option<([u8; 16], &[u8])>,
    masked: bool,
    key: &CaseKey,
    nonce: [u8; 12],
) -> Result<(), StoreError> {
    push(row, &entry.envelope, entry.hash, &entry.signature, plain, masked, key, nonce)
}

#[expect(clippy::too_many_arguments, reason = "the parts of an entry")]
fn push(
    row: &mut Vec<Value>,
    envelope: &Envelope,
    hash: Digest,
    signature: &[u8; 64],
    plain: Option<([u8; 16], &[u8])>,
    masked: bool,
    key: &CaseKey,
    nonce: [u8; 12],
) -> Result<(), StoreError> {
    let stamp = Stamp {
        role: envelope.actor.role,
        assurance: envelope.actor.assurance,
        schema: envelope.schema,
        class: envelope.class,
        audience: envelope.audience.clone(),
        algorithm: envelope.algorithm,
        proof: envelope.proof.clone(),
        masked,
    };
    let stamp = serde_json::to_string(&stamp).map_err(|error| StoreError::Encode("stamp", error))?;
    let mut chain = Vec::with_capacity(160);
    for digest in [envelope.previous, envelope.body_digest, hash] {
        chain.extend_from_slice(&digest.0);
    }
    chain.extend_from_slice(signature);
    let body = match plain {
        None => None,
        Some((salt, body)) => {
            let mut plain = zeroize::Zeroizing::new(Vec::with_capacity(16 + body.len()));
            plain.extend_from_slice(&salt);
            plain.extend_from_slice(body);
            let about = about_body(envelope.case, envelope.origin, envelope.seq);
            Some(key.sealer.seal_with(nonce, &about, &plain)?)
        }
    };
    row.extend([
        case(envelope.case),
        small(envelope.origin as u16),
        big(envelope.seq),
        big(envelope.n),
        at(envelope.at),
        person(envelope.actor.person),
        small(envelope.kind as u16),
        small(audience_number(&envelope.audience)),
        bytes(envelope.command.0),
        small(envelope.command_index),
        text(stamp),
        bytes(chain),
        Value::Bytes(body),
    ]);
    Ok(())
}

pub(crate) fn origin_of(number: i16) -> Result<Origin, StoreError> {
    match number {
        1 => Ok(Origin::Front),
        2 => Ok(Origin::Court),
        _ => Err(StoreError::Unreadable("origin")),
    }
}

fn digest_at(chain: &[u8], index: usize) -> Result<Digest, StoreError> {
    let bytes = chain.get(index * 32..).and_then(|rest| rest.first_chunk());
    Ok(Digest(*bytes.ok_or(StoreError::Unreadable("chain"))?))
}

/// The entry in `row` (columns [`ENTRY_COLUMNS`]) as a verifier reads it. Without a key, or when the
/// body does not open, the body is missing.
pub(super) fn stored_of(row: &QueryResult, key: Option<&CaseKey>) -> Result<StoredEntry, StoreError> {
    let (mut stored, masked) = read_row(row, key)?;
    if masked {
        // Other words stand in their place: they would not fit the digest.
        stored.body = None;
    }
    Ok(stored)
}

/// The entry in `row`, and whether its body was put there by policy.
fn read_row(row: &QueryResult, key: Option<&CaseKey>) -> Result<(StoredEntry, bool), StoreError> {
    let mut columns = Columns::of(row);
    let case = columns.case()?;
    let origin = origin_of(columns.take()?)?;
    let seq = columns.number()?;
    let n = columns.number()?;
    let at = columns.at()?;
    let actor = columns.person()?;
    let kind = columns.take::<i16>()? as u16;
    let audience = columns.take::<i16>()? as u16;
    let command: Vec<u8> = columns.take()?;
    let command_index = columns.take::<i16>()? as u16;
    let stamp: String = columns.take()?;
    let chain: Vec<u8> = columns.take()?;
    let body: Option<Vec<u8>> = columns.take()?;
    let stamp: Stamp = serde_json::from_str(&stamp).map_err(|_| StoreError::Unreadable("stamp"))?;
    if audience != audience_number(&stamp.audience) {
        return Err(StoreError::Unreadable("audience"));
    }
    let signature =
        *chain.get(96..).and_then(|rest| rest.first_chunk()).ok_or(StoreError::Unreadable("chain"))?;
    let body = match (body, key) {
        (Some(sealed), Some(key)) => {
            let plain = key.sealer.open(&about_body(case, origin, seq), &sealed, "entry body")?;
            let (salt, body) = plain.split_first_chunk().ok_or(StoreError::Unreadable("entry body"))?;
            Some((*salt, body.to_vec()))
        }
        _ => None,
    };
    let masked = stamp.masked;
    let stored = StoredEntry {
        envelope: Envelope {
            case,
            origin,
            seq,
            n,
            at,
            actor: ActorStamp { person: actor, role: stamp.role, assurance: stamp.assurance },
            kind: EntryKind::from_number(kind).ok_or(StoreError::Unreadable("kind"))?,
            schema: stamp.schema,
            class: stamp.class,
            audience: stamp.audience,
            command: CommandId(command.try_into().map_err(|_| StoreError::Unreadable("command"))?),
            command_index,
            proof: stamp.proof,
            body_digest: digest_at(&chain, 1)?,
            previous: digest_at(&chain, 0)?,
            algorithm: stamp.algorithm,
        },
        hash: digest_at(&chain, 2)?,
        signature,
        body,
    };
    Ok((stored, masked))
}

/// The entry in `row`, readable.
///
/// # Errors
///
/// [`StoreError::Unreadable`] if the body was erased or does not open.
pub(crate) fn entry_of(row: &QueryResult, key: &CaseKey) -> Result<Arc<Entry>, StoreError> {
    let (stored, _) = read_row(row, Some(key))?;
    let (salt, body_bytes) = stored.body.ok_or(StoreError::Unreadable("entry body"))?;
    let body: EntryBody =
        serde_json::from_slice(&body_bytes).map_err(|_| StoreError::Unreadable("entry body"))?;
    Ok(Arc::new(Entry {
        envelope: stored.envelope,
        hash: stored.hash,
        signature: stored.signature,
        salt,
        body_bytes,
        body,
    }))
}
