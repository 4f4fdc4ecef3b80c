//! Configuration: what is wrong is said at once, with its place; the reference page is fresh.

use weicourt_server::config::{Config, Role, Source, load, reference, sections};

use crate::program::{weicourt, weicourt_with};

/// Reads `file` and `variables`; every problem becomes a line.
fn read(file: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    load(&Source { file, variables })
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn an_empty_file_is_a_valid_one() {
    let config = read("", &[]).expect("the defaults make sense");
    assert_eq!(config.node.role, Role::All);
    assert!(config.store.is_embedded());
}

#[test]
fn the_environment_goes_before_the_file() {
    let file = "[node]\nlisten = \"127.0.0.1:1\"\nrole = \"court\"\n";
    let variables = [
        ("WEICOURT__NODE__LISTEN", "127.0.0.1:2"),
        ("WEICOURT__LIMITS__PHONE_CODE_TRIES", "9"),
        ("WEICOURT__NODE__BEHIND_PROXY", "true"),
        ("WEICOURT__SIGN_ON__DUTIES", "{ \"审判员\" = \"judge\" }"),
        ("HOME", "/nowhere"),
    ];
    let config = read(file, &variables).expect("all of this is right");
    assert_eq!(config.node.listen, "127.0.0.1:2");
    assert_eq!(config.node.role, Role::Court);
    assert_eq!(config.limits.phone_code_tries, 9);
    assert!(config.node.behind_proxy);
    assert_eq!(config.sign_on.duties["审判员"], "judge");
}

#[test]
fn a_word_that_looks_like_a_number_stays_a_word() {
    let config = read("", &[("WEICOURT__SMS__TOKEN", "12345")]).expect("a token of digits is a token");
    assert_eq!(config.sms.token.reveal(), "12345");
}

#[test]
fn every_mistake_is_told_at_once_with_its_line() {
    let file = "[nod]\nname = \"x\"\n\n[node]\nlistn = \"127.0.0.1:1\"\nrole = \"jury\"\n\n[limits]\nsockets = \"many\"\n";
    let told = read(file, &[("WEICOURT__SMS__TOKN", "x")]).expect_err("five mistakes");
    insta::assert_snapshot!(told, @r#"
    line 1: nod: no such section; did you mean "node"?
    line 5: node.listn: no such key; did you mean "listen"?
    line 6: node.role: unknown variant `jury`, expected one of `all`, `court`, `front`
    line 9: limits.sockets: invalid type: string "many", expected u32
    WEICOURT__SMS__TOKN: sms.tokn: no such key; did you mean "sms.token"?
    "#);
}

#[test]
fn values_of_the_right_type_that_make_no_sense_are_told_too() {
    let file = "[node]\nlisten = \"everywhere\"\npublic_url = \"court.example/\"\n[limits]\nsockets = 0\n[space]\nmap_url_template = \"https://map.example/{latitude}\"\n[sign_on.duties]\n\"审判员\" = \"king\"\n";
    let told = read(file, &[("WEICOURT__LOG__LEVELS", "shout")]).expect_err("six mistakes");
    insta::assert_snapshot!(told, @r#"
    line 2: node.listen: must be an address and a port, such as 127.0.0.1:8420 or [::]:8420
    line 3: node.public_url: must begin with https:// or http:// and name a host
    line 5: limits.sockets: must be at least 1: with 0 nobody could work
    line 7: space.map_url_template: must contain {longitude}
    line 8: sign_on.duties: "king" is no duty; the duties are judge, clerk, judge_assistant, filing_officer, enforcement_officer, division_head
    WEICOURT__LOG__LEVELS: log.levels: "shout" is no level; the levels are error, warn, info, debug, trace
    "#);
}

#[test]
fn a_file_that_is_not_toml_is_told_with_its_line() {
    insta::assert_snapshot!(read("[node]\nname = \n", &[]).expect_err("no value"), @"line 2: string values must be quoted, expected literal string");
}

#[test]
fn secrets_never_print() {
    let variables =
        [("WEICOURT__STORE__URL", "postgres://u:canary@db/x"), ("WEICOURT__SMS__TOKEN", "canary")];
    let config = read("", &variables).expect("all of this is right");
    assert!(!format!("{config:?}").contains("canary"));
    assert!(!toml::to_string(&config).expect("writes").contains("canary"));
    let told = read("", &[("WEICOURT__STORE__URL", "mysql://u:canary@db/x")]).expect_err("no such store");
    assert!(!told.contains("canary"), "{told}");
}

#[test]
fn every_key_has_words_for_the_person_who_runs_a_node() {
    for (section, about, keys) in sections() {
        assert!(about.concat().trim().ends_with('.'), "[{section}] has no sentence");
        for key in keys {
            assert!(key.about.concat().trim().ends_with('.'), "{section}.{} has no sentence", key.name);
        }
    }
}

#[test]
fn the_reference_page_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/generated/configuration.md");
    if std::env::var_os("WEICOURT_GENERATE").is_some() {
        std::fs::write(path, reference()).expect("writes");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == reference(), "docs/generated/configuration.md is old: run `make generate`");
}

#[test]
fn check_config_refuses_with_one_and_prints_json_for_programs() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "[node]\nrole = \"jury\"\n").expect("writes");
    let path = file.path().to_str().expect("UTF-8");
    let ran = weicourt(&["check-config", path, "--json"]);
    assert_eq!(ran.code, Some(1));
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON object");
    assert_eq!(answer["valid"], false);
    assert_eq!(answer["problems"][0]["place"]["line"], 2);
    assert_eq!(weicourt(&["check-config"]).code, Some(0));
    assert_eq!(weicourt(&["check-config", "no-such-file.toml"]).code, Some(2));
    assert_eq!(weicourt_with(&["check-config"], &[("WEICOURT__NODE__ROLE", "jury")]).code, Some(1));
}

#[test]
fn a_role_from_the_command_line_must_fit_the_link() {
    // The address is taken: whatever is right otherwise ends there and serves nobody.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let serve = |written: &str, asked: &str, link: &str| {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let text = format!("[node]\nrole = \"{written}\"\nlisten = \"{address}\"\n[exchange]\n{link}\n");
        std::fs::write(file.path(), text).expect("writes");
        let path = file.path().to_str().expect("UTF-8");
        let variables = [("WEICOURT__NODE__ROLE", written)];
        let ran = weicourt_with(&["serve", "--config", path, "--role", asked], &variables);
        (ran.code, ran.err)
    };
    let (code, said) = serve("all", "front", "");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("exchange.link: is none: a front node needs its court node"), "{said}");
    let (code, said) = serve("court", "all", "link = \"nats\"");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("line 5: exchange.link: a node of role all has no other side"), "{said}");
    let (code, said) = serve("front", "all", "");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("listen"), "{said}");
}
