//! Who is connected, and how new entries, read marks and presence reach them.
//!
//! The log is the history: a listener that falls behind is told so and reads from its position; nothing
//! is kept for it here.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Origin, Position};
use weicourt_store::Committed;

use crate::court::LoadedCase;
use crate::view::{EntryView, Viewer};

/// What the node says over the stream, unasked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StreamFrame {
    /// New entries of a case.
    Entries {
        /// The case.
        case: CaseId,
        /// They follow this position; if it is beyond the reader's own there is a gap to fetch.
        after: Position,
        /// They reach this position.
        upto: Position,
        /// Those the reader may see.
        entries: Vec<EntryView>,
        /// Whether there are more to fetch.
        more: bool,
        /// As on a page of entries.
        sight: u32,
    },
    /// A member has read further.
    Read {
        /// The case.
        case: CaseId,
        /// Who.
        person: PersonId,
        /// How far.
        upto: Position,
    },
    /// A member came or went.
    Presence {
        /// The case.
        case: CaseId,
        /// Who.
        person: PersonId,
        /// Whether they are connected.
        online: bool,
    },
    /// Something but its words changed: fetch the case again.
    CaseChanged {
        /// The case.
        case: CaseId,
    },
    /// Somebody asks the reader to come.
    Called {
        /// The case.
        case: CaseId,
        /// Name of who asks.
        by: String,
    },
    /// The reader has enrolled another device; who did not do so revokes it.
    DeviceAdded {
        /// What it is called.
        label: String,
        /// When.
        at: Instant,
    },
    /// The reader was too slow: fetch from its position.
    Lagged {
        /// The case.
        case: CaseId,
    },
}

/// One connection's interest in one case.
#[derive(Debug)]
struct Listener {
    connection: u64,
    actor: Actor,
    frames: mpsc::Sender<String>,
    lagged: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct Rooms {
    by_case: HashMap<CaseId, Vec<Listener>>,
    /// Read marks that were not told yet.
    marks: HashMap<CaseId, HashMap<PersonId, Position>>,
}

/// Who is connected to this node.
#[derive(Debug, Clone, Default)]
pub struct Hub {
    rooms: Arc<Mutex<Rooms>>,
    next: Arc<AtomicU64>,
    connections: Arc<AtomicU64>,
}

/// One connection to the hub; dropping it leaves every room.
#[derive(Debug)]
pub struct Connection {
    hub: Hub,
    id: u64,
    actor: Actor,
    frames: mpsc::Sender<String>,
    lagged: Arc<AtomicBool>,
    open: Vec<CaseId>,
}

/// Cases one connection may follow at once.
pub const MOST_OPEN: usize = 200;

impl Hub {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connects `actor`; frames arrive at the receiver.
    pub fn connect(&self, actor: Actor) -> (Connection, mpsc::Receiver<String>) {
        let (frames, receiver) = mpsc::channel(64);
        self.connections.fetch_add(1, Ordering::Relaxed);
        metrics::gauge!("weicourt_stream_connections").increment(1.0);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let lagged = Arc::new(AtomicBool::new(false));
        (Connection { hub: self.clone(), id, actor, frames, lagged, open: Vec::new() }, receiver)
    }

    /// Connections now.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// Whether `person` is connected to `case`.
    pub fn is_online(&self, case: CaseId, person: PersonId) -> bool {
        let rooms = self.rooms();
        rooms.by_case.get(&case).is_some_and(|listeners| listeners.iter().any(|l| l.actor.person == person))
    }

    /// Sends a frame to everyone in the case but `except`.
    pub fn tell(&self, case: CaseId, frame: &StreamFrame, except: Option<PersonId>) {
        let Ok(text) = serde_json::to_string(frame) else { return };
        let rooms = self.rooms();
        for listener in rooms.by_case.get(&case).into_iter().flatten() {
            if Some(listener.actor.person) != except {
                listener.send(text.clone());
            }
        }
    }

