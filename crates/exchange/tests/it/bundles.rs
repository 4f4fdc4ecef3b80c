//! Bundles as bytes: what goes in comes out, and what was changed does not.

use proptest::collection::vec;
use proptest::prelude::*;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Origin;
use weicourt_exchange::{
    Answer, Bundle, BundleError, Feedback, Flow, Item, KeyError, LinkKeys, Note, Opener, PeerKeys, Sealer,
    Seed, SentEntry,
};

use crate::chains::{CASES, CHAIN_LENGTH, keys, log, sent};

fn flow() -> impl Strategy<Value = Flow> {
    let origin = prop_oneof![Just(Origin::Front), Just(Origin::Court)];
    prop_oneof![
        Just(Flow::Control),
        (any::<u64>(), origin).prop_map(|(case, origin)| Flow::Chain { case: CaseId(case), origin }),
        (any::<u64>(), any::<[u8; 32]>())
            .prop_map(|(case, sha256)| Flow::Blob { case: CaseId(case), sha256: Digest(sha256) }),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let control = (1..u64::MAX, vec(any::<u8>(), 0..300));
    let entries = (0..CASES.len(), any::<bool>(), 1..CHAIN_LENGTH, 0..8_u64);
    let chunk = (any::<u64>(), any::<[u8; 32]>(), 0..1_u64 << 50, 0..1000_u64, vec(any::<u8>(), 1..3000));
    prop_oneof![
        control.prop_map(|(seq, payload)| Item::Control { seq, payload }),
        entries.prop_map(|(case, is_front, from, n)| {
            let (case, origin) = (CASES[case], if is_front { Origin::Front } else { Origin::Court });
            let to = (from + n).min(CHAIN_LENGTH);
            let entries = (from..=to).map(|seq| sent(case, origin, seq).clone()).collect();
            Item::Entries { case, origin, entries }
        }),
        chunk.prop_map(|(case, sha256, offset, rest, bytes)| Item::Chunk {
            case: CaseId(case),
            sha256: Digest(sha256),
            total: offset + bytes.len() as u64 + rest,
            offset,
            bytes,
        }),
    ]
}

fn feedback() -> impl Strategy<Value = Feedback> {
    let answer = prop_oneof![
        any::<u64>().prop_map(Answer::At),
        any::<u64>().prop_map(Answer::Want),
        (any::<u64>(), "[a-z 律师]{0,200}").prop_map(|(at, reason)| Answer::Halted { at, reason }),
    ];
    let note =
        (any::<u64>(), flow(), answer).prop_map(|(number, flow, answer)| Note { number, flow, answer });
    let range = (any::<u64>(), any::<u64>()).prop_map(|(a, b)| (a.min(b), a.max(b)));
    (any::<u64>(), vec(range, 0..5), vec(note, 0..5)).prop_map(|(epoch, acknowledged, notes)| Feedback {
        epoch,
        acknowledged,
        notes,
    })
}

fn bundle() -> impl Strategy<Value = Bundle> {
    let asks = vec((flow(), any::<u64>()), 0..4);
    (any::<u64>(), any::<bool>(), vec(feedback(), 0..3), asks, vec(item(), 0..6)).prop_map(
        |(floor, ping, feedback, asks, items)| Bundle {
            floor,
            ping,
            feedback,
            asks,
            items,
            unreadable: Vec::new(),
        },
    )
}

fn sealed(bundle: &Bundle, number: u64) -> Vec<u8> {
    let (court, front) = keys();
    let mut sealer = Sealer::new(&court, &front.public(), &Seed::from_bytes([5; 32])).expect("a sealer");
    sealer.seal(number, bundle).expect("sealed")
}

fn opener() -> Opener {
    let (court, front) = keys();
    Opener::new(&front, &court.public())
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(bundle in bundle(), number in 1..u64::MAX) {
        let bytes = sealed(&bundle, number);
        let (read, opened) = opener().open(&bytes).expect("opens");
        prop_assert_eq!(read.number, number);
        prop_assert_eq!(opened, bundle);
    }

    #[test]
    fn a_changed_byte_is_refused(bundle in bundle(), at in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let mut bytes = sealed(&bundle, 7);
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        let error = opener().open(&bytes).expect_err("refused");
        let expected = match at {
            0..4 => BundleError::NotABundle,
            4 => BundleError::Version(1 ^ change),
            5..13 => BundleError::OtherLink,
            _ => BundleError::WrongSignature,
        };
        prop_assert_eq!(error, expected);
    }

    #[test]
    fn a_cut_or_lengthened_bundle_is_refused(
        bundle in bundle(),
        at in any::<prop::sample::Index>(),
        more in vec(any::<u8>(), 1..50),
    ) {
        let mut bytes = sealed(&bundle, 7);
        let cut = &bytes[..at.index(bytes.len())];
        let error = opener().open(cut).expect_err("refused");
        let is_short = cut.len() < 61 + 16 + 64;
        prop_assert_eq!(matches!(error, BundleError::TooShort { .. }), is_short);
        prop_assert!(is_short || error == BundleError::WrongSignature);
        bytes.extend(more);
        prop_assert_eq!(opener().open(&bytes).expect_err("refused"), BundleError::WrongSignature);
    }

    #[test]
    fn garbage_is_refused(bytes in vec(any::<u8>(), 0..600)) {
        prop_assert!(opener().open(&bytes).is_err());
    }
}

#[test]
fn every_byte_of_a_bundle_counts() {
    let items = vec![Item::Control { seq: 1, payload: b"open".to_vec() }];
    let bytes = sealed(&Bundle { items, ..Bundle::default() }, 1);
    let mut opener = opener();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(opener.open(&changed).is_err(), "bit {bit} of byte {at}");
        }
        assert!(opener.open(&bytes[..at]).is_err(), "cut at {at}");
    }
    assert!(opener.open(&bytes).is_ok());
}

