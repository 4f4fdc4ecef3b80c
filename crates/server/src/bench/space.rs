//! `weicourt bench space`: many spaces, all members connected, everybody talks.
//!
//! - *Closed loop*: of each space `talkers` members have one message each on its way, all the time. A
//!   member says the next thing as soon as the receipt has arrived (the entry is durable then) and the
//!   entry itself has arrived at every member of the space, the sender included.
//! - *Open loop*: messages are due at a fixed rate, spaces and members in turn, whether or not earlier
//!   ones have arrived; times count from when a message was due, so waiting is not hidden.
//!
//! A message is *delivered* when all members have it. Read marks are sent 0.4 s after something new, as
//! the web app does.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};

use super::Failure;
use super::caller::Caller;
use super::child::{Addresses, OwnNode};
use super::courtroom::{self, Space};
use super::figures::{Probe, Spread, metric, rounded};
use super::line::{Counts, Line, Room};

/// Talking before anything is counted: caches fill, connections settle.
const WARM_UP: Duration = Duration::from_secs(2);
/// Idle connections that are opened at once.
const OPEN_AT_ONCE: usize = 64;
/// Time for the node to settle before its memory is read.
const SETTLE: Duration = Duration::from_secs(2);

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Spaces.
    pub n_spaces: u32,
    /// Members of each, judge and clerk among them; at least 3.
    pub n_members: u32,
    /// Members of each space that talk in a closed loop.
    pub n_talkers: u32,
    /// Messages a second of an open loop; without it the loop is closed.
    pub rate: Option<u32>,
    /// How long is measured.
    pub duration: Duration,
    /// Connections that only listen, opened before anybody talks.
    pub n_idle: u32,
    /// A demo that runs, and its SMS stand-in; without it a node is started.
    pub running: Option<(String, String)>,
    /// Database of the node that is started: an empty PostgreSQL; without it the embedded one.
    pub store: Option<String>,
    /// Directory on the disk to be measured.
    pub dir: PathBuf,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `sqlite`, `postgres`, or `running` when the node was not started here.
    pub store: &'static str,
    /// `closed` or `open`.
    pub loop_kind: &'static str,
    /// Spaces.
    pub spaces: u32,
    /// Members of each.
    pub members: u32,
    /// Members of each space that talk at once, in a closed loop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub talkers: Option<u32>,
    /// Messages asked for in a second, in an open loop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_per_s: Option<u32>,
    /// How long was measured, in seconds.
    pub seconds: f64,
    /// Messages acknowledged, each after it was durable.
    pub acknowledged: u64,
    /// The same a second.
    pub acknowledged_per_s: f64,
    /// Messages a second that reached all members.
    pub delivered_per_s: f64,
    /// Entries a second that reached a member.
    pub deliveries_per_s: f64,
    /// From when a message was due to its receipt.
    pub to_receipt: Spread,
    /// From when a message was due to its arrival at the last member.
    pub to_last_recipient: Spread,
    /// Processor seconds of the node's process for 1 000 messages delivered to all members.
    pub server_cpu_s_per_1000: f64,
    /// Memory of the node's process afterwards, in MiB.
    pub server_rss_mib: f64,
    /// Idle connections that were open.
    pub idle_connections: u32,
    /// Memory of the node's process for each of them, in KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kib_per_idle_connection: Option<f64>,
    /// Read marks sent.
    pub read_marks: u64,
    /// Messages that got a problem instead of a receipt.
    pub refused: u64,
    /// Times a member had to read again.
    pub gaps: u64,
    /// The disk before.
    pub fsync_before: Probe,
    /// The disk afterwards.
    pub fsync_after: Probe,
}

/// Measures.
///
/// # Errors
///
/// When the node does not start, does not know enough sample people, or breaks.
pub async fn run(plan: &Plan) -> Result<Report, Failure> {
    if plan.n_members < courtroom::FEWEST || plan.n_spaces == 0 {
        return Err(format!("a space has at least {} members", courtroom::FEWEST).into());
    }
    let fsync_before = Probe::of(&plan.dir).await?;
    let mut own = None;
    let addresses = match &plan.running {
        Some((url, sms)) => Addresses { url: url.clone(), sms: sms.clone() },
        None => {
            let crowd = courtroom::crowd_of(plan.n_spaces, plan.n_members);
            let node = own.insert(OwnNode::start(&plan.dir, plan.store.as_deref(), crowd).await?);
            node.addresses.clone()
        }
    };
    let mut door = Caller::new(&addresses.url);
    let spaces = courtroom::make(&door, &addresses.sms, plan.n_spaces, plan.n_members).await?;

    let counts = Arc::new(Counts::default());
    let mut lines = JoinSet::new();
    let mut rooms = Vec::new();
    for space in &spaces {
        let n_members = space.members.len();
        let (room, waiting) = Room::new(space.case.clone(), n_members, counts.clone(), plan.rate.is_none());
        for (member, (caller, turns)) in space.members.iter().zip(waiting).enumerate() {
            lines.spawn(Line::open(caller, &room, member).await?.run(turns));
        }
        rooms.push(room);
    }
    let kib_per_idle_connection = match plan.n_idle {
        0 => None,
        n_idle => Some(idle(&mut door, &spaces, &rooms, n_idle).await?),
    };

    let talking = talk(plan, &rooms);
    let measuring = measure(plan.duration, &counts, &mut door);
    let measured = tokio::select! {
        measured = measuring => measured?,
        Some(broken) = lines.join_next() => {
            broken??;
            return Err("a line ended".into());
        }
        () = talking => return Err("the talk ended".into()),
    };
    lines.shutdown().await;
    drop(own);
    let fsync_after = Probe::of(&plan.dir).await?;
    let Measured { acknowledged, delivered, deliveries, cpu_s, elapsed, rss_mib } = measured;
    if let Some(problem) = counts.first_problem.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
        tracing::warn!(problem, "the node refused");
    }
    let times = std::mem::take(&mut *counts.times.lock().unwrap_or_else(PoisonError::into_inner));
    let per_s = |n: u64| rounded(n as f64 / elapsed.as_secs_f64());
    Ok(Report {
        store: match (&plan.running, &plan.store) {
            (Some(_), _) => "running",
            (None, Some(_)) => "postgres",
            (None, None) => "sqlite",
        },
        loop_kind: if plan.rate.is_some() { "open" } else { "closed" },
        spaces: plan.n_spaces,
        members: plan.n_members,
        talkers: plan.rate.is_none().then(|| plan.n_talkers.min(plan.n_members)),
        rate_per_s: plan.rate,
        seconds: rounded(elapsed.as_secs_f64()),
        acknowledged,
        acknowledged_per_s: per_s(acknowledged),
        delivered_per_s: per_s(delivered),
        deliveries_per_s: per_s(deliveries),
        to_receipt: Spread::of(times.to_receipt),
        to_last_recipient: Spread::of(times.to_last),
        server_cpu_s_per_1000: (cpu_s * 1e6 / delivered.max(1) as f64).round() / 1000.0,
        server_rss_mib: rounded(rss_mib),
        idle_connections: plan.n_idle,
        kib_per_idle_connection,
        read_marks: counts.marks.load(Ordering::Relaxed),
        refused: counts.refused.load(Ordering::Relaxed),
        gaps: counts.gaps.load(Ordering::Relaxed),
        fsync_before,
        fsync_after,
    })
}

