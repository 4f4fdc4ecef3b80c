//! Commands on documents and service out of numbers, for lives of a case that nobody has thought of.

use weicourt_domain::case::CaseState;
use weicourt_domain::command::{
    AcknowledgeService, ApproveDocument, CertifyService, Command, OpenServed, RebutService, RecallService,
    RecordPaperService, ReportService, RequestPaper, RuleOnRebuttal, SendPapers, SendTo, SetDocumentAside,
};
use weicourt_domain::entry::{ChannelReport, CompanionNotice, ConsentScope, PartyNumber};
use weicourt_domain::log::EntryRef;
use weicourt_domain::service::AddressStanding;
use weicourt_domain::serving;

use super::super::given::court;
use super::super::instant;
use super::super::people::Who;
use super::super::{FACTS, NOW};
use super::given::*;

/// A command out of three numbers. What it names is found by [`aimed`].
pub(crate) fn command(what: u8, whom: u8, which: u8) -> Command {
    let (nothing, party) = (court(u64::from(which)), PartyNumber::from(whom % 3));
    let even = which.is_multiple_of(2);
    match what % 20 {
        0 | 1 => {
            let template = ["complaint_copy", "judgment", "fee_notice", "summons"][usize::from(which) % 4];
            drafts(template, "样例文书", if whom < 200 { &[] } else { &[1] })
        }
        2 => redrafts(nothing, "summons", "样例文书"),
        3 | 4 => approves(nothing, nothing),
        5 => sets_aside(nothing, "样例理由"),
        6..=8 => sends(&[nothing], &[to(party, MAILBOX)]),
        9 => {
            let standing = if even { AddressStanding::Own } else { AddressStanding::Unsure };
            sends(&[nothing], &[to_address(party, "sample@example.com", standing)])
        }
        10 => reports(nothing, report(which)),
        11 => opens(nothing, nothing),
        12 => signs(nothing, &[]),
        13 => wants_on_paper(nothing),
        14 => rebuts(nothing, nothing, "样例理由"),
        15 => rules(nothing, even),
        16 => recalls(nothing, "样例理由"),
        17 => records(party, &[nothing], way(which)),
        18 if even => confirms(address_form(Some("sample@example.com"))),
        18 => declares(ConsentScope::Service, whom.is_multiple_of(4), "样例理由"),
        _ => certifies(0, nothing, ""),
    }
}

fn report(which: u8) -> ChannelReport {
    let at = instant(NOW).plus_ms(i64::from(which) * 60_000 - 120 * 60_000);
    let proof = "250 OK".to_owned();
    match which % 5 {
        0 | 1 => ChannelReport::Arrived { at, proof },
        2 => ChannelReport::Bounced { at, reason: proof },
        3 => ChannelReport::Read { at, proof },
        _ => ChannelReport::CompanionSent { notice: CompanionNotice::Sms, at },
    }
}

fn way(which: u8) -> weicourt_domain::service::Attempt {
    match which % 4 {
        0 => handed_over("2026-11-20"),
        1 => posted(None, None),
        2 => posted(None, Some("2026-11-20")),
        _ => posted(Some("2026-11-21"), None),
    }
}

