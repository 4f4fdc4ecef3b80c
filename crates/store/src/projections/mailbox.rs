//! What lies in the mailboxes of parties. For a mailbox here, the commit of this row is the arrival.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Value};
use weicourt_domain::entry::{ChannelReport, EntryBody};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, EntryRef};

use crate::database::{Database, at, big, case, small, text};
use crate::error::StoreError;

/// Follows one entry.
pub(crate) async fn apply(
    database: &Database,
    transaction: &DatabaseTransaction,
    entry: &Entry,
) -> Result<(), StoreError> {
    let envelope = &entry.envelope;
    let of_case = case(envelope.case);
    let mark = |column: &str, sent: EntryRef, when: Instant, paper: Option<EntryRef>| {
        let paper = Value::String(paper.map(|paper| paper.to_string()));
        let sql = format!(
            "update mailbox_item set {column} = coalesce({column}, $3) where case_id = $1 and sent_seq = $2
             and (cast($4 as text) is null or paper = $4)"
        );
        database.statement(sql, vec![case(envelope.case), big(sent.seq), at(when), paper])
    };
    match &entry.body {
        EntryBody::PapersSent(sent) => {
            for paper in &sent.papers {
                let sql = "insert into mailbox_item (case_id, sent_seq, paper, recipient, arrived_at)
                           values ($1, $2, $3, $4, $5) on conflict do nothing";
                let arrived = Value::BigInt(sent.arrived.then_some(envelope.at.0));
                let paper = text(paper.paper.to_string());
                let values = vec![of_case.clone(), big(envelope.seq), paper, small(sent.recipient), arrived];
                transaction.execute_raw(database.statement(sql, values)).await?;
            }
        }
        EntryBody::ServiceReported(reported) => {
            if let ChannelReport::Arrived { at, .. } = reported.report {
                transaction.execute_raw(mark("arrived_at", reported.sent, at, None)).await?;
            }
        }
        EntryBody::ServedOpened(opened) => {
            let (sent, paper) = (opened.sent, Some(opened.paper));
            transaction.execute_raw(mark("opened_at", sent, envelope.at, paper)).await?;
        }
        EntryBody::ServiceAcknowledged(signed_for) => {
            let sent = signed_for.sent;
            let papers: Vec<Option<EntryRef>> = match signed_for.papers.is_empty() {
                true => vec![None],
                false => signed_for.papers.iter().copied().map(Some).collect(),
            };
            for paper in papers {
                transaction.execute_raw(mark("signed_at", sent, envelope.at, paper)).await?;
                // Whoever signs for it has seen it.
                transaction.execute_raw(mark("opened_at", sent, envelope.at, paper)).await?;
            }
        }
        EntryBody::ServiceRecalled(recalled) => {
            let sql = "update mailbox_item set recalled = 1 where case_id = $1 and sent_seq = $2";
            let values = vec![of_case, big(recalled.sent.seq)];
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        _ => {}
    }
    Ok(())
}
