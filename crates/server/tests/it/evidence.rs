//! Evidence over the whole program: what was handed in comes back byte for byte after the process was
//! killed, and who is excluded from an exhibit finds it nowhere.

use reqwest::Method;
use serde_json::{Value, json};

use crate::court::Court;
use crate::court::client::{Ask, Client, new_key};
use crate::court::papers::{PLAIN, VOICE, photo};
use crate::court::people::{person, text};
use crate::story::{DEFENDANT, PLAINTIFF, invitation};

/// What the camera noted about the place.
const NOTES: &str = "canary-notes-of-the-camera";
/// Words of the exhibit that not everybody may see.
const SECRET: &str = "金丝雀客户名单";

/// A PDF file of one empty page.
fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    file += "xref\n0 4\n0000000000 65535 f \n";
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file.into_bytes()
}

/// A case that both sides are in, and its judge.
struct Parties {
    case: String,
    plaintiff: Client,
    defendant: Client,
    judge: Client,
}

impl Parties {
    async fn gather(court: &Court) -> Parties {
        let plaintiff = court.enrol(PLAINTIFF).await;
        let case = plaintiff.file(DEFENDANT, &PLAIN).await;
        court.staff("filing-1").await.client.register(&case).await;
        let token = invitation(court, &person(DEFENDANT).phone).await;
        let defendant = court.enrol(DEFENDANT).await;
        defendant.accept(&token).await.done("joining");
        let judge = court.judge_of(&case).await.client;
        Parties { case, plaintiff, defendant, judge }
    }

    fn at(&self, rest: &str) -> String {
        format!("/api/cases/{}/{rest}", self.case)
    }

    /// Uploads files and hands them in as one exhibit; gives the receipt.
    async fn submit(&self, by: &Client, exhibit: &Value, files: &[(&str, &str, Vec<u8>)]) -> Value {
        let mut pages = Vec::new();
        for (media_type, name, bytes) in files {
            let done = by.upload(&self.case, media_type, name, bytes).await;
            let mut page = json!({ "blob": done["blob"], "turn_degrees": 90 });
            if !done["preview"].is_null() {
                page["preview"] = done["preview"].clone();
            }
            pages.push(page);
        }
        let mut exhibit = exhibit.clone();
        exhibit["pages"] = json!(pages);
        by.act(&self.at("evidence"), &json!({ "exhibit": exhibit })).await
    }

    async fn board(&self, of: &Client) -> Value {
        of.read(&self.at("evidence")).await
    }
}

fn exhibit(name: &str, kind: &str) -> Value {
    json!({ "name": name, "kind": kind, "purpose": "证明借款已经交付", "source": "原告自行拍摄", "original": "submitter" })
}

