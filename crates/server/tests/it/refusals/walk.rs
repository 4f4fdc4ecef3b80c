//! Every operation of the node, asked by those who may not, and in shapes it does not take.

use std::sync::Arc;

use serde_json::{Value, json};

use super::kept;
use super::operations::{Operation, Places, operations};
use crate::court::Court;
use crate::court::client::{Ask, Client};
use crate::court::papers::PLAIN;
use crate::court::people::{person, text};
use crate::story::{Cast, DEFENDANT, invitation};

/// What anybody may ask, signed on or not.
const OPEN_TO_ALL: [&str; 15] = [
    "begin_passkey_sign_in",
    "begin_sign_on",
    "enrol",
    "finish_sign_on",
    "get_genuine_document",
    "get_invitation",
    "get_node",
    "list_application_kinds",
    "list_courts",
    "quote_fee",
    "request_phone_code",
    "search_causes",
    "sign_in",
    "sign_in_by_passkey",
    "sign_out",
];

/// A case with everything in it that a path can name.
struct Scene {
    cast: Cast,
    draft: String,
    sha256: String,
    command: String,
    upload: String,
    token: String,
    device: String,
}

impl Scene {
    async fn set() -> Scene {
        let cast = Cast::gather(Arc::new(Court::start())).await;
        let draft = text(&cast.plaintiff.draft(DEFENDANT, &PLAIN).await["id"]);
        let entries = cast.plaintiff.entries(&cast.case).await;
        let command = text(&entries[0]["command_id"]);
        let sha256 = text(&entries[0]["body"]["form"]["attachments"][0]["blob"]["sha256"]);
        let begin = json!({ "size_bytes": 100, "media_type": "image/jpeg" });
        let begun = cast.plaintiff.act(&format!("/api/cases/{}/uploads", cast.case), &begin).await;
        let token = invitation(&cast.court, &person(DEFENDANT).phone).await;
        let device = text(&cast.plaintiff.read("/api/devices").await[0]["key"]);
        Scene { draft, sha256, command, upload: text(&begun["upload"]), token, device, cast }
    }

    fn places(&self) -> Places<'_> {
        Places {
            case: &self.cast.case,
            draft: &self.draft,
            sha256: &self.sha256,
            command: &self.command,
            upload: &self.upload,
            token: &self.token,
            device: &self.device,
        }
    }

    fn nobody(&self) -> Client {
        Client::new(self.cast.court.node())
    }
}

fn told(operation: &Operation, answer: &crate::court::client::Answer) -> String {
    format!("{} {}: {}", operation.method, operation.path, answer.refusal())
}

#[tokio::test]
async fn who_is_not_signed_on_is_asked_to_sign_on() {
    let scene = Scene::set().await;
    let before = kept(&scene.cast.court);
    let (nobody, mut n_asked) = (scene.nobody(), 0);
    let all = operations(&nobody).await;
    for name in OPEN_TO_ALL {
        assert!(all.iter().any(|operation| operation.id == name), "{name} is gone");
    }
    for operation in all.iter().filter(|operation| !OPEN_TO_ALL.contains(&operation.id.as_str())) {
        let answer = nobody.ask(operation.ask(scene.places())).await;
        assert_eq!(answer.refusal(), "401 not_signed_on", "{}", told(operation, &answer));
        n_asked += 1;
    }
    assert!(n_asked > 30, "{n_asked}");
    assert_eq!(kept(&scene.cast.court), before);
}

