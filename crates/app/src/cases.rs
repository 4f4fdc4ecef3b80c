//! My cases, one case with all its fields, and reading the space.

mod news;

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Role, Side};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case::{CaseState, CaseStatus};
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::command::Zone;
use weicourt_domain::court::CourtCode;
use weicourt_domain::entry::{Outcome, PartyNumber, Procedure, StaffName};
use weicourt_domain::filing;
use weicourt_domain::form::{AgentKind, FilingKind, PartyKind};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Entry, Position, Receipt};
use weicourt_domain::membership;
use weicourt_domain::money::Fen;
use weicourt_domain::permission::{self, Act};
use weicourt_domain::policy::CaseFlag;

use self::news::NEWS;
use crate::applications::{self, BlockedView};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::view::{EntryView, Page, Viewer, preview_line};

/// Everybody reads a message at about the same time; their marks go out together, this much later.
const MARKS_TOGETHER: std::time::Duration = std::time::Duration::from_millis(150);
/// Most entries of one page.
pub const LARGEST_PAGE: usize = 500;

/// Most cards of a list.
const MOST_CARDS: u64 = 500;

/// Something with a day, and whose move it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DueView {
    /// What.
    pub what: DueWhat,
    /// The last day.
    pub on: BeijingDate,
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueWhat {
    /// The court decides on the filing.
    Review,
    /// The filer corrects.
    Correction,
}

/// The last thing said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastLine {
    /// When.
    pub at: Instant,
    /// Who.
    pub name: String,
    /// The beginning of it.
    pub preview: String,
}

/// A case in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseCard {
    /// The case.
    pub case: CaseId,
    /// What people call it.
    pub title: String,
    /// The number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<CaseNumber>,
    /// The court.
    pub court_name: String,
    /// What was filed.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: CaseStatus,
    /// The viewer's role.
    pub role: Role,
    /// The last thing said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LastLine>,
    /// Entries since the viewer's read mark that others made.
    pub unread: u64,
    /// Whether one of them mentions the viewer.
    pub mentioned: bool,
    /// What is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DueView>,
    /// Whether the case is over.
    pub closed: bool,
}

/// An agent in the list of parties.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgentView {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: AgentKind,
    /// Whether they are in the space.
    pub joined: bool,
    /// Whether they were invited.
    pub invited: bool,
}

/// A party of the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartyView {
    /// Number in the case.
    pub party: PartyNumber,
    /// Role.
    pub role: Role,
    /// Side.
    pub side: Side,
    /// Name.
    pub name: String,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Agents.
    pub agents: Vec<AgentView>,
    /// Whether they are in the space.
    pub joined: bool,
    /// Whether they were invited.
    pub invited: bool,
}

/// A member of the space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberView {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Party they are or act for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyNumber>,
    /// Whether the court took their word away.
    pub muted: bool,
    /// Until when; none with `muted`: until undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub muted_until: Option<Instant>,
    /// Whether they are connected now.
    pub online: bool,
    /// What the viewer may do with them.
    pub actions: Vec<Act>,
}

/// The order of the floor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FloorView {
    /// Whether only the court may speak.
    pub closed: bool,
    /// Start of quiet hours, `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_from: Option<String>,
    /// End of quiet hours, `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_to: Option<String>,
}

/// The end of the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosingView {
    /// How.
    pub outcome: Outcome,
    /// Words of the court.
    pub note: String,
    /// Day.
    pub on: BeijingDate,
}

/// What the viewer is in the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeView {
    /// The viewer.
    pub person: PersonId,
    /// Their role.
    pub role: Role,
}

/// Something the viewer may do, or is told why not now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActionView {
    /// The act.
    pub name: Act,
    /// Why not now: a code the client has words for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<ActionRefusal>,
    /// Until when it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// Why an act that the role allows is not possible now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionRefusal {
    /// The court took the word away.
    Muted,
    /// Only the court may speak.
    FloorClosed,
    /// Quiet hours.
    QuietHours,
    /// The case is over.
    CaseClosed,
    /// The person is not known surely enough.
    AssuranceTooLow,
    /// A party asked that the person stands aside; it is not decided.
    RecusalPending,
    /// The person stands aside for good.
    Recused,
}

