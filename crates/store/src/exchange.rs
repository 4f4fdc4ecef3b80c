//! What a node keeps of its link to the other zone: which cases stand outside, the control stream, the
//! files that are on their way, and what the desk shows of it all.

mod blobs;
mod control;
mod events;
mod outside;
mod review;
mod shown;
mod withdrawals;

pub use self::blobs::OutgoingBlob;
pub use self::control::{ControlHead, NewControl, OutgoingControl};
pub use self::events::{ExchangeEvent, NewExchangeEvent};
pub use self::outside::{Outside, Phase};
pub use self::review::Reviewed;
pub use self::withdrawals::PendingWithdrawal;

pub(crate) use self::control::insert as insert_control;
pub(crate) use self::review::ask_for_review;
