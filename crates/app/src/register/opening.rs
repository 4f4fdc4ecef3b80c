//! The space of an imported case: it opens when somebody uses it for the first time, and is told what
//! changes in the register.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Duty, Standing};
use weicourt_domain::command::AssignBench;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{PartyNumber, StaffName};
use weicourt_domain::id::CaseId;
use weicourt_domain::permission;
use weicourt_domain::register::{RegisterRecord, RegisterStaff};
use weicourt_store::{Append, Expected, ImportedCase, Page, Row, StoreError};

use crate::court::Court;
use crate::error::{AppError, Denied};

/// How often a lost race is tried again.
const TRIES: usize = 5;
/// Spaces that are told at once.
const TOLD_AT_ONCE: u64 = 100;

/// The space of an imported case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpaceOpened {
    /// The case.
    pub case: CaseId,
    /// The party that the viewer may come in as, or for; none for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyNumber>,
    /// The agent of that party that they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<u16>,
}

impl Court {
    /// Opens the space of an imported case for whoever the record names. Opening it again changes nothing. A
    /// person then comes in as into every case that names them, by an act of their own.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for cases that do not name the actor, [`Denied::NoSpaceForOldNumber`],
    /// [`permission::Refusal::CaseClosed`] if the case is over and never had a space.
    pub async fn open_imported(&self, actor: &Actor, case: CaseId) -> Result<SpaceOpened, AppError> {
        let imported = self.store.imported(case).await?.ok_or(Denied::NotFound)?;
        let seat = match &actor.standing {
            Standing::Public => {
                let person = self.store.person(actor.person).await?.ok_or(Denied::NotSignedOn)?;
                Some(imported.record.place_of(person.id_digest).ok_or(Denied::NotFound)?)
            }
            Standing::Staff { .. } => {
                let staff = self.store.staff(actor.person).await?.ok_or(Denied::NotSignedOn)?;
                if !names_staff(&imported.record, &staff.subject) {
                    return Err(Denied::NotFound.into());
                }
                None
            }
            Standing::System => None,
        };
        self.make_space(&imported).await?;
        let (party, agent) = seat.map_or((None, None), |(party, agent)| (Some(party), agent));
        Ok(SpaceOpened { case, party, agent })
    }

    /// Opens the spaces of all open imported cases that name the holder of an identity number, and says which
    /// they are. A court node calls it when somebody enrols on the front node, which has no register.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn open_imported_of(&self, id_digest: Digest) -> Result<Vec<CaseId>, AppError> {
        let nobody = weicourt_domain::id::PersonId(0);
        let page = Page { offset: 0, limit: 500 };
        let mut opened = Vec::new();
        for imported in self.store.imported_of_person(nobody, id_digest, page).await? {
            let record = &imported.record;
            if record.closed_on.is_none() && record.case_number.today().is_some() {
                self.make_space(&imported).await?;
                opened.push(imported.case);
            }
        }
        Ok(opened)
    }

    async fn make_space(&self, imported: &ImportedCase) -> Result<(), AppError> {
        if imported.has_space() {
            return Ok(());
        }
        if imported.record.closed_on.is_some() {
            return Err(permission::Refusal::CaseClosed.into());
        }
        self.store.create_case_key(imported.case).await?;
        self.tell_space(imported).await
    }

    /// Tells a space what its record says now.
    async fn tell_space(&self, imported: &ImportedCase) -> Result<(), AppError> {
        let case = imported.case;
        let bench = self.bench_of(&imported.record).await?;
        // The same change is told once, whoever notices it, and however often.
        let name = format!("tell {case} {}", imported.etag());
        let command = self.own_command(&name);
        let loaded = self.case(case).await?;
        for _ in 0..TRIES {
            let (told, position) = loaded
                .read(|state, position| (imported.record.tell(state, bench.as_ref(), &self.facts), position));
            let told = told.map_err(|_| Denied::NoSpaceForOldNumber)?;
            if told.parties_kept {
                tracing::warn!(%case, op = "tell_space", "parties moved after people came in: left as they were");
            }
            let append = Append {
                case,
                drafts: told.drafts,
                command,
                proof: None,
                expected: Expected::At(position),
                with: vec![Row::ImportTold(imported.content())],
            };
            match self.store.append(append).await {
                Ok(appended) => {
                    if !loaded.fold(&appended.entries) {
                        self.catch_up(case, &loaded).await?;
                    }
                    return Ok(());
                }
                Err(StoreError::Conflict(_)) => self.catch_up(case, &loaded).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Conflict)
    }

    /// Tells every space whose record changed since, and says how many.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn tell_spaces(&self) -> Result<usize, AppError> {
        let behind = self.store.imported_behind(TOLD_AT_ONCE).await?;
        for imported in &behind {
            match self.tell_space(imported).await {
                Ok(()) | Err(AppError::Conflict) => {}
                // A number that became one of before 2016 is no case of today: the space keeps what it knows.
                Err(AppError::Denied(Denied::NoSpaceForOldNumber)) => {
                    tracing::debug!(case = %imported.case, op = "tell_space", "the number is from before 2016");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(behind.len())
    }

    /// Judge and clerk by who they are here; none if the judge has never signed on here, or there is no clerk.
    async fn bench_of(&self, record: &RegisterRecord) -> Result<Option<AssignBench>, AppError> {
        let Some(handling_judge) = self.known_staff(record.handling_judge.as_ref()).await? else {
            return Ok(None);
        };
        let clerk = match self.known_staff(record.clerk.as_ref()).await? {
            Some(clerk) => clerk,
            None => {
                let loads = self.store.staff_of_court(&record.court_code, Duty::Clerk).await?;
                let Some(load) = loads.into_iter().find(|load| load.staff.person != handling_judge.person)
                else {
                    return Ok(None);
                };
                StaffName { person: load.staff.person, name: load.staff.name }
            }
        };
        let judge_assistant = self.known_staff(record.judge_assistant.as_ref()).await?;
        let mut panel = Vec::new();
        for member in &record.panel {
            panel.extend(self.known_staff(Some(member)).await?);
        }
        // Lay judges have no account: a panel of which not all are known is named by the desk.
        if panel.len() != record.panel.len() {
            panel.clear();
        }
        Ok(Some(AssignBench { handling_judge, clerk, judge_assistant, panel }))
    }

    async fn known_staff(&self, named: Option<&RegisterStaff>) -> Result<Option<StaffName>, AppError> {
        let Some(staff_id) = named.and_then(|named| named.staff_id.as_deref()) else { return Ok(None) };
        let staff = self.store.staff_by_subject(staff_id).await?;
        Ok(staff.map(|staff| StaffName { person: staff.person, name: staff.name }))
    }
}

fn names_staff(record: &RegisterRecord, staff_id: &str) -> bool {
    let named = [&record.handling_judge, &record.clerk, &record.judge_assistant];
    let mut named = named.into_iter().flatten().chain(&record.panel);
    named.any(|staff| staff.staff_id.as_deref() == Some(staff_id))
}
