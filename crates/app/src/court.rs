//! The one path of every act: load, decide, append; a lost race loads and decides again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use weicourt_domain::actor::{Actor, Standing};
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{self, Command, Setting, Zone};
use weicourt_domain::court::CourtCode;
use weicourt_domain::digest::Digest;
use weicourt_domain::facts::Facts;
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, Position, Receipt};
use weicourt_store::{Append, Appended, Committed, Device, Expected, Row, Store, StoreError};

use crate::acts::{Given, SignedAct};
use crate::counting;
use crate::documents::PapersAtHand;
use crate::dossier::PagesAtHand;
use crate::error::{AppError, Denied};
use crate::exchange::{Asked, ControlItem, ExchangeSettings, Link, changes_what_leaves};
use crate::hub::Hub;
use crate::limits::{Limits, RateLimits};
use crate::notices::Decided;
use crate::passkeys::PasskeySettings;
use crate::ports::{
    Clock, CourtDocuments, IdentityRegister, Mail, Media, Pages, SignOn, Sms, WechatMessages,
};

/// How often a lost race is tried again. In two zones the other side's entries come in bursts, so an act may
/// lose several times in a row without anybody else having acted here.
const TRIES: usize = 12;
/// Entries read at once while a case is loaded.
const LOAD_PAGE: usize = 2000;
/// Cases kept in memory.
const MOST_LOADED: u64 = 20_000;

/// Answered challenges kept in memory; log-ins are limited far below.
const MOST_CHALLENGES: u64 = 100_000;
/// Devices kept in memory.
const MOST_DEVICES: u64 = 50_000;
/// How long a device is believed without asking the store: so long may one that was revoked at another
/// node still act here.
const DEVICES_FOR: Duration = Duration::from_secs(5);

/// The outside world.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identity register.
    pub identity: Arc<dyn IdentityRegister>,
    /// Short messages.
    pub sms: Arc<dyn Sms>,
    /// E-mail.
    pub mail: Arc<dyn Mail>,
    /// Subscription messages.
    pub wechat: Arc<dyn WechatMessages>,
    /// Staff sign-on.
    pub sign_on: Arc<dyn SignOn>,
    /// Pictures and recordings.
    pub media: Arc<dyn Media>,
    /// Pages of files.
    pub pages: Arc<dyn Pages>,
    /// Court documents.
    pub documents: Arc<dyn CourtDocuments>,
}

/// How this node calls itself.
#[derive(Debug, Clone)]
pub struct NodeProfile {
    /// Name people see.
    pub name: String,
    /// Address people reach it at, without a slash at the end.
    pub public_url: String,
    /// Address that people outside reach the court at: this node's, or that of the node on the internet.
    pub phone_url: String,
    /// The court it belongs to.
    pub court_code: Option<CourtCode>,
    /// Whether it runs with sample data.
    pub demo: bool,
    /// Which origins it writes.
    pub zone: Zone,
    /// `{latitude}`, `{longitude}` and `{name}` are replaced by the client; none leaves the `geo:` link.
    pub map_url_template: Option<String>,
    /// The hotline shown when no other number is known.
    pub hotline: String,
    /// Where passkeys belong.
    pub passkey: PasskeySettings,
}

/// The court as its use cases see it.
#[derive(Clone)]
pub struct Court {
    pub(crate) store: Store,
    pub(crate) facts: Arc<Facts>,
    pub(crate) ports: Ports,
    pub(crate) profile: Arc<NodeProfile>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) rates: Arc<RateLimits>,
    /// Who is connected.
    pub hub: Hub,
    cases: moka::future::Cache<CaseId, Arc<LoadedCase>>,
    /// The way to the other zone.
    pub(crate) link: Option<Arc<Link>>,
    /// When cases were last asked home.
    pub(crate) returns: Arc<Asked>,
    /// Challenges for passkeys that were answered.
    pub(crate) challenges: moka::future::Cache<Digest, ()>,
    /// Devices that have acted lately.
    pub(crate) devices: moka::future::Cache<(PersonId, Digest), Device>,
    /// Pages that were read lately.
    pub(crate) pages_at_hand: PagesAtHand,
    /// Court documents that were set lately.
    pub(crate) papers_at_hand: PapersAtHand,
}

/// A case in memory: the fold of its log up to a position.
#[derive(Debug)]
pub(crate) struct LoadedCase {
    inner: Mutex<(CaseState, Position)>,
}

