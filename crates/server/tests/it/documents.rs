//! Court documents over the whole program: drafted by the clerk, issued by the judge with the court's seal, and
//! recognised by whoever holds one.

use std::path::Path;

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::court::Court;
use crate::court::client::Client;
use crate::court::papers::PLAIN;
use crate::court::people::{person, text};
use crate::program::weicourt;
use crate::story::{DEFENDANT, PLAINTIFF, invitation};

/// A case with its bench and both sides.
struct Bench {
    case: String,
    plaintiff: Client,
    officer: Client,
    judge: Client,
    clerk: Client,
}

impl Bench {
    async fn gather(court: &Court) -> Bench {
        let plaintiff = court.enrol(PLAINTIFF).await;
        let case = plaintiff.file(DEFENDANT, &PLAIN).await;
        let officer = court.staff("filing-1").await.client;
        officer.register(&case).await;
        let token = invitation(court, &person(DEFENDANT).phone).await;
        court.enrol(DEFENDANT).await.accept(&token).await.done("joining");
        let judge = court.judge_of(&case).await.client;
        let clerk_name = text(&judge.read(&format!("/api/cases/{case}")).await["clerk"]["name"]);
        let clerk = clerk_of(court, &clerk_name).await;
        Bench { case, plaintiff, officer, judge, clerk }
    }

    fn at(&self, rest: &str) -> String {
        format!("/api/cases/{}/{rest}", self.case)
    }

    async fn filled(&self, by: &Client, template: &str, parties: &str) -> Value {
        let query = format!("documents/fill?template={template}&parties={parties}");
        by.read(&self.at(&query)).await["data"].clone()
    }

    /// Writes a version of a document, and gives its entry.
    async fn writes(&self, by: &Client, document: Option<&Value>, template: &str, data: &Value) -> Value {
        let mut body = json!({ "template": template, "data": data, "parties": [1] });
        if let Some(document) = document {
            body["document"] = document.clone();
        }
        let receipt = by.act(&self.at("documents"), &body).await;
        json!({ "origin": receipt["origin"], "seq": receipt["seq"] })
    }

    async fn previews(&self, by: &Client, document: &Value, template: &str, data: &Value) -> Value {
        let body = json!({ "document": document, "template": template, "data": data, "parties": [1] });
        by.act(&self.at("documents/preview"), &body).await
    }
}

async fn clerk_of(court: &Court, name: &str) -> Client {
    for subject in ["clerk-1", "clerk-2"] {
        let clerk = court.staff(subject).await.client;
        if clerk.read("/api/session").await["name"] == name {
            return clerk;
        }
    }
    panic!("no sample clerk is called {name}");
}

