//! The keys of two nodes that exchange bundles.

use std::os::unix::fs::PermissionsExt as _;

use weicourt_store::NodeKeys;

#[test]
fn an_old_key_directory_gets_a_sealing_key_when_it_is_asked_for() {
    let dir = tempfile::tempdir().expect("directory");
    let keys = NodeKeys::load_or_create(dir.path()).expect("keys");
    let file = dir.path().join("exchange.key");
    assert!(!file.exists(), "nobody asked for it");
    let seed = keys.link_seed().expect("seed");
    let mode = std::fs::metadata(&file).expect("key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = NodeKeys::load_or_create(dir.path()).expect("keys").link_seed().expect("seed");
    assert_eq!(seed, again);
    assert_eq!(&seed[..32], std::fs::read(dir.path().join("signing.key")).expect("key"));
    assert_eq!(std::fs::read_dir(dir.path()).expect("directory").count(), 4, "nothing is left over");
}

#[test]
fn processes_that_ask_at_the_same_time_agree_on_one_sealing_key() {
    let dir = tempfile::tempdir().expect("directory");
    NodeKeys::load_or_create(dir.path()).expect("keys");
    let ask = || NodeKeys::load_or_create(dir.path()).expect("keys").link_seed().expect("seed");
    let seeds: Vec<_> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|asked| asked.join().expect("asks")).collect()
    });
    assert!(seeds.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_renewed_link_has_another_sealing_key_and_the_same_signing_key() {
    let dir = tempfile::tempdir().expect("directory");
    let keys = NodeKeys::load_or_create(dir.path()).expect("keys");
    let (old, new) = (keys.link_seed().expect("seed"), keys.renew_link().expect("seed"));
    assert_ne!(old[32..], new[32..]);
    assert_eq!(old[..32], new[..32]);
}

#[test]
fn two_nodes_with_one_pepper_find_the_same_person() {
    let (one, other) = (tempfile::tempdir().expect("directory"), tempfile::tempdir().expect("directory"));
    let court = NodeKeys::load_or_create(one.path()).expect("keys");
    let front = NodeKeys::load_or_create(other.path()).expect("keys");
    let digest = |keys: &NodeKeys| keys.keyed_digest("id", b"sample");
    assert_ne!(digest(&court), digest(&front));
    let pepper = court.pepper_to_share();
    assert!(!front.shares_pepper(&pepper));
    let front = front.take_pepper(&pepper).expect("takes it");
    assert_eq!(digest(&court), digest(&front));
    let again = NodeKeys::load_or_create(other.path()).expect("keys");
    assert_eq!(digest(&court), digest(&again), "it stays");
    assert_ne!(front.verifying_key(), court.verifying_key(), "nothing else is shared");
}
