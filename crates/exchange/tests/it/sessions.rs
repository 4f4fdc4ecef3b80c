//! Single situations of a session, one test each.

use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Origin;
use weicourt_exchange::{Bundle, Config, Flow, Input, Item, MAX_INSIDE_BYTES, Output, Sealer, Seed, Verdict};

use crate::chains::{CASES, keys, sent};
use crate::pair::{Pair, config, session};
use crate::simulation::disk::{Message, Side, Stage};

const COURT_CHAIN: Flow = Flow::Chain { case: CASES[0], origin: Origin::Court };
const FRONT_CHAIN: Flow = Flow::Chain { case: CASES[0], origin: Origin::Front };

/// The court has written `n` entries in each of the first `n_cases` cases.
fn written(n_cases: usize, n: u64) -> Pair {
    let mut pair = Pair::new(&CASES[..n_cases]);
    for copy in pair.end(Side::Court).disk.cases.values_mut() {
        copy.own = n;
    }
    pair.news(Side::Court);
    pair
}

#[test]
fn many_cases_travel_in_one_bundle() {
    let mut pair = written(4, 2);
    assert_eq!(pair.end(Side::Court).out.len(), 1);
    pair.settle();
    for case in CASES {
        assert_eq!(pair.end(Side::Front).disk.cases[&case].held.len(), 2);
    }
    assert_eq!(pair.end(Side::Court).acknowledged.len(), 4);
    assert_eq!(pair.status(Side::Court).lag_ms, 0);
}

#[test]
fn an_answer_to_an_answer_is_never_sent() {
    let mut pair = written(1, 5);
    pair.settle();
    pair.pass(60_000, false);
    let counters = pair.status(Side::Court).counters;
    assert_eq!((counters.sent_bundles, counters.received_bundles), (1, 1));
}

#[test]
fn the_lag_is_the_age_of_the_oldest_unacknowledged_thing() {
    let mut pair = written(1, 1);
    pair.end(Side::Court).out.clear();
    pair.pass(7_000, true);
    let status = pair.status(Side::Court);
    assert_eq!(status.lag_ms, 7_000);
    assert_eq!((status.lanes[1].flows, status.lanes[1].waiting), (1, 1));
    assert!(status.probing);
    pair.pass(20_000, false);
    let status = pair.status(Side::Court);
    assert_eq!((status.lag_ms, status.probing), (0, false));
    assert!(status.last_acknowledged_at.is_some());
}

#[test]
fn an_outage_costs_one_bundle_a_minute() {
    let mut pair = written(4, 20);
    pair.end(Side::Court).out.clear();
    pair.pass(3_600_000, true);
    let n_sent = pair.status(Side::Court).counters.sent_bundles;
    assert!((55..70).contains(&n_sent), "{n_sent} bundles in an hour");
    pair.pass(61_000, false);
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[3]].held.len(), 20);
}

#[test]
fn entries_wait_until_their_case_is_open() {
    let mut pair = Pair::new(&[]);
    let court = pair.end(Side::Court);
    court.disk.cases.entry(CASES[0]).or_insert_with(|| crate::simulation::disk::Copy::new(Stage::Open)).own =
        3;
    pair.news(Side::Court);
    pair.settle();
    assert!(pair.end(Side::Front).disk.cases.is_empty());
    assert_eq!(pair.end(Side::Court).acknowledged, []);
    // The peer asked again and again, ever more slowly.
    pair.pass(60_000, false);
    let n_sent = pair.status(Side::Court).counters.sent_bundles;
    assert!((3..40).contains(&n_sent), "{n_sent} bundles in a minute");
    pair.end(Side::Court).disk.said.push(Message::Open(CASES[0], 0));
    pair.news(Side::Court);
    pair.pass(60_000, false);
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 3);
}

