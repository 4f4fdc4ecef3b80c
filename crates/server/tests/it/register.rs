//! The register of the case-handling system: files, kills, tokens, entity tags, and who finds what.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, ETAG, IF_MATCH, IF_NONE_MATCH};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use weicourt_domain::instant::Instant;
use weicourt_store::{ImportedCase, NodeKeys, Store, StoreConfig, StoreUrl};

use crate::court::{Court, REGISTER_TOKEN, on_every_database};
use crate::program::weicourt;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operate/samples").join(name)
}

async fn store_in(data: &Path) -> Store {
    let keys = NodeKeys::load_or_create(&data.join("keys")).expect("keys");
    let url = StoreUrl::Sqlite { path: data.join("weicourt.db") };
    let config = StoreConfig { url, blob_dir: data.join("blobs"), readers: 1 };
    Store::open(config, keys, Arc::new(|| Instant(1_795_000_000_000))).await.expect("store")
}

/// Every case of a register whose cases have these identities.
async fn cases_in(data: &Path, source_ids: &[String]) -> Vec<Option<ImportedCase>> {
    let store = store_in(data).await;
    let mut cases = Vec::new();
    for source_id in source_ids {
        cases.push(store.imported_by_source(source_id).await.expect("read"));
    }
    assert_eq!(store.n_imported().await.expect("count"), cases.iter().flatten().count() as u64);
    store.close().await.expect("close");
    cases
}

fn import(file: &Path, data: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let (file, data) = (file.to_str().expect("UTF-8"), data.to_str().expect("UTF-8"));
    let mut args = vec!["import", "cases", file, "--data", data, "--json"];
    args.extend(more);
    let ran = weicourt(&args);
    let summary = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
    (ran.code, summary)
}

#[tokio::test]
async fn the_samples_of_the_documentation_hold_the_same_cases() {
    let dir = tempfile::tempdir().expect("directory");
    let (code, told) = import(&sample("cases.jsonl"), dir.path(), &[]);
    assert_eq!((code, &told["created"], &told["lines"]), (Some(0), &json!(4), &json!(4)), "{told}");
    let (code, told) = import(&sample("cases.csv"), dir.path(), &[]);
    assert_eq!((code, &told["unchanged"], &told["lines"]), (Some(0), &json!(4), &json!(10)), "{told}");
    let ids = ["AJ-2026-000001", "AJ-2026-000002", "AJ-2025-004711", "AJ-2014-000099"].map(str::to_owned);
    let cases = cases_in(dir.path(), &ids).await;
    let titles: Vec<String> = cases.iter().flatten().map(|case| case.record.title()).collect();
    assert_eq!(
        titles,
        [
            "样例甲诉样例乙民间借贷纠纷",
            "样例贸易有限公司申请执行样例乙",
            "样例戊诉样例制造有限公司买卖合同纠纷",
            "样例丙诉样例丁民间借贷纠纷"
        ]
    );
}

#[test]
fn what_is_refused_is_told_with_its_line_and_every_reason() {
    let dir = tempfile::tempdir().expect("directory");
    let good = std::fs::read_to_string(sample("cases.jsonl")).expect("sample");
    let first = good.lines().next().expect("a line");
    let file = dir.path().join("cases.jsonl");
    let lines = [
        first.to_owned(),
        first.replace("2026-03-02", "2026-13-02").replace("330299190102020010", "330299190102020011"),
        String::new(),
        "not JSON".to_owned(),
        first.replace("\"procedure\"", "\"procedur\""),
        first.replace("AJ-2026-000001", "AJ-2026-000009"),
        first.to_owned(),
    ];
    std::fs::write(&file, lines.join("\n")).expect("write");
    let data = dir.path().join("data");
    let (code, told) = import(&file, &data, &[]);
    assert_eq!(code, Some(1), "{told}");
    assert_eq!((&told["created"], &told["rejected"], &told["lines"]), (&json!(1), &json!(5), &json!(7)));
    let rejects = std::fs::read_to_string(told["rejects"].as_str().expect("a file")).expect("read");
    let rejects: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let said: Vec<(u64, String)> = rejects
        .iter()
        .map(|reject| {
            let reasons = reject["reasons"].as_array().expect("reasons").iter();
            let fields = reasons.map(|reason| reason["field"].as_str().expect("a field"));
            (reject["line"].as_u64().expect("a line"), fields.collect::<Vec<_>>().join(","))
        })
        .collect();
    let expected = [
        (2, "filed_on,parties[1].id_number"),
        (4, ""),
        (5, "procedur"),
        (6, "case_number"),
        (7, "source_id"),
    ];
    assert_eq!(said, expected.map(|(line, fields)| (line, fields.to_owned())));
    let words = std::fs::read_to_string(told["rejects"].as_str().expect("a file")).expect("read");
    assert!(!words.contains("样例") && !words.contains("330299"), "{words}");

    // The same file with nothing wrong leaves no reject file.
    std::fs::write(&file, first).expect("write");
    let (code, told) = import(&file, &data, &[]);
    assert_eq!((code, &told["unchanged"]), (Some(0), &json!(1)), "{told}");
    assert!(!dir.path().join("cases.jsonl.rejects.jsonl").exists());
}

