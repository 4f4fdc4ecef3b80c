//! Entries of the past, kept as files: they must decode, hash and verify the same for ever.
//!
//! A file is written once and never again. A new kind goes to the end of the story in [`one_of_each`];
//! `make generated` then adds its file and touches no other.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use weicourt_domain::actor::Side;
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{
    ApplicationKind, ApplicationOutcome, EntryBody, EntryKind, FileLook, MessageContent, Outcome, Procedure,
};
use weicourt_domain::form::{AdministrativeForm, AttachmentKind, BlobRef, FilingKind};
use weicourt_domain::id::CommandId;
use weicourt_domain::log::{
    ActProof, ActorStamp, ChainVerifier, Draft, DraftBody, Entry, Envelope, Heads, Origin, Place, Receipt,
    StoredEntry, seal,
};
use weicourt_domain::money::Fen;
use weicourt_domain::policy::CaseFlag;

use super::evidence::given::one_of_each_about_evidence;
use super::given::*;
use super::instant;
use super::people::Who;

/// An entry as it was on the day it was kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    envelope: Envelope,
    /// [`Envelope::bytes`], in hexadecimal digits.
    envelope_bytes: String,
    hash: Digest,
    signature: String,
    /// The node's public key.
    public_key: String,
    salt: String,
    /// The exact text of the body.
    body: String,
    receipt: Receipt,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/entries/v1")
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).expect("hexadecimal digits");
    bytes.try_into().expect("the right length")
}

fn kept() -> Vec<(String, Kept)> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the entries are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    names.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("text");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, serde_json::from_str(&text).expect("an entry of the past decodes"))
    };
    names.into_iter().map(read).collect()
}

/// Every kind of entry, every content of a message and every audience, at least once.
pub(super) fn one_of_each() -> Vec<Told> {
    let content = [
        MessageContent::Voice { blob: BlobRef { duration_ms: Some(3_200), ..photo("语音") } },
        MessageContent::Photo { blob: photo("照片"), preview: Some(photo("预览")) },
        MessageContent::File { blob: photo("合同.pdf") },
        MessageContent::Location {
            latitude_e7: 298_700_000,
            longitude_e7: -1_215_500_000,
            name: "样例法院".to_owned(),
            address: "样例路1号".to_owned(),
        },
    ];
    let answer = EntryBody::MessagePosted {
        content: MessageContent::Text { text: "同意".to_owned() },
        quote: Some(front(4)),
        mentions: [Who::Plaintiff.person(), Who::Clerk.person()].into(),
    };
    let persons = Audience::Persons { persons: [Who::Plaintiff.person(), Who::Defendant.person()].into() };
    let mut administrative = form(FilingKind::AdministrativeFirstInstance);
    administrative.administrative = Some(AdministrativeForm {
        agency_act: "样例行政处罚决定".to_owned(),
        acted_on: "2026-10-01".parse().ok(),
    });
    let mut given = vec![
        civil(),
        returned("2026-11-16"),
        resubmitted(court(1)),
        mediation_offered(),
        mediation_answered(court(2), true),
        registered(FilingKind::CivilFirstInstance, Procedure::Simplified),
        bench(),
        invited(Who::Defendant),
        invited(Who::DefendantsRelative),
        joined(Who::Defendant),
        joined(Who::DefendantsRelative),
        called(Who::Clerk, Who::Plaintiff),
        said(Who::Plaintiff, "您好，“引号”与\\反斜线\n换行 😀"),
    ];
    given.extend(content.map(|content| shown(Who::Defendant, content)));
    given.extend([
        Told::new(Who::Handling, answer.clone(), Class::Conversation, Audience::Everyone),
        Told::new(Who::Handling, answer.clone(), Class::Conversation, persons),
        Told::new(Who::Handling, answer, Class::Conversation, Audience::Court),
        deliberated(Who::Panel, "应当支持"),
        taken_back(Who::Defendant, front(6)),
        muted(Who::Defendant, None),
        unmuted(Who::Defendant),
        muted(Who::Defendant, Some("2026-11-23T12:00:00.001+08:00")),
        floor_closed(),
        floor_opened(),
        quiet("22:00", "07:00"),
        no_quiet_hours(),
        rejected(),
        submitted(administrative),
        submitted(form(FilingKind::Enforcement)),
        closed(Outcome::Mediated),
        flagged([CaseFlag::Minors, CaseFlag::NotPublic]),
        reopened(),
        act_requested(),
        act_refused(front(9)),
        device_added(Who::Defendant),
        imported(),
        parties_imported(form(FilingKind::CivilFirstInstance)),
        outside_erased(),
        closed(Outcome::Judgment),
    ]);
    given.extend(about_evidence(&given));
    given.extend(of_applications());
    given.extend(super::agenda::one_of_each());
    given.push(file_looked(Who::Defendant, FileLook::Exported { n_pages: 12 }));
    given.extend(about_service(&given));
    given
}

