//! The filing desk: the queue with its clock, returning, refusing, registering, and who sits.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Duty, Standing};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{
    AssignBench, Command, OfferMediation, RegisterCase, RejectFiling, RequestCorrection,
};
use weicourt_domain::court::CourtCode;
use weicourt_domain::entry::{Defect, Procedure, StaffName};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::membership;
use weicourt_domain::permission;
use weicourt_store::{FilingQueue, Page, Row};

use crate::acts::Given;
use crate::court::{Court, Done};
use crate::error::{AppError, Denied};
use crate::filing::FilingView;
use crate::invitations::{InvitationToken, court_name};

/// Most members of a panel besides the handling judge; each is looked up.
const MOST_ON_A_PANEL: usize = 20;

/// Which filings the desk wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeskQueue {
    /// The desk's move, the oldest first.
    Open,
    /// The filer's move.
    Waiting,
    /// Decided, the newest first.
    Done,
}

/// Returns a filing with all its defects.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestCorrectionRequest {
    /// All defects.
    pub defects: Vec<Defect>,
    /// Last day to correct.
    pub until: BeijingDate,
}

/// Refuses to file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectFilingRequest {
    /// Why.
    pub reason: String,
    /// The article.
    pub article: String,
}

/// Offers mediation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferMediationRequest {
    /// Words to the filer.
    #[serde(default)]
    pub note: String,
}

/// Files a case. Whoever is not named is chosen by least load.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCaseRequest {
    /// The cause of action, if the court names another.
    #[serde(default)]
    pub cause_code: Option<String>,
    /// The procedure.
    pub procedure: Procedure,
    /// 承办法官.
    #[serde(default)]
    pub handling_judge: Option<PersonId>,
    /// 书记员.
    #[serde(default)]
    pub clerk: Option<PersonId>,
}

/// Names judge and clerk.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignBenchRequest {
    /// 承办法官.
    pub handling_judge: PersonId,
    /// 书记员.
    pub clerk: PersonId,
    /// 法官助理.
    #[serde(default)]
    pub judge_assistant: Option<PersonId>,
    /// Other members of a panel.
    #[serde(default)]
    pub panel: Vec<PersonId>,
}

/// Staff who can take a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaffLoadView {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Open cases they have.
    pub open_cases: u64,
}

impl Court {
    pub(crate) fn own_court(actor: &Actor) -> Result<&CourtCode, AppError> {
        match &actor.standing {
            Standing::Staff { court_code, .. } => Ok(court_code),
            Standing::Public | Standing::System => Err(Denied::StaffOnly.into()),
        }
    }

