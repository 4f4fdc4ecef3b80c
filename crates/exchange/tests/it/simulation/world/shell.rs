//! What a node does for its session: send, load, apply, save. The power may fail after each step.

use weicourt_domain::id::CaseId;
use weicourt_exchange::{Flow, Input, Item, Output, Ticket, Verdict, Wanted};

use super::{Event, Job, Told, World};
use crate::simulation::disk::Side;

impl World {
    /// Does what the session says until it waits.
    pub(super) fn pump(&mut self, side: Side) -> Told {
        for _ in 0..10_000 {
            let run = self.nodes[side as usize].run;
            let Some(alive) = &mut self.nodes[side as usize].alive else { return Ok(()) };
            let output = alive.exchange.poll_output();
            if !matches!(output, Output::Wait(_)) {
                self.tell(side, || format!("  {output:?}"));
            }
            match output {
                Output::Send(bytes) => {
                    if self.step(side) {
                        return Ok(());
                    }
                    self.send(side, bytes);
                }
                Output::Load { ticket, wanted, max_bytes } => {
                    let at = self.now + self.dice.pick(&[0, 0, 1, 8]);
                    self.at(at, Event::Load(side, run, ticket, wanted, max_bytes));
                }
                Output::Apply { ticket, items } => {
                    let job = Job { ticket, items, verdicts: Vec::new(), forgotten: Vec::new() };
                    let alive = self.nodes[side as usize].alive.as_mut();
                    if alive.is_some_and(|alive| alive.job.replace(job).is_some()) {
                        return Err("two things are applied at once".to_owned());
                    }
                    let at = self.now + self.dice.pick(&[0, 1, 5, 40]);
                    self.at(at, Event::Apply(side, run));
                }
                Output::Acknowledged { flow, at } => self.acknowledged(side, flow, at)?,
                Output::Halted(halt) => return Err(format!("halted: {halt}")),
                Output::Unreadable(_) => {}
                Output::Wait(until) => {
                    if until.0 <= self.now {
                        return Err(format!("waits for {until:?}, which is over"));
                    }
                    let Some(alive) = &mut self.nodes[side as usize].alive else { return Ok(()) };
                    if alive.wakes_at != until.0 || alive.wakes_at <= self.now {
                        alive.wakes_at = until.0;
                        if until.0 < i64::MAX / 2 {
                            self.at(until.0, Event::Tick(side, run));
                        }
                    }
                    return Ok(());
                }
            }
        }
        Err("a session that never waits".to_owned())
    }

    fn send(&mut self, side: Side, bytes: Vec<u8>) {
        self.nodes[side as usize].sent += 1;
        let now = self.now;
        for (at, copy) in self.links[side as usize].carry(bytes, now, &mut self.dice) {
            self.at(at, Event::Deliver(side.other(), copy));
        }
    }

    pub(super) fn deliver(&mut self, side: Side, bytes: Vec<u8>) -> Told {
        let node = &self.nodes[side as usize];
        if node.alive.is_some() {
            return self.input(side, Input::Received(bytes));
        }
        // A directory keeps what nobody takes; a connection does not.
        if self.links[side.other() as usize].weather.holds {
            let at = node.starts_at + 1;
            self.at(at, Event::Deliver(side, bytes));
        }
        Ok(())
    }

    /// What is acknowledged must be on the other disk, whatever happens later.
    fn acknowledged(&mut self, side: Side, flow: Flow, at: u64) -> Told {
        let has = self.peer_has(side, flow);
        if has < at {
            return Err(format!("{flow} acknowledged at {at}, but the peer has {has}"));
        }
        let saves_now = self.dice.chance(70);
        if let Some(alive) = &mut self.nodes[side as usize].alive {
            alive.unsaved.insert(flow, at);
        }
        if saves_now && !self.step(side) {
            let node = &mut self.nodes[side as usize];
            let unsaved = node.alive.as_mut().map(|alive| std::mem::take(&mut alive.unsaved));
            node.disk.saved.extend(unsaved.unwrap_or_default());
            self.step(side);
        }
        Ok(())
    }