#[tokio::test(flavor = "multi_thread")]
async fn originals_come_back_byte_for_byte_after_a_kill_and_previews_have_no_notes() {
    let mut court = Court::start();
    let mut parties = Parties::gather(&court).await;
    let photos = [photo(11, NOTES), photo(12, NOTES), photo(13, NOTES)];
    let files: Vec<_> = (1..)
        .zip(&photos)
        .map(|(n, bytes)| ("image/jpeg", ["", "1.jpg", "2.jpg", "3.jpg"][n], bytes.clone()))
        .collect();
    parties.submit(&parties.plaintiff, &exhibit("聊天记录照片", "photograph"), &files).await;
    let voice = [("audio/webm", "录音.webm", VOICE.to_vec())];
    parties.submit(&parties.plaintiff, &exhibit("通话录音", "audio"), &voice).await;
    let paper = [("application/pdf", "流水.pdf", pdf())];
    parties.submit(&parties.plaintiff, &exhibit("银行流水", "document"), &paper).await;

    court.kill();
    court.start_again();
    for client in [&mut parties.plaintiff, &mut parties.defendant, &mut parties.judge] {
        *client = client.moved_to(court.node());
    }
    let board = parties.board(&parties.defendant).await;
    let exhibits = board["exhibits"].as_array().expect("a list");
    let labels: Vec<_> = exhibits.iter().map(|one| text(&one["label"])).collect();
    assert_eq!(labels, ["原告证据1", "原告证据2", "原告证据3"]);
    let originals: Vec<Vec<u8>> = photos.into_iter().chain([VOICE.to_vec(), pdf()]).collect();
    let pages = exhibits.iter().flat_map(|one| one["form"]["pages"].as_array().expect("pages"));
    let pages: Vec<&Value> = pages.collect();
    assert_eq!(pages.len(), originals.len());
    for (page, original) in pages.iter().zip(&originals) {
        let sha256 = text(&page["blob"]["sha256"]);
        assert_eq!(sha256, weicourt_domain::digest::Digest::of(original).to_string());
        let got = parties.defendant.get(&parties.at(&format!("blobs/{sha256}"))).await;
        assert!(got.status == 200 && got.bytes == *original, "{sha256} comes back as it was handed in");
    }
    for (page, original) in pages.iter().zip(&originals).take(3) {
        let holds = |bytes: &[u8]| bytes.windows(NOTES.len()).any(|window| window == NOTES.as_bytes());
        assert!(holds(original), "the original keeps the notes of the camera");
        let preview = parties.at(&format!("blobs/{}", text(&page["preview"]["sha256"])));
        let preview = parties.defendant.get(&preview).await;
        assert!(preview.status == 200 && !holds(&preview.bytes), "the preview has none");
        assert!(!preview.bytes.windows(4).any(|window| window == b"Exif"));
    }
    assert!(court.verify().valid, "every chain holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_excluded_from_an_exhibit_finds_it_nowhere() {
    let court = Court::start();
    let parties = Parties::gather(&court).await;
    let mut secret = exhibit(SECRET, "document");
    secret["purpose"] = json!(SECRET);
    secret["restriction"] = json!({ "ground": "trade_secret", "reason": SECRET });
    let paper = photo(42, NOTES);
    let files = [("image/jpeg", "名单.jpg", paper.clone())];
    let receipt = parties.submit(&parties.plaintiff, &secret, &files).await;
    let exhibit = json!({ "origin": receipt["origin"], "seq": receipt["seq"] });
    let own = parties.board(&parties.plaintiff).await;
    let blob = own["exhibits"][0]["form"]["pages"][0]["blob"].clone();
    let (sha256, preview) =
        (text(&blob["sha256"]), text(&own["exhibits"][0]["form"]["pages"][0]["preview"]["sha256"]));

    // Excluded from the first moment: the wish alone is enough until the judge has decided.
    excluded(&parties, &[&sha256, &preview]).await;
    let restriction = json!({ "ground": "trade_secret", "persons": [], "view_only": true });
    let order = json!({ "exhibit": exhibit, "restriction": restriction, "reason": "涉及商业秘密" });
    parties.judge.act(&parties.at("evidence/restrictions"), &order).await;
    excluded(&parties, &[&sha256, &preview]).await;

    // Knowing the digest opens nothing: neither as a message nor as an exhibit of one's own.
    let page = json!({ "blob": blob });
    let mut mine = self::exhibit("我的证据", "document");
    mine["pages"] = json!([page]);
    let stolen = parties.defendant.post(&parties.at("evidence"), &json!({ "exhibit": mine })).await;
    assert!(stolen.status >= 400, "{}", stolen.refusal());
    let message = json!({ "content": { "type": "file", "blob": blob } });
    let stolen = parties.defendant.post(&parties.at("messages"), &message).await;
    assert!(stolen.status >= 400, "{}", stolen.refusal());
    excluded(&parties, &[&sha256, &preview]).await;

    // The judge's look is recorded before the file opens, and the owner of the exhibit sees it.
    let at = parties.at(&format!("blobs/{sha256}"));
    assert_eq!(parties.judge.get(&at).await.status, 404);
    parties.judge.act(&parties.at("evidence/looks"), &json!({ "exhibit": exhibit })).await;
    assert!(parties.judge.get(&at).await.bytes == paper);
    let own = parties.board(&parties.plaintiff).await;
    assert_eq!(own["exhibits"][0]["looks"].as_array().map(Vec::len), Some(1), "{own}");

    // Named persons get in, by a look of their own.
    let me = parties.defendant.read("/api/session").await;
    let restriction = json!({ "ground": "trade_secret", "persons": [me["person"]], "view_only": true });
    let order = json!({ "exhibit": exhibit, "restriction": restriction, "reason": "准许被告查阅" });
    parties.judge.act(&parties.at("evidence/restrictions"), &order).await;
    let seen = parties.board(&parties.defendant).await;
    assert_eq!(seen["exhibits"][0]["restriction"]["needs_look"], true, "{seen}");
    assert_eq!(parties.defendant.get(&at).await.status, 404);
    parties.defendant.act(&parties.at("evidence/looks"), &json!({ "exhibit": exhibit })).await;
    assert!(parties.defendant.get(&at).await.bytes == paper);
}

/// The defendant finds no word and no byte of the exhibit at any address.
async fn excluded(parties: &Parties, digests: &[&str]) {
    let defendant = &parties.defendant;
    for address in ["evidence", "evidence/list", "entries?limit=500", "file", "agenda", "applications"] {
        let got = defendant.read(&parties.at(address)).await.to_string();
        assert!(!got.contains(SECRET), "{address}: {got}");
        assert!(digests.iter().all(|sha256| !got.contains(sha256)), "{address}: {got}");
    }
    for address in ["/api/cases", "/api/cases?q=金丝雀", ""] {
        let got = defendant.read(if address.is_empty() { "/api/cases?state=open" } else { address }).await;
        assert!(!got.to_string().contains(SECRET), "{address}: {got}");
    }
    for sha256 in digests {
        let got = defendant.get(&parties.at(&format!("blobs/{sha256}"))).await;
        assert_eq!(got.status, 404, "by direct address");
    }
    let export = json!({ "look": { "how": "exported", "n_pages": 1 } });
    let ask = Ask::new(Method::POST, &parties.at("file/looks"), Some(&export)).key(&new_key());
    defendant.ask(ask).await.done("a copy of the file");
    let book = defendant.get(&parties.at("file/book.pdf")).await;
    assert_eq!(book.status, 200, "{}", book.refusal());
    assert!(book.bytes.starts_with(b"%PDF"), "a bound book");
    let index = defendant.read(&parties.at("file")).await;
    assert!(!index.to_string().contains(SECRET), "{index}");
}