#[test]
fn a_refused_entry_halts_its_chain_and_no_other() {
    let mut pair = written(2, 4);
    pair.end(Side::Front).judge = Some(Box::new(|item| {
        let reason = "signature is not the node's".to_owned();
        (item.flow() == COURT_CHAIN).then_some(Verdict::Refused { at: 1, reason })
    }));
    pair.settle();
    pair.pass(120_000, false);
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[1]].held.len(), 4);
    let halts = std::mem::take(&mut pair.end(Side::Court).halts);
    assert_eq!(halts.len(), 1);
    assert_eq!((halts[0].flow, halts[0].at), (COURT_CHAIN, 1));
    let status = pair.status(Side::Court);
    assert_eq!(status.halted, halts);
    assert_eq!((status.lag_ms, status.in_flight_bundles), (0, 0));
    let n_sent = status.counters.sent_bundles;
    // News does not wake it; an operator does.
    pair.end(Side::Court).disk.cases.entry(CASES[0]).and_modify(|copy| copy.own = 6);
    pair.news(Side::Court);
    pair.pass(10_000, false);
    assert_eq!(pair.status(Side::Court).counters.sent_bundles, n_sent);
    pair.end(Side::Front).judge = None;
    pair.input(Side::Court, Input::Resume(COURT_CHAIN));
    pair.settle();
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 6);
}

#[test]
fn a_receiver_restored_from_a_backup_is_sent_what_it_lost() {
    let mut pair = written(1, 8);
    pair.settle();
    pair.end(Side::Front).disk.cases.entry(CASES[0]).and_modify(|copy| copy.held.truncate(3));
    pair.restart(Side::Front, 9);
    pair.input(Side::Front, Input::Ask { flow: COURT_CHAIN, after: 3 });
    pair.settle();
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 8);
    assert!(pair.end(Side::Court).acknowledged.contains(&(COURT_CHAIN, 3)));
}

#[test]
fn a_lost_question_is_asked_again() {
    let mut pair = written(1, 8);
    pair.settle();
    pair.end(Side::Front).disk.cases.entry(CASES[0]).and_modify(|copy| copy.held.truncate(3));
    pair.restart(Side::Front, 9);
    pair.input(Side::Front, Input::Ask { flow: COURT_CHAIN, after: 3 });
    pair.end(Side::Front).out.clear();
    pair.pass(10_000, false);
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 8);
}

#[test]
fn a_sender_restored_from_an_old_backup_stops_before_it_forks() {
    let mut pair = written(1, 8);
    pair.settle();
    pair.end(Side::Court).disk.cases.entry(CASES[0]).and_modify(|copy| copy.own = 5);
    pair.end(Side::Court).disk.saved.insert(COURT_CHAIN, 4);
    pair.restart(Side::Court, 9);
    pair.settle();
    let halts = &pair.end(Side::Court).halts;
    assert_eq!(halts.len(), 1);
    assert_eq!(halts[0].reason, "the peer knows it up to 8, here it ends at 5");
}

#[test]
fn a_sender_that_lost_its_positions_skips_what_the_peer_knows() {
    let mut pair = written(1, 24);
    pair.settle();
    pair.end(Side::Court).disk.saved.clear();
    pair.end(Side::Court).acknowledged.clear();
    pair.end(Side::Front).handed.clear();
    pair.restart(Side::Court, 9);
    pair.settle();
    assert_eq!(pair.end(Side::Court).acknowledged, [(COURT_CHAIN, 24)]);
    assert_eq!(pair.end(Side::Front).handed, []);
}

#[test]
fn an_old_bundle_brought_again_changes_nothing() {
    let mut pair = written(1, 4);
    let old = pair.end(Side::Court).out.clone();
    pair.settle();
    pair.restart(Side::Court, 9);
    pair.end(Side::Court).disk.cases.entry(CASES[0]).and_modify(|copy| copy.own = 6);
    pair.news(Side::Court);
    pair.settle();
    for side in [Side::Front, Side::Court] {
        let handed = pair.end(Side::Front).handed.len();
        for bytes in &old {
            pair.input(Side::Front, Input::Received(bytes.clone()));
        }
        pair.settle();
        assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 6);
        assert_eq!(pair.status(Side::Court).halted, []);
        let handed_again = &pair.end(Side::Front).handed[handed..];
        // After a restart the store is asked once and says that it knows them.
        assert!(handed_again.len() <= 1, "{handed_again:?}");
        pair.restart(side, 20 + side as u8);
        pair.settle();
    }
}

