//! The chain finds every change, and a receipt speaks for itself.

use ed25519_dalek::{SigningKey, VerifyingKey};
use insta::assert_snapshot;
use weicourt_domain::actor::{Assurance, Role, Side};
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryKind;
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{
    ActProof, BadEntry, ChainVerifier, Draft, DraftBody, Entry, EntryRef, Head, Heads, Origin, Place,
    Position, Receipt, StoredEntry, body_digest, seal,
};

use super::given::*;
use super::people::Who;

fn public_key() -> VerifyingKey {
    key().verifying_key()
}

/// A log with six entries on the front chain and five on the court's.
fn story() -> Vec<Entry> {
    log(&space_with([
        said(Who::Defendant, "我已经还了"),
        said(Who::Handling, "请提交证据"),
        muted(Who::Defendant, None),
        unmuted(Who::Defendant),
    ]))
}

fn stored(entry: &Entry) -> StoredEntry {
    StoredEntry {
        envelope: entry.envelope.clone(),
        hash: entry.hash,
        signature: entry.signature,
        body: Some((entry.salt, entry.body_bytes.clone())),
    }
}

fn chain(origin: Origin) -> Vec<StoredEntry> {
    story().iter().filter(|entry| entry.envelope.origin == origin).map(stored).collect()
}

fn verify(origin: Origin, entries: &[StoredEntry]) -> Result<Head, BadEntry> {
    let key = public_key();
    let mut verifier = ChainVerifier::new(CASE, origin, &key);
    for entry in entries {
        verifier.check(entry)?;
    }
    Ok(verifier.head())
}

fn found(origin: Origin, entries: &[StoredEntry]) -> String {
    verify(origin, entries)
        .map_or_else(|bad| format!("{}: {}", bad.entry, bad.fault), |_| "nothing".to_owned())
}

/// What the verifier says when the third entry of the front chain is changed.
fn after(change: impl FnOnce(&mut StoredEntry)) -> String {
    let mut entries = chain(Origin::Front);
    change(&mut entries[2]);
    found(Origin::Front, &entries)
}

#[test]
fn an_honest_log_holds_in_both_chains() {
    for origin in [Origin::Front, Origin::Court] {
        let entries = chain(origin);
        let head = verify(origin, &entries).expect("an honest chain");
        let last = entries.last().expect("an entry");
        assert_eq!(head, Head { seq: entries.len() as u64, hash: last.hash });
    }
    assert_eq!(verify(Origin::Court, &[]), Ok(Head::EMPTY));
}

#[test]
fn an_honest_log_holds_after_its_words_were_erased() {
    let mut entries = chain(Origin::Front);
    for entry in &mut entries {
        entry.body = None;
    }
    assert!(verify(Origin::Front, &entries).is_ok());
}

