//! The link over two directories.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use weicourt_server::links::{DropLink, DropSettings, Link, LinkError, MOST_BYTES};

use super::traffic::{Arrived, N_BUNDLES, both_ways, bundle, receive, send};

/// Four directories: each node has one to put into and one to take from.
struct Gap {
    dir: tempfile::TempDir,
}

impl Gap {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("directory");
        for name in ["court_out", "court_in", "front_out", "front_in"] {
            fs::create_dir(dir.path().join(name)).expect("directory");
        }
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn open(&self, out: &str, into: &str) -> Arc<DropLink> {
        Arc::new(DropLink::open(self.settings(out, into)).expect("opens"))
    }

    fn settings(&self, out: &str, into: &str) -> DropSettings {
        DropSettings {
            out: self.path(out),
            into: self.path(into),
            most_waiting: 50,
            poll: Duration::from_millis(2),
            patience: Duration::from_secs(5),
        }
    }

    /// Two nodes whose directories are the two ends of one shared disk.
    fn shared(&self) -> (Arc<DropLink>, Arc<DropLink>) {
        (self.open("court_out", "front_out"), self.open("front_out", "court_out"))
    }

    fn names(&self, name: &str) -> Vec<String> {
        let read = fs::read_dir(self.path(name)).expect("directory");
        let mut names: Vec<String> =
            read.map(|entry| entry.expect("entry").file_name().into_string().expect("UTF-8")).collect();
        names.sort();
        names
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_bundles_cross_both_ways_over_restarts_of_either_end() {
    let gap = Gap::new();
    let mut arrived = <(Arrived, Arrived)>::default();
    let (mut court, mut front) = gap.shared();
    both_ways(court.clone(), front.clone(), 0..400, &mut arrived).await;
    // The front is away while the court sends, and the other way round.
    drop(front);
    send(&*court, 400..440).await;
    front = gap.open("front_out", "court_out");
    receive(&*front, 440, &mut arrived.1).await;
    drop(court);
    send(&*front, 400..440).await;
    court = gap.open("court_out", "front_out");
    receive(&*court, 440, &mut arrived.0).await;
    both_ways(court, front, 440..N_BUNDLES, &mut arrived).await;
    for arrived in [&arrived.0, &arrived.1] {
        assert_eq!(arrived.lost(0..N_BUNDLES), [0; 0]);
        assert!(arrived.n_repeated() <= 2, "each restart repeats what was handed over last");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ferry_that_copies_slowly_and_in_any_order_delivers_everything() {
    let gap = Gap::new();
    let court = gap.open("court_out", "court_in");
    let front = gap.open("front_out", "front_in");
    let (from, to) = (gap.path("court_out"), gap.path("front_in"));
    let ferry = tokio::task::spawn_blocking(move || {
        let mut n_carried = 0;
        while n_carried < 200 {
            let mut waiting: Vec<_> =
                fs::read_dir(&from).expect("reads").map(|e| e.expect("entry")).collect();
            waiting.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
            for entry in waiting {
                let name = entry.file_name();
                if name.to_str().is_some_and(|name| name.ends_with(".bundle")) {
                    carry_slowly(&entry.path(), &to.join(&name));
                    n_carried += 1;
                }
            }
        }
    });
    let mut arrived = Arrived::default();
    tokio::join!(send(&*court, 0..200), receive(&*front, 200, &mut arrived));
    ferry.await.expect("the ferry ends");
    assert_eq!(arrived.lost(0..200), [0; 0]);
    assert_eq!(arrived.n_repeated(), 0);
}

/// Writes the file in two halves under its final name, as simple ferries do, and removes the original.
fn carry_slowly(from: &Path, to: &Path) {
    use std::io::Write as _;
    let bytes = fs::read(from).expect("reads");
    let mut file = fs::File::create(to).expect("creates");
    file.write_all(&bytes[..bytes.len() / 2]).expect("writes");
    std::thread::sleep(Duration::from_millis(3));
    file.write_all(&bytes[bytes.len() / 2..]).expect("writes");
    fs::remove_file(from).expect("removes");
}

#[tokio::test]
async fn a_bundle_that_a_crash_left_unfinished_is_never_seen_and_removed_at_the_next_start() {
    let gap = Gap::new();
    let (court, front) = gap.shared();
    send(&*court, 0..1).await;
    let whole = gap.names("court_out").remove(0);
    let torn = gap.path("court_out").join(format!(".{whole}.unfinished"));
    fs::write(&torn, b"half").expect("writes");
    let mut arrived = Arrived::default();
    receive(&*front, 1, &mut arrived).await;
    let nothing = tokio::time::timeout(Duration::from_millis(50), front.receive()).await;
    assert!(nothing.is_err(), "the half is no bundle");
    assert!(torn.exists(), "the receiver leaves it alone");
    drop(court);
    let _court = gap.open("court_out", "front_out");
    assert!(!torn.exists(), "the sender removes its own half");
}

#[tokio::test]
async fn what_is_no_whole_bundle_is_left_alone_and_does_not_stop_the_others() {
    let gap = Gap::new();
    let (court, front) = gap.shared();
    send(&*court, 0..3).await;
    let names = gap.names("court_out");
    let whole = fs::read(gap.path("court_out").join(&names[1])).expect("reads");
    // Cut, changed inside, of another kind, and a directory with a bundle's name.
    fs::write(gap.path("court_out").join(&names[1]), &whole[..whole.len() - 1]).expect("writes");
    let strange = gap.path("court_out").join("0000000000000001-00000000-0000000001.bundle");
    fs::create_dir(&strange).expect("directory");
    fs::write(gap.path("court_out").join("readme.txt"), b"ferry 1.0").expect("writes");
    let mut arrived = Arrived::default();
    receive(&*front, 2, &mut arrived).await;
    assert_eq!(arrived.order, [0, 2]);
    let nothing = tokio::time::timeout(Duration::from_millis(50), front.receive()).await;
    assert!(nothing.is_err());
    let left = gap.names("court_out");
    assert_eq!(left, ["0000000000000001-00000000-0000000001.bundle", &names[1], "readme.txt"]);
    // The ferry finishes it after all.
    fs::write(gap.path("court_out").join(&names[1]), &whole).expect("writes");
    receive(&*front, 3, &mut arrived).await;
    assert_eq!(arrived.order, [0, 2, 1]);
}

#[tokio::test]
async fn a_full_directory_holds_the_sender_back_and_not_for_ever() {
    let gap = Gap::new();
    let patience = Duration::from_millis(100);
    let settings = DropSettings { most_waiting: 3, patience, ..gap.settings("court_out", "front_out") };
    let court = DropLink::open(settings).expect("opens");
    send(&court, 0..3).await;
    let refused = court.send(bundle(3)).await.expect_err("no room");
    assert!(matches!(refused, LinkError::Full(_)), "{refused}");
    let condition = court.condition().trouble.expect("the workbench shows it");
    assert!(condition.contains("look whether the file ferry still runs"), "{condition}");
    fs::remove_file(gap.path("court_out").join(&gap.names("court_out")[0])).expect("the ferry takes one");
    send(&court, 3..4).await;
    assert_eq!(court.condition().trouble, None);
}

#[tokio::test]
async fn names_sort_in_the_order_of_sending_even_when_the_clock_went_back() {
    let gap = Gap::new();
    let in_future = "9000000000000000-0000002a-0000000007.bundle";
    fs::write(gap.path("court_out").join(in_future), b"from a node whose clock was wrong").expect("writes");
    for start in 0..3 {
        let court = gap.open("court_out", "front_out");
        send(&*court, start * 2..start * 2 + 2).await;
    }
    let front = gap.open("front_out", "court_out");
    let mut arrived = Arrived::default();
    receive(&*front, 6, &mut arrived).await;
    assert_eq!(arrived.order, [0, 1, 2, 3, 4, 5]);
    assert_eq!(gap.names("court_out")[0], in_future, "all others came after it");
}

#[tokio::test]
async fn a_directory_that_is_missing_or_a_bundle_that_is_too_large_is_said() {
    let gap = Gap::new();
    let told = DropLink::open(gap.settings("nowhere", "front_out")).expect_err("there is none").to_string();
    assert!(told.contains("nowhere"), "{told}");
    let court = gap.open("court_out", "front_out");
    let refused = court.send(vec![0; MOST_BYTES + 1]).await.expect_err("too large");
    assert!(matches!(refused, LinkError::TooLarge { .. }));
    // A directory that comes back is used again.
    let front = gap.open("front_out", "court_out");
    fs::rename(gap.path("court_out"), gap.path("away")).expect("renames");
    let nothing = tokio::time::timeout(Duration::from_millis(100), front.receive()).await;
    assert!(nothing.is_err());
    assert!(front.condition().trouble.expect("the workbench shows it").contains("receive"));
    fs::rename(gap.path("away"), gap.path("court_out")).expect("renames");
    send(&*court, 0..1).await;
    let mut arrived = Arrived::default();
    receive(&*front, 1, &mut arrived).await;
    assert_eq!((arrived.order.len(), front.condition().trouble), (1, None));
}
