//! What a model node has on its disk: everything else is gone after a crash. Each method is one
//! transaction: it happened or it did not.

use std::collections::BTreeMap;
use std::sync::Arc;

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Origin;
use weicourt_exchange::{Flow, Item, SentEntry, Verdict};

use crate::chains;

/// Which node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Court = 0,
    Front = 1,
}

impl Side {
    pub(crate) fn other(self) -> Side {
        match self {
            Side::Court => Side::Front,
            Side::Front => Side::Court,
        }
    }

    pub(crate) fn origin(self) -> Origin {
        match self {
            Side::Court => Origin::Court,
            Side::Front => Origin::Front,
        }
    }
}

/// A message of the control stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    Plain(u64),
    /// To the front: the case comes out, with so much of the front's own chain to be given back.
    Open(CaseId, u64),
    /// To the front: write no more.
    Close(CaseId),
    /// To the court: so much of the front's chain there is, and so many files.
    Frozen(CaseId, u64, u64),
    /// To the front: everything has come home.
    Erase(CaseId),
    /// To the court: nothing is left.
    Erased(CaseId),
}

impl Message {
    pub(crate) fn bytes(self) -> Vec<u8> {
        let (tag, a, b, c) = match self {
            Message::Plain(n) => (0, n, 0, 0),
            Message::Open(case, n) => (1, case.0, n, 0),
            Message::Close(case) => (2, case.0, 0, 0),
            Message::Frozen(case, n, m) => (3, case.0, n, m),
            Message::Erase(case) => (4, case.0, 0, 0),
            Message::Erased(case) => (5, case.0, 0, 0),
        };
        [&[tag][..], &u64::to_be_bytes(a), &u64::to_be_bytes(b), &u64::to_be_bytes(c)].concat()
    }

    pub(crate) fn read(bytes: &[u8]) -> Message {
        let at = |i: usize| u64::from_be_bytes(bytes[i..i + 8].try_into().expect("25 bytes"));
        let case = CaseId(at(1));
        match bytes[0] {
            0 => Message::Plain(at(1)),
            1 => Message::Open(case, at(9)),
            2 => Message::Close(case),
            3 => Message::Frozen(case, at(9), at(17)),
            4 => Message::Erase(case),
            _ => Message::Erased(case),
        }
    }
}

/// Where a case stands between the zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// At the court only.
    Home,
    /// On both sides, and growing.
    Open,
    /// The front was told to stop, or has stopped.
    Closing,
    /// The front's last words: so many entries and files.
    Frozen(u64, u64),
    /// The front was told to erase.
    Erasing,
}

/// A case on a disk.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    pub(crate) stage: Stage,
    /// Length of the node's own chain.
    pub(crate) own: u64,
    /// The peer's chain as it came in.
    pub(crate) held: Vec<SentEntry>,
    /// Length of the front's own chain that the court gives back, or has to.
    pub(crate) history: u64,
    pub(crate) files: BTreeMap<Digest, Arc<Vec<u8>>>,
    pub(crate) held_files: BTreeMap<Digest, Vec<u8>>,
    /// Files that had come home before the case went out the last time.
    pub(crate) n_files_before: u64,
}

impl Copy {
    pub(crate) fn new(stage: Stage) -> Copy {
        let (files, held_files) = (BTreeMap::new(), BTreeMap::new());
        Copy { stage, own: 0, held: Vec::new(), history: 0, files, held_files, n_files_before: 0 }
    }
}

impl Copy {
    pub(crate) fn n_whole_files(&self) -> u64 {
        let whole = self.held_files.iter().filter(|(sha256, held)| Digest::of(held) == **sha256);
        whole.count() as u64
    }
}

/// A disk.
#[derive(Debug)]
pub(crate) struct Disk {
    pub(crate) side: Side,
    pub(crate) said: Vec<Message>,
    pub(crate) heard: Vec<Message>,
    pub(crate) cases: BTreeMap<CaseId, Copy>,
    /// Positions the peer acknowledged.
    pub(crate) saved: BTreeMap<Flow, u64>,
}

