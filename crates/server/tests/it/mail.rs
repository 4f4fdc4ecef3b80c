//! Papers by e-mail: the adapter against a mail server over a real socket, and the reports of real servers.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;
use weicourt_app::ports::{Mail as _, MailAttachment, MailFate, MailReport, MailTaken, OutgoingMail};
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::Pii;
use weicourt_server::adapters::mail::{Mail, report};
use weicourt_server::config::{self, MailTls};
use weicourt_server::standins::{Running, Setup, start};

const TOKEN: &str = "abcdefghijklmnopqrstuvwxyz234567abcdefg";
/// 2026-11-23 10:00 in Beijing.
const MONDAY: i64 = 1_795_399_200_000;

struct Post {
    mail: Mail,
    outside: Running,
    folder: tempfile::TempDir,
    _running: tokio_util::sync::DropGuard,
}

impl Post {
    async fn open() -> Post {
        let folder = tempfile::tempdir().expect("a folder");
        let stop = CancellationToken::new();
        let setup = Setup {
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            identity_register_port: 0,
            sms_port: 0,
            sign_on_port: 0,
            wechat_port: 0,
            mail_port: 0,
            mail_page_port: 0,
            mail_reports: Some(folder.path().to_owned()),
            redirect_uris: Vec::new(),
            n_crowd: 0,
            time_stamps: None,
        };
        let outside = start(&setup, &stop).await.expect("free ports");
        let mail = Mail::new(settings(&outside, folder.path()));
        Post { mail, outside, folder, _running: stop.drop_guard() }
    }

    async fn send(&self, to: &str) -> MailTaken {
        self.mail.send(&letter(to)).await.expect("an answer")
    }

    /// What the stand-in's page has of mail to an address.
    async fn taken(&self, to: &str) -> Vec<Value> {
        let client = weicourt_server::adapters::client(Duration::from_secs(2));
        let url = format!("{}/messages", self.outside.mail_page);
        let url = reqwest::Url::parse_with_params(&url, [("to", to)]).expect("an address");
        let text = client.get(url).send().await.expect("an answer").text().await.expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    async fn reports(&self) -> Vec<MailReport> {
        self.mail.reports(10).await.expect("reports")
    }

    fn files(&self, part: &str) -> usize {
        std::fs::read_dir(self.folder.path().join(part)).map_or(0, Iterator::count)
    }
}

fn settings(outside: &Running, reports: &Path) -> config::Mail {
    config::Mail {
        host: outside.mail.ip().to_string(),
        port: outside.mail.port(),
        tls: MailTls::None,
        from: "songda@court.invalid".to_owned(),
        from_name: "样例法院".to_owned(),
        reports: reports.to_owned(),
        timeout_ms: 5_000,
        ..config::Mail::default()
    }
}

fn letter(to: &str) -> OutgoingMail {
    OutgoingMail {
        id: "4711".to_owned(),
        token: TOKEN.to_owned(),
        to: Pii::new(to.to_owned()),
        at: Instant(MONDAY),
        subject: "样例法院电子送达".to_owned(),
        text: "下列文书，全文见附件：\n\n  1. 《传票》\n.\n一行只有一个点".to_owned(),
        attachments: vec![MailAttachment {
            name: "传票.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: b"%PDF-1.7 sample\r\n.\r\nend".to_vec(),
        }],
    }
}

fn accepted(taken: &MailTaken) -> &str {
    match taken {
        MailTaken::Accepted { line } => line,
        MailTaken::Refused { reason } => panic!("refused: {reason}"),
    }
}

#[tokio::test]
async fn papers_are_taken_whole_and_reported_as_delivered() {
    let post = Post::open().await;
    let taken = post.send("sample@example.invalid").await;
    assert!(accepted(&taken).contains("queued as"), "{}", accepted(&taken));
    let mails = post.taken("sample@example.invalid").await;
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    assert_eq!(mail["from"], format!("songda+{TOKEN}@court.invalid"));
    assert_eq!(mail["envelope_id"], TOKEN);
    assert_eq!(mail["notify"], "SUCCESS,FAILURE");
    assert_eq!(mail["message_id"], "weicourt-4711@court.invalid");
    assert_eq!(mail["subject"], "样例法院电子送达");
    let text = mail["text"].as_str().expect("text").replace("\r\n", "\n");
    assert_eq!(text.trim_end(), letter("").text);
    assert_eq!(mail["files"], serde_json::json!([["传票.pdf", letter("").attachments[0].bytes.len()]]));

    let reports = post.reports().await;
    let [report] = reports.as_slice() else { panic!("one report") };
    assert!(report.tokens.iter().any(|token| token == TOKEN));
    match &report.fate {
        MailFate::Arrived { proof, .. } => assert!(proof.contains("Action: delivered"), "{proof}"),
        _ => panic!("it was delivered"),
    }
    // Until somebody says that it is noted, it comes again.
    assert_eq!(post.reports().await.len(), 1);
    post.mail.report_taken(&report.name).await.expect("taken");
    post.mail.report_taken(&report.name).await.expect("taken before");
    assert!(post.reports().await.is_empty());
    assert_eq!((post.files("new"), post.files("cur")), (0, 1));
}

#[tokio::test]
async fn what_is_sent_again_is_the_same_mail() {
    let post = Post::open().await;
    // The node was killed after the server took it and before it was marked.
    post.send("sample@example.invalid").await;
    let again = Mail::new(settings(&post.outside, post.folder.path()));
    again.send(&letter("sample@example.invalid")).await.expect("an answer");
    let mails = post.taken("sample@example.invalid").await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0]["message_id"], mails[1]["message_id"]);
    assert_eq!(mails[0]["envelope_id"], mails[1]["envelope_id"]);
}

