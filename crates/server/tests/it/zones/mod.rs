//! Two nodes in processes of their own, and the link between them as a court would run it.

mod bundles;
mod erasure;
mod ferry;
mod node;
mod space;
mod storm;
mod withdrawal;

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio_util::sync::{CancellationToken, DropGuard};
use weicourt_server::standins::{self, Running, Setup, credentials};

use crate::court::database::Database;
use crate::court::people::Door;
use crate::links::http::Certificates;
use crate::links::nats::MessageServer;
use ferry::Ferry;
use node::Node;

/// How the bundles travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Two pairs of directories and a ferry.
    Drop,
    /// TLS with certificates on both sides.
    Http,
    /// A message server.
    Nats,
}

/// What carries the bundles and ends with the test.
enum Carrier {
    Ferry { _runs: Ferry },
    Certificates { _files: Box<Certificates> },
    MessageServer(MessageServer),
}

/// A court node and a front node; everything goes away with the test.
pub(crate) struct Zones {
    pub(crate) court: Node,
    pub(crate) front: Node,
    outside: Running,
    /// Held: processes and files end in this order.
    carrier: Carrier,
    dir: tempfile::TempDir,
    _outside_stops: DropGuard,
}

/// Waits for something that has to come from the other side.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} does not come");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A port that was free a moment ago; addresses have to be known before anything starts.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Tells `story` on the embedded databases always, and on PostgreSQL when `WEICOURT_TEST_PG` names a server.
pub(crate) async fn on_every_database<F: Future<Output = ()>>(link: Link, story: impl Fn(Zones) -> F) {
    story(Zones::start(link, "trace").await).await;
    if let Ok(server) = std::env::var("WEICOURT_TEST_PG") {
        // What lies in the files of the front's server is the front's.
        let databases = [Database::postgres(&server), Database::alone()];
        story(Zones::start_on(link, databases, "trace").await).await;
    }
}

impl Zones {
    /// Two nodes on embedded databases that log at `levels`.
    pub(crate) async fn start(link: Link, levels: &str) -> Zones {
        Zones::start_on(link, [Database::Embedded, Database::Embedded], levels).await
    }

    pub(crate) async fn start_on(link: Link, databases: [Database; 2], levels: &str) -> Zones {
        let dir = tempfile::tempdir().expect("a directory");
        let urls = [free_port(), free_port()].map(|port| format!("http://127.0.0.1:{port}"));
        let stop = CancellationToken::new();
        let setup = Setup {
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            identity_register_port: 0,
            sms_port: 0,
            sign_on_port: 0,
            wechat_port: 0,
            mail_port: 0,
            mail_page_port: 0,
            mail_reports: None,
            redirect_uris: vec![format!("{}/api/staff/callback", urls[0])],
            n_crowd: 0,
            time_stamps: None,
        };
        let outside = standins::start(&setup, &stop).await.expect("free ports");
        let (carrier, links) = carrier(link, dir.path());
        let [court_database, front_database] = databases;
        let [court_url, front_url] = urls;
        let node = |role: &str, url: &str, database, link: &str| {
            let dir = dir.path().join(role);
            std::fs::create_dir_all(&dir).expect("a directory");
            let file = configuration(role, url, &front_url, &dir, &outside, levels, link);
            std::fs::write(dir.join("node.toml"), file).expect("writes");
            Node { dir, url: url.to_owned(), database, child: None }
        };
        let court = node("court", &court_url, court_database, &links[0]);
        let front = node("front", &front_url, front_database, &links[1]);
        pair(dir.path(), &court, &front);
        let mut zones = Zones { court, front, outside, carrier, dir, _outside_stops: stop.drop_guard() };
        zones.court.start();
        zones.front.start();
        zones.court.ready().await;
        zones.front.ready().await;
        zones
    }

    /// Where the court's own people come in.
    pub(crate) fn court_door(&self) -> Door<'_> {
        Door { node: self.court.url(), sms: &self.outside.sms }
    }

    /// Where parties come in.
    pub(crate) fn front_door(&self) -> Door<'_> {
        Door { node: self.front.url(), sms: &self.outside.sms }
    }

    /// Bundles that the court sent over a ferry, in the order in which they passed.
    pub(crate) fn bundles_of_court(&self) -> Vec<PathBuf> {
        let numbered = |path: &PathBuf| -> Option<u64> { path.file_name()?.to_str()?.parse().ok() };
        let kept = std::fs::read_dir(self.dir.path().join("ferry/kept-of-court")).expect("a directory");
        let mut kept: Vec<PathBuf> = kept.map(|file| file.expect("a file").path()).collect();
        kept.sort_by_key(numbered);
        kept
    }

    /// Directories outside the nodes in which the link keeps something.
    pub(crate) fn link_directories(&self) -> Vec<PathBuf> {
        match &self.carrier {
            Carrier::Ferry { .. } => ["court/out", "court/in", "front/out", "front/in"]
                .map(|name| self.dir.path().join(name))
                .into(),
            Carrier::Certificates { .. } => Vec::new(),
            Carrier::MessageServer(server) => vec![server.dir().to_owned()],
        }
    }
}

