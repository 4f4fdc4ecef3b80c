//! Two nodes in one process, and what a front in other hands can make of its keys.

mod hostile;
mod interrupted;
mod intruder;
mod journey;
mod mailbox;
mod phones;
mod policy;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ed25519_dalek::SigningKey;
use tokio::sync::{Mutex, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use weicourt_app::AppError;
use weicourt_app::exchange::{Courier, ExchangeSettings};
use weicourt_domain::command::Zone;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{Heads, Origin};
use weicourt_domain::policy::Policy;
use weicourt_exchange::{Config, LinkKeys, PeerKeys};

use crate::court::World;

/// One end of a link that loses nothing.
struct Pipe {
    out: mpsc::UnboundedSender<Vec<u8>>,
    come: Mutex<mpsc::UnboundedReceiver<Vec<u8>>>,
}

#[async_trait]
impl Courier for Pipe {
    async fn send(&self, bundle: Vec<u8>) -> Result<(), String> {
        self.out.send(bundle).map_err(|error| error.to_string())
    }

    async fn receive(&self) -> Result<Vec<u8>, String> {
        self.come.lock().await.recv().await.ok_or_else(|| "the link has ended".to_owned())
    }
}

/// A court node and a front node, linked.
pub(super) struct Zones {
    pub(super) home: World,
    pub(super) away: World,
    pipe: Arc<Pipe>,
    other: Arc<Pipe>,
    front: JoinHandle<()>,
    court: JoinHandle<()>,
    jobs: [JoinSet<()>; 2],
}

fn link_seed(world: &World) -> [u8; 64] {
    let seed = world.court.store().keys().link_seed().expect("a seed");
    seed.as_slice().try_into().expect("64 bytes")
}

fn link_keys(world: &World) -> LinkKeys {
    LinkKeys::from_seed(&link_seed(world))
}

fn words(error: AppError) -> String {
    error.to_string()
}

fn linked(world: &mut World, peer: PeerKeys, writes: Origin, policy: Policy) {
    let seed = link_seed(world);
    let settings = ExchangeSettings {
        keys: LinkKeys::from_seed(&seed),
        signing: SigningKey::from_bytes(seed.first_chunk().expect("half of it")),
        peer,
        session: Config { writes: Some(writes), ack_delay_ms: 0, ..Config::default() },
        policy,
        alarm_lag_ms: 60_000,
        also_searched: Vec::new(),
        in_chinese: words,
    };
    world.court = world.court.clone().with_exchange(settings);
}

impl Zones {
    pub(super) async fn new() -> Zones {
        let (mut home, mut away) = (World::in_zone(Zone::Court).await, World::in_zone(Zone::Front).await);
        let (court, front) = (link_keys(&home).public(), link_keys(&away).public());
        linked(&mut home, front, Origin::Court, Policy::embedded());
        linked(&mut away, court, Origin::Front, Policy::embedded());
        let (to_court, at_court) = mpsc::unbounded_channel();
        let (to_front, at_front) = mpsc::unbounded_channel();
        let pipe = Arc::new(Pipe { out: to_court, come: Mutex::new(at_front) });
        let other = Arc::new(Pipe { out: to_front, come: Mutex::new(at_court) });
        let front = tokio::spawn(away.court.clone().run_exchange(pipe.clone()));
        let court = tokio::spawn(home.court.clone().run_exchange(other.clone()));
        let jobs = [home.court.run(), away.court.run()];
        Zones { home, away, pipe, other, front, court, jobs }
    }

    /// The court's node stops, and starts again with another policy.
    pub(super) async fn court_restarts_with(self, policy: Policy) -> Zones {
        let Zones { home, away, pipe, other, front, court, jobs: [mut court_jobs, front_jobs] } = self;
        court.abort();
        let _ = court.await;
        court_jobs.shutdown().await;
        let mut home = home.restarted().await;
        linked(&mut home, link_keys(&away).public(), Origin::Court, policy);
        let court = tokio::spawn(home.court.clone().run_exchange(other.clone()));
        let jobs = [home.court.run(), front_jobs];
        Zones { home, away, pipe, other, front, court, jobs }
    }

    /// The link breaks and no job runs any more.
    pub(super) async fn parted(self) -> (World, World) {
        let Zones { home, away, front, court, jobs, .. } = self;
        for task in [front, court] {
            task.abort();
            let _ = task.await;
        }
        for mut jobs in jobs {
            jobs.shutdown().await;
        }
        (home, away)
    }

    /// Waits until something is so, while time goes on at both nodes.
    pub(super) async fn until<F: Future<Output = bool>>(&self, what: &str, is_so: impl Fn() -> F) {
        for _ in 0..1_500 {
            if is_so().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            self.home.pass_ms(10);
            self.away.pass_ms(10);
        }
        panic!("never: {what}");
    }

    /// Whether both nodes have done what the other told them.
    pub(super) async fn quiet(&self) -> bool {
        let (home, away) = (self.home.court.store(), self.away.court.store());
        let (home, away) = (home.control_head().await, away.control_head().await);
        let (home, away) = (home.expect("a head"), away.expect("a head"));
        home.applied == away.sent && away.applied == home.sent
    }

    /// Waits until both nodes have the same of a case.
    pub(super) async fn equal(&self, case: CaseId) -> Heads {
        self.until("equal heads", || async {
            heads(&self.home, case).await == heads(&self.away, case).await
        })
        .await;
        // The use cases follow what came a moment after the log.
        tokio::time::sleep(Duration::from_millis(100)).await;
        heads(&self.home, case).await
    }
}

pub(super) async fn heads(world: &World, case: CaseId) -> Heads {
    world.court.store().heads(case).await.expect("heads")
}
