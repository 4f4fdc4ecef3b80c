//! What `check-config` says about `[exchange]`.

use weicourt_server::config::{Source, load};

/// Every problem of `file`, a line each.
fn told(file: &str) -> String {
    let problems = load(&Source { file, variables: Vec::new() }).err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_front_node_needs_a_link_and_a_node_for_both_sides_has_none() {
    insta::assert_snapshot!(told("[node]\nrole = \"front\"\n"), @"exchange.link: is none: a front node needs its court node; choose drop, http or nats");
    insta::assert_snapshot!(told("[exchange]\nlink = \"drop\"\n"), @"line 2: exchange.link: a node of role all has no other side: set it to none, or node.role to court or front");
    assert_eq!(told("[node]\nrole = \"court\"\n"), "", "its other side may come later");
}

#[test]
fn every_wrong_setting_of_a_drop_is_said_with_the_next_step() {
    let dir = tempfile::tempdir().expect("directory");
    let dir = dir.path().to_str().expect("UTF-8");
    let court = "[node]\nrole = \"court\"\n[exchange]\nlink = \"drop\"\n";
    insta::assert_snapshot!(told(&format!("{court}drop_out = \"no/such\"\ndrop_waiting_files = 0\ndrop_poll_ms = 0\nalarm_lag_seconds = 0\nbytes_per_second = 5\n")), @"
    line 5: exchange.drop_out: there is no directory no/such: make it and let this user write there
    line 6: exchange.drop_waiting_files: must be at least 1: with 0 nothing could be sent
    line 7: exchange.drop_poll_ms: must be at least 1: with 0 the processor would do nothing but look
    line 8: exchange.alarm_lag_seconds: must be at least 1: with 0 the alarm never ends
    line 9: exchange.bytes_per_second: must be at least 4096, or 0 for as many as the link takes
    exchange.drop_in: is missing: name the directory into which the ferry puts bundles
    ");
    insta::assert_snapshot!(told(&format!("{court}drop_out = \"{dir}\"\ndrop_in = \"{dir}/.\"\n")), @"line 6: exchange.drop_in: is the same directory as drop_out: this node would read its own bundles; name another");
}

#[test]
fn every_wrong_setting_of_http_is_said_with_the_next_step() {
    let court = "[node]\nrole = \"court\"\n[exchange]\nlink = \"http\"\n";
    insta::assert_snapshot!(told(court), @"
    exchange.http_listen: is missing: set it on the node that listens, or http_url on the node that dials
    exchange.http_certificate: is missing: name a PEM file; docs/operate/exchange.md shows how to make one
    ");
    let both = told(&format!("{court}http_listen = \"127.0.0.1:1\"\nhttp_url = \"https://front.example\"\n"));
    insta::assert_snapshot!(both.lines().next().expect("a line"), @"line 6: exchange.http_url: and http_listen are both set: one node dials, the other listens; leave one of them out");
    let plain = told(&format!("{court}http_url = \"http://front.example\"\n"));
    insta::assert_snapshot!(plain.lines().next().expect("a line"), @"line 5: exchange.http_url: must begin with https://: bundles never travel without TLS");
}

#[test]
fn every_wrong_setting_of_nats_is_said_with_the_next_step() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let path = file.path().to_str().expect("UTF-8");
    let front = "[node]\nrole = \"front\"\n[exchange]\nlink = \"nats\"\n";
    let told = told(&format!(
        "{front}nats_url = \"http://u:canary@queue.example\"\nnats_prefix = \"a.b\"\nnats_credentials = \"{path}\"\nnats_ca = \"no/such.pem\"\nnats_waiting_bytes = 1\n"
    ));
    insta::assert_snapshot!(told.replace(path, "FILE"), @"
    line 5: exchange.nats_url: must be nats://host:4222 or tls://host:4222, several with commas between them
    line 6: exchange.nats_prefix: must be letters, digits, - and _, the same on both nodes, such as weicourt
    line 7: exchange.nats_credentials: FILE is no credentials file with a JWT and a seed
    line 8: exchange.nats_ca: there is no file no/such.pem: name a PEM file
    line 9: exchange.nats_waiting_bytes: must be at least 1048576, room for a few bundles
    ");
}
