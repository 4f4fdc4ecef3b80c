//! The link over TLS with certificates on both sides.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use weicourt_server::config::Exchange;
use weicourt_server::links::{Dial, Link, LinkError, Listen, Tls, dial, listen};

use super::traffic::{Arrived, N_BUNDLES, both_ways, bundle, receive, send};

const PATIENCE: Duration = Duration::from_secs(5);

/// Certificates of two nodes and of others, as files.
pub(crate) struct Certificates {
    dir: tempfile::TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Certificates {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("directory");
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("key")).expect("issues");
        std::fs::write(dir.path().join("ca.pem"), issuer.pem()).expect("writes");
        let made = Self { dir, issuer };
        for name in ["court", "front", "stranger"] {
            let key = KeyPair::generate().expect("key");
            let params = CertificateParams::new(vec![format!("{name}.example")]).expect("parameters");
            let issued = params.signed_by(&key, &made.issuer).expect("issues");
            std::fs::write(made.path(&format!("{name}.pem")), issued.pem()).expect("writes");
            std::fs::write(made.path(&format!("{name}.key")), key.serialize_pem()).expect("writes");
            // The same key in a certificate that nobody issued.
            let own = CertificateParams::new(vec![format!("{name}.example")]).expect("parameters");
            let own = own.self_signed(&key).expect("signs");
            std::fs::write(made.path(&format!("{name}-own.pem")), own.pem()).expect("writes");
        }
        made
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A node that shows its own certificate and knows exactly that of its peer.
    fn pinned(&self, me: &str, peer: &str) -> Exchange {
        Exchange {
            http_certificate: self.path(&format!("{me}-own.pem")),
            http_key: self.path(&format!("{me}.key")),
            http_peer_certificate: self.path(&format!("{peer}-own.pem")),
            ..Exchange::default()
        }
    }

    /// A node with a certificate of the issuer, which knows its peer by name.
    fn issued(&self, me: &str, peer: &str) -> Exchange {
        Exchange {
            http_certificate: self.path(&format!("{me}.pem")),
            http_key: self.path(&format!("{me}.key")),
            http_peer_ca: self.path("ca.pem"),
            http_peer_name: format!("{peer}.example"),
            ..Exchange::default()
        }
    }
}