#[tokio::test]
async fn a_stranger_learns_nothing_about_a_case() {
    let scene = Scene::set().await;
    let stranger = scene.cast.court.enrol("样例己").await;
    let before = kept(&scene.cast.court);
    let nothing = Places {
        case: "0F4Z8V2J0001G",
        draft: "0F4Z8V2J0001G",
        sha256: &"0".repeat(64),
        command: "0b54f9a0-6c5e-4f07-9d57-2f6f6f2f3b11",
        upload: "0F4Z8V2J0001G",
        token: "nobody-gave-this-out",
        device: &"0".repeat(64),
    };
    let mut n_asked = 0;
    for operation in operations(&stranger).await {
        let about_a_case = operation.has_places() || operation.id == "submit_filing";
        // Whoever holds a paper may ask whether it is genuine, and whoever holds an invitation uses it.
        let by_what_one_holds =
            matches!(operation.id.as_str(), "get_genuine_document" | "get_invitation" | "accept_invitation");
        if !about_a_case || by_what_one_holds {
            continue;
        }
        let answer = stranger.ask(operation.ask(scene.places())).await;
        assert_eq!(answer.refusal(), "404 not_found", "{}", told(&operation, &answer));
        // What does not exist is answered in the same words, so that nobody can find out what does.
        let of_nothing = stranger.ask(operation.ask(nothing)).await;
        assert_eq!(of_nothing.json(), answer.json(), "{}", told(&operation, &of_nothing));
        n_asked += 1;
    }
    assert!(n_asked > 25, "{n_asked}");
    let cards = stranger.read("/api/cases").await;
    assert_eq!(cards, json!([]));
    assert_eq!(kept(&scene.cast.court), before);
}

#[tokio::test]
async fn an_act_without_an_identity_of_its_own_is_not_done() {
    let scene = Scene::set().await;
    let before = kept(&scene.cast.court);
    let (plaintiff, mut n_asked) = (&scene.cast.plaintiff, 0);
    for operation in operations(plaintiff).await {
        if operation.method == reqwest::Method::GET {
            continue;
        }
        for key in [None, Some("not-a-uuid"), Some("")] {
            let ask = Ask { key: key.map(str::to_owned), ..operation.ask(scene.places()) };
            let answer = plaintiff.ask(ask).await;
            assert_eq!(answer.refusal(), "400 bad_request", "{}", told(&operation, &answer));
        }
        n_asked += 1;
    }
    assert!(n_asked > 20, "{n_asked}");
    assert_eq!(kept(&scene.cast.court), before);
}

#[tokio::test]
async fn what_is_no_identity_names_nothing() {
    let scene = Scene::set().await;
    let before = kept(&scene.cast.court);
    let long = "A".repeat(3000);
    let wrong = ["x", "%00", "%FF%FE", "..%2F..%2Fkeys", "1%27%20or%201%3D1--", "%3Cscript%3E", &long];
    for client in [&scene.cast.plaintiff, &scene.cast.judge.client] {
        for operation in operations(client).await.iter().filter(|operation| operation.has_places()) {
            for thing in wrong {
                // The body still names a case that exists.
                let path = operation.ask(Places::all(thing)).path;
                let ask = Ask { path, ..operation.ask(scene.places()) };
                let answer = client.ask(ask).await;
                assert_eq!(answer.status, 404, "{thing}: {}", told(operation, &answer));
            }
        }
    }
    assert_eq!(kept(&scene.cast.court), before);
}

