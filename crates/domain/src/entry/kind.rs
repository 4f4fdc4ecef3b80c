//! Kinds of entries: the number of each, which is hashed and stored in clear.

use serde::{Deserialize, Serialize};

use super::EntryBody;

/// Kind of an entry, as hashed and stored in clear.
///
/// Stored for ever: only add variants; numbers are never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// See [`EntryBody::FilingSubmitted`].
    FilingSubmitted = 1,
    /// See [`EntryBody::FilingResubmitted`].
    FilingResubmitted = 2,
    /// See [`EntryBody::CorrectionRequested`].
    CorrectionRequested = 3,
    /// See [`EntryBody::FilingRejected`].
    FilingRejected = 4,
    /// See [`EntryBody::MediationOffered`].
    MediationOffered = 5,
    /// See [`EntryBody::MediationAnswered`].
    MediationAnswered = 6,
    /// See [`EntryBody::CaseRegistered`].
    CaseRegistered = 7,
    /// See [`EntryBody::BenchAssigned`].
    BenchAssigned = 8,
    /// See [`EntryBody::MemberInvited`].
    MemberInvited = 9,
    /// See [`EntryBody::MemberJoined`].
    MemberJoined = 10,
    /// See [`EntryBody::MemberCalled`].
    MemberCalled = 11,
    /// See [`EntryBody::MessagePosted`].
    MessagePosted = 12,
    /// See [`EntryBody::MessageWithdrawn`].
    MessageWithdrawn = 13,
    /// See [`EntryBody::MemberMuted`].
    MemberMuted = 14,
    /// See [`EntryBody::MemberUnmuted`].
    MemberUnmuted = 15,
    /// See [`EntryBody::FloorClosed`].
    FloorClosed = 16,
    /// See [`EntryBody::FloorOpened`].
    FloorOpened = 17,
    /// See [`EntryBody::QuietHoursSet`].
    QuietHoursSet = 18,
    /// See [`EntryBody::QuietHoursCleared`].
    QuietHoursCleared = 19,
    /// See [`EntryBody::CaseClosed`].
    CaseClosed = 20,
    /// See [`EntryBody::ActRequested`].
    ActRequested = 21,
    /// See [`EntryBody::ActRefused`].
    ActRefused = 22,
    /// See [`EntryBody::DeviceAdded`].
    DeviceAdded = 23,
    /// See [`EntryBody::CaseImported`].
    CaseImported = 24,
    /// See [`EntryBody::PartiesImported`].
    PartiesImported = 25,
    /// See [`EntryBody::CaseReopened`].
    CaseReopened = 26,
    /// See [`EntryBody::OutsideErased`].
    OutsideErased = 27,
    /// See [`EntryBody::CaseFlagged`].
    CaseFlagged = 28,
}

impl EntryBody {
    /// Kind of the entry.
    pub fn kind(&self) -> EntryKind {
        match self {
            EntryBody::FilingSubmitted { .. } => EntryKind::FilingSubmitted,
            EntryBody::FilingResubmitted { .. } => EntryKind::FilingResubmitted,
            EntryBody::CorrectionRequested { .. } => EntryKind::CorrectionRequested,
            EntryBody::FilingRejected { .. } => EntryKind::FilingRejected,
            EntryBody::MediationOffered { .. } => EntryKind::MediationOffered,
            EntryBody::MediationAnswered { .. } => EntryKind::MediationAnswered,
            EntryBody::CaseRegistered { .. } => EntryKind::CaseRegistered,
            EntryBody::BenchAssigned { .. } => EntryKind::BenchAssigned,
            EntryBody::MemberInvited { .. } => EntryKind::MemberInvited,
            EntryBody::MemberJoined { .. } => EntryKind::MemberJoined,
            EntryBody::MemberCalled { .. } => EntryKind::MemberCalled,
            EntryBody::MessagePosted { .. } => EntryKind::MessagePosted,
            EntryBody::MessageWithdrawn { .. } => EntryKind::MessageWithdrawn,
            EntryBody::MemberMuted { .. } => EntryKind::MemberMuted,
            EntryBody::MemberUnmuted { .. } => EntryKind::MemberUnmuted,
            EntryBody::FloorClosed { .. } => EntryKind::FloorClosed,
            EntryBody::FloorOpened { .. } => EntryKind::FloorOpened,
            EntryBody::QuietHoursSet { .. } => EntryKind::QuietHoursSet,
            EntryBody::QuietHoursCleared { .. } => EntryKind::QuietHoursCleared,
            EntryBody::CaseClosed { .. } => EntryKind::CaseClosed,
            EntryBody::CaseFlagged { .. } => EntryKind::CaseFlagged,
            EntryBody::ActRequested { .. } => EntryKind::ActRequested,
            EntryBody::ActRefused { .. } => EntryKind::ActRefused,
            EntryBody::DeviceAdded { .. } => EntryKind::DeviceAdded,
            EntryBody::CaseImported { .. } => EntryKind::CaseImported,
            EntryBody::PartiesImported { .. } => EntryKind::PartiesImported,
            EntryBody::CaseReopened { .. } => EntryKind::CaseReopened,
            EntryBody::OutsideErased { .. } => EntryKind::OutsideErased,
        }
    }
}

impl EntryKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [EntryKind; 28] = [
        EntryKind::FilingSubmitted,
        EntryKind::FilingResubmitted,
        EntryKind::CorrectionRequested,
        EntryKind::FilingRejected,
        EntryKind::MediationOffered,
        EntryKind::MediationAnswered,
        EntryKind::CaseRegistered,
        EntryKind::BenchAssigned,
        EntryKind::MemberInvited,
        EntryKind::MemberJoined,
        EntryKind::MemberCalled,
        EntryKind::MessagePosted,
        EntryKind::MessageWithdrawn,
        EntryKind::MemberMuted,
        EntryKind::MemberUnmuted,
        EntryKind::FloorClosed,
        EntryKind::FloorOpened,
        EntryKind::QuietHoursSet,
        EntryKind::QuietHoursCleared,
        EntryKind::CaseClosed,
        EntryKind::ActRequested,
        EntryKind::ActRefused,
        EntryKind::DeviceAdded,
        EntryKind::CaseImported,
        EntryKind::PartiesImported,
        EntryKind::CaseReopened,
        EntryKind::OutsideErased,
        EntryKind::CaseFlagged,
    ];

    /// The kind with this number.
    pub fn from_number(number: u16) -> Option<EntryKind> {
        EntryKind::ALL.into_iter().find(|kind| *kind as u16 == number)
    }
}