async fn listening(config: &Exchange, address: &str) -> Arc<Listen> {
    let tls = Tls::read(config).expect("the certificates are right");
    // A listener that just ended may hold its port for a moment.
    for _ in 0..100 {
        match listen(address, &tls, PATIENCE).await {
            Ok(link) => return Arc::new(link),
            Err(LinkError::Io { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("{address} stays taken")
}

fn dialling(config: &Exchange, to: &Listen) -> Arc<Dial> {
    let url = format!("https://{}", to.address());
    Arc::new(dial(&url, &Tls::read(config).expect("the certificates are right"), PATIENCE).expect("dials"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_bundles_cross_both_ways_in_order_and_once() {
    let certificates = Certificates::new();
    for (court, front) in [
        (certificates.pinned("court", "front"), certificates.pinned("front", "court")),
        (certificates.issued("court", "front"), certificates.issued("front", "court")),
    ] {
        let front = listening(&front, "127.0.0.1:0").await;
        let court = dialling(&court, &front);
        let mut arrived = <(Arrived, Arrived)>::default();
        both_ways(court, front, 0..N_BUNDLES, &mut arrived).await;
        for arrived in [&arrived.0, &arrived.1] {
            assert_eq!(arrived.lost(0..N_BUNDLES), [0; 0]);
            assert_eq!((arrived.n_repeated(), arrived.is_in_order()), (0, true));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_while_the_other_end_was_away_arrives_after_its_restart() {
    let certificates = Certificates::new();
    let (court_config, front_config) =
        (certificates.pinned("court", "front"), certificates.pinned("front", "court"));
    let mut front = listening(&front_config, "127.0.0.1:0").await;
    let address = front.address().to_string();
    let mut court = dialling(&court_config, &front);
    let mut arrived = <(Arrived, Arrived)>::default();
    both_ways(court.clone(), front.clone(), 0..500, &mut arrived).await;
    // The listener is away; the dialler keeps what it sends.
    drop(front);
    send(&*court, 500..550).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let told = court.condition().trouble.expect("the workbench shows it");
    assert!(told.contains("the other node is not reached"), "{told}");
    front = listening(&front_config, &address).await;
    receive(&*front, 550, &mut arrived.1).await;
    // The dialler is away; the listener keeps what it sends.
    drop(court);
    send(&*front, 500..550).await;
    court = dialling(&court_config, &front);
    receive(&*court, 550, &mut arrived.0).await;
    both_ways(court.clone(), front.clone(), 550..N_BUNDLES, &mut arrived).await;
    assert_eq!(arrived.0.lost(0..N_BUNDLES), [0; 0]);
    assert_eq!(arrived.1.lost(0..N_BUNDLES), [0; 0]);
    assert_eq!(court.condition().trouble, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_got_lost_is_given_again() {
    let certificates = Certificates::new();
    let front = listening(&certificates.issued("front", "court"), "127.0.0.1:0").await;
    send(&*front, 0..3).await;
    // A dialler that reads nothing of the answer and hangs up.
    let mut stream = shaken(&certificates, &front, Some("court"), &[&rustls::version::TLS13]).await;
    stream.write_all(b"GET /exchange/1/bundles HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("writes");
    let mut first = [0; 15];
    stream.read_exact(&mut first).await.expect("an answer begins");
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    drop(stream);
    let court = dialling(&certificates.issued("court", "front"), &front);
    let mut arrived = Arrived::default();
    receive(&*court, 3, &mut arrived).await;
    assert_eq!(arrived.order, [0, 1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_refused_before_they_can_ask() {
    let certificates = Certificates::new();
    let front = listening(&certificates.issued("front", "court"), "127.0.0.1:0").await;
    for (who, version) in [
        // Nobody, somebody of the same issuer with another name, and the right one in an old TLS.
        (None, &rustls::version::TLS13),
        (Some("stranger"), &rustls::version::TLS13),
        (Some("court"), &rustls::version::TLS12),
    ] {
        let answer = asked(&certificates, &front, who, version).await;
        assert!(answer.is_err(), "{who:?} got {answer:?}");
    }
    // Without any TLS.
    let mut plain = tokio::net::TcpStream::connect(front.address()).await.expect("connects");
    plain.write_all(b"GET /exchange/1/bundles HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("writes");
    let mut answer = Vec::new();
    let _reset = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    // The same question of the right peer is answered.
    let answer = asked(&certificates, &front, Some("court"), &rustls::version::TLS13).await;
    assert!(answer.expect("an answer").starts_with("HTTP/1.1 404"));
}

/// What a peer with the certificate of `who` is answered.
async fn asked(
    certificates: &Certificates,
    to: &Listen,
    who: Option<&str>,
    version: &'static rustls::SupportedProtocolVersion,
) -> std::io::Result<String> {
    let mut stream = try_shaken(certificates, to, who, &[version]).await?;
    stream.write_all(b"GET /nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

type Stream = tokio_rustls::client::TlsStream<tokio::net::TcpStream>;

async fn shaken(
    certificates: &Certificates,
    to: &Listen,
    who: Option<&str>,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> Stream {
    try_shaken(certificates, to, who, versions).await.expect("hands are shaken")
}

async fn try_shaken(
    certificates: &Certificates,
    to: &Listen,
    who: Option<&str>,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> std::io::Result<Stream> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificates.issuer.der().clone()).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    let builder = builder.with_protocol_versions(versions).expect("versions").with_root_certificates(roots);
    let config = match who {
        None => builder.with_no_client_auth(),
        Some(who) => {
            let read = |name: &str| std::fs::read(certificates.path(name)).expect("reads");
            let chain = CertificateDer::from_pem_slice(&read(&format!("{who}.pem"))).expect("PEM");
            let key = rustls::pki_types::PrivateKeyDer::from_pem_slice(&read(&format!("{who}.key")));
            builder.with_client_auth_cert(vec![chain], key.expect("PEM")).expect("belong together")
        }
    };
    let tcp = tokio::net::TcpStream::connect(to.address()).await?;
    let name = ServerName::try_from("front.example").expect("a name");
    tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, tcp).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pinned_certificate_lets_nobody_else_in_or_pass_for_the_listener() {
    let certificates = Certificates::new();
    let front = listening(&certificates.pinned("front", "court"), "127.0.0.1:0").await;
    // A stranger that knows the listener; a node with the court's key and another certificate of it; the
    // court itself, when somebody else listens in the place of its front.
    let mut other_paper = certificates.pinned("court", "front");
    other_paper.http_certificate = certificates.path("court.pem");
    let mut expects_another = certificates.pinned("court", "front");
    expects_another.http_peer_certificate = certificates.path("stranger-own.pem");
    for config in [certificates.pinned("stranger", "front"), other_paper, expects_another] {
        let refused = dialling(&config, &front);
        refused.send(bundle(0)).await.expect("the link has it");
        let nothing = tokio::time::timeout(Duration::from_millis(400), front.receive()).await;
        assert!(nothing.is_err(), "a bundle came in");
        let told = refused.condition().trouble.expect("the workbench shows it");
        assert!(told.to_lowercase().contains("certificate"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_is_away_for_long_fills_the_memory_up_to_a_bound() {
    let certificates = Certificates::new();
    let patience = Duration::from_millis(50);
    let tls = Tls::read(&certificates.pinned("front", "court")).expect("right");
    let front = listen("127.0.0.1:0", &tls, patience).await.expect("listens");
    let mut n_taken = 0;
    let refused = loop {
        match front.send(vec![0; 8 * 1024 * 1024]).await {
            Ok(()) => n_taken += 1,
            Err(error) => break error,
        }
        assert!(n_taken < 100, "there is no bound");
    };
    assert!(matches!(refused, LinkError::Full(_)), "{refused}");
    assert!(front.condition().trouble.expect("shown").contains("fetches nothing"));
}

#[test]
fn files_that_do_not_belong_together_are_said() {
    let certificates = Certificates::new();
    let good = certificates.pinned("court", "front");
    let told = |change: &dyn Fn(&mut Exchange)| {
        let mut config = good.clone();
        change(&mut config);
        let dir = certificates.dir.path().to_str().expect("UTF-8").to_owned();
        Tls::read(&config).expect_err("it is wrong").to_string().replace(&dir, "DIR")
    };
    let path = |name: &str| -> PathBuf { certificates.path(name) };
    insta::assert_snapshot!(told(&|config| config.http_key = path("front.key")), @"exchange.http_key: does not belong to http_certificate; name the two files that were made together");
    insta::assert_snapshot!(told(&|config| config.http_certificate = path("court.key")), @"exchange.http_certificate: DIR/court.key holds no certificate in PEM form");
    insta::assert_snapshot!(told(&|config| config.http_key = path("court-own.pem")), @"exchange.http_key: DIR/court-own.pem holds no private key in PEM form without a password");
    insta::assert_snapshot!(told(&|config| config.http_key = Path::new("").into()), @"exchange.http_key: is missing: name a PEM file; docs/operate/exchange.md shows how to make one");
    insta::assert_snapshot!(told(&|config| config.http_peer_ca = path("ca.pem")), @"exchange.http_peer_ca: and http_peer_certificate are both set; leave one of them out");
    insta::assert_snapshot!(told(&|config| config.http_peer_certificate = Path::new("").into()), @"exchange.http_peer_certificate: is missing: name a file with the certificate of the other node, or set http_peer_ca");
    insta::assert_snapshot!(told(&|config| {
        config.http_peer_certificate = Path::new("").into();
        config.http_peer_ca = path("ca.pem");
    }), @"exchange.http_peer_name: is missing: without it every certificate of http_peer_ca would pass as the other node; write the DNS name in the certificate of the other node");
}
