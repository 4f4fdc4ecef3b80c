//! A restricted exhibit is nowhere for who is excluded: not in lists, counts, the stream, nor by a digest.

use serde_json::{Value, json};
use tokio::time::{Duration, timeout};
use weicourt_app::{AppError, Denied};
use weicourt_domain::actor::{Actor, Duty};
use weicourt_domain::command::Command;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{EntryRef, Position};

use crate::court::{DEFENDANT, PLAINTIFF, World, command, denied};

const SECRET: &str = "金丝雀账册";

struct Hearing {
    world: World,
    case: CaseId,
    plaintiff: Actor,
    defendant: Actor,
    judge: Actor,
}

impl Hearing {
    async fn gather() -> Hearing {
        let world = World::new().await;
        let officer = world.staff("立案员", Duty::FilingOfficer).await;
        let judge = world.staff("法官", Duty::Judge).await;
        world.staff("书记员", Duty::Clerk).await;
        let plaintiff = world.enrol(PLAINTIFF).await;
        let case = world.file(&plaintiff, DEFENDANT, false).await;
        world.register(&officer, case).await.expect("registered");
        let token = world.invitation(DEFENDANT.2).await;
        let defendant = world.enrol(DEFENDANT).await;
        world.accept(&defendant, command(), &token).await.expect("joined");
        Hearing { world, case, plaintiff, defendant, judge }
    }

    /// Says something with a file.
    async fn says(&self, who: &Actor, blob: &BlobRef) -> Result<EntryRef, AppError> {
        let body = json!({ "content": { "type": "file", "blob": blob } });
        let path = format!("/api/cases/{}/messages", self.case);
        let (given, request) = self.world.signed(who, &path, command(), &body).await;
        let done = self.world.court.post_message(who, self.case, given, request).await?;
        Ok(EntryRef { origin: done.receipt.origin, seq: done.receipt.seq })
    }

    async fn hands_in(&self, who: &Actor, body: &Value) -> Result<EntryRef, AppError> {
        let path = format!("/api/cases/{}/evidence", self.case);
        let (given, request) = self.world.signed(who, &path, command(), body).await;
        let done = self.world.court.act(who, self.case, given, Command::SubmitEvidence(request)).await?;
        Ok(EntryRef { origin: done.receipt.origin, seq: done.receipt.seq })
    }

    async fn looks(&self, who: &Actor, exhibit: EntryRef) {
        let path = format!("/api/cases/{}/evidence/looks", self.case);
        let body = json!({ "exhibit": exhibit });
        let (given, request) = self.world.signed(who, &path, command(), &body).await;
        let done = self.world.court.act(who, self.case, given, Command::LookAtEvidence(request)).await;
        done.expect("the look is recorded");
    }

    async fn orders(&self, body: Value) {
        let order = serde_json::from_value(body).expect("an order");
        let act =
            self.world.court.act(&self.judge, self.case, command().into(), Command::RestrictEvidence(order));
        act.await.expect("ordered");
    }

    async fn reads(&self, who: &Actor, blob: &BlobRef) -> bool {
        self.world.court.blob_size(who, self.case, blob.sha256).await.is_ok()
    }

    /// Everything that somebody gets to see of the case, as one text.
    async fn all_for(&self, who: &Actor) -> String {
        let court = &self.world.court;
        let board = court.evidence(who, self.case).await.expect("a board");
        let list = court.evidence_list(who, self.case).await.expect("a list");
        let page = court.entries_after(who, self.case, Position::default(), 500).await.expect("entries");
        let older = court.entries_before(who, self.case, u64::MAX, 500).await.expect("entries");
        let cards = court.my_cases(who, None, None).await.expect("cards");
        let found = court.my_cases(who, None, Some(SECRET)).await.expect("cards");
        json!([board, list, page, older, cards, found]).to_string()
    }
}

fn exhibit(blob: &BlobRef) -> Value {
    json!({
        "name": SECRET, "kind": "document", "purpose": SECRET, "source": "原告保存", "original": "submitter",
        "pages": [{ "blob": blob }],
        "restriction": { "ground": "trade_secret", "reason": SECRET },
    })
}

