//! Two model nodes, two directions of a link, and virtual time.

mod shell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_exchange::{Config, Exchange, Flow, Input, Item, LinkKeys, Seed, Ticket, Verdict, Wanted};

use super::disk::{Copy, Disk, Message, Side, Stage};
use super::link::{Link, Weather};
use crate::chains::{CHAIN_LENGTH, keys};
use crate::dice::Dice;

/// What a person, a clock or a disaster does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Say(Side),
    Append(Side, CaseId),
    Attach(Side, CaseId, usize),
    Open(CaseId),
    Close(CaseId),
    Crash(Side),
    Outage(i64),
}

#[derive(Debug)]
enum Event {
    Act(Act),
    Tick(Side, u64),
    Deliver(Side, Vec<u8>),
    Load(Side, u64, Ticket, Vec<Wanted>, usize),
    Apply(Side, u64),
    Start(Side),
}

/// A node: its disk survives.
pub(crate) struct Node {
    pub(crate) disk: Disk,
    config: Config,
    alive: Option<Alive>,
    run: u64,
    n_steps: u64,
    /// Steps after which the power fails.
    fatal: BTreeSet<u64>,
    starts_at: i64,
    pub(crate) sent: u64,
}

struct Alive {
    exchange: Exchange,
    job: Option<Job>,
    unsaved: BTreeMap<Flow, u64>,
    wakes_at: i64,
}

/// Items on their way to the disk, one transaction after the other.
struct Job {
    ticket: Ticket,
    items: Vec<Item>,
    verdicts: Vec<Verdict>,
    forgotten: Vec<CaseId>,
}

pub(crate) struct World {
    pub(crate) now: i64,
    pub(crate) nodes: [Node; 2],
    pub(crate) links: [Link; 2],
    pub(crate) dice: Dice,
    queue: BTreeMap<(i64, u64), Event>,
    n_events: u64,
    pub(crate) story: Option<Vec<String>>,
    pub(crate) n_crashes: u64,
    n_acts: usize,
    /// Whether disks fail for a moment, and transactions are split.
    pub(crate) has_bad_disks: bool,
    /// When which position of which flow came to be on the other disk.
    pub(crate) applied: Vec<(i64, Flow, u64)>,
}

type Told = Result<(), String>;

impl World {
    pub(crate) fn new(
        mut dice: Dice,
        configs: [Config; 2],
        weather: [Weather; 2],
        disks: [Disk; 2],
        is_told: bool,
    ) -> World {
        let node = |disk, config| Node {
            disk,
            config,
            alive: None,
            run: 0,
            n_steps: 0,
            fatal: BTreeSet::new(),
            starts_at: 0,
            sent: 0,
        };
        let [court, front] = disks;
        let [court_config, front_config] = configs;
        let start = dice.between(0, 2_000) as i64;
        let mut world = World {
            now: 0,
            nodes: [node(court, court_config), node(front, front_config)],
            links: weather.map(|weather| Link { weather, down_until: 0 }),
            dice,
            queue: BTreeMap::new(),
            n_events: 0,
            story: is_told.then(Vec::new),
            n_crashes: 0,
            n_acts: 0,
            has_bad_disks: true,
            applied: Vec::new(),
        };
        world.nodes[1].starts_at = start;
        world.at(0, Event::Start(Side::Court));
        world.at(start, Event::Start(Side::Front));
        world
    }

    pub(crate) fn act(&mut self, at: i64, act: Act) {
        self.n_acts += 1;
        self.at(at, Event::Act(act));
    }

    /// The power of `side` fails after its step number `step`.
    pub(crate) fn fail_after(&mut self, side: Side, step: u64) {
        self.nodes[side as usize].fatal.insert(step);
    }

    fn at(&mut self, at: i64, event: Event) {
        self.n_events += 1;
        self.queue.insert((at.max(self.now), self.n_events), event);
    }

