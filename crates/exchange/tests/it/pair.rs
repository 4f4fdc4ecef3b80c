//! Two sessions beside each other, without delay; the test decides what the link does.

use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_exchange::{
    BundleError, Config, Exchange, Flow, Halt, Input, Item, Output, Seed, Status, Verdict,
};

use crate::chains::keys;
use crate::simulation::disk::{Copy, Disk, Side, Stage};

/// What a test wants to say to an item instead of applying it.
type Judge = Box<dyn FnMut(&Item) -> Option<Verdict>>;

pub(crate) struct End {
    pub(crate) exchange: Exchange,
    pub(crate) disk: Disk,
    pub(crate) halts: Vec<Halt>,
    pub(crate) unreadable: Vec<BundleError>,
    pub(crate) acknowledged: Vec<(Flow, u64)>,
    /// Items as they were handed over.
    pub(crate) handed: Vec<Item>,
    pub(crate) judge: Option<Judge>,
    /// Bundles that wait for the test or for [`Pair::settle`].
    pub(crate) out: Vec<Vec<u8>>,
}

pub(crate) struct Pair {
    pub(crate) ends: [End; 2],
    pub(crate) now: i64,
}

pub(crate) fn config(side: Side) -> Config {
    Config { writes: Some(side.origin()), ack_delay_ms: 0, heartbeat_ms: 0, ..Config::default() }
}

pub(crate) fn session(side: Side, config: Config, seed: u8, now: i64) -> Exchange {
    let (court, front) = keys();
    let (own, peer) = if side == Side::Court { (court, front) } else { (front, court) };
    let seed = Seed::from_bytes([seed; 32]);
    Exchange::new(config, &own, &peer.public(), &seed, Instant(now)).expect("a session")
}

impl Pair {
    /// Both have `cases`, without entries.
    pub(crate) fn new(cases: &[CaseId]) -> Pair {
        let ends = [Side::Court, Side::Front].map(|side| {
            let mut disk = Disk::new(side);
            for case in cases {
                disk.cases.insert(*case, Copy::new(Stage::Open));
            }
            End {
                exchange: session(side, config(side), 1 + side as u8, 0),
                disk,
                halts: Vec::new(),
                unreadable: Vec::new(),
                acknowledged: Vec::new(),
                handed: Vec::new(),
                judge: None,
                out: Vec::new(),
            }
        });
        Pair { ends, now: 0 }
    }

    pub(crate) fn end(&mut self, side: Side) -> &mut End {
        &mut self.ends[side as usize]
    }

    pub(crate) fn status(&self, side: Side) -> Status {
        self.ends[side as usize].exchange.status(Instant(self.now))
    }

    pub(crate) fn restart(&mut self, side: Side, seed: u8) {
        let now = self.now;
        self.end(side).exchange = session(side, config(side), seed, now);
        self.end(side).out.clear();
        self.news(side);
    }

    pub(crate) fn input(&mut self, side: Side, input: Input) {
        let now = Instant(self.now);
        self.end(side).exchange.handle_input(input, now);
        self.pump(side);
    }

    /// Tells the session what its disk has.
    pub(crate) fn news(&mut self, side: Side) {
        let since = Instant(self.now);
        for (flow, acknowledged, head) in self.end(side).disk.flows() {
            self.end(side).exchange.handle_input(Input::News { flow, acknowledged, head, since }, since);
        }
        self.pump(side);
    }

    fn pump(&mut self, side: Side) {
        let now = Instant(self.now);
        let end = self.end(side);
        for _ in 0..100_000 {
            match end.exchange.poll_output() {
                Output::Send(bytes) => end.out.push(bytes),
                Output::Load { ticket, wanted, max_bytes } => {
                    let mut items = Vec::new();
                    for wanted in wanted {
                        let is_first = items.is_empty();
                        let loaded = end.disk.load(wanted.flow, wanted.after, max_bytes, is_first);
                        items.extend(loaded.unwrap_or_default());
                    }
                    end.exchange.handle_input(Input::Loaded { ticket, items, gone: Vec::new() }, now);
                }
                Output::Apply { ticket, items } => {
                    let mut verdicts = Vec::new();
                    for item in &items {
                        let said = end.judge.as_mut().and_then(|judge| judge(item));
                        let verdict = said
                            .unwrap_or_else(|| end.disk.apply(item, usize::MAX).expect("what was sent").0);
                        verdicts.push(verdict);
                    }
                    end.handed.extend(items);
                    end.exchange.handle_input(Input::Applied { ticket, verdicts }, now);
                }
                Output::Acknowledged { flow, at } => {
                    end.disk.saved.insert(flow, at);
                    end.acknowledged.push((flow, at));
                }
                Output::Halted(halt) => end.halts.push(halt),
                Output::Unreadable(error) => end.unreadable.push(error),
                Output::Wait(_) => return,
            }
        }
        panic!("{side:?} never waits");
    }

    /// Delivers everything until both are silent.
    pub(crate) fn settle(&mut self) {
        for _ in 0..10_000 {
            let mut is_silent = true;
            for side in [Side::Court, Side::Front] {
                for bytes in std::mem::take(&mut self.end(side).out) {
                    is_silent = false;
                    self.input(side.other(), Input::Received(bytes));
                }
            }
            if is_silent {
                return;
            }
        }
        panic!("the two talk without end");
    }

    /// Lets time pass, with a tick each 10 ms, and loses what is sent meanwhile if `is_lost`.
    pub(crate) fn pass(&mut self, duration_ms: i64, is_lost: bool) {
        let until = self.now + duration_ms;
        while self.now < until {
            self.now += 10;
            for side in [Side::Court, Side::Front] {
                self.input(side, Input::Tick);
                if is_lost {
                    self.end(side).out.clear();
                }
            }
            self.settle();
        }
    }
}
