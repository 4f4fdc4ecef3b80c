//! Data keys of cases: every word, name and file of a case is kept under its own key, so that
//! destroying one row destroys the words of one case.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use zeroize::Zeroizing;

use crate::Store;
use crate::database::{Database, at, bytes, case as case_value};
use crate::error::StoreError;
use crate::keys::{NodeKeys, keyed_digest};
use crate::sealing::{Sealer, about, fill_random};

/// More cases than a node works on in a day; the cache starts again when it is full.
const CACHE_MAX: usize = 20_000;

/// The key of one case, ready to use.
pub(crate) struct CaseKey {
    pub(crate) sealer: Sealer,
    raw: Zeroizing<[u8; 32]>,
}

impl CaseKey {
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
#[derive(Debug)]
pub(crate) struct CaseKeys {
    wrapping: Sealer,
    cache: RwLock<HashMap<CaseId, Arc<CaseKey>>>,
}

impl CaseKeys {
    pub(crate) fn new(keys: &NodeKeys) -> CaseKeys {
        CaseKeys { wrapping: keys.sealer("case key"), cache: RwLock::default() }
    }

    /// The key, if it is in memory.
    pub(crate) fn cached(&self, case: CaseId) -> Option<Arc<CaseKey>> {
        self.cache.read().unwrap_or_else(PoisonError::into_inner).get(&case).cloned()
    }

    /// The key of `case`.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoCaseKey`] if there is none or it was destroyed.
    pub(crate) async fn get(&self, database: &Database, case: CaseId) -> Result<Arc<CaseKey>, StoreError> {
        if let Some(key) = self.cached(case) {
            return Ok(key);
        }
        let sql = "select wrapped from case_key where case_id = $1 and wrapped is not null";
        let row = database.one(sql, vec![case_value(case)]).await?.ok_or(StoreError::NoCaseKey(case))?;
        let wrapped: Vec<u8> = row.try_get_by_index(0)?;
        let plain = self.wrapping.open(&about("case key", case.0), &wrapped, "case key")?;
        let raw: [u8; 32] = plain.as_slice().try_into().map_err(|_| StoreError::Unreadable("case key"))?;
        Ok(self.remember(case, Zeroizing::new(raw)))
    }

    fn remember(&self, case: CaseId, raw: Zeroizing<[u8; 32]>) -> Arc<CaseKey> {
        let key = Arc::new(CaseKey { sealer: Sealer::new(&raw), raw });
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHE_MAX {
            cache.clear();
        }
        cache.insert(case, key.clone());
        key
    }

    fn forget(&self, case: CaseId) {
        self.cache.write().unwrap_or_else(PoisonError::into_inner).remove(&case);
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
    /// [`StoreError::NoCaseKey`] if the key was destroyed: a case is not begun twice.
    pub async fn create_case_key(&self, case: CaseId) -> Result<(), StoreError> {
        self.insert_case_key(case).await?;
        // Read back what is stored: another request may have been first.
        self.inner.case_keys.get(self.database(), case).await.map(drop)
    }

    /// Makes a data key; false if the case has one, or had.
    async fn insert_case_key(&self, case: CaseId) -> Result<bool, StoreError> {
        let mut raw = Zeroizing::new([0; 32]);
        fill_random(raw.as_mut_slice())?;
        let wrapped = self.inner.case_keys.wrapping.seal(&about("case key", case.0), raw.as_slice())?;
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

    pub(crate) async fn case_key(&self, case: CaseId) -> Result<Arc<CaseKey>, StoreError> {
        self.inner.case_keys.get(&self.inner.database, case).await
    }
}