#[test]
fn nothing_of_a_bundle_can_be_read_outside() {
    let words = "原告与被告于二〇二六年订立借款合同".repeat(20);
    let items = vec![Item::Control { seq: 1, payload: words.clone().into_bytes() }];
    let bytes = sealed(&Bundle { items, ..Bundle::default() }, 1);
    let needle = &words.as_bytes()[..12];
    assert!(!bytes.windows(needle.len()).any(|window| window == needle));
}

#[test]
fn an_entry_comes_back_as_it_stood_in_the_log() {
    for case in CASES {
        for entry in log(case, Origin::Court) {
            let whole = SentEntry::share(entry.clone());
            let back = whole.stored().expect("whole");
            assert_eq!(
                (&back.envelope, back.hash, back.signature),
                (&entry.envelope, entry.hash, entry.signature)
            );
            assert_eq!(back.body, entry.body);
            assert_eq!(SentEntry::share(back), whole);
            let masked = SentEntry::mask(entry.clone(), b"{}".to_vec());
            let back = masked.stored().expect("masked");
            assert_eq!((back.envelope, back.body), (entry.envelope.clone(), None));
            let withheld = SentEntry::withhold(entry);
            assert!(withheld.stored().is_none());
            assert_eq!(
                (withheld.seq(), withheld.n(), withheld.hash()),
                (whole.seq(), whole.n(), whole.hash())
            );
        }
    }
}

#[test]
fn a_withheld_entry_carries_its_hash_and_nothing_else() {
    let entry = &log(CASES[0], Origin::Court)[2];
    let items = vec![Item::Entries {
        case: CASES[0],
        origin: Origin::Court,
        entries: vec![SentEntry::withhold(entry)],
    }];
    let with_hash = sealed(&Bundle { items, ..Bundle::default() }, 1).len();
    let empty = sealed(&Bundle::default(), 1).len();
    // Case, chain, count, tag, seq, n and hash.
    assert_eq!(with_hash - empty, 1 + 8 + 1 + 4 + 1 + 8 + 8 + 32);
}

#[test]
fn keys_survive_being_written_down() {
    let (court, _) = keys();
    let text = court.to_text();
    let back: LinkKeys = text.parse().expect("own keys");
    assert_eq!(back.public(), court.public());
    let public = court.public().to_string();
    assert_eq!(format!(" {public}\n").parse::<PeerKeys>(), Ok(court.public()));
    assert_eq!(text.parse::<PeerKeys>(), Err(KeyError::Kind("public")));
    assert_eq!(public.parse::<LinkKeys>().map(|_| ()), Err(KeyError::Kind("secret")));
    assert_eq!(public[..100].parse::<PeerKeys>(), Err(KeyError::Form));
    assert_eq!(format!("{court:?}"), "LinkKeys(***)");
    for at in public.find(':').expect("a colon") + 1..public.len() {
        let mut typo = public.clone().into_bytes();
        typo[at] = if typo[at] == b'0' { b'1' } else { b'0' };
        let typo = String::from_utf8(typo).expect("digits");
        assert_eq!(typo.parse::<PeerKeys>(), Err(KeyError::Checksum), "digit {at}");
    }
}

#[test]
fn weak_keys_are_refused() {
    let (court, _) = keys();
    // The identity of the curve as a verifying key, zero as a sealing key: with their right check digits.
    for (verifying, sealing) in [([1_u8].as_slice(), [9; 32]), ([].as_slice(), [0; 32])] {
        let own = court.public().to_string();
        let digits = own.strip_prefix("weicourt-link:").expect("a prefix");
        let mut bytes = data_encoding::HEXLOWER.decode(digits.as_bytes()).expect("digits");
        bytes.truncate(64);
        if !verifying.is_empty() {
            bytes[..32].fill(0);
            bytes[..verifying.len()].copy_from_slice(verifying);
        }
        bytes[32..].copy_from_slice(&sealing);
        let check = Digest::of(&[b"weicourt-link:", bytes.as_slice()].concat());
        bytes.extend(&check.0[..4]);
        let text = format!("weicourt-link:{}", data_encoding::HEXLOWER.encode(&bytes));
        assert_eq!(text.parse::<PeerKeys>(), Err(KeyError::Weak));
    }
}
