//! A whole case, told by its people: filed from a phone, returned, corrected, accepted, talked over, closed.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::court::Court;
use crate::court::client::{Client, new_key};
use crate::court::papers::{VOICE, Words, photo, says};
use crate::court::people::{Officer, person, text};
use crate::court::socket::Socket;

pub(crate) const PLAINTIFF: &str = "样例甲";
pub(crate) const DEFENDANT: &str = "样例乙";

/// What is written into the form. Every word is one that a search of the disk can look for.
pub(crate) const WORDS: Words = Words {
    claim: "金丝雀诉讼请求",
    facts: "金丝雀事实与理由",
    address: "金丝雀住所路1号",
    file_name: "金丝雀文件名.jpg",
    paper: "金丝雀材料名称",
    notes: "canary-notes-of-the-camera",
};

/// Everything else that is said in the case.
pub(crate) const SAID: [&str; 13] = [
    "金丝雀补正住所",
    "金丝雀补正请求",
    "金丝雀第一句话",
    "金丝雀提到被告",
    "金丝雀引用回答",
    "金丝雀撤回的话",
    "金丝雀地点",
    "金丝雀地址",
    "金丝雀禁言理由",
    "金丝雀暂停发言理由",
    "金丝雀法官的话",
    "金丝雀合议的话",
    "金丝雀结案的话",
];

fn beijing_now() -> jiff::civil::DateTime {
    jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now())
}

/// The people of a case and their open screens.
pub(crate) struct Cast {
    pub(crate) court: Arc<Court>,
    pub(crate) case: String,
    pub(crate) plaintiff: Client,
    pub(crate) defendant: Client,
    pub(crate) judge: Officer,
    pub(crate) plaintiff_screen: Socket,
    pub(crate) defendant_screen: Socket,
}

/// From the enrolment to the case number: returned once with two defects, corrected, accepted.
async fn file(court: &Court) -> (Client, String) {
    let plaintiff = court.enrol(PLAINTIFF).await;
    let case = plaintiff.file(DEFENDANT, &WORDS).await;
    let filed = plaintiff.read(&format!("/api/filings/{case}")).await;
    assert_eq!(filed["state"], "submitted");
    let receipt = &filed["receipts"][0];
    assert_eq!((&receipt["origin"], &receipt["seq"]), (&json!("front"), &json!(1)), "a receipt at once");
    let officer = court.staff("filing-1").await.client;
    let queue = officer.read("/api/desk/filings?state=open").await;
    let queued = queue.as_array().expect("a list").iter().find(|filing| filing["case"] == case.as_str());
    let queued = queued.expect("the desk sees it");
    let due_in_days = queued["due_in_days"].as_i64().expect("a clock");
    assert!((6..=20).contains(&due_in_days), "seven days, moved by holidays at most: {due_in_days}");
    let until = beijing_now().date().saturating_add(jiff::Span::new().days(10));
    let correction = json!({
        "defects": [
            { "field": "respondents[0].domicile", "reason": SAID[0] },
            { "field": "claims", "reason": SAID[1] },
        ],
        "until": until.to_string(),
    });
    officer.act(&format!("/api/filings/{case}/corrections"), &correction).await;
    let returned = plaintiff.read(&format!("/api/filings/{case}")).await;
    assert_eq!((&returned["state"], &returned["defects"]), (&json!("correction"), &correction["defects"]));
    let mut form = returned["form"].clone();
    form["claims"] = json!([WORDS.claim, SAID[1]]);
    form["respondents"][0]["domicile"] = json!(SAID[0]);
    plaintiff.act(&format!("/api/filings/{case}/resubmissions"), &json!({ "form": form })).await;
    officer.register(&case).await;
    let number = plaintiff.case_number(&case).await;
    assert!(number.contains("浙0203民初"), "{number}");
    let seen = plaintiff.read(&format!("/api/cases/{case}")).await;
    assert_eq!((&seen["case_number"], &seen["me"]["role"]), (&json!(number), &json!("plaintiff")));
    (plaintiff, case)
}

