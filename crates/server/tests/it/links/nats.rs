//! The link over JetStream, through Debian's message server.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use weicourt_server::config::Secret;
use weicourt_server::links::{Link, LinkError, NatsLink, NatsSettings};

use super::credentials::{of_a_stranger, operated};
use super::traffic::{Arrived, N_BUNDLES, both_ways, bundle, receive, send};

/// A message server of its own for one test; it ends with it.
pub(crate) struct MessageServer {
    dir: tempfile::TempDir,
    port: u16,
    process: Child,
}

impl MessageServer {
    pub(crate) fn start() -> Self {
        Self::start_in(tempfile::tempdir().expect("directory"))
    }

    /// Starts with `server.conf` of `dir`, if there is one.
    fn start_in(dir: tempfile::TempDir) -> Self {
        // Port -1 is any free one; the server writes down which.
        let process = Self::spawn(&dir, "-1");
        let mut server = Self { dir, port: 0, process };
        server.port = server.written_port();
        server
    }

    fn spawn(dir: &tempfile::TempDir, port: &str) -> Child {
        let path = dir.path().to_str().expect("UTF-8");
        let settings = dir.path().join("server.conf");
        if !settings.exists() {
            std::fs::write(&settings, "").expect("writes");
        }
        Command::new("nats-server")
            .args(["-a", "127.0.0.1", "-p", port, "-js", "-sd", path, "--ports_file_dir", path, "-c"])
            .arg(settings)
            .env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server starts; it is Debian's package nats-server, `make setup` installs it")
    }

