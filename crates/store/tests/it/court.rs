//! A store to tell stories on, and the things that are said in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::case_number::CaseSeries;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::entry::{EntryBody, MessageContent, Procedure, StaffName};
use weicourt_domain::form::{Filer, FilingForm, FilingKind, PartyForm, PartyKind};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{
    ActorStamp, ChainVerifier, Draft, DraftBody, EntryRef, Origin, Position, StoredEntry,
};
use weicourt_domain::registration::PendingRegistration;
use weicourt_store::{Append, Appended, Expected, NodeKeys, Store, StoreConfig, StoreError, StoreUrl};

pub(crate) const PLAINTIFF: PersonId = PersonId(11);
pub(crate) const DEFENDANT: PersonId = PersonId(12);
pub(crate) const JUDGE: PersonId = PersonId(21);
pub(crate) const CLERK: PersonId = PersonId(22);
pub(crate) const OFFICER: PersonId = PersonId(23);

/// 2026-11-02T09:00:00+08:00.
const MORNING: i64 = 1_793_581_200_000;

/// A store in a directory of its own.
pub(crate) struct Court {
    pub(crate) store: Store,
    pub(crate) dir: tempfile::TempDir,
    pub(crate) config: StoreConfig,
    clock: Arc<AtomicI64>,
    commands: AtomicU64,
    /// URL and name of the PostgreSQL database to drop afterwards.
    postgres: Option<(String, String)>,
}

/// Tells `story` on every database there is.
pub(crate) async fn on_every_database<F: Future<Output = ()>>(story: impl Fn(Arc<Court>) -> F) {
    let mut servers = vec![None];
    servers.extend(std::env::var("WEICOURT_TEST_PG").ok().map(Some));
    for server in servers {
        let court = Arc::new(Court::open(server.as_deref()).await);
        story(court.clone()).await;
        court.close().await;
    }
}

impl Court {
    pub(crate) async fn sqlite() -> Court {
        Court::open(None).await
    }

    async fn open(server: Option<&str>) -> Court {
        let dir = tempfile::tempdir().expect("temporary directory");
        let (url, postgres) = match server {
            None => (StoreUrl::Sqlite { path: dir.path().join("data/weicourt.db") }, None),
            Some(server) => {
                let mut name = [0; 8];
                getrandom::fill(&mut name).expect("random name");
                let name = format!("weicourt_test_{}", u64::from_be_bytes(name));
                let admin = Database::connect(server).await.expect("PostgreSQL server");
                admin.execute_unprepared(&format!("create database {name}")).await.expect("database");
                admin.close().await.expect("close");
                let (base, _) = server.rsplit_once('/').expect("url with a database");
                (StoreUrl::Postgres { url: format!("{base}/{name}") }, Some((server.to_owned(), name)))
            }
        };
        let config = StoreConfig { url, blob_dir: dir.path().join("data/blobs"), readers: 2 };
        let clock = Arc::new(AtomicI64::new(MORNING));
        let store = open_at(&config, dir.path(), &clock).await;
        Court { store, dir, config, clock, commands: AtomicU64::new(1), postgres }
    }

    /// Another node on the same database, with the same keys.
    pub(crate) async fn second_node(&self) -> Store {
        open_at(&self.config, self.dir.path(), &self.clock).await
    }

    pub(crate) async fn close(&self) {
        self.store.close().await.expect("close");
        if let Some((server, name)) = &self.postgres {
            let admin = Database::connect(server).await.expect("PostgreSQL server");
            admin.execute_unprepared(&format!("drop database {name} with (force)")).await.expect("drop");
            admin.close().await.expect("close");
        }
    }

    pub(crate) fn clock(&self) -> Arc<AtomicI64> {
        self.clock.clone()
    }

    pub(crate) fn now(&self) -> Instant {
        Instant(self.clock.load(Ordering::Relaxed))
    }

    pub(crate) fn wait_ms(&self, duration_ms: i64) {
        self.clock.fetch_add(duration_ms, Ordering::Relaxed);
    }

    /// A connection beside the store, for whoever wants to tamper.
    pub(crate) async fn intruder(&self) -> DatabaseConnection {
        let url = match &self.config.url {
            StoreUrl::Sqlite { path } => format!("sqlite://{}", path.display()),
            StoreUrl::Postgres { url } => url.clone(),
        };
        Database::connect(url).await.expect("intruder")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn command(&self) -> CommandId {
        let number = self.commands.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&number.to_be_bytes());
        CommandId(bytes)
    }

    pub(crate) fn append_of(&self, case: CaseId, drafts: Vec<Draft>) -> Append {
        Append {
            case,
            drafts,
            command: self.command(),
            proof: None,
            expected: Expected::Any,
            with: Vec::new(),
        }
    }

    pub(crate) async fn append(&self, case: CaseId, drafts: Vec<Draft>) -> Appended {
        self.store.append(self.append_of(case, drafts)).await.expect("append")
    }

    /// A case that was filed by the plaintiff and accepted under the next number, with a bench.
    pub(crate) async fn registered_case(&self) -> CaseId {
        let case = self.filed_case().await;
        self.append(case, vec![registration()]).await;
        self.append(case, vec![bench()]).await;
        case
    }

    pub(crate) async fn filed_case(&self) -> CaseId {
        let case = self.store.new_case().await.expect("case");
        self.append(case, vec![filing(form())]).await;
        case
    }

