//! Projections: tables that answer questions and can be rebuilt from the log. They are written in the
//! transaction of the entries they follow from.

pub(crate) mod case_register;
pub(crate) mod issued_code;
pub(crate) mod mailbox;
pub(crate) mod member;
pub(crate) mod party_digest;

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::entry::EntryKind;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{Entry, Head, Heads};

use crate::Store;
use crate::case_keys::CaseKey;
use crate::database::{Columns, Database};
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::log::{ENTRY_COLUMNS, entry_of};

/// Whether any projection follows entries of `kind`. What is said in a space changes none, so that
/// speech costs one row.
pub(crate) fn concern(kind: EntryKind) -> bool {
    match kind {
        EntryKind::FilingSubmitted
        | EntryKind::FilingResubmitted
        | EntryKind::CorrectionRequested
        | EntryKind::FilingRejected
        | EntryKind::CaseRegistered
        | EntryKind::BenchAssigned
        | EntryKind::MemberJoined
        | EntryKind::CaseClosed
        | EntryKind::CaseImported
        | EntryKind::PartiesImported
        | EntryKind::CaseReopened
        | EntryKind::DocumentApproved
        | EntryKind::PapersSent
        | EntryKind::ServiceReported
        | EntryKind::ServedOpened
        | EntryKind::ServiceAcknowledged
        | EntryKind::ServiceRecalled
        | EntryKind::ServiceTookEffect => true,
        EntryKind::MediationOffered
        | EntryKind::MediationAnswered
        | EntryKind::MemberInvited
        | EntryKind::MemberCalled
        | EntryKind::MessagePosted
        | EntryKind::MessageWithdrawn
        | EntryKind::MemberMuted
        | EntryKind::MemberUnmuted
        | EntryKind::FloorClosed
        | EntryKind::FloorOpened
        | EntryKind::QuietHoursSet
        | EntryKind::QuietHoursCleared
        | EntryKind::CaseFlagged => false,
        EntryKind::ActRequested
        | EntryKind::ActRefused
        | EntryKind::DeviceAdded
        | EntryKind::OutsideErased => false,
        EntryKind::EvidenceSubmitted
        | EntryKind::EvidenceWithdrawn
        | EntryKind::EvidenceReceived
        | EntryKind::EvidencePeriodSet
        | EntryKind::RestrictionRequested
        | EntryKind::EvidenceRestricted
        | EntryKind::EvidenceLooked
        | EntryKind::OpinionGiven
        | EntryKind::OpinionRoundOpened
        | EntryKind::EvidenceRuled
        | EntryKind::CourtQuestionAsked
        | EntryKind::CourtQuestionAnswered
        | EntryKind::ComparisonRequested
        | EntryKind::ComparisonAppointed
        | EntryKind::ComparisonRecorded
        | EntryKind::PromotionProposed
        | EntryKind::PromotionDeclined
        | EntryKind::ApplicationFiled
        | EntryKind::ApplicationWithdrawn
        | EntryKind::ApplicationDecided
        | EntryKind::AnswerFiled
        | EntryKind::PeriodStarted
        | EntryKind::PeriodMoved
        | EntryKind::DeadlineReminded
        | EntryKind::DeadlineElapsed
        | EntryKind::TodoAdded
        | EntryKind::TodoAssigned
        | EntryKind::TodoDone
        | EntryKind::FileLooked
        | EntryKind::DocumentDrafted
        | EntryKind::DocumentSetAside
        | EntryKind::ServiceAddressConfirmed
        | EntryKind::ConsentDeclared
        | EntryKind::PaperRequested
        | EntryKind::ServiceRebutted
        | EntryKind::RebuttalRuled
        | EntryKind::PaperServiceRecorded => false,
    }
}