#[test]
fn a_file_continues_where_it_stopped() {
    let mut pair = Pair::new(&CASES[..1]);
    let film: Vec<u8> = (0..3_000_000_u32).map(|i| (i.wrapping_mul(i) / 7) as u8).collect();
    let sha256 = Digest::of(&film);
    let copy = pair.end(Side::Front).disk.cases.get_mut(&CASES[0]).expect("a case");
    copy.files.insert(sha256, std::sync::Arc::new(film.clone()));
    pair.news(Side::Front);
    let first: Vec<_> = pair.end(Side::Front).out.drain(..).take(4).collect();
    for bytes in first {
        pair.input(Side::Court, Input::Received(bytes));
    }
    pair.settle();
    let n_known = pair.end(Side::Court).disk.cases[&CASES[0]].held_files[&sha256].len();
    assert_eq!(n_known, 4 * (256 << 10));
    pair.end(Side::Court).handed.clear();
    pair.restart(Side::Front, 9);
    pair.restart(Side::Court, 10);
    pair.settle();
    assert_eq!(pair.end(Side::Court).disk.cases[&CASES[0]].held_files[&sha256], film);
    let Item::Chunk { offset, .. } = &pair.end(Side::Court).handed[0] else { panic!("a chunk") };
    assert_eq!(*offset as usize, n_known);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut court = session(Side::Court, config(Side::Court), 3, 10_000_000);
    let news = |head| Input::News { flow: FRONT_CHAIN, acknowledged: 0, head, since: Instant(10_000_000) };
    court.handle_input(news(1), Instant(10_000_000));
    let Output::Load { ticket, .. } = court.poll_output() else { panic!("a load") };
    let entry = sent(CASES[0], Origin::Front, 1).clone();
    let item = Item::Entries { case: CASES[0], origin: Origin::Front, entries: vec![entry] };
    // An hour back: the clock was wrong.
    let back = 10_000_000 - 3_600_000;
    court.handle_input(Input::Loaded { ticket, items: vec![item], gone: vec![] }, Instant(back));
    assert!(matches!(court.poll_output(), Output::Send(_)));
    let Output::Wait(until) = court.poll_output() else { panic!("a wait") };
    assert_eq!(until, Instant(back + 3_000));
    court.handle_input(Input::Tick, until);
    assert!(matches!(court.poll_output(), Output::Load { .. }));
}

#[test]
fn a_heartbeat_shows_that_a_silent_link_lives() {
    let mut pair = Pair::new(&[]);
    let court = Config { heartbeat_ms: 5_000, ..config(Side::Court) };
    pair.end(Side::Court).exchange = session(Side::Court, court, 3, 0);
    pair.pass(60_000, false);
    let status = pair.status(Side::Court);
    assert!(status.last_acknowledged_at.is_some_and(|at| at.0 > 50_000));
    assert!((10..=12).contains(&status.counters.sent_bundles));
}

#[test]
fn what_cannot_be_loaded_or_applied_for_now_is_tried_again() {
    let mut front = session(Side::Front, config(Side::Front), 3, 0);
    let mut court = session(Side::Court, config(Side::Court), 4, 0);
    front.handle_input(
        Input::News { flow: Flow::Control, acknowledged: 0, head: 1, since: Instant(0) },
        Instant(0),
    );
    let Output::Load { ticket, .. } = front.poll_output() else { panic!("a load") };
    front.handle_input(Input::NotLoaded { ticket }, Instant(0));
    let Output::Wait(until) = front.poll_output() else { panic!("a wait") };
    front.handle_input(Input::Tick, until);
    let mut n_failed = 0;
    let mut now = until;
    for step in 0.. {
        assert!(step < 1_000, "it is not tried again");
        match front.poll_output() {
            Output::Load { ticket, .. } => {
                let items = vec![Item::Control { seq: 1, payload: vec![7] }];
                front.handle_input(Input::Loaded { ticket, items, gone: vec![] }, now);
            }
            Output::Send(bytes) => court.handle_input(Input::Received(bytes), now),
            Output::Acknowledged { at, .. } => {
                assert_eq!(at, 1);
                break;
            }
            Output::Wait(until) => {
                now = until;
                front.handle_input(Input::Tick, now);
            }
            other => panic!("{other:?}"),
        }
        match court.poll_output() {
            Output::Apply { ticket, .. } if n_failed < 2 => {
                n_failed += 1;
                court.handle_input(Input::NotApplied { ticket }, now);
            }
            Output::Apply { ticket, .. } => {
                court.handle_input(Input::Applied { ticket, verdicts: vec![Verdict::Applied] }, now);
            }
            Output::Send(bytes) => front.handle_input(Input::Received(bytes), now),
            _ => {}
        }
    }
    assert_eq!(n_failed, 2);
}