    /// Verifies both chains and gives their lengths.
    pub(crate) async fn verify(&self, case: CaseId) -> Result<Position, String> {
        let key = self.store.keys().verifying_key();
        let mut position = Position::default();
        for origin in [Origin::Front, Origin::Court] {
            let mut verifier = ChainVerifier::new(case, origin, &key);
            let chain = self.chain(case, origin).await.map_err(|error| error.to_string())?;
            for entry in &chain {
                verifier.check(entry).map_err(|error| error.to_string())?;
            }
            position.advance(origin, verifier.head().seq);
        }
        Ok(position)
    }

    pub(crate) async fn chain(&self, case: CaseId, origin: Origin) -> Result<Vec<StoredEntry>, StoreError> {
        self.store.stored_chain(case, origin, 1, 1_000_000).await
    }
}

pub(crate) async fn open_at(config: &StoreConfig, dir: &Path, clock: &Arc<AtomicI64>) -> Store {
    let keys = NodeKeys::load_or_create(&dir.join("keys")).expect("keys");
    let clock = clock.clone();
    let now = Arc::new(move || Instant(clock.load(Ordering::Relaxed)));
    Store::open(config.clone(), keys, now).await.expect("store")
}

fn stamp(person: PersonId, role: Role) -> ActorStamp {
    let assurance = if role.is_court() { Assurance::Staff } else { Assurance::RealName };
    ActorStamp { person, role, assurance }
}

pub(crate) fn draft(body: EntryBody, who: PersonId, role: Role, class: Class) -> Draft {
    let origin = if role.is_court() { Origin::Court } else { Origin::Front };
    Draft {
        body: DraftBody::Ready(body),
        class,
        audience: Audience::Everyone,
        actor: stamp(who, role),
        origin,
    }
}

pub(crate) fn message(text: &str) -> EntryBody {
    EntryBody::MessagePosted {
        content: MessageContent::Text { text: text.to_owned() },
        quote: None,
        mentions: BTreeSet::new(),
    }
}

/// Words of the plaintiff.
pub(crate) fn says(text: &str) -> Draft {
    draft(message(text), PLAINTIFF, Role::Plaintiff, Class::Conversation)
}

/// Words of the judge.
pub(crate) fn judge_says(text: &str) -> Draft {
    draft(message(text), JUDGE, Role::HandlingJudge, Class::Conversation)
}

pub(crate) fn party(name: &str) -> PartyForm {
    PartyForm {
        kind: PartyKind::NaturalPerson,
        name: name.to_owned(),
        id_masked: None,
        id_digest: None,
        uscc: None,
        legal_representative: None,
        sex: None,
        ethnicity: None,
        born_on: None,
        phone: None,
        domicile: None,
        agents: Vec::new(),
    }
}

pub(crate) fn form() -> FilingForm {
    let mut form = FilingForm::empty(FilingKind::CivilFirstInstance);
    form.court_code = Some("浙0203".parse().expect("court code"));
    form.cause_code = Some("9104".to_owned());
    form.claimants = vec![party("样例甲")];
    form.respondents = vec![party("样例乙")];
    form.claims = vec!["判令被告归还借款".to_owned()];
    form.filed_by = Filer::default();
    form
}

pub(crate) fn filing(form: FilingForm) -> Draft {
    draft(EntryBody::FilingSubmitted { form }, PLAINTIFF, Role::Plaintiff, Class::Material)
}

pub(crate) fn series() -> CaseSeries {
    CaseSeries {
        year: 2026,
        court: "浙0203".parse().expect("court code"),
        special: None,
        case_type: CaseTypeCode::new("民初"),
    }
}

/// Acceptance of the first filing.
pub(crate) fn registration() -> Draft {
    let pending = PendingRegistration {
        filing: EntryRef { origin: Origin::Front, seq: 1 },
        series: series(),
        court_name: "样例人民法院".to_owned(),
        cause_code: "9104".to_owned(),
        cause_name: "民间借贷纠纷".to_owned(),
        procedure: Procedure::Simplified,
        filed_on: "2026-11-02".parse().expect("date"),
        title: "样例甲诉样例乙民间借贷纠纷".to_owned(),
    };
    Draft {
        body: DraftBody::AwaitsNumber(Box::new(pending)),
        class: Class::Register,
        audience: Audience::Everyone,
        actor: stamp(OFFICER, Role::FilingOfficer),
        origin: Origin::Court,
    }
}

pub(crate) fn bench() -> Draft {
    let named = |person, name: &str| StaffName { person, name: name.to_owned() };
    let body = EntryBody::BenchAssigned {
        handling_judge: named(JUDGE, "样例法官"),
        clerk: named(CLERK, "样例书记员"),
        judge_assistant: None,
        panel: Vec::new(),
    };
    draft(body, OFFICER, Role::FilingOfficer, Class::Register)
}

/// What a message says.
pub(crate) fn words(body: &EntryBody) -> Option<&str> {
    match body {
        EntryBody::MessagePosted { content: MessageContent::Text { text }, .. } => Some(text),
        _ => None,
    }
}

/// The judge closes the case.
pub(crate) fn closing() -> Draft {
    let body = EntryBody::CaseClosed {
        outcome: weicourt_domain::entry::Outcome::Mediated,
        note: String::new(),
        closed_on: "2026-11-30".parse().expect("date"),
    };
    draft(body, JUDGE, Role::HandlingJudge, Class::Register)
}
