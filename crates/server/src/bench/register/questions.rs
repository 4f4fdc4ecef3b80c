//! What people ask of a register, one question after the other, by the queries the node uses.

use std::collections::BTreeSet;
use std::time::{Duration, Instant as Stopwatch};

use tokio::task::JoinSet;
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Origin};
use weicourt_store::{Append, Expected, Page, Store};

use super::records::{N_PEOPLE, Records, id_number};
use super::{Plan, Question};
use crate::bench::Failure;
use crate::bench::figures::{Spread, rounded};

/// How often a question is asked, after a tenth as often to warm up.
const TIMES: usize = 5000;
/// No question is asked for longer.
const LONGEST: Duration = Duration::from_secs(30);
/// Most cases with a log, and entries of each.
const MOST_LOGS: u64 = 500;
const N_ENTRIES: usize = 100;
/// Entries of a page of the space.
const LAST: usize = 50;
/// Cases of a list.
const PAGE: Page = Page { offset: 0, limit: 100 };

/// Asks everything.
pub(super) async fn ask(store: &Store, records: &Records, plan: &Plan) -> Result<Vec<Question>, Failure> {
    let n_cases = (plan.n_records / 5000).clamp(20, MOST_LOGS) as usize;
    let cases = logs(store, n_cases).await?;
    // A step that is prime to all of these visits everything in an order that looks like chance.
    let scattered =
        |n: usize, of: u64| (n as u64).wrapping_mul(2_654_435_761).wrapping_add(plan.seed) % of.max(1);
    Ok(vec![
        asked("my cases, by identity number", async |n| {
            let digest = store.keyed_digest("id", id_number(scattered(n, N_PEOPLE)).as_bytes());
            Ok(store.imported_of_person(PersonId(1), digest, PAGE).await?.len())
        })
        .await?,
        asked("case by number", async |n| {
            let number = records.case_number(scattered(n, plan.n_records));
            let found = store.imported_by_number(&number).await?;
            found.map(|_| 1).ok_or_else(|| format!("{number} is not found").into())
        })
        .await?,
        asked("last 50 entries of a case", async |n| {
            let case = cases[scattered(n, cases.len() as u64) as usize];
            Ok(store.entries_before_n(case, u64::MAX, LAST).await?.entries.len())
        })
        .await?,
        asked("a judge's open cases by deadline", async |n| {
            let judge = scattered(n, records.n_judges());
            let staff_id = records.judge_id((judge / 32) as usize, judge % 32);
            Ok(store.imported_of_judge(&staff_id, PAGE).await?.len())
        })
        .await?,
    ])
}

async fn asked(
    what: &'static str,
    ask: impl AsyncFn(usize) -> Result<usize, Failure>,
) -> Result<Question, Failure> {
    for n in 0..TIMES / 10 {
        ask(n).await?;
    }
    let begin = Stopwatch::now();
    let (mut times_us, mut n_rows) = (Vec::with_capacity(TIMES), 0);
    for n in 0..TIMES {
        let start = Stopwatch::now();
        n_rows += ask(TIMES + n).await?;
        times_us.push(start.elapsed().as_micros() as u64);
        if begin.elapsed() > LONGEST {
            break;
        }
    }
    let n_times = times_us.len();
    let rows_each = rounded(n_rows as f64 / n_times as f64);
    Ok(Question { what, n_times, rows_each, wait: Spread::of(times_us) })
}

/// Cases in which people have talked.
async fn logs(store: &Store, n_cases: usize) -> Result<Vec<CaseId>, Failure> {
    let mut talks = JoinSet::new();
    for n in 0..n_cases {
        let store = store.clone();
        talks.spawn(async move {
            let case = store.new_case().await?;
            for part in 0..N_ENTRIES / 10 {
                let mut command = [0; 16];
                command[..8].copy_from_slice(&(part as u64 + 1).to_be_bytes());
                let append = Append {
                    case,
                    drafts: (0..10).map(|line| said(n * N_ENTRIES + part * 10 + line)).collect(),
                    command: CommandId(command),
                    proof: None,
                    expected: Expected::Any,
                    with: Vec::new(),
                };
                store.append(append).await?;
            }
            Ok::<_, Failure>(case)
        });
    }
    talks.join_all().await.into_iter().collect()
}

fn said(number: usize) -> Draft {
    let text = format!("样例第{number}条：被告在开庭前已经归还一部分借款，请求核对转账记录和收条。");
    let content = MessageContent::Text { text };
    Draft {
        body: DraftBody::Ready(EntryBody::MessagePosted { content, quote: None, mentions: BTreeSet::new() }),
        class: Class::Conversation,
        audience: Audience::Everyone,
        actor: ActorStamp { person: PersonId(11), role: Role::Plaintiff, assurance: Assurance::RealName },
        origin: Origin::Front,
    }
}
