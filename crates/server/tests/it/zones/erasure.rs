//! A closed case goes home, and the front keeps not a trace of it.

use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use serde_json::{Value, json};
use weicourt_domain::id::CaseId;
use weicourt_server::standins::people::People;
use weicourt_store::NodeKeys;

use super::space::Space;
use super::{Link, Zones, on_every_database, until};
use crate::canary::Search;
use crate::court::papers::says;
use crate::story::{SAID, WORDS};

/// Every file below `dir`, also those of keys.
fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The words, names and numbers of the case that nobody may find.
fn words(space: &Space) -> Vec<String> {
    let mut words: Vec<String> = SAID.map(str::to_owned).to_vec();
    let form = [WORDS.claim, WORDS.facts, WORDS.address, WORDS.file_name, WORDS.paper, WORDS.notes];
    words.extend(form.map(str::to_owned));
    let People { people, staff } = People::sample();
    words.extend(staff.into_iter().map(|member| member.name));
    for person in people {
        words.extend([person.name, person.id_number, person.phone]);
    }
    for client in [&space.plaintiff, &space.defendant] {
        let cookies = client.cookie();
        let values = cookies.split("; ").filter_map(|pair| Some(pair.split_once('=')?.1.to_owned()));
        words.extend(values.filter(|value| value.len() >= 16));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Everything the front and the link have left anywhere, by place.
async fn everything(zones: &Zones) -> Vec<(String, Vec<u8>)> {
    let mut paths = Vec::new();
    files(&zones.front.data(), &mut paths);
    for dir in zones.link_directories() {
        files(&dir, &mut paths);
    }
    let names: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let mut everything = vec![
        ("log".to_owned(), zones.front.log().into_bytes()),
        ("metrics".to_owned(), zones.front.stranger().get("/metrics").await.bytes),
        ("names of files".to_owned(), names.join("\n").into_bytes()),
    ];
    assert!(everything[0].1.len() > 2_000, "the log says a lot at this level");
    assert!(everything[1].1.len() > 100, "the node counts");
    for (path, name) in paths.iter().zip(names) {
        // A bundle may be on its way out of the directory.
        if let Ok(bytes) = std::fs::read(path) {
            everything.push((name, bytes));
        }
    }
    if let Some(url) = zones.front.database.url() {
        // Bytes stand there in hexadecimal digits, so they are searched as bytes as well.
        let dump = std::process::Command::new("pg_dump").arg(url).output().expect("pg_dump is there");
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        for value in dump.stdout.split(|byte| b"\t\n".contains(byte)) {
            let bytes = value.strip_prefix(b"\\\\x").and_then(|hex| data_encoding::HEXLOWER.decode(hex).ok());
            everything.extend(bytes.map(|bytes| ("a value of the database".to_owned(), bytes)));
        }
        everything.push(("the database".to_owned(), dump.stdout));
        let mut paths = Vec::new();
        files(zones.front.database.files().expect("files of a server that is the front's"), &mut paths);
        assert!(paths.iter().any(|path| is_of_the_write_ahead_log(path)), "{paths:?}");
        // A file may be removed while the others are read.
        let read = |path: PathBuf| Some((path.to_string_lossy().into_owned(), std::fs::read(path).ok()?));
        everything.extend(paths.into_iter().filter_map(read));
    }
    everything
}

/// The server writes over its log when it likes; docs/operate/erase-and-archive.md says so.
fn is_of_the_write_ahead_log(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "pg_wal")
}

/// No word of the case, and none of `more`, stands in clear outside.
pub(super) async fn nothing_in_clear(zones: &Zones, space: &Space, more: &[String]) {
    let search = Search::new(words(space).into_iter().chain(more.iter().cloned()));
    for (place, bytes) in everything(zones).await {
        assert_eq!(search.found(&bytes), [""; 0], "in {place}");
    }
}

/// Not even that there was such a case.
async fn no_trace(zones: &Zones, space: &Space) {
    nothing_in_clear(zones, space, &[space.case.clone(), space.number.clone()]).await;
    let id = space.case.parse::<CaseId>().expect("an identity").0;
    let shapes = [id.to_be_bytes().to_vec(), id.to_le_bytes().to_vec(), id.to_string().into_bytes()];
    let search = AhoCorasick::new(shapes).expect("an automaton");
    for (place, bytes) in everything(zones).await {
        if !is_of_the_write_ahead_log(Path::new(&place)) {
            assert!(!search.is_match(&bytes), "the case in {place}");
        }
    }
}

/// Closes the case and waits for the proof that it is gone outside.
async fn goes_home(space: &Space) -> Value {
    let before = space.certificates("erased").await.len();
    let closing = json!({ "outcome": "mediated", "note": SAID[12] });
    space.judge.client.act(&space.at("closing"), &closing).await;
    space.judge.client.act(&format!("/api/exchange/cases/{}/return", space.case), &json!({})).await;
    let certificate = until("a certificate", async || {
        let certificates = space.certificates("erased").await;
        (certificates.len() > before).then(|| certificates[0].clone())
    })
    .await;
    assert_eq!(certificate["scope"], "whole_case", "{certificate}");
    assert_eq!(certificate["searched"]["n_hits"], 0, "{certificate}");
    for count in ["n_needles", "n_places", "n_bytes"] {
        assert!(certificate["searched"][count].as_u64() > Some(0), "{certificate}");
    }
    certificate
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_that_went_home_left_nothing_outside_and_may_go_out_again() {
    on_every_database(Link::Drop, async |zones| {
        let space = zones.gather(&WORDS).await;
        space.talk(&SAID[2..8], WORDS.notes).await;
        let judge = &space.judge.client;
        let defendant = Space::me(&space.defendant).await;
        judge.act(&space.at("mutes"), &json!({ "person": defendant, "reason": SAID[8] })).await;
        judge.act(&space.at("unmutes"), &json!({ "person": defendant })).await;
        judge.act(&space.at("floor"), &json!({ "closed": true, "reason": SAID[9] })).await;
        judge.act(&space.at("floor"), &json!({ "closed": false })).await;
        judge.say(&space.case, SAID[10]).await;
        let mut bench = says(SAID[11]);
        bench["audience"] = json!("bench");
        judge.act(&space.at("messages"), &bench).await;
        space.meets().await;
        let held = space.all_entries(&space.plaintiff).await;
        assert!(json!(held).to_string().contains(SAID[10]), "the front holds what it must lose");
        nothing_in_clear(&zones, &space, &[]).await;

        zones.front.database.analyze();
        let certificate = goes_home(&space).await;
        assert!(certificate["n_entries"].as_u64() >= Some(held.len() as u64), "{certificate}");
        assert!(certificate["n_blobs"].as_u64() > Some(0), "{certificate}");
        no_trace(&zones, &space).await;
        let gone = space.plaintiff.get(&format!("/api/cases/{}", space.case)).await;
        assert_eq!(gone.status, 404, "{}", gone.refusal());

        // At home nothing is lost.
        let kept = json!(space.all_entries(judge).await).to_string();
        for word in &SAID[2..13] {
            assert!(kept.contains(word), "{word}");
        }
        zones.court.verify();
        zones.front.verify();
        let archive = zones.court.dir.join("archive");
        let archive = archive.to_str().expect("UTF-8");
        zones.court.run(&["archive", "export", "--case", &space.number, "-o", archive]);
        // Nobody else's keys are in it.
        let keys = [&zones.front, &zones.court].map(|node| {
            let keys = NodeKeys::load_or_create(&node.data().join("keys")).expect("keys");
            data_encoding::HEXLOWER.encode(keys.verifying_key().as_bytes())
        });
        let verify = ["archive", "verify", archive, "--json", "--key", &keys[0], "--key", &keys[1]];
        let checked = crate::program::weicourt(&verify);
        assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);

        // It is taken up again: everybody reads and speaks, and it goes home a second time.
        let reopening = json!({ "cause": "retrial", "note": SAID[4] });
        judge.act(&space.at("reopening"), &reopening).await;
        super::space::read_when_there(&space.plaintiff, &format!("/api/cases/{}", space.case)).await;
        space.meets().await;
        let seen = json!(space.all_entries(&space.defendant).await).to_string();
        assert!(seen.contains(SAID[2]) && seen.contains(SAID[10]), "the history is there again");
        let before = held.len();
        space.talk(&SAID[5..7], WORDS.notes).await;
        judge.say(&space.case, SAID[3]).await;
        space.meets().await;
        assert!(space.all_entries(&space.plaintiff).await.len() > before);
        nothing_in_clear(&zones, &space, &[]).await;
        zones.court.verify();
        zones.front.verify();
        let again = goes_home(&space).await;
        assert_ne!(again["key_destroyed_at"], certificate["key_destroyed_at"], "another key was destroyed");
        no_trace(&zones, &space).await;
        zones.court.verify();
    })
    .await;
}
