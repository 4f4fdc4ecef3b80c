//! Where each flow of this node stands: what there is, what was sent, what the peer has.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weicourt_domain::id::CaseId;
use weicourt_domain::log::Origin;

use crate::bundle::Answer;
use crate::input::Halt;
use crate::item::{Flow, Lane};
use crate::status::{Counters, LaneStatus};

/// Times of news kept for a flow; with more, the newer ones count as old as the last kept.
const MAX_MARKS: usize = 16;
/// First pause after a peer asked twice for the same place; doubles up to [`LONGEST_PAUSE_MS`].
const PAUSE_MS: i64 = 200;
const LONGEST_PAUSE_MS: i64 = 60_000;

#[derive(Debug)]
pub(crate) struct SendFlow {
    pub(crate) head: u64,
    pub(crate) acknowledged: u64,
    /// Everything up to here has been sent and not been taken for lost.
    pub(crate) next: u64,
    /// Number of the next bundle when the session learned of the flow: answers to earlier ones belong
    /// to an earlier life of it.
    pub(crate) born: u64,
    /// Number of the next bundle when `next` last went back: earlier bundles say nothing about it now.
    pub(crate) rewound: u64,
    halted: Option<(u64, String)>,
    /// Ends of news, and when each was made.
    marks: VecDeque<(u64, i64)>,
    /// Place the peer asked for last, and how often without getting on.
    asked: (u64, u32),
    queued: bool,
}

impl SendFlow {
    fn oldest_at(&self) -> Option<i64> {
        self.marks.front().map(|(_, at)| *at)
    }

    fn mark(&mut self, since: i64) {
        if self.marks.len() < MAX_MARKS {
            self.marks.push_back((self.head, since));
        } else if let Some(last) = self.marks.back_mut() {
            last.0 = self.head;
        }
    }
}

/// All flows that this node writes, and which of them have something to send.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    /// See [`Config::writes`](crate::Config::writes).
    writes: Option<Origin>,
    flows: BTreeMap<Flow, SendFlow>,
    behind: BTreeSet<Flow>,
    halted: BTreeSet<Flow>,
    ready: [VecDeque<Flow>; 3],
    paused: BTreeSet<(i64, Flow)>,
    /// Positions to save, the last of each flow.
    pub(crate) saved: BTreeMap<Flow, u64>,
    pub(crate) halts: VecDeque<Halt>,
}

impl Flows {
    pub(crate) fn new(writes: Option<Origin>) -> Flows {
        Flows { writes, ..Flows::default() }
    }

    pub(crate) fn get(&self, flow: Flow) -> Option<&SendFlow> {
        self.flows.get(&flow)
    }

    pub(crate) fn news(&mut self, flow: Flow, acknowledged: u64, head: u64, since: i64, number: u64) {
        let acknowledged = acknowledged.min(head);
        let entry = self.flows.entry(flow).or_insert_with(|| SendFlow {
            head: acknowledged,
            acknowledged,
            next: acknowledged,
            born: number,
            rewound: number,
            halted: None,
            marks: VecDeque::new(),
            asked: (0, 0),
            queued: false,
        });
        if head > entry.head {
            entry.head = head;
            entry.mark(since);
            self.behind.insert(flow);
            self.queue(flow);
        }
    }

    /// Puts a flow with something to send into its lane.
    pub(crate) fn queue(&mut self, flow: Flow) {
        let Some(entry) = self.flows.get_mut(&flow) else { return };
        if !entry.queued && entry.halted.is_none() && entry.next < entry.head {
            entry.queued = true;
            self.ready[flow.lane() as usize].push_back(flow);
        }
    }

    /// Whether a lane has something to send.
    pub(crate) fn has_ready(&mut self, lane: Lane) -> bool {
        while let Some(flow) = self.ready[lane as usize].front() {
            let entry = self.flows.get_mut(flow);
            if let Some(entry) = entry {
                if entry.halted.is_none() && entry.next < entry.head {
                    return true;
                }
                entry.queued = false;
            }
            self.ready[lane as usize].pop_front();
        }
        false
    }

