//! The shape of the command line: exit codes and JSON.

use crate::program::weicourt;

#[test]
fn a_command_nobody_knows_is_a_usage_error() {
    let ran = weicourt(&["adjourn"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("adjourn"), "{}", ran.err);
}

#[test]
fn json_prints_one_object_on_standard_output() {
    let ran = weicourt(&["version", "--json"]);
    assert_eq!(ran.code, Some(0));
    let object: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON object");
    assert_eq!(object["name"], "weicourt");
}