impl Disk {
    pub(crate) fn new(side: Side) -> Disk {
        let (said, heard) = (Vec::new(), Vec::new());
        Disk { side, said, heard, cases: BTreeMap::new(), saved: BTreeMap::new() }
    }

    /// Flows this node sends, with the position acknowledged and the head.
    pub(crate) fn flows(&self) -> Vec<(Flow, u64, u64)> {
        let mut flows = vec![(Flow::Control, self.said.len() as u64)];
        for (case, copy) in &self.cases {
            let may_send = match self.side {
                Side::Court => matches!(copy.stage, Stage::Open | Stage::Closing | Stage::Frozen(..)),
                Side::Front => true,
            };
            if !may_send {
                continue;
            }
            if self.side == Side::Court && copy.history > 0 {
                flows.push((Flow::Chain { case: *case, origin: Origin::Front }, copy.history));
            }
            if self.side == Side::Court || copy.own >= copy.history {
                flows.push((Flow::Chain { case: *case, origin: self.side.origin() }, copy.own));
                let files = copy.files.iter();
                flows.extend(files.map(|(sha256, bytes)| {
                    (Flow::Blob { case: *case, sha256: *sha256 }, bytes.len() as u64)
                }));
            }
        }
        let saved = |flow: Flow| {
            let own_history = match flow {
                Flow::Chain { case, origin: Origin::Front } if self.side == Side::Front => {
                    self.cases.get(&case).map_or(0, |copy| copy.history)
                }
                _ => 0,
            };
            self.saved.get(&flow).copied().unwrap_or(0).max(own_history)
        };
        flows.into_iter().map(|(flow, head)| (flow, saved(flow), head)).collect()
    }

    /// How far a flow of the peer is durable here.
    pub(crate) fn position(&self, flow: Flow) -> u64 {
        let copy = flow.case().and_then(|case| self.cases.get(&case));
        match (flow, copy) {
            (Flow::Control, _) => self.heard.len() as u64,
            (_, None) => 0,
            (Flow::Chain { origin, .. }, Some(copy)) if origin == self.side.origin() => copy.own,
            (Flow::Chain { .. }, Some(copy)) => copy.held.len() as u64,
            (Flow::Blob { sha256, .. }, Some(copy)) => {
                copy.held_files.get(&sha256).map_or(0, |held| held.len() as u64)
            }
        }
    }

    /// Applies an item of which at most `most` entries are taken. Gives the verdict, what the
    /// session must forget, and whether there is news.
    pub(crate) fn apply(&mut self, item: &Item, most: usize) -> Result<(Verdict, Option<CaseId>), String> {
        let flow = item.flow();
        let have = self.position(flow);
        if item.until() <= have || item.after() > have {
            return Ok((Verdict::Have(have), None));
        }
        match item {
            Item::Control { payload, .. } => {
                let message = Message::read(payload);
                self.heard.push(message);
                Ok((Verdict::Applied, self.obey(message)))
            }
            Item::Entries { case, origin, entries } => {
                let is_open = self.cases.contains_key(case);
                if !is_open && self.side == Side::Front {
                    return Ok((Verdict::Have(0), None));
                }
                let copy = self.cases.entry(*case).or_insert_with(|| Copy::new(Stage::Open));
                if *origin == self.side.origin() && copy.own >= copy.history {
                    return Ok((Verdict::Have(copy.own), None));
                }
                let known = have;
                let mut have = have;
                for entry in entries.iter().filter(|entry| entry.seq() > known).take(most) {
                    if entry != chains::sent(*case, *origin, entry.seq()) {
                        return Err(format!("{entry:?} of {flow} is not what was sent"));
                    }
                    have = entry.seq();
                    if *origin == self.side.origin() {
                        copy.own = have;
                    } else {
                        copy.held.push(entry.clone());
                    }
                }
                let whole = have == item.until();
                Ok((if whole { Verdict::Applied } else { Verdict::Have(have) }, None))
            }
            Item::Chunk { case, sha256, total, offset, bytes } => {
                if !self.cases.contains_key(case) && self.side == Side::Front {
                    return Ok((Verdict::Have(0), None));
                }
                let copy = self.cases.entry(*case).or_insert_with(|| Copy::new(Stage::Open));
                let held = copy.held_files.entry(*sha256).or_default();
                held.extend_from_slice(&bytes[(have - offset) as usize..]);
                if held.len() as u64 == *total && Digest::of(held) != *sha256 {
                    return Err(format!("{flow} came out different"));
                }
                Ok((Verdict::Applied, None))
            }
        }
    }

