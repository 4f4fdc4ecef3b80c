//! A peer with the right keys that breaks the rules, and strangers without them.

use weicourt_domain::digest::Digest;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Origin;
use weicourt_exchange::{
    Answer, Bundle, BundleError, BundleNumber, Feedback, Flow, Input, Item, LinkKeys, MAX_BUNDLE_BYTES, Note,
    Opener, Sealer, Seed,
};

use crate::chains::{CASES, keys, sent};
use crate::dice::Dice;
use crate::pair::Pair;
use crate::simulation::disk::Side;

/// A front that somebody broke into: it has the front's keys and writes what it likes.
struct Intruder {
    sealer: Sealer,
    opener: Opener,
    next: u64,
}

impl Intruder {
    fn new(seed: u8) -> Intruder {
        let (court, front) = keys();
        let sealer = Sealer::new(&front, &court.public(), &Seed::from_bytes([seed; 32])).expect("a sealer");
        Intruder { sealer, opener: Opener::new(&front, &court.public()), next: 1 }
    }

    fn write(&mut self, bundle: Bundle) -> Vec<u8> {
        self.next += 1;
        self.sealer.seal(self.next - 1, &bundle).expect("sealed")
    }

    fn read(&mut self, bytes: &[u8]) -> (BundleNumber, Bundle) {
        self.opener.open(bytes).expect("the court's bundle")
    }
}

fn entries(numbers: std::ops::RangeInclusive<u64>) -> Item {
    let case = CASES[0];
    let entries = numbers.map(|seq| sent(case, Origin::Front, seq).clone()).collect();
    Item::Entries { case, origin: Origin::Front, entries }
}

fn items(items: Vec<Item>) -> Bundle {
    Bundle { items, ..Bundle::default() }
}

#[test]
fn gaps_repetitions_and_disorder_are_sorted_out() {
    let mut dice = Dice::new(5);
    for _ in 0..200 {
        let mut pair = Pair::new(&CASES[..1]);
        let mut intruder = Intruder::new(50);
        let mut sent_bytes: Vec<Vec<u8>> = Vec::new();
        for _ in 0..40 {
            if !sent_bytes.is_empty() && dice.chance(30) {
                let again = dice.between(0, sent_bytes.len() as u64 - 1) as usize;
                pair.input(Side::Court, Input::Received(sent_bytes[again].clone()));
                continue;
            }
            let from = dice.between(1, 20);
            let bytes = intruder.write(items(vec![entries(from..=from + dice.between(0, 3))]));
            pair.input(Side::Court, Input::Received(bytes.clone()));
            sent_bytes.push(bytes);
        }
        let held = &pair.end(Side::Court).disk.cases[&CASES[0]].held;
        for (index, entry) in held.iter().enumerate() {
            assert_eq!(entry.seq(), index as u64 + 1);
        }
        let length = held.len() as u64;
        // Each gap was answered with the place from which to go on.
        let answers: Vec<Vec<u8>> = std::mem::take(&mut pair.end(Side::Court).out);
        for bytes in answers {
            for note in intruder.read(&bytes).1.feedback.into_iter().flat_map(|feedback| feedback.notes) {
                match note.answer {
                    Answer::Want(after) => assert!(after <= length),
                    Answer::At(at) => assert!(at <= length),
                    Answer::Halted { .. } => panic!("nothing was refused"),
                }
            }
        }
    }
}

#[test]
fn answers_that_make_no_sense_move_nothing() {
    let mut dice = Dice::new(6);
    let mut pair = Pair::new(&CASES[..2]);
    pair.end(Side::Court).disk.cases.get_mut(&CASES[0]).expect("a case").own = 6;
    pair.news(Side::Court);
    let mut intruder = Intruder::new(51);
    let (number, _) = {
        let bytes = pair.end(Side::Court).out.remove(0);
        intruder.read(&bytes)
    };
    let flows = [
        Flow::Control,
        Flow::Chain { case: CASES[1], origin: Origin::Court },
        Flow::Chain { case: CASES[3], origin: Origin::Court },
        Flow::Chain { case: CASES[0], origin: Origin::Front },
        Flow::Blob { case: CASES[0], sha256: Digest::ZERO },
    ];
    let any = |dice: &mut Dice| dice.pick(&[0, 1, 5, 1 << 40, u64::MAX]);
    for _ in 0..500 {
        let answer = match dice.between(0, 2) {
            0 => Answer::At(any(&mut dice)),
            1 => Answer::Want(any(&mut dice)),
            _ => Answer::Halted { at: any(&mut dice), reason: "x".repeat(1_000) },
        };
        // Answers about flows that were never sent, or to bundles that do not exist.
        let is_future = dice.chance(50);
        let flow =
            if is_future { Flow::Chain { case: CASES[0], origin: Origin::Court } } else { dice.pick(&flows) };
        let note = Note { number: if is_future { 1 << 50 } else { any(&mut dice) }, flow, answer };
        let acknowledged = vec![(1 << 51, u64::MAX)];
        let epoch = if dice.chance(20) { dice.roll() } else { number.epoch };
        let feedback = vec![Feedback { epoch, acknowledged, notes: vec![note] }];
        let asks = vec![(dice.pick(&flows), any(&mut dice))];
        let floor = any(&mut dice).min(1 << 40);
        let bytes = intruder.write(Bundle { feedback, asks, floor, ..Bundle::default() });
        pair.input(Side::Court, Input::Received(bytes));
    }
    let end = pair.end(Side::Court);
    assert_eq!(end.acknowledged, []);
    assert_eq!(end.halts, []);
    assert_eq!(end.handed, []);
}

