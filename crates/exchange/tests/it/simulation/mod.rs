//! Ten thousand bad weeks: two nodes, a link that loses, doubles, reorders, changes and cuts, outages of
//! days, and power failures after any step of either node. In the end both have everything, once, in
//! order. `WEICOURT_SEED=n` runs one of them and prints its story if it fails.

pub(crate) mod disk;
pub(crate) mod link;
pub(crate) mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use weicourt_exchange::{Config, Flow};

use crate::chains::{CASES, sent};
use crate::dice::Dice;
use disk::{Copy, Disk, Message, Side, Stage};
use link::Weather;
use world::{Act, World};

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;
/// Seeds of one test; ten tests run beside each other.
const N_SEEDS: u64 = 1_000;

fn config(dice: &mut Dice, side: Side, is_slow: bool) -> Config {
    Config {
        writes: Some(side.origin()),
        window_bytes: dice.pick(&[2_000, 8_000, 60_000]),
        window_bundles: dice.pick(&[1, 2, 5, 32]),
        bundle_bytes: dice.pick(&[500, 2_000, 8_000]),
        chunk_bytes: dice.pick(&[200, 700, 2_000]),
        flows_in_bundle: dice.pick(&[1, 2, 8]),
        receive_bytes: dice.pick(&[1_500, 10_000, 1 << 20]),
        bytes_per_second: std::num::NonZeroU64::new(dice.pick(&[0, 0, 0, 3_000, 20_000])),
        ack_delay_ms: dice.pick(&[0, 1, 20, 200]),
        first_resend_ms: dice.pick(&[300, 1_000, 5_000]),
        least_resend_ms: dice.pick(&[10, 500]),
        // Tries during an outage of days cost a simulation time, and prove nothing new.
        longest_resend_ms: if is_slow { 6 * 3_600_000 } else { 60_000 },
        heartbeat_ms: if dice.chance(20) { if is_slow { 43_200_000 } else { 120_000 } } else { 0 },
    }
}

/// What the nodes know before the story begins: one may be far behind, and positions may be lost.
fn disks(dice: &mut Dice) -> [Disk; 2] {
    let mut disks = [Disk::new(Side::Court), Disk::new(Side::Front)];
    for case in &CASES[..2] {
        for side in [Side::Court, Side::Front] {
            let disk = &mut disks[side as usize];
            disk.cases.entry(*case).or_insert_with(|| Copy::new(Stage::Open));
        }
        for side in [Side::Court, Side::Front] {
            let own = dice.between(0, 6);
            let known = if dice.chance(50) { own } else { dice.between(0, own) };
            let saved = if dice.chance(50) { known } else { dice.between(0, known) };
            let flow = Flow::Chain { case: *case, origin: side.origin() };
            let disk = &mut disks[side as usize];
            disk.saved.insert(flow, saved);
            if let Some(copy) = disk.cases.get_mut(case) {
                copy.own = own;
            }
            if let Some(copy) = disks[side.other() as usize].cases.get_mut(case) {
                copy.held = (1..=known).map(|seq| sent(*case, side.origin(), seq).clone()).collect();
            }
        }
    }
    disks
}

fn world(seed: u64, is_told: bool) -> World {
    let mut dice = Dice::new(seed);
    let is_slow = dice.chance(30);
    let configs = [Side::Court, Side::Front].map(|side| config(&mut dice, side, is_slow));
    let weather = [Weather::roll(&mut dice), Weather::roll(&mut dice)];
    let disks = disks(&mut dice);
    let mut plot = dice.clone();
    let mut world = World::new(dice, configs, weather, disks, is_told);
    let span_ms = if is_slow { 3 * DAY_MS } else { plot.pick(&[5_000, MINUTE_MS, 20 * MINUTE_MS]) };
    for _ in 0..plot.between(5, 30) {
        let at = plot.between(0, span_ms) as i64;
        let side = plot.pick(&[Side::Court, Side::Front]);
        let case = plot.pick(&CASES);
        let act = match plot.between(0, 11) {
            0..=1 => Act::Say(side),
            2..=7 => Act::Append(side, case),
            8..=9 => Act::Attach(side, case, plot.pick(&[1, 300, 2_500, 5_000])),
            10 => Act::Open(case),
            _ => Act::Close(case),
        };
        world.act(at, act);
    }
    for _ in 0..plot.pick(&[0, 0, 1, 3]) {
        let at = plot.between(0, span_ms) as i64;
        world.act(at, Act::Outage(at + plot.between(1, span_ms / 2) as i64));
    }
    for side in [Side::Court, Side::Front] {
        for _ in 0..plot.pick(&[0, 0, 1, 4]) {
            world.act(plot.between(0, span_ms) as i64, Act::Crash(side));
        }
        for _ in 0..plot.pick(&[0, 1, 3]) {
            world.fail_after(side, plot.between(1, 120));
        }
    }
    world
}

