//! Data keys of cases: every word, name and file of a case is kept under its own key, so that
//! destroying one row destroys the words of one case.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Notify;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use zeroize::Zeroizing;

use crate::Store;
use crate::database::{Database, at, bytes, case as case_value};
use crate::error::StoreError;
use crate::keys::{NodeKeys, keyed_digest};
use crate::sealing::{Sealer, about, fill_random};

/// More cases than a node works on in a day; the cache is emptied when it is full.
const CACHE_MAX: usize = 20_000;

/// The key of one case, ready to use.
pub(crate) struct CaseKey {
    pub(crate) sealer: Sealer,
    raw: Zeroizing<[u8; 32]>,
}

impl CaseKey {
    /// A key of 32 fresh random bytes, and those bytes.
    pub(crate) fn fresh() -> Result<(CaseKey, Zeroizing<[u8; 32]>), StoreError> {
        let mut raw = Zeroizing::new([0; 32]);
        fill_random(raw.as_mut_slice())?;
        Ok((CaseKey { sealer: Sealer::new(&raw), raw: raw.clone() }, raw))
    }

    /// The same key for somebody who reads one file for a long time: a case need not wait for them.
    pub(crate) fn copy(&self) -> CaseKey {
        CaseKey { sealer: Sealer::new(&self.raw), raw: self.raw.clone() }
    }

    /// Keyed digest inside this case: names files without telling what is in them.
    pub(crate) fn keyed_digest(&self, label: &str, content: &[u8]) -> Digest {
        keyed_digest(&self.raw, label, content)
    }
}

impl std::fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CaseKey(***)")
    }
}

/// Unwraps case keys and remembers them.
///
/// Whoever reads or writes anything under a case's key holds that key until it is done, and asks for it
/// before reading rows. So a case can be changed as a whole (erased, given a new key) at a moment when
/// nobody holds its key, and whoever asks meanwhile waits: see [`CaseKeys::bar`].
#[derive(Debug)]
pub(crate) struct CaseKeys {
    wrapping: Sealer,
    known: RwLock<Known>,
    /// Told when a case is free again.
    freed: Notify,
}

#[derive(Debug, Default)]
struct Known {
    cache: HashMap<CaseId, Arc<CaseKey>>,
    /// Cases whose keys are given to nobody just now.
    barred: HashSet<CaseId>,
    /// Counts keys that were changed or forgotten, so that one that was read before is not remembered.
    n_changes: u64,
}

/// A case whose key nobody holds or gets until this is dropped.
#[derive(Debug)]
pub(crate) struct Barred {
    keys: Arc<CaseKeys>,
    pub(crate) case: CaseId,
}

impl Drop for Barred {
    fn drop(&mut self) {
        let mut known = self.keys.known.write().unwrap_or_else(PoisonError::into_inner);
        known.barred.remove(&self.case);
        known.n_changes += 1;
        drop(known);
        self.keys.freed.notify_waiters();
    }
}

impl CaseKeys {
    pub(crate) fn new(keys: &NodeKeys) -> CaseKeys {
        CaseKeys { wrapping: keys.sealer("case key"), known: RwLock::default(), freed: Notify::new() }
    }

    /// The key of `case`; waits while the case is barred.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if there is none or it was destroyed.
    pub(crate) async fn get(&self, database: &Database, case: CaseId) -> Result<Arc<CaseKey>, StoreError> {
        loop {
            let freed = self.freed.notified();
            match self.get_now(database, case).await? {
                Some(key) => return Ok(key),
                None => freed.await,
            }
        }
    }

    /// The key of `case`, or none while the case is barred: for the committer, who waits for nobody.
    ///
    /// # Errors
    ///
    /// As [`CaseKeys::get`].
    pub(crate) async fn get_now(
        &self,
        database: &Database,
        case: CaseId,
    ) -> Result<Option<Arc<CaseKey>>, StoreError> {
        loop {
            let n_changes = {
                let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
                if let Some(key) = known.cache.get(&case) {
                    return Ok(Some(key.clone()));
                }
                if known.barred.contains(&case) {
                    return Ok(None);
                }
                known.n_changes
            };
            let sql = "select wrapped from case_key where case_id = $1 and wrapped is not null";
            let row = database.one(sql, vec![case_value(case)]).await?.ok_or(StoreError::NoCaseKey(case))?;
            let wrapped: Vec<u8> = row.try_get_by_index(0)?;
            let key = self.unwrap(case, &wrapped)?;
            if let Some(key) = self.remember(case, key, n_changes) {
                return Ok(Some(key));
            }
        }
    }