/// Gives the word to the members; never returns.
async fn talk(plan: &Plan, rooms: &[Arc<Room>]) {
    match plan.rate {
        None => {
            for room in rooms {
                for member in 0..plan.n_talkers.min(plan.n_members) {
                    room.turn(member as usize, Instant::now());
                }
            }
            std::future::pending::<()>().await;
        }
        Some(rate) => {
            let mut tick = interval(Duration::from_secs(1) / rate.max(1));
            // Messages stay due when the clock of this process was late.
            tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
            for number in 0.. {
                let due = tick.tick().await.into_std();
                let room = &rooms[number % rooms.len()];
                room.turn(number / rooms.len() % plan.n_members as usize, due);
            }
        }
    }
}

struct Measured {
    acknowledged: u64,
    delivered: u64,
    deliveries: u64,
    cpu_s: f64,
    elapsed: Duration,
    rss_mib: f64,
}

async fn measure(duration: Duration, counts: &Counts, door: &mut Caller) -> Result<Measured, Failure> {
    let now = || {
        let read = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
        (read(&counts.acknowledged), read(&counts.delivered), read(&counts.deliveries))
    };
    sleep(WARM_UP).await;
    let (cpu_before, _) = usage(door).await?;
    *counts.times.lock().unwrap_or_else(PoisonError::into_inner) = Default::default();
    let (begin, before) = (Instant::now(), now());
    sleep(duration).await;
    let (elapsed, after) = (begin.elapsed(), now());
    let (cpu_after, rss_bytes) = usage(door).await?;
    Ok(Measured {
        acknowledged: after.0 - before.0,
        delivered: after.1 - before.1,
        deliveries: after.2 - before.2,
        cpu_s: cpu_after - cpu_before,
        elapsed,
        rss_mib: rss_bytes / 1048576.0,
    })
}

/// Processor seconds and resident bytes of the node's process.
async fn usage(door: &mut Caller) -> Result<(f64, f64), Failure> {
    let page = door.page(&format!("{}/metrics", door.base())).await?;
    let read = |name: &str| metric(&page, name).ok_or_else(|| format!("the node does not tell its {name}"));
    Ok((read("process_cpu_seconds_total")?, read("process_resident_memory_bytes")?))
}

/// Opens `n_idle` more connections, members and spaces in turn, each with its case open; gives the memory
/// of the node for each, in KiB.
async fn idle(door: &mut Caller, spaces: &[Space], rooms: &[Arc<Room>], n_idle: u32) -> Result<f64, Failure> {
    sleep(SETTLE).await;
    let (_, before) = usage(door).await?;
    let mut lines: JoinSet<Result<(), Failure>> = JoinSet::new();
    let mut opening = JoinSet::new();
    for number in 0..n_idle as usize {
        let (space, room) = (&spaces[number % spaces.len()], rooms[number % rooms.len()].clone());
        let member = number / spaces.len() % space.members.len();
        let caller = space.members[member].clone();
        opening.spawn(async move { Line::open(&caller, &room, member).await });
        if opening.len() >= OPEN_AT_ONCE
            && let Some(line) = opening.join_next().await
        {
            lines.spawn(line??.idle());
        }
    }
    while let Some(line) = opening.join_next().await {
        lines.spawn(line??.idle());
    }
    sleep(SETTLE).await;
    let (_, after) = usage(door).await?;
    // Nobody has left: a connection that broke would make the others look cheap.
    if lines.len() != n_idle as usize || lines.try_join_next().is_some() {
        return Err("an idle connection broke".into());
    }
    // They leave before anybody talks: they would all have to be told.
    lines.shutdown().await;
    sleep(SETTLE).await;
    Ok(rounded((after - before) / 1024.0 / f64::from(n_idle)))
}