/// Both disks tell the same story.
fn compare(world: &World) -> Result<(), String> {
    let [court, front] = &world.nodes;
    for (one, other) in [(&court.disk, &front.disk), (&front.disk, &court.disk)] {
        if one.said != other.heard {
            return Err(format!("{:?} said {:?}, heard was {:?}", one.side, one.said, other.heard));
        }
        for (case, copy) in &one.cases {
            let Some(theirs) = other.cases.get(case) else {
                if one.side == Side::Court && copy.stage == Stage::Home {
                    continue;
                }
                return Err(format!("{case} is missing opposite {:?}", one.side));
            };
            let expected: Vec<_> =
                (1..=copy.own).map(|seq| sent(*case, one.side.origin(), seq).clone()).collect();
            if theirs.held != expected {
                return Err(format!("chain of {case} of {:?}: {:?}", one.side, theirs.held));
            }
            for (sha256, bytes) in &copy.files {
                if theirs.held_files.get(sha256) != Some(bytes) {
                    return Err(format!("file {sha256} of {case} did not come"));
                }
            }
        }
    }
    Ok(())
}

struct Ended {
    n_sent: u64,
    n_crashes: u64,
    n_erased: u64,
}

fn run(seed: u64, world: &mut World) -> Result<Ended, String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        world.run(40_000)?;
        compare(world)
    }));
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(what)) => return Err(format!("seed {seed}: {what}")),
        Err(panic) => {
            let what = panic.downcast_ref::<String>().map_or("", String::as_str);
            return Err(format!("seed {seed}: panic {what}"));
        }
    }
    let is_erased = |message: &&Message| matches!(message, Message::Erased(_));
    Ok(Ended {
        n_sent: world.nodes.iter().map(|node| node.sent).sum(),
        n_crashes: world.n_crashes,
        n_erased: world.nodes[0].disk.heard.iter().filter(is_erased).count() as u64,
    })
}

fn one_of_ten(tenth: u64) {
    let only = std::env::var("WEICOURT_SEED").ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = tenth * N_SEEDS..(tenth + 1) * N_SEEDS;
    let seeds = seeds.filter(|seed| only.is_none_or(|only| only == *seed));
    let (mut n_run, mut n_sent, mut n_crashes, mut n_erased) = (0, 0, 0, 0);
    for seed in seeds {
        let ended = run(seed, &mut world(seed, false)).unwrap_or_else(|what| {
            let mut told = world(seed, true);
            let _ = run(seed, &mut told);
            let story = told.story.unwrap_or_default();
            let shown = if only.is_some() { 0 } else { story.len().saturating_sub(60) };
            panic!(
                "{what}\n{}\n{what}\nagain: WEICOURT_SEED={seed} cargo nextest run -p weicourt-exchange simulation",
                story[shown..].join("\n")
            );
        });
        n_run += 1;
        n_sent += ended.n_sent;
        n_crashes += ended.n_crashes;
        n_erased += ended.n_erased;
    }
    if only.is_none() {
        // A simulation in which nothing happens proves nothing.
        assert_eq!(n_run, N_SEEDS);
        assert!(n_crashes > N_SEEDS, "{n_crashes} crashes");
        assert!(n_erased > N_SEEDS / 10, "{n_erased} cases erased");
        let mean = n_sent / N_SEEDS;
        assert!((10..400).contains(&mean), "{mean} bundles a seed");
    }
}

macro_rules! tenths {
    ($($name:ident $tenth:literal),+ $(,)?) => {
        $(#[test]
        fn $name() {
            one_of_ten($tenth);
        })+
    };
}

tenths! {
    both_logs_converge_0 0,
    both_logs_converge_1 1,
    both_logs_converge_2 2,
    both_logs_converge_3 3,
    both_logs_converge_4 4,
    both_logs_converge_5 5,
    both_logs_converge_6 6,
    both_logs_converge_7 7,
    both_logs_converge_8 8,
    both_logs_converge_9 9,
}