impl LoadedCase {
    /// Reads the state; the closure must be short.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&CaseState, Position) -> T) -> T {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        look(&inner.0, inner.1)
    }

    /// Folds a commit in; returns whether the case stands where the commit left it. Entries that are withheld
    /// from this node are not among those of a commit, so that the numbers alone do not tell.
    pub(crate) fn fold_committed(&self, committed: &Committed) -> bool {
        let complete = self.fold(&committed.entries);
        let (reached, left) = (self.read(|_, position| position), committed.heads.position());
        complete && reached.front >= left.front && reached.court >= left.court
    }

    /// Folds entries in that directly follow what is known; returns whether none was left out.
    pub(crate) fn fold<'e>(&self, entries: impl IntoIterator<Item = &'e Arc<Entry>>) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut complete = true;
        for entry in entries {
            let (origin, seq) = (entry.envelope.origin, entry.envelope.seq);
            let known = inner.1.of(origin);
            if seq == known + 1 {
                inner.0.evolve(entry);
                inner.1.advance(origin, seq);
            } else if seq > known + 1 {
                complete = false;
            }
        }
        complete
    }
}

impl LoadedCase {
    /// Folds in what the log has after a position that was known here. Numbers that are missing are withheld
    /// from this node.
    pub(crate) fn fold_stretch(&self, entries: &[Arc<Entry>], upto: Position) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in entries {
            let (origin, seq) = (entry.envelope.origin, entry.envelope.seq);
            if seq > inner.1.of(origin) {
                inner.0.evolve(entry);
                inner.1.advance(origin, seq);
            }
        }
        inner.1 = inner.1.join(upto);
    }
}

/// What came of an act.
#[derive(Debug, Clone)]
pub struct Done {
    /// The receipt of its first entry.
    pub receipt: Receipt,
    /// The entries.
    pub entries: Vec<Arc<Entry>>,
}

impl Court {
    /// Puts the use cases together. Call [`Court::run`] to start the fan-out and the jobs.
    pub fn new(store: Store, facts: Arc<Facts>, ports: Ports, profile: NodeProfile, limits: Limits) -> Court {
        Court {
            hub: Hub::default(),
            rates: Arc::new(RateLimits::new(&limits)),
            cases: moka::future::Cache::new(MOST_LOADED),
            link: None,
            returns: Arc::default(),
            challenges: moka::future::Cache::builder()
                .max_capacity(MOST_CHALLENGES)
                // Longer than a challenge is good for.
                .time_to_live(Duration::from_secs(900))
                .build(),
            devices: moka::future::Cache::builder()
                .max_capacity(MOST_DEVICES)
                .time_to_live(DEVICES_FOR)
                .build(),
            pages_at_hand: PagesAtHand::default(),
            papers_at_hand: PapersAtHand::default(),
            profile: Arc::new(profile),
            limits: Arc::new(limits),
            store,
            facts,
            ports,
        }
    }

    /// The same court with a way to the other zone; [`Court::run_exchange`] drives it.
    #[must_use]
    pub fn with_exchange(mut self, settings: ExchangeSettings) -> Court {
        self.link = Some(Arc::new(Link::new(settings)));
        self
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.ports.clock.now()
    }

    /// Courts, causes, holidays, fees.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// How this node calls itself.
    pub fn profile(&self) -> &NodeProfile {
        &self.profile
    }

    /// Limits of sizes and rates.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The store, for adapters that operate it (verify, backup).
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The case in memory, loaded if need be.
    pub(crate) async fn case(&self, case: CaseId) -> Result<Arc<LoadedCase>, AppError> {
        let load = async {
            let mut state = CaseState::empty(case);
            let mut position = Position::default();
            loop {
                let page = self.store.entries_after(case, position, LOAD_PAGE).await?;
                for entry in &page.entries {
                    state.evolve(entry);
                }
                position = page.upto;
                if !page.more {
                    break Ok(Arc::new(LoadedCase { inner: Mutex::new((state, position)) }));
                }
            }
        };
        self.cases.try_get_with(case, load).await.map_err(|error: Arc<StoreError>| AppError::Broken {
            what: "load a case",
            source: Box::new(error),
        })
    }

    /// Folds a commit into the case if it is in memory.
    pub(crate) async fn fold_loaded(&self, committed: &Committed) {
        if let Some(loaded) = self.cases.get(&committed.case).await
            && !loaded.fold_committed(committed)
            && let Err(error) = self.catch_up(committed.case, &loaded).await
        {
            tracing::error!(case = %committed.case, error = %error, "cannot catch up");
            self.cases.invalidate(&committed.case).await;
        }
    }

    /// Brings a loaded case up to date with the store.
    pub(crate) async fn catch_up(&self, case: CaseId, loaded: &LoadedCase) -> Result<(), AppError> {
        loop {
            let position = loaded.read(|_, position| position);
            let page = self.store.entries_after(case, position, LOAD_PAGE).await?;
            loaded.fold_stretch(&page.entries, page.upto);
            if !page.more {
                return Ok(());
            }
        }
    }

