//! Whom an entry is for, and how sensitive it is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::actor::Side;
use crate::id::PersonId;

/// Whom an entry is for. One function, [`crate::permission::may_see`], decides what it means.
///
/// Stored for ever: only add variants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// Every member of the space.
    Everyone,
    /// The court, and whoever made the entry.
    Court,
    /// One side and the court.
    Side {
        /// The side.
        side: Side,
    },
    /// Named persons and the bench.
    Persons {
        /// The persons.
        persons: BTreeSet<PersonId>,
    },
    /// A room inside the space.
    Room {
        /// The room.
        room: Room,
    },
}

/// A room inside a space, with its own circle of members.
///
/// Stored for ever: only add variants; the number goes into the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// 合议: the bench alone. Secret by law.
    Deliberation = 1,
}

impl Audience {
    /// Writes the audience into the bytes that are hashed.
    ///
    /// Stored for ever: new variants take new tags.
    pub(crate) fn hash_into(&self, bytes: &mut Vec<u8>) {
        match self {
            Audience::Everyone => bytes.push(0),
            Audience::Court => bytes.push(1),
            Audience::Side { side } => bytes.extend([2, *side as u8]),
            Audience::Persons { persons } => {
                bytes.push(3);
                bytes.extend((persons.len() as u32).to_be_bytes());
                for person in persons {
                    bytes.extend(person.0.to_be_bytes());
                }
            }
            Audience::Room { room } => bytes.extend([4, *room as u8]),
        }
    }
}

/// How sensitive an entry is; the policy of a node says what may leave the court's network.
///
/// Stored for ever: only add variants; the number goes into the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Case number, court, cause, dates.
    Register = 1,
    /// Who the parties are and how to reach them.
    Party = 2,
    /// What was handed in: filings, evidence.
    Material = 3,
    /// What was said in the space.
    Conversation = 4,
    /// Hearing records.
    Hearing = 5,
    /// Deliberation of the bench: never leaves the court.
    Deliberation = 6,
    /// State secrets and trade secrets: never leaves the court.
    Secret = 7,
}
