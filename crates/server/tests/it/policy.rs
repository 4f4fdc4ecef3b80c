//! What leaves the court's network: the operator's own file, and the explanation of a case.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use weicourt_domain::policy::{Policy, page};
use weicourt_server::config::{Config, Source, load};

use crate::court::{Court, on_every_database};
use crate::program::weicourt;
use crate::story::{Cast, DEFENDANT, PLAINTIFF, SAID, WORDS};

/// A policy under which nobody's words leave the court.
fn silent() -> String {
    Policy::EMBEDDED.replace(
        r#"conversation = { sharing = "share", keep = "days 7" }"#,
        r#"conversation = { sharing = "withhold" }"#,
    )
}

fn written(folder: &Path, text: &str) -> String {
    let path = folder.join("own.toml");
    std::fs::write(&path, text).expect("writes");
    path.display().to_string()
}

fn configured(file: &str) -> Result<Config, String> {
    let text = format!("[policy]\nfile = {file:?}\n");
    load(&Source { file: &text, variables: Vec::new() })
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_courts_own_policy_is_read_and_a_bad_one_is_told_with_its_line_before_anything_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configured(&written(folder.path(), &silent())).expect("a good file");
    let facts = weicourt_domain::facts::Facts::embedded();
    let policy = weicourt_server::policy::read(&config.policy, &facts).expect("a good file");
    assert_eq!(policy, Policy::parse(&silent()).expect("a policy"));
    assert_ne!(policy, Policy::embedded());

    let line = Policy::EMBEDDED.lines().count() + 1;
    let open = format!("{}deliberation = {{ sharing = \"mask\", keep = \"days 1\" }}\n", Policy::EMBEDDED);
    let told = configured(&written(folder.path(), &open)).expect_err("it shares the deliberation");
    assert!(told.starts_with("line 2: policy.file: "), "{told}");
    let reason = format!("own.toml line {line}: deliberation never leaves the court's network");
    assert!(told.contains(&reason), "{told}");
    let unknown = Policy::EMBEDDED.replace("causes = [\"2\"]", "causes = [\"2\", \"2-2-999\"]");
    let told = configured(&written(folder.path(), &unknown)).expect_err("there is no such cause");
    assert!(told.contains(r#"there is no cause of action "2-2-999""#), "{told}");
    let gone = configured("gone.toml").expect_err("no such file");
    assert!(gone.contains("policy.file: cannot read gone.toml"), "{gone}");
}

#[test]
fn a_policy_file_is_checked_and_printed_as_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = written(folder.path(), &silent());
    let ran = weicourt(&["policy", "check", &good]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("8 categories") && ran.out.contains("ordinary"), "{}", ran.out);
    let table = weicourt(&["policy", "table", &good]);
    assert_eq!((table.code, table.out), (Some(0), page(&Policy::parse(&silent()).expect("a policy"))));
    assert_eq!(weicourt(&["policy", "table"]).out, page(&Policy::embedded()));

    let bad = written(folder.path(), &silent().replace("until_closed", "for ever"));
    let ran = weicourt(&["policy", "check", &bad, "--json"]);
    assert_eq!(ran.code, Some(1), "refused");
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    let problem = told["problem"].as_str().expect("a problem");
    assert!(
        told["valid"] == false && problem.contains("own.toml line ") && problem.contains("keep:"),
        "{told}"
    );
    assert_eq!(weicourt(&["policy", "check", "gone.toml"]).code, Some(1));
}

fn explained(court: &Court, case: &str, more: &[&str]) -> Value {
    let said = court.policy_explain(case, &[&["--json"], more].concat());
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn sharing_of<'a>(explained: &'a Value, kind: &str) -> &'a str {
    let entries = explained["entries"].as_array().expect("a list");
    let entry = entries.iter().find(|entry| entry["kind"] == kind).expect("an entry of the kind");
    entry["rule"]["sharing"].as_str().expect("a shape")
}