    /// The review queue of the actor's court.
    ///
    /// # Errors
    ///
    /// Refuses everyone but filing officers.
    pub async fn desk_filings(&self, actor: &Actor, queue: DeskQueue) -> Result<Vec<FilingView>, AppError> {
        let court = Self::own_court(actor)?;
        if !permission::may_review_filings(actor, court) {
            return Err(Denied::StaffOnly.into());
        }
        let queue = match queue {
            DeskQueue::Open => FilingQueue::Open,
            DeskQueue::Waiting => FilingQueue::Waiting,
            DeskQueue::Done => FilingQueue::Done,
        };
        let rows = self.store.filing_queue(court, queue, Page { offset: 0, limit: 200 }).await?;
        let mut filings = Vec::with_capacity(rows.len());
        for row in rows {
            match self.filing(actor, row.case).await {
                Ok(filing) => filings.push(filing),
                // A case that got its bench is no longer the desk's.
                Err(AppError::Denied(Denied::NotFound)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filings)
    }

    /// Staff of the actor's court with a duty, those with the least load first.
    ///
    /// # Errors
    ///
    /// Refuses the public.
    pub async fn staff_loads(&self, actor: &Actor, duty: Duty) -> Result<Vec<StaffLoadView>, AppError> {
        let court = Self::own_court(actor)?;
        let mut loads = self.store.staff_of_court(court, duty).await?;
        loads.sort_by_key(|load| (load.n_open, load.staff.person));
        Ok(loads
            .into_iter()
            .map(|load| StaffLoadView {
                person: load.staff.person,
                name: load.staff.name,
                title: load.staff.title,
                duties: load.staff.duties.into_iter().collect(),
                open_cases: load.n_open,
            })
            .collect())
    }

    /// The named member of staff, or the one with the least load.
    async fn staff_for(
        &self,
        actor: &Actor,
        duties: &[Duty],
        named: Option<PersonId>,
        taken: &[PersonId],
    ) -> Result<StaffName, AppError> {
        let mut loads = Vec::new();
        for duty in duties {
            loads.extend(self.staff_loads(actor, *duty).await?);
        }
        let found = match named {
            Some(person) => loads.into_iter().find(|load| load.person == person).ok_or(Denied::NotOnDuty)?,
            None => {
                let free = loads.into_iter().filter(|load| !taken.contains(&load.person));
                free.min_by_key(|load| (load.open_cases, load.person)).ok_or(Denied::NobodyOnDuty)?
            }
        };
        Ok(StaffName { person: found.person, name: found.name })
    }

    /// Returns a filing, naming everything at once.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn request_correction(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &RequestCorrectionRequest,
    ) -> Result<Done, AppError> {
        let command = Command::RequestCorrection(RequestCorrection {
            defects: request.defects.clone(),
            until: request.until,
        });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Refuses to file.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn reject_filing(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &RejectFilingRequest,
    ) -> Result<Done, AppError> {
        let (reason, article) = (request.reason.clone(), request.article.clone());
        let command = Command::RejectFiling(RejectFiling { reason, article });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Offers mediation.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn offer_mediation(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &OfferMediationRequest,
    ) -> Result<Done, AppError> {
        let command = Command::OfferMediation(OfferMediation { note: request.note.clone() });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Files a case: number, bench, space, invitations.
    ///
    /// # Errors
    ///
    /// Refuses when nobody can take it; else as the domain decides.
    pub async fn register_case(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &RegisterCaseRequest,
    ) -> Result<Done, AppError> {
        self.case_for(actor, case).await?;
        let judge_duties: &[Duty] = match request.procedure {
            Procedure::Enforcement => &[Duty::EnforcementOfficer, Duty::Judge],
            Procedure::Ordinary | Procedure::Simplified | Procedure::SmallClaims => &[Duty::Judge],
        };
        let handling_judge = self.staff_for(actor, judge_duties, request.handling_judge, &[]).await?;
        let clerk = self.staff_for(actor, &[Duty::Clerk], request.clerk, &[handling_judge.person]).await?;
        let bench = AssignBench { handling_judge, clerk, judge_assistant: None, panel: Vec::new() };
        let command = Command::RegisterCase(RegisterCase {
            cause_code: request.cause_code.clone(),
            procedure: request.procedure,
            bench,
        });
        // One link for each seat the filing opens; drawn before the decision, which has no chance in it.
        let n_seats = self.case(case).await?.read(|state, _| membership::seats(state).len());
        let tokens = (0..n_seats).map(|_| InvitationToken::draw()).collect::<Result<Vec<_>, _>>()?;
        let with = |state: &CaseState| {
            let court = state.court_code().and_then(|code| self.facts.courts.get(code));
            let court_name = court.map_or_else(|| court_name(state), |court| court.name.clone());
            let mut rows: Vec<Row> = Vec::new();
            for (seat, token) in membership::seats(state).into_iter().zip(&tokens) {
                if !membership::is_taken(state, seat.party, seat.agent) {
                    rows.extend(self.invitation_rows(case, token, &seat, &court_name));
                }
            }
            rows
        };
        self.transact(actor, case, given, &command, with).await
    }

    /// Names another bench.
    ///
    /// # Errors
    ///
    /// Refuses persons who do not work at this court; else as the domain decides.
    pub async fn assign_bench(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &AssignBenchRequest,
    ) -> Result<Done, AppError> {
        self.case_for(actor, case).await?;
        let judges = [Duty::Judge, Duty::EnforcementOfficer];
        let handling_judge = self.staff_for(actor, &judges, Some(request.handling_judge), &[]).await?;
        let clerk = self.staff_for(actor, &[Duty::Clerk], Some(request.clerk), &[]).await?;
        let judge_assistant = match request.judge_assistant {
            Some(person) => Some(self.staff_for(actor, &[Duty::JudgeAssistant], Some(person), &[]).await?),
            None => None,
        };
        if request.panel.len() > MOST_ON_A_PANEL {
            let reason = format!("合议庭成员不能超过{MOST_ON_A_PANEL}名");
            return Err(
                Denied::BadFields { fields: vec![Defect { field: "panel".to_owned(), reason }] }.into()
            );
        }
        let mut panel = Vec::with_capacity(request.panel.len());
        for person in &request.panel {
            panel.push(self.staff_for(actor, &[Duty::Judge], Some(*person), &[]).await?);
        }
        let command = Command::AssignBench(AssignBench { handling_judge, clerk, judge_assistant, panel });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }
}