type Change = (&'static str, fn(&mut StoredEntry));

/// One change for each field of an entry.
const CHANGES: [Change; 31] = [
    ("case", |entry| entry.envelope.case = CaseId(78)),
    ("origin", |entry| entry.envelope.origin = Origin::Court),
    ("seq, later", |entry| entry.envelope.seq += 1),
    ("seq, earlier", |entry| entry.envelope.seq -= 1),
    ("n, later", |entry| entry.envelope.n += 1),
    ("n, earlier", |entry| entry.envelope.n = 1),
    ("at", |entry| entry.envelope.at = Instant(entry.envelope.at.0 - 1)),
    ("actor.person", |entry| entry.envelope.actor.person = PersonId(9)),
    ("actor.role", |entry| entry.envelope.actor.role = Role::Plaintiff),
    ("actor.assurance", |entry| entry.envelope.actor.assurance = Assurance::Face),
    ("kind", |entry| entry.envelope.kind = EntryKind::CaseClosed),
    ("schema", |entry| entry.envelope.schema = 2),
    ("class", |entry| entry.envelope.class = Class::Secret),
    ("audience: court", |entry| entry.envelope.audience = Audience::Court),
    ("audience: side", |entry| entry.envelope.audience = Audience::Side { side: Side::Respondent }),
    ("audience: nobody", |entry| entry.envelope.audience = Audience::Persons { persons: [].into() }),
    ("audience: room", |entry| entry.envelope.audience = Audience::Room { room: Room::Deliberation }),
    ("command", |entry| entry.envelope.command.0[15] ^= 1),
    ("command_index", |entry| entry.envelope.command_index = 1),
    ("proof added", |entry| {
        let (device_key, command_digest) = (Digest::ZERO, Digest::ZERO);
        entry.envelope.proof = Some(ActProof { device_key, command_digest, signature: String::new() });
    }),
    ("body_digest", |entry| entry.envelope.body_digest.0[31] ^= 1),
    ("previous", |entry| entry.envelope.previous.0[0] ^= 1),
    ("hash", |entry| entry.hash.0[0] ^= 1),
    ("signature, first half", |entry| entry.signature[0] ^= 1),
    ("signature, second half", |entry| entry.signature[63] ^= 1),
    ("salt", |entry| entry.body.as_mut().expect("a body").0[0] ^= 1),
    ("body, a letter", |entry| entry.body.as_mut().expect("a body").1[20] ^= 1),
    ("body, a blank behind", |entry| entry.body.as_mut().expect("a body").1.push(b' ')),
    ("body, emptied", |entry| entry.body.as_mut().expect("a body").1.clear()),
    ("at and hash", |entry| {
        entry.envelope.at = Instant(entry.envelope.at.0 - 1);
        entry.hash = entry.envelope.hash();
    }),
    ("body, digest and hash", |entry| {
        let (salt, body) = entry.body.as_mut().expect("a body");
        body[20] ^= 1;
        entry.envelope.body_digest = body_digest(salt, body);
        entry.hash = entry.envelope.hash();
    }),
];

#[test]
fn every_change_of_an_entry_is_found_at_that_entry() {
    let told: Vec<String> =
        CHANGES.iter().map(|(what, change)| format!("{what} -> {}", after(change))).collect();
    assert_snapshot!(told.join("\n"), @r"
    case -> front:3: belongs to another case or chain
    origin -> court:3: belongs to another case or chain
    seq, later -> front:4: expected number 3
    seq, earlier -> front:2: expected number 3
    n, later -> front:3: hash does not fit the envelope
    n, earlier -> front:3: order number does not grow
    at -> front:3: hash does not fit the envelope
    actor.person -> front:3: hash does not fit the envelope
    actor.role -> front:3: hash does not fit the envelope
    actor.assurance -> front:3: hash does not fit the envelope
    kind -> front:3: hash does not fit the envelope
    schema -> front:3: hash does not fit the envelope
    class -> front:3: hash does not fit the envelope
    audience: court -> front:3: hash does not fit the envelope
    audience: side -> front:3: hash does not fit the envelope
    audience: nobody -> front:3: hash does not fit the envelope
    audience: room -> front:3: hash does not fit the envelope
    command -> front:3: hash does not fit the envelope
    command_index -> front:3: hash does not fit the envelope
    proof added -> front:3: hash does not fit the envelope
    body_digest -> front:3: hash does not fit the envelope
    previous -> front:3: does not follow the entry before it
    hash -> front:3: hash does not fit the envelope
    signature, first half -> front:3: signature is not the node's
    signature, second half -> front:3: signature is not the node's
    salt -> front:3: body does not fit its digest
    body, a letter -> front:3: body does not fit its digest
    body, a blank behind -> front:3: body does not fit its digest
    body, emptied -> front:3: body does not fit its digest
    at and hash -> front:3: signature is not the node's
    body, digest and hash -> front:3: signature is not the node's
    ");
    assert!(!told.iter().any(|line| line.ends_with("nothing")));
}

#[test]
fn every_bit_of_hash_signature_salt_and_words_counts() {
    for bit in 0..256 {
        assert_ne!(after(|entry| entry.hash.0[bit / 8] ^= 1 << (bit % 8)), "nothing");
    }
    for bit in 0..512 {
        assert_ne!(after(|entry| entry.signature[bit / 8] ^= 1 << (bit % 8)), "nothing");
    }
    for bit in 0..128 {
        assert_ne!(
            after(|entry| entry.body.as_mut().expect("a body").0[bit / 8] ^= 1 << (bit % 8)),
            "nothing"
        );
    }
    let n_bytes = chain(Origin::Front)[2].body.as_ref().expect("a body").1.len();
    for byte in 0..n_bytes {
        assert_ne!(after(|entry| entry.body.as_mut().expect("a body").1[byte] ^= 1), "nothing");
    }
}

/// The third entry of the front chain, written anew one millisecond earlier with a key.
fn third_written_anew(key: &SigningKey) -> StoredEntry {
    let before = chain(Origin::Front).swap_remove(1);
    let honest = story().into_iter().find(|entry| entry.envelope.entry_ref() == front(3)).expect("an entry");
    let envelope = honest.envelope;
    let front = Head { seq: 2, hash: before.hash };
    let heads = Heads { front, court: Head::EMPTY, n: envelope.n - 1 };
    let draft = Draft {
        body: DraftBody::Ready(honest.body.clone()),
        class: envelope.class,
        audience: envelope.audience,
        actor: envelope.actor,
        origin: envelope.origin,
    };
    let place = Place {
        case: CASE,
        at: Instant(envelope.at.0 - 1),
        command: envelope.command,
        command_index: 0,
        salt: honest.salt,
        proof: None,
    };
    stored(&seal(&heads, &draft, honest.body, place, key).expect("sealed"))
}

#[test]
fn an_entry_written_anew_with_another_key_is_not_the_nodes() {
    let mut entries = chain(Origin::Front);
    entries[2] = third_written_anew(&SigningKey::from_bytes(&[8; 32]));
    assert_snapshot!(found(Origin::Front, &entries), @"front:3: signature is not the node's");
}

#[test]
fn the_first_bad_entry_is_named_when_many_are_bad() {
    let mut entries = chain(Origin::Front);
    for bad in [1, 2, 4] {
        entries[bad].signature[5] ^= 1;
    }
    assert_snapshot!(found(Origin::Front, &entries), @"front:2: signature is not the node's");
}

#[test]
fn entries_that_were_moved_lost_doubled_or_cut_off_are_found() {
    let honest = chain(Origin::Front);
    let changed = |change: fn(&mut Vec<StoredEntry>)| {
        let mut entries = honest.clone();
        change(&mut entries);
        found(Origin::Front, &entries)
    };
    assert_snapshot!(changed(|entries| entries.swap(2, 3)), @"front:4: expected number 3");
    assert_snapshot!(changed(|entries| entries.reverse()), @"front:6: expected number 1");
    assert_snapshot!(changed(|entries| { entries.remove(2); }), @"front:4: expected number 3");
    assert_snapshot!(changed(|entries| { entries.remove(0); }), @"front:2: expected number 1");
    assert_snapshot!(changed(|entries| entries.insert(3, entries[2].clone())), @"front:3: expected number 4");
    // A chain that was cut off at its end is whole in itself: the head that others know tells.
    let mut short = honest.clone();
    short.pop();
    let head = verify(Origin::Front, &short).expect("a chain without its last entry");
    assert_ne!(head, verify(Origin::Front, &honest).expect("an honest chain"));
}

#[test]
fn chains_do_not_stand_for_each_other() {
    assert_snapshot!(found(Origin::Front, &chain(Origin::Court)), @"court:1: belongs to another case or chain");
    let mut mixed = chain(Origin::Front);
    mixed[2] = chain(Origin::Court)[2].clone();
    assert_snapshot!(found(Origin::Front, &mixed), @"court:3: belongs to another case or chain");
    let key = public_key();
    let mut other_case = ChainVerifier::new(CaseId(78), Origin::Front, &key);
    let bad = other_case.check(&chain(Origin::Front)[0]).expect_err("another case");
    assert_snapshot!(bad.to_string(), @"case 000000000004W, entry front:1: belongs to another case or chain");
}

#[test]
fn an_entry_written_anew_by_the_node_itself_is_found_at_the_next_one() {
    let mut entries = chain(Origin::Front);
    entries[2] = third_written_anew(&key());
    assert_snapshot!(found(Origin::Front, &entries), @"front:4: does not follow the entry before it");
}

#[test]
fn a_receipt_is_checked_with_nothing_but_the_key() {
    for entry in story() {
        let receipt = entry.receipt();
        assert!(receipt.verify(&public_key()));
        let travelled = serde_json::to_string(&receipt).expect("JSON");
        let back: Receipt = serde_json::from_str(&travelled).expect("a receipt");
        assert!(back == receipt && back.verify(&public_key()));
        assert!(!receipt.verify(&SigningKey::from_bytes(&[8; 32]).verifying_key()));
    }
}

#[test]
fn a_receipt_that_was_altered_is_worth_nothing() {
    let honest = story().swap_remove(5).receipt();
    let after = |change: fn(&mut Receipt)| {
        let mut receipt = honest.clone();
        change(&mut receipt);
        receipt.verify(&public_key())
    };
    assert!(after(|_| {}));
    assert!(!after(|receipt| receipt.case = CaseId(78)));
    assert!(!after(|receipt| receipt.origin = Origin::Court));
    assert!(!after(|receipt| receipt.seq += 1));
    assert!(!after(|receipt| receipt.hash.0[31] ^= 1));
    assert!(!after(|receipt| receipt.at = Instant(receipt.at.0 - 1)));
    assert!(!after(|receipt| receipt.command_id = CommandId([9; 16])));
    assert!(!after(|receipt| receipt.signature.clear()));
    assert!(!after(|receipt| receipt.signature.push('A')));
    assert!(!after(|receipt| receipt.signature.insert(0, 'A')));
    assert!(!after(|receipt| receipt.signature = receipt.signature.replace('=', "")));
    for index in 0..86 {
        let mut receipt = honest.clone();
        let other = if receipt.signature.as_bytes()[index] == b'A' { "B" } else { "A" };
        receipt.signature.replace_range(index..=index, other);
        assert!(!receipt.verify(&public_key()), "letter {index}");
    }
}

#[test]
fn the_digest_of_short_words_cannot_be_guessed_without_the_salt() {
    let entries = log(&space_with([said(Who::Plaintiff, "同意"), said(Who::Plaintiff, "同意")]));
    let [.., first, second] = entries.as_slice() else { panic!("two messages") };
    assert_eq!(first.body_bytes, second.body_bytes);
    assert_ne!(first.envelope.body_digest, second.envelope.body_digest);
}

#[test]
fn entries_have_names_that_are_read_back() {
    for entry_ref in [front(1), court(u64::MAX)] {
        assert_eq!(entry_ref.to_string().parse::<EntryRef>().ok(), Some(entry_ref));
    }
    for text in ["", "front", "front:", "front:-1", "front:x", "back:1", "front:1:2", "front: 1"] {
        assert!(text.parse::<EntryRef>().is_err(), "{text:?}");
    }
}

#[test]
fn a_position_never_goes_back() {
    let mut position = Position::default();
    position.advance(Origin::Front, 5);
    position.advance(Origin::Front, 3);
    position.advance(Origin::Court, 2);
    assert_eq!(position, Position { front: 5, court: 2 });
    assert!(position.covers(Position { front: 5, court: 1 }));
    assert!(!position.covers(Position { front: 0, court: 3 }));
    assert_eq!(position.join(Position { front: 1, court: 9 }), Position { front: 5, court: 9 });
}