#[test]
fn what_is_too_large_to_be_sent_halts_its_flow_here() {
    let mut court = session(Side::Court, config(Side::Court), 3, 0);
    let now = Instant(0);
    court.handle_input(Input::News { flow: Flow::Control, acknowledged: 0, head: 1, since: now }, now);
    let Output::Load { ticket, .. } = court.poll_output() else { panic!("a load") };
    let items = vec![Item::Control { seq: 1, payload: vec![0; MAX_INSIDE_BYTES] }];
    court.handle_input(Input::Loaded { ticket, items, gone: vec![] }, now);
    let Output::Halted(halt) = court.poll_output() else { panic!("a halt") };
    assert_eq!((halt.flow, halt.at), (Flow::Control, 0));
    assert!(halt.reason.starts_with("cannot be sent: too large"));
    assert!(matches!(court.poll_output(), Output::Wait(_)));
}

#[test]
fn what_is_gone_when_it_is_loaded_is_forgotten() {
    let mut court = session(Side::Court, config(Side::Court), 3, 0);
    let now = Instant(0);
    court.handle_input(Input::News { flow: COURT_CHAIN, acknowledged: 0, head: 1, since: now }, now);
    let Output::Load { ticket, .. } = court.poll_output() else { panic!("a load") };
    court.handle_input(Input::Loaded { ticket, items: vec![], gone: vec![COURT_CHAIN] }, now);
    assert!(matches!(court.poll_output(), Output::Wait(_)));
    assert_eq!(court.status(now).lanes[1].flows, 0);
}

#[test]
fn a_chat_line_is_loaded_and_applied_before_a_film_that_came_first() {
    let now = Instant(0);
    let (mut front, mut court) =
        (session(Side::Front, config(Side::Front), 3, 0), session(Side::Court, config(Side::Court), 4, 0));
    let film = |number: u8| Flow::Blob { case: CASES[0], sha256: Digest([number; 32]) };
    let chunk = |number: u8| Item::Chunk {
        case: CASES[0],
        sha256: Digest([number; 32]),
        total: 10,
        offset: 0,
        bytes: vec![number; 10],
    };
    for number in 0..3 {
        front.handle_input(Input::News { flow: film(number), acknowledged: 0, head: 10, since: now }, now);
    }
    let mut bundles = Vec::new();
    let mut slow = None;
    for number in 0..3 {
        let Output::Load { ticket, .. } = front.poll_output() else { panic!("a load") };
        if number == 2 {
            slow = Some(ticket);
            break;
        }
        front.handle_input(Input::Loaded { ticket, items: vec![chunk(number)], gone: vec![] }, now);
        let Output::Send(bytes) = front.poll_output() else { panic!("a bundle") };
        bundles.push(bytes);
    }
    assert!(matches!(front.poll_output(), Output::Wait(_)));
    // While the third piece is read from a slow disk, somebody speaks.
    front.handle_input(Input::News { flow: FRONT_CHAIN, acknowledged: 0, head: 1, since: now }, now);
    let Output::Load { ticket, wanted, .. } = front.poll_output() else { panic!("a load") };
    assert_eq!(wanted[0].flow, FRONT_CHAIN);
    let entries = vec![sent(CASES[0], Origin::Front, 1).clone()];
    let line = Item::Entries { case: CASES[0], origin: Origin::Front, entries };
    front.handle_input(Input::Loaded { ticket, items: vec![line.clone()], gone: vec![] }, now);
    let Output::Send(bytes) = front.poll_output() else { panic!("a bundle") };
    bundles.push(bytes);
    let ticket = slow.expect("a slow disk");
    front.handle_input(Input::Loaded { ticket, items: vec![chunk(2)], gone: vec![] }, now);
    assert!(matches!(front.poll_output(), Output::Send(_)));
    // The court is busy with the first piece when the second and the line arrive.
    let mut applied = Vec::new();
    for bytes in bundles {
        court.handle_input(Input::Received(bytes), now);
        if applied.is_empty() {
            let Output::Apply { ticket, items } = court.poll_output() else { panic!("an apply") };
            applied.push((ticket, items));
        }
    }
    for _ in 0..2 {
        let (ticket, items) = applied.pop().expect("an apply");
        let verdicts = vec![Verdict::Applied; items.len()];
        court.handle_input(Input::Applied { ticket, verdicts }, now);
        while applied.is_empty() {
            match court.poll_output() {
                Output::Apply { ticket, items } => applied.push((ticket, items)),
                Output::Send(_) => {}
                other => panic!("{other:?}"),
            }
        }
        if items == [chunk(0)] {
            assert_eq!(applied[0].1, std::slice::from_ref(&line));
        } else {
            assert_eq!((items.as_slice(), &applied[0].1), ([line.clone()].as_slice(), &vec![chunk(1)]));
        }
    }
}