/// The same command about something that is there, if there is anything.
pub(crate) fn aimed(state: &CaseState, command: Command, which: u8) -> Command {
    let pick = |from: Vec<EntryRef>| from.get(usize::from(which) % from.len().max(1)).copied();
    let decided = &state.decided;
    let document = || pick(decided.documents.keys().copied().collect());
    let issued = || {
        let issued = decided.documents.values().filter(|document| document.issued.is_some());
        pick(issued.map(|document| document.entry).collect())
    };
    let sending = || {
        let sent = pick(decided.serving.sendings.keys().copied().collect())?;
        let papers = &decided.serving.sendings.get(&sent)?.sent.papers;
        Some((sent, papers.first()?.paper))
    };
    match command {
        Command::DraftDocument(mut draft) if draft.document.is_some() => {
            let found = document().and_then(|document| decided.documents.get(&document));
            if let Some(found) = found {
                draft.document = Some(found.entry);
                draft.template.clone_from(&found.template);
            }
            Command::DraftDocument(draft)
        }
        Command::ApproveDocument(approve) => {
            let found = document().and_then(|document| decided.documents.get(&document));
            let (document, draft) =
                found.map_or((approve.document, approve.draft), |found| (found.entry, found.latest.entry));
            Command::ApproveDocument(ApproveDocument { document, draft, ..approve })
        }
        Command::SetDocumentAside(set_aside) => {
            let document = document().unwrap_or(set_aside.document);
            Command::SetDocumentAside(SetDocumentAside { document, ..set_aside })
        }
        Command::SendPapers(send) => {
            let papers = issued().map_or_else(|| send.papers.clone(), |document| vec![document]);
            let to: Vec<SendTo> = send.to.clone();
            Command::SendPapers(SendPapers { papers, to, ..send })
        }
        Command::RecordPaperService(record) => {
            let papers = issued().map_or_else(|| record.papers.clone(), |document| vec![document]);
            let waiting = decided.serving.on_paper.values().find(|one| {
                let same = one.recorded.papers.iter().map(|one| one.paper).eq(papers.iter().copied());
                same && !decided.serving.replaced.contains(&one.entry) && which.is_multiple_of(3)
            });
            let (recipient, replaces) =
                waiting.map_or((record.recipient, None), |one| (one.recorded.recipient, Some(one.entry)));
            Command::RecordPaperService(RecordPaperService { recipient, papers, replaces, ..record })
        }
        Command::ReportService(report) => {
            let sent = sending().map_or(report.sent, |(sent, _)| sent);
            Command::ReportService(ReportService { sent, ..report })
        }
        Command::OpenServed(open) => {
            let (sent, paper) = sending().unwrap_or((open.sent, open.paper));
            Command::OpenServed(OpenServed { sent, paper })
        }
        Command::AcknowledgeService(sign) => {
            let sent = sending().map_or(sign.sent, |(sent, _)| sent);
            Command::AcknowledgeService(AcknowledgeService { sent, ..sign })
        }
        Command::RequestPaper(request) => {
            let paper = sending().map_or(request.paper, |(_, paper)| paper);
            Command::RequestPaper(RequestPaper { paper, ..request })
        }
        Command::RebutService(rebut) => {
            let (sent, paper) = sending().unwrap_or((rebut.sent, rebut.paper));
            Command::RebutService(RebutService { sent, paper, ..rebut })
        }
        Command::RuleOnRebuttal(rule) => {
            let rebuttal = pick(state.submitted.serving.rebuttals.keys().copied().collect());
            Command::RuleOnRebuttal(RuleOnRebuttal { rebuttal: rebuttal.unwrap_or(rule.rebuttal), ..rule })
        }
        Command::RecallService(recall) => {
            let sent = sending().map_or(recall.sent, |(sent, _)| sent);
            Command::RecallService(RecallService { sent, ..recall })
        }
        Command::CertifyService(certify) => {
            let number = serving::certificate_number(state);
            let lacking = serving::uncertified(state, &FACTS, instant(NOW).beijing_date());
            let (recipient, paper) = lacking.first().map_or((certify.recipient, certify.paper), |lacking| {
                (lacking.recipient, lacking.paper.paper)
            });
            Command::CertifyService(CertifyService { recipient, paper, number, ..certify })
        }
        command => command,
    }
}

/// Somebody who may well give the command; none for those of other areas.
pub(crate) fn natural(state: &CaseState, command: &Command) -> Option<Who> {
    let of_party =
        |party: PartyNumber| [Who::Plaintiff, Who::Defendant, Who::ThirdParty][usize::from(party) % 3];
    let recipient = |sent: &EntryRef| {
        let sending = state.decided.serving.sendings.get(sent);
        sending.map_or(Who::Defendant, |sending| of_party(sending.sent.recipient))
    };
    match command {
        Command::DraftDocument(_) | Command::SendPapers(_) | Command::RecordPaperService(_) => {
            Some(Who::Clerk)
        }
        Command::ApproveDocument(_)
        | Command::SetDocumentAside(_)
        | Command::RuleOnRebuttal(_)
        | Command::RecallService(_) => Some(Who::Handling),
        Command::ReportService(_) | Command::CertifyService(_) => Some(Who::Clock),
        Command::OpenServed(open) => Some(recipient(&open.sent)),
        Command::AcknowledgeService(sign) => Some(recipient(&sign.sent)),
        Command::RebutService(rebut) => Some(recipient(&rebut.sent)),
        Command::RequestPaper(request) => {
            let mut sendings = state.decided.serving.sendings.values();
            let sending = sendings.find(|one| one.sent.papers.iter().any(|one| one.paper == request.paper));
            Some(sending.map_or(Who::Defendant, |sending| of_party(sending.sent.recipient)))
        }
        Command::ConfirmServiceAddress(_) | Command::DeclareConsent(_) => Some(Who::Defendant),
        _ => None,
    }
}