/// How far a member has read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadMarkView {
    /// Who.
    pub person: PersonId,
    /// How far.
    pub upto: Position,
}

/// A case with every field of the register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseDetail {
    /// The case.
    pub case: CaseId,
    /// What people call it.
    pub title: String,
    /// 案号.
    pub case_number: CaseNumber,
    /// 管辖法院, code.
    pub court_code: CourtCode,
    /// 管辖法院.
    pub court_name: String,
    /// 案件类型, code.
    pub case_type: CaseTypeCode,
    /// 案件类型.
    pub case_type_name: String,
    /// 案由, code; empty where there is no civil cause.
    pub cause_code: String,
    /// 案由.
    pub cause_name: String,
    /// 审理程序.
    pub procedure: Procedure,
    /// 案件状态.
    pub status: CaseStatus,
    /// What was filed.
    pub kind: FilingKind,
    /// 承办人.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_judge: Option<StaffName>,
    /// 书记员.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clerk: Option<StaffName>,
    /// 法官助理.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judge_assistant: Option<StaffName>,
    /// 合议庭, without the handling judge.
    pub panel: Vec<StaffName>,
    /// 立案日期.
    pub filed_on: BeijingDate,
    /// 开庭日期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing_on: Option<BeijingDate>,
    /// The end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosingView>,
    /// Amount in controversy, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_amount_fen: Option<Fen>,
    /// Acceptance or application fee under the procedure, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_fen: Option<Fen>,
    /// Parties.
    pub parties: Vec<PartyView>,
    /// Members of the space.
    pub members: Vec<MemberView>,
    /// Who of the bench does no work on the case, because their recusal waits or was granted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<BlockedView>,
    /// Order of the floor.
    pub floor: FloorView,
    /// The viewer.
    pub me: MeView,
    /// Where the log stands.
    pub heads: Position,
    /// On a node outside the court's network: how far the court's own node has both chains. What follows
    /// waits for the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court_has: Option<Position>,
    /// How far everyone has read, the viewer included.
    pub read_marks: Vec<ReadMarkView>,
    /// What the viewer may do now.
    pub actions: Vec<ActionView>,
    /// What is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DueView>,
    /// Outcomes this case can end with.
    pub outcomes: Vec<Outcome>,
    /// Why the case needs more care; for the court alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<CaseFlag>,
}

/// Outcomes in the order in which they are offered.
const OUTCOMES: [Outcome; 9] = [
    Outcome::Judgment,
    Outcome::Mediated,
    Outcome::Withdrawn,
    Outcome::DeemedWithdrawn,
    Outcome::Dismissed,
    Outcome::Transferred,
    Outcome::Terminated,
    Outcome::Enforced,
    Outcome::RoundTerminated,
];

