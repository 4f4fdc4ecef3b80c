//! What is urgent does not wait behind what is large.

use std::num::NonZeroU64;

use weicourt_domain::log::Origin;
use weicourt_exchange::{Config, Flow, Lane};

use crate::chains::CASES;
use crate::dice::Dice;
use crate::simulation::disk::{Copy, Disk, Side, Stage};
use crate::simulation::link::Weather;
use crate::simulation::world::{Act, World};

const FILM_BYTES: usize = 200_000;

/// A film runs from the front to the court; meanwhile somebody speaks, and a control item is sent.
/// Gives the moments at which the film ended, and the waits of what is urgent.
fn film_and_speech(seed: u64, rate: Option<u64>, weather: Weather) -> (i64, Vec<(Lane, i64, i64)>) {
    let mut dice = Dice::new(seed);
    let config = Config {
        bytes_per_second: rate.and_then(NonZeroU64::new),
        chunk_bytes: 8_000,
        window_bytes: 64_000,
        first_resend_ms: 4_000,
        heartbeat_ms: 0,
        ..Config::default()
    };
    let case = CASES[0];
    let disks = [Side::Court, Side::Front].map(|side| {
        let mut disk = Disk::new(side);
        disk.cases.insert(case, Copy::new(Stage::Open));
        disk
    });
    let mut spoken = Vec::new();
    let mut world = World::new(dice.clone(), [config.clone(), config], [weather; 2], disks, false);
    world.has_bad_disks = false;
    world.act(3_000, Act::Attach(Side::Front, case, FILM_BYTES));
    for seq in 1..=5 {
        let at = 3_100 + seq as i64 * 900 + dice.between(0, 500) as i64;
        let lane = if dice.chance(50) { Lane::Control } else { Lane::Entries };
        match lane {
            Lane::Control => world.act(at, Act::Say(Side::Front)),
            _ => world.act(at, Act::Append(Side::Front, case)),
        }
        spoken.push((lane, at));
    }
    world.run(200_000).unwrap_or_else(|what| panic!("seed {seed}: {what}"));
    let film = world.applied.iter().filter(|(_, flow, _)| flow.lane() == Lane::Chunks);
    let ended_at = film.map(|(at, _, _)| *at).max().expect("a film");
    let mut n_spoken = [0; 2];
    let waits = spoken.into_iter().map(|(lane, at)| {
        n_spoken[lane as usize] += 1;
        let flow = match lane {
            Lane::Control => Flow::Control,
            _ => Flow::Chain { case, origin: Origin::Front },
        };
        let mut heard = world.applied.iter().filter(|(_, applied, _)| *applied == flow);
        let heard_at = heard.find(|(_, _, until)| *until >= n_spoken[lane as usize]).expect("heard").0;
        (lane, at, heard_at)
    });
    (ended_at, waits.collect())
}

#[test]
fn a_chat_line_does_not_wait_behind_a_film_under_a_cap() {
    // 20 kB a second: the film takes ten seconds, a piece of it a quarter of one.
    for seed in 0..40 {
        let weather = Weather { delay_ms: 30, jitter_ms: 10, ..Weather::fine() };
        let (film_at, spoken) = film_and_speech(seed, Some(20_000), weather);
        assert!(film_at > 12_000, "seed {seed}: the cap was not kept, the film ended at {film_at}");
        for (lane, at, heard_at) in spoken {
            let wait_ms = heard_at - at;
            assert!(wait_ms < 500, "seed {seed}: {lane:?} of {at} was heard after {wait_ms} ms");
        }
    }
}

#[test]
fn a_chat_line_does_not_wait_behind_a_film_on_a_bad_link() {
    for seed in 0..60 {
        let weather =
            Weather { loss: 15, doubling: 10, change: 5, delay_ms: 100, jitter_ms: 80, ..Weather::fine() };
        let (film_at, spoken) = film_and_speech(seed, Some(20_000), weather);
        for (lane, at, heard_at) in spoken {
            assert!(heard_at < film_at, "seed {seed}: {lane:?} of {at} at {heard_at}, film at {film_at}");
        }
    }
}

#[test]
fn a_full_window_of_film_leaves_room_for_a_chat_line() {
    // A slow link without a cap: the window, not the rate, is what holds the film back.
    for seed in 0..50 {
        let weather = Weather { delay_ms: 1_500, ..Weather::fine() };
        let (film_at, spoken) = film_and_speech(seed, None, weather);
        for (lane, at, heard_at) in spoken {
            let wait_ms = heard_at - at;
            assert!(wait_ms < 1_700, "seed {seed}: {lane:?} of {at} was heard after {wait_ms} ms");
            assert!(heard_at < film_at, "seed {seed}: {lane:?} of {at} at {heard_at}, film at {film_at}");
        }
    }
}
