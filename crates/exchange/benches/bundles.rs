//! How fast bundles are sealed and opened, and how fast a session pushes a film through.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Origin;
use weicourt_exchange::{
    Bundle, Config, Exchange, Flow, Input, Item, LinkKeys, Opener, Output, Sealer, Seed, Verdict,
};

fn main() {
    divan::main();
}

fn keys() -> (LinkKeys, LinkKeys) {
    (LinkKeys::from_seed(&[1; 64]), LinkKeys::from_seed(&[2; 64]))
}

/// Bytes like those of a film: nothing to pack.
fn film(n_bytes: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..n_bytes).map(|_| next()).collect()
}

fn chunk(n_bytes: usize) -> Bundle {
    let bytes = film(n_bytes);
    let total = n_bytes as u64;
    let items = vec![Item::Chunk { case: CaseId(1), sha256: Digest::ZERO, total, offset: 0, bytes }];
    Bundle { items, ..Bundle::default() }
}

/// Words as they stand in entries: JSON with Chinese text.
fn words(n_items: u64) -> Bundle {
    let text = |seq| {
        let body = "原告与被告于二〇二六年三月订立借款合同，约定月息一分，被告至今没有归还。";
        format!(r#"{{"kind":"message_posted","n":{seq},"content":{{"text":"第{seq}句：{body}"}}}}"#)
    };
    let item = |seq| Item::Control { seq, payload: text(seq).into_bytes() };
    Bundle { items: (1..=n_items).map(item).collect(), ..Bundle::default() }
}

fn size_of(bundle: &Bundle) -> usize {
    let size = |item: &Item| match item {
        Item::Control { payload, .. } => payload.len(),
        Item::Chunk { bytes, .. } => bytes.len(),
        Item::Entries { .. } => 0,
    };
    bundle.items.iter().map(size).sum()
}

fn bundle_of(what: &str) -> Bundle {
    match what {
        "answer" => Bundle { ping: true, ..Bundle::default() },
        "one line" => words(1),
        "1000 lines" => words(1_000),
        _ => chunk(256 << 10),
    }
}

const WHAT: [&str; 4] = ["answer", "one line", "1000 lines", "256 KiB of film"];

#[divan::bench(args = WHAT)]
fn seal(bencher: Bencher<'_, '_>, what: &str) {
    let (court, front) = keys();
    let mut sealer = Sealer::new(&court, &front.public(), &Seed::from_bytes([3; 32])).expect("a sealer");
    let bundle = bundle_of(what);
    let mut number = 0;
    bencher.counter(BytesCount::new(size_of(&bundle))).bench_local(|| {
        number += 1;
        sealer.seal(number, black_box(&bundle)).expect("sealed")
    });
}

#[divan::bench(args = WHAT)]
fn open(bencher: Bencher<'_, '_>, what: &str) {
    let (court, front) = keys();
    let mut sealer = Sealer::new(&court, &front.public(), &Seed::from_bytes([3; 32])).expect("a sealer");
    let bundle = bundle_of(what);
    let bytes = sealer.seal(1, &bundle).expect("sealed");
    let mut opener = Opener::new(&front, &court.public());
    bencher
        .counter(BytesCount::new(size_of(&bundle)))
        .bench_local(|| opener.open(black_box(&bytes)).expect("opens"));
}

#[divan::bench]
fn refuse_a_changed_film(bencher: Bencher<'_, '_>) {
    let (court, front) = keys();
    let mut sealer = Sealer::new(&court, &front.public(), &Seed::from_bytes([3; 32])).expect("a sealer");
    let mut bytes = sealer.seal(1, &chunk(256 << 10)).expect("sealed");
    bytes[1_000] ^= 1;
    let mut opener = Opener::new(&front, &court.public());
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| opener.open(black_box(&bytes)).is_err());
}

/// Both sessions on one thread, without a disk.
#[divan::bench(sample_count = 10)]
fn push_a_film_of_32_mib_through_a_session(bencher: Bencher<'_, '_>) {
    let whole = film(32 << 20);
    let total = whole.len() as u64;
    let now = Instant(0);
    bencher.counter(BytesCount::new(whole.len())).bench_local(|| {
        let (court, front) = keys();
        let config = Config { ack_delay_ms: 0, ..Config::default() };
        let session = |own: &LinkKeys, peer: &LinkKeys, seed| {
            let seed = Seed::from_bytes([seed; 32]);
            Exchange::new(config.clone(), own, &peer.public(), &seed, now).expect("a session")
        };
        let (mut away, mut home) = (session(&front, &court, 4), session(&court, &front, 5));
        let flow = Flow::Blob { case: CaseId(1), sha256: Digest::ZERO };
        away.handle_input(Input::News { flow, acknowledged: 0, head: total, since: now }, now);
        loop {
            match away.poll_output() {
                Output::Load { ticket, wanted, max_bytes } => {
                    let offset = wanted[0].after as usize;
                    let bytes = whole[offset..whole.len().min(offset + max_bytes)].to_vec();
                    let (case, sha256, offset) = (CaseId(1), Digest::ZERO, offset as u64);
                    let items = vec![Item::Chunk { case, sha256, total, offset, bytes }];
                    away.handle_input(Input::Loaded { ticket, items, gone: Vec::new() }, now);
                }
                Output::Send(bytes) => home.handle_input(Input::Received(bytes), now),
                Output::Acknowledged { at, .. } if at == total => break,
                _ => {}
            }
            match home.poll_output() {
                Output::Apply { ticket, items } => {
                    let verdicts = vec![Verdict::Applied; items.len()];
                    home.handle_input(Input::Applied { ticket, verdicts }, now);
                }
                Output::Send(bytes) => away.handle_input(Input::Received(bytes), now),
                _ => {}
            }
        }
    });
}

/// What a court with many open cases does at the start of a link: nearly all of them are up to date.
#[divan::bench(sample_count = 10)]
fn tell_a_session_of_100_000_cases(bencher: Bencher<'_, '_>) {
    let now = Instant(0);
    let (court, front) = keys();
    bencher.bench_local(|| {
        let seed = Seed::from_bytes([3; 32]);
        let mut home =
            Exchange::new(Config::default(), &court, &front.public(), &seed, now).expect("a session");
        for case in 0..100_000 {
            let flow = Flow::Chain { case: CaseId(case), origin: Origin::Court };
            let acknowledged = if case % 100 == 0 { 39 } else { 40 };
            home.handle_input(Input::News { flow, acknowledged, head: 40, since: now }, now);
        }
        assert_eq!(home.status(now).lanes[1].flows, 1_000);
    });
}