    /// Where nodes reach it.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where it keeps what waits.
    pub(crate) fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    fn written_port(&mut self) -> u16 {
        let file = self.dir.path().join(format!("nats-server_{}.ports", self.process.id()));
        let begun = Instant::now();
        loop {
            let written = std::fs::read_to_string(&file).unwrap_or_default();
            let ports: Option<serde_json::Value> = serde_json::from_str(&written).ok();
            let url = ports.as_ref().and_then(|ports| ports["nats"][0].as_str());
            if let Some(port) = url.and_then(|url| url.rsplit(':').next()?.parse().ok()) {
                return port;
            }
            let ended = self.process.try_wait().expect("asks");
            assert!(ended.is_none() && begun.elapsed() < Duration::from_secs(20), "nats-server: {ended:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn kill(&mut self) {
        self.process.kill().expect("ends");
        self.process.wait().expect("ended");
    }

    fn start_again(&mut self) {
        self.process = Self::spawn(&self.dir, &self.port.to_string());
        self.written_port();
    }

    fn settings(&self, out: &'static str, into: &'static str) -> NatsSettings {
        NatsSettings {
            url: Secret::new(format!("nats://127.0.0.1:{}", self.port)),
            credentials: PathBuf::new(),
            ca: PathBuf::new(),
            prefix: "sample-court".to_owned(),
            out,
            into,
            most_waiting_bytes: 64 * 1024 * 1024,
            patience: Duration::from_secs(5),
        }
    }

    async fn court(&self) -> Arc<NatsLink> {
        Arc::new(NatsLink::connect(self.settings("to_front", "to_court")).await.expect("connects"))
    }

    async fn front(&self) -> Arc<NatsLink> {
        Arc::new(NatsLink::connect(self.settings("to_court", "to_front")).await.expect("connects"))
    }
}

impl Drop for MessageServer {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_bundles_cross_both_ways_over_restarts_of_everything() {
    let mut server = MessageServer::start();
    let mut arrived = <(Arrived, Arrived)>::default();
    let (mut court, mut front) = (server.court().await, server.front().await);
    both_ways(court.clone(), front.clone(), 0..300, &mut arrived).await;
    assert!(arrived.0.is_in_order() && arrived.1.is_in_order());
    assert_eq!((arrived.0.n_repeated(), arrived.1.n_repeated()), (0, 0));
    // The front is away while the court sends, and the other way round.
    drop(front);
    send(&*court, 300..400).await;
    front = server.front().await;
    receive(&*front, 400, &mut arrived.1).await;
    drop(court);
    send(&*front, 300..400).await;
    court = server.court().await;
    receive(&*court, 400, &mut arrived.0).await;
    // The message server is killed while both send.
    let both = tokio::spawn({
        let (court, front) = (court.clone(), front.clone());
        let mut arrived = std::mem::take(&mut arrived);
        async move {
            both_ways(court, front, 400..N_BUNDLES, &mut arrived).await;
            arrived
        }
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    let server = tokio::task::spawn_blocking(move || {
        server.kill();
        std::thread::sleep(Duration::from_millis(500));
        server.start_again();
        server
    });
    let server = server.await.expect("starts again");
    arrived = both.await.expect("ends");
    assert_eq!(arrived.0.lost(0..N_BUNDLES), [0; 0]);
    assert_eq!(arrived.1.lost(0..N_BUNDLES), [0; 0]);
    drop(server);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crashed_receiver_gets_at_once_what_it_had_not_finished() {
    let server = MessageServer::start();
    let (court, front) = (server.court().await, server.front().await);
    send(&*court, 0..20).await;
    let mut before = Arrived::default();
    receive(&*front, 5, &mut before).await;
    // Dropped without a word, like a crash: more were fetched ahead than handed over.
    drop(front);
    let front = server.front().await;
    let begun = Instant::now();
    let mut after = Arrived::default();
    // The last acknowledgement may have been under way, so one or two come again.
    while after.order.last() != Some(&19) && begun.elapsed() < Duration::from_secs(30) {
        receive(&*front, after.order.len() as u32 + 1, &mut after).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "not after the time for acknowledging has passed");
    assert!(after.is_in_order());
    let both: Vec<u32> = before.order.iter().chain(&after.order).copied().collect();
    assert!((0..20).all(|number| both.contains(&number)), "{both:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_stream_holds_the_sender_back_and_keeps_the_oldest() {
    let server = MessageServer::start();
    let patience = Duration::from_millis(900);
    let settings = server.settings("to_front", "to_court");
    let settings = NatsSettings { most_waiting_bytes: 1024 * 1024, patience, ..settings };
    let court = NatsLink::connect(settings).await.expect("connects");
    // 700 kB fit once.
    send(&court, 99..100).await;
    let refused = court.send(bundle(199)).await.expect_err("no room");
    assert!(matches!(refused, LinkError::Full(_)), "{refused}");
    assert!(court.condition().trouble.is_some());
    let front = server.front().await;
    let mut arrived = Arrived::default();
    receive(&*front, 1, &mut arrived).await;
    assert_eq!(arrived.order, [99]);
    // Asking for the next tells that the first was taken.
    let (next, ()) = tokio::join!(front.receive(), send(&court, 199..200));
    assert_eq!(next.expect("open"), bundle(199));
    assert_eq!(court.condition().trouble, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_starts_without_the_message_server_and_finds_it_later() {
    let mut server = MessageServer::start();
    server.kill();
    let (court, front) = (server.court().await, server.front().await);
    let begun = Instant::now();
    let refused = court.send(bundle(0)).await.expect_err("nobody is there");
    assert!(matches!(refused, LinkError::Broken(_)), "{refused}");
    assert!(begun.elapsed() < Duration::from_secs(15), "sending never blocks for ever");
    server.start_again();
    let mut arrived = Arrived::default();
    tokio::join!(send(&*court, 0..10), receive(&*front, 10, &mut arrived));
    assert_eq!(arrived.lost(0..10), [0; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bundle_larger_than_the_message_server_takes_is_refused_at_once() {
    let server = MessageServer::start();
    let court = server.court().await;
    send(&*court, 0..1).await;
    let most = court.most_bytes();
    assert!(most < 1024 * 1024, "the server's own default is a mebibyte");
    court.send(vec![0; most]).await.expect("that is what it takes");
    let refused = court.send(vec![0; most + 1]).await.expect_err("too large");
    assert!(matches!(refused, LinkError::TooLarge { .. }), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_server_with_tls_and_a_password_is_reached_with_both_and_not_with_one() {
    let dir = tempfile::tempdir().expect("directory");
    let path = |name: &str| dir.path().join(name);
    let key = rcgen::KeyPair::generate().expect("key");
    let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = rcgen::CertifiedIssuer::self_signed(params, key).expect("issues");
    let key = rcgen::KeyPair::generate().expect("key");
    let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    let issued = params.signed_by(&key, &issuer).expect("issues");
    std::fs::write(path("ca.pem"), issuer.pem()).expect("writes");
    std::fs::write(path("server.pem"), issued.pem()).expect("writes");
    std::fs::write(path("server.key"), key.serialize_pem()).expect("writes");
    let (certificate, key) = (path("server.pem"), path("server.key"));
    let settings = format!(
        "tls {{ cert_file: {certificate:?}, key_file: {key:?} }}\n\
         authorization {{ user: sample, password: \"not secret\" }}\n"
    );
    std::fs::write(path("server.conf"), settings).expect("writes");
    let ca = path("ca.pem");
    let server = MessageServer::start_in(dir);
    let url = |user: &str| Secret::new(format!("tls://{user}localhost:{}", server.port));
    let settings = |out, into, user: &str| NatsSettings {
        url: url(user),
        ca: ca.clone(),
        patience: Duration::from_secs(1),
        ..server.settings(out, into)
    };
    let known = "sample:not%20secret@";
    let court = NatsLink::connect(settings("to_front", "to_court", known)).await.expect("connects");
    let front = NatsLink::connect(settings("to_court", "to_front", known)).await.expect("connects");
    let mut arrived = Arrived::default();
    tokio::join!(send(&court, 0..20), receive(&front, 20, &mut arrived));
    assert_eq!(arrived.lost(0..20), [0; 0]);

    let nobody = NatsLink::connect(settings("to_front", "to_court", "")).await.expect("starts");
    assert!(nobody.send(bundle(0)).await.is_err(), "without the password");
    let unsure = NatsSettings { ca: PathBuf::new(), ..settings("to_front", "to_court", known) };
    let unsure = NatsLink::connect(unsure).await.expect("starts");
    assert!(unsure.send(bundle(0)).await.is_err(), "a certificate of an issuer nobody knows");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credentials_file_lets_its_holder_in_and_nobody_else() {
    let dir = tempfile::tempdir().expect("directory");
    let (configuration, credentials) = operated();
    let path = |name: &str| dir.path().join(name);
    std::fs::write(path("server.conf"), configuration).expect("writes");
    std::fs::write(path("node.creds"), credentials).expect("writes");
    std::fs::write(path("stranger.creds"), of_a_stranger()).expect("writes");
    let (known, stranger) = (path("node.creds"), path("stranger.creds"));
    let server = MessageServer::start_in(dir);
    let settings = |out, into, credentials: &PathBuf| NatsSettings {
        credentials: credentials.clone(),
        patience: Duration::from_secs(1),
        ..server.settings(out, into)
    };
    let court = NatsLink::connect(settings("to_front", "to_court", &known)).await.expect("connects");
    // When the first two of an account come at the very same moment, the message server of Debian 12 sometimes
    // offers one of them nothing; the operator's page says so.
    send(&court, 0..1).await;
    let front = NatsLink::connect(settings("to_court", "to_front", &known)).await.expect("connects");
    let mut arrived = Arrived::default();
    tokio::join!(send(&court, 1..20), receive(&front, 20, &mut arrived));
    assert_eq!(arrived.lost(0..20), [0; 0]);
    for credentials in [&stranger, &PathBuf::new()] {
        let refused = NatsLink::connect(settings("to_front", "to_court", credentials)).await.expect("starts");
        assert!(refused.send(bundle(0)).await.is_err());
        assert!(refused.condition().trouble.is_some(), "the workbench shows it");
    }
}