fn document_verify(file: &Path, data: &Path) -> (Option<i32>, Value) {
    let (file, root) = (file.to_str().expect("UTF-8"), data.join("seal/root.pem"));
    let root = root.to_str().expect("UTF-8");
    let ran = weicourt(&["document", "verify", file, "--root", root, "--json"]);
    (ran.code, serde_json::from_str(&ran.out).expect("JSON"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judgment_is_issued_as_the_judge_looked_at_it_and_everybody_can_check_it() {
    let court = Court::start();
    let bench = Bench::gather(&court).await;

    // The clerk drafts from the case; the reasons are the judge's.
    let mut data = bench.filled(&bench.clerk, "judgment", "0,1").await;
    assert_eq!(data["parties"][0]["name"], PLAINTIFF);
    assert_eq!(data["claims"], json!([PLAIN.claim]));
    assert_eq!(data["bench"][0]["title"], "judge");
    let half = json!({ "template": "judgment", "data": data, "parties": [1] });
    let refused = bench.clerk.post(&bench.at("documents"), &half).await;
    assert_eq!(refused.refusal(), "422 document_not_in_order");
    let fields = refused.json()["fields"].clone();
    let named: Vec<String> =
        fields.as_array().expect("fields").iter().map(|one| text(&one["field"])).collect();
    assert!(named.contains(&"orders".to_owned()) && !named.contains(&"parties".to_owned()), "{named:?}");
    for (name, words) in [
        ("answer", json!(["被告未作答辩。"])),
        ("facts", json!(["经审理查明，借款属实。"])),
        ("reasons", json!(["本院认为，被告应当归还借款。"])),
        ("orders", json!(["被告于本判决生效之日起十日内归还借款"])),
        ("law", json!("《中华人民共和国民事诉讼法》第六十七条")),
        ("costs", json!([{ "kind": "案件受理费", "amount": 90_000, "bearing": "由被告负担" }])),
    ] {
        data[name] = words;
    }
    let document = bench.writes(&bench.clerk, None, "judgment", &data).await;

    // The judge changes a word; what the clerk wrote cannot be issued any more.
    data["reasons"] = json!(["本院认为，借款合同有效，被告应当归还借款。"]);
    let draft = bench.writes(&bench.judge, Some(&document), "judgment", &data).await;
    let preview = bench.previews(&bench.judge, &document, "judgment", &data).await;
    let page =
        json!({ "document": document, "template": "judgment", "data": data, "parties": [1], "page": 0 });
    let picture = bench.judge.post(&bench.at("documents/preview"), &page).await;
    assert_eq!((picture.status, picture.headers["content-type"].as_bytes()), (200, &b"image/jpeg"[..]));
    assert!(picture.bytes.starts_with(&[0xff, 0xd8, 0xff]));
    let issue =
        |draft: &Value| json!({ "document": document, "draft": draft, "previewed": preview["sha256"] });
    let refused = bench.judge.post(&bench.at("documents/approvals"), &issue(&document)).await;
    assert_eq!(refused.refusal(), "409 document_changed");
    let refused = bench.clerk.post(&bench.at("documents/approvals"), &issue(&draft)).await;
    assert_eq!(refused.refusal(), "403 not_allowed");
    let other = json!({ "document": document, "draft": draft, "previewed": "0".repeat(64) });
    let refused = bench.judge.post(&bench.at("documents/approvals"), &other).await;
    assert_eq!(refused.refusal(), "409 preview_changed");
    bench.judge.act(&bench.at("documents/approvals"), &issue(&draft)).await;

    let listed = bench.clerk.read(&bench.at("documents")).await["documents"][0].clone();
    assert_eq!((&listed["status"], &listed["n_versions"]), (&json!("issued"), &json!(2)));
    let blob = bench.at(&format!("blobs/{}", text(&listed["file"]["sha256"])));
    let issued = bench.clerk.get(&blob).await.bytes;
    let looked_at = BASE64.decode(text(&preview["pdf"]).as_bytes()).expect("base64");
    assert!(issued.starts_with(&looked_at) && issued.len() > looked_at.len(), "the seal comes behind it");

    // Anybody with the court's root checks it, and sees one changed byte.
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("judgment.pdf");
    std::fs::write(&file, &issued).expect("write");
    let (code, found) = document_verify(&file, &court.data());
    assert_eq!((code, &found["intact"], &found["trusted"]), (Some(0), &json!(true), &json!(true)), "{found}");
    assert_eq!(found["signatures"][0]["time_stamp"]["valid"], true, "the stand-in attests the time");
    let mut changed = issued.clone();
    changed[looked_at.len() / 2] ^= 1;
    std::fs::write(&file, &changed).expect("write");
    assert_eq!(document_verify(&file, &court.data()).0, Some(1), "a changed file is refused");

    // Parties see nothing of it before it is sent to them, and nothing of drafts.
    let of_party = bench.plaintiff.read(&bench.at("documents")).await;
    assert_eq!((&of_party["documents"], &of_party["templates"]), (&json!([]), &json!([])));
    let seq = text(&json!(document["seq"].to_string()));
    assert_eq!(bench.plaintiff.get(&bench.at(&format!("documents/{seq}"))).await.status, 404);
    assert_eq!(bench.plaintiff.get(&blob).await.status, 404);
    assert_eq!(bench.plaintiff.get("/api/document-templates").await.refusal(), "403 staff_only");

    // Whoever holds the paper asks by its code.
    let entries = bench.judge.entries(&bench.case).await;
    let approved =
        entries.iter().find(|entry| entry["body"]["type"] == "document_approved").expect("approved");
    let nobody = Client::new(court.node());
    let genuine = nobody.read(&format!("/api/documents/genuine/{}", text(&approved["body"]["code"]))).await;
    assert_eq!((&genuine["kind"], &genuine["sha256"]), (&json!("document"), &listed["file"]["sha256"]));
    assert_eq!(genuine["recipient_masked"], "样*");
    assert_eq!(
        nobody.get("/api/documents/genuine/ABCDEFGHIJKLMNOPQRSTUVWXYZ").await.refusal(),
        "404 not_genuine"
    );
    assert!(court.verify().valid, "every chain holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_fills_every_template_but_what_the_clerk_has_to_write() {
    let court = Court::start();
    let bench = Bench::gather(&court).await;
    let templates = bench.judge.read("/api/document-templates").await["templates"].clone();
    let mut told = Vec::new();
    for template in templates.as_array().expect("templates") {
        let id = text(&template["id"]);
        let data = bench.filled(&bench.judge, &id, "1").await;
        let body = json!({ "template": id, "data": data, "parties": [1] });
        let answer = bench.judge.post(&bench.at("documents/preview"), &body).await;
        if answer.status == 200 {
            continue;
        }
        assert_eq!(answer.refusal(), "422 document_not_in_order", "{id}");
        for fault in answer.json()["fields"].as_array().expect("fields") {
            let path = text(&fault["field"]);
            let name = path.split(['.', '[']).next().expect("a name").to_owned();
            let mut fields = template["fields"].as_array().expect("fields").iter();
            let free = fields.any(|field| field["name"] == name.as_str() && field["free"] == true);
            if !free {
                told.push(format!("{id}.{path}: {}", text(&fault["reason"])));
            }
        }
    }
    assert!(told.is_empty(), "neither the case nor the clerk fills these:\n{}", told.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filing_desk_issues_its_own_notices_and_no_summons() {
    let court = Court::start();
    let plaintiff = court.enrol(PLAINTIFF).await;
    let case = plaintiff.file(DEFENDANT, &PLAIN).await;
    let officer = court.staff("filing-1").await.client;
    officer.register(&case).await;
    let judge = court.judge_of(&case).await.client;
    let clerk_name = text(&judge.read(&format!("/api/cases/{case}")).await["clerk"]["name"]);
    let clerk = clerk_of(&court, &clerk_name).await;
    let bench = Bench { case, plaintiff, officer, judge, clerk };
    // The bench is named with the registration, and the desk's notices are the desk's all the same.
    let data = bench.filled(&bench.officer, "fee_notice", "0").await;
    assert_eq!((&data["full_amount"], &data["amount"]), (&json!(180_000), &json!(90_000)));
    let rows = data["calculation"].as_array().expect("rows");
    let sum: i64 = rows.iter().map(|row| row["amount"].as_i64().expect("fen")).sum();
    assert_eq!(sum, 180_000, "the bands add up to the fee");
    let mut data = data.clone();
    data["payment_code"] = json!("样本-1");
    let body = json!({ "template": "fee_notice", "data": data, "parties": [0] });
    let receipt = bench.officer.act(&bench.at("documents"), &body).await;
    let document = json!({ "origin": receipt["origin"], "seq": receipt["seq"] });
    let look =
        json!({ "template": "fee_notice", "data": body["data"], "parties": [0], "document": document });
    let previewed = bench.officer.act(&bench.at("documents/preview"), &look).await["sha256"].clone();
    let issue = json!({ "document": document, "draft": document, "previewed": previewed });
    bench.officer.act(&bench.at("documents/approvals"), &issue).await;
    let send = json!({ "papers": [document], "to": [{ "party": 0, "channel": "mailbox" }] });
    bench.officer.act(&bench.at("service/sendings"), &send).await;
    // Where the desk did not, the clerk writes the notice; a summons is none of the desk's.
    bench.clerk.act(&bench.at("documents"), &body).await;
    let filled = bench.filled(&bench.clerk, "summons", "1").await;
    let summons = json!({ "template": "summons", "data": filled, "parties": [1] });
    let refused = bench.officer.post(&bench.at("documents"), &summons).await;
    assert!(refused.refusal().starts_with("422"), "{}", refused.refusal());
}
