//! A batch of services over the whole program: two documents on five parties of each case, sent by e-mail and
//! certified while the node is killed again and again. Nothing is lost and nothing is served twice.
//!
//! `WEICOURT_BATCH_CASES=100` serves a thousand.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::court::Court;
use crate::court::client::{Ask, Client, new_key};
use crate::court::papers::{PLAIN, photo};
use crate::court::people::{person, text};
use crate::program::weicourt;
use crate::story::{DEFENDANT, PLAINTIFF};

/// Parties that are served in each case.
const RECIPIENTS: u16 = 5;
/// Documents that are served on each.
const DOCUMENTS: [&str; 2] = ["complaint_copy", "bench_notice"];
/// How long the jobs may take after the last act.
const PATIENCE: Duration = Duration::from_secs(1_200);

fn n_cases() -> usize {
    std::env::var("WEICOURT_BATCH_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

/// People of the court and the one who files.
struct Cast {
    plaintiff: Client,
    officer: Client,
    judges: Vec<(String, Client)>,
    clerks: Vec<(String, Client)>,
    templates: Value,
    node: String,
}

impl Cast {
    async fn gather(court: &Court) -> Cast {
        let plaintiff = court.enrol(PLAINTIFF).await;
        let officer = court.staff("filing-1").await.client;
        let (mut judges, mut clerks) = (Vec::new(), Vec::new());
        for subject in ["judge-1", "judge-2", "judge-3", "head-1", "clerk-1", "clerk-2"] {
            let client = court.staff(subject).await.client;
            let found = if subject.starts_with("clerk") { &mut clerks } else { &mut judges };
            found.push((text(&client.read("/api/session").await["name"]), client));
        }
        let templates = judges[0].1.read("/api/document-templates").await["templates"].clone();
        Cast { plaintiff, officer, judges, clerks, templates, node: court.node().to_owned() }
    }

    /// The same people at the node that came back.
    fn moved_to(&self, node: &str) -> Cast {
        let moved = |people: &[(String, Client)]| {
            people.iter().map(|(name, client)| (name.clone(), client.moved_to(node))).collect()
        };
        Cast {
            plaintiff: self.plaintiff.moved_to(node),
            officer: self.officer.moved_to(node),
            judges: moved(&self.judges),
            clerks: moved(&self.clerks),
            templates: self.templates.clone(),
            node: node.to_owned(),
        }
    }

    /// A case against five parties, each of which confirmed an e-mail address on paper, with its documents issued.
    async fn prepare(&self, number: usize) -> Batch {
        let draft = self.plaintiff.draft(DEFENDANT, &PLAIN).await;
        let case = text(&draft["id"]);
        let respondent = |n: u16| {
            json!({
                "kind": "natural_person", "name": format!("样例被告{n}"), "phone": person(DEFENDANT).phone,
                "domicile": PLAIN.address, "agents": [],
            })
        };
        let mut form = draft["form"].clone();
        form["respondents"] = (1..=RECIPIENTS).map(respondent).collect();
        let save = json!({ "version": draft["version"], "form": form });
        let save = Ask::new(Method::PUT, &format!("/api/drafts/{case}"), Some(&save));
        let saved = self.plaintiff.ask(save).await.done("save the draft");
        self.plaintiff.hand_in(&saved).await.done("hand in");
        self.officer.register(&case).await;
        let view = self.plaintiff.read(&format!("/api/cases/{case}")).await;
        let of = |people: &[(String, Client)], name: &Value| {
            let found = people.iter().find(|(known, _)| name == known.as_str());
            found.map(|(_, client)| client.clone()).expect("a sample member of staff")
        };
        let judge = of(&self.judges, &view["handling_judge"]["name"]);
        let clerk = of(&self.clerks, &view["clerk"]["name"]);
        let scan =
            clerk.upload(&case, "image/jpeg", "送达地址确认书.jpg", &photo(3, "")).await["blob"].clone();
        for party in 1..=RECIPIENTS {
            let form = json!({
                "electronic": true, "mailbox": false, "email": format!("party{party}.case{number}@example.invalid"),
                "receiver": format!("样例被告{party}"), "phone": "15400000002", "address": "样例路2号",
            });
            let record = json!({ "party": party, "form": form, "scan": scan });
            clerk.act(&format!("/api/cases/{case}/service/addresses/records"), &record).await;
        }
        let mut papers = Vec::new();
        for template in DOCUMENTS {
            papers.push(self.issue(&case, &clerk, &judge, template).await);
        }
        Batch { case, clerk, papers, key: new_key() }
    }

    /// The clerk drafts what the case knows and a word for the rest, the judge issues it.
    async fn issue(&self, case: &str, clerk: &Client, judge: &Client, template: &str) -> Value {
        let at = |rest: &str| format!("/api/cases/{case}/{rest}");
        let parties: Vec<u16> = (1..=RECIPIENTS).collect();
        let filled = clerk.read(&at(&format!("documents/fill?template={template}&parties=1,2,3,4,5"))).await;
        let mut data = filled["data"].clone();
        let mut body = json!({ "template": template, "data": data, "parties": parties });
        let mut answer = clerk.post(&at("documents"), &body).await;
        if answer.status == 422 {
            for fault in answer.json()["fields"].as_array().expect("fields") {
                let name = text(&fault["field"]);
                data[&name] = self.word_for(template, &name);
            }
            body["data"] = data.clone();
            answer = clerk.post(&at("documents"), &body).await;
        }
        let receipt = answer.done("a draft");
        let document = json!({ "origin": receipt["origin"], "seq": receipt["seq"] });
        body["document"] = document.clone();
        let preview = judge.act(&at("documents/preview"), &body).await;
        let issue = json!({ "document": document, "draft": document, "previewed": preview["sha256"] });
        judge.act(&at("documents/approvals"), &issue).await;
        document
    }

    fn word_for(&self, template: &str, name: &str) -> Value {
        let mut templates = self.templates.as_array().expect("templates").iter();
        let template = templates.find(|known| known["id"] == template).expect("the template");
        let mut fields = template["fields"].as_array().expect("fields").iter();
        let field = fields.find(|field| field["name"] == name).expect("the field");
        match field["type"].as_str().expect("a type") {
            "date" => json!("2026-12-15"),
            "datetime" => json!("2026-12-15T09:30"),
            "money" | "number" => json!(1),
            "bool" => json!(true),
            "paragraphs" => json!(["样本"]),
            "enum" => field["options"][0]["value"].clone(),
            _ => json!("样本"),
        }
    }
}

/// What is served in one case, in one act.
#[derive(Clone)]
struct Batch {
    case: String,
    clerk: Client,
    papers: Vec<Value>,
    /// The act is sent under this key until it is acknowledged.
    key: String,
}

impl Batch {
    async fn send(&self) -> Result<Value, reqwest::Error> {
        let to: Vec<Value> =
            (1..=RECIPIENTS).map(|party| json!({ "party": party, "channel": "email" })).collect();
        let body = json!({ "papers": self.papers, "to": to });
        let path = format!("/api/cases/{}/service/sendings", self.case);
        let answer = self.clerk.try_ask(Ask::new(Method::POST, &path, Some(&body)).key(&self.key)).await?;
        Ok(answer.done("the sending"))
    }

    async fn n_effective(&self) -> usize {
        let service = self.clerk.read(&format!("/api/cases/{}/service", self.case)).await;
        let items = service["items"].as_array().expect("items");
        items.iter().filter(|item| item["status"] == "effective").count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_served_and_certified_once_each_however_often_the_node_is_killed() {
    let mut court = Court::start();
    let cast = Cast::gather(&court).await;
    let mut batches = Vec::new();
    for number in 0..n_cases() {
        batches.push(cast.prepare(number).await);
    }
    let wanted = usize::from(RECIPIENTS) * DOCUMENTS.len();
    let began = Instant::now();

    // All acts at once; the blow falls while they, the mail and the certificates are under way.
    let mut acts: Vec<_> =
        batches.iter().cloned().map(|batch| tokio::spawn(async move { batch.send().await })).collect();
    acts.remove(0).await.expect("no panic").expect("acknowledged");
    court.kill();
    for act in acts {
        let _ = act.await;
    }
    let mut kills = 1;
    loop {
        court.start_again();
        for batch in &mut batches {
            batch.clerk = batch.clerk.moved_to(court.node());
        }
        // What was not acknowledged is sent again, and is the same act.
        for batch in &batches {
            batch.send().await.expect("acknowledged");
        }
        if kills >= 4 {
            break;
        }
        // Some are certified, others not: the next blow.
        let mut n_effective = 0;
        while n_effective < kills * wanted * batches.len() / 5 && began.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(50)).await;
            n_effective = 0;
            for batch in &batches {
                n_effective += batch.n_effective().await;
            }
        }
        court.kill();
        kills += 1;
    }
    let cast = cast.moved_to(court.node());
    for batch in &batches {
        while batch.n_effective().await < wanted {
            assert!(began.elapsed() < PATIENCE, "{} of {wanted} are served", batch.n_effective().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    let seconds = began.elapsed().as_secs_f64();

    let dir = tempfile::tempdir().expect("a directory");
    let root = court.data().join("seal/root.pem");
    for batch in &batches {
        let entries = batch.clerk.entries(&batch.case).await;
        let of = |kind: &str| -> Vec<&Value> {
            entries.iter().filter(|entry| entry["body"]["type"] == kind).map(|entry| &entry["body"]).collect()
        };
        assert_eq!(of("papers_sent").len(), usize::from(RECIPIENTS), "sent once to each");
        let arrived = of("service_reported").iter().filter(|one| one["report"]["what"] == "arrived").count();
        assert_eq!(arrived, usize::from(RECIPIENTS), "arrived once at each");
        let effects = of("service_took_effect");
        let items: BTreeSet<String> =
            effects.iter().map(|one| format!("{} {}", one["recipient"], one["paper"])).collect();
        let numbers: BTreeSet<&str> = effects.iter().filter_map(|one| one["number"].as_str()).collect();
        assert_eq!((effects.len(), items.len(), numbers.len()), (wanted, wanted, wanted), "each once");
        for effect in &effects {
            let sha256 = text(&effect["certificate"]["sha256"]);
            let bytes = batch.clerk.get(&format!("/api/cases/{}/blobs/{sha256}", batch.case)).await.bytes;
            let file = dir.path().join(format!("{sha256}.pdf"));
            std::fs::write(&file, &bytes).expect("write");
        }
        // One of each case is checked as anybody would; all of them were made the same way.
        let sha256 = text(&effects[0]["certificate"]["sha256"]);
        let file = dir.path().join(format!("{sha256}.pdf"));
        let (file, root) = (file.to_str().expect("UTF-8"), root.to_str().expect("UTF-8"));
        let checked = weicourt(&["document", "verify", file, "--root", root, "--json"]);
        assert_eq!(checked.code, Some(0), "{}", checked.out);
        let code = text(&effects[0]["code"]);
        let genuine = Client::new(&cast.node).read(&format!("/api/documents/genuine/{code}")).await;
        assert_eq!((&genuine["kind"], &genuine["sha256"]), (&json!("certificate"), &json!(sha256)));
    }
    assert!(court.verify().valid, "every chain holds");
    eprintln!(
        "{} services in {} cases, {kills} kills, {seconds:.1} s from the first act to the last certificate",
        wanted * batches.len(),
        batches.len()
    );
}
