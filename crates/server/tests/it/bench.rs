//! The benchmark itself: that it measures what it says, not how fast this machine is.

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
