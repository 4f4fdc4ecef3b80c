use std::sync::Arc;

use weicourt_domain::digest::Digest;
use weicourt_domain::log::Position;
use weicourt_store::{NodeKeys, Store, StoreConfig, StoreError, StoreUrl, restore};

use crate::court::{Court, says};

fn elsewhere(dir: &std::path::Path) -> StoreConfig {
    StoreConfig {
        url: StoreUrl::Sqlite { path: dir.join("data/weicourt.db") },
        blob_dir: dir.join("data/blobs"),
        readers: 1,
    }
}

#[tokio::test]
async fn a_running_court_is_backed_up_and_restored_elsewhere() {
    let court = Court::sqlite().await;
    let case = court.registered_case().await;
    court.append(case, vec![says("备份前的话")]).await;
    let photo = vec![3; 100_000];
    court.store.put_blob(case, photo.clone(), "image/jpeg", None).await.expect("blob");

    // People go on talking meanwhile.
    let (store, writer) = (court.store.clone(), Arc::new(std::sync::atomic::AtomicBool::new(true)));
    let going_on = writer.clone();
    let appends: Vec<_> =
        (0..2000).map(|index| court.append_of(case, vec![says(&index.to_string())])).collect();
    let talk = tokio::spawn(async move {
        for append in appends {
            if !going_on.load(std::sync::atomic::Ordering::Relaxed) {
                break;
            }
            store.append(append).await.expect("append");
        }
    });
    let backup_dir = court.dir.path().join("backup");
    let keys = court.dir.path().join("keys");
    let record = court.store.backup(&backup_dir, Some(&keys)).await.expect("backup");
    writer.store(false, std::sync::atomic::Ordering::Relaxed);
    talk.await.expect("talk");
    assert_eq!((record.n_blobs, record.with_keys), (1, true));
    let again = court.store.backup(&backup_dir, None).await;
    assert!(matches!(again, Err(StoreError::Refused(_))));

    let other = tempfile::tempdir().expect("directory");
    let config = elsewhere(other.path());
    let restored = restore(&backup_dir, &config, &other.path().join("keys")).expect("restore");
    assert_eq!(restored, record);
    let keys = NodeKeys::load_or_create(&other.path().join("keys")).expect("keys");
    let now = court.now();
    let store = Store::open(config.clone(), keys, Arc::new(move || now)).await.expect("open");
    let read = store.entries_after(case, Position::default(), 10_000).await.expect("entries");
    assert!(read.entries.iter().any(|entry| crate::court::words(&entry.body) == Some("备份前的话")));
    let blob = store.open_blob(case, Digest::of(&photo)).await.expect("open").expect("known");
    assert_eq!(blob.read_all().await.expect("read"), photo);
    store.append(court.append_of(case, vec![says("恢复后的话")])).await.expect("append");
    store.close().await.expect("close");

    let over = restore(&backup_dir, &config, &other.path().join("keys"));
    assert!(matches!(over, Err(StoreError::Refused(_))));
    court.close().await;
}

#[tokio::test]
async fn a_backup_that_is_not_whole_or_was_changed_is_refused() {
    let court = Court::sqlite().await;
    let case = court.registered_case().await;
    court.store.put_blob(case, vec![3; 10], "image/jpeg", None).await.expect("blob");
    let backup_dir = court.dir.path().join("backup");
    court.store.backup(&backup_dir, None).await.expect("backup");
    let other = tempfile::tempdir().expect("directory");
    let refused = || {
        let config = elsewhere(other.path());
        let refused = restore(&backup_dir, &config, &other.path().join("keys"));
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        assert!(!other.path().join("data/weicourt.db").exists());
    };
    let (database, record) = (backup_dir.join("weicourt.db"), backup_dir.join("backup.json"));
    let whole = std::fs::read(&database).expect("database");
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    std::fs::write(&database, changed).expect("database");
    refused();
    std::fs::write(&database, whole).expect("database");
    let written = std::fs::read(&record).expect("record");
    std::fs::remove_file(&record).expect("record");
    refused();
    std::fs::write(&record, written).expect("record");
    std::fs::remove_dir_all(backup_dir.join("blobs")).expect("blobs");
    refused();
    court.close().await;
}

#[test]
fn keys_that_others_may_read_or_that_are_incomplete_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("directory");
    let keys = dir.path().join("keys");
    let first = NodeKeys::load_or_create(&keys).expect("keys");
    let again = NodeKeys::load_or_create(&keys).expect("keys");
    assert_eq!(first.verifying_key(), again.verifying_key());
    assert_eq!(format!("{first:?}"), "NodeKeys(***)");
    let pepper = keys.join("pepper.key");
    assert_eq!(std::fs::metadata(&pepper).expect("key").permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&pepper, std::fs::Permissions::from_mode(0o644)).expect("mode");
    assert!(matches!(NodeKeys::load_or_create(&keys), Err(StoreError::Refused(_))));
    std::fs::remove_file(&pepper).expect("remove");
    assert!(matches!(NodeKeys::load_or_create(&keys), Err(StoreError::Refused(_))));
}