    /// The key in a row of `case_key`, not remembered.
    pub(crate) fn unwrap(&self, case: CaseId, wrapped: &[u8]) -> Result<CaseKey, StoreError> {
        let plain = self.wrapping.open(&about("case key", case.0), wrapped, "case key")?;
        let raw: [u8; 32] = plain.as_slice().try_into().map_err(|_| StoreError::Unreadable("case key"))?;
        let raw = Zeroizing::new(raw);
        Ok(CaseKey { sealer: Sealer::new(&raw), raw })
    }

    /// A key as it stands in a row of `case_key`.
    pub(crate) fn wrap(&self, case: CaseId, raw: &[u8; 32]) -> Result<Vec<u8>, StoreError> {
        self.wrapping.seal(&about("case key", case.0), raw.as_slice())
    }

    /// Remembers a key, unless keys were changed since it was read.
    fn remember(&self, case: CaseId, key: CaseKey, n_changes: u64) -> Option<Arc<CaseKey>> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.n_changes != n_changes {
            return None;
        }
        if known.cache.len() >= CACHE_MAX {
            // Those that are held stay, or nobody could tell that they are held.
            known.cache.retain(|_, key| Arc::strong_count(key) > 1);
        }
        Some(known.cache.entry(case).or_insert_with(|| Arc::new(key)).clone())
    }

    /// Waits for a moment when nobody holds the key of `case`, and gives it to nobody until the result is
    /// dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if there was no such moment for ten seconds.
    pub(crate) async fn bar(self: &Arc<Self>, case: CaseId) -> Result<Barred, StoreError> {
        /// How often it looks, and how long it waits in between: most keys are held for less.
        const LOOKS: usize = 5_000;
        const PAUSE: Duration = Duration::from_millis(2);
        for _ in 0..LOOKS {
            if let Some(barred) = self.try_bar(case) {
                return Ok(barred);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(StoreError::Busy(case))
    }

    fn try_bar(self: &Arc<Self>, case: CaseId) -> Option<Barred> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let is_held = known.cache.get(&case).is_some_and(|key| Arc::strong_count(key) > 1);
        if is_held || !known.barred.insert(case) {
            return None;
        }
        known.cache.remove(&case);
        known.n_changes += 1;
        Some(Barred { keys: self.clone(), case })
    }

    fn forget(&self, case: CaseId) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.cache.remove(&case);
        known.n_changes += 1;
    }
}

impl Store {
    /// Begins a case: a fresh identity with its data key.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn new_case(&self) -> Result<CaseId, StoreError> {
        loop {
            let case = CaseId(self.new_id()?);
            // Two nodes may draw the same number in the same millisecond; one of them draws again.
            if self.insert_case_key(case).await? {
                return Ok(case);
            }
        }
    }

    /// Makes the data key of a case; does nothing if it has one.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if the key was destroyed and the case is not erased: it cannot begin again
    /// before [`Store::erase_case`] is done.
    pub async fn create_case_key(&self, case: CaseId) -> Result<(), StoreError> {
        self.insert_case_key(case).await?;
        // Read back what is stored: another request may have been first.
        self.inner.case_keys.get(self.database(), case).await.map(drop)
    }

    /// Makes a data key; false if the case has one, or had.
    async fn insert_case_key(&self, case: CaseId) -> Result<bool, StoreError> {
        let (_, raw) = CaseKey::fresh()?;
        let wrapped = self.inner.case_keys.wrap(case, &raw)?;
        let sql = "insert into case_key (case_id, wrapped, created_at) values ($1, $2, $3)
                   on conflict (case_id) do nothing";
        let values = vec![case_value(case), bytes(wrapped), at(self.now())];
        Ok(self.database().execute(sql, values).await?.rows_affected() == 1)
    }

    /// Destroys the data key of a case at the moment `at`. Bodies, files and sealed columns of the case
    /// cannot be read any more; its chains still verify.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn destroy_case_key(&self, case: CaseId, destroyed_at: Instant) -> Result<(), StoreError> {
        let sql = "update case_key set wrapped = null, destroyed_at = $2 where case_id = $1 and wrapped is not null";
        self.database().execute(sql, vec![case_value(case), at(destroyed_at)]).await?;
        self.inner.case_keys.forget(case);
        Ok(())
    }

    /// Whether the case is here: it has a data key.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub async fn has_case(&self, case: CaseId) -> Result<bool, StoreError> {
        match self.case_key(case).await {
            Ok(_) => Ok(true),
            Err(StoreError::NoCaseKey(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn case_key(&self, case: CaseId) -> Result<Arc<CaseKey>, StoreError> {
        self.inner.case_keys.get(&self.inner.database, case).await
    }
}