    /// Notes how far a person has read; [`Hub::tell_marks`] tells it. Returns whether this is the first
    /// mark of the case since then, so that somebody has to see to it.
    pub(crate) fn note_mark(&self, case: CaseId, person: PersonId, upto: Position) -> bool {
        let mut rooms = self.rooms();
        // Nobody else to tell.
        let others = rooms.by_case.get(&case).into_iter().flatten().any(|l| l.actor.person != person);
        if !others {
            return false;
        }
        let marks = rooms.marks.entry(case).or_default();
        let is_first = marks.is_empty();
        let known = marks.entry(person).or_default();
        *known = known.join(upto);
        is_first
    }

    /// Tells everyone in the case but the reader themselves what was noted.
    pub(crate) fn tell_marks(&self, case: CaseId) {
        let marks = self.rooms().marks.remove(&case).unwrap_or_default();
        for (person, upto) in marks {
            self.tell(case, &StreamFrame::Read { case, person, upto }, Some(person));
        }
    }

    /// Sends a frame to one person in the case.
    pub fn tell_person(&self, case: CaseId, person: PersonId, frame: &StreamFrame) {
        let Ok(text) = serde_json::to_string(frame) else { return };
        let rooms = self.rooms();
        for listener in rooms.by_case.get(&case).into_iter().flatten() {
            if listener.actor.person == person {
                listener.send(text.clone());
            }
        }
    }

    /// Tells a person on every connection they have, once on each.
    pub(crate) fn tell_person_everywhere(&self, person: PersonId, frame: &StreamFrame) {
        let Ok(text) = serde_json::to_string(frame) else { return };
        let rooms = self.rooms();
        let mut told = BTreeSet::new();
        for listener in rooms.by_case.values().flatten() {
            if listener.actor.person == person && told.insert(listener.connection) {
                listener.send(text.clone());
            }
        }
    }

    /// Whether anyone listens to the case.
    pub(crate) fn has_listeners(&self, case: CaseId) -> bool {
        self.rooms().by_case.contains_key(&case)
    }

    /// Everyone who listens to anything must read again: the hub itself fell behind the log.
    pub(crate) fn lag_everyone(&self) {
        let rooms = self.rooms();
        for (case, listeners) in &rooms.by_case {
            let Ok(text) = serde_json::to_string(&StreamFrame::Lagged { case: *case }) else { continue };
            for listener in listeners {
                listener.send(text.clone());
            }
        }
    }

    /// Delivers committed entries to every listener who may see them.
    pub(crate) fn deliver(&self, committed: &Committed, loaded: &LoadedCase, now: Instant) {
        let (after, upto) = reach(committed);
        let mut shared: Vec<Option<String>> = vec![None; committed.entries.len()];
        let rooms = self.rooms();
        let Some(listeners) = rooms.by_case.get(&committed.case) else { return };
        let mut n_deliveries = 0;
        loaded.read(|state, _| {
            for listener in listeners {
                let Some(viewer) = Viewer::of(state, &listener.actor, now) else { continue };
                if let Some(text) = frame_for(&viewer, committed, after, upto, &mut shared) {
                    listener.send(text);
                    n_deliveries += committed.entries.len() as u64;
                }
            }
        });
        metrics::counter!("weicourt_deliveries_total").increment(n_deliveries);
    }
}

impl Listener {
    fn send(&self, text: String) {
        match self.frames.try_send(text) {
            // A closed channel means the connection is going; its guard cleans up.
            Ok(()) | Err(TrySendError::Closed(_)) => {}
            Err(TrySendError::Full(_)) => self.lagged.store(true, Ordering::Relaxed),
        }
    }
}

impl Connection {
    /// Who is connected.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Starts to follow a case. The caller has asked whether the actor may.
    pub fn open(&mut self, case: CaseId) -> bool {
        if self.open.contains(&case) || self.open.len() >= MOST_OPEN {
            return false;
        }
        let first = !self.hub.is_online(case, self.actor.person);
        let listener = Listener {
            connection: self.id,
            actor: self.actor.clone(),
            frames: self.frames.clone(),
            lagged: Arc::clone(&self.lagged),
        };
        self.hub.rooms().by_case.entry(case).or_default().push(listener);
        self.open.push(case);
        if first {
            self.presence(case, true);
        }
        true
    }

