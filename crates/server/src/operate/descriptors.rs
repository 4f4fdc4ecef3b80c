//! Open files: each phone is one.

/// Raises the soft limit of open files to the hard limit, and says what it is now.
///
/// Many starters leave 1 024, which a thousand phones exhaust; then nothing can be opened, not
/// even the database.
#[must_use]
pub fn raise_open_files() -> u64 {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) => {
            tracing::debug!(limit, "open files");
            limit
        }
        Err(error) => {
            tracing::warn!(%error, "the limit of open files stays as it was");
            rlimit::getrlimit(rlimit::Resource::NOFILE).map_or(1024, |(soft, _)| soft)
        }
    }
}
