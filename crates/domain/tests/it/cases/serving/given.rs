//! A case that goes on: commands on documents and service, and what came of them.

use std::collections::BTreeSet;

use weicourt_domain::agenda;
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{
    AcknowledgeService, ApproveDocument, CertifyService, Command, ConfirmServiceAddress, DeclareConsent,
    DraftDocument, OpenServed, RebutService, RecallService, RecordPaperService, RecordServiceAddress,
    ReportService, RequestPaper, RuleOnRebuttal, SendPapers, SendTo, SetDocumentAside, Setting, Zone, decide,
};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{
    ChannelReport, CompanionNotice, ConsentDeclared, ConsentScope, DocumentApproved, DocumentDrafted,
    DocumentSetAside, EntryBody, PaperRequested, PaperServiceRecorded, PapersSent, PartyNumber,
    RebuttalRuled, Receiver, ServedOpened, ServedPaper, ServiceAcknowledged, ServiceAddressConfirmed,
    ServiceAddressForm, ServiceChannel, ServiceRebutted, ServiceRecalled, ServiceReported, ServiceTookEffect,
};
use weicourt_domain::form::{AttachmentKind, CaseStage};
use weicourt_domain::log::{DraftBody, Entry, EntryRef, Heads};
use weicourt_domain::permission::Act;
use weicourt_domain::service::{
    AddressStanding, Attempt, ConsentBasis, RebuttalGround, ServedDocument, ServiceRule, TakenBy,
};
use weicourt_domain::serving::{self, ServiceItem};

use super::super::given::*;
use super::super::people::Who;
use super::super::{FACTS, NOW, instant, telling};

pub(crate) const MAILBOX: ServiceChannel = ServiceChannel::Mailbox;
pub(crate) const EMAIL: ServiceChannel = ServiceChannel::Email;
/// The parties of [`open_space`].
pub(crate) const PLAINTIFF: PartyNumber = 0;
pub(crate) const DEFENDANT: PartyNumber = 1;
pub(crate) const THIRD_PARTY: PartyNumber = 2;

/// A case as it goes on, command by command.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) state: CaseState,
    pub(crate) entries: Vec<Entry>,
    pub(crate) zone: Zone,
    heads: Heads,
    now: String,
}

impl Story {
    /// Goes on after these entries, on the Monday morning, on a node that keeps both zones.
    pub(crate) fn after(given: &[Told]) -> Story {
        let entries = log(given);
        let mut heads = Heads::EMPTY;
        entries.iter().for_each(|entry| heads.advance(&entry.envelope, entry.hash));
        let state = state_of(&entries);
        Story { state, entries, zone: Zone::All, heads, now: NOW.to_owned() }
    }

    pub(crate) fn open() -> Story {
        Story::after(&open_space())
    }

    /// On the court's node of two.
    pub(crate) fn at_court(self) -> Story {
        Story { zone: Zone::Court, ..self }
    }

    /// It is later now: `11-24 09:00` of the year 2026, or a day with its year.
    pub(crate) fn at(&mut self, when: &str) -> &mut Story {
        let (day, time) = when.split_once(' ').expect("a day and a time");
        let year = if day.len() == 5 { "2026-" } else { "" };
        self.now = format!("{year}{day}T{time}:00+08:00");
        self
    }

    pub(crate) fn now(&self) -> weicourt_domain::instant::Instant {
        instant(&self.now)
    }

    pub(crate) fn decides(
        &self,
        who: Who,
        command: &Command,
    ) -> Result<Vec<weicourt_domain::log::Draft>, weicourt_domain::command::Refusal> {
        let setting = Setting { now: self.now(), facts: &FACTS, zone: self.zone };
        decide(&self.state, &who.actor(), command, setting)
    }

    /// What would come of a command.
    pub(crate) fn tries(&self, who: Who, command: Command) -> String {
        match self.decides(who, &command) {
            Ok(drafts) => drafts.into_iter().map(telling::draft).collect::<Vec<_>>().join("\n"),
            Err(refusal) => format!("refused: {refusal}"),
        }
    }

    /// Does it; the entries that came of it.
    pub(crate) fn does(&mut self, who: Who, command: Command) -> Vec<EntryRef> {
        let drafts = self.decides(who, &command).unwrap_or_else(|refusal| panic!("refused: {refusal}"));
        drafts.into_iter().map(|draft| self.append(&draft)).collect()
    }