    /// Takes the first flow of a lane.
    pub(crate) fn take_ready(&mut self, lane: Lane) -> Option<Flow> {
        if !self.has_ready(lane) {
            return None;
        }
        let flow = self.ready[lane as usize].pop_front()?;
        if let Some(entry) = self.flows.get_mut(&flow) {
            entry.queued = false;
        }
        Some(flow)
    }

    /// Ends pauses that are over.
    pub(crate) fn wake(&mut self, now: i64) {
        while let Some((at, flow)) = self.paused.first().copied().filter(|(at, _)| *at <= now) {
            self.paused.remove(&(at, flow));
            self.queue(flow);
        }
    }

    pub(crate) fn next_wake(&self) -> Option<i64> {
        self.paused.first().map(|(at, _)| *at)
    }

    /// Notes that everything up to `until` is on its way.
    pub(crate) fn sent(&mut self, flow: Flow, until: u64) {
        if let Some(entry) = self.flows.get_mut(&flow) {
            entry.next = entry.next.max(until);
        }
    }

    /// The peer has `flow` up to `at`.
    pub(crate) fn acknowledge(&mut self, flow: Flow, at: u64, born: u64) {
        let Some(entry) = self.flows.get_mut(&flow).filter(|entry| entry.born == born) else { return };
        if at <= entry.acknowledged {
            return;
        }
        entry.acknowledged = at;
        entry.next = entry.next.max(at);
        entry.asked = (0, 0);
        while entry.marks.front().is_some_and(|(end, _)| *end <= at) {
            entry.marks.pop_front();
        }
        self.saved.insert(flow, at);
        if at >= entry.head {
            self.behind.remove(&flow);
            // A file never grows; chains and the control stream do.
            if flow.lane() == Lane::Chunks {
                self.flows.remove(&flow);
            }
        }
    }

    /// What was sent after `after` in bundle `number` did not arrive. `next` is the next bundle.
    pub(crate) fn lose(&mut self, flow: Flow, after: u64, born: u64, number: u64, next: u64) {
        let Some(entry) = self.flows.get_mut(&flow) else { return };
        if entry.born == born && number >= entry.rewound && after < entry.next {
            entry.next = after.max(entry.acknowledged);
            entry.rewound = next;
            self.queue(flow);
        }
    }

    /// The peer answered bundle `number` about `flow`.
    pub(crate) fn answer(
        &mut self,
        flow: Flow,
        number: u64,
        answer: Answer,
        now: i64,
        next: u64,
        counters: &mut Counters,
    ) {
        let Some(entry) = self.flows.get_mut(&flow).filter(|entry| number >= entry.born) else { return };
        let (head, born) = (entry.head, entry.born);
        match answer {
            Answer::At(at) | Answer::Want(at) if at > head => {
                counters.strange_answers += 1;
                if matches!(flow, Flow::Chain { origin, .. } if self.writes.is_some_and(|own| own != origin))
                {
                    self.acknowledge(flow, head, born);
                } else if flow.lane() != Lane::Chunks {
                    let reason = format!("the peer knows it up to {at}, here it ends at {head}");
                    self.halt(flow, head, reason);
                }
            }
            Answer::At(at) => self.acknowledge(flow, at, born),
            Answer::Want(after) if number >= entry.rewound => {
                self.acknowledge(flow, after, born);
                self.rewind(flow, after, now, next);
            }
            Answer::Want(after) => self.acknowledge(flow, after, born),
            Answer::Halted { at, reason } if number >= entry.rewound => self.halt(flow, at, reason),
            Answer::Halted { .. } => {}
        }
    }

