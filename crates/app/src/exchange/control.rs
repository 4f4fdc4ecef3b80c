//! What the nodes tell each other besides the logs.
//!
//! Every item may be done twice with the same effect: after a crash the last one is done again. Sent
//! between versions: only add variants and fields with a default; the node that receives is upgraded first.

use serde::{Deserialize, Serialize};
use weicourt_domain::actor::Duty;
use weicourt_domain::digest::Digest;
use weicourt_domain::erasure::{ErasureCertificate, ReturnReceipt, Withdrawal};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, Envelope, Heads, Position, StoredEntry};
use weicourt_domain::personal_data::Pii;
use weicourt_store::{NewControl, NewInvitation, Person, ReceivedEntry};

use crate::devices::{DeviceNews, Vouched};
use crate::error::AppError;
use crate::notices::Choice;
use crate::phone_change::PhoneAsked;

/// A person who proved who they are, as one node tells the other.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PersonRecord {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) id_masked: String,
    pub(crate) phone: String,
    pub(crate) id_digest: Digest,
    pub(crate) phone_digest: Digest,
}

impl From<Person> for PersonRecord {
    fn from(person: Person) -> PersonRecord {
        let Person { person, name, id_masked, phone, id_digest, phone_digest } = person;
        PersonRecord { person, name, id_masked, phone, id_digest, phone_digest }
    }
}

impl From<PersonRecord> for Person {
    fn from(record: PersonRecord) -> Person {
        let PersonRecord { person, name, id_masked, phone, id_digest, phone_digest } = record;
        Person { person, name, id_masked, phone, id_digest, phone_digest }
    }
}

/// Words for the place of an entry that the other node has.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ShownEntry {
    pub(crate) envelope: Envelope,
    pub(crate) hash: Digest,
    /// Base64.
    pub(crate) signature: String,
    /// Only with the words that were hashed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) salt: Option<[u8; 16]>,
    pub(crate) body: String,
}

impl ShownEntry {
    pub(crate) fn of(entry: &Entry, salt: Option<[u8; 16]>, body: String) -> ShownEntry {
        let signature = data_encoding::BASE64.encode(&entry.signature);
        ShownEntry { envelope: entry.envelope.clone(), hash: entry.hash, signature, salt, body }
    }

    pub(crate) fn into_received(self) -> Option<ReceivedEntry> {
        let ShownEntry { envelope, hash, signature, salt, body } = self;
        let signature = data_encoding::BASE64.decode(signature.as_bytes()).ok()?;
        let signature = signature.try_into().ok()?;
        let body = body.into_bytes();
        Some(match salt {
            Some(salt) => {
                let entry = StoredEntry { envelope, hash, signature, body: Some((salt, body)) };
                ReceivedEntry::Whole { entry, statement: None }
            }
            None => {
                let entry = StoredEntry { envelope, hash, signature, body: None };
                ReceivedEntry::Masked { entry, body: Some(body) }
            }
        })
    }
}

/// One item of the control stream.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub(crate) enum ControlItem {
    /// Front: somebody proved who they are.
    PersonEnrolled { person: PersonRecord },
    /// Both: what happened to somebody's device.
    Device { news: DeviceNews },
    /// Front: a passkey vouches for the phone of a judge.
    StaffDevice { vouched: Vouched },
    /// Front: a person signed that they have another phone.
    PhoneAsked { asked: PhoneAsked },
    /// Court: the phone it knows of a person.
    PhoneKnown { person: PersonId, phone: Pii<String> },
    /// Front: how a person wants to be told.
    NoticesChosen { person: PersonId, choice: Choice },
    /// Front: a case began here.
    CaseBegun { case: CaseId },
    /// Front: somebody named in imported cases came, and wants to see them.
    CasesWanted { person: PersonId },
    /// Court: a case goes out. The front chain goes on after `history`, which comes as entries.
    CaseOpened { case: CaseId, history: u64 },
    /// Court: a member of staff, to be known by name and duty.
    StaffKnown {
        person: PersonId,
        subject: String,
        name: String,
        court_code: String,
        duties: Vec<Duty>,
        title: String,
    },
    /// Court: a judge may log in outside with this passkey.
    PasskeyKnown { person: PersonId, credential_id: Vec<u8>, spki: Vec<u8>, label: String, added_at: Instant },
    /// Court: a passkey was removed.
    PasskeyGone { person: PersonId, credential_id: Vec<u8> },
    /// Court: a one-time link was given out.
    InvitationMade {
        case: CaseId,
        token_digest: Digest,
        party: u16,
        agent: Option<u16>,
        name: String,
        expires_at: Instant,
    },
    /// Both: a file follows.
    BlobComing { case: CaseId, sha256: Digest, size_bytes: u64, media_type: String, name: Option<String> },
    /// Both: how far somebody has read.
    Read { case: CaseId, person: PersonId, upto: Position },
    /// Court: everything of the case has to come home; nothing more is written outside.
    ReturnAsked { case: CaseId },
    /// Front: nothing is written any more, and this is all there is.
    CaseComplete { case: CaseId, heads: Heads, blobs: Vec<Digest> },
    /// Court: everything is here; what is outside has to be destroyed.
    ReturnSigned { receipt: ReturnReceipt },
    /// Court: part of a case may not be outside any more.
    Withdraw { withdrawal: Withdrawal },
    /// Court: words of entries that may stand outside now, or stand for what was taken back.
    Shown { case: CaseId, entries: Vec<ShownEntry> },
    /// Front: what was asked to be destroyed is destroyed.
    Erased { certificate: ErasureCertificate },
}

impl ControlItem {
    pub(crate) fn to_store(&self, case: Option<CaseId>) -> Result<NewControl, AppError> {
        let payload = serde_json::to_vec(self).map_err(AppError::broken("write a control item"))?;
        Ok(NewControl { case, payload })
    }

    /// What the node outside needs for a one-time link to work there.
    pub(crate) fn invitation(case: CaseId, made: &NewInvitation) -> ControlItem {
        ControlItem::InvitationMade {
            case,
            token_digest: made.token_digest,
            party: made.party,
            agent: made.agent,
            name: made.name.clone(),
            expires_at: made.expires_at,
        }
    }
}
