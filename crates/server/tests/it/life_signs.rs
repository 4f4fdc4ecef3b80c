//! What the person who runs a node sees of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use weicourt_server::operate::{Metrics, Ready, raise_open_files, router, serve};

struct Switch(AtomicBool);

#[async_trait::async_trait]
impl Ready for Switch {
    async fn ready(&self) -> Result<(), String> {
        if self.0.load(Ordering::SeqCst) { Ok(()) } else { Err("the database does not answer".into()) }
    }
}

#[tokio::test]
async fn a_node_says_whether_it_lives_and_whether_it_can_work() {
    let switch = Arc::new(Switch(AtomicBool::new(true)));
    let metrics = Metrics::start().expect("nothing else counts");
    metrics::counter!("weicourt_acts_total", "op" => "post_message").increment(3);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let stop = CancellationToken::new();
    let serving =
        tokio::spawn(serve(listener, router(switch.clone(), metrics), stop.clone(), Duration::from_secs(5)));
    let client = weicourt_server::adapters::client(Duration::from_secs(5));
    let get = async |path: &str, proxied: bool| {
        let mut request = client.get(format!("{base}{path}"));
        if proxied {
            request = request.header("x-forwarded-for", "192.0.2.1");
        }
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    };
    assert_eq!(get("/healthz", false).await, (200, "ok\n".into()));
    assert_eq!(get("/readyz", false).await, (200, "ready\n".into()));
    switch.0.store(false, Ordering::SeqCst);
    assert_eq!(get("/readyz", false).await, (503, "the database does not answer\n".into()));
    assert_eq!(get("/healthz", false).await.0, 200);
    let (status, page) = get("/metrics", false).await;
    assert_eq!(status, 200);
    assert!(page.contains("weicourt_acts_total{op=\"post_message\"} 3"), "{page}");
    let memory = page.lines().find_map(|line| line.strip_prefix("process_resident_memory_bytes "));
    assert!(memory.expect("told").parse::<f64>().expect("a number") > 1_000_000.0);
    assert!(page.contains("process_cpu_seconds_total "), "{page}");
    assert_eq!(get("/metrics", true).await.0, 404, "not through a proxy");
    stop.cancel();
    serving.await.expect("no panic").expect("an orderly stop");
    assert!(client.get(format!("{base}/healthz")).send().await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_request_that_hangs_does_not_keep_a_node_from_stopping() {
    let arrived = Arc::new(tokio::sync::Notify::new());
    let arriving = arrived.clone();
    let hang = async move || {
        arriving.notify_one();
        std::future::pending::<()>().await;
    };
    let hangs = axum::Router::new().route("/", axum::routing::get(hang));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve(listener, hangs, stop.clone(), Duration::from_millis(50)));
    let client = weicourt_server::adapters::client(Duration::from_secs(10));
    let asking = tokio::spawn(client.get(url).send());
    arrived.notified().await;
    stop.cancel();
    let ended = tokio::time::timeout(Duration::from_secs(5), serving).await.expect("it ends");
    ended.expect("no panic").expect("an orderly stop");
    asking.abort();
}

#[test]
fn the_limit_of_open_files_is_raised_to_what_is_allowed() {
    let limit = raise_open_files();
    let (soft, hard) = rlimit::getrlimit(rlimit::Resource::NOFILE).expect("told");
    assert_eq!(limit, soft);
    assert_eq!(soft, hard);
}
