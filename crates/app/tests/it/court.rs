//! A court in a temporary directory, and people who act in it.

mod printer;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use weicourt_app::acts::{Given, Presented, SoftKey, statement};
use weicourt_app::desk::RegisterCaseRequest;
use weicourt_app::devices::NewDevice;
use weicourt_app::drafts::{NewDraft, SaveDraft};
use weicourt_app::identity::{Enrolment, PhoneCodeRequest, Session};
use weicourt_app::invitations::InvitationAccepted;
use weicourt_app::limits::Limits;
use weicourt_app::passkeys::PasskeySettings;
use weicourt_app::ports::{
    BookFiles, BookLeaf, BookPlan, BoundBook, Clock, IdentityAnswer, IdentityRegister, Mail, MailReport,
    MailTaken, Media, MediaRefusal, OutgoingMail, PageImage, PageLook, PageOfWords, PageRefusal, Pages,
    PagesError, PortError, Preview, SignOn, SignOnStart, Sms, SmsText, StaffIdentity, WechatMessages,
};
use weicourt_app::uploads::BeginUpload;
use weicourt_app::{AppError, Court, Denied, NodeProfile, Ports};
use weicourt_domain::actor::{Actor, Assurance, Duty, Standing};
use weicourt_domain::entry::Procedure;
use weicourt_domain::facts::Facts;
use weicourt_domain::form::{Attachment, AttachmentKind, FilingForm, FilingKind, PartyForm, PartyKind};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::money::Fen;
use weicourt_domain::personal_data::{IdNumber, Pii};
use weicourt_store::{NodeKeys, Store, StoreConfig, StoreUrl};

use self::printer::Printer;

