//! The log of every case, and all else that must be durable: projections, people, sessions, drafts,
//! invitations, read marks, messages to the outside, large files and keys. The only room with SQL.
//!
//! ```no_run
//! # async fn story(append: weicourt_store::Append, now: weicourt_domain::instant::Instant)
//! # -> Result<(), weicourt_store::StoreError> {
//! use std::sync::Arc;
//! use weicourt_store::{NodeKeys, Store, StoreConfig, StoreUrl};
//!
//! let keys = NodeKeys::load_or_create("keys".as_ref())?;
//! let config = StoreConfig {
//!     url: StoreUrl::Sqlite { path: "data/weicourt.db".into() },
//!     blob_dir: "data/blobs".into(),
//!     readers: 4,
//! };
//! let store = Store::open(config, keys, Arc::new(move || now)).await?;
//! store.create_case_key(append.case).await?;
//! let appended = store.append(append).await?;
//! # store.close().await
//! # }
//! ```
//!
//! Invariants
//! - What is acknowledged is durable: an append, a row and a chunk of an upload are synced to the disk
//!   before the call returns. Read marks are the one exception ([`Store::set_read_mark`]).
//! - A command is written once. The same command again gives the original entries.
//! - Projections, notices, invitations and case numbers are written in the transaction of the entries
//!   they belong to, or not at all.
//! - Words, names, phone numbers, titles and files are sealed; clear columns hold ids, numbers, times,
//!   codes of the public register and keyed digests.
//! - The store decides nothing: it is handed decided drafts and asks no permission.
//! - `case_id` stands first in every key, no transaction needs two cases, and no statement is written
//!   twice for the two databases.
//!
//! Three choices worth knowing. The end of the review period is not a column: it depends on the court's
//! calendar, which the configuration may replace, so the application computes it from
//! [`CaseRow::submitted_at`]. [`CaseRow`] has the numbers of both chains but not their hashes, which
//! [`Store::heads`] gives. `entry.stamp` and `entry.chain` pack what nothing is searched by: a row of
//! chat costs 13 bound values.
//!
//! To add a projection: 1. write a pair of migrations with the same name and list it in
//! `migrations.rs`; 2. write `projections/<question>.rs` with an `apply` that follows one entry and
//! whose every statement may run again after a rebuild; 3. call it from `projections::apply`, let
//! `projections::concern` name the kinds it follows and add its table to
//! [`Store::rebuild_projections`]; 4. write the query that asks the question; 5. the test that rebuilds
//! everything compares your rows too, once you add them to its `answers`.

mod agenda;
mod blobs;
mod case_keys;
mod database;
mod devices;
mod drafts;
mod erase;
mod error;
mod exchange;
mod file_marks;
mod imported;
mod invitations;
mod keys;
mod log;
mod mailbox_wait;
mod migrations;
mod notice_choice;
mod operate;
mod outbox;
mod pairing;
mod passkeys;
mod people;
mod phone_codes;
mod projections;
mod read_marks;
mod register;
mod residue;
mod sealing;
mod served;
mod sessions;
mod staff;
mod store;
mod unread;

pub use self::agenda::{AgendaItem, AgendaQueue, AgendaReader, CaseAgenda, ItemCounts};
pub use self::blobs::{BlobMeta, BlobReader, NewUpload, Upload, UploadId};
pub use self::database::StoreUrl;
pub use self::devices::{Device, DeviceState};
pub use self::drafts::FilingDraft;
pub use self::erase::Erased;
pub use self::error::StoreError;
pub use self::exchange::{
    ControlHead, ExchangeEvent, NewControl, NewExchangeEvent, OutgoingBlob, OutgoingControl, Outside,
    PendingWithdrawal, Phase, Reviewed,
};
pub use self::file_marks::FileMark;
pub use self::imported::{
    Import, ImportBatch, ImportProgress, Imported, ImportedCase, IndexTime, PreparedRecord, RecordSealer,
    RegisterCondition, Upserted,
};
pub use self::invitations::Invitation;
pub use self::keys::NodeKeys;
pub use self::log::{
    Append, Appended, Committed, Expected, NewInvitation, Receipted, ReceivedEntry, Row, Stretch,
};
pub use self::mailbox_wait::MailboxWait;
pub use self::operate::{Backup, FsyncProbe, RawInserts, RawLoad, Stats, fsync_probe, restore};
pub use self::outbox::{NewNotice, Notice};
pub use self::passkeys::Passkey;
pub use self::people::{Person, PhoneTaken};
pub use self::phone_codes::{CodeTried, NewPhoneCode};
pub use self::projections::issued_code::{ISSUED_CODE, IssuedBy};
pub use self::register::{CaseRow, CountByCase, FilingQueue, Membership, NamedIn, Page};
pub use self::residue::{Hit, Needles, Place, Residue};
pub use self::served::{MailboxItem, ServedCounts, ServedItem, ServedQueue};
pub use self::sessions::Session;
pub use self::staff::{Staff, StaffLoad};
pub use self::store::{Store, StoreConfig};
pub use self::unread::UNREAD_MAX;
