//! Files that are not what they say, and files of others.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use super::kept;
use crate::court::Court;
use crate::court::client::{Answer, Ask, Client};
use crate::court::papers::{PLAIN, VOICE, photo, says};
use crate::court::people::text;
use crate::story::{Cast, DEFENDANT};

/// A PNG of a few bytes that says it is 60 000 pixels wide and high.
fn giant_of_a_few_bytes() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], content: &[u8]| {
        bytes.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
        let summed = [kind.as_slice(), content].concat();
        bytes.extend(&summed);
        bytes.extend(crc32(&summed).to_be_bytes());
    };
    let side = 60_000_u32.to_be_bytes();
    chunk(b"IHDR", &[&side[..], &side[..], &[8, 2, 0, 0, 0]].concat());
    chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1]);
    chunk(b"IEND", &[]);
    bytes
}

/// The sum of PNG (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

/// An archive with one member that says it unpacks to four gigabytes.
fn archive_that_swells() -> Vec<u8> {
    let (name, n_packed, n_unpacked) = (b"a.txt", 1000_u32, 0xffff_0000_u32);
    let mut fields = vec![0_u8; 10];
    fields[4] = 8;
    fields.extend([0; 4]);
    fields.extend(n_packed.to_le_bytes());
    fields.extend(n_unpacked.to_le_bytes());
    fields.extend([5, 0, 0, 0]);
    let local = [b"PK\x03\x04".as_slice(), &fields, &name[..], &[0; 1000]].concat();
    let listed = [b"PK\x01\x02".as_slice(), &[20, 0][..], &fields, &[0; 14], &name[..]].concat();
    let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
    end.extend(u32::try_from(listed.len()).expect("short").to_le_bytes());
    end.extend(u32::try_from(local.len()).expect("short").to_le_bytes());
    end.extend([0, 0]);
    [local, listed, end].concat()
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_is_refused_and_not_kept() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { court, case, plaintiff, .. } = &cast;
    let before = kept(court);
    let mut torn = photo(9, "sample");
    torn.truncate(torn.len() / 2);
    let table: [(&str, &str, Vec<u8>, &str); 12] = [
        ("image/jpeg", "a.jpg", torn[..200].to_vec(), "422 damaged"),
        ("image/png", "a.png", b"\x89PNG\r\n\x1a\nand then nothing of the kind".to_vec(), "422 damaged"),
        ("image/png", "a.png", giant_of_a_few_bytes(), "422 too_many_pixels"),
        ("image/png", "a.png", archive_that_swells(), "422 not_what_it_claims"),
        ("application/zip", "a.zip", archive_that_swells(), "422 swells"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "a.docx",
            archive_that_swells(),
            "422 swells",
        ),
        (
            "image/jpeg",
            "a.jpg",
            b"MZ\x90\0\x03\0\0\0a program for another machine".to_vec(),
            "422 not_what_it_claims",
        ),
        ("audio/webm", "a.webm", b"<html><script>alert(1)</script>".to_vec(), "422 not_what_it_claims"),
        ("text/html", "a.html", b"<html><script>alert(1)</script>".to_vec(), "415 not_taken"),
        ("image/svg+xml", "a.svg", b"<svg onload=alert(1)>".to_vec(), "415 not_taken"),
        ("application/x-msdownload", "a.exe", b"MZ\x90\0".to_vec(), "415 not_taken"),
        ("image\u{0}/jpeg", "a.jpg", photo(9, "sample"), "422 bad_fields"),
    ];
    for (media_type, name, bytes, refusal) in table {
        let answer = plaintiff.try_upload(case, media_type, name, &bytes).await;
        assert_eq!(answer.refusal(), refusal, "{media_type}");
    }
    assert_eq!(kept(court), before);
}

async fn announce(client: &Client, case: &str, body: &Value) -> Answer {
    client.post(&format!("/api/cases/{case}/uploads"), body).await
}

#[tokio::test]
async fn a_file_is_refused_by_its_announcement_before_a_byte_is_sent() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { court, case, plaintiff, .. } = &cast;
    let before = kept(court);
    let size =
        |size_bytes: u64, media_type: &str| json!({ "size_bytes": size_bytes, "media_type": media_type });
    let named = |name: &str| json!({ "size_bytes": 5, "media_type": "image/png", "name": name });
    let table = [
        (size(200 * 1024 * 1024, "image/jpeg"), "413 too_large"),
        (size(u64::MAX, "image/jpeg"), "413 too_large"),
        (size(51 * 1024 * 1024, "audio/webm"), "413 too_large"),
        (size(0, "image/jpeg"), "422 bad_fields"),
        (size(5, &"x".repeat(101)), "422 bad_fields"),
        (named(&"长".repeat(201)), "422 bad_fields"),
        (named("a\u{0}b"), "422 bad_fields"),
        (named("a\r\nContent-Type: text/html"), "422 bad_fields"),
    ];
    for (body, refusal) in table {
        assert_eq!(announce(plaintiff, case, &body).await.refusal(), refusal, "{body}");
    }
    assert_eq!(kept(court), before);
}

