//! Imported cases as lists show them, to the people they name and to the judges who have them.

use serde::Serialize;
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Standing};
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case_number::normalise;
use weicourt_domain::court::CourtCode;
use weicourt_domain::id::CaseId;
use weicourt_domain::register::{RegisterInput, RegisterStatus};
use weicourt_store::{ImportedCase, Page};

use crate::court::Court;
use crate::error::{AppError, Denied};

/// Most cards of a list.
const MOST_CARDS: u64 = 500;

/// A case of the case-handling system that has no space yet, or one that the viewer is not in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportedCard {
    /// The case.
    pub case: CaseId,
    /// What people call it.
    pub title: String,
    /// 案号.
    pub case_number: String,
    /// 管辖法院.
    pub court_name: String,
    /// 案件状态: `filed`, `pending` or `closed`.
    pub status: &'static str,
    /// 承办人.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_judge: Option<String>,
    /// What the viewer is called in the register, such as `plaintiff`; none for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// 立案日期.
    pub filed_on: BeijingDate,
    /// 开庭日期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing_on: Option<BeijingDate>,
    /// 审限届满日.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<BeijingDate>,
    /// 结案日期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<BeijingDate>,
    /// Whether it has a space.
    pub has_space: bool,
}

impl Court {
    /// Imported cases of the viewer that are not in their list of cases: those that name them by their identity
    /// number, or, for a judge, those in charge that are open, the end of the trial limit (审限) first.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn imported_cases(&self, actor: &Actor) -> Result<Vec<ImportedCard>, AppError> {
        let page = Page { offset: 0, limit: MOST_CARDS };
        match &actor.standing {
            Standing::Public => {
                let person = self.store.person(actor.person).await?.ok_or(Denied::NotSignedOn)?;
                let found = self.store.imported_of_person(actor.person, person.id_digest, page).await?;
                let card = |imported: &ImportedCase| {
                    let place = imported.record.place_of(person.id_digest);
                    let role = place.map(|(party, agent)| match agent {
                        Some(_) => "litigation_agent".to_owned(),
                        None => role_name(imported, party),
                    });
                    self.imported_card(imported, role)
                };
                Ok(found.iter().map(card).collect())
            }
            Standing::Staff { .. } => {
                let staff = self.store.staff(actor.person).await?.ok_or(Denied::NotSignedOn)?;
                let found = self.store.imported_of_judge(&staff.subject, page).await?;
                Ok(found.iter().map(|imported| self.imported_card(imported, None)).collect())
            }
            Standing::System => Ok(Vec::new()),
        }
    }

    /// The case of the actor's court with this number, whether it was filed here or imported.
    ///
    /// # Errors
    ///
    /// Refuses the public; [`Denied::NotFound`] for numbers that this court does not have.
    pub async fn case_by_number(&self, actor: &Actor, number: &str) -> Result<ImportedCard, AppError> {
        let Standing::Staff { court_code, .. } = &actor.standing else {
            return Err(Denied::StaffOnly.into());
        };
        let number = normalise(number);
        if let Ok(number) = number.parse()
            && let Some(row) = self.store.case_by_number(&number).await?
            && row.court_code.as_ref() == Some(court_code)
        {
            return Ok(self.card_of_row(&row, court_code));
        }
        let imported = self.store.imported_by_number(&number).await?;
        let imported = imported.filter(|imported| imported.record.court_code == *court_code);
        Ok(self.imported_card(&imported.ok_or(Denied::NotFound)?, None))
    }

    fn imported_card(&self, imported: &ImportedCase, role: Option<String>) -> ImportedCard {
        let record = &imported.record;
        ImportedCard {
            case: imported.case,
            title: record.title(),
            case_number: record.case_number.to_string(),
            court_name: self.name_of_court(&record.court_code),
            status: record.status.as_str(),
            handling_judge: record.handling_judge.as_ref().map(|judge| judge.name.clone()),
            role,
            filed_on: record.filed_on,
            hearing_on: record.hearing_on,
            due_on: record.due_on,
            closed_on: record.closed_on,
            has_space: imported.has_space(),
        }
    }

    fn card_of_row(&self, row: &weicourt_store::CaseRow, court_code: &CourtCode) -> ImportedCard {
        let date = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let closed_on = date(&row.closed_on);
        let status = if closed_on.is_some() { RegisterStatus::Closed } else { RegisterStatus::Pending };
        ImportedCard {
            case: row.case,
            title: row.title.clone(),
            case_number: row.case_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            court_name: self.name_of_court(court_code),
            status: status.as_str(),
            handling_judge: None,
            role: None,
            filed_on: date(&row.filed_on).unwrap_or_else(|| row.submitted_at.beijing_date()),
            hearing_on: None,
            due_on: None,
            closed_on,
            has_space: true,
        }
    }

    pub(super) fn name_of_court(&self, code: &CourtCode) -> String {
        self.facts.courts.get(code).map_or_else(|| code.as_str().to_owned(), |court| court.name.clone())
    }
}

/// What the register calls a party, as it is written down.
fn role_name(imported: &ImportedCase, party: u16) -> String {
    let input = RegisterInput::from(&imported.record);
    input.parties.into_iter().nth(usize::from(party)).map(|party| party.role).unwrap_or_default()
}
