//! What leaves: pieces of flows, as the policy of the court lets them out.

use weicourt_domain::command::Zone;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{Entry, Origin, StoredEntry};
use weicourt_domain::policy::Outgoing;
use weicourt_exchange::{Flow, Item, SentEntry, Wanted};
use weicourt_store::{ReceivedEntry, StoreError};

use super::{Change, ControlItem};
use crate::court::Court;
use crate::error::AppError;

/// Control items and entries read at once.
const AT_ONCE: usize = 128;
/// Largest piece of a file, in bytes; a multiple of the store's frames.
const CHUNK: usize = 256 * 1024;

impl Court {
    /// Loads what the session wants, and says which flows are no longer there.
    pub(super) async fn load(
        &self,
        wanted: &[Wanted],
        max_bytes: usize,
    ) -> Result<(Vec<Item>, Vec<Flow>), AppError> {
        let (mut items, mut gone, mut n_bytes) = (Vec::new(), Vec::new(), 0);
        for Wanted { flow, after } in wanted {
            if n_bytes >= max_bytes {
                break;
            }
            let left = max_bytes - n_bytes;
            let loaded = match *flow {
                Flow::Control => self.load_control(*after, left).await?,
                Flow::Chain { case, origin } => match self.load_chain(case, origin, *after, left).await {
                    Ok(loaded) => loaded,
                    Err(AppError::Broken { source, .. }) if is_gone(&*source) => {
                        gone.push(*flow);
                        continue;
                    }
                    Err(error) => return Err(error),
                },
                Flow::Blob { case, sha256 } => match self.load_chunk(case, sha256, *after, left).await? {
                    Some(item) => vec![item],
                    None => {
                        gone.push(*flow);
                        continue;
                    }
                },
            };
            n_bytes += loaded.iter().map(size).sum::<usize>();
            items.extend(loaded);
        }
        Ok((items, gone))
    }

    async fn load_control(&self, after: u64, max_bytes: usize) -> Result<Vec<Item>, AppError> {
        let mut n_bytes = 0;
        let items = self.store.control_after(after, AT_ONCE).await?.into_iter();
        Ok(items
            .take_while(|item| {
                let fits = n_bytes < max_bytes;
                n_bytes += item.payload.len();
                fits
            })
            .map(|item| Item::Control { seq: item.seq, payload: item.payload })
            .collect())
    }

    async fn load_chain(
        &self,
        case: CaseId,
        origin: Origin,
        after: u64,
        max_bytes: usize,
    ) -> Result<Vec<Item>, AppError> {
        if !self.store.has_case(case).await? {
            return Err(weicourt_store::StoreError::NoCaseKey(case).into());
        }
        let loaded = self.store.chain_after(case, origin, after, AT_ONCE).await?;
        let mut entries = Vec::with_capacity(loaded.len());
        let mut n_bytes = 0;
        for entry in loaded {
            let sent = self.let_out(case, entry).await?;
            n_bytes += size_of(&sent);
            if n_bytes > max_bytes && !entries.is_empty() {
                break;
            }
            entries.push(sent);
        }
        Ok(if entries.is_empty() { Vec::new() } else { vec![Item::Entries { case, origin, entries }] })
    }