    /// Does what a control message says, in the transaction that notes it.
    fn obey(&mut self, message: Message) -> Option<CaseId> {
        match message {
            Message::Plain(_) => None,
            Message::Open(case, history) => {
                let mut copy = Copy::new(Stage::Open);
                copy.history = history;
                self.cases.insert(case, copy);
                None
            }
            Message::Close(case) => {
                if let Some(copy) = self.cases.get_mut(&case) {
                    copy.stage = Stage::Closing;
                    let (own, n_files) = (copy.own.max(copy.history), copy.files.len() as u64);
                    self.said.push(Message::Frozen(case, own, n_files));
                }
                None
            }
            Message::Frozen(case, own, n_files) => {
                if let Some(copy) = self.cases.get_mut(&case) {
                    copy.stage = Stage::Frozen(own, n_files);
                }
                None
            }
            Message::Erase(case) => {
                self.cases.remove(&case);
                self.saved.retain(|flow, _| flow.case() != Some(case));
                self.said.push(Message::Erased(case));
                Some(case)
            }
            Message::Erased(case) => {
                if let Some(copy) = self.cases.get_mut(&case) {
                    copy.stage = Stage::Home;
                }
                None
            }
        }
    }

    /// Cases whose return is complete are ordered to be erased. Gives what the session must forget.
    pub(crate) fn order_erasure(&mut self) -> Option<CaseId> {
        let complete = self.cases.iter_mut().find(|(_, copy)| {
            let Stage::Frozen(own, n_files) = copy.stage else { return false };
            copy.held.len() as u64 >= own && copy.n_whole_files() >= copy.n_files_before + n_files
        });
        let (case, copy) = complete?;
        let case = *case;
        copy.stage = Stage::Erasing;
        self.said.push(Message::Erase(case));
        self.saved.retain(|flow, _| flow.case() != Some(case));
        Some(case)
    }

    /// What directly follows `after`, as the node lets it out.
    pub(crate) fn load(
        &self,
        flow: Flow,
        after: u64,
        room_bytes: usize,
        is_first: bool,
    ) -> Option<Vec<Item>> {
        let mut room_bytes = room_bytes as i64;
        let mut may_take = |size: usize, is_first: bool| {
            room_bytes -= size as i64;
            is_first || room_bytes >= 0
        };
        match flow {
            Flow::Control => {
                let mut items = Vec::new();
                for seq in after + 1..=self.said.len() as u64 {
                    let payload = self.said[seq as usize - 1].bytes();
                    if !may_take(payload.len(), is_first && items.is_empty()) {
                        break;
                    }
                    items.push(Item::Control { seq, payload });
                }
                Some(items)
            }
            Flow::Chain { case, origin } => {
                let copy = self.cases.get(&case)?;
                let head = if origin == self.side.origin() { copy.own } else { copy.history };
                let mut entries = Vec::new();
                for seq in after + 1..=head {
                    if !may_take(900, is_first && entries.is_empty()) {
                        break;
                    }
                    entries.push(chains::sent(case, origin, seq).clone());
                }
                let item = Item::Entries { case, origin, entries };
                Some(if item.until() > 0 { vec![item] } else { Vec::new() })
            }
            Flow::Blob { case, sha256 } => {
                let bytes = self.cases.get(&case)?.files.get(&sha256)?;
                let until = bytes.len().min(after as usize + room_bytes as usize);
                let total = bytes.len() as u64;
                let bytes = bytes[after as usize..until].to_vec();
                Some(vec![Item::Chunk { case, sha256, total, offset: after, bytes }])
            }
        }
    }
}