#[test]
fn a_file_of_another_kind_is_an_error_of_use() {
    let dir = tempfile::tempdir().expect("directory");
    let data = dir.path().join("data");
    let data = data.to_str().expect("UTF-8");
    for (name, words) in
        [("cases.txt", "x"), ("cases.csv", "source_id,nobody_knows\n1,2\n"), ("cases.csv", "source_id\n1\n")]
    {
        let file = dir.path().join(name);
        std::fs::write(&file, words).expect("write");
        let ran = weicourt(&["import", "cases", file.to_str().expect("UTF-8"), "--data", data]);
        assert_eq!(ran.code, Some(2), "{name}: {} {}", ran.out, ran.err);
    }
    let ran = weicourt(&["import", "cases", "there/is/no/such.jsonl", "--data", data]);
    assert_eq!(ran.code, Some(2), "{} {}", ran.out, ran.err);
}

/// Records with a refused one and a repeated one now and then.
fn long_file(dir: &Path, n_records: usize) -> (PathBuf, Vec<String>) {
    let mut lines = Vec::new();
    let mut source_ids = Vec::new();
    for n in 1..=n_records {
        let id = if n % 1000 == 0 { format!("K-{}", n - 1) } else { format!("K-{n}") };
        let filed_on = if n % 700 == 0 { "2026-99-99" } else { "2026-03-02" };
        source_ids.push(format!("K-{n}"));
        lines.push(format!(
            "{{\"source_id\":\"{id}\",\"case_number\":\"（2026）浙0203民初{n}号\",\"filed_on\":\"{filed_on}\",\
             \"cause_name\":\"民间借贷纠纷\",\"parties\":[{{\"role\":\"原告\",\"name\":\"样例甲\",\
             \"id_number\":\"330299190001010024\"}},{{\"role\":\"被告\",\"name\":\"样例{n}\"}}]}}"
        ));
    }
    let file = dir.join("long.jsonl");
    std::fs::write(&file, lines.join("\n")).expect("write");
    (file, source_ids)
}

fn start(file: &Path, data: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weicourt"));
    command.args(["import", "cases", "--resume", "--json"]).arg(file).arg("--data").arg(data);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
}

#[tokio::test]
async fn an_import_that_was_killed_ends_with_the_same_register_and_the_same_rejects() {
    let dir = tempfile::tempdir().expect("directory");
    let (file, source_ids) = long_file(dir.path(), 30_000);
    let whole = dir.path().join("whole");
    let (code, told) = import(&file, &whole, &[]);
    assert_eq!(code, Some(1), "{told}");
    let rejects = std::fs::read(dir.path().join("long.jsonl.rejects.jsonl")).expect("rejects");
    assert!(!rejects.is_empty());

    // With the same keys, so that the same people have the same digests.
    let killed = dir.path().join("killed");
    let keys = killed.join("keys");
    std::fs::create_dir_all(&keys).expect("directory");
    for key in std::fs::read_dir(whole.join("keys")).expect("keys") {
        let key = key.expect("a key");
        std::fs::copy(key.path(), keys.join(key.file_name())).expect("copy");
    }
    let mut n_kills = 0;
    // A little later each time, so that it dies while it opens, reads, writes and makes indexes.
    for wait_ms in (0..).map(|n| 40 + 170 * n) {
        let mut process = start(&file, &killed);
        std::thread::sleep(Duration::from_millis(wait_ms));
        if process.try_wait().expect("ask").is_some() {
            break;
        }
        process.kill().expect("kill");
        process.wait().expect("wait");
        n_kills += 1;
    }
    assert!(n_kills >= 3, "{n_kills}");
    let (code, again) = import(&file, &killed, &["--resume"]);
    assert_eq!(code, Some(1), "{again}");
    let records = |cases: Vec<Option<ImportedCase>>| -> Vec<_> {
        cases.into_iter().map(|case| case.map(|case| (case.version, case.record))).collect()
    };
    let (one, other) =
        (records(cases_in(&whole, &source_ids).await), records(cases_in(&killed, &source_ids).await));
    assert!(one == other, "both registers hold the same cases");
    assert_eq!(one.iter().flatten().count() as u64, told["created"].as_u64().expect("a count"));
    assert_eq!(std::fs::read(dir.path().join("long.jsonl.rejects.jsonl")).expect("rejects"), rejects);
}

