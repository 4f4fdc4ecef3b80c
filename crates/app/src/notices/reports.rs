//! What the channels report of papers that were sent, noted in the case.
//!
//! Each job may be killed at any point: a report has an identity that follows from what it says, so it is noted
//! once, and it is taken from where it waits only after that.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use weicourt_domain::actor::{Actor, Assurance, Standing};
use weicourt_domain::command::{self, Command, ReportService, Zone};
use weicourt_domain::entry::{ChannelReport, EntryBody};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Origin};
use weicourt_domain::policy::Outgoing;
use weicourt_domain::serving;
use weicourt_store::{MailboxWait, StoreError};

use crate::acts::Given;
use crate::court::Court;
use crate::error::AppError;
use crate::ports::MailFate;

/// How often reports are looked for.
const EVERY: Duration = Duration::from_secs(2);
/// How many are looked at in one round.
const ROUND: usize = 50;

/// Identity of a report.
fn command_of(case: CaseId, sent: EntryRef, report: &ChannelReport) -> CommandId {
    let what = match report {
        ChannelReport::Arrived { .. } => "arrived".to_owned(),
        ChannelReport::Bounced { .. } => "bounced".to_owned(),
        ChannelReport::Read { .. } => "read".to_owned(),
        ChannelReport::CompanionSent { notice, .. } => format!("{notice:?} sent"),
        ChannelReport::CompanionFailed { notice, .. } => format!("{notice:?} failed"),
    };
    let digest: [u8; 32] = Sha256::digest(format!("weicourt-channel-1\n{case}\n{sent}\n{what}")).into();
    let mut bytes: [u8; 16] = std::array::from_fn(|i| digest[i]);
    // A UUID of version 8, whose bits are the maker's own.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    CommandId(bytes)
}

impl Court {
    /// Notes what a channel says of papers that were sent. Saying it again changes nothing.
    ///
    /// # Errors
    ///
    /// Fails only when it cannot be noted now.
    pub(crate) async fn report_service(
        &self,
        case: CaseId,
        sent: EntryRef,
        report: ChannelReport,
    ) -> Result<(), AppError> {
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let clock = Actor { person: PersonId(0), standing: Standing::System, assurance: Assurance::System };
        let given = Given::from(command_of(case, sent, &report));
        let command = Command::ReportService(ReportService { sent, report });
        match self.transact(&clock, case, given, &command, |_| Vec::new()).await {
            Ok(_) => Ok(()),
            Err(AppError::Refused(command::Refusal::Serving(
                serving::Refusal::NothingChanges | serving::Refusal::NoSuchSending,
            ))) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Looks for reports until the task is dropped.
    pub(crate) async fn follow_reports(self) {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = self.note_mail_reports().await {
                tracing::error!(error = %error, "cannot note what mail servers report");
            }
            if let Err(error) = self.note_mailbox_arrivals().await {
                tracing::error!(error = %error, "cannot note what arrived on the other node");
            }
        }
    }

    /// Notes what mail servers reported; returns how many reports were noted.
    ///
    /// # Errors
    ///
    /// Fails only when the store does; what cannot be noted now waits where it is.
    pub async fn note_mail_reports(&self) -> Result<usize, AppError> {
        let reports = match self.ports.mail.reports(ROUND).await {
            Ok(reports) => reports,
            Err(error) => {
                tracing::warn!(port = error.port, what = %error.what, "reports cannot be read");
                return Ok(0);
            }
        };
        let mut n_noted = 0;
        for report in reports {
            let about = report.tokens.iter().find_map(|token| self.read_mail_token(token));
            match about {
                Some((case, sent)) => match self.note_mail_fate(case, sent, &report.fate).await {
                    Ok(noted) => n_noted += usize::from(noted),
                    Err(error) => {
                        tracing::error!(%case, %sent, error = %error, "a report waits");
                        continue;
                    }
                },
                None => tracing::info!("a mail among the reports is about nothing this node sent"),
            }
            if let Err(error) = self.ports.mail.report_taken(&report.name).await {
                tracing::warn!(port = error.port, what = %error.what, "a report that is noted stays where it was");
            }
        }
        Ok(n_noted)
    }

    async fn note_mail_fate(&self, case: CaseId, sent: EntryRef, fate: &MailFate) -> Result<bool, AppError> {
        let sent_at = match self.store.entry(case, sent).await {
            Ok(Some(entry)) => entry.envelope.at,
            // The case has been erased since.
            Ok(None) | Err(StoreError::NoCaseKey(_)) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        // A clock that is wrong, or a report that is forged, names no time before the sending or to come.
        let now = self.now();
        let at = |said: &Option<Instant>| said.filter(|at| *at >= sent_at && *at <= now).unwrap_or(now);
        let report = match fate {
            MailFate::Arrived { at: said, proof } => {
                ChannelReport::Arrived { at: at(said), proof: proof.clone() }
            }
            MailFate::Failed { at: said, reason } => {
                ChannelReport::Bounced { at: at(said), reason: reason.clone() }
            }
            MailFate::Read { at: said, proof } => ChannelReport::Read { at: at(said), proof: proof.clone() },
            MailFate::Open => return Ok(false),
        };
        self.report_service(case, sent, report).await?;
        Ok(true)
    }

    /// Notes which papers arrived in mailboxes on the other node, as that node confirmed it; returns how many.
    ///
    /// # Errors
    ///
    /// Fails only when the store does; what cannot be noted now is looked at again.
    pub async fn note_mailbox_arrivals(&self) -> Result<usize, AppError> {
        if self.profile.zone != Zone::Court {
            return Ok(0);
        }
        let (mut after, mut n_noted) = ((CaseId(0), 0), 0);
        loop {
            let page = self.store.mailbox_confirmations(after, ROUND).await?;
            for wait in &page {
                after = (wait.case, wait.seq);
                match self.note_mailbox_arrival(wait).await {
                    Ok(noted) => n_noted += usize::from(noted),
                    Err(error) => {
                        tracing::error!(case = %wait.case, seq = wait.seq, error = %error, "an arrival waits");
                    }
                }
            }
            if page.len() < ROUND {
                return Ok(n_noted);
            }
        }
    }

    async fn note_mailbox_arrival(&self, wait: &MailboxWait) -> Result<bool, AppError> {
        let (case, seq) = (wait.case, wait.seq);
        let sent = EntryRef { origin: Origin::Court, seq };
        let Some(link) = self.link() else { return Ok(false) };
        let Some(entry) = self.store.entry(case, sent).await? else { return Ok(false) };
        let EntryBody::PapersSent(papers) = &entry.body else {
            self.store.mailbox_wait_over(case, seq).await?;
            return Ok(false);
        };
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let today = self.now().beijing_date();
        let policy = &link.settings.policy;
        let outgoing = loaded.read(|state, _| policy.shape(state, today).outgoing(state, &entry));
        if !matches!(outgoing, Outgoing::Share) {
            // The node outside has its hash and not its words.
            self.store.mailbox_waits_on(case, seq).await?;
            return Ok(false);
        }
        let unfinished = self.store.outgoing_blobs(case, true).await?;
        let mut files = papers.papers.iter().flat_map(|paper| &paper.files);
        if files.any(|file| unfinished.iter().any(|out| out.sha256 == file.sha256)) {
            return Ok(false);
        }
        let proof = format!("互联网节点确认已存入收件人信箱（法院链第{seq}条）");
        let report = ChannelReport::Arrived { at: wait.confirmed_at, proof };
        self.report_service(case, sent, report).await?;
        self.store.mailbox_wait_over(case, seq).await?;
        Ok(true)
    }
}