#[tokio::test]
async fn a_chunk_comes_in_its_place_from_its_owner_and_not_larger_than_announced() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { court, case, plaintiff, defendant, .. } = &cast;
    let begun = announce(plaintiff, case, &json!({ "size_bytes": 10, "media_type": "image/jpeg" })).await;
    let upload = text(&begun.done("an upload")["upload"]);
    let before = kept(court);
    let chunk = |offset: &str, bytes: Vec<u8>| {
        let ask = Ask::new(Method::PATCH, &format!("/api/uploads/{upload}?offset={offset}"), None);
        ask.bytes("application/octet-stream", bytes)
    };
    let end = Ask::new(Method::POST, &format!("/api/uploads/{upload}/completion"), None);
    assert_eq!(plaintiff.ask(chunk("5", vec![1; 5])).await.refusal(), "409 wrong_offset");
    assert_eq!(plaintiff.ask(chunk("0", vec![1; 11])).await.refusal(), "422 not_what_was_announced");
    assert_eq!(plaintiff.ask(chunk("0", vec![1; (1 << 20) + 1])).await.refusal(), "413 too_large");
    assert_eq!(plaintiff.ask(chunk("-1", vec![1])).await.refusal(), "400 bad_request");
    assert_eq!(defendant.ask(chunk("0", vec![1; 5])).await.refusal(), "404 not_found");
    assert_eq!(defendant.ask(end.clone()).await.refusal(), "404 not_found");
    assert_eq!(plaintiff.ask(end).await.refusal(), "409 wrong_offset");
    assert_eq!(kept(court), before);
}

#[tokio::test]
async fn a_file_is_read_and_referred_to_only_by_those_it_is_for() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let Cast { court, case, plaintiff, defendant, judge, .. } = &cast;
    // Uploaded and not said yet: nobody else's.
    let picture = photo(7, "sample");
    let mine = plaintiff.upload(case, "image/jpeg", "a.jpg", &picture).await;
    let other = plaintiff.file(DEFENDANT, &PLAIN).await;
    let of_other =
        plaintiff.read(&format!("/api/filings/{other}")).await["form"]["attachments"][0]["blob"].clone();
    // A photo that the bench shows itself, and a paper that only the filing side and the court have.
    let of_bench = judge.client.upload(case, "image/jpeg", "b.jpg", &photo(8, "sample")).await;
    let among = json!({ "content": { "type": "photo", "blob": of_bench["blob"] }, "audience": "bench" });
    judge.client.act(&format!("/api/cases/{case}/messages"), &among).await;
    let at = |blob: &Value| format!("/api/cases/{case}/blobs/{}", text(&blob["sha256"]));
    let filed =
        plaintiff.read(&format!("/api/filings/{case}")).await["form"]["attachments"][0]["blob"].clone();
    assert_eq!(plaintiff.get(&at(&filed)).await.status, 200);
    for (reader, blob, what) in [
        (defendant, &mine["blob"], "not said yet"),
        (defendant, &of_other, "of another case"),
        (plaintiff, &of_other, "of another case of one's own"),
        (defendant, &of_bench["blob"], "of the bench"),
        (plaintiff, &of_bench["blob"], "of the bench"),
        (defendant, &filed, "of the filing side"),
    ] {
        assert_eq!(reader.get(&at(blob)).await.refusal(), "404 not_found", "{what}");
    }
    assert_eq!(
        defendant.get(&format!("/api/filings/{case}")).await.refusal(),
        "404 not_found",
        "nor its form"
    );
    let before = kept(court);
    let mut wrong_size = mine["blob"].clone();
    wrong_size["size_bytes"] = json!(1);
    let photo_of = |blob: &Value| json!({ "content": { "type": "photo", "blob": blob } });
    // A stranger gets the same answer for a file that is there and for one that is not.
    let stranger = court.enrol("样例己").await;
    for blob in [&filed, &of_other] {
        let answer = stranger.post(&format!("/api/cases/{case}/messages"), &photo_of(blob)).await;
        assert_eq!(answer.refusal(), "404 not_found");
    }
    for (sender, message, what) in [
        (plaintiff, photo_of(&of_other), "of another case"),
        (plaintiff, photo_of(&wrong_size), "of another size"),
    ] {
        let answer = sender.post(&format!("/api/cases/{case}/messages"), &message).await;
        assert_eq!(answer.refusal(), "422 unknown_blob", "{what}");
    }
    assert_eq!(kept(court), before);
    // What is said of a file is what the court found in it, whatever the sender claims.
    let mut dressed = mine["blob"].clone();
    dressed["media_type"] = json!("text/html");
    dressed["name"] = json!("长".repeat(5000));
    plaintiff.act(&format!("/api/cases/{case}/messages"), &photo_of(&dressed)).await;
    let entries = defendant.entries(case).await;
    let shown = &entries.last().expect("it is there")["body"]["content"]["blob"];
    assert_eq!((&shown["media_type"], &shown["name"]), (&json!("image/jpeg"), &json!("a.jpg")));
    let got = defendant.get(&at(shown)).await;
    assert!(got.bytes == picture && got.headers["content-type"] == "image/jpeg");
    let range = defendant.ask(Ask::new(Method::GET, &at(shown), None)).await;
    assert_eq!(range.headers["x-content-type-options"], "nosniff");
    plaintiff.act(&format!("/api/cases/{case}/messages"), &says("好")).await;
    let recording = plaintiff.upload(case, "audio/webm", "v.webm", VOICE).await;
    let mut short = recording["blob"].clone();
    short["duration_ms"] = json!(4_000_000);
    let voice = json!({ "content": { "type": "voice", "blob": short } });
    let refused = plaintiff.post(&format!("/api/cases/{case}/messages"), &voice).await;
    assert_eq!(refused.refusal(), "422 voice_too_long");
}