/// The case-handling system.
#[derive(Clone)]
struct System {
    http: reqwest::Client,
    node: String,
}

impl System {
    fn of(court: &Court) -> System {
        System {
            http: weicourt_server::adapters::client(Duration::from_secs(60)),
            node: court.node().to_owned(),
        }
    }

    async fn put(&self, id: &str, record: &Value, condition: Option<(&str, &str)>) -> (u16, String, Value) {
        let address = format!("{}/api/register/cases/{id}", self.node);
        let mut request = self.http.put(address).header(AUTHORIZATION, format!("Bearer {REGISTER_TOKEN}"));
        if let Some((name, value)) = condition {
            request = request.header(name, value);
        }
        let body = record.to_string();
        let answer =
            request.header("content-type", "application/json").body(body).send().await.expect("answer");
        let etag = answer.headers().get(ETAG).map(|tag| tag.to_str().expect("text").to_owned());
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await.expect("body");
        (status, etag.unwrap_or_default(), serde_json::from_slice(&bytes).expect("JSON"))
    }

    async fn get(&self, id: &str, known: Option<&str>) -> (u16, String, Vec<u8>) {
        let address = format!("{}/api/register/cases/{id}", self.node);
        let mut request = self.http.get(address).header(AUTHORIZATION, format!("Bearer {REGISTER_TOKEN}"));
        if let Some(known) = known {
            request = request.header(IF_NONE_MATCH, known);
        }
        let answer = request.send().await.expect("answer");
        let etag = answer.headers().get(ETAG).map(|tag| tag.to_str().expect("text").to_owned());
        (answer.status().as_u16(), etag.unwrap_or_default(), answer.bytes().await.expect("body").to_vec())
    }
}

fn record(clerk: &str) -> Value {
    json!({
        "case_number": "（2026）浙0203民初8001号",
        "cause_code": "4-10-108-3",
        "filed_on": "2026-03-02",
        "due_on": "2026-09-02",
        "handling_judge": { "name": "样例法官", "staff_id": "judge-1" },
        "clerk": { "name": clerk },
        "parties": [
            { "role": "原告", "name": "样例甲", "id_number": "330299190001010024" },
            { "role": "被告", "name": "样例乙", "id_number": "330299190102020010" },
        ],
    })
}