#[test]
fn a_flood_of_questions_is_answered_ever_more_slowly() {
    let mut pair = Pair::new(&CASES[..1]);
    pair.end(Side::Court).disk.cases.get_mut(&CASES[0]).expect("a case").own = 20;
    pair.news(Side::Court);
    let mut intruder = Intruder::new(52);
    let flow = Flow::Chain { case: CASES[0], origin: Origin::Court };
    for _ in 0..6_000 {
        pair.now += 10;
        let bytes = intruder.write(Bundle { asks: vec![(flow, 0)], ..Bundle::default() });
        pair.input(Side::Court, Input::Received(bytes));
        pair.input(Side::Court, Input::Tick);
    }
    let n_loaded = pair.status(Side::Court).counters.sent_bundles;
    // Each question is acknowledged; the twenty entries go out a few times in a minute.
    let mut n_entries = 0;
    for bytes in std::mem::take(&mut pair.end(Side::Court).out) {
        n_entries += usize::from(!intruder.read(&bytes).1.items.is_empty());
    }
    assert!(n_entries < 30, "sent {n_entries} times in {n_loaded} bundles");
}

#[test]
fn more_than_fits_is_dropped_and_nothing_is_lost() {
    let mut pair = Pair::new(&CASES[..1]);
    let mut intruder = Intruder::new(53);
    let big: Vec<u8> = vec![9; 6 << 20];
    let sha256 = Digest::of(&big);
    // Applying does not end: the node's disk is busy.
    let (court, front) = keys();
    let seed = Seed::from_bytes([77; 32]);
    let config = crate::pair::config(Side::Court);
    let mut busy = weicourt_exchange::Exchange::new(config, &court, &front.public(), &seed, Instant(0))
        .expect("a session");
    for offset in 0..20 {
        let item =
            Item::Chunk { case: CASES[0], sha256, total: 1 << 40, offset: offset << 24, bytes: big.clone() };
        busy.handle_input(Input::Received(intruder.write(items(vec![item]))), Instant(0));
        let _ = busy.poll_output();
    }
    let status = busy.status(Instant(0));
    assert!(status.received_bytes <= 33 << 20, "{} bytes wait", status.received_bytes);
    assert!(status.counters.dropped_bundles >= 10);
    // Bytes that are too long are not even read.
    pair.input(Side::Court, Input::Received(vec![0; MAX_BUNDLE_BYTES + 1]));
    let size_bytes = MAX_BUNDLE_BYTES + 1;
    assert_eq!(pair.end(Side::Court).unreadable, [BundleError::TooLarge { size_bytes }]);
}

#[test]
fn many_runs_and_far_numbers_do_not_fill_the_memory() {
    let mut pair = Pair::new(&CASES[..1]);
    for seed in 0..60 {
        let mut intruder = Intruder::new(100 + seed);
        for step in 0..40 {
            intruder.next = 1 + step * 1_000_003;
            let bytes = intruder.write(Bundle { ping: true, ..Bundle::default() });
            pair.input(Side::Court, Input::Received(bytes));
        }
    }
    for bytes in std::mem::take(&mut pair.end(Side::Court).out) {
        assert!(bytes.len() < 20_000, "an answer of {} bytes", bytes.len());
    }
}

#[test]
fn a_bundle_held_back_does_not_shut_out_the_living_run() {
    let mut pair = Pair::new(&CASES[..1]);
    let (mut old, mut new) = (Intruder::new(60), Intruder::new(61));
    let held_back = old.write(items(vec![entries(1..=1)]));
    let first = new.write(items(vec![entries(1..=2)]));
    pair.input(Side::Court, Input::Received(first));
    pair.input(Side::Court, Input::Received(held_back));
    let second = new.write(items(vec![entries(3..=4)]));
    pair.input(Side::Court, Input::Received(second));
    assert_eq!(pair.end(Side::Court).disk.cases[&CASES[0]].held.len(), 4);
    let epoch = new.sealer.epoch();
    let answered: Vec<u64> = std::mem::take(&mut pair.end(Side::Court).out)
        .iter()
        .flat_map(|bytes| new.read(bytes).1.feedback)
        .filter(|feedback| feedback.epoch == epoch)
        .flat_map(|feedback| feedback.acknowledged)
        .map(|(_, to)| to)
        .collect();
    assert_eq!(answered.last(), Some(&2));
}

#[test]
fn strangers_are_refused() {
    let (court, front) = keys();
    let stranger = LinkKeys::from_seed(&[33; 64]);
    let seed = Seed::from_bytes([1; 32]);
    let ping = Bundle { ping: true, ..Bundle::default() };
    let mut pair = Pair::new(&[]);
    for (sender, receiver) in [(&stranger, &court), (&front, &stranger), (&court, &front)] {
        let bytes = Sealer::new(sender, &receiver.public(), &seed).expect("a sealer").seal(1, &ping);
        pair.input(Side::Court, Input::Received(bytes.expect("sealed")));
    }
    assert_eq!(pair.end(Side::Court).unreadable, [const { BundleError::OtherLink }; 3]);
    // The link's name copied onto a stranger's bundle.
    let honest =
        Sealer::new(&front, &court.public(), &seed).expect("a sealer").seal(1, &ping).expect("sealed");
    let mut forged =
        Sealer::new(&stranger, &court.public(), &seed).expect("a sealer").seal(1, &ping).expect("sealed");
    forged[5..13].copy_from_slice(&honest[5..13]);
    pair.input(Side::Court, Input::Received(forged));
    assert_eq!(pair.end(Side::Court).unreadable[3], BundleError::WrongSignature);
    assert_eq!(pair.end(Side::Court).out, Vec::<Vec<u8>>::new());
}