#[tokio::test]
async fn who_is_excluded_finds_the_exhibit_and_its_message_nowhere() {
    let hearing = Hearing::gather().await;
    let Hearing { world, plaintiff, defendant, judge, .. } = &hearing;
    let blob = world.upload(plaintiff, hearing.case, b"%PDF-1.7 /Page secret").await;
    let message = hearing.says(plaintiff, &blob).await.expect("said");
    assert!(hearing.reads(defendant, &blob).await, "everybody reads what was said");
    let before = world.court.my_cases(defendant, None, None).await.expect("cards");

    let body = json!({ "exhibit": exhibit(&blob), "message": message });
    let named = hearing.hands_in(plaintiff, &body).await.expect("handed in");
    let digest = blob.sha256.to_string();
    for who in [plaintiff, judge] {
        assert!(hearing.all_for(who).await.contains(SECRET));
    }
    let seen = hearing.all_for(defendant).await;
    assert!(!seen.contains(SECRET) && !seen.contains(&digest), "{seen}");
    assert!(!hearing.reads(defendant, &blob).await);
    // Neither counted nor shown as the last line: what is left is what was before the message.
    let after = world.court.my_cases(defendant, None, None).await.expect("cards");
    assert_eq!(after[0].unread + 1, before[0].unread);
    let last = after[0].last.as_ref().map(|line| line.preview.as_str());
    assert_ne!(last, Some("[文件]"));
    assert!(last.is_some(), "the last line that they may see");

    // The judge names the defendant: it is there, and opens by a look.
    let circle = json!({ "ground": "trade_secret", "persons": [defendant.person], "view_only": true });
    hearing.orders(json!({ "exhibit": named, "restriction": circle, "reason": "准许被告查阅" })).await;
    assert!(hearing.all_for(defendant).await.contains(SECRET));
    let board = world.court.evidence(defendant, hearing.case).await.expect("a board");
    assert!(board.exhibits[0].form.pages.is_empty(), "before the look");
    assert!(!hearing.reads(defendant, &blob).await && !hearing.reads(judge, &blob).await);
    hearing.looks(defendant, named).await;
    assert!(hearing.reads(defendant, &blob).await && !hearing.reads(judge, &blob).await);
    let board = world.court.evidence(plaintiff, hearing.case).await.expect("a board");
    assert_eq!(board.exhibits[0].looks[0].person_name, DEFENDANT.0);
    world.pass_minutes(11);
    assert!(!hearing.reads(defendant, &blob).await, "the file is closed again");
}

#[tokio::test]
async fn a_digest_alone_opens_nothing() {
    let hearing = Hearing::gather().await;
    let Hearing { world, plaintiff, defendant, .. } = &hearing;
    let blob = world.upload(plaintiff, hearing.case, b"%PDF-1.7 /Page secret").await;
    // Uploaded and not named by anybody yet, then restricted: both ways it is not theirs to name.
    assert_eq!(denied(hearing.says(defendant, &blob).await), Denied::UnknownBlob);
    hearing.hands_in(plaintiff, &json!({ "exhibit": exhibit(&blob) })).await.expect("handed in");
    assert_eq!(denied(hearing.says(defendant, &blob).await), Denied::UnknownBlob);
    let mut own = exhibit(&blob);
    own["restriction"] = Value::Null;
    let stolen = hearing.hands_in(defendant, &json!({ "exhibit": own })).await;
    assert_eq!(denied(stolen), Denied::UnknownBlob);
    assert!(!hearing.reads(defendant, &blob).await);
    // Who has the same paper hands it in themselves.
    let same = world.upload(defendant, hearing.case, b"%PDF-1.7 /Page secret").await;
    assert_eq!(same.sha256, blob.sha256);
    hearing.says(defendant, &same).await.expect("their own copy");
    // And what one may read one may name.
    let open = world.upload(plaintiff, hearing.case, b"%PDF-1.7 /Page open").await;
    hearing.says(plaintiff, &open).await.expect("said");
    hearing.says(defendant, &open).await.expect("quoted with its file");
}

#[tokio::test]
async fn a_connected_screen_is_told_that_it_may_see_something_else() {
    let hearing = Hearing::gather().await;
    let Hearing { world, plaintiff, defendant, .. } = &hearing;
    let _jobs = world.court.run();
    let (mut connection, mut frames) = world.court.hub.connect(defendant.clone());
    assert!(connection.open(hearing.case));
    let blob = world.upload(plaintiff, hearing.case, b"%PDF-1.7 /Page secret").await;
    let message = hearing.says(plaintiff, &blob).await.expect("said");
    let body = json!({ "exhibit": exhibit(&blob), "message": message });
    hearing.hands_in(plaintiff, &body).await.expect("handed in");
    let mut sights = Vec::new();
    while sights.len() < 2 {
        let frame = timeout(Duration::from_secs(10), frames.recv()).await.expect("in time").expect("a frame");
        let frame: Value = serde_json::from_str(&frame).expect("JSON");
        if frame["type"] == "entries" {
            assert!(!frame.to_string().contains(SECRET), "{frame}");
            sights.push((frame["sight"].as_u64(), frame["entries"].as_array().map(Vec::len)));
        }
    }
    assert_eq!(sights[0], (Some(0), Some(1)), "the message");
    assert_eq!(sights[1].1, Some(0), "the exhibit is not for them");
    assert_ne!(sights[1].0, Some(0), "and the message vanishes");
}