    /// The peer asks for what follows `after`, of its own accord or because of a gap.
    pub(crate) fn rewind(&mut self, flow: Flow, after: u64, now: i64, next: u64) {
        let Some(entry) = self.flows.get_mut(&flow) else { return };
        if after > entry.head {
            return;
        }
        if after < entry.acknowledged {
            entry.acknowledged = after;
            self.saved.insert(flow, after);
            if entry.marks.is_empty() {
                entry.marks.push_back((entry.head, now));
            }
            self.behind.insert(flow);
        }
        entry.next = after;
        entry.rewound = next;
        let n_before = if entry.asked.0 == after { entry.asked.1 } else { 0 };
        entry.asked = (after, n_before.saturating_add(1));
        if n_before == 0 {
            self.queue(flow);
        } else if entry.halted.is_none() {
            let pause_ms = (PAUSE_MS << (n_before - 1).min(16)).min(LONGEST_PAUSE_MS);
            // Not among the ready until the pause is over.
            entry.queued = false;
            self.ready[flow.lane() as usize].retain(|ready| *ready != flow);
            self.paused.retain(|(_, paused)| *paused != flow);
            self.paused.insert((now + pause_ms, flow));
        }
    }

    /// Stops a flow until it is resumed.
    pub(crate) fn halt(&mut self, flow: Flow, at: u64, reason: String) {
        let Some(entry) = self.flows.get_mut(&flow).filter(|entry| entry.halted.is_none()) else { return };
        entry.halted = Some((at, reason.clone()));
        entry.next = entry.acknowledged;
        self.halted.insert(flow);
        self.halts.push_back(Halt { flow, at, reason });
    }

    pub(crate) fn resume(&mut self, flow: Flow, next: u64) {
        if let Some(entry) = self.flows.get_mut(&flow).filter(|entry| entry.halted.is_some()) {
            entry.halted = None;
            entry.next = entry.acknowledged;
            entry.rewound = next;
            entry.asked = (0, 0);
            self.halted.remove(&flow);
            self.queue(flow);
        }
    }

    /// Whether nothing is to be expected any more from `until` sent in bundle `number`.
    pub(crate) fn is_settled(&self, flow: Flow, until: u64, born: u64, number: u64) -> bool {
        self.flows.get(&flow).is_none_or(|entry| {
            entry.born != born
                || entry.acknowledged >= until
                || entry.rewound > number
                || entry.halted.is_some()
        })
    }

    pub(crate) fn forget_flow(&mut self, flow: Flow) {
        self.flows.remove(&flow);
        self.behind.remove(&flow);
        self.halted.remove(&flow);
        self.saved.remove(&flow);
        self.paused.retain(|(_, paused)| *paused != flow);
        self.ready[flow.lane() as usize].retain(|ready| *ready != flow);
    }

    pub(crate) fn forget(&mut self, case: CaseId) {
        for range in Flow::ranges_of(case) {
            let of_case: Vec<Flow> = self.flows.range(range).map(|(flow, _)| *flow).collect();
            for flow in of_case {
                self.forget_flow(flow);
            }
        }
    }

    pub(crate) fn lanes(&self, now: i64) -> [LaneStatus; 3] {
        let mut lanes = [LaneStatus::default(); 3];
        for flow in &self.behind {
            let Some(entry) = self.flows.get(flow).filter(|entry| entry.halted.is_none()) else { continue };
            let lane = &mut lanes[flow.lane() as usize];
            lane.flows += 1;
            lane.waiting += entry.head - entry.acknowledged;
            let age_ms = entry.oldest_at().map_or(0, |at| now.saturating_sub(at).max(0) as u64);
            lane.lag_ms = lane.lag_ms.max(age_ms);
        }
        lanes
    }

    pub(crate) fn halted(&self) -> Vec<Halt> {
        let halted = self.halted.iter().filter_map(|flow| {
            let (at, reason) = self.flows.get(flow)?.halted.as_ref()?;
            Some(Halt { flow: *flow, at: *at, reason: reason.clone() })
        });
        halted.collect()
    }
}