    fn tell(&mut self, side: Side, what: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(format!("{:>10} {side:?}: {}", self.now, what()));
        }
    }

    /// Lets time pass until everything is at both sides.
    pub(crate) fn run(&mut self, most_events: u64) -> Told {
        let mut n_done = 0;
        while let Some(((at, _), event)) = self.queue.pop_first() {
            self.now = at;
            self.happen(event)?;
            n_done += 1;
            if self.n_acts == 0 && self.is_quiet() {
                return Ok(());
            }
            if n_done > most_events {
                return Err(format!("no end after {n_done} events, {} ms: {}", self.now, self.unfinished()));
            }
        }
        Err(format!("time stands still with {}", self.unfinished()))
    }

    /// What keeps the world from its end.
    fn unfinished(&self) -> String {
        let mut what = Vec::new();
        for node in &self.nodes {
            let side = node.disk.side;
            match &node.alive {
                None => what.push(format!("{side:?} is down")),
                Some(alive) => {
                    what.push(format!("{side:?} {:?}", alive.exchange.status(Instant(self.now)).lanes))
                }
            }
            let flows = node.disk.flows().into_iter().map(|(flow, _, head)| (flow, head));
            let missing = flows.filter(|(flow, head)| self.peer_has(side, *flow) < *head);
            what.extend(
                missing.map(|(flow, head)| format!("{flow} at {} of {head}", self.peer_has(side, flow))),
            );
            let stages = node.disk.cases.iter().map(|(case, copy)| format!("{case} {:?}", copy.stage));
            what.extend(stages);
        }
        what.join(", ")
    }

    fn is_quiet(&self) -> bool {
        self.nodes.iter().all(|node| {
            let status = node.alive.as_ref().map(|alive| alive.exchange.status(Instant(self.now)));
            status.is_some_and(|status| status.lanes.iter().all(|lane| lane.waiting == 0))
                && node
                    .disk
                    .flows()
                    .iter()
                    .all(|(flow, _, head)| self.peer_has(node.disk.side, *flow) >= *head)
        }) && self.nodes[0].disk.cases.values().all(|copy| matches!(copy.stage, Stage::Home | Stage::Open))
    }

    fn peer_has(&self, side: Side, flow: Flow) -> u64 {
        self.nodes[side.other() as usize].disk.position(flow)
    }

    fn happen(&mut self, event: Event) -> Told {
        match event {
            Event::Act(act) => {
                self.n_acts -= 1;
                self.do_act(act)
            }
            Event::Start(side) => self.start(side),
            Event::Tick(side, run) => {
                let due = self.alive(side, run).is_some_and(|alive| alive.wakes_at != i64::MAX);
                if due { self.input(side, Input::Tick) } else { Ok(()) }
            }
            Event::Deliver(side, bytes) => self.deliver(side, bytes),
            Event::Load(side, run, ticket, wanted, max_bytes) => {
                self.load(side, run, ticket, &wanted, max_bytes)
            }
            Event::Apply(side, run) => self.apply(side, run),
        }
    }

    fn alive(&mut self, side: Side, run: u64) -> Option<&mut Alive> {
        let node = &mut self.nodes[side as usize];
        if node.run == run { node.alive.as_mut() } else { None }
    }

    /// A step is done; true if the power fails now.
    fn step(&mut self, side: Side) -> bool {
        let node = &mut self.nodes[side as usize];
        node.n_steps += 1;
        let fails = node.fatal.contains(&node.n_steps);
        if fails {
            self.crash(side);
        }
        fails
    }

    fn crash(&mut self, side: Side) {
        if self.nodes[side as usize].alive.is_none() {
            return;
        }
        self.tell(side, || "crash".to_owned());
        self.n_crashes += 1;
        let down_ms = self.dice.pick(&[0, 5, 300, 20_000, 300_000]);
        let at = self.now + self.dice.between(0, down_ms) as i64;
        let node = &mut self.nodes[side as usize];
        node.alive = None;
        node.run += 1;
        node.starts_at = at;
        self.at(at, Event::Start(side));
    }

    fn start(&mut self, side: Side) -> Told {
        let (court, front) = keys();
        let (own, peer): (LinkKeys, LinkKeys) = match side {
            Side::Court => (court, front),
            Side::Front => (front, court),
        };
        let seed = Seed::from_bytes(self.dice.bytes());
        let node = &mut self.nodes[side as usize];
        if node.alive.is_some() {
            return Ok(());
        }
        node.run += 1;
        let config = node.config.clone();
        let exchange = Exchange::new(config, &own, &peer.public(), &seed, Instant(self.now))
            .map_err(|error| error.to_string())?;
        node.alive = Some(Alive { exchange, job: None, unsaved: BTreeMap::new(), wakes_at: i64::MAX });
        self.tell(side, || "start".to_owned());
        self.finish_returns(side)?;
        self.news(side)
    }

    /// Tells the session what there is.
    fn news(&mut self, side: Side) -> Told {
        let since = Instant(self.now);
        let node = &mut self.nodes[side as usize];
        let Some(alive) = &mut node.alive else { return Ok(()) };
        for (flow, acknowledged, head) in node.disk.flows() {
            alive.exchange.handle_input(Input::News { flow, acknowledged, head, since }, since);
        }
        self.pump(side)
    }

    fn input(&mut self, side: Side, input: Input) -> Told {
        self.tell(side, || format!("{input:?}"));
        let now = Instant(self.now);
        if let Some(alive) = &mut self.nodes[side as usize].alive {
            if let Input::Forget(case) = &input {
                alive.unsaved.retain(|flow, _| flow.case() != Some(*case));
            }
            alive.exchange.handle_input(input, now);
        }
        self.pump(side)
    }

    fn do_act(&mut self, act: Act) -> Told {
        if let Some(story) = &mut self.story {
            story.push(format!("{:>10} {act:?}", self.now));
        }
        let side = match act {
            Act::Crash(side) => {
                self.crash(side);
                return Ok(());
            }
            Act::Outage(until) => {
                for link in &mut self.links {
                    link.down_until = link.down_until.max(until);
                }
                return Ok(());
            }
            Act::Say(side) | Act::Append(side, _) | Act::Attach(side, ..) => side,
            Act::Open(_) | Act::Close(_) => Side::Court,
        };
        if self.nodes[side as usize].alive.is_none() {
            return Ok(());
        }
        let n_said = self.nodes[side as usize].disk.said.len() as u64;
        let mut content = vec![0; if let Act::Attach(_, _, size) = act { size } else { 0 }];
        content.fill_with(|| self.dice.roll() as u8);
        let disk = &mut self.nodes[side as usize].disk;
        match act {
            Act::Say(_) => disk.said.push(Message::Plain(n_said)),
            Act::Append(_, case) => {
                if let Some(copy) = disk.cases.get_mut(&case).filter(|copy| may_write(side, copy)) {
                    copy.own += 1;
                }
            }
            Act::Attach(_, case, _) => {
                if let Some(copy) = disk.cases.get_mut(&case).filter(|copy| may_write(side, copy)) {
                    copy.files.insert(Digest::of(&content), Arc::new(content));
                }
            }
            Act::Open(case) => {
                let copy = disk.cases.entry(case).or_insert_with(|| Copy::new(Stage::Home));
                if copy.stage == Stage::Home {
                    copy.stage = Stage::Open;
                    copy.history = copy.held.len() as u64;
                    copy.n_files_before = copy.n_whole_files();
                    disk.said.push(Message::Open(case, copy.history));
                }
            }
            Act::Close(case) => {
                if let Some(copy) = disk.cases.get_mut(&case).filter(|copy| copy.stage == Stage::Open) {
                    copy.stage = Stage::Closing;
                    disk.said.push(Message::Close(case));
                }
            }
            Act::Crash(_) | Act::Outage(_) => {}
        }
        if self.step(side) {
            return Ok(());
        }
        self.news(side)
    }
}

/// A node writes while the case is open, and the front only once it has its own history again.
fn may_write(side: Side, copy: &Copy) -> bool {
    let may = match side {
        Side::Court => matches!(copy.stage, Stage::Open | Stage::Home),
        Side::Front => copy.stage == Stage::Open && copy.own >= copy.history,
    };
    may && copy.own < CHAIN_LENGTH
}
