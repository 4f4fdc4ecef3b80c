//! Service by e-mail, and the notices to look that go along with a service.
//!
//! A message is written with the sending, in one transaction; it leaves afterwards, at least once, under an id that
//! follows from its row, so that a message that leaves twice is recognisably one. Its token names case and sending
//! under a key of this node: nobody else can make one, and nothing has to be remembered for it.

use data_encoding::BASE32_NOPAD;
use weicourt_domain::case::CaseState;
use weicourt_domain::command::Zone;
use weicourt_domain::entry::{ChannelReport, CompanionNotice, EntryBody, PapersSent, ServiceChannel};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::identifier::phone::check_mobile;
use weicourt_domain::log::{DraftBody, EntryRef};
use weicourt_domain::personal_data::Pii;
use weicourt_domain::serving::Sending;
use weicourt_store::{Notice as Waiting, Row};

use super::Notice;
use super::concerned::{Decided, OF_COURT};
use super::sending::Sent;
use super::words::{court_and_number, papers_by_mail};
use crate::court::Court;
use crate::error::AppError;
use crate::ports::{MailAttachment, MailTaken, OutgoingMail, PortError, SmsText};

/// Bytes of a token's check value.
const CHECK: usize = 12;

impl Court {
    /// What has to be sent, or waited for, because of papers that were sent.
    pub(crate) fn sendings_of(&self, state: &CaseState, decided: &Decided<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        for (entry, draft) in decided.placed() {
            let DraftBody::Ready(EntryBody::PapersSent(sent)) = &draft.body else { continue };
            let case = Some(state.case);
            match sent.channel {
                ServiceChannel::Email => {
                    rows.extend(Notice::Papers { sent: entry }.row(case, decided.now));
                }
                ServiceChannel::Mailbox if self.profile.zone == Zone::Court && !sent.arrived => {
                    rows.push(Row::MailboxSent { seq: entry.seq });
                }
                ServiceChannel::Mailbox => {}
            }
            for notice in &sent.companions {
                let notices = companions(state, sent, entry, *notice);
                rows.extend(notices.iter().filter_map(|notice| notice.row(case, decided.now)));
            }
        }
        rows
    }

    /// Hands papers to the mail server.
    pub(super) async fn send_papers_by_mail(&self, due: &Waiting, sent: EntryRef) -> Result<Sent, AppError> {
        let Some(case) = due.case else { return Ok(Sent::Done) };
        let Some((sending, subject, text)) = self.mail_of(case, sent).await? else { return Ok(Sent::Done) };
        let mut attachments = Vec::new();
        for paper in &sending.sent.papers {
            for (i, file) in paper.files.iter().enumerate() {
                let Some(reader) = self.store.open_blob(case, file.sha256).await? else {
                    let what = "a file of the papers is not here".to_owned();
                    return Ok(Sent::Failed(PortError { port: "mail", what, passing: false }));
                };
                let media_type = reader.meta().media_type.clone();
                let number = if paper.files.len() > 1 { format!("（{}）", i + 1) } else { String::new() };
                let name = format!("{}{number}{}", paper.title, ending(&media_type));
                attachments.push(MailAttachment { name, media_type, bytes: reader.read_all().await? });
            }
        }
        let mail = OutgoingMail {
            id: due.id.to_string(),
            token: self.mail_token(case, sent),
            to: Pii::new(sending.sent.address.clone()),
            at: sending.at,
            subject,
            text,
            attachments,
        };
        match self.ports.mail.send(&mail).await {
            Ok(MailTaken::Accepted { line }) => {
                tracing::info!(%case, %sent, line, "papers are with the mail server");
                Ok(Sent::Done)
            }
            Ok(MailTaken::Refused { reason }) => {
                let report = ChannelReport::Bounced { at: self.now(), reason };
                self.reported(case, sent, report).await
            }
            Err(error) => Ok(Sent::Failed(error)),
        }
    }

    /// What is to be said with papers; nothing when they were taken back or came back before they left.
    async fn mail_of(
        &self,
        case: CaseId,
        sent: EntryRef,
    ) -> Result<Option<(Sending, String, String)>, AppError> {
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        let link = self.case_link(case);
        Ok(loaded.read(|state, _| {
            let served = &state.decided.serving;
            let sending = served.sendings.get(&sent)?;
            let reported = served.reports.get(&sent).copied().unwrap_or_default();
            let over = reported.failed_at.is_some() || reported.arrived_at.is_some();
            if over || served.recalled.contains_key(&sent) {
                return None;
            }
            let (subject, text) = papers_by_mail(state, &self.facts, sending, &link);
            Some((sending.clone(), subject, text))
        }))
    }