#[tokio::test]
async fn a_body_of_another_shape_is_refused_and_nothing_is_kept() {
    let scene = Scene::set().await;
    let before = kept(&scene.cast.court);
    let gbk = b"{\"text\":\"\xce\xa2\xb7\xa8\xd4\xba\"}".to_vec();
    let deep = "[".repeat(100_000).into_bytes();
    let shapes: [(&str, Vec<u8>); 9] = [
        ("nothing", Vec::new()),
        ("half of it", b"{\"content\":".to_vec()),
        ("GBK", gbk),
        ("no text at all", vec![0xff, 0xfe, 0, 0]),
        ("a list", b"[]".to_vec()),
        ("a word", b"\"x\"".to_vec()),
        ("a number", b"5".to_vec()),
        ("null", b"null".to_vec()),
        ("a deep nest", deep),
    ];
    let (plaintiff, places) = (&scene.cast.plaintiff, scene.places());
    let mut n_asked = 0;
    for operation in operations(plaintiff).await.iter().filter(|operation| operation.schema.is_some()) {
        for (what, bytes) in &shapes {
            let ask = operation.ask(places).bytes("application/json", bytes.clone());
            let answer = plaintiff.ask(ask).await;
            // A form without a needed field can be sent as an empty list, too; then who asks may not.
            let refused = matches!(answer.status, 400 | 422) || (*what == "a list" && answer.status >= 400);
            assert!(refused, "{what}: {}", told(operation, &answer));
        }
        for media_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            let ask = operation.ask(places);
            let bytes = ask.body.clone();
            let answer = plaintiff.ask(ask.bytes(media_type, bytes)).await;
            assert_eq!(answer.status, 415, "{media_type}: {}", told(operation, &answer));
        }
        let fields = operation.fields(places);
        let with = |name: &str, value: Value| {
            let mut fields = fields.clone();
            fields.insert(name.to_owned(), value);
            operation.ask(places).bytes("application/json", Value::Object(fields).to_string())
        };
        let mut changed = vec![("an unknown field".to_owned(), with("surprise", json!(1)))];
        for name in fields.keys() {
            if !operation.takes_any_object(name) {
                changed.push((name.clone(), with(name, json!({ "a": [1] }))));
            }
            changed.push((name.clone(), with(name, Value::Null)));
            changed.push((name.clone(), with(name, json!(1e300))));
        }
        for (name, ask) in changed {
            let answer = plaintiff.ask(ask).await;
            assert!(matches!(answer.status, 400 | 422), "{name}: {}", told(operation, &answer));
            n_asked += 1;
        }
        let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(513 * 1024));
        let answer = plaintiff.ask(operation.ask(places).bytes("application/json", huge)).await;
        assert_eq!(answer.refusal(), "413 too_large", "{}", told(operation, &answer));
    }
    assert!(n_asked > 80, "{n_asked}");
    assert_eq!(kept(&scene.cast.court), before);
}

#[tokio::test]
async fn wrong_cursors_and_methods_are_told_and_large_ones_are_cut() {
    let scene = Scene::set().await;
    let Cast { case, plaintiff, judge, .. } = &scene.cast;
    let wrong = [
        "after_front=-1",
        "after_front=x",
        "after_court=1.5",
        "before_n=-1",
        "limit=-1",
        "limit=all",
        "before_n=18446744073709551616",
        "after_front=%00",
        "after_front=1&after_front=2",
    ];
    for query in wrong {
        let answer = plaintiff.get(&format!("/api/cases/{case}/entries?{query}")).await;
        assert_eq!(answer.refusal(), "400 bad_request", "{query}");
    }
    for query in
        ["after_front=18446744073709551615", "limit=99999999", "before_n=18446744073709551615", "limit=0"]
    {
        let answer = plaintiff.get(&format!("/api/cases/{case}/entries?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.refusal());
        assert!(answer.json()["entries"].as_array().expect("a list").len() <= 500);
    }
    for path in [
        "/api/cases?state=maybe",
        "/api/desk/filings?state=x",
        "/api/desk/filings",
        "/api/desk/staff?duty=king",
    ] {
        assert_eq!(judge.client.get(path).await.refusal(), "400 bad_request", "{path}");
    }
    assert_eq!(plaintiff.get("/api/desk/filings?state=open").await.refusal(), "403 staff_only");
    for path in
        ["/api/fee?kind=property&amount_fen=9223372036854775807", "/api/fee?kind=property&amount_fen=-5"]
    {
        let answer = plaintiff.get(path).await;
        assert!(matches!(answer.status, 200 | 422), "{path}: {}", answer.refusal());
    }
    assert_eq!(plaintiff.get("/api/nothing/here").await.refusal(), "404 no_such_operation");
    for operation in operations(plaintiff).await {
        let ask = Ask { method: reqwest::Method::TRACE, ..operation.ask(scene.places()) };
        let key = Some(crate::court::client::new_key());
        let answer = plaintiff.ask(Ask { key, ..ask }).await;
        assert_eq!(answer.refusal(), "405 no_such_method", "{}", told(&operation, &answer));
    }
}