#[tokio::test]
async fn what_leaves_of_a_case_is_explained_and_follows_its_flags() {
    on_every_database(|court: Arc<Court>| async move {
        let mut cast = Cast::gather(court.clone()).await;
        cast.keep_order().await;
        let (case, judge) = (cast.case.clone(), cast.judge.client.clone());
        let number = cast.plaintiff.case_number(&case).await;

        let before = explained(&court, &case, &[]);
        assert_eq!(before["case_number"], number.as_str());
        assert_eq!(before["categories"][0]["name"], "ordinary");
        assert_eq!((&before["n_masked"], &before["n_withheld"]), (&json!(0), &json!(1)), "the deliberation");
        assert_eq!(sharing_of(&before, "filing_submitted"), "share");
        let files = before["files"].as_array().expect("a list");
        assert!(!files.is_empty() && files.iter().all(|file| file["leaves"] == true), "{files:?}");
        assert_eq!(explained(&court, &number, &[]), before, "the number names the same case");

        // Another policy is asked without taking effect.
        let folder = tempfile::tempdir().expect("a folder");
        let asked = explained(&court, &case, &["--policy", &written(folder.path(), &silent())]);
        assert_eq!(sharing_of(&asked, "message_posted"), "withhold");

        let flags = json!({ "flags": ["trade_secret"], "reason": "金丝雀标记理由" });
        let path = format!("/api/cases/{case}/flags");
        assert_eq!(cast.plaintiff.post(&path, &flags).await.refusal(), "403 not_allowed");
        let receipt = judge.act(&path, &flags).await;
        assert_eq!(receipt["origin"], "court");
        assert_eq!(judge.post(&path, &flags).await.refusal(), "409 flags_unchanged");
        let silent = json!({ "flags": [], "reason": " " });
        assert_eq!(judge.post(&path, &silent).await.refusal(), "422 no_reason");
        let famous = json!({ "flags": ["famous"], "reason": "样例" });
        assert_eq!(judge.post(&path, &famous).await.refusal(), "422 bad_request");
        assert_eq!(judge.read(&format!("/api/cases/{case}")).await["flags"], json!(["trade_secret"]));
        for party in [&cast.plaintiff, &cast.defendant] {
            let seen = party.read(&format!("/api/cases/{case}")).await;
            assert_eq!(seen.get("flags"), None, "flags are for the court");
            let entries = json!(party.entries(&case).await).to_string();
            assert!(!entries.contains("金丝雀标记理由") && !entries.contains("case_flagged"));
        }

        let after = explained(&court, &case, &[]);
        assert_eq!(after["categories"][0]["name"], "trade_secret");
        assert_eq!(sharing_of(&after, "filing_submitted"), "mask", "the papers of the filing stay home");
        assert_eq!(sharing_of(&after, "case_flagged"), "mask", "the reason stays home");
        let files = after["files"].as_array().expect("a list");
        assert!(files.iter().any(|file| file["leaves"] == false), "{files:?}");

        let text = court.policy_explain(&case, &[]);
        assert!(text.contains("涉及商业秘密") && text.contains("case_flagged"), "{text}");
        for secret in [PLAINTIFF, DEFENDANT, WORDS.facts, WORDS.file_name, SAID[10], SAID[11], "金丝雀"] {
            assert!(!text.contains(secret) && !after.to_string().contains(secret), "{secret} in {text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_not_there_is_not_explained() {
    let court = Court::start();
    let data = court.data().display().to_string();
    for (case, told) in [
        ("0F4Z8V2J0001G", "there is no case"),
        ("（2026）浙0203民初99999号", "there is no case"),
        ("not a case", "--case: "),
    ] {
        let ran = weicourt(&["policy", "explain", "--case", case, "--data", &data]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().display().to_string();
    let ran = weicourt(&["policy", "explain", "--case", "0F4Z8V2J0001G", "--data", &nowhere]);
    assert!(ran.err.contains("there is no node in"), "{}", ran.err);
    assert!(!folder.path().join("keys").exists(), "asking makes nothing");
}