    /// Sends a notice to look.
    pub(super) async fn send_companion(
        &self,
        due: &Waiting,
        sent: EntryRef,
        notice: CompanionNotice,
        (person, phone): (Option<PersonId>, Option<&str>),
    ) -> Result<Sent, AppError> {
        let Some(case) = due.case else { return Ok(Sent::Done) };
        let known = match person {
            Some(person) => self.store.person(person).await?.map(|row| row.phone),
            None => phone.map(str::to_owned),
        };
        let loaded = self.case(case).await?;
        let (court_name, case_number) = loaded.read(|state, _| court_and_number(state, &self.facts));
        let text = SmsText::Papers {
            court_name,
            case_number: case_number.unwrap_or_default(),
            link: self.case_link(case),
        };
        let (key, Some(phone)) = (due.id.to_string(), known.map(Pii::new)) else {
            let what = "no telephone is known".to_owned();
            return Ok(Sent::Failed(PortError { port: "sms", what, passing: false }));
        };
        let tried = match notice {
            CompanionNotice::Sms => self.ports.sms.send(&phone, &text, &key).await,
            CompanionNotice::WechatMessage => self.ports.wechat.send(&phone, &text, &key).await,
        };
        match tried {
            Ok(()) => {
                self.reported(case, sent, ChannelReport::CompanionSent { notice, at: self.now() }).await
            }
            Err(error) => Ok(Sent::Failed(error)),
        }
    }

    /// Notes in the case that what a row carried was given up.
    pub(super) async fn tell_given_up(&self, due: &Waiting, error: &PortError) -> Result<(), AppError> {
        let (Some(case), Ok(notice)) = (due.case, due.read::<Notice>()) else { return Ok(()) };
        let at = self.now();
        match notice {
            Notice::Papers { sent } => {
                let reason = format!("邮件未能发出：{}", error.what);
                self.report_service(case, sent, ChannelReport::Bounced { at, reason }).await
            }
            Notice::Companion { sent, notice, .. } => {
                self.report_service(case, sent, ChannelReport::CompanionFailed { notice, at }).await
            }
            Notice::Invitation { .. } | Notice::Called { .. } | Notice::Event { .. } | Notice::Told(_) => {
                Ok(())
            }
        }
    }

    /// Notes a report, or has it tried again.
    async fn reported(&self, case: CaseId, sent: EntryRef, report: ChannelReport) -> Result<Sent, AppError> {
        Ok(match self.report_service(case, sent, report).await {
            Ok(()) => Sent::Done,
            Err(error) => Sent::Failed(PortError { port: "report", what: error.to_string(), passing: true }),
        })
    }

    /// Where people look at a case.
    fn case_link(&self, case: CaseId) -> String {
        format!("{}/m/cases/{case}", self.profile.phone_url)
    }

    /// What comes back with every report on papers that went by e-mail.
    pub(super) fn mail_token(&self, case: CaseId, sent: EntryRef) -> String {
        let mut bytes = case.0.to_be_bytes().to_vec();
        bytes.extend(&sent.seq.to_be_bytes()[4..]);
        let check = self.store.keys().own_digest("mail", &bytes);
        bytes.extend(&check.0[..CHECK]);
        BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()
    }

    /// What a token names; nothing if this node did not make it.
    pub(super) fn read_mail_token(&self, token: &str) -> Option<(CaseId, EntryRef)> {
        let bytes = BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).ok()?;
        let (named, check) = bytes.split_at_checked(12)?;
        let (case, seq) = (named.first_chunk::<8>()?, named.last_chunk::<4>()?);
        let ours = self.store.keys().own_digest("mail", named);
        // A report is no secret to be guessed byte by byte: what is compared decides nothing but whose it is.
        let sent = EntryRef { origin: OF_COURT, seq: u64::from(u32::from_be_bytes(*seq)) };
        (check == &ours.0[..CHECK]).then_some((CaseId(u64::from_be_bytes(*case)), sent))
    }
}

/// One notice for each receiver; for the number in the party's form where nobody of it is in the space.
fn companions(
    state: &CaseState,
    papers: &PapersSent,
    sent: EntryRef,
    notice: CompanionNotice,
) -> Vec<Notice> {
    let one = |person, phone| Notice::Companion { sent, notice, person, phone };
    if papers.receivers.is_empty() {
        let confirmed = state.service_address(papers.recipient).map(|address| address.form.phone.clone());
        let stated = state.party(papers.recipient).and_then(|(_, form)| form.phone.clone());
        let phone = confirmed.or(stated).and_then(|phone| check_mobile(&phone).ok());
        return vec![one(None, phone)];
    }
    papers.receivers.iter().map(|receiver| one(Some(receiver.person), None)).collect()
}

/// How the name of a file of this type ends.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        "audio/mpeg" => ".mp3",
        "video/mp4" => ".mp4",
        _ => "",
    }
}
