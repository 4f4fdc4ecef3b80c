//! Entries of the other node's chain: checked, and written as they came.
//!
//! The other node decided them; here nothing is decided again. What is checked is that they follow: the
//! number, the hash of the entry before, the hash and the signature of each. So a link that loses, doubles or
//! mixes up changes nothing, and a node that sends something else than before is found out.

use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use tokio::sync::oneshot;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{ChainVerifier, Entry, Head, Heads, Origin, StoredEntry};

use super::codec::{N_COLUMNS, push_received};
use super::committer::{Committer, Failed, Sealed, begun};
use super::read::load_heads;
use super::{Committed, acts};
use crate::Store;
use crate::case_keys::CaseKey;
use crate::database::{Columns, big, bytes, case as case_value, is_taken, small};
use crate::error::StoreError;
use crate::projections;
use crate::sealing::fill_random;

/// An entry of the other node, as its policy let it out.
#[derive(Clone)]
pub enum ReceivedEntry {
    /// As it stands in the other log.
    Whole {
        /// The entry, with salt and body.
        entry: StoredEntry,
        /// What the author signed, if it was signed on a device.
        statement: Option<Vec<u8>>,
    },
    /// Without salt, with other words or none.
    Masked {
        /// The entry, without a body.
        entry: StoredEntry,
        /// The masked body.
        body: Option<Vec<u8>>,
    },
    /// Only its place.
    Withheld {
        /// Number within the chain.
        seq: u64,
        /// Lamport number.
        n: u64,
        /// Hash of the entry.
        hash: Digest,
    },
}

impl ReceivedEntry {
    /// Number within the chain.
    pub fn seq(&self) -> u64 {
        match self {
            ReceivedEntry::Whole { entry, .. } | ReceivedEntry::Masked { entry, .. } => entry.envelope.seq,
            ReceivedEntry::Withheld { seq, .. } => *seq,
        }
    }
}

impl std::fmt::Debug for ReceivedEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReceivedEntry({})", self.seq())
    }
}

/// What became of a stretch of the other node's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipted {
    /// It is durable here, now or since before.
    Applied,
    /// The chain is durable up to here and the stretch does not follow it.
    Have(u64),
    /// The entry with this number is not what may follow; what stands before it is durable.
    Refused {
        /// Number of the entry.
        at: u64,
        /// Why; no words of a person.
        reason: String,
    },
}

/// A stretch and who waits for the answer.
pub(crate) struct ReceivedJob {
    pub(crate) case: CaseId,
    pub(crate) origin: Origin,
    pub(crate) entries: Vec<ReceivedEntry>,
    pub(crate) key: VerifyingKey,
    pub(crate) reply: oneshot::Sender<Result<Receipted, StoreError>>,
}

impl Store {
    /// Writes a stretch of a chain that another node writes; durable when it returns
    /// [`Receipted::Applied`]. `key` is the public key of the chain's writer.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the case is not open here, [`StoreError::Closed`] after
    /// [`Store::close`].
    pub async fn receive(
        &self,
        case: CaseId,
        origin: Origin,
        entries: Vec<ReceivedEntry>,
        key: VerifyingKey,
    ) -> Result<Receipted, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send_job(super::Job::Received(ReceivedJob { case, origin, entries, key, reply })).await?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

impl Committer {
    /// Writes a stretch in a transaction of its own. The remembered heads are forgotten when it fails.
    pub(super) async fn receive(&mut self, job: ReceivedJob) {
        let ReceivedJob { case, origin, entries, key, reply } = job;
        let done = match self.write_received(case, origin, &entries, &key).await {
            Ok(done) => Ok(done),
            Err(Failed::Down(error)) => Err(StoreError::Database(error)),
            Err(Failed::Spoiled(StoreError::Database(error))) if is_taken(&error) => {
                // A number cannot be taken: the head says so. It is the command.
                Ok(Receipted::Refused {
                    at: entries.first().map_or(0, ReceivedEntry::seq),
                    reason: "its command was written before".to_owned(),
                })
            }
            Err(Failed::Spoiled(error)) => Err(error),
        };
        if !matches!(done, Ok(Receipted::Applied)) {
            self.heads.remove(&case);
        }
        // The link may have been taken down meanwhile.
        let _ = reply.send(done);
    }

