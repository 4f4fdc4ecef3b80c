//! What must be sent to the outside after an act: written in its transaction, sent afterwards.
//!
//! `concerned.rs` says who is told, by the table of notices; `choice.rs` when and where each person wants it;
//! `sending.rs` is the job that sends; `papers.rs` is service by e-mail and the notices that go along with it;
//! `reports.rs` notes in the case what the channels say.

mod choice;
mod concerned;
mod papers;
mod reports;
mod sending;
mod words;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use weicourt_domain::entry::CompanionNotice;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::notice::{NoticeChannel, NoticeGroup, Urgency};
use weicourt_store::{NewNotice, Row};

pub(crate) use self::choice::Choice;
pub use self::choice::{ChooseNotices, GroupChoice, NoticeChoices, QuietTimes};
pub(crate) use self::concerned::Decided;

/// A notice, sealed while it waits.
///
/// Stored until sent: only add variants, and fields with a default.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Notice {
    /// An invitation to somebody who may have no account.
    Invitation {
        /// Mobile number.
        phone: String,
        /// The court.
        court_name: String,
        /// The one-time link.
        link: String,
    },
    /// A member is asked to come to the space.
    Called {
        /// Who.
        person: PersonId,
        /// The court.
        court_name: String,
        /// The case number.
        case_number: String,
    },
    /// Something happened that a person must know of.
    Event {
        /// Who.
        person: PersonId,
        /// The court.
        court_name: String,
        /// What, in general words.
        what: String,
    },
    /// An entry concerns somebody, by a line of the table of notices.
    Told(Box<Told>),
    /// Papers go to an e-mail address.
    Papers {
        /// The entry that sent them.
        sent: EntryRef,
    },
    /// A notice to look goes along with papers.
    Companion {
        /// The entry that sent them.
        sent: EntryRef,
        /// Which.
        notice: CompanionNotice,
        /// Who receives for the party.
        #[serde(default)]
        person: Option<PersonId>,
        /// Their number, where nobody of the party is in the space.
        #[serde(default)]
        phone: Option<String>,
    },
}

/// What one person is told of an entry.
///
/// Stored until sent: only add fields with a default.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Who.
    pub(crate) person: PersonId,
    /// The entry; nothing for words, which are not kept from members.
    #[serde(default)]
    pub(crate) entry: Option<EntryRef>,
    /// The court.
    pub(crate) court_name: String,
    /// The case number, once there is one.
    #[serde(default)]
    pub(crate) case_number: Option<String>,
    /// What, in general words.
    pub(crate) what: String,
    /// What it is chosen by.
    pub(crate) group: NoticeGroup,
    /// How soon.
    pub(crate) urgency: Urgency,
    /// Where, for whoever chose nothing.
    pub(crate) channels: BTreeSet<NoticeChannel>,
}

impl Notice {
    /// The row that carries it, written with the act that causes it.
    pub(crate) fn row(&self, case: Option<CaseId>, due_at: Instant) -> Option<Row> {
        let (kind, person) = match self {
            Notice::Invitation { .. } => ("invitation", None),
            Notice::Called { .. } => ("called", None),
            Notice::Event { .. } => ("event", None),
            Notice::Told(told) => ("told", Some(told.person)),
            Notice::Papers { .. } => ("papers", None),
            Notice::Companion { .. } => ("companion", None),
        };
        match NewNotice::new(kind, case, self, due_at) {
            Ok(notice) => Some(Row::Notice(match person {
                Some(person) => notice.of(person),
                None => notice,
            })),
            Err(error) => {
                tracing::error!(kind, error = %error, "notice cannot be written");
                None
            }
        }
    }
}
