//! What came in: which bundles, what of them is applied, and what is answered.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weicourt_domain::id::CaseId;

use crate::bundle::{Answer, Bundle, Feedback, Note};
use crate::input::Verdict;
use crate::item::{Flow, Item, Lane};
use crate::ranges::Ranges;
use crate::sealing::BundleNumber;
use crate::status::Counters;

/// Runs of the peer that are answered at the same time; a bundle of an older run may come late.
const MAX_RUNS: usize = 8;
/// Most ranges and notes in one answer.
const MAX_ANSWERED_RANGES: usize = 64;
const MAX_NOTES: usize = 256;
/// Bytes of items that are applied together.
const APPLY_BYTES: usize = 1 << 20;

/// What is known of one run of the peer.
#[derive(Debug)]
struct Run {
    epoch: u64,
    floor: u64,
    /// Bundles whose contents are durable here, or that had none.
    done: Ranges,
    /// Bundles that wait to be applied.
    waiting: BTreeSet<u64>,
    notes: VecDeque<Note>,
    is_due: bool,
}

/// A bundle with something to apply.
#[derive(Debug)]
struct Arrived {
    number: BundleNumber,
    items: Vec<Item>,
    unreadable: Vec<(Flow, u64)>,
    size_bytes: usize,
}

impl Arrived {
    fn is_urgent(&self) -> bool {
        self.items.iter().any(|item| item.flow().lane() != Lane::Chunks)
    }
}

/// A bundle that is being applied, and what is to be said about it.
#[derive(Debug)]
struct Opened {
    number: BundleNumber,
    unreadable: Vec<(Flow, u64)>,
    /// The answers; the plain ones say no more than the number of the bundle would.
    notes: Vec<(Flow, Answer, IsPlain)>,
    is_whole: bool,
}

type IsPlain = bool;

/// An item that was handed over: of which bundle, and what it would bring.
#[derive(Debug, Clone, Copy)]
struct Handed {
    opened: usize,
    flow: Flow,
    until: u64,
    total: Option<u64>,
}

#[derive(Debug, Default)]
pub(crate) struct Receiving {
    /// The run heard of last stands last.
    runs: Vec<Run>,
    queue: VecDeque<Arrived>,
    queue_bytes: usize,
    /// How far flows of the peer are durable here, as far as that is known.
    have: BTreeMap<Flow, u64>,
    opened: Vec<Opened>,
    handed: Vec<Handed>,
    /// Cases forgotten while items of theirs were being applied: what those brought says nothing.
    forgotten: BTreeSet<CaseId>,
}

impl Receiving {
    /// Whether a bundle of this number is new. The run is known afterwards.
    pub(crate) fn is_new(&mut self, number: BundleNumber, bundle: &Bundle) -> bool {
        let index = match self.runs.iter().position(|run| run.epoch == number.epoch) {
            Some(index) => index,
            None => {
                if self.runs.len() == MAX_RUNS {
                    self.runs.remove(0);
                }
                let epoch = number.epoch;
                let (done, waiting, notes) = (Ranges::default(), BTreeSet::new(), VecDeque::new());
                self.runs.push(Run { epoch, floor: 0, done, waiting, notes, is_due: false });
                self.runs.len() - 1
            }
        };
        let mut run = self.runs.remove(index);
        run.floor = run.floor.max(bundle.floor);
        run.done.raise(run.floor);
        let is_done = number.number < run.floor || run.done.contains(number.number);
        if is_done && bundle.expects_answer() {
            run.is_due = true;
        }
        let is_new = !is_done && !run.waiting.contains(&number.number);
        self.runs.push(run);
        is_new
    }

    fn run(&mut self, epoch: u64) -> Option<&mut Run> {
        self.runs.iter_mut().find(|run| run.epoch == epoch)
    }

    /// Takes a new bundle in: answers it, or queues what it carries. False if there is no room.
    pub(crate) fn take(&mut self, number: BundleNumber, bundle: Bundle, room_bytes: usize) -> bool {
        let expects_answer = bundle.expects_answer();
        let has_items = !bundle.items.is_empty() || !bundle.unreadable.is_empty();
        let size_bytes = bundle.items.iter().map(Item::size_bytes).sum();
        if has_items && !self.queue.is_empty() && self.queue_bytes + size_bytes > room_bytes {
            return false;
        }
        let Some(run) = self.run(number.epoch) else { return false };
        if has_items {
            run.waiting.insert(number.number);
            let Bundle { items, unreadable, .. } = bundle;
            self.queue.push_back(Arrived { number, items, unreadable, size_bytes });
            self.queue_bytes += size_bytes;
        } else {
            run.done.insert(number.number);
            run.is_due |= expects_answer;
        }
        true
    }

    pub(crate) fn waiting_bytes(&self) -> usize {
        self.queue_bytes
    }

