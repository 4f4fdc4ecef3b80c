//! Nothing that people say, hand in or are called stands in clear on the disk of a running node.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use reqwest::Method;
use serde_json::json;
use weicourt_server::standins::people::People;

use crate::court::Court;
use crate::court::client::{Ask, Client};
use crate::court::people::text;
use crate::story::{Cast, SAID, WORDS, invitation};

/// What may be read on the disk: the public fields of the register. The search must find them, or it
/// could not find anything.
const PUBLIC: [&str; 2] = ["浙0203", "浙0203民初"];

/// Words to look for, in the encodings in which they could lie about.
pub(crate) struct Search {
    words: Vec<String>,
    automaton: AhoCorasick,
}

impl Search {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Search {
        let (mut search, mut shapes) = (Vec::new(), Vec::new());
        for word in words {
            let escaped: String = word.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            let big: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let little = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for bytes in [word.clone().into_bytes(), big, little, escaped.into_bytes()] {
                assert!(bytes.len() >= 4, "{word} is found by chance");
                search.push(word.clone());
                shapes.push(bytes);
            }
        }
        Search { words: search, automaton: AhoCorasick::new(shapes).expect("an automaton") }
    }

    /// The words that stand in `bytes`.
    pub(crate) fn found(&self, bytes: &[u8]) -> Vec<&str> {
        let found = self.automaton.find_overlapping_iter(bytes);
        found.map(|found| self.words[found.pattern().as_usize()].as_str()).collect()
    }
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a directory") {
        let path = entry.expect("an entry").path();
        // The keys open everything, so they are no words; they are protected by where they lie.
        if path.is_dir() && path.file_name().is_some_and(|name| name != "keys") {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// Looks through everything that the node left anywhere.
async fn look(court: &Court, search: &Search) {
    let mut paths = Vec::new();
    files(&court.data(), &mut paths);
    let names: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    for ending in ["weicourt.db", "weicourt.db-wal", "weicourt.db-shm"] {
        assert!(names.iter().any(|name| name.ends_with(ending)), "{ending} in {names:?}");
    }
    assert!(names.iter().any(|name| name.contains("uploads")), "an upload under way: {names:?}");
    let mut everything = vec![
        ("log".to_owned(), court.log().into_bytes()),
        ("printed".to_owned(), court.printed().into_bytes()),
        ("metrics".to_owned(), Client::new(court.node()).get("/metrics").await.bytes),
        ("names of files".to_owned(), names.join("\n").into_bytes()),
    ];
    let n_said = everything[0].1.len();
    assert!(n_said > 2_000, "the log says a lot at this level: {n_said} bytes");
    assert!(everything[2].1.len() > 100, "the node counts");
    for (path, name) in paths.iter().zip(names) {
        everything.push((name, std::fs::read(path).expect("a file")));
    }
    let (mut n_public, public) = (0, Search::new(PUBLIC.map(str::to_owned)));
    for (place, bytes) in &everything {
        assert_eq!(search.found(bytes), [""; 0], "in {place}");
        n_public += public.found(bytes).len();
    }
    assert!(n_public > 0, "the search finds what is public");
}

#[tokio::test]
async fn nothing_that_people_say_or_are_called_stands_in_clear_on_the_disk() {
    let mut cast = Cast::gather(Arc::new(Court::start_with_log("trace"))).await;
    let People { people, staff } = People::sample();
    let mut words: Vec<String> = SAID.map(str::to_owned).to_vec();
    words.extend(
        [WORDS.claim, WORDS.facts, WORDS.address, WORDS.file_name, WORDS.paper, WORDS.notes]
            .map(str::to_owned),
    );
    words.extend(staff.into_iter().map(|member| member.name));
    for person in people {
        words.extend([person.name, person.id_number, person.phone]);
    }
    for cookie in [&cast.plaintiff, &cast.defendant, &cast.judge.client].map(Client::cookie) {
        words.extend(cookie.split("; ").filter_map(|pair| Some(pair.split_once('=')?.1.to_owned())));
    }
    words.retain(|word| !word.is_empty());
    words.push(invitation(&cast.court, "15400000002").await);
    let search = Search::new(words);

    // A draft and an upload that are not finished, an upload that was refused, a log-in that failed.
    let draft = cast.defendant.act("/api/drafts", &json!({ "kind": "enforcement" })).await;
    let id = text(&draft["id"]);
    let mut form = draft["form"].clone();
    form["claims"] = json!([WORDS.claim]);
    form["claimants"][0]["domicile"] = json!(WORDS.address);
    form["respondents"] = json!([{ "kind": "natural_person", "name": "样例丙", "phone": "15400000003" }]);
    let typed = json!([{ "field": "respondents[0]", "id_number": "33029919020303004X" }]);
    let save = json!({ "version": draft["version"], "form": form, "id_numbers": typed });
    cast.defendant.ask(Ask::new(Method::PUT, &format!("/api/drafts/{id}"), Some(&save))).await.done("save");
    let begin = json!({ "size_bytes": 60, "media_type": "image/jpeg", "name": WORDS.file_name });
    let upload = cast.defendant.act(&format!("/api/cases/{id}/uploads"), &begin).await;
    let half = Ask::new(Method::PATCH, &format!("/api/uploads/{}?offset=0", text(&upload["upload"])), None);
    cast.defendant.ask(half.bytes("application/octet-stream", WORDS.facts)).await.done("half of it");
    let refused = cast.defendant.try_upload(&id, "image/png", WORDS.file_name, WORDS.facts.as_bytes()).await;
    assert_eq!(refused.refusal(), "422 not_what_it_claims");
    let wrong = json!({ "phone": "15400000003", "code": "000000" });
    assert_eq!(cast.defendant.post("/api/sessions", &wrong).await.status, 422);
    let typo = format!("{{\"content\":{{\"type\":\"text\",\"text\":5,\"{}\":1}}}}", SAID[2]);
    let broken = Ask::new(Method::POST, &format!("/api/cases/{}/messages", cast.case), None);
    assert_eq!(cast.plaintiff.ask(broken.bytes("application/json", typo)).await.status, 422);
    cast.plaintiff.get(&format!("/api/cases?q={}", SAID[2])).await;

    cast.talk().await;
    cast.answer().await;
    cast.keep_order().await;
    look(&cast.court, &search).await;
    cast.close().await;
    look(&cast.court, &search).await;
}