/// A person of `testdata/people.toml`: name, identity number, phone.
pub(crate) type Sample = (&'static str, &'static str, &'static str);
pub(crate) const PLAINTIFF: Sample = ("样例甲", "330299190001010024", "15400000001");
pub(crate) const DEFENDANT: Sample = ("样例乙", "330299190102020010", "15400000002");
pub(crate) const STRANGER: Sample = ("样例己", "330299190506060051", "15400000006");

/// 2026-11-23 10:00 in Beijing.
const MONDAY: i64 = 1_795_399_200_000;

pub(crate) struct World {
    pub(crate) court: Court,
    now: Arc<AtomicI64>,
    sent: Arc<Mutex<Vec<(String, SmsText)>>>,
    sms_works: Arc<AtomicBool>,
    pub(crate) printer: Arc<Printer>,
    /// The mail server.
    pub(crate) post: Arc<PostOffice>,
    /// Subscription messages that were sent.
    pub(crate) wechat: Arc<Follows>,
    /// The key of each person's browser.
    pub(crate) keys: Mutex<HashMap<PersonId, SoftKey>>,
    _dir: tempfile::TempDir,
}

struct TestClock(Arc<AtomicI64>);

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

struct Register;

#[async_trait]
impl IdentityRegister for Register {
    async fn check(&self, name: &Pii<String>, id: &IdNumber) -> Result<IdentityAnswer, PortError> {
        let known = [PLAINTIFF, DEFENDANT, STRANGER].into_iter().find(|person| person.1 == id.expose());
        Ok(match known {
            None => IdentityAnswer::Unknown,
            Some(person) if person.0 == name.expose() => IdentityAnswer::Match,
            Some(_) => IdentityAnswer::NameDiffers,
        })
    }
}

struct Gateway {
    sent: Arc<Mutex<Vec<(String, SmsText)>>>,
    works: Arc<AtomicBool>,
}

#[async_trait]
impl Sms for Gateway {
    async fn send(&self, to: &Pii<String>, text: &SmsText, _key: &str) -> Result<(), PortError> {
        if !self.works.load(Ordering::SeqCst) {
            return Err(PortError { port: "sms", what: "no answer".to_owned(), passing: true });
        }
        self.sent.lock().expect("not poisoned").push((to.expose().clone(), text.clone()));
        Ok(())
    }
}

/// A mail server that a test plays.
#[derive(Default)]
pub(crate) struct PostOffice {
    /// Everything that was handed over, in order.
    pub(crate) sent: Mutex<Vec<OutgoingMail>>,
    /// It takes a message and the line breaks before it can say so.
    pub(crate) line_breaks: AtomicBool,
    /// It refuses what it gets for good.
    pub(crate) refuses: AtomicBool,
    /// Reports that wait.
    pub(crate) reports: Mutex<Vec<MailReport>>,
}

#[async_trait]
impl Mail for PostOffice {
    async fn send(&self, mail: &OutgoingMail) -> Result<MailTaken, PortError> {
        if self.refuses.load(Ordering::SeqCst) {
            return Ok(MailTaken::Refused { reason: "550 5.1.1 User unknown".to_owned() });
        }
        self.sent.lock().expect("not poisoned").push(mail.clone());
        if self.line_breaks.load(Ordering::SeqCst) {
            return Err(PortError { port: "mail", what: "the line broke".to_owned(), passing: true });
        }
        Ok(MailTaken::Accepted { line: "250 2.0.0 Ok: queued as 4S".to_owned() })
    }

    async fn reports(&self, limit: usize) -> Result<Vec<MailReport>, PortError> {
        Ok(self.reports.lock().expect("not poisoned").iter().take(limit).cloned().collect())
    }

    async fn report_taken(&self, name: &str) -> Result<(), PortError> {
        self.reports.lock().expect("not poisoned").retain(|report| report.name != name);
        Ok(())
    }
}

/// The account that people follow, or do not.
#[derive(Default)]
pub(crate) struct Follows {
    pub(crate) sent: Mutex<Vec<(String, SmsText)>>,
    pub(crate) nobody: AtomicBool,
}

#[async_trait]
impl WechatMessages for Follows {
    async fn send(&self, to: &Pii<String>, text: &SmsText, _key: &str) -> Result<(), PortError> {
        if self.nobody.load(Ordering::SeqCst) {
            return Err(PortError { port: "wechat", what: "status 404".to_owned(), passing: false });
        }
        self.sent.lock().expect("not poisoned").push((to.expose().clone(), text.clone()));
        Ok(())
    }
}

struct NoSignOn;

#[async_trait]
impl SignOn for NoSignOn {
    async fn begin(&self) -> Result<SignOnStart, PortError> {
        Err(PortError { port: "sign_on", what: "not in these tests".to_owned(), passing: false })
    }

    async fn finish(&self, _code: &str, _started: &SignOnStart) -> Result<StaffIdentity, PortError> {
        Err(PortError { port: "sign_on", what: "not in these tests".to_owned(), passing: false })
    }
}

struct PlainMedia;

impl Media for PlainMedia {
    fn check_archive(&self, _bytes: &[u8]) -> Result<(), MediaRefusal> {
        Ok(())
    }

    fn sniff(&self, _head: &[u8], claimed: &str) -> Result<String, MediaRefusal> {
        Ok(claimed.to_owned())
    }

    fn preview(&self, _bytes: &[u8], _media_type: &str) -> Result<Preview, MediaRefusal> {
        Err(MediaRefusal::Damaged)
    }

    fn duration_ms(&self, _bytes: &[u8], _media_type: &str) -> Option<u32> {
        None
    }
}

/// Pages are marked in the bytes; pictures say what they are of.
struct MarkedPages;

#[async_trait]
impl Pages for MarkedPages {
    async fn count(&self, content: Vec<u8>) -> Result<u32, PagesError> {
        let n_pages = content.windows(5).filter(|word| word == b"/Page").count();
        u32::try_from(n_pages).ok().filter(|n_pages| *n_pages > 0).ok_or(PageRefusal::Damaged.into())
    }

    async fn draw(&self, content: Arc<Vec<u8>>, index: u32, look: PageLook) -> Result<PageImage, PagesError> {
        let n_pages = self.count(content.to_vec()).await?;
        if index < n_pages {
            Ok(drawn(&format!("sheet {index}"), look))
        } else {
            Err(PageRefusal::Damaged.into())
        }
    }

    async fn draw_words(&self, words: PageOfWords, look: PageLook) -> Result<PageImage, PagesError> {
        Ok(drawn(&format!("{}|{}|{}", words.heading, words.byline, words.lines.join("|")), look))
    }

    async fn bind(&self, plan: BookPlan, files: &dyn BookFiles) -> Result<BoundBook, PagesError> {
        let mut pdf = format!("%PDF {} {}", plan.case_number, plan.watermark.unwrap_or_default());
        for part in &plan.parts {
            pdf += &format!("\n{:?} {} {}", part.numbered, part.title, part.leaves.len());
            for leaf in &part.leaves {
                if let BookLeaf::Page { file, .. } = leaf {
                    files.read(file).await?;
                }
            }
        }
        let (first_pages, unreadable) = (Vec::new(), Vec::new());
        Ok(BoundBook { pdf: pdf.into_bytes(), n_index_pages: 1, first_pages, unreadable })
    }
}

/// A picture that says in its bytes what is on it.
fn drawn(what: &str, look: PageLook) -> PageImage {
    let mut jpeg = vec![0xff, 0xd8, 0xff];
    jpeg.extend(format!("{what} at {}", look.max_width_px).bytes());
    PageImage { jpeg, width: look.max_width_px, height: 1, unshown: Vec::new() }
}

pub(crate) fn command() -> CommandId {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("there is chance");
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    CommandId(bytes)
}

/// A key of a browser that was never here.
pub(crate) fn new_key() -> SoftKey {
    SoftKey::draw().expect("a key")
}

impl World {
    pub(crate) async fn new() -> World {
        World::in_zone(weicourt_domain::command::Zone::All).await
    }

    /// A node that writes what `zone` says.
    pub(crate) async fn in_zone(zone: weicourt_domain::command::Zone) -> World {
        let dir = tempfile::tempdir().expect("a directory");
        World::open(zone, dir, Arc::new(AtomicI64::new(MONDAY)), Arc::default(), Arc::default()).await
    }

    /// The node stops and starts again, without its link.
    pub(crate) async fn restarted(self) -> World {
        let World { court, now, sent, keys, printer, _dir: dir, .. } = self;
        let zone = court.profile().zone;
        court.store().close().await.expect("closed");
        let keys = keys.into_inner().expect("not poisoned");
        let world = World::open(zone, dir, now, sent, printer).await;
        *world.keys.lock().expect("not poisoned") = keys;
        world
    }

    async fn open(
        zone: weicourt_domain::command::Zone,
        dir: tempfile::TempDir,
        now: Arc<AtomicI64>,
        sent: Arc<Mutex<Vec<(String, SmsText)>>>,
        printer: Arc<Printer>,
    ) -> World {
        let keys = NodeKeys::load_or_create(&dir.path().join("keys")).expect("keys");
        let config = StoreConfig {
            url: StoreUrl::Sqlite { path: dir.path().join("weicourt.db") },
            blob_dir: dir.path().join("blobs"),
            readers: 2,
        };
        let clock = Arc::clone(&now);
        let told = Arc::new(move || Instant(clock.load(Ordering::SeqCst)));
        let store = Store::open(config, keys, told).await.expect("a store");
        let sms_works = Arc::new(AtomicBool::new(true));
        let (post, wechat) = (Arc::<PostOffice>::default(), Arc::<Follows>::default());
        let ports = Ports {
            mail: post.clone(),
            wechat: wechat.clone(),
            clock: Arc::new(TestClock(Arc::clone(&now))),
            identity: Arc::new(Register),
            sms: Arc::new(Gateway { sent: Arc::clone(&sent), works: Arc::clone(&sms_works) }),
            sign_on: Arc::new(NoSignOn),
            media: Arc::new(PlainMedia),
            pages: Arc::new(MarkedPages),
            documents: printer.clone(),
        };
        let profile = NodeProfile {
            name: "样例法院".to_owned(),
            public_url: "https://court.invalid".to_owned(),
            phone_url: "https://court.invalid".to_owned(),
            court_code: None,
            demo: false,
            zone,
            map_url_template: None,
            hotline: "12368".to_owned(),
            passkey: PasskeySettings {
                rp_id: "court.invalid".to_owned(),
                origins: vec!["https://court.invalid".to_owned()],
            },
        };
        let court = Court::new(store, Arc::new(Facts::embedded()), ports, profile, Limits::default());
        World { court, now, sent, sms_works, printer, post, wechat, keys: Mutex::default(), _dir: dir }
    }

    pub(crate) fn pass_minutes(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub(crate) fn pass_ms(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) fn sms_works(&self, works: bool) {
        self.sms_works.store(works, Ordering::SeqCst);
    }

    pub(crate) fn sent_to(&self, phone: &str) -> Vec<SmsText> {
        let sent = self.sent.lock().expect("not poisoned");
        sent.iter().filter(|(to, _)| to == phone).map(|(_, text)| text.clone()).collect()
    }

    pub(crate) async fn code(&self, phone: &str) -> String {
        let request = PhoneCodeRequest { phone: Pii::new(phone.to_owned()) };
        self.court.request_phone_code(&request, "127.0.0.1").await.expect("a code is sent");
        match self.sent_to(phone).pop() {
            Some(SmsText::Code { code, .. }) => code,
            other => panic!("expected a code, got {other:?}"),
        }
    }

    pub(crate) fn device(key: &SoftKey) -> NewDevice {
        let spki = data_encoding::BASE64.encode(&key.public().spki());
        NewDevice { spki, label: Pii::new("样例手机".to_owned()) }
    }

    pub(crate) fn enrolment(person: Sample, phone: &str, code: String, key: &SoftKey) -> Enrolment {
        Enrolment {
            name: Pii::new(person.0.to_owned()),
            id_number: Pii::new(person.1.to_owned()),
            phone: Pii::new(phone.to_owned()),
            code,
            device: Self::device(key),
        }
    }

    /// Enrols a person on a new device, which signs for them from now on.
    pub(crate) async fn enrol(&self, person: Sample) -> Actor {
        self.enrol_on(person, &new_key()).await.actor
    }

    pub(crate) async fn enrol_on(&self, person: Sample, key: &SoftKey) -> Session {
        let code = self.code(person.2).await;
        let enrolment = Self::enrolment(person, person.2, code, key);
        let done = self.court.enrol(&enrolment, "127.0.0.1").await.expect("enrolled");
        let session = self.court.session(done.token.expose()).await.expect("a session");
        self.keys.lock().expect("not poisoned").insert(session.actor.person, key.clone());
        session
    }

    pub(crate) fn key_of(&self, actor: &Actor) -> SoftKey {
        self.keys.lock().expect("not poisoned")[&actor.person].clone()
    }

    /// What `actor` posts to `path`, signed by their device, and the request it is.
    pub(crate) async fn signed<T: DeserializeOwned>(
        &self,
        actor: &Actor,
        path: &str,
        command: CommandId,
        body: &Value,
    ) -> (Given, T) {
        self.signed_as("POST", actor, path, command, body).await
    }

    /// The same with another method.
    pub(crate) async fn signed_as<T: DeserializeOwned>(
        &self,
        method: &str,
        actor: &Actor,
        path: &str,
        command: CommandId,
        body: &Value,
    ) -> (Given, T) {
        let key = self.key_of(actor);
        let body = body.to_string();
        let statement = statement(method, path, command, actor.person, body.as_bytes());
        let signature = key.sign(&statement).expect("a signature");
        let presented = Presented {
            method,
            path,
            command,
            device: Some(&key.device_header()),
            signature: Some(&signature),
            body: body.as_bytes(),
        };
        let device = Some(key.public().digest());
        let given = self.court.given(actor, device, presented).await.expect("the signature fits");
        (given, serde_json::from_str(&body).expect("a request"))
    }

    /// Accepts the invitation with `token` as its link says.
    pub(crate) async fn accept(
        &self,
        actor: &Actor,
        command: CommandId,
        token: &str,
    ) -> Result<InvitationAccepted, AppError> {
        let view = self.court.invitation(token).await?;
        let body = json!({ "case": view.case, "party": view.party, "agent": view.agent });
        let path = format!("/api/invitations/{token}/acceptance");
        let (given, request) = self.signed(actor, &path, command, &body).await;
        self.court.accept_invitation(actor, given, token, &request).await
    }

    pub(crate) async fn staff(&self, subject: &str, duty: Duty) -> Actor {
        let court_code = "浙0203".parse().expect("a court code");
        let identity = StaffIdentity {
            subject: subject.to_owned(),
            name: Pii::new(format!("样例{subject}")),
            duties: BTreeSet::from([duty]),
            court_code,
            title: "样例".to_owned(),
        };
        let standing =
            Standing::Staff { court_code: identity.court_code.clone(), duties: identity.duties.clone() };
        let person = self.court.know_staff(identity).await.expect("staff is known");
        Actor { person, standing, assurance: Assurance::Staff }
    }

    pub(crate) async fn upload(
        &self,
        actor: &Actor,
        case: CaseId,
        bytes: &[u8],
    ) -> weicourt_domain::form::BlobRef {
        let begin = BeginUpload {
            size_bytes: bytes.len() as u64,
            media_type: "application/pdf".to_owned(),
            name: Some("材料.pdf".to_owned()),
        };
        let upload = self.court.begin_upload(actor, case, begin).await.expect("an upload");
        self.court.write_chunk(actor, &upload.upload, 0, bytes).await.expect("a chunk");
        self.court.complete_upload(actor, &upload.upload).await.expect("a file").blob
    }

    /// A complaint of `plaintiff` against `respondent`, as a saved draft.
    pub(crate) async fn draft(&self, plaintiff: &Actor, respondent: Sample, with_id: bool) -> CaseId {
        let draft = self
            .court
            .create_draft(plaintiff, &NewDraft { kind: FilingKind::CivilFirstInstance })
            .await
            .expect("a draft");
        let blob = self.upload(plaintiff, draft.id, b"%PDF-1.7 sample").await;
        let form = complaint(draft.form, respondent, blob);
        let id_numbers = if with_id {
            vec![weicourt_app::drafts::TypedIdNumber {
                field: "respondents[0]".to_owned(),
                id_number: Pii::new(respondent.1.to_owned()),
            }]
        } else {
            Vec::new()
        };
        let save = SaveDraft { version: draft.version, form, id_numbers };
        let saved = self.court.save_draft(plaintiff, draft.id, save).await.expect("saved");
        assert_eq!(saved.missing, []);
        draft.id
    }

    pub(crate) async fn file(&self, plaintiff: &Actor, respondent: Sample, with_id: bool) -> CaseId {
        let draft = self.draft(plaintiff, respondent, with_id).await;
        let form = self.court.draft(plaintiff, draft).await.expect("the draft").form;
        let body = json!({ "draft": draft, "form": form });
        let (given, request) = self.signed(plaintiff, "/api/filings", command(), &body).await;
        self.court.submit_filing(plaintiff, given, &request).await.expect("handed in");
        draft
    }

    /// Hands in a complaint against two people.
    pub(crate) async fn file_against(&self, plaintiff: &Actor, both: [Sample; 2]) -> CaseId {
        let draft = self.draft(plaintiff, both[0], false).await;
        let mut form = self.court.draft(plaintiff, draft).await.expect("the draft").form;
        form.respondents.push(respondent(both[1]));
        let body = json!({ "draft": draft, "form": form });
        let (given, request) = self.signed(plaintiff, "/api/filings", command(), &body).await;
        self.court.submit_filing(plaintiff, given, &request).await.expect("handed in");
        draft
    }

    pub(crate) async fn register(&self, officer: &Actor, case: CaseId) -> Result<(), AppError> {
        let request = RegisterCaseRequest {
            cause_code: None,
            procedure: Procedure::Simplified,
            handling_judge: None,
            clerk: None,
        };
        self.court.register_case(officer, case, command().into(), &request).await.map(|_| ())
    }

    /// The token of the last invitation sent to `phone`.
    pub(crate) async fn invitation(&self, phone: &str) -> String {
        self.court.send_due_notices().await.expect("notices are sent");
        let sent = self.sent_to(phone);
        let link = sent.into_iter().rev().find_map(|text| match text {
            SmsText::Invitation { link, .. } => Some(link),
            _ => None,
        });
        link.expect("an invitation").rsplit('/').next().expect("a token").to_owned()
    }
}

fn complaint(mut form: FilingForm, respondent: Sample, blob: weicourt_domain::form::BlobRef) -> FilingForm {
    form.court_code = Some("浙0203".parse().expect("a court code"));
    form.cause_code = Some("4-10-108-3".to_owned());
    form.claims = vec!["请求判令被告归还借款".to_owned()];
    form.facts_and_reasons = "被告借款到期未还".to_owned();
    form.claim_amount_fen = Some(Fen::yuan(80_000));
    form.claimants[0].domicile = Some("样例路1号".to_owned());
    form.respondents = vec![self::respondent(respondent)];
    form.attachments =
        vec![Attachment { kind: AttachmentKind::IdentityProof, name: "身份证".to_owned(), blob }];
    form
}

fn respondent(person: Sample) -> PartyForm {
    PartyForm {
        name: person.0.to_owned(),
        phone: Some(person.2.to_owned()),
        domicile: Some("样例路2号".to_owned()),
        ..PartyForm::empty(PartyKind::NaturalPerson)
    }
}

/// What was denied, of a use case that must be.
pub(crate) fn denied<T: std::fmt::Debug>(result: Result<T, AppError>) -> Denied {
    match result {
        Err(AppError::Denied(denied)) => denied,
        other => panic!("expected a denial, got {other:?}"),
    }
}