#[tokio::test]
async fn an_unknown_mailbox_comes_back_now_or_later() {
    let post = Post::open().await;
    match post.send("refuse@example.invalid").await {
        MailTaken::Refused { reason } => {
            assert!(reason.contains("550") && reason.contains("5.1.1"), "{reason}")
        }
        MailTaken::Accepted { line } => panic!("taken: {line}"),
    }
    assert!(post.reports().await.is_empty());
    post.send("bounce@example.invalid").await;
    let reports = post.reports().await;
    match &reports[0].fate {
        MailFate::Failed { reason, .. } => assert!(reason.starts_with("5.1.1"), "{reason}"),
        _ => panic!("it came back"),
    }
}

#[tokio::test]
async fn what_is_delayed_says_nothing_yet() {
    let post = Post::open().await;
    post.send("slow@example.invalid").await;
    let reports = post.reports().await;
    assert!(matches!(reports.as_slice(), [MailReport { fate: MailFate::Open, .. }]));
}

#[tokio::test]
async fn what_cannot_go_by_mail_is_said_without_asking_the_server() {
    let post = Post::open().await;
    let small = config::Mail { attachment_bytes: 5, ..settings(&post.outside, post.folder.path()) };
    let taken = Mail::new(small).send(&letter("sample@example.invalid")).await.expect("an answer");
    assert!(matches!(taken, MailTaken::Refused { reason } if reason.contains("附件超过")));
    let none = Mail::new(config::Mail::default()).send(&letter("sample@example.invalid")).await;
    assert!(!none.expect_err("there is no server").passing);
    assert!(matches!(post.send("no address").await, MailTaken::Refused { .. }));
    assert!(post.taken("sample@example.invalid").await.is_empty());
}

#[tokio::test]
async fn a_server_that_is_away_or_will_not_encrypt_is_tried_again_and_told_without_the_address() {
    let post = Post::open().await;
    let away = config::Mail { port: 9, ..settings(&post.outside, post.folder.path()) };
    let open = config::Mail { tls: MailTls::Starttls, ..settings(&post.outside, post.folder.path()) };
    for settings in [away, open] {
        let error = Mail::new(settings).send(&letter("sample@example.invalid")).await;
        let error = error.expect_err("nothing was sent");
        assert!(error.passing, "{error}");
        assert!(!error.to_string().contains("example.invalid"), "{error}");
    }
    assert!(post.taken("sample@example.invalid").await.is_empty(), "nothing goes in clear");
}

fn sample(name: &str) -> (Vec<String>, MailFate) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/mail").join(name);
    report::read(&std::fs::read(path).expect("a sample"), "songda")
}

fn told(fate: &MailFate) -> String {
    let at =
        |at: &Option<Instant>| at.map_or_else(|| "?".to_owned(), |at| ((at.0 - MONDAY) / 1000).to_string());
    match fate {
        MailFate::Arrived { at: when, proof } => format!("arrived {}: {proof}", at(when)),
        MailFate::Failed { at: when, reason } => format!("failed {}: {reason}", at(when)),
        MailFate::Read { at: when, proof } => format!("read {}: {proof}", at(when)),
        MailFate::Open => "open".to_owned(),
    }
}

#[test]
fn reports_of_postfix_and_exim_are_understood() {
    for (name, expected) in [
        (
            "postfix_relayed.eml",
            "arrived 5: Reporting-MTA: dns; mail.court.invalid; Action: relayed; Status: 2.0.0; \
             Remote-MTA: dns; mx.example.invalid; Diagnostic-Code: smtp; 250 2.0.0 Ok: queued as 8F2D21C0A5",
        ),
        (
            "postfix_bounced.eml",
            "failed 178: 5.1.1 smtp; 550 5.1.1 <nobody@example.invalid>: Recipient address rejected: User unknown in \
             virtual mailbox table",
        ),
        ("postfix_delayed.eml", "open"),
        ("exim_bounced.eml", "failed ?: 5.0.0 smtp; 550 No such user here"),
        (
            "exim_delivered.eml",
            "arrived 5: Reporting-MTA: dns; mail.court.invalid; Action: delivered; Status: 2.0.0; \
             Last-Attempt-Date: Mon, 23 Nov 2026 02:00:05 +0000",
        ),
        (
            "receipt_displayed.eml",
            "read 5400: Reporting-UA: mail.example.invalid; Sample Mail 1.0; \
             Disposition: manual-action/MDN-sent-manually; displayed; \
             Original-Message-ID: <weicourt-4711@court.invalid>",
        ),
        ("receipt_deleted.eml", "open"),
        ("vacation.eml", "open"),
    ] {
        let (tokens, fate) = sample(name);
        assert_eq!(told(&fate), expected, "{name}");
        assert!(tokens.iter().any(|token| token == TOKEN), "{name}: {tokens:?}");
    }
}

#[test]
fn what_is_no_mail_says_nothing() {
    for bytes in
        [&b""[..], b"\xff\xfe\x00", b"Content-Type: multipart/report; boundary=x\n\n--x\n", &[b'a'; 70_000]]
    {
        let (tokens, fate) = report::read(bytes, "songda");
        assert!(tokens.is_empty() && matches!(fate, MailFate::Open));
    }
    // A report cut anywhere is read as far as it goes, and never as something else than what it says.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/mail/postfix_bounced.eml");
    let whole = std::fs::read(path).expect("a sample");
    for end in 0..whole.len() {
        let (_, fate) = report::read(&whole[..end], "songda");
        assert!(matches!(fate, MailFate::Open | MailFate::Failed { .. }), "cut at {end}");
    }
}