    /// Does it, if it is allowed.
    pub(crate) fn may_do(&mut self, who: Who, command: &Command) {
        for draft in self.decides(who, command).unwrap_or_default() {
            self.append(&draft);
        }
    }

    fn append(&mut self, draft: &weicourt_domain::log::Draft) -> EntryRef {
        let body = match draft.body.clone() {
            DraftBody::Ready(body) => body,
            DraftBody::AwaitsNumber(registration) => registration.numbered(7),
        };
        let entry = sealed(&mut self.heads, draft, body, &self.now);
        self.state.evolve(&entry);
        let entry_ref = entry.envelope.entry_ref();
        self.entries.push(entry);
        entry_ref
    }

    /// A document that was drafted and approved.
    pub(crate) fn issued(&mut self, template: &str, title: &str, parties: &[PartyNumber]) -> EntryRef {
        let document = self.does(Who::Clerk, drafts(template, title, parties))[0];
        self.does(Who::Handling, approves(document, document));
        document
    }

    /// Sends papers to one party by one channel.
    pub(crate) fn sent(
        &mut self,
        papers: &[EntryRef],
        party: PartyNumber,
        channel: ServiceChannel,
    ) -> EntryRef {
        self.does(Who::Clerk, sends(papers, &[to(party, channel)]))[0]
    }

    /// Certifies everything that lacks its certificate, a line for each: who, what, since when, by which rule.
    pub(crate) fn certify(&mut self) -> String {
        let mut lines = Vec::new();
        for lacking in self.uncertified() {
            let number = serving::certificate_number(&self.state);
            let command = certifies(lacking.recipient, lacking.paper.paper, &number);
            let entry = self.does(Who::Clock, command)[0];
            let effective = &lacking.effective;
            let presumed = if effective.presumed { ", presumed" } else { "" };
            lines.push(format!(
                "{entry} {number}: party {}, {}, {:?} on {} by {}{presumed}",
                lacking.recipient, lacking.paper.title, effective.rule, effective.on, lacking.attempt
            ));
        }
        lines.join("\n")
    }

    pub(crate) fn uncertified(&self) -> Vec<serving::Uncertified> {
        serving::uncertified(&self.state, &FACTS, self.now().beijing_date())
    }

    pub(crate) fn items(&self) -> Vec<ServiceItem> {
        serving::items(&self.state, &FACTS, self.now().beijing_date())
    }

    pub(crate) fn item(&self, party: PartyNumber, paper: EntryRef) -> ServiceItem {
        serving::item(&self.state, &FACTS, party, paper, self.now().beijing_date()).expect("it was sent")
    }