    async fn write_received(
        &mut self,
        case: CaseId,
        origin: Origin,
        entries: &[ReceivedEntry],
        key: &VerifyingKey,
    ) -> Result<Receipted, Failed> {
        let Some(case_key) = self.case_keys.get_now(&self.database, case).await? else {
            return Err(StoreError::Busy(case).into());
        };
        let mut slot = None;
        begun(&self.database, &mut slot).await?;
        let Some(transaction) = slot else { return Err(StoreError::Closed.into()) };
        let lock = "select 1 from head where case_id = $1 for update";
        if self.database.backend == sea_orm::DbBackend::Postgres {
            transaction.query_one_raw(self.database.statement(lock, vec![case_value(case)])).await?;
        }
        let mut heads = load_heads(&self.database, &transaction, case).await?;
        let known = heads.of(origin);
        let entries: Vec<&ReceivedEntry> = entries.iter().filter(|entry| entry.seq() > known.seq).collect();
        match entries.first() {
            None => return Ok(Receipted::Applied),
            Some(first) if first.seq() != known.seq + 1 => return Ok(Receipted::Have(known.seq)),
            Some(_) => {}
        }
        let last_n = self.last_n(&transaction, case, origin, known).await?;
        let mut verifier = ChainVerifier::resume(case, origin, key, known, last_n);
        let mut written = Written::default();
        let mut refused = None;
        for entry in entries {
            if let Err(reason) = self.take(entry, &mut verifier, &case_key, &mut written) {
                refused = Some(Receipted::Refused { at: entry.seq(), reason });
                break;
            }
        }
        let head = verifier.head();
        if head.seq == known.seq {
            return Ok(refused.unwrap_or(Receipted::Applied));
        }
        match origin {
            Origin::Front => heads.front = head,
            Origin::Court => heads.court = head,
        }
        heads.n = heads.n.max(verifier.n());
        self.store_received(&transaction, case, origin, heads, &written, &case_key).await?;
        transaction.commit().await?;
        self.heads.insert(case, heads);
        // Also when nothing of it can be read here: the heads moved.
        let committed = Committed { case, entries: written.entries, heads };
        let _ = self.committed.send(Arc::new(committed));
        Ok(refused.unwrap_or(Receipted::Applied))
    }

    fn take(
        &self,
        entry: &ReceivedEntry,
        verifier: &mut ChainVerifier<'_>,
        key: &CaseKey,
        written: &mut Written,
    ) -> Result<(), String> {
        let (stored, salt, body, masked) = match entry {
            ReceivedEntry::Withheld { seq, n, hash } => {
                verifier.skip(*seq, *n, *hash).map_err(|bad| bad.fault.to_string())?;
                written.withheld.push((*seq, *n, *hash));
                return Ok(());
            }
            ReceivedEntry::Whole { entry, statement } => {
                let Some((salt, body)) = &entry.body else { return Err("its words are missing".to_owned()) };
                if let Some(statement) = statement {
                    written.statements.push((entry.envelope.command, statement.clone()));
                }
                (entry, *salt, Some(body), false)
            }
            ReceivedEntry::Masked { entry, body: Some(body) } => (entry, [0; 16], Some(body), true),
            // Its words are gone at home as well: nothing of it can be shown.
            ReceivedEntry::Masked { entry, body: None } => {
                verifier.check(entry).map_err(|bad| bad.fault.to_string())?;
                written.withheld.push((entry.envelope.seq, entry.envelope.n, entry.hash));
                return Ok(());
            }
        };
        let Some(bytes) = body else { return Err("its words are missing".to_owned()) };
        let body: EntryBody =
            serde_json::from_slice(bytes).map_err(|_| "its words are of no known kind".to_owned())?;
        if body.kind() != stored.envelope.kind {
            return Err("its words are of another kind".to_owned());
        }
        verifier.check(stored).map_err(|bad| bad.fault.to_string())?;
        let mut nonce = [0; 12];
        fill_random(&mut nonce).map_err(|error| error.to_string())?;
        let plain = Some((salt, bytes.as_slice()));
        push_received(&mut written.rows, stored, plain, masked, key, nonce)
            .map_err(|error| error.to_string())?;
        written.entries.push(Arc::new(Entry {
            envelope: stored.envelope.clone(),
            hash: stored.hash,
            signature: stored.signature,
            salt,
            body_bytes: bytes.clone(),
            body,
        }));
        Ok(())
    }