    pub(super) fn load(
        &mut self,
        side: Side,
        run: u64,
        ticket: Ticket,
        wanted: &[Wanted],
        max_bytes: usize,
    ) -> Told {
        if self.alive(side, run).is_none() {
            return Ok(());
        }
        if self.has_bad_disks && self.dice.chance(2) {
            return self.input(side, Input::NotLoaded { ticket });
        }
        let disk = &self.nodes[side as usize].disk;
        let (mut items, mut gone) = (Vec::new(), Vec::new());
        let mut room_bytes = max_bytes;
        for wanted in wanted {
            match disk.load(wanted.flow, wanted.after, room_bytes, items.is_empty()) {
                None => gone.push(wanted.flow),
                Some(loaded) => {
                    let size: usize = loaded.iter().map(size_of).sum();
                    room_bytes = room_bytes.saturating_sub(size);
                    items.extend(loaded);
                }
            }
        }
        if self.step(side) {
            return Ok(());
        }
        self.input(side, Input::Loaded { ticket, items, gone })
    }

    /// One transaction of the job, or its end.
    pub(super) fn apply(&mut self, side: Side, run: u64) -> Told {
        let fails = self.has_bad_disks && self.dice.chance(1);
        let most = if self.has_bad_disks && self.dice.chance(4) { 1 } else { usize::MAX };
        let Some(mut job) = self.alive(side, run).and_then(|alive| alive.job.take()) else { return Ok(()) };
        if fails {
            let forgotten = std::mem::take(&mut job.forgotten);
            return self.applied(side, forgotten, Input::NotApplied { ticket: job.ticket });
        }
        let Some(item) = job.items.get(job.verdicts.len()) else {
            if self.step(side) {
                return Ok(());
            }
            let forgotten = std::mem::take(&mut job.forgotten);
            let input = Input::Applied { ticket: job.ticket, verdicts: job.verdicts };
            return self.applied(side, forgotten, input);
        };
        let (verdict, forget) = self.nodes[side as usize].disk.apply(item, most)?;
        if verdict == Verdict::Applied {
            self.applied.push((self.now, item.flow(), item.until()));
        }
        job.verdicts.push(verdict);
        job.forgotten.extend(forget);
        if self.step(side) {
            return Ok(());
        }
        if let Some(alive) = self.alive(side, run) {
            alive.job = Some(job);
        }
        let at = self.now + self.dice.pick(&[0, 0, 2]);
        self.at(at, Event::Apply(side, run));
        Ok(())
    }

    /// Tells the session the end of a job. What was forgotten may be said before or after.
    fn applied(&mut self, side: Side, forgotten: Vec<CaseId>, input: Input) -> Told {
        let before = self.dice.chance(50);
        let mut input = Some(input);
        if !before && let Some(input) = input.take() {
            self.input(side, input)?;
        }
        for case in forgotten {
            self.input(side, Input::Forget(case))?;
        }
        if let Some(input) = input {
            self.input(side, input)?;
        }
        self.finish_returns(side)?;
        self.news(side)
    }

    /// The court orders the erasure of what has come home.
    pub(super) fn finish_returns(&mut self, side: Side) -> Told {
        if side == Side::Court {
            while let Some(case) = self.nodes[0].disk.order_erasure() {
                self.tell(side, || format!("{case} has come home"));
                if self.step(side) {
                    return Ok(());
                }
                self.input(side, Input::Forget(case))?;
            }
        }
        Ok(())
    }
}

fn size_of(item: &Item) -> usize {
    match item {
        Item::Control { payload, .. } => payload.len(),
        Item::Entries { entries, .. } => entries.len() * 900,
        Item::Chunk { bytes, .. } => bytes.len(),
    }
}