    /// Does an act: decides it against the case as it is and appends what was decided.
    ///
    /// `with` gives the rows that belong into the same transaction, from the decided state.
    pub(crate) async fn transact(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        command: &Command,
        with: impl Fn(&CaseState) -> Vec<Row> + Send + Sync,
    ) -> Result<Done, AppError> {
        let done = self.decide_and_append(actor, case, given, command, with).await;
        counting::act(command, &done);
        done
    }

    async fn decide_and_append(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        command: &Command,
        with: impl Fn(&CaseState) -> Vec<Row> + Send + Sync,
    ) -> Result<Done, AppError> {
        let command_id = given.command;
        // The one gate of all acts: what a person does has their signature, or is not done.
        if actor.standing == Standing::Public && given.act.is_none() {
            return Err(Denied::ActNotSigned.into());
        }
        // Outside the court's network nothing of the court is written but requests signed with a passkey,
        // and words signed on a phone it vouched for: the court's node refuses the rest, and the case would
        // stand still.
        if actor.standing != Standing::Public && self.profile.zone == Zone::Front {
            match (is_words(command), &given.act) {
                (true, Some(_)) => {}
                (true, None) => return Err(Denied::ActNotSigned.into()),
                (false, _) => return Err(Denied::OtherZone.into()),
            }
        }
        self.may_write(case).await?;
        let speech = is_speech(command);
        let loaded = self.case(case).await?;
        for _ in 0..TRIES {
            let now = self.now();
            let setting = Setting { now, facts: &self.facts, zone: self.profile.zone };
            let (decided, position, rows) = loaded.read(|state, position| {
                let decided = command::decide(state, actor, command, setting);
                let decided = decided.and_then(|drafts| self.reachable(state, drafts));
                let mut rows = Vec::new();
                if let Ok(drafts) = &decided {
                    let decided = Decided { actor, drafts, position, in_place: !speech, now };
                    rows.extend(with(state));
                    rows.extend(self.notices_of(state, &decided));
                    rows.extend(self.sendings_of(state, &decided));
                }
                (decided, position, rows)
            });
            let mut rows = rows;
            rows.extend(self.news_for_peer(case, command, &rows)?);
            if self.link.is_some() && self.profile.zone == Zone::Court && changes_what_leaves(command) {
                rows.push(Row::Review);
            }
            rows.extend(given.act.as_ref().map(|act| Row::Act { statement: act.statement().to_vec() }));
            let drafts = match decided {
                Ok(drafts) => drafts,
                // What was done once would often be refused the second time; the receipt stands.
                Err(refusal) => match self.repeated(actor, case, command_id).await? {
                    Some(done) => return Ok(done),
                    None => return Err(refusal.into()),
                },
            };
            let append = Append {
                case,
                drafts,
                command: command_id,
                proof: given.act.as_ref().map(SignedAct::proof),
                // Words never conflict with other words; decisions are made on what they saw.
                expected: if speech { Expected::Any } else { Expected::At(position) },
                with: rows,
            };
            match self.store.append(append).await {
                Ok(appended) => {
                    self.after_act(case, command).await?;
                    return self.appended(actor, case, &loaded, appended).await;
                }
                Err(StoreError::Conflict(_)) => self.catch_up(case, &loaded).await?,
                Err(StoreError::InvitationSpent) => return Err(Denied::InvitationOver.into()),
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Conflict)
    }

    /// What the other zone has to know of an act besides its entries.
    fn news_for_peer(&self, case: CaseId, command: &Command, rows: &[Row]) -> Result<Vec<Row>, AppError> {
        if self.link.is_none() {
            return Ok(Vec::new());
        }
        let mut news = Vec::new();
        if self.profile.zone == Zone::Front && matches!(command, Command::SubmitFiling(_)) {
            news.push(ControlItem::CaseBegun { case });
        }
        if self.profile.zone == Zone::Court {
            news.extend(rows.iter().filter_map(|row| match row {
                Row::Invitation(made) => Some(ControlItem::invitation(case, made)),
                _ => None,
            }));
        }
        news.iter().map(|item| Ok(Row::Control(item.to_store(Some(case))?))).collect()
    }

    async fn appended(
        &self,
        actor: &Actor,
        case: CaseId,
        loaded: &LoadedCase,
        appended: Appended,
    ) -> Result<Done, AppError> {
        if !loaded.fold(&appended.entries) {
            self.catch_up(case, loaded).await?;
        }
        done(actor, appended.entries)
    }

    /// What an act sets going in the other zone, beyond what was written with it.
    async fn after_act(&self, case: CaseId, command: &Command) -> Result<(), AppError> {
        let Some(link) = &self.link else { return Ok(()) };
        if self.profile.zone == Zone::Front && matches!(command, Command::SubmitFiling(_)) {
            self.went_out(case, 0).await?;
        }
        link.told();
        Ok(())
    }

    /// Drops the case from memory: what the store holds of it has changed under it.
    pub(crate) async fn forget_case(&self, case: CaseId) {
        self.cases.invalidate(&case).await;
    }

    /// What came of a command that was done before.
    pub(crate) async fn repeated(
        &self,
        actor: &Actor,
        case: CaseId,
        command_id: CommandId,
    ) -> Result<Option<Done>, AppError> {
        let entries = self.store.entries_of_command(case, command_id).await?;
        if entries.is_empty() { Ok(None) } else { done(actor, entries).map(Some) }
    }

    /// Counts an act against the person's rate.
    ///
    /// # Errors
    ///
    /// [`Denied::TooMany`] when it is too many.
    pub fn count_act(&self, actor: &Actor) -> Result<(), AppError> {
        Ok(self.rates.act(&actor.person.to_string())?)
    }

    /// State of a case for a reader who may be a stranger.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers, in the same words as for cases that do not exist.
    pub(crate) async fn case_for(&self, actor: &Actor, case: CaseId) -> Result<Arc<LoadedCase>, AppError> {
        let loaded = self.case(case).await?;
        let known = loaded.read(|state, _| state.membership(actor).is_some());
        if known { Ok(loaded) } else { Err(Denied::NotFound.into()) }
    }
}

fn done(actor: &Actor, entries: Vec<Arc<Entry>>) -> Result<Done, AppError> {
    match entries.first() {
        Some(first) if first.envelope.actor.person == actor.person => {
            Ok(Done { receipt: first.receipt(), entries })
        }
        Some(_) | None => Err(Denied::NotFound.into()),
    }
}

/// What staff do on a phone outside the court's network by themselves.
fn is_words(command: &Command) -> bool {
    matches!(
        command,
        Command::PostMessage(_)
            | Command::WithdrawMessage(_)
            | Command::CallMember(_)
            | Command::LookAtEvidence(_)
            | Command::LookAtFile(_)
    )
}

/// Whether the command only adds words, so that nothing it was decided on can have changed its meaning.
fn is_speech(command: &Command) -> bool {
    match command {
        Command::PostMessage(_)
        | Command::CallMember(_)
        | Command::LookAtEvidence(_)
        | Command::LookAtFile(_) => true,
        Command::SubmitFiling(_)
        | Command::ResubmitFiling(_)
        | Command::RequestCorrection(_)
        | Command::RejectFiling(_)
        | Command::OfferMediation(_)
        | Command::AnswerMediationOffer(_)
        | Command::RegisterCase(_)
        | Command::AssignBench(_)
        | Command::InviteMember(_)
        | Command::JoinSpace(_)
        | Command::WithdrawMessage(_)
        | Command::MuteMember(_)
        | Command::UnmuteMember(_)
        | Command::CloseFloor(_)
        | Command::OpenFloor(_)
        | Command::SetQuietHours(_)
        | Command::ClearQuietHours(_)
        | Command::CloseCase(_)
        | Command::FlagCase(_)
        | Command::ReopenCase(_)
        | Command::SubmitEvidence(_)
        | Command::WithdrawEvidence(_)
        | Command::ReceiveEvidence(_)
        | Command::SetEvidencePeriod(_)
        | Command::RequestRestriction(_)
        | Command::RestrictEvidence(_)
        | Command::GiveOpinion(_)
        | Command::OpenOpinionRound(_)
        | Command::RuleOnEvidence(_)
        | Command::AskCourtQuestion(_)
        | Command::AnswerCourtQuestion(_)
        | Command::RequestComparison(_)
        | Command::AppointComparison(_)
        | Command::RecordComparison(_)
        | Command::ProposePromotion(_)
        | Command::DeclinePromotion(_)
        | Command::FileApplication(_)
        | Command::WithdrawApplication(_)
        | Command::DecideApplication(_)
        | Command::FileAnswer(_)
        | Command::StartPeriod(_)
        | Command::MovePeriod(_)
        | Command::AddTodo(_)
        | Command::AssignTodo(_)
        | Command::FinishTodo(_)
        | Command::NoteDeadlines(_)
        | Command::DraftDocument(_)
        | Command::ApproveDocument(_)
        | Command::SetDocumentAside(_)
        | Command::ConfirmServiceAddress(_)
        | Command::RecordServiceAddress(_)
        | Command::DeclareConsent(_)
        | Command::SendPapers(_)
        | Command::ReportService(_)
        | Command::OpenServed(_)
        | Command::AcknowledgeService(_)
        | Command::RequestPaper(_)
        | Command::RebutService(_)
        | Command::RuleOnRebuttal(_)
        | Command::RecordPaperService(_)
        | Command::RecallService(_)
        | Command::CertifyService(_) => false,
    }
}