    /// The entry in the shape in which it leaves; its files are announced before it.
    async fn let_out(&self, case: CaseId, entry: ReceivedEntry) -> Result<SentEntry, AppError> {
        let (stored, statement) = match entry {
            ReceivedEntry::Whole { entry, statement } => (entry, statement),
            ReceivedEntry::Masked { entry, .. } => return Ok(SentEntry::withhold(&entry)),
            ReceivedEntry::Withheld { seq, n, hash } => return Ok(SentEntry::Withheld { seq, n, hash }),
        };
        let Some(entry) = readable(&stored) else { return Ok(SentEntry::withhold(&stored)) };
        if self.profile.zone == Zone::Front {
            self.announce_blobs(case, &entry.body).await?;
            return Ok(SentEntry::share(stored).with_statement(statement));
        }
        let Some(link) = self.link() else { return Ok(SentEntry::withhold(&stored)) };
        let loaded = self.case(case).await?;
        let today = self.now().beijing_date();
        match loaded.read(|state, _| link.settings.policy.shape(state, today).outgoing(state, &entry)) {
            Outgoing::Withhold => Ok(SentEntry::withhold(&stored)),
            Outgoing::Mask(body) => {
                let body = serde_json::to_vec(&body).map_err(AppError::broken("write a masked entry"))?;
                Ok(SentEntry::mask(stored, body))
            }
            Outgoing::Share => {
                self.announce_blobs(case, &entry.body).await?;
                // What people signed outside stays with the court once it is home.
                Ok(SentEntry::share(stored))
            }
        }
    }

    pub(super) async fn announce_blobs(&self, case: CaseId, body: &EntryBody) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        for blob in body.blobs() {
            let Some(meta) = self.store.blob_meta(case, blob.sha256).await? else { continue };
            let item = ControlItem::BlobComing {
                case,
                sha256: meta.sha256,
                size_bytes: meta.size_bytes,
                media_type: meta.media_type,
                name: meta.name,
            };
            // Announced first: a chunk without its announcement would have to wait.
            if self.store.outgoing_blobs(case, false).await?.iter().all(|out| out.sha256 != blob.sha256) {
                self.tell_peer(Some(case), &item).await?;
            }
            if self.store.send_blob(case, meta.sha256, meta.size_bytes).await? {
                link.change(Change::Case(case));
            }
        }
        Ok(())
    }

    async fn load_chunk(
        &self,
        case: CaseId,
        sha256: weicourt_domain::digest::Digest,
        offset: u64,
        max_bytes: usize,
    ) -> Result<Option<Item>, AppError> {
        if let Some(link) = self.link().filter(|_| self.profile.zone == Zone::Court) {
            let today = self.now().beijing_date();
            let loaded = match self.case(case).await {
                Ok(loaded) => loaded,
                Err(AppError::Broken { source, .. }) if is_gone(&*source) => return Ok(None),
                Err(error) => return Err(error),
            };
            let policy = &link.settings.policy;
            if !loaded.read(|state, _| policy.shape(state, today).lets_out(state, sha256)) {
                return Ok(None);
            }
        }
        let reader = match self.store.open_blob(case, sha256).await {
            Ok(Some(reader)) => reader,
            Ok(None) | Err(StoreError::NoCaseKey(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let total = reader.meta().size_bytes;
        let bytes = reader.read_at(offset, max_bytes.clamp(4096, CHUNK)).await?;
        Ok((!bytes.is_empty()).then_some(Item::Chunk { case, sha256, total, offset, bytes }))
    }
}

fn is_gone(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    matches!(error.downcast_ref::<StoreError>(), Some(StoreError::NoCaseKey(_)))
}

/// The entry with its words, if they are here.
pub(super) fn readable(stored: &StoredEntry) -> Option<Entry> {
    let (salt, body_bytes) = stored.body.clone()?;
    let body = serde_json::from_slice(&body_bytes).ok()?;
    Some(Entry {
        envelope: stored.envelope.clone(),
        hash: stored.hash,
        signature: stored.signature,
        salt,
        body_bytes,
        body,
    })
}

fn size_of(entry: &SentEntry) -> usize {
    match entry {
        SentEntry::Whole { body, statement, .. } => 900 + body.len() + statement.as_ref().map_or(0, Vec::len),
        SentEntry::Masked { body, .. } => 900 + body.as_ref().map_or(0, Vec::len),
        SentEntry::Withheld { .. } => 56,
    }
}

fn size(item: &Item) -> usize {
    match item {
        Item::Control { payload, .. } => payload.len(),
        Item::Entries { entries, .. } => entries.iter().map(size_of).sum(),
        Item::Chunk { bytes, .. } => bytes.len(),
    }
}
