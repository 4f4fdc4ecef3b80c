//! The web app as a browser asks for it.

use axum::http::header::{self, HeaderMap};
use tokio_util::sync::CancellationToken;
use weicourt_server::web::{Site, router};

const ZIPPED: &[u8] = b"\x1f\x8b stands for a zipped script";

/// A served copy of a small web app.
struct Served {
    base: String,
    client: reqwest::Client,
    _dir: tempfile::TempDir,
    _running: tokio_util::sync::DropGuard,
}

async fn served() -> Served {
    let dir = tempfile::tempdir().expect("a directory");
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).expect("writes");
    std::fs::create_dir(dir.path().join("assets")).expect("a directory");
    write("m.html", "<title>手机</title>".as_bytes());
    write("desk.html", "<title>工作台</title>".as_bytes());
    write("sw.js", b"'worker'");
    write("assets/app-1a2b.js", b"'a script that is longer than its zipped form'");
    write("assets/app-1a2b.js.gz", ZIPPED);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let stop = CancellationToken::new();
    let site = router(Site::new(dir.path()));
    let serving = weicourt_server::operate::serve(listener, site, stop.clone(), std::time::Duration::ZERO);
    tokio::spawn(serving);
    let client = weicourt_server::adapters::client(std::time::Duration::from_secs(5));
    Served { base, client, _dir: dir, _running: stop.drop_guard() }
}

impl Served {
    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
        let mut request = self.client.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.expect("an answer");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.bytes().await.expect("a body").to_vec())
    }
}

#[tokio::test]
async fn every_address_of_an_app_gives_its_page() {
    let served = served().await;
    for (path, title) in [
        ("/", "手机"),
        ("/m/cases/0123456789abc", "手机"),
        ("/j/a-token", "手机"),
        ("/desk", "工作台"),
        ("/desk/filings", "工作台"),
    ] {
        let (status, headers, body) = served.get(path, &[]).await;
        assert_eq!(status, 200, "{path}");
        assert!(String::from_utf8_lossy(&body).contains(title), "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache", "{path}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
        assert!(headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_there() {
    let served = served().await;
    for path in ["/missing.js", "/api/nothing", "/api", "/mm", "/desktop", "/assets/", "/m.html.bak"] {
        assert_eq!(served.get(path, &[]).await.0, 404, "{path}");
    }
    for path in ["/assets/%2e%2e/%2e%2e/etc/passwd", "/..%2fsecret", "//etc/passwd"] {
        assert_eq!(served.get(path, &[]).await.0, 404, "{path}");
    }
    let posted = served.client.post(&served.base).send().await.expect("an answer");
    assert_eq!(posted.status(), 405);
}

#[tokio::test]
async fn files_with_a_hash_are_kept_for_ever_and_zipped_for_who_can() {
    let served = served().await;
    let path = "/assets/app-1a2b.js";
    let (_, plain, body) = served.get(path, &[]).await;
    assert_eq!(plain[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(plain[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert!(body.starts_with(b"'a script"));
    let (_, zipped, body) = served.get(path, &[("accept-encoding", "br, gzip;q=0.8")]).await;
    assert_eq!(zipped[header::CONTENT_ENCODING], "gzip");
    assert_eq!(zipped[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert_eq!(zipped[header::VARY], "accept-encoding");
    assert_eq!(body, ZIPPED);
    assert_ne!(plain[header::ETAG], zipped[header::ETAG]);
    let (_, refused, _) = served.get(path, &[("accept-encoding", "gzip;q=0")]).await;
    assert!(!refused.contains_key(header::CONTENT_ENCODING));
    assert_eq!(served.get("/sw.js", &[]).await.1[header::CACHE_CONTROL], "no-cache");
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let served = served().await;
    let (_, headers, _) = served.get("/", &[]).await;
    let tag = headers[header::ETAG].to_str().expect("ASCII").to_owned();
    let (status, _, body) = served.get("/", &[("if-none-match", &format!("\"old\", W/{tag}"))]).await;
    assert_eq!((status, body.len()), (304, 0));
    assert_eq!(served.get("/", &[("if-none-match", "\"old\"")]).await.0, 200);
}

#[tokio::test]
async fn a_program_built_before_the_web_app_says_so() {
    let served = served().await;
    std::fs::remove_file(served._dir.path().join("m.html")).expect("removed");
    let (status, _, body) = served.get("/", &[]).await;
    assert_eq!(status, 503);
    assert!(String::from_utf8_lossy(&body).contains("make web"));
}
