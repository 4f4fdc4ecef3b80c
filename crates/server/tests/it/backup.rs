//! A copy of a running node, put back elsewhere, is that node.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use weicourt_server::standins::people::People;

use crate::program::weicourt;

/// A demo that runs until it is dropped.
struct Demo {
    process: Child,
    node: String,
    sms: String,
    client: reqwest::Client,
}

impl Demo {
    fn start(data: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_weicourt"))
            .args(["demo", "--one-node", "--port", "0", "--data"])
            .arg(data)
            .env_remove("WEICOURT__STORE__URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the demo starts");
        let mut said = BufReader::new(process.stdout.take().expect("piped")).lines();
        let mut address = |of: &str| loop {
            let line = said.next().expect("it says more").expect("UTF-8");
            if line.trim_start().starts_with(of) {
                let at = line.find("http://").expect("an address");
                break line[at..].trim_end_matches('/').to_owned();
            }
        };
        let node = address("phone app");
        let sms = address("SMS");
        while said.next().expect("it gets ready").expect("UTF-8") != "ready" {}
        let client = weicourt_server::adapters::client(Duration::from_secs(10));
        Self { process, node, sms, client }
    }

    async fn post(&self, path: &str, body: Value) -> u16 {
        let request = self.client.post(format!("{}{path}", self.node)).body(body.to_string());
        let request = request.header("content-type", "application/json");
        let request = request.header("idempotency-key", uuid::Uuid::new_v4().to_string());
        request.send().await.expect("an answer").status().as_u16()
    }

    /// The newest code sent to `phone`.
    async fn code(&self, phone: &str) -> String {
        assert_eq!(self.post("/api/phone-codes", json!({ "phone": phone })).await, 202);
        for _ in 0..200 {
            let messages = self.client.get(format!("{}/messages?phone={phone}", self.sms));
            let messages = messages.send().await.expect("an answer").text().await.expect("text");
            let messages: Value = serde_json::from_str(&messages).expect("JSON");
            if let Some(text) = messages[0]["text"].as_str() {
                return text.chars().filter(char::is_ascii_digit).take(6).collect();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no message arrived");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _gone = self.process.wait();
    }
}

#[tokio::test]
async fn a_restored_node_knows_its_people_and_its_chains_are_whole() {
    let dir = tempfile::tempdir().expect("a directory");
    let (data, copy, other) = (dir.path().join("data"), dir.path().join("copy"), dir.path().join("other"));
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let person = People::sample().people.remove(0);
    {
        let demo = Demo::start(&data);
        let key = weicourt_app::acts::SoftKey::draw().expect("a key");
        let enrolment = json!({
            "name": person.name, "id_number": person.id_number, "phone": person.phone,
            "code": demo.code(&person.phone).await,
            "device": { "spki": data_encoding::BASE64.encode(&key.public().spki()), "label": "样例手机" },
        });
        assert_eq!(demo.post("/api/enrolments", enrolment).await, 200);
        let ran = weicourt(&["backup", &path(&copy), "--data", &path(&data), "--with-keys", "--json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let again = weicourt(&["backup", &path(&copy), "--data", &path(&data)]);
        assert_eq!(again.code, Some(1), "a copy is never written over");
    }
    let ran = weicourt(&["restore", &path(&copy), "--data", &path(&other)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let again = weicourt(&["restore", &path(&copy), "--data", &path(&other)]);
    assert_eq!(again.code, Some(1), "a node is never written over");
    let verified = weicourt(&["verify", &path(&other)]);
    assert_eq!(verified.code, Some(0), "{}", verified.err);
    std::fs::copy(data.join("weicourt-demo"), other.join("weicourt-demo")).expect("copied");
    let demo = Demo::start(&other);
    let code = demo.code(&person.phone).await;
    assert_eq!(demo.post("/api/sessions", json!({ "phone": person.phone, "code": code })).await, 200);
    let stranger = &People::sample().people[1].phone;
    let code = demo.code(stranger).await;
    assert_ne!(demo.post("/api/sessions", json!({ "phone": stranger, "code": code })).await, 200);
}