    /// Where every paper and party stands, a line for each.
    pub(crate) fn stands(&self) -> String {
        let line = |item: &ServiceItem| {
            let attempts: Vec<String> = item.attempts.iter().map(ToString::to_string).collect();
            let mut line = format!(
                "party {}, {}: {:?} by {}",
                item.recipient,
                item.paper.title,
                item.status,
                attempts.join(" ")
            );
            if !item.verdict.next.is_empty() {
                line += &format!(", next {:?}", item.verdict.next);
            }
            line
        };
        self.items().iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The periods that run from service, a line for each.
    pub(crate) fn periods(&self) -> String {
        let all = agenda::deadlines(&self.state, &FACTS);
        let served = all.iter().filter(|deadline| deadline.kind == agenda::DeadlineKind::Served);
        let today = self.now().beijing_date();
        let line = |deadline: &agenda::CaseDeadline| {
            let until = match deadline.waits_for {
                Some(year) => format!("{} or later by the holidays of {year}", deadline.until),
                None => deadline.until.to_string(),
            };
            format!("{}: {} to {until}, {:?}", deadline.key, deadline.from, deadline.status(today))
        };
        served.map(line).collect::<Vec<_>>().join("\n")
    }

    /// What documents and service ask of the court, a line for each.
    pub(crate) fn todos(&self) -> String {
        let todos = agenda::todos(&self.state, &FACTS, self.now());
        let of_service = todos.iter().filter(|todo| {
            use agenda::TodoKind::{Approval, Certificate, Consent, PaperCopy, Rebuttal, Service};
            matches!(todo.kind, Approval | Certificate | Consent | PaperCopy | Rebuttal | Service)
        });
        of_service.map(|todo| format!("{} {}", todo.key, todo.title)).collect::<Vec<_>>().join("\n")
    }
}

pub(crate) fn drafts(template: &str, title: &str, parties: &[PartyNumber]) -> Command {
    Command::DraftDocument(DraftDocument {
        document: None,
        template: template.to_owned(),
        template_version: 1,
        title: title.to_owned(),
        data: r#"{"words":"样例"}"#.to_owned(),
        parties: parties.iter().copied().collect(),
    })
}

/// The next version of a document that was begun with [`drafts`].
pub(crate) fn redrafts(document: EntryRef, template: &str, title: &str) -> Command {
    let Command::DraftDocument(draft) = drafts(template, title, &[]) else { unreachable!("a draft") };
    Command::DraftDocument(DraftDocument { document: Some(document), ..draft })
}

pub(crate) fn approves(document: EntryRef, draft: EntryRef) -> Command {
    Command::ApproveDocument(ApproveDocument {
        document,
        draft,
        file: photo(&format!("{document}.pdf")),
        n_pages: 2,
        previewed: Digest::of(document.to_string().as_bytes()),
        code: format!("样例码{document}"),
    })
}

pub(crate) fn sets_aside(document: EntryRef, reason: &str) -> Command {
    Command::SetDocumentAside(SetDocumentAside { document, reason: reason.to_owned() })
}

pub(crate) fn to(party: PartyNumber, channel: ServiceChannel) -> SendTo {
    SendTo { party, channel, address: None, standing: None }
}

pub(crate) fn to_address(party: PartyNumber, address: &str, standing: AddressStanding) -> SendTo {
    SendTo { party, channel: EMAIL, address: Some(address.to_owned()), standing: Some(standing) }
}

pub(crate) fn sends(papers: &[EntryRef], to: &[SendTo]) -> Command {
    let companions = [CompanionNotice::Sms].into();
    Command::SendPapers(SendPapers { papers: papers.to_vec(), to: to.to_vec(), companions })
}

pub(crate) fn address_form(email: Option<&str>) -> ServiceAddressForm {
    ServiceAddressForm {
        electronic: true,
        mailbox: true,
        email: email.map(str::to_owned),
        paper_decisions: false,
        excluded: String::new(),
        receiver: "样例乙".to_owned(),
        phone: "15400000001".to_owned(),
        address: "样例市样例路1号".to_owned(),
        postcode: "315000".to_owned(),
        stages: [CaseStage::FirstInstance].into(),
    }
}

pub(crate) fn confirms(form: ServiceAddressForm) -> Command {
    Command::ConfirmServiceAddress(ConfirmServiceAddress { form, signature: photo("签名") })
}

pub(crate) fn records_address(party: PartyNumber, form: ServiceAddressForm) -> Command {
    Command::RecordServiceAddress(RecordServiceAddress { party, form, scan: photo("确认书") })
}

pub(crate) fn declares(scope: ConsentScope, agrees: bool, reason: &str) -> Command {
    let scopes = [(scope, agrees)].into();
    Command::DeclareConsent(DeclareConsent { scopes, reason: reason.to_owned() })
}

pub(crate) fn reports(sent: EntryRef, report: ChannelReport) -> Command {
    Command::ReportService(ReportService { sent, report })
}

pub(crate) fn arrived(at: &str) -> ChannelReport {
    ChannelReport::Arrived { at: instant(at), proof: "250 OK 样例".to_owned() }
}

pub(crate) fn bounced(at: &str) -> ChannelReport {
    ChannelReport::Bounced { at: instant(at), reason: "550 样例".to_owned() }
}

pub(crate) fn opens(sent: EntryRef, paper: EntryRef) -> Command {
    Command::OpenServed(OpenServed { sent, paper })
}

pub(crate) fn signs(sent: EntryRef, papers: &[EntryRef]) -> Command {
    let papers: BTreeSet<EntryRef> = papers.iter().copied().collect();
    Command::AcknowledgeService(AcknowledgeService { sent, papers, signature: Some(photo("签收")) })
}

pub(crate) fn wants_on_paper(paper: EntryRef) -> Command {
    Command::RequestPaper(RequestPaper { paper, note: "请寄样例路".to_owned() })
}

pub(crate) fn rebuts(sent: EntryRef, paper: EntryRef, reason: &str) -> Command {
    Command::RebutService(RebutService {
        sent,
        paper,
        ground: RebuttalGround::NotReadByRecipient,
        arrived_at: None,
        reason: reason.to_owned(),
        attachments: vec![attachment(AttachmentKind::Other, "说明")],
    })
}

/// Says that it arrived at another time.
pub(crate) fn proves_arrival(sent: EntryRef, paper: EntryRef, arrived: &str) -> Command {
    Command::RebutService(RebutService {
        sent,
        paper,
        ground: RebuttalGround::OtherArrival,
        arrived_at: Some(instant(arrived)),
        reason: "样例理由".to_owned(),
        attachments: vec![attachment(AttachmentKind::Other, "说明")],
    })
}

pub(crate) fn rules(rebuttal: EntryRef, upheld: bool) -> Command {
    Command::RuleOnRebuttal(RuleOnRebuttal { rebuttal, upheld, reason: "样例理由".to_owned() })
}

pub(crate) fn recalls(sent: EntryRef, reason: &str) -> Command {
    Command::RecallService(RecallService { sent, reason: reason.to_owned() })
}

pub(crate) fn records(party: PartyNumber, papers: &[EntryRef], way: Attempt) -> Command {
    replaces(party, papers, way, None)
}

pub(crate) fn replaces(
    recipient: PartyNumber,
    papers: &[EntryRef],
    way: Attempt,
    replaces: Option<EntryRef>,
) -> Command {
    Command::RecordPaperService(RecordPaperService {
        recipient,
        papers: papers.to_vec(),
        way,
        note: "样例单号".to_owned(),
        proofs: vec![photo("回证")],
        replaces,
    })
}

pub(crate) fn handed_over(on: &str) -> Attempt {
    Attempt::Personal { taken_by: TakenBy::Recipient, signed_on: on.parse().expect("a date") }
}

pub(crate) fn posted(received: Option<&str>, returned: Option<&str>) -> Attempt {
    let day = |text: Option<&str>| text.map(|text| text.parse().expect("a date"));
    Attempt::Post {
        received_on: day(received),
        returned_on: day(returned),
        address_given_by_recipient: false,
    }
}

pub(crate) fn certifies(recipient: PartyNumber, paper: EntryRef, number: &str) -> Command {
    Command::CertifyService(CertifyService {
        recipient,
        paper,
        number: number.to_owned(),
        certificate: photo(&format!("{number}.pdf")),
        code: format!("样例码{number}"),
    })
}

/// A paper of the past.
fn served_paper(paper: EntryRef) -> ServedPaper {
    ServedPaper {
        paper,
        kind: ServedDocument::Decision,
        template: "judgment".to_owned(),
        title: "样例判决书".to_owned(),
        files: vec![photo("判决书.pdf")],
        code: "样例码".to_owned(),
    }
}

fn about_the_defendant(by: Who, body: EntryBody) -> Told {
    let persons = [Who::Defendant.person()].into();
    Told::new(by, body, Class::Material, Audience::Persons { persons })
}

fn kept_inside(by: Who, body: EntryBody) -> Told {
    Told::new(by, body, Class::Secret, Audience::Court)
}

/// The first draft of a judgment.
pub(crate) fn drafted(by: Who) -> Told {
    drafted_anew(by, None)
}

fn drafted_anew(by: Who, document: Option<EntryRef>) -> Told {
    let drafted = DocumentDrafted {
        document,
        template: "judgment".to_owned(),
        template_version: 1,
        title: "样例判决书".to_owned(),
        data: r#"{"words":"样例"}"#.to_owned(),
        parties: [].into(),
    };
    kept_inside(by, EntryBody::DocumentDrafted(drafted))
}

pub(crate) fn issued_of_the_past(document: EntryRef, draft: EntryRef) -> Told {
    let approved = DocumentApproved {
        document,
        draft,
        template: "judgment".to_owned(),
        title: "样例判决书".to_owned(),
        parties: [].into(),
        file: photo("判决书.pdf"),
        n_pages: 12,
        previewed: Digest::of(b"unsealed"),
        code: "sample-code".to_owned(),
    };
    kept_inside(Who::Handling, EntryBody::DocumentApproved(approved))
}

pub(crate) fn sent_of_the_past(recipient: PartyNumber, paper: EntryRef, standing: AddressStanding) -> Told {
    let mailbox = standing != AddressStanding::Unsure;
    let sent = PapersSent {
        recipient,
        name: "样例".to_owned(),
        receivers: Vec::new(),
        papers: vec![served_paper(paper)],
        channel: if mailbox { MAILBOX } else { EMAIL },
        address: if mailbox { String::new() } else { "sample@example.com".to_owned() },
        standing,
        basis: None,
        consent: None,
        companions: [].into(),
        arrived: mailbox,
    };
    about_the_defendant(Who::Clerk, EntryBody::PapersSent(sent))
}

/// The certificate of a judgment that was served by post.
pub(crate) fn certified_of_the_past(recipient: PartyNumber, paper: EntryRef, attempt: EntryRef) -> Told {
    let effect = ServiceTookEffect {
        recipient,
        paper,
        template: "judgment".to_owned(),
        title: "样例判决书".to_owned(),
        attempt,
        rule: ServiceRule::Post,
        on: "2026-11-09".parse().expect("a date"),
        at: Some(instant("2026-11-09T12:10:00+08:00")),
        presumed: true,
        source: vec!["民事诉讼法 §91".to_owned()],
        number: "（2026）浙0203民初7号送证第1号".to_owned(),
        certificate: photo("凭证.pdf"),
        code: "sample-code".to_owned(),
    };
    about_the_defendant(Who::Clock, EntryBody::ServiceTookEffect(effect))
}

/// A space with its bench, as far as court entry 2, in which documents were served: a draft (3), a judgment
/// (4) in the mailbox of each party (6 and on) and at addresses of whose owners nobody is sure (9 and on), another
/// one (12) that the defendant has rebutted, and one of the filing desk (15) that is on its way (17).
pub(crate) fn with_service(mut given: Vec<Told>, by_lawyer: bool) -> Vec<Told> {
    let claimant = if by_lawyer { Who::PlaintiffsLawyer } else { Who::Plaintiff };
    let opened =
        |by, sent, paper| about_the_defendant(by, EntryBody::ServedOpened(ServedOpened { sent, paper }));
    given.extend([drafted(Who::Clerk), drafted(Who::Clerk), issued_of_the_past(court(4), court(4))]);
    for standing in [AddressStanding::Own, AddressStanding::Unsure] {
        given.extend((0..3).map(|party| sent_of_the_past(party, court(4), standing)));
    }
    given.extend([
        drafted(Who::Clerk),
        issued_of_the_past(court(12), court(12)),
        sent_of_the_past(DEFENDANT, court(12), AddressStanding::Own),
        drafted(Who::FilingOfficer),
        issued_of_the_past(court(15), court(15)).by(Who::FilingOfficer),
        sent_of_the_past(PLAINTIFF, court(15), AddressStanding::Unsure).by(Who::FilingOfficer),
        opened(claimant, court(6), court(4)),
        opened(Who::Defendant, court(7), court(4)),
        opened(Who::ThirdParty, court(8), court(4)),
        opened(Who::Defendant, court(14), court(12)),
    ]);
    let rebutted = ServiceRebutted {
        sent: court(14),
        paper: court(12),
        party: DEFENDANT,
        ground: RebuttalGround::NotReadByRecipient,
        arrived_at: None,
        reason: "样例理由".to_owned(),
        attachments: Vec::new(),
    };
    given.push(about_the_defendant(Who::Defendant, EntryBody::ServiceRebutted(rebutted)));
    given
}

/// The command behind an act on what [`with_service`] has.
pub(crate) fn command_of(act: Act, who: Who, by_lawyer: bool) -> Command {
    let party = match who {
        Who::Defendant | Who::DefendantsRelative => u64::from(DEFENDANT),
        Who::ThirdParty => u64::from(THIRD_PARTY),
        _ => u64::from(PLAINTIFF),
    };
    // The filing desk serves what it issued itself.
    let of_desk = who == Who::FilingOfficer;
    let paper = if of_desk { court(15) } else { court(12) };
    match act {
        Act::DraftDocument => drafts("judgment", "样例判决书", &[]),
        Act::ApproveDocument => approves(court(3), court(3)),
        Act::SetDocumentAside => sets_aside(court(3), "样例理由"),
        Act::ConfirmServiceAddress => confirms(address_form(None)),
        Act::RecordServiceAddress => records_address(DEFENDANT, address_form(None)),
        Act::DeclareConsent => declares(ConsentScope::Service, true, ""),
        Act::SendPapers => sends(&[paper], &[to(PLAINTIFF, MAILBOX)]),
        Act::OpenServed => opens(court(9 + party), court(4)),
        Act::AcknowledgeService => signs(court(6 + party), &[]),
        Act::RequestPaper => wants_on_paper(court(4)),
        Act::RebutService => rebuts(court(6 + party), court(4), "样例理由"),
        // The first of the claimant's chain is the filing; who filed did not come in besides.
        Act::RuleOnRebuttal => rules(front(if by_lawyer { 9 } else { 10 }), true),
        Act::RecordPaperService => records(DEFENDANT, &[paper], handed_over("2026-11-20")),
        _ => recalls(court(if of_desk { 17 } else { 9 }), "样例理由"),
    }
}

/// One entry of each kind about documents and service, with every field, after a story whose court chain ends
/// before `court_seq` and whose front chain ends before `front_seq`.
pub(crate) fn one_of_each(front_seq: u64, court_seq: u64) -> Vec<Told> {
    let (document, sent, rebuttal) = (court(court_seq), court(court_seq + 3), front(front_seq + 5));
    let form = ServiceAddressForm {
        paper_decisions: true,
        excluded: "样例文书".to_owned(),
        ..address_form(Some("sample@example.com"))
    };
    let sending = EntryBody::PapersSent(PapersSent {
        recipient: DEFENDANT,
        name: Who::Defendant.name().to_owned(),
        receivers: vec![Receiver { person: Who::Defendant.person(), name: Who::Defendant.name().to_owned() }],
        papers: vec![served_paper(document)],
        channel: EMAIL,
        address: "sample@example.com".to_owned(),
        standing: AddressStanding::Own,
        basis: Some(ConsentBasis::Express),
        consent: Some(front(front_seq)),
        companions: [CompanionNotice::Sms, CompanionNotice::WechatMessage].into(),
        arrived: true,
    });
    let at = || instant("2026-11-09T12:10:00+08:00");
    let proof = || "250 OK 样例".to_owned();
    let said = [
        ChannelReport::Arrived { at: at(), proof: proof() },
        ChannelReport::Bounced { at: at(), reason: proof() },
        ChannelReport::Read { at: at(), proof: proof() },
        ChannelReport::CompanionSent { notice: CompanionNotice::Sms, at: at() },
        ChannelReport::CompanionFailed { notice: CompanionNotice::WechatMessage, at: at() },
    ];
    let by = |body| about_the_defendant(Who::Defendant, body);
    let mut told = vec![
        drafted(Who::Clerk),
        drafted_anew(Who::Clerk, Some(document)),
        issued_of_the_past(document, court(court_seq + 1)),
        by(EntryBody::ServiceAddressConfirmed(ServiceAddressConfirmed {
            party: DEFENDANT,
            form,
            signature: photo("签名"),
            on_paper: false,
        })),
        by(EntryBody::ConsentDeclared(ConsentDeclared {
            party: DEFENDANT,
            scopes: [(ConsentScope::Service, true), (ConsentScope::Hearing, false)].into(),
            reason: "样例理由".to_owned(),
        })),
        about_the_defendant(Who::Clerk, sending),
    ];
    told.extend(said.map(|report| {
        about_the_defendant(Who::Clock, EntryBody::ServiceReported(ServiceReported { sent, report }))
    }));
    told.extend([
        by(EntryBody::ServedOpened(ServedOpened { sent, paper: document })),
        by(EntryBody::ServiceAcknowledged(ServiceAcknowledged {
            sent,
            papers: [document].into(),
            signature: Some(photo("签收")),
        })),
        by(EntryBody::PaperRequested(PaperRequested {
            paper: document,
            party: DEFENDANT,
            note: "样例附言".to_owned(),
        })),
        by(EntryBody::ServiceRebutted(ServiceRebutted {
            sent,
            paper: document,
            party: DEFENDANT,
            ground: RebuttalGround::NotReadByRecipient,
            arrived_at: None,
            reason: "样例理由".to_owned(),
            attachments: vec![attachment(AttachmentKind::Other, "说明")],
        })),
        about_the_defendant(
            Who::Handling,
            EntryBody::RebuttalRuled(RebuttalRuled {
                rebuttal, upheld: true, reason: "样例理由".to_owned()
            }),
        ),
        about_the_defendant(
            Who::Clerk,
            EntryBody::PaperServiceRecorded(PaperServiceRecorded {
                recipient: DEFENDANT,
                papers: vec![served_paper(document)],
                way: posted(Some("2026-11-09"), None),
                note: "样例单号".to_owned(),
                proofs: vec![photo("回证")],
                replaces: Some(court(court_seq + 9)),
            }),
        ),
        about_the_defendant(
            Who::Clerk,
            EntryBody::ServiceRecalled(ServiceRecalled { sent, reason: "样例理由".to_owned() }),
        ),
        certified_of_the_past(DEFENDANT, document, court(court_seq + 10)),
        kept_inside(
            Who::Handling,
            EntryBody::DocumentSetAside(DocumentSetAside { document, reason: "样例理由".to_owned() }),
        ),
    ]);
    told
}
