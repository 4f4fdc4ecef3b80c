//! What must be sent to the outside after an act: written in its transaction, sent afterwards.

use serde::{Deserialize, Serialize};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::Pii;
use weicourt_store::{NewNotice, Row};

use crate::counting;
use crate::court::Court;
use crate::error::AppError;
use crate::ports::{PortError, SmsText};

/// How many notices are sent in one round.
const ROUND: usize = 50;
/// How often a notice is tried before it is given up.
const MOST_ATTEMPTS: u32 = 12;

/// A notice, sealed while it waits.
///
/// Stored until sent: only add variants, and fields with a default.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Notice {
    /// An invitation to somebody who may have no account.
    Invitation {
        /// Mobile number.
        phone: String,
        /// The court.
        court_name: String,
        /// The one-time link.
        link: String,
    },
    /// A member is asked to come to the space.
    Called {
        /// Who.
        person: PersonId,
        /// The court.
        court_name: String,
        /// The case number.
        case_number: String,
    },
    /// Something happened that a person must know of.
    Event {
        /// Who.
        person: PersonId,
        /// The court.
        court_name: String,
        /// What, in general words.
        what: String,
    },
}

impl Notice {
    /// The row that carries it, written with the act that causes it.
    pub(crate) fn row(&self, case: Option<CaseId>, due_at: Instant) -> Option<Row> {
        let kind = match self {
            Notice::Invitation { .. } => "invitation",
            Notice::Called { .. } => "called",
            Notice::Event { .. } => "event",
        };
        match NewNotice::new(kind, case, self, due_at) {
            Ok(notice) => Some(Row::Notice(notice)),
            Err(error) => {
                tracing::error!(kind, error = %error, "notice cannot be written");
                None
            }
        }
    }
}

impl Court {
    /// Sends what is due; returns how many were sent. Idempotent on the notice's id, which the
    /// gateway gets as key.
    ///
    /// # Errors
    ///
    /// Fails only when the store does; what could not be sent is tried again later.
    pub async fn send_due_notices(&self) -> Result<usize, AppError> {
        let mut n_sent = 0;
        for due in self.store.notices_due(self.now(), ROUND).await? {
            let sent = match due.read::<Notice>() {
                Ok(notice) => self.send_notice(&notice, &due.id.to_string()).await?,
                Err(error) => Err(PortError { port: "notices", what: error.to_string(), passing: false }),
            };
            match sent {
                Ok(()) => {
                    self.store.notice_done(due.id).await?;
                    n_sent += 1;
                    counting::notice("sent");
                }
                Err(error) if error.passing && due.attempts < MOST_ATTEMPTS => {
                    // 2, 4, 8 … seconds, at most an hour.
                    let wait_ms = (1000_i64 << due.attempts.min(11).saturating_add(1)).min(3_600_000);
                    self.store.notice_retry(due.id, self.now().plus_ms(wait_ms)).await?;
                    counting::notice("retried");
                    tracing::warn!(notice = %due.id, port = error.port, what = %error.what, "notice waits");
                }
                Err(error) => {
                    self.store.notice_failed(due.id).await?;
                    counting::notice("failed");
                    tracing::error!(notice = %due.id, port = error.port, what = %error.what, "notice given up");
                }
            }
        }
        Ok(n_sent)
    }

    async fn send_notice(&self, notice: &Notice, key: &str) -> Result<Result<(), PortError>, AppError> {
        let (phone, text) = match notice {
            Notice::Invitation { phone, court_name, link } => (
                Some(phone.clone()),
                SmsText::Invitation { court_name: court_name.clone(), link: link.clone() },
            ),
            Notice::Called { person, court_name, case_number } => (
                self.store.person(*person).await?.map(|row| row.phone),
                SmsText::Called { court_name: court_name.clone(), case_number: case_number.clone() },
            ),
            Notice::Event { person, court_name, what } => (
                self.store.person(*person).await?.map(|row| row.phone),
                SmsText::Event { court_name: court_name.clone(), what: what.clone() },
            ),
        };
        // Staff have no phone here: they see it on the workbench.
        let Some(phone) = phone else { return Ok(Ok(())) };
        Ok(self.ports.sms.send(&Pii::new(phone), &text, key).await)
    }
}