    /// Stops following a case.
    pub fn shut(&mut self, case: CaseId) {
        self.open.retain(|open| *open != case);
        self.leave(case);
    }

    /// Cases that are open.
    pub fn open_cases(&self) -> &[CaseId] {
        &self.open
    }

    /// Whether frames were dropped since the last time this was asked.
    pub fn take_lagged(&self) -> bool {
        self.lagged.swap(false, Ordering::Relaxed)
    }

    fn presence(&self, case: CaseId, online: bool) {
        let person = self.actor.person;
        self.hub.tell(case, &StreamFrame::Presence { case, person, online }, Some(person));
    }

    fn leave(&self, case: CaseId) {
        {
            let mut rooms = self.hub.rooms();
            if let Some(listeners) = rooms.by_case.get_mut(&case) {
                listeners.retain(|listener| listener.connection != self.id);
                if listeners.is_empty() {
                    rooms.by_case.remove(&case);
                }
            }
        }
        if !self.hub.is_online(case, self.actor.person) {
            self.presence(case, false);
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        for case in std::mem::take(&mut self.open) {
            self.leave(case);
        }
        self.hub.connections.fetch_sub(1, Ordering::Relaxed);
        metrics::gauge!("weicourt_stream_connections").decrement(1.0);
    }
}

/// Which positions the committed entries lie between.
fn reach(committed: &Committed) -> (Position, Position) {
    let upto = committed.heads.position();
    let before = |origin| {
        let first = committed.entries.iter().find(|entry| entry.envelope.origin == origin);
        first.map_or(upto.of(origin), |entry| entry.envelope.seq - 1)
    };
    let after = Position { front: before(Origin::Front), court: before(Origin::Court) };
    // Heads may already be further than these entries when several commits share a batch.
    let last = |origin| {
        let last = committed.entries.iter().rev().find(|entry| entry.envelope.origin == origin);
        last.map_or(after.of(origin), |entry| entry.envelope.seq)
    };
    (after, Position { front: last(Origin::Front), court: last(Origin::Court) })
}

/// The frame for one viewer. What is the same for all viewers of an entry is written once, in `shared`.
fn frame_for(
    viewer: &Viewer<'_>,
    committed: &Committed,
    after: Position,
    upto: Position,
    shared: &mut [Option<String>],
) -> Option<String> {
    const EMPTY_ACTIONS: &str = "[]}";
    let mut text = serde_json::to_string(&StreamFrame::Entries {
        case: committed.case,
        after,
        upto,
        entries: Vec::new(),
        more: false,
        sight: viewer.sight(),
    })
    .ok()?;
    let tail = text.split_off(text.find("\"entries\":[")? + "\"entries\":[".len());
    let mut first = true;
    for (entry, base) in committed.entries.iter().zip(shared) {
        let Some(actions) = viewer.visible_actions(entry) else { continue };
        let alike = viewer.is_alike_for_all(entry);
        if base.is_none() || !alike {
            let mut view = viewer.entry(entry)?;
            view.actions.clear();
            let mut json = serde_json::to_string(&view).ok()?;
            // `actions` is the last field of the view.
            json.truncate(json.len() - EMPTY_ACTIONS.len());
            *base = Some(json);
        }
        if !first {
            text.push(',');
        }
        first = false;
        text.push_str(base.as_deref()?);
        text.push_str(&serde_json::to_string(&actions).ok()?);
        text.push('}');
    }
    text.push_str(&tail);
    Some(text)
}