#[tokio::test]
async fn the_register_is_written_by_whoever_shows_the_token_and_by_nobody_else() {
    on_every_database(|court| async move {
        let system = System::of(&court);
        let address = format!("{}/api/register/cases/AJ-1", court.node());
        for token in [None, Some("Bearer "), Some("Bearer wrong"), Some(REGISTER_TOKEN)] {
            for method in [reqwest::Method::GET, reqwest::Method::PUT] {
                let mut request = system.http.request(method, &address).body("{}");
                if let Some(token) = token {
                    request = request.header(AUTHORIZATION, token);
                }
                assert_eq!(request.send().await.expect("answer").status(), 401, "{token:?}");
            }
        }
        let (status, etag, told) = system.put("AJ-1", &record("样例书记员"), None).await;
        assert_eq!((status, &told["outcome"]), (201, &json!("created")), "{told}");
        let (status, same, told) = system.put("AJ-1", &record("样例书记员"), None).await;
        assert_eq!((status, &told["outcome"], &same), (200, &json!("unchanged"), &etag), "{told}");
        let (status, read, body) = system.get("AJ-1", None).await;
        assert_eq!((status, &read), (200, &etag));
        let text = String::from_utf8(body).expect("UTF-8");
        assert!(!text.contains("330299190001010024"), "{text}");
        assert_eq!(system.get("AJ-1", Some(&etag)).await.0, 304);
        // What was read is what may be written.
        let mut whole: Value = serde_json::from_str(&text).expect("JSON");
        whole["clerk"]["name"] = json!("样例书记员二");
        let (status, newer, told) = system.put("AJ-1", &whole, Some((IF_MATCH.as_str(), &etag))).await;
        assert_eq!((status, &told["outcome"]), (200, &json!("updated")), "{told}");
        let (status, _, told) = system.put("AJ-1", &whole, Some((IF_MATCH.as_str(), &etag))).await;
        assert_eq!((status, &told["code"]), (412, &json!("precondition_failed")), "{told}");
        assert!(newer != etag);
        let (status, _, told) = system.put("AJ-1", &whole, Some((IF_NONE_MATCH.as_str(), "*"))).await;
        assert_eq!(status, 412, "{told}");
        let (status, _, told) = system.put("AJ-none", &whole, Some((IF_MATCH.as_str(), "*"))).await;
        assert_eq!(status, 422, "the body is that of another case: {told}");
        let (status, _, told) = system.put("AJ-2", &record("x"), None).await;
        assert_eq!((status, &told["code"]), (409, &json!("number_taken")), "{told}");
        let mut bad = record("x");
        bad["filed_on"] = json!("2026-02-30");
        bad["parties"][0]["role"] = json!("旁听");
        let (status, _, told) = system.put("AJ-3", &bad, None).await;
        let fields = told["fields"].as_array().map(Vec::len);
        assert_eq!((status, fields), (422, Some(2)), "{told}");
        assert_eq!(system.get("AJ-3", None).await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_writers_with_one_entity_tag_make_one_change() {
    on_every_database(|court| async move {
        let system = System::of(&court);
        let (_, etag, _) = system.put("AJ-1", &record("样例书记员"), None).await;
        let mut writers = JoinSet::new();
        for n in 0..64 {
            let (system, etag) = (system.clone(), etag.clone());
            writers.spawn(async move {
                let record = record(&format!("样例书记员{n}"));
                system.put("AJ-1", &record, Some((IF_MATCH.as_str(), &etag))).await.0
            });
        }
        let statuses = writers.join_all().await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 412).count(), 63, "{statuses:?}");
    })
    .await;
}

#[tokio::test]
async fn people_and_judges_find_what_was_imported_while_the_node_runs() {
    on_every_database(|court| async move {
        let told = court.import(&sample("cases.jsonl"));
        assert_eq!(told["created"], 4, "{told}");
        let debtor = court.enrol("样例乙").await;
        let cards = debtor.read("/api/cases/imported").await;
        let numbers = |cards: &Value| -> Vec<String> {
            let cards = cards.as_array().expect("a list").iter();
            cards.map(|card| card["case_number"].as_str().expect("a number").to_owned()).collect()
        };
        assert_eq!(numbers(&cards), ["（2026）浙0203执345号", "（2026）浙0203民初1024号"]);
        let roles: Vec<&Value> = cards.as_array().expect("a list").iter().map(|card| &card["role"]).collect();
        assert_eq!(roles, ["judgment_debtor", "defendant"]);
        let lawyer = court.enrol("样例丁").await;
        let cards = lawyer.read("/api/cases/imported").await;
        assert_eq!(numbers(&cards), ["（2026）浙0203民初1024号"]);
        assert_eq!(cards[0]["role"], "litigation_agent");
        let judge = court.staff("judge-1").await.client;
        let cards = judge.read("/api/cases/imported").await;
        assert_eq!(numbers(&cards), ["（2026）浙0203民初1024号"], "the closed one is not on the list");
        assert_eq!(cards[0]["due_on"], "2026-06-02");
        let card =
            judge.read("/api/desk/cases?number=(2025)%E6%B5%990203%E6%B0%91%E5%88%9D4711%E5%8F%B7").await;
        assert_eq!(card["title"], "样例戊诉样例制造有限公司买卖合同纠纷");
        let stranger = court.enrol("样例己").await;
        assert_eq!(numbers(&stranger.read("/api/cases/imported").await), ["（2025）浙0203民初4711号"]);
        assert_eq!(stranger.get("/api/desk/cases?number=x").await.refusal(), "403 staff_only");
    })
    .await;
}

#[tokio::test]
async fn the_space_of_an_imported_case_opens_when_it_is_first_used_and_is_told_what_changes() {
    on_every_database(|court| async move {
        court.import(&sample("cases.jsonl"));
        let plaintiff = court.enrol("样例甲").await;
        let defendant = court.enrol("样例乙").await;
        let stranger = court.enrol("样例己").await;
        let cards = plaintiff.read("/api/cases/imported").await;
        let case = cards[0]["case"].as_str().expect("a case").to_owned();
        assert_eq!(cards[0]["has_space"], false, "{cards}");
        assert_eq!(plaintiff.read("/api/cases").await, json!([]));
        let space = format!("/api/cases/{case}/space");
        assert_eq!(stranger.post(&space, &Value::Null).await.refusal(), "404 not_found");

        let opened = plaintiff.act(&space, &Value::Null).await;
        assert_eq!(opened["case"], case.as_str());
        // Again, by the same person and at the same time by all: still one space.
        let (one, other) =
            tokio::join!(plaintiff.post(&space, &Value::Null), defendant.post(&space, &Value::Null));
        assert_eq!((one.status, other.status), (200, 200), "{} {}", one.refusal(), other.refusal());
        // Everybody comes in by an act of their own, as into every case that names them.
        for who in [&plaintiff, &defendant] {
            let seat = who.act(&space, &Value::Null).await;
            let join = json!({ "party": seat["party"], "agent": seat["agent"] });
            who.act(&format!("/api/cases/{case}/membership"), &join).await;
        }
        for (who, role) in [(&plaintiff, "plaintiff"), (&defendant, "defendant")] {
            let cards = who.read("/api/cases").await;
            let card = cards.as_array().expect("a list").iter().find(|card| card["case"] == case.as_str());
            let card = card.unwrap_or_else(|| panic!("{cards}"));
            assert_eq!((&card["role"], &card["status"]), (&json!(role), &json!("preparing")), "{card}");
            let left = who.read("/api/cases/imported").await;
            assert!(left.as_array().expect("a list").iter().all(|card| card["case"] != case.as_str()));
        }
        let detail = plaintiff.read(&format!("/api/cases/{case}")).await;
        assert_eq!(detail["case_number"], "（2026）浙0203民初1024号");
        assert_eq!(detail["title"], "样例甲诉样例乙民间借贷纠纷");
        assert_eq!(detail["parties"][0]["agents"][0]["name"], "样例丁");
        let words = json!({ "content": { "type": "text", "text": "样例：请问何时开庭" } });
        defendant.act(&format!("/api/cases/{case}/messages"), &words).await;
        let judge = court.staff("judge-1").await.client;
        let kinds = async || -> Vec<String> {
            let page = judge.read(&format!("/api/cases/{case}/entries")).await;
            let entries = page["entries"].as_array().expect("entries").iter();
            entries.map(|entry| entry["body"]["type"].as_str().expect("a type").to_owned()).collect()
        };
        let before = kinds().await;
        for kind in ["case_imported", "parties_imported", "bench_assigned", "message_posted"] {
            assert_eq!(before.iter().filter(|found| *found == kind).count(), 1, "{kind}: {before:?}");
        }
        assert_eq!(before.iter().filter(|kind| *kind == "member_joined").count(), 2, "{before:?}");

        // What changes in the register is told in a new entry; what is the same is not.
        let system = System::of(&court);
        let (_, _, body) = system.get("AJ-2026-000001", None).await;
        let mut record: Value = serde_json::from_slice(&body).expect("JSON");
        record["due_on"] = json!("2026-08-02");
        for _ in 0..2 {
            let (status, _, told) = system.put("AJ-2026-000001", &record, None).await;
            assert_eq!(status, 200, "{told}");
        }
        let after = kinds().await;
        assert_eq!(after.len(), before.len() + 1, "{after:?}");
        assert_eq!(after.last().map(String::as_str), Some("case_imported"));
        assert!(court.verify().valid);

        let closed =
            stranger.read("/api/cases/imported").await[0]["case"].as_str().expect("a case").to_owned();
        let refused = stranger.post(&format!("/api/cases/{closed}/space"), &Value::Null).await;
        assert!(refused.status >= 400, "a case that is over does not get a space: {}", refused.refusal());
    })
    .await;
}