/// Lets every projection follow `entry`.
pub(crate) async fn apply(
    database: &Database,
    keys: &NodeKeys,
    transaction: &DatabaseTransaction,
    entry: &Entry,
    key: &CaseKey,
) -> Result<(), StoreError> {
    case_register::apply(database, keys, transaction, entry, key).await?;
    member::apply(database, transaction, entry).await?;
    mailbox::apply(database, transaction, entry).await?;
    party_digest::apply(database, transaction, entry, key).await?;
    issued_code::apply(database, keys, transaction, entry).await
}

impl Store {
    /// Drops all projections and makes them again from the log, in one transaction. Cases whose key was
    /// destroyed lose theirs, except where the chains stand. Appends wait meanwhile. What is due in the cases
    /// is made again by the application, which knows the law ([`Store::cases_gone_on`]).
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if an entry does not open; nothing is changed then.
    pub async fn rebuild_projections(&self) -> Result<(), StoreError> {
        let database = self.database();
        let transaction = database.begin().await?;
        let tables = "head case_register member party_digest issued_code mailbox_item case_agenda agenda_item
                      service_item";
        for table in tables.split_whitespace() {
            transaction.execute_unprepared(&format!("delete from {table}")).await?;
        }
        let sql = "select distinct case_id from entry order by case_id";
        let rows = transaction.query_all_raw(database.statement(sql, vec![])).await?;
        for row in &rows {
            self.rebuild_case(&transaction, Columns::of(row).case()?).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn rebuild_case(&self, transaction: &DatabaseTransaction, case: CaseId) -> Result<(), StoreError> {
        let database = self.database();
        self.rebuild_head(transaction, case).await?;
        let key = match self.case_key(case).await {
            Ok(key) => key,
            Err(StoreError::NoCaseKey(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let kinds: Vec<String> = EntryKind::ALL
            .into_iter()
            .filter(|kind| concern(*kind))
            .map(|kind| (kind as u16).to_string())
            .collect();
        let sql = format!(
            "select {ENTRY_COLUMNS} from entry where case_id = $1 and kind in ({}) order by n, origin",
            kinds.join(",")
        );
        let values = vec![crate::database::case(case)];
        for row in transaction.query_all_raw(database.statement(sql, values)).await? {
            apply(database, self.keys(), transaction, &*entry_of(&row, &key)?, &key).await?;
        }
        Ok(())
    }

    async fn rebuild_head(&self, transaction: &DatabaseTransaction, case: CaseId) -> Result<(), StoreError> {
        let database = self.database();
        // The last entry of each chain is the one no later entry follows.
        let sql = "select origin, seq, n, at, chain from entry e where case_id = $1 and seq =
                   (select max(seq) from entry l where l.case_id = e.case_id and l.origin = e.origin)";
        let rows =
            transaction.query_all_raw(database.statement(sql, vec![crate::database::case(case)])).await?;
        let mut chains = BTreeMap::new();
        let (mut n, mut last_at) = (0, i64::MIN);
        for row in &rows {
            let mut columns = Columns::of(row);
            let origin: i16 = columns.take()?;
            let seq = columns.number()?;
            n = n.max(columns.number()?);
            last_at = last_at.max(columns.at()?.0);
            let chain: Vec<u8> = columns.take()?;
            let hash =
                chain.get(64..).and_then(|rest| rest.first_chunk()).ok_or(StoreError::Unreadable("chain"))?;
            chains.insert(origin, Head { seq, hash: weicourt_domain::digest::Digest(*hash) });
        }
        let heads = Heads {
            front: chains.get(&1).copied().unwrap_or(Head::EMPTY),
            court: chains.get(&2).copied().unwrap_or(Head::EMPTY),
            n,
        };
        let sql = format!(
            "insert into head (case_id, front_seq, front_hash, court_seq, court_hash, n, last_at) values {}",
            database.rows(1, 7)
        );
        let values = crate::log::head_values(case, &heads, last_at).into();
        transaction.execute_raw(database.statement(sql, values)).await?;
        Ok(())
    }
}
