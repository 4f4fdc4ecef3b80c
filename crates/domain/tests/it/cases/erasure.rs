//! What the zones sign for when a case comes home.

use ed25519_dalek::SigningKey;
use insta::assert_snapshot;
use weicourt_domain::digest::Digest;
use weicourt_domain::erasure::{
    Erasure, ErasureCertificate, ErasureScope, ReturnReceipt, SearchRecord, Withdrawal,
};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Head, Heads, Origin};

const CASE: CaseId = CaseId(0x0123_4567_89ab_cdef);

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn heads() -> Heads {
    Heads {
        front: Head { seq: 12, hash: Digest::of(b"front") },
        court: Head { seq: 7, hash: Digest::of(b"court") },
        n: 19,
    }
}

fn receipt() -> ReturnReceipt {
    ReturnReceipt::sign(CASE, heads(), 19, 3, Instant(1_793_581_200_000), &key(1))
}

fn certificate() -> ErasureCertificate {
    let erasure = Erasure {
        case: CASE,
        scope: ErasureScope::WholeCase,
        answers: receipt().digest(),
        heads: heads(),
        n_entries: 19,
        n_blobs: 3,
        key_destroyed_at: Instant(1_793_581_260_000),
        searched: SearchRecord { n_needles: 41, n_places: 9, n_bytes: 1_048_576, n_hits: 0 },
    };
    erasure.sign(Instant(1_793_581_320_000), &key(2))
}

#[test]
fn the_signed_bytes_stay_the_same_for_ever() {
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    assert_snapshot!(hex(&receipt().bytes()), @"776569636f7572742072657475726e010123456789abcdef000000000000000c2d8d693177ac44895fc02c009ec3f6af32e51eb00783c17000d7051d1662b93a0000000000000007a2f89e6fe92debe338cf2e2ff6f5e24c1183cbc24040caf377dbf85522cb2ce4000000000000001300000000000000130000000000000003000001a199c5328034750f98bd59fcfc946da45aaabe933be154a4b5094e1c4abf42866505f3c97e");
    assert_snapshot!(receipt().signature, @"+JgqGIl9BAapw33MmmZeVcRGqmBtzg3D9tj9hs/Pl7hf2AHJZE8XilEHSYSucPF5femq3k9r0uuDqPlpd+PzAQ==");
    assert_snapshot!(hex(&certificate().bytes()), @"776569636f7572742065726173757265010123456789abcdef016f56d0b934bf6f25c1427f1024c39f263436a314aa65d70ea385dc57a3357bb7000000000000000c2d8d693177ac44895fc02c009ec3f6af32e51eb00783c17000d7051d1662b93a0000000000000007a2f89e6fe92debe338cf2e2ff6f5e24c1183cbc24040caf377dbf85522cb2ce4000000000000001300000000000000130000000000000003000001a199c61ce00000000000000029000000000000000900000000001000000000000000000000000001a199c707406a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f03827");
    assert_snapshot!(serde_json::to_string_pretty(&certificate()).expect("json"), @r#"
    {
      "case": "04HMASW9NF6YY",
      "scope": "whole_case",
      "answers": "6f56d0b934bf6f25c1427f1024c39f263436a314aa65d70ea385dc57a3357bb7",
      "heads": {
        "front": {
          "seq": 12,
          "hash": "2d8d693177ac44895fc02c009ec3f6af32e51eb00783c17000d7051d1662b93a"
        },
        "court": {
          "seq": 7,
          "hash": "a2f89e6fe92debe338cf2e2ff6f5e24c1183cbc24040caf377dbf85522cb2ce4"
        },
        "n": 19
      },
      "n_entries": 19,
      "n_blobs": 3,
      "key_destroyed_at": "2026-11-02T09:01:00.000+08:00",
      "searched": {
        "n_needles": 41,
        "n_places": 9,
        "n_bytes": 1048576,
        "n_hits": 0
      },
      "at": "2026-11-02T09:02:00.000+08:00",
      "node": "6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f03827",
      "signature": "K/GVpCKJUC8EJQX7tdQ2XIFW9u0iS6BEzP70mqEKqKM1Qyl7AT8Zben0uEu8N4AHv0ZzvMa8K8S0QsEJsk2IDQ=="
    }
    "#);
}

#[test]
fn a_signature_holds_for_its_own_words_and_key_only() {
    let (court, outside) = (key(1).verifying_key(), key(2).verifying_key());
    assert!(receipt().verify(&court));
    assert!(!receipt().verify(&outside));
    assert!(certificate().verify(&outside));
    assert!(!certificate().verify(&court));
    assert!(certificate().is_clean());

    let changes: [fn(&mut ErasureCertificate); 13] = [
        |it| it.case.0 += 1,
        |it| it.scope = ErasureScope::Withdrawn,
        |it| it.answers = Digest::ZERO,
        |it| it.heads.front.seq += 1,
        |it| it.heads.court.hash = Digest::ZERO,
        |it| it.heads.n += 1,
        |it| it.n_entries -= 1,
        |it| it.n_blobs -= 1,
        |it| it.key_destroyed_at.0 += 1,
        |it| it.searched.n_hits += 1,
        |it| it.searched.n_bytes += 1,
        |it| it.at.0 += 1,
        |it| it.node = Digest::ZERO,
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut forged = certificate();
        change(&mut forged);
        assert!(!forged.verify(&outside), "change {index} is noticed");
    }
    let changes: [fn(&mut ReturnReceipt); 5] = [
        |it| it.case.0 += 1,
        |it| it.heads.court.seq += 1,
        |it| it.n_entries += 1,
        |it| it.n_blobs += 1,
        |it| it.at.0 += 1,
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut forged = receipt();
        change(&mut forged);
        assert!(!forged.verify(&court), "change {index} is noticed");
        assert_ne!(forged.digest(), receipt().digest());
    }
}

#[test]
fn a_search_that_found_something_or_looked_for_nothing_is_not_clean() {
    let mut found = certificate();
    found.searched.n_hits = 1;
    assert!(!found.is_clean());
    found.searched = SearchRecord { n_needles: 0, ..certificate().searched };
    assert!(!found.is_clean());
}

#[test]
fn a_withdrawal_is_named_by_what_it_lists_not_by_the_order() {
    let [first, second] = [1, 2].map(|seq| EntryRef { origin: Origin::Court, seq });
    let (photo, voice) = (Digest::of(b"photo"), Digest::of(b"voice"));
    let one = Withdrawal { case: CASE, entries: vec![first, second], blobs: vec![photo, voice] };
    let other = Withdrawal { case: CASE, entries: vec![second, first, first], blobs: vec![voice, photo] };
    assert_eq!(one.digest(), other.digest());
    let less = Withdrawal { blobs: vec![photo], ..one.clone() };
    assert_ne!(one.digest(), less.digest());
}
