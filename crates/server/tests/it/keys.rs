//! The node's keys: made once, kept to itself, never made where one may have been lost.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use weicourt_server::keys::{KeyError, NodeKeys};

#[test]
fn keys_are_made_once_and_stay_the_same() {
    let dir = tempfile::tempdir().expect("a directory");
    let keys = dir.path().join("keys");
    let first = NodeKeys::load_or_make(&keys, false).expect("made");
    let second = NodeKeys::load_or_make(&keys, true).expect("read");
    assert_eq!(first.node, second.node);
    assert_eq!(first.signing, second.signing);
    assert_eq!(first.pepper, second.pepper);
    assert_ne!(first.node, first.pepper);
    assert_eq!(fs::metadata(&keys).expect("there").mode() & 0o777, 0o700);
    for name in ["node.key", "signing.key", "pepper.key"] {
        assert_eq!(fs::metadata(keys.join(name)).expect("there").mode() & 0o777, 0o600, "{name}");
    }
    assert_eq!(format!("{first:?}"), "NodeKeys(***)");
}

#[test]
fn a_lost_key_is_never_made_anew() {
    let dir = tempfile::tempdir().expect("a directory");
    let empty = NodeKeys::load_or_make(dir.path(), true);
    assert!(matches!(empty, Err(KeyError::AllMissing(_))), "{empty:?}");
    NodeKeys::load_or_make(dir.path(), false).expect("made");
    fs::remove_file(dir.path().join("pepper.key")).expect("removed");
    let lost = NodeKeys::load_or_make(dir.path(), false);
    assert!(matches!(lost, Err(KeyError::Missing(_))), "{lost:?}");
    assert!(!dir.path().join("pepper.key").exists());
}

#[test]
fn a_key_that_others_can_read_or_that_is_no_key_is_refused() {
    let dir = tempfile::tempdir().expect("a directory");
    NodeKeys::load_or_make(dir.path(), false).expect("made");
    let path = dir.path().join("signing.key");
    for text in ["", "12", &"z".repeat(64), &"0".repeat(66)] {
        fs::write(&path, text).expect("written");
        let wrong = NodeKeys::load_or_make(dir.path(), true);
        assert!(matches!(wrong, Err(KeyError::Malformed(_))), "{text:?} {wrong:?}");
    }
    fs::write(&path, "0".repeat(64)).expect("written");
    fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("set");
    let open = NodeKeys::load_or_make(dir.path(), true);
    assert!(matches!(open, Err(KeyError::Readable(_))), "{open:?}");
}