impl Court {
    /// The person's cases, the liveliest first; `q` filters by number, title or cause.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn my_cases(
        &self,
        actor: &Actor,
        open: Option<bool>,
        q: Option<&str>,
    ) -> Result<Vec<CaseCard>, AppError> {
        let page = weicourt_store::Page { offset: 0, limit: MOST_CARDS };
        let rows = self.store.my_cases(actor.person, open, page).await?;
        let cases: Vec<CaseId> = rows.iter().map(|row| row.case).collect();
        let mut unread = self.store.unread(actor.person, &cases, &NEWS).await?;
        let mut last = self.store.last_for_everyone(&cases, &NEWS).await?;
        let mut cards = Vec::with_capacity(rows.len());
        for case in cases {
            let loaded = self.case(case).await?;
            // The store counts what is for everyone; what the person may not know of is not news to them.
            if loaded.read(|state, _| Viewer::of(state, actor, self.now()).is_some_and(|v| v.sight() != 0)) {
                let news = self.visible_news(actor, case, &loaded).await?;
                unread.insert(case, news.n_unread);
                match news.last {
                    Some(entry) => drop(last.insert(case, entry)),
                    None => drop(last.remove(&case)),
                }
            }
            let n_unread = unread.get(&case).copied().unwrap_or_default();
            let mentioned = n_unread > 0 && self.is_mentioned(actor, case, &loaded).await?;
            let card = loaded.read(|state, _| self.card(state, actor, last.get(&case).map(AsRef::as_ref)));
            cards.extend(card.map(|card| CaseCard { unread: n_unread, mentioned, ..card }));
        }
        if let Some(words) = q.map(str::trim).filter(|words| !words.is_empty()) {
            cards.retain(|card| {
                let number = card.case_number.as_ref().map(ToString::to_string).unwrap_or_default();
                words.split_whitespace().all(|word| card.title.contains(word) || number.contains(word))
            });
        }
        Ok(cards)
    }

    fn card(&self, state: &CaseState, actor: &Actor, last: Option<&Entry>) -> Option<CaseCard> {
        let viewer = Viewer::of(state, actor, self.now())?;
        let form = state.form()?;
        let registration = state.decided.registration.as_ref();
        let court_code = state.court_code()?;
        let court = self.facts.courts.get(court_code);
        let title = match registration {
            Some(registration) => registration.title.clone(),
            None => {
                let cause_name = filing::cause_name(form.kind, form.cause_code.as_ref(), &self.facts);
                form.title(&cause_name.unwrap_or_default())
            }
        };
        Some(CaseCard {
            case: state.case,
            title,
            case_number: registration.map(|registration| registration.case_number.clone()),
            court_name: court.map_or_else(|| court_code.as_str().to_owned(), |court| court.name.clone()),
            kind: form.kind,
            status: state.status(),
            role: viewer.membership.role,
            last: last.and_then(|entry| viewer.entry(entry)).map(|view| LastLine {
                at: view.at,
                preview: preview_line(&view.body),
                name: view.actor.name,
            }),
            unread: 0,
            mentioned: false,
            due: self.due(state),
            closed: state.decided.closing.is_some(),
        })
    }

    fn due(&self, state: &CaseState) -> Option<DueView> {
        match state.status() {
            CaseStatus::Submitted => {
                let on = filing::review_end(state.filing()?, &self.facts).ok()?.on;
                Some(DueView { what: DueWhat::Review, on })
            }
            CaseStatus::Correction => {
                Some(DueView { what: DueWhat::Correction, on: state.open_correction()?.until })
            }
            CaseStatus::Draft
            | CaseStatus::NotAccepted
            | CaseStatus::Filed
            | CaseStatus::Preparing
            | CaseStatus::Closed => None,
        }
    }

    /// A registered case with all its fields.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers and for cases without a number.
    pub async fn case_detail(&self, actor: &Actor, case: CaseId) -> Result<CaseDetail, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let marks = self.store.read_marks_of_case(case).await?;
        let now = self.now();
        let detail = loaded.read(|state, heads| {
            let viewer = Viewer::of(state, actor, now)?;
            let registration = state.decided.registration.as_ref()?;
            let form = state.form()?;
            let bench = state.decided.bench.as_ref();
            let type_name = self.facts.case_types.get(&registration.case_type).map(|kind| kind.name.clone());
            let fee = filing::fee(form, Some(registration.procedure), &self.facts).ok();
            let (quiet_from, quiet_to) = state.decided.quiet_hours.map(|quiet| quiet.print()).unzip();
            let outcomes = OUTCOMES.into_iter();
            Some(CaseDetail {
                case,
                title: registration.title.clone(),
                case_number: registration.case_number.clone(),
                court_code: registration.court_code.clone(),
                court_name: registration.court_name.clone(),
                case_type_name: type_name.unwrap_or_else(|| registration.case_type.to_string()),
                case_type: registration.case_type.clone(),
                cause_code: registration.cause_code.clone(),
                cause_name: registration.cause_name.clone(),
                procedure: registration.procedure,
                status: state.status(),
                kind: form.kind,
                handling_judge: bench.map(|bench| bench.handling_judge.clone()),
                clerk: bench.map(|bench| bench.clerk.clone()),
                judge_assistant: bench.and_then(|bench| bench.judge_assistant.clone()),
                panel: bench.map(|bench| bench.panel.clone()).unwrap_or_default(),
                filed_on: registration.filed_on,
                hearing_on: None,
                flags: viewer.flags(),
                closed: state.decided.closing.as_ref().map(|closing| ClosingView {
                    outcome: closing.outcome,
                    note: closing.note.clone(),
                    on: closing.closed_on,
                }),
                claim_amount_fen: form.claim_amount_fen,
                fee_fen: fee.map(|fee| fee.fee),
                parties: parties(state),
                members: self.members(&viewer),
                blocked: applications::blocked(state),
                floor: FloorView { closed: state.decided.floor_closed, quiet_from, quiet_to },
                me: MeView { person: actor.person, role: viewer.membership.role },
                heads,
                court_has: None,
                read_marks: Vec::new(),
                actions: action_views(state, actor, now, self.profile.zone),
                due: self.due(state),
                outcomes: outcomes
                    .filter(|outcome| weicourt_domain::closing::outcome_fits(form.kind, *outcome))
                    .collect(),
            })
        });
        let mut detail = detail.ok_or(Denied::NotFound)?;
        detail.read_marks = marks.into_iter().map(|(person, upto)| ReadMarkView { person, upto }).collect();
        detail.read_marks.sort_by_key(|mark| mark.person);
        if self.profile.zone == Zone::Front {
            detail.court_has = self.store.outside(case).await?.map(|outside| outside.acknowledged);
        }
        Ok(detail)
    }

    fn members(&self, viewer: &Viewer<'_>) -> Vec<MemberView> {
        let Viewer { state, actor, now, .. } = *viewer;
        let may = |act| permission::may(state, actor, act, now).is_ok();
        let (may_call, may_mute, may_mention) =
            (may(Act::CallMember), may(Act::MuteMember), may(Act::MentionMember));
        let members = state.members().into_iter();
        members
            .map(|(person, name, membership)| {
                let mute = state.mute(person, now);
                let mut actions = Vec::new();
                if person != actor.person {
                    if may_mention {
                        actions.push(Act::MentionMember);
                    }
                    if may_call {
                        actions.push(Act::CallMember);
                    }
                    if may_mute && !membership.role.is_court() {
                        actions.push(if mute.is_some() { Act::UnmuteMember } else { Act::MuteMember });
                    }
                }
                MemberView {
                    person,
                    name: name.to_owned(),
                    role: membership.role,
                    side: membership.side,
                    party: membership.party,
                    muted: mute.is_some(),
                    muted_until: mute.flatten(),
                    // Whoever asks is there.
                    online: person == actor.person || self.hub.is_online(state.case, person),
                    actions,
                }
            })
            .collect()
    }

    /// Whether the person may follow the case on the stream.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn may_follow(&self, actor: &Actor, case: CaseId) -> Result<(), AppError> {
        self.case_for(actor, case).await.map(|_| ())
    }

    /// Entries after a position, in the order of the space.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn entries_after(
        &self,
        actor: &Actor,
        case: CaseId,
        after: Position,
        limit: usize,
    ) -> Result<Page, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let stretch = self.store.entries_after(case, after, limit.clamp(1, LARGEST_PAGE)).await?;
        let (entries, sight) = loaded.read(|state, _| views(state, actor, self.now(), &stretch.entries));
        let oldest_n = entries.first().map(|entry| entry.n);
        Ok(Page { entries, after, upto: stretch.upto, more: stretch.more, sight, oldest_n })
    }

    /// Entries before an order number: older history.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn entries_before(
        &self,
        actor: &Actor,
        case: CaseId,
        before_n: u64,
        limit: usize,
    ) -> Result<Page, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let before_n = before_n.min(u64::MAX >> 1);
        let stretch = self.store.entries_before_n(case, before_n, limit.clamp(1, LARGEST_PAGE)).await?;
        let oldest_n = stretch.entries.first().map(|entry| entry.envelope.n);
        let (entries, sight) = loaded.read(|state, _| views(state, actor, self.now(), &stretch.entries));
        let (after, more) = (Position::default(), stretch.more);
        Ok(Page { entries, after, upto: stretch.upto, more, sight, oldest_n })
    }

    /// The receipt of one's own act.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for acts of others.
    pub async fn receipt(
        &self,
        actor: &Actor,
        case: CaseId,
        command: CommandId,
    ) -> Result<Receipt, AppError> {
        self.case_for(actor, case).await?;
        let entries = self.store.entries_of_command(case, command).await?;
        let own = entries.first().filter(|entry| entry.envelope.actor.person == actor.person);
        Ok(own.ok_or(Denied::NotFound)?.receipt())
    }

    /// Notes how far the person has read; others in the space see it.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers.
    pub async fn mark_read(&self, actor: &Actor, case: CaseId, upto: Position) -> Result<(), AppError> {
        let loaded = self.case_for(actor, case).await?;
        let heads = loaded.read(|_, heads| heads);
        let upto = Position { front: upto.front.min(heads.front), court: upto.court.min(heads.court) };
        self.note_read(case, actor.person, upto).await?;
        self.tell_read(case, actor.person, upto);
        Ok(())
    }

    /// Notes how far somebody has read, here or on the other side.
    pub(crate) async fn note_read(
        &self,
        case: CaseId,
        person: PersonId,
        upto: Position,
    ) -> Result<(), AppError> {
        self.store.set_read_mark(case, person, upto);
        if self.hub.note_mark(case, person, upto) {
            let hub = self.hub.clone();
            tokio::spawn(async move {
                tokio::time::sleep(MARKS_TOGETHER).await;
                hub.tell_marks(case);
            });
        }
        Ok(())
    }
}