#[test]
fn an_answer_to_an_earlier_life_of_a_case_says_nothing() {
    let mut pair = written(1, 8);
    pair.settle();
    // The court lost its positions and begins anew, one entry a bundle.
    pair.end(Side::Court).disk.saved.clear();
    pair.end(Side::Court).acknowledged.clear();
    let small = Config { bundle_bytes: 1, window_bundles: 1, ..config(Side::Court) };
    pair.end(Side::Court).exchange = session(Side::Court, small, 9, 0);
    pair.news(Side::Court);
    let bundle = pair.end(Side::Court).out.remove(0);
    pair.input(Side::Front, Input::Received(bundle));
    let answer = pair.end(Side::Front).out.remove(0);
    // Meanwhile the case goes home and out again; the front has nothing of it.
    pair.input(Side::Court, Input::Forget(CASES[0]));
    pair.input(Side::Front, Input::Forget(CASES[0]));
    pair.end(Side::Front).disk.cases.entry(CASES[0]).and_modify(|copy| copy.held.clear());
    pair.news(Side::Court);
    pair.input(Side::Court, Input::Received(answer));
    assert_eq!(pair.end(Side::Court).acknowledged, []);
    pair.settle();
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 8);
    assert_eq!(pair.end(Side::Court).acknowledged.last(), Some(&(COURT_CHAIN, 8)));
}

#[test]
fn a_case_forgotten_while_it_is_applied_is_not_known_afterwards() {
    let (court_keys, front_keys) = keys();
    let seed = Seed::from_bytes([8; 32]);
    let mut sealer = Sealer::new(&front_keys, &court_keys.public(), &seed).expect("a sealer");
    let mut court = session(Side::Court, config(Side::Court), 3, 0);
    let now = Instant(0);
    for number in 1..=2 {
        let entries = (1..=3).map(|seq| sent(CASES[0], Origin::Front, seq).clone()).collect();
        let items = vec![Item::Entries { case: CASES[0], origin: Origin::Front, entries }];
        let bytes = sealer.seal(number, &Bundle { items, ..Bundle::default() }).expect("sealed");
        court.handle_input(Input::Received(bytes), now);
        let Output::Apply { ticket, .. } = court.poll_output() else { panic!("bundle {number}: an apply") };
        court.handle_input(Input::Forget(CASES[0]), now);
        court.handle_input(Input::Applied { ticket, verdicts: vec![Verdict::Applied] }, now);
        while !matches!(court.poll_output(), Output::Wait(_)) {}
    }
}

#[test]
fn one_lost_bundle_is_made_good_at_once_and_what_follows_is_sent_once_more() {
    let mut pair = written(1, 24);
    let small = Config { bundle_bytes: 1, window_bundles: 64, ..config(Side::Court) };
    pair.end(Side::Court).exchange = session(Side::Court, small, 9, 0);
    pair.end(Side::Court).out.clear();
    pair.news(Side::Court);
    assert_eq!(pair.end(Side::Court).out.len(), 24);
    pair.end(Side::Court).out.remove(2);
    pair.settle();
    // No time has passed: the gap, not a timer, brought it.
    assert_eq!(pair.now, 0);
    assert_eq!(pair.end(Side::Front).disk.cases[&CASES[0]].held.len(), 24);
    assert_eq!(pair.status(Side::Court).counters.sent_bundles, 24 + 22);
}