    async fn store_received(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        origin: Origin,
        heads: Heads,
        written: &Written,
        key: &CaseKey,
    ) -> Result<(), Failed> {
        let mut sealed = Sealed { rows: written.rows.clone(), ..Sealed::default() };
        debug_assert!(sealed.rows.len().is_multiple_of(N_COLUMNS));
        sealed.heads.insert(case, (heads, (self.now)()));
        self.insert(transaction, &mut sealed).await?;
        for (seq, n, hash) in &written.withheld {
            let sql = "insert into withheld (case_id, origin, seq, n, hash) values ($1, $2, $3, $4, $5)";
            let values = vec![case_value(case), small(origin as u16), big(*seq), big(*n), bytes(hash.0)];
            transaction.execute_raw(self.database.statement(sql, values)).await?;
        }
        for (command, statement) in &written.statements {
            acts::write_one(&self.database, transaction, case, *command, statement, key).await?;
        }
        for entry in &written.entries {
            if projections::concern(entry.envelope.kind) {
                projections::apply(&self.database, &self.keys, transaction, entry, key).await?;
            }
        }
        Ok(())
    }

    /// Lamport number of the last entry of a chain; 0 for an empty one.
    async fn last_n(
        &self,
        transaction: &DatabaseTransaction,
        case: CaseId,
        origin: Origin,
        head: Head,
    ) -> Result<u64, Failed> {
        for table in ["entry", "withheld"] {
            let sql = format!("select n from {table} where case_id = $1 and origin = $2 and seq = $3");
            let values = vec![case_value(case), small(origin as u16), big(head.seq)];
            if let Some(row) = transaction.query_one_raw(self.database.statement(sql, values)).await? {
                return Ok(Columns::of(&row).number()?);
            }
        }
        Ok(0)
    }
}

/// What a stretch comes to.
#[derive(Default)]
struct Written {
    rows: Vec<sea_orm::Value>,
    entries: Vec<Arc<Entry>>,
    withheld: Vec<(u64, u64, Digest)>,
    statements: Vec<(weicourt_domain::id::CommandId, Vec<u8>)>,
}

impl Store {
    /// A stretch of a chain as this node has it, for the peer: at most `limit` entries after `after`, without
    /// gaps, with what their authors signed.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if something does not open. Without the case's key there are no bodies.
    pub async fn chain_after(
        &self,
        case: CaseId,
        origin: Origin,
        after: u64,
        limit: usize,
    ) -> Result<Vec<ReceivedEntry>, StoreError> {
        let mut entries = Vec::new();
        for entry in self.stored_chain(case, origin, after + 1, limit).await? {
            let statement = match &entry.envelope.proof {
                Some(_) if entry.body.is_some() => self.statement_of(case, entry.envelope.command).await?,
                _ => None,
            };
            entries.push(match entry.body {
                Some(_) => ReceivedEntry::Whole { entry, statement },
                None => ReceivedEntry::Masked { entry, body: None },
            });
        }
        let sql = "select seq, n, hash from withheld where case_id = $1 and origin = $2 and seq > $3
                   order by seq limit $4";
        let values = vec![case_value(case), small(origin as u16), big(after), big(limit as u64)];
        for row in &self.database().all(sql, values).await? {
            let mut columns = Columns::of(row);
            let (seq, n, hash) = (columns.number()?, columns.number()?, columns.digest()?);
            entries.push(ReceivedEntry::Withheld { seq, n, hash });
        }
        entries.sort_by_key(ReceivedEntry::seq);
        let follows = |(index, entry): &(usize, &ReceivedEntry)| entry.seq() == after + 1 + *index as u64;
        let n_following = entries.iter().enumerate().take_while(follows).count();
        entries.truncate(n_following.min(limit));
        Ok(entries)
    }
}