/// The entries that the viewer may see, and their [`Page::sight`].
fn views(state: &CaseState, actor: &Actor, now: Instant, entries: &[Arc<Entry>]) -> (Vec<EntryView>, u32) {
    let Some(viewer) = Viewer::of(state, actor, now) else { return (Vec::new(), 0) };
    (entries.iter().filter_map(|entry| viewer.entry(entry)).collect(), viewer.sight())
}

fn parties(state: &CaseState) -> Vec<PartyView> {
    let Some(kind) = state.kind() else { return Vec::new() };
    let invited = |party, agent| state.decided.invited.contains(&(party, agent));
    state
        .parties()
        .into_iter()
        .map(|(party, side, form)| PartyView {
            party,
            role: kind.role_of(side),
            side,
            name: form.name.clone(),
            kind: form.kind,
            agents: (0..)
                .zip(&form.agents)
                .map(|(number, agent)| AgentView {
                    name: agent.name.clone(),
                    kind: agent.kind,
                    joined: membership::is_taken(state, party, Some(number)),
                    invited: invited(party, Some(number)),
                })
                .collect(),
            joined: membership::is_taken(state, party, None),
            invited: invited(party, None),
        })
        .collect()
}

fn action_views(state: &CaseState, actor: &Actor, now: Instant, zone: Zone) -> Vec<ActionView> {
    use permission::Refusal;
    permission::actions(state, actor, now)
        .into_iter()
        // The room of the bench has no door to the internet.
        .filter(|action| zone != Zone::Front || action.act != Act::PostToBench)
        .map(|action| {
            let (refused, until) = match action.refused {
                None
                | Some(Refusal::NotAMember | Refusal::NotAllowed { .. } | Refusal::WrongStatus { .. }) => {
                    (None, None)
                }
                Some(Refusal::Muted { until }) => (Some(ActionRefusal::Muted), until),
                Some(Refusal::FloorClosed) => (Some(ActionRefusal::FloorClosed), None),
                Some(Refusal::QuietHours { until }) => (Some(ActionRefusal::QuietHours), Some(until)),
                Some(Refusal::CaseClosed) => (Some(ActionRefusal::CaseClosed), None),
                Some(Refusal::AssuranceTooLow { .. }) => (Some(ActionRefusal::AssuranceTooLow), None),
                Some(Refusal::RecusalPending { .. }) => (Some(ActionRefusal::RecusalPending), None),
                Some(Refusal::Recused) => (Some(ActionRefusal::Recused), None),
            };
            ActionView { name: action.act, refused, until }
        })
        .collect()
}