/// Applications with every field, what became of them, and an answer.
fn of_applications() -> Vec<Told> {
    let mut form = application_form(ApplicationKind::PropertyPreservation);
    form.person = Some(Who::Clerk.person());
    form.about = Some(court(3));
    form.exhibits = [front(3)].into();
    form.until = "2026-12-20".parse().ok();
    form.attachments = vec![attachment(AttachmentKind::Other, "保函")];
    form.urgent = true;
    let side = Audience::Side { side: Side::Claimant };
    let filed = EntryBody::ApplicationFiled {
        party: 0,
        application: form,
        message: Some(front(4)),
        proposal: Some(court(9)),
    };
    let decided = EntryBody::ApplicationDecided {
        application: front(20),
        kind: ApplicationKind::EvidenceExtension,
        outcome: ApplicationOutcome::PartlyGranted,
        reason: "样例理由".to_owned(),
        article: "民诉法解释 §100".to_owned(),
        until: "2026-12-20".parse().ok(),
        amount_fen: Some(Fen::yuan(3_000)),
    };
    vec![
        Told::new(Who::Plaintiff, filed, Class::Material, side),
        application_withdrawn(Who::Plaintiff, front(20)),
        Told::new(Who::Handling, decided, Class::Material, Audience::Everyone),
        answer_filed(Who::Defendant, answer_form()),
    ]
}

/// How many entries of the story stand in the chain of the court, or in the other one.
fn count(given: &[Told], of_court: bool) -> u64 {
    given.iter().filter(|told| told.is_of_court() == of_court).count() as u64
}

/// One of each kind about evidence, after that story.
fn about_evidence(given: &[Told]) -> Vec<Told> {
    one_of_each_about_evidence(front(7), count(given, false) + 1, count(given, true) + 1)
}

/// One of each kind about documents and service, after that story.
fn about_service(given: &[Told]) -> Vec<Told> {
    super::serving::given::one_of_each(count(given, false) + 1, count(given, true) + 1)
}

/// Seals the story, every third entry with the proof of a device.
fn sealed_story() -> Vec<Entry> {
    let mut heads = Heads::EMPTY;
    let mut entries = Vec::new();
    for (index, plain) in (0u8..).zip(log(&one_of_each())) {
        let envelope = plain.envelope;
        let actor: ActorStamp = envelope.actor;
        let draft = Draft {
            body: DraftBody::Ready(plain.body.clone()),
            class: envelope.class,
            audience: envelope.audience,
            actor,
            origin: envelope.origin,
        };
        let proof = index.is_multiple_of(3).then(|| ActProof {
            device_key: Digest::of(b"device"),
            command_digest: Digest::of(&[index]),
            signature: data_encoding::BASE64.encode(&[index; 64]),
        });
        let place = Place {
            case: CASE,
            at: instant(&format!("2026-11-09T12:00:{:02}.{index:03}+08:00", index % 60)),
            command: CommandId([index; 16]),
            command_index: u16::from(index) * 7,
            salt: [index ^ 0x5a; 16],
            proof,
        };
        let entry = seal(&heads, &draft, plain.body, place, &key()).expect("sealed");
        heads.advance(&entry.envelope, entry.hash);
        entries.push(entry);
    }
    entries
}