/// What carries, and what both nodes have to know of it: the court first.
fn carrier(link: Link, dir: &Path) -> (Carrier, [String; 2]) {
    match link {
        Link::Drop => {
            for name in [
                "court/out",
                "court/in",
                "front/out",
                "front/in",
                "ferry/kept-of-court",
                "ferry/kept-of-front",
            ] {
                std::fs::create_dir_all(dir.join(name)).expect("a directory");
            }
            let route = |from: &str, to: &str| {
                [
                    dir.join(from).join("out"),
                    dir.join(to).join("in"),
                    dir.join(format!("ferry/kept-of-{from}")),
                ]
            };
            let ferry = Ferry::start(vec![route("court", "front"), route("front", "court")]);
            let known = |role: &str| {
                let dir = dir.join(role);
                format!(
                    "link = \"drop\"\ndrop_poll_ms = 5\ndrop_out = {:?}\ndrop_in = {:?}\n",
                    dir.join("out"),
                    dir.join("in")
                )
            };
            (Carrier::Ferry { _runs: ferry }, ["court", "front"].map(known))
        }
        Link::Http => {
            let certificates = Certificates::new();
            let port = free_port();
            let known = |me: &str, peer: &str, more: String| {
                format!(
                    "link = \"http\"\nhttp_certificate = {:?}\nhttp_key = {:?}\nhttp_peer_certificate = {:?}\n{more}\n",
                    certificates.path(&format!("{me}-own.pem")),
                    certificates.path(&format!("{me}.key")),
                    certificates.path(&format!("{peer}-own.pem")),
                )
            };
            let court = known("court", "front", format!("http_url = \"https://127.0.0.1:{port}\""));
            let front = known("front", "court", format!("http_listen = \"127.0.0.1:{port}\""));
            (Carrier::Certificates { _files: Box::new(certificates) }, [court, front])
        }
        Link::Nats => {
            let server = MessageServer::start();
            let known =
                format!("link = \"nats\"\nnats_url = \"{}\"\nnats_prefix = \"sample\"\n", server.url());
            (Carrier::MessageServer(server), [known.clone(), known])
        }
    }
}

fn configuration(
    role: &str,
    url: &str,
    front_url: &str,
    dir: &Path,
    outside: &Running,
    levels: &str,
    link: &str,
) -> String {
    let Running { identity_register, sms, sign_on, .. } = outside;
    let listen = url.trim_start_matches("http://");
    let data = dir.join("data");
    format!(
        "[node]\nname = \"sample {role}\"\nrole = \"{role}\"\ncourt_code = \"浙0203\"\nlisten = \"{listen}\"\n\
         public_url = \"{url}\"\nphone_url = \"{front_url}\"\ndata_dir = {data:?}\n\
         [log]\nlevels = \"{levels}\"\n\
         [identity_register]\nbase_url = \"{identity_register}\"\ntoken = \"{}\"\n\
         [sms]\nbase_url = \"{sms}\"\naccess_key = \"{}\"\ntoken = \"{}\"\n\
         [sign_on]\nissuer = \"{sign_on}\"\nclient_id = \"{}\"\nclient_secret = \"{}\"\n\
         [limits]\nphone_codes_per_number_per_hour = 100\nphone_codes_per_address_per_hour = 1000\n\
         acts_per_person_per_minute = 1000000\nsign_ins_per_address_per_minute = 1000000\n\
         [exchange]\n{link}",
        credentials::IDENTITY_REGISTER_TOKEN,
        credentials::SMS_ACCESS_KEY,
        credentials::SMS_SIGNING_KEY,
        credentials::CLIENT_ID,
        credentials::CLIENT_SECRET,
    )
}

/// As docs/operate/exchange.md tells an operator to do it.
fn pair(dir: &Path, court: &Node, front: &Node) {
    let file = dir.join("pair.toml");
    let file = file.to_str().expect("UTF-8");
    court.run(&["exchange", "pair-file", file]);
    front.run(&["exchange", "import", file]);
    let keys = front.run(&["exchange", "keys"]);
    let config = court.dir.join("node.toml");
    let written = std::fs::read_to_string(&config).expect("reads");
    std::fs::write(&config, format!("{written}peer_keys = \"{}\"\n", keys.trim())).expect("writes");
}
