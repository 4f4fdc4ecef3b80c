//! The job that sends what waits.

use std::collections::BTreeSet;

use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::notice::{NoticeChannel, NoticeGroup, Urgency};
use weicourt_domain::permission;
use weicourt_domain::personal_data::Pii;
use weicourt_store::{Notice as Waiting, StoreError};

use super::choice::Timing;
use super::concerned::reader;
use super::words::counted;
use super::{Notice, Told};
use crate::counting;
use crate::court::Court;
use crate::error::AppError;
use crate::ports::{PortError, SmsText};

/// How many notices are sent in one round.
const ROUND: usize = 50;
/// How often a notice is tried before it is given up.
const MOST_ATTEMPTS: u32 = 12;
/// Kind of notices that wait to be gathered.
const GATHERED: &str = "gathered";

/// What became of a notice that was due.
pub(super) enum Sent {
    /// It is out, or nobody has to have it any more.
    Done,
    /// It is sent later, under this kind.
    Waits(&'static str, Instant),
    /// It could not be sent.
    Failed(PortError),
}

impl From<Result<(), PortError>> for Sent {
    fn from(sent: Result<(), PortError>) -> Sent {
        match sent {
            Ok(()) => Sent::Done,
            Err(error) => Sent::Failed(error),
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
        let (mut n_sent, mut gathered) = (0, BTreeSet::new());
        for due in self.store.notices_due(self.now(), ROUND).await? {
            if due.kind == GATHERED
                && let Some(person) = due.person
            {
                if gathered.insert(person) {
                    n_sent += self.send_gathered(person).await?;
                }
                continue;
            }
            let sent = match due.read::<Notice>() {
                Ok(notice) => self.send_notice(&due, &notice).await?,
                Err(error) => Sent::Failed(unreadable(&error)),
            };
            n_sent += self.settle(&[due], sent).await?;
        }
        Ok(n_sent)
    }

    /// Writes down what became of notices that were sent as one; returns how many are out.
    async fn settle(&self, notices: &[Waiting], sent: Sent) -> Result<usize, AppError> {
        let Some(first) = notices.first() else { return Ok(0) };
        match sent {
            Sent::Done => {
                for notice in notices {
                    self.store.notice_done(notice.id).await?;
                }
                counting::notice("sent");
                Ok(1)
            }
            Sent::Waits(kind, until) => {
                for notice in notices {
                    self.store.notice_waits(notice.id, kind, until).await?;
                }
                Ok(0)
            }
            Sent::Failed(error) if error.passing && first.attempts < MOST_ATTEMPTS => {
                // 2, 4, 8 … seconds, at most an hour.
                let wait_ms = (1000_i64 << first.attempts.min(11).saturating_add(1)).min(3_600_000);
                let until = self.now().plus_ms(wait_ms);
                for notice in notices {
                    self.store.notice_retry(notice.id, until).await?;
                }
                counting::notice("retried");
                tracing::warn!(notice = %first.id, port = error.port, what = %error.what, "notice waits");
                Ok(0)
            }
            Sent::Failed(error) => {
                // The case has to know before the notice is forgotten.
                if let Err(untold) = self.tell_given_up(first, &error).await {
                    tracing::error!(notice = %first.id, error = %untold, "cannot report what was given up");
                    self.store.notice_retry(first.id, self.now().plus_ms(60_000)).await?;
                    return Ok(0);
                }
                for notice in notices {
                    self.store.notice_failed(notice.id).await?;
                }
                counting::notice("failed");
                tracing::error!(notice = %first.id, port = error.port, what = %error.what, "notice given up");
                Ok(0)
            }
        }
    }

    async fn send_notice(&self, due: &Waiting, notice: &Notice) -> Result<Sent, AppError> {
        let key = due.id.to_string();
        match notice {
            Notice::Invitation { phone, court_name, link } => {
                let text = SmsText::Invitation { court_name: court_name.clone(), link: link.clone() };
                Ok(self.ports.sms.send(&Pii::new(phone.clone()), &text, &key).await.into())
            }
            Notice::Called { person, court_name, case_number } => {
                let text =
                    SmsText::Called { court_name: court_name.clone(), case_number: case_number.clone() };
                self.send_chosen(*person, NoticeGroup::Talk, &text, &key).await
            }
            Notice::Event { person, court_name, what } => {
                let text = SmsText::Event { court_name: court_name.clone(), what: what.clone() };
                self.send_chosen(*person, NoticeGroup::Progress, &text, &key).await
            }
            Notice::Told(told) => self.send_told(due.case, told, &key).await,
            Notice::Papers { sent } => self.send_papers_by_mail(due, *sent).await,
            Notice::Companion { sent, notice, person, phone } => {
                self.send_companion(due, *sent, *notice, (*person, phone.as_deref())).await
            }
        }
    }

    /// A notice that was written before there was a table of them.
    async fn send_chosen(
        &self,
        person: PersonId,
        group: NoticeGroup,
        text: &SmsText,
        key: &str,
    ) -> Result<Sent, AppError> {
        let choice = self.choice_of(person).await?;
        match choice.timing(Urgency::Now, self.now()) {
            Timing::Now => {}
            Timing::After(until) | Timing::Gathered(until) => return Ok(Sent::Waits("event", until)),
        }
        let channels = choice.channels(group, &BTreeSet::from([NoticeChannel::Sms]));
        self.send_by(&channels, person, text, key).await
    }

    async fn send_told(&self, case: Option<CaseId>, told: &Told, key: &str) -> Result<Sent, AppError> {
        if !self.still_concerns(case, told).await? {
            return Ok(Sent::Done);
        }
        let choice = self.choice_of(told.person).await?;
        match choice.timing(told.urgency, self.now()) {
            Timing::Now => {}
            Timing::After(until) => return Ok(Sent::Waits("told", until)),
            Timing::Gathered(until) => return Ok(Sent::Waits(GATHERED, until)),
        }
        let channels = choice.channels(told.group, &told.channels);
        self.send_by(&channels, told.person, &text_of(told), key).await
    }

    /// Whether the person may see the entry as the case is now.
    async fn still_concerns(&self, case: Option<CaseId>, told: &Told) -> Result<bool, AppError> {
        let (Some(case), Some(entry)) = (case, told.entry) else { return Ok(true) };
        let entry = match self.store.entry(case, entry).await {
            Ok(Some(entry)) => entry,
            Ok(None) | Err(StoreError::NoCaseKey(_)) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        Ok(loaded.read(|state, _| permission::may_see(state, &reader(told.person), &entry.envelope)))
    }

    /// Sends what was gathered for a person; returns how many messages went out.
    async fn send_gathered(&self, person: PersonId) -> Result<usize, AppError> {
        let waiting = self.store.gather_notices(person, GATHERED, self.now()).await?;
        // Sending failed a moment ago: all of them wait together.
        if waiting.first().is_none_or(|first| first.due_at > self.now()) {
            return Ok(0);
        }
        let choice = self.choice_of(person).await?;
        let mut told = Vec::new();
        for notice in &waiting {
            match notice.read::<Notice>() {
                Ok(Notice::Told(one)) if self.still_concerns(notice.case, &one).await? => told.push(one),
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(notice = %notice.id, error = %error, "a gathered notice cannot be read");
                }
            }
        }
        let key = waiting.first().map(|first| format!("gathered-{}", first.id)).unwrap_or_default();
        let mut sent = Sent::Done;
        for channel in [NoticeChannel::Sms, NoticeChannel::Wechat] {
            let here = told.iter().filter(|one| choice.channels(one.group, &one.channels).contains(&channel));
            let here: Vec<&Told> = here.map(|one| &**one).collect();
            let text = match here.as_slice() {
                [] => continue,
                [one] => text_of(one),
                [first, ..] => SmsText::Digest {
                    court_name: first.court_name.clone(),
                    what: counted(here.iter().map(|one| one.group)),
                },
            };
            match self.send_by(&BTreeSet::from([channel]), person, &text, &key).await? {
                Sent::Failed(error) => sent = Sent::Failed(error),
                Sent::Done | Sent::Waits(..) => {}
            }
        }
        self.settle(&waiting, sent).await
    }

    /// Sends the same words by each channel. A repeated key is not sent again, so what failed for now may be
    /// tried again as a whole.
    async fn send_by(
        &self,
        channels: &BTreeSet<NoticeChannel>,
        person: PersonId,
        text: &SmsText,
        key: &str,
    ) -> Result<Sent, AppError> {
        // Staff have no phone here: they see it on the workbench.
        let Some(phone) = self.store.person(person).await?.map(|row| row.phone) else {
            return Ok(Sent::Done);
        };
        let (phone, mut sent, mut failed) = (Pii::new(phone), false, None);
        for channel in channels {
            let tried = match channel {
                NoticeChannel::InApp => continue,
                NoticeChannel::Sms => self.ports.sms.send(&phone, text, key).await,
                NoticeChannel::Wechat => self.ports.wechat.send(&phone, text, key).await,
            };
            match tried {
                Ok(()) => sent = true,
                // What may still come goes before what never will.
                Err(error) if failed.as_ref().is_none_or(|known: &PortError| !known.passing) => {
                    failed = Some(error);
                }
                Err(_) => {}
            }
        }
        Ok(match failed {
            Some(error) if error.passing || !sent => Sent::Failed(error),
            Some(_) | None => Sent::Done,
        })
    }
}

/// Words for one notice.
fn text_of(told: &Told) -> SmsText {
    let (court_name, what) = (told.court_name.clone(), told.what.clone());
    match &told.case_number {
        Some(case_number) => SmsText::CaseNews { court_name, case_number: case_number.clone(), what },
        None => SmsText::Event { court_name, what },
    }
}

fn unreadable(error: &StoreError) -> PortError {
    PortError { port: "notices", what: error.to_string(), passing: false }
}
