//! Photos, recordings and forms that people hand in.

use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{Answer, Ask, Client};
use super::people::{person, text};

/// A recording of one and a half seconds.
pub(crate) const VOICE: &[u8] = include_bytes!("../../../../../testdata/media/tone-1500ms.webm");

/// A photo in one colour, with words in the camera's notes.
pub(crate) fn photo(colour: u8, notes: &str) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0".to_vec();
    let n_bytes = u32::try_from(notes.len() + 1).expect("short notes");
    exif.extend(n_bytes.to_le_bytes());
    exif.extend(b"\x1a\0\0\0\0\0\0\0");
    exif.extend(notes.as_bytes());
    exif.push(0);
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif).expect("room for notes");
    let picture = RgbImage::from_pixel(120, 80, Rgb([colour, 90, 200]));
    encoder.write_image(&picture, 120, 80, ExtendedColorType::Rgb8).expect("writes");
    bytes
}

impl Client {
    /// Uploads in two chunks and ends the upload, whatever comes of it.
    pub(crate) async fn try_upload(&self, case: &str, media_type: &str, name: &str, bytes: &[u8]) -> Answer {
        let begin = json!({ "size_bytes": bytes.len(), "media_type": media_type, "name": name });
        let begun = self.post(&format!("/api/cases/{case}/uploads"), &begin).await;
        if begun.status != 201 {
            return begun;
        }
        let upload = text(&begun.json()["upload"]);
        let half = bytes.len() / 2;
        for (offset, chunk) in [(0, &bytes[..half]), (half, &bytes[half..])] {
            let ask = Ask::new(Method::PATCH, &format!("/api/uploads/{upload}?offset={offset}"), None);
            let written = self.ask(ask.bytes("application/octet-stream", chunk)).await;
            assert_eq!(written.status, 200, "{}", written.refusal());
        }
        self.ask(Ask::new(Method::POST, &format!("/api/uploads/{upload}/completion"), None)).await
    }

    /// Uploads what must be taken: `{blob, preview?}`.
    pub(crate) async fn upload(&self, case: &str, media_type: &str, name: &str, bytes: &[u8]) -> Value {
        self.try_upload(case, media_type, name, bytes).await.done(name)
    }

    /// Begins a draft and fills it with a dispute over a loan between the filer and `respondent`.
    pub(crate) async fn draft(&self, respondent: &str, words: &Words) -> Value {
        let draft = self.act("/api/drafts", &json!({ "kind": "civil_first_instance" })).await;
        let case = text(&draft["id"]);
        let mut form = draft["form"].clone();
        form["court_code"] = json!("浙0203");
        form["cause_code"] = json!("4-10-108-3");
        form["claims"] = json!([words.claim]);
        form["facts_and_reasons"] = json!(words.facts);
        form["claim_amount_fen"] = json!(8_000_000);
        form["claimants"][0]["domicile"] = json!(words.address);
        form["respondents"] = json!([{
            "kind": "natural_person", "name": respondent, "phone": person(respondent).phone,
            "domicile": words.address, "agents": [],
        }]);
        let card = self.upload(&case, "image/jpeg", words.file_name, &photo(1, words.notes)).await;
        let loan = self.upload(&case, "image/jpeg", words.file_name, &photo(2, words.notes)).await;
        form["attachments"] = json!([
            { "kind": "identity_proof", "name": words.paper, "blob": card["blob"] },
            { "kind": "evidence", "name": words.paper, "blob": loan["blob"] },
        ]);
        let save = json!({ "version": draft["version"], "form": form });
        let saved = self.ask(Ask::new(Method::PUT, &format!("/api/drafts/{case}"), Some(&save))).await;
        let saved = saved.done("save the draft");
        assert_eq!(saved["missing"], json!([]), "nothing is missing");
        saved
    }

    /// Files against `respondent`, and gives the case.
    pub(crate) async fn file(&self, respondent: &str, words: &Words) -> String {
        let draft = self.draft(respondent, words).await;
        self.hand_in(&draft).await.done("hand in");
        text(&draft["id"])
    }

    /// Hands in a draft as it was saved.
    pub(crate) async fn hand_in(&self, draft: &Value) -> Answer {
        self.post("/api/filings", &json!({ "draft": draft["id"], "form": draft["form"] })).await
    }

    /// Accepts an invitation as its link says.
    pub(crate) async fn accept(&self, token: &str) -> Answer {
        let link = self.read(&format!("/api/invitations/{token}")).await;
        let mut acceptance = json!({ "case": link["case"], "party": link["party"] });
        if !link["agent"].is_null() {
            acceptance["agent"] = link["agent"].clone();
        }
        self.post(&format!("/api/invitations/{token}/acceptance"), &acceptance).await
    }

    /// Accepts a filing, and gives the receipt.
    pub(crate) async fn register(&self, case: &str) -> Value {
        self.act(&format!("/api/filings/{case}/registration"), &json!({ "procedure": "simplified" })).await
    }

    /// The number of the case.
    pub(crate) async fn case_number(&self, case: &str) -> String {
        text(&self.read(&format!("/api/filings/{case}")).await["case_number"])
    }

    /// Says something, and gives the receipt.
    pub(crate) async fn say(&self, case: &str, words: &str) -> Value {
        self.act(&format!("/api/cases/{case}/messages"), &says(words)).await
    }

    /// The newest entries of the case, up to 500.
    pub(crate) async fn entries(&self, case: &str) -> Vec<Value> {
        let page = self.read(&format!("/api/cases/{case}/entries?limit=500")).await;
        assert_eq!(page["more"], false, "one page");
        page["entries"].as_array().expect("a list").clone()
    }
}

/// A message of words.
pub(crate) fn says(words: &str) -> Value {
    json!({ "content": { "type": "text", "text": words } })
}

/// What people write into a form.
pub(crate) struct Words {
    pub(crate) claim: &'static str,
    pub(crate) facts: &'static str,
    pub(crate) address: &'static str,
    pub(crate) file_name: &'static str,
    pub(crate) paper: &'static str,
    pub(crate) notes: &'static str,
}

/// Words of a dispute that nobody searches for.
pub(crate) const PLAIN: Words = Words {
    claim: "请求判令被告归还借款80000元",
    facts: "被告向原告借款80000元，到期未还。",
    address: "样例路1号",
    file_name: "材料.jpg",
    paper: "材料",
    notes: "sample",
};