/// The token of the newest link that was sent to `phone`.
pub(crate) async fn invitation(court: &Court, phone: &str) -> String {
    // The notice goes out after the act, by a job of its own.
    for _ in 0..200 {
        for message in court.messages(phone).await {
            if let Some((_, link)) = message.split_once("/j/") {
                let is_token = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
                return link.chars().take_while(is_token).collect();
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no invitation was sent")
}

impl Cast {
    /// Files the case and brings everybody into its space.
    pub(crate) async fn gather(court: Arc<Court>) -> Cast {
        let (plaintiff, case) = file(&court).await;
        let token = invitation(&court, &person(DEFENDANT).phone).await;
        let seen = Client::new(court.node()).read(&format!("/api/invitations/{token}")).await;
        assert_eq!((&seen["state"], &seen["role"]), (&json!("open"), &json!("defendant")));
        assert!(!seen.to_string().contains(DEFENDANT), "the name is masked: {seen}");
        let stranger = court.enrol("样例己").await;
        let refused = stranger.accept(&token).await;
        assert_eq!(refused.refusal(), "403 not_the_named_person");
        let defendant = court.enrol(DEFENDANT).await;
        let joined = defendant.accept(&token).await.done("joining");
        assert_eq!(joined["case"], case.as_str());
        let again = stranger.accept(&token).await;
        assert_eq!(again.refusal(), "410 invitation_over");
        let judge = court.judge_of(&case).await;
        let (mut plaintiff_screen, mut defendant_screen) =
            (plaintiff.stream().await, defendant.stream().await);
        let start = json!({ "front": 0, "court": 0 });
        plaintiff_screen.open(&case, &start).await;
        defendant_screen.open(&case, &start).await;
        Cast { court, case, plaintiff, defendant, judge, plaintiff_screen, defendant_screen }
    }

    fn at(&self, rest: &str) -> String {
        format!("/api/cases/{}/{rest}", self.case)
    }

    /// One side posts; the other side sees it at once. Gives what they see.
    async fn passes(&mut self, from_plaintiff: bool, message: &Value) -> Value {
        let (from, to) = if from_plaintiff {
            (&self.plaintiff, &mut self.defendant_screen)
        } else {
            (&self.defendant, &mut self.plaintiff_screen)
        };
        let receipt = from.act(&format!("/api/cases/{}/messages", self.case), message).await;
        let seen = to.entry(&receipt).await;
        assert_eq!(seen["body"]["content"]["type"], message["content"]["type"]);
        assert_eq!(seen["hash"], receipt["hash"]);
        seen
    }

    /// Words, a recording, a photo and a place, from each side to the other.
    pub(crate) async fn talk(&mut self) {
        let receipt = self.plaintiff_screen.say(&self.case, SAID[2]).await;
        let seen = self.defendant_screen.entry(&receipt).await;
        assert_eq!(
            (&seen["body"]["content"]["text"], &seen["actor"]["name"]),
            (&json!(SAID[2]), &json!(PLAINTIFF))
        );
        for from_plaintiff in [true, false] {
            let (from, to) = if from_plaintiff {
                (self.plaintiff.clone(), self.defendant.clone())
            } else {
                (self.defendant.clone(), self.plaintiff.clone())
            };
            self.passes(from_plaintiff, &says(SAID[2])).await;
            let voice = from.upload(&self.case, "audio/webm", "voice.webm", VOICE).await;
            let voice = json!({ "content": { "type": "voice", "blob": voice["blob"] } });
            let heard = self.passes(from_plaintiff, &voice).await;
            let duration_ms = heard["body"]["content"]["blob"]["duration_ms"].as_u64().expect("a length");
            assert!((1400..1700).contains(&duration_ms), "{duration_ms}");
            self.same_bytes(&to, &heard["body"]["content"]["blob"], VOICE).await;
            let picture = photo(if from_plaintiff { 3 } else { 4 }, WORDS.notes);
            let sent = from.upload(&self.case, "image/jpeg", WORDS.file_name, &picture).await;
            let sent =
                json!({ "content": { "type": "photo", "blob": sent["blob"], "preview": sent["preview"] } });
            let shown = self.passes(from_plaintiff, &sent).await["body"]["content"].clone();
            self.same_bytes(&to, &shown["blob"], &picture).await;
            let preview = to.get(&self.at(&format!("blobs/{}", text(&shown["preview"]["sha256"])))).await;
            let notes = WORDS.notes.as_bytes();
            let holds_notes = preview.bytes.windows(notes.len()).any(|window| window == notes);
            assert!(preview.status == 200 && !holds_notes, "a preview without the camera's notes");
            let place = json!({ "content": {
                "type": "location", "latitude_e7": 298_700_000, "longitude_e7": 1_215_500_000,
                "name": SAID[6], "address": SAID[7],
            } });
            assert_eq!(self.passes(from_plaintiff, &place).await["body"]["content"]["address"], SAID[7]);
        }
    }

    async fn same_bytes(&self, reader: &Client, blob: &Value, handed_in: &[u8]) {
        let got = reader.get(&self.at(&format!("blobs/{}", text(&blob["sha256"])))).await;
        assert_eq!(got.status, 200, "{}", got.refusal());
        assert!(got.bytes == handed_in, "byte for byte as handed in");
        assert_eq!(got.headers["content-security-policy"], "default-src 'none'; sandbox");
    }

    /// Read state, mention, quote, withdrawal.
    pub(crate) async fn answer(&mut self) {
        let defendant = text(&self.defendant.read("/api/session").await["person"]);
        let heads = self.plaintiff.read(&format!("/api/cases/{}", self.case)).await["heads"].clone();
        self.defendant_screen.ask(&json!({ "type": "read", "case": self.case, "upto": heads })).await;
        let read = self.plaintiff_screen.until(|frame| frame["type"] == "read").await;
        assert_eq!((&read["person"], &read["upto"]), (&json!(defendant), &heads));
        let marks = self.plaintiff.read(&format!("/api/cases/{}", self.case)).await["read_marks"].clone();
        assert!(
            marks.as_array().expect("a list").contains(&json!({ "person": defendant, "upto": heads })),
            "{marks}"
        );

        let mut mention = says(SAID[3]);
        mention["mentions"] = json!([defendant]);
        let mentioned = self.passes(true, &mention).await;
        let cards = self.defendant.read("/api/cases").await;
        assert_eq!((&cards[0]["unread"], &cards[0]["mentioned"]), (&json!(1), &json!(true)));
        let mut quote = says(SAID[4]);
        let quoted = json!({ "origin": mentioned["origin"], "seq": mentioned["seq"] });
        quote["quote"] = quoted.clone();
        assert_eq!(self.passes(false, &quote).await["body"]["quote"], quoted);

        let said = self.passes(false, &says(SAID[5])).await;
        let message = json!({ "message": { "origin": said["origin"], "seq": said["seq"] } });
        let refused = self.plaintiff.post(&self.at("withdrawals"), &message).await;
        assert_eq!(refused.refusal(), "403 not_the_author");
        let receipt = self.defendant.act(&self.at("withdrawals"), &message).await;
        self.plaintiff_screen.entry(&receipt).await;
        for reader in [&self.plaintiff, &self.defendant, &self.judge.client] {
            let entries = reader.entries(&self.case).await;
            assert!(!json!(entries).to_string().contains(SAID[5]), "nobody sees the words any more");
            let kept = entries.iter().find(|entry| entry["hash"] == said["hash"]).expect("the record stays");
            assert_eq!(kept["body"]["content"]["type"], "withdrawn");
        }
    }

    /// A member without a word, a closed floor, quiet hours, a call, words of the bench alone.
    pub(crate) async fn keep_order(&mut self) {
        let defendant = text(&self.defendant.read("/api/session").await["person"]);
        let judge = self.judge.client.clone();
        let (messages, words) = (self.at("messages"), says("我想发言"));
        judge.act(&self.at("mutes"), &json!({ "person": defendant, "reason": SAID[8] })).await;
        assert_eq!(self.defendant.post(&messages, &words).await.refusal(), "403 muted");
        judge.act(&self.at("unmutes"), &json!({ "person": defendant })).await;
        judge.act(&self.at("floor"), &json!({ "closed": true, "reason": SAID[9] })).await;
        assert_eq!(self.plaintiff.post(&messages, &words).await.refusal(), "403 floor_closed");
        let receipt = judge.act(&messages, &says(SAID[10])).await;
        assert_eq!(receipt["origin"], "court", "the court speaks in its own chain");
        self.plaintiff_screen.entry(&receipt).await;
        judge.act(&self.at("floor"), &json!({ "closed": false })).await;
        let beijing = beijing_now();
        let at = |hours: i8| {
            let hour = (beijing.hour() + hours).rem_euclid(24);
            format!("{hour:02}:{:02}", beijing.minute())
        };
        judge.act(&self.at("quiet-hours"), &json!({ "from": at(-1), "to": at(1) })).await;
        assert_eq!(self.plaintiff.post(&messages, &words).await.refusal(), "403 quiet_hours");
        judge.act(&self.at("quiet-hours"), &json!({})).await;
        self.passes(false, &words).await;

        judge.act(&self.at("calls"), &json!({ "person": defendant })).await;
        self.defendant_screen.until(|frame| frame["type"] == "called").await;
        let refused =
            self.plaintiff.post(&self.at("mutes"), &json!({ "person": defendant, "reason": "x" })).await;
        assert_eq!(refused.refusal(), "403 not_allowed");

        let mut bench = says(SAID[11]);
        bench["audience"] = json!("bench");
        judge.act(&messages, &bench).await;
        for party in [&self.plaintiff, &self.defendant] {
            let entries = json!(party.entries(&self.case).await).to_string();
            assert!(!entries.contains(SAID[11]), "what the bench says among itself stays there");
        }
        assert!(json!(judge.entries(&self.case).await).to_string().contains(SAID[11]));
    }

    /// The end: nobody speaks any more, everybody reads on.
    pub(crate) async fn close(&mut self) {
        let closing = json!({ "outcome": "mediated", "note": SAID[12] });
        assert_eq!(self.plaintiff.post(&self.at("closing"), &closing).await.refusal(), "403 not_allowed");
        let receipt = self.judge.client.act(&self.at("closing"), &closing).await;
        self.plaintiff_screen.entry(&receipt).await;
        for member in [&self.plaintiff, &self.defendant, &self.judge.client] {
            let refused = member.post(&self.at("messages"), &says("还有一句")).await;
            assert_eq!(refused.refusal(), "409 case_closed");
        }
        let seen = self.defendant.read(&format!("/api/cases/{}", self.case)).await;
        assert_eq!((&seen["status"], &seen["closed"]["outcome"]), (&json!("closed"), &json!("mediated")));
        let key = new_key();
        let receipt = self.plaintiff.get(&self.at(&format!("receipts/{key}"))).await;
        assert_eq!(receipt.refusal(), "404 not_found", "no receipt for what was never done");
    }

    /// The whole case.
    pub(crate) async fn tell(&mut self) {
        self.talk().await;
        self.answer().await;
        self.keep_order().await;
        self.close().await;
    }
}