/// Keeps the entries that are not kept yet.
fn keep() {
    std::fs::create_dir_all(folder()).expect("a folder");
    for (index, entry) in sealed_story().into_iter().enumerate() {
        let kind = serde_json::to_value(entry.envelope.kind).expect("a name");
        let name = format!("{:02}-{}.json", index + 1, kind.as_str().expect("a name"));
        let path = folder().join(name);
        if path.exists() {
            continue;
        }
        let kept = Kept {
            envelope_bytes: hex(&entry.envelope.bytes()),
            hash: entry.hash,
            signature: hex(&entry.signature),
            public_key: hex(key().verifying_key().as_bytes()),
            salt: hex(&entry.salt),
            body: String::from_utf8(entry.body_bytes.clone()).expect("JSON is text"),
            receipt: entry.receipt(),
            envelope: entry.envelope,
        };
        let mut text = serde_json::to_string_pretty(&kept).expect("JSON");
        text.push('\n');
        std::fs::write(path, text).expect("write the entry");
    }
}

#[test]
fn entries_of_the_past_decode_hash_and_verify_the_same_for_ever() {
    if std::env::var_os("WEICOURT_GENERATE").is_some() {
        keep();
    }
    let kept = kept();
    assert!(kept.len() >= 34, "only {} entries of the past are left", kept.len());
    let public_key = VerifyingKey::from_bytes(&bytes(&kept[0].1.public_key)).expect("a key");
    let mut chains =
        [Origin::Front, Origin::Court].map(|origin| ChainVerifier::new(CASE, origin, &public_key));
    let mut kinds = BTreeSet::new();
    for (name, kept) in kept {
        assert_eq!(hex(&kept.envelope.bytes()), kept.envelope_bytes, "{name}: bytes of the envelope");
        assert_eq!(kept.envelope.hash(), kept.hash, "{name}: hash");
        assert!(kept.receipt.verify(&public_key), "{name}: receipt");
        let entry = StoredEntry {
            hash: kept.hash,
            signature: bytes(&kept.signature),
            body: Some((bytes(&kept.salt), kept.body.clone().into_bytes())),
            envelope: kept.envelope.clone(),
        };
        let origin = kept.envelope.origin;
        let chain = usize::from(origin == Origin::Court);
        chains[chain].check(&entry).unwrap_or_else(|bad| panic!("{name}: {bad}"));
        let body: EntryBody =
            serde_json::from_str(&kept.body).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(body.kind(), kept.envelope.kind, "{name}: kind");
        assert_eq!(EntryKind::from_number(body.kind() as u16), Some(body.kind()), "{name}: number");
        let old: serde_json::Value = serde_json::from_str(&kept.body).expect("JSON");
        let new = serde_json::to_value(&body).expect("JSON");
        assert!(keeps(&old, &new), "{name}: decoding loses words of {old}");
        kinds.insert(body.kind());
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), EntryKind::ALL, "a kind of entry is not kept");
}

/// Whether everything that stands in `old` stands in `new`, too; new fields may have come.
fn keeps(old: &serde_json::Value, new: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Object};
    match (old, new) {
        (Object(old), Object(new)) => {
            old.iter().all(|(name, old)| new.get(name).is_some_and(|new| keeps(old, new)))
        }
        (Array(old), Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| keeps(old, new))
        }
        (old, new) => old == new,
    }
}

#[test]
fn the_numbers_of_kinds_are_never_given_twice() {
    let numbers: BTreeSet<u16> = EntryKind::ALL.into_iter().map(|kind| kind as u16).collect();
    assert_eq!(numbers.len(), EntryKind::ALL.len());
    assert_eq!(EntryKind::from_number(0), None);
    assert_eq!(EntryKind::from_number(u16::MAX), None);
}