    /// What is to be applied next: whole bundles, without what is known and what leaves a gap.
    pub(crate) fn next_items(&mut self, counters: &mut Counters) -> Vec<Item> {
        let mut items = Vec::new();
        let mut size_bytes = 0;
        let mut has_urgent = false;
        // Flows whose position is open until the items before have been applied.
        let mut in_doubt: BTreeSet<Flow> = BTreeSet::new();
        while size_bytes < APPLY_BYTES {
            // Pieces of films are not applied before, nor together with, what is urgent.
            let urgent = self.queue.iter().position(Arrived::is_urgent);
            if urgent.is_none() && has_urgent {
                break;
            }
            has_urgent = urgent.is_some();
            let Some(arrived) = self.queue.remove(urgent.unwrap_or(0)) else { break };
            self.queue_bytes -= arrived.size_bytes;
            let opened = self.opened.len();
            let mut notes = Vec::new();
            let mut is_whole = true;
            let n_before = items.len();
            for item in arrived.items {
                let (flow, until) = (item.flow(), item.until());
                let have = self.have.get(&flow).copied();
                match have {
                    Some(have) if until <= have => {
                        counters.known_items += 1;
                        // Tells a sender that lost its positions how far it may skip.
                        notes.push((flow, Answer::At(have), have == until));
                    }
                    Some(have) if item.after() > have && !in_doubt.contains(&flow) => {
                        counters.gaps += 1;
                        notes.push((flow, Answer::Want(have), false));
                        is_whole = false;
                    }
                    _ => {
                        let Some(item) = item.beyond(have.unwrap_or(0)) else { continue };
                        let total = match &item {
                            Item::Chunk { total, .. } => Some(*total),
                            Item::Control { .. } | Item::Entries { .. } => None,
                        };
                        size_bytes += item.size_bytes();
                        in_doubt.insert(flow);
                        self.handed.push(Handed { opened, flow, until, total });
                        items.push(item);
                    }
                }
            }
            let number = arrived.number;
            self.opened.push(Opened { number, unreadable: arrived.unreadable, notes, is_whole });
            if items.len() == n_before && n_before == 0 {
                self.close();
            }
        }
        items
    }

    /// Applying ended; without verdicts it failed for now.
    pub(crate) fn applied(&mut self, verdicts: Vec<Verdict>, counters: &mut Counters) {
        let handed = std::mem::take(&mut self.handed);
        let mut verdicts = verdicts.into_iter();
        for Handed { opened, flow, until, total } in handed {
            let verdict = verdicts.next();
            let Some(bundle) = self.opened.get_mut(opened) else { continue };
            match verdict {
                Some(Verdict::Applied) => {
                    counters.applied_items += 1;
                    let have = self.have.entry(flow).or_default();
                    *have = until.max(*have);
                    bundle.notes.push((flow, Answer::At(until), true));
                }
                Some(Verdict::Have(have)) => {
                    self.have.insert(flow, have);
                    if have >= until {
                        counters.known_items += 1;
                        bundle.notes.push((flow, Answer::At(have), have == until));
                    } else {
                        counters.gaps += 1;
                        bundle.notes.push((flow, Answer::Want(have), false));
                        bundle.is_whole = false;
                    }
                }
                Some(Verdict::Refused { at, reason }) => {
                    counters.refused_items += 1;
                    self.have.remove(&flow);
                    bundle.notes.push((flow, Answer::Halted { at, reason }, false));
                    bundle.is_whole = false;
                }
                None => {
                    self.have.remove(&flow);
                    bundle.is_whole = false;
                }
            }
            // A file that is complete comes no more; if it does, the node is asked again.
            if total.is_some_and(|total| self.have.get(&flow).is_some_and(|have| *have >= total)) {
                self.have.remove(&flow);
            }
        }
        for case in std::mem::take(&mut self.forgotten) {
            self.forget(case);
        }
        self.close();
    }

    /// Says what is to be said about the bundles that were applied.
    fn close(&mut self) {
        for mut opened in std::mem::take(&mut self.opened) {
            for (flow, seq) in std::mem::take(&mut opened.unreadable) {
                if self.have.get(&flow).is_none_or(|have| *have < seq) {
                    let reason = "an entry that this version cannot read".to_owned();
                    opened.notes.push((flow, Answer::Halted { at: seq, reason }, false));
                    opened.is_whole = false;
                }
            }
            let number = opened.number.number;
            let Some(run) = self.run(opened.number.epoch) else { continue };
            run.waiting.remove(&number);
            run.is_due = true;
            if opened.is_whole {
                run.done.insert(number);
                opened.notes.retain(|(_, _, is_plain)| !is_plain);
            }
            for (flow, answer, _) in opened.notes {
                run.notes.push_back(Note { number, flow, answer });
            }
            while run.notes.len() > 4 * MAX_NOTES {
                run.notes.pop_front();
            }
        }
    }

    /// Whether an answer is due.
    pub(crate) fn is_due(&self) -> bool {
        self.runs.iter().any(|run| run.is_due)
    }

    /// The answers that are due; those to the current run always, because an earlier one may be lost.
    pub(crate) fn answers(&mut self) -> Vec<Feedback> {
        let mut answers = Vec::new();
        let n_runs = self.runs.len();
        for (index, run) in self.runs.iter_mut().enumerate() {
            if !run.is_due && index + 1 != n_runs {
                continue;
            }
            let n_notes = run.notes.len().min(MAX_NOTES);
            let notes: Vec<Note> = run.notes.drain(..n_notes).collect();
            run.is_due = !run.notes.is_empty();
            let acknowledged = run.done.highest(MAX_ANSWERED_RANGES).to_vec();
            if !acknowledged.is_empty() || !notes.is_empty() {
                answers.push(Feedback { epoch: run.epoch, acknowledged, notes });
            }
        }
        answers
    }

    pub(crate) fn forget(&mut self, case: CaseId) {
        for range in Flow::ranges_of(case) {
            let of_case: Vec<Flow> = self.have.range(range).map(|(flow, _)| *flow).collect();
            for flow in of_case {
                self.have.remove(&flow);
            }
        }
        if !self.handed.is_empty() {
            self.forgotten.insert(case);
        }
    }

    /// What the node itself says of a flow of the peer.
    pub(crate) fn correct(&mut self, flow: Flow, have: u64) {
        if flow.lane() != Lane::Chunks {
            self.have.insert(flow, have);
        } else {
            self.have.remove(&flow);
        }
    }
}
