//! The benchmark itself: that it measures what it says, not how fast this machine is.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::program::weicourt;

fn measured(args: &[&str]) -> Value {
    let ran = weicourt(args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("one JSON object")
}

#[test]
fn everything_that_is_said_in_two_spaces_reaches_every_member() {
    let report = measured(&[
        "bench",
        "space",
        "--spaces",
        "2",
        "--members",
        "4",
        "--seconds",
        "2",
        "--idle",
        "8",
        "--json",
    ]);
    let number = |field: &str| report[field].as_f64().expect("a number");
    assert!(number("acknowledged") > 0.0, "{report}");
    assert!(number("delivered_per_s") > 0.0, "{report}");
    assert!(number("deliveries_per_s") >= 3.0 * number("delivered_per_s"), "{report}");
    assert!(number("server_cpu_s_per_1000") > 0.0, "{report}");
    assert!(report["to_last_recipient"]["p99_ms"].as_f64() > Some(0.0), "{report}");
    assert_eq!(report["idle_connections"], 8, "{report}");
    assert_eq!((&report["refused"], &report["gaps"]), (&Value::from(0), &Value::from(0)), "{report}");
}

#[test]
fn appends_stand_beside_raw_rows_and_the_disk() {
    let report = measured(&["bench", "append", "--writers", "1,8", "--seconds", "1", "--json"]);
    for rows in ["append", "raw_insert"] {
        let rows = report[rows].as_array().expect("rows");
        assert_eq!(rows.len(), 2, "{report}");
        assert!(rows.iter().all(|row| row["per_second"].as_u64() > Some(0)), "{report}");
    }
    assert!(report["fsync_before"]["per_second"].as_u64() > Some(0), "{report}");
}

#[test]
fn a_space_of_two_is_refused() {
    let ran = weicourt(&["bench", "space", "--members", "2", "--json"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
}

/// A demo with a crowd, until it is dropped.
struct Demo {
    process: Child,
    addresses: Value,
}

impl Demo {
    fn start(data: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_weicourt"))
            .args(["demo", "--one-node", "--port", "0", "--crowd", "10", "--addresses", "--data"])
            .arg(data)
            .env_remove("WEICOURT__STORE__URL")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let mut line = String::new();
        let said = process.stdout.take().expect("piped");
        BufReader::new(said).read_line(&mut line).expect("it says where it listens");
        Demo { process, addresses: serde_json::from_str(&line).expect("one JSON object") }
    }

    fn talk(&self, seconds: &str) -> Value {
        let address = |of: &str| self.addresses[of].as_str().expect("an address");
        let (url, sms) = (address("url"), address("sms"));
        measured(&[
            "bench",
            "space",
            "--spaces",
            "2",
            "--members",
            "4",
            "--seconds",
            seconds,
            "--url",
            url,
            "--sms",
            sms,
            "--json",
        ])
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _gone = self.process.wait();
    }
}

#[test]
fn a_copy_made_while_people_talk_has_everything_that_was_acknowledged_before() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).to_str().expect("UTF-8").to_owned();
    let (data, copy, other) = (path("data"), path("copy"), path("other"));
    let acknowledged = {
        let demo = Demo::start(Path::new(&data));
        let before = demo.talk("1");
        std::thread::scope(|scope| {
            let talking = scope.spawn(|| demo.talk("3"));
            // In the middle of the talk: making the spaces takes a moment, warming up two seconds.
            std::thread::sleep(Duration::from_secs(3));
            let ran = weicourt(&["backup", &copy, "--data", &data, "--with-keys", "--json"]);
            assert_eq!(ran.code, Some(0), "{}", ran.err);
            assert_eq!(talking.join().expect("no panic")["refused"], 0);
        });
        before["acknowledged"].as_u64().expect("a number")
    };
    let ran = weicourt(&["restore", &copy, "--data", &other, "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let ran = weicourt(&["verify", &other, "--json"]);
    assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
    let verified: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(verified["entries"].as_u64() > Some(acknowledged), "{verified}");
}

#[test]
fn a_register_is_imported_beside_a_raw_load_and_asked() {
    let report = measured(&["bench", "register", "--records", "3000", "--json"]);
    assert_eq!(report["records"], 3000, "{report}");
    assert!(report["import"]["records_per_s"].as_u64() > Some(0), "{report}");
    assert!(report["stored_bytes"].as_u64() > Some(1_000_000), "{report}");
    let questions = report["questions"].as_array().expect("questions");
    assert_eq!(questions.len(), 4, "{report}");
    let rows = |n: usize| questions[n]["rows_each"].as_f64().expect("rows");
    assert_eq!((rows(1), rows(2)), (1.0, 50.0), "{report}");
    // Not there when the program sqlite3 is not installed.
    if !report["raw"].is_null() {
        assert!(report["rows"].as_u64() > Some(10_000), "{report}");
        assert!(report["import_over_raw"].as_f64() > Some(0.0), "{report}");
    }
}

#[test]
fn documents_are_set_sealed_and_printed_beside_each_other() {
    let chromium = "/usr/bin/chromium";
    let report = measured(&[
        "bench",
        "documents",
        "--documents",
        "3",
        "--printed",
        "1",
        "--chromium",
        chromium,
        "--json",
    ]);
    let ways = report["ways"].as_array().expect("rows");
    let names: Vec<&str> = ways.iter().filter_map(|way| way["way"].as_str()).collect();
    assert_eq!(names, ["set", "set and sealed", "chromium"], "{report}");
    for way in ways {
        assert!(
            way["per_cpu_s"].as_f64() > Some(0.0) && way["bytes_each"].as_u64() > Some(5_000),
            "{report}"
        );
    }
    assert!(report["set_for_one_printed"].as_f64() > Some(0.0), "{report}");
}
