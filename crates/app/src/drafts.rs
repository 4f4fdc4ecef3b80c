//! Drafts of filings: saved as the person types, on any of their devices.
//!
//! A draft has the identity of the case it will become, so that papers are uploaded and sealed under
//! the case's key from the first byte.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Assurance, Standing};
use weicourt_domain::entry::Defect;
use weicourt_domain::filing;
use weicourt_domain::form::{FilingForm, FilingKind, PartyForm, PartyKind};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::permission;
use weicourt_domain::personal_data::{IdNumber, Pii};
use weicourt_store::{FilingDraft, StoreError};

use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::identity::new_id;

/// Drafts one person may keep.
const MOST_DRAFTS: usize = 20;

/// Begins a draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    /// What is to be filed.
    pub kind: FilingKind,
}

/// An identity number on its way to its digest. It travels beside the form, so that nothing that is
/// stored has a place for it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedIdNumber {
    /// Whose: `claimants[0]`, `respondents[1].agents[0]`.
    pub field: String,
    /// The number.
    #[schema(value_type = String)]
    pub id_number: Pii<String>,
}

/// Saves a draft over the version the device last saw.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The version the device last saw.
    pub version: u64,
    /// The form as it is now.
    pub form: FilingForm,
    /// Identity numbers typed since the last save.
    #[serde(default)]
    pub id_numbers: Vec<TypedIdNumber>,
}

/// A form, and identity numbers typed for it that are not to be signed or stored.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormWithIdNumbers {
    /// The form.
    pub form: FilingForm,
    /// The numbers.
    pub id_numbers: Vec<TypedIdNumber>,
}

/// A draft and what it still lacks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftView {
    /// The draft, and the case it will become.
    pub id: CaseId,
    /// What is filed.
    pub kind: FilingKind,
    /// Version, to save over.
    pub version: u64,
    /// When it was saved.
    pub updated_at: Instant,
    /// The form.
    pub form: FilingForm,
    /// What is missing or wrong.
    pub missing: Vec<Defect>,
}

/// Who may file: a person of the public with their real name.
pub(crate) fn filer(actor: &Actor) -> Result<(), AppError> {
    match (&actor.standing, actor.assurance) {
        (Standing::Public, assurance) if assurance >= Assurance::RealName => Ok(()),
        (Standing::Public, _) => {
            Err(permission::Refusal::AssuranceTooLow { needed: Assurance::RealName }.into())
        }
        (Standing::Staff { .. } | Standing::System, _) => Err(Denied::PublicOnly.into()),
    }
}

impl Court {
    fn draft_view(&self, draft: FilingDraft) -> DraftView {
        DraftView {
            id: draft.case,
            kind: draft.kind,
            version: draft.version,
            updated_at: draft.updated_at,
            missing: filing::defects(&draft.form, &self.facts, self.now().beijing_date()),
            form: draft.form,
        }
    }

    /// Begins a draft with the filer as the first claimant.
    ///
    /// # Errors
    ///
    /// Refuses staff, and more than twenty drafts.
    pub async fn create_draft(&self, actor: &Actor, new: &NewDraft) -> Result<DraftView, AppError> {
        filer(actor)?;
        if self.store.drafts_of(actor.person).await?.len() >= MOST_DRAFTS {
            return Err(Denied::TooMany { retry_after_s: 0 }.into());
        }
        let person = self.store.person(actor.person).await?.ok_or(Denied::NotSignedOn)?;
        let mut form = FilingForm::empty(new.kind);
        form.claimants.push(PartyForm {
            name: person.name,
            id_masked: Some(person.id_masked),
            id_digest: Some(person.id_digest),
            phone: Some(person.phone),
            ..PartyForm::empty(PartyKind::NaturalPerson)
        });
        let case = CaseId(new_id(self.now())?);
        self.store.create_case_key(case).await?;
        let draft = self.store.create_draft(case, actor.person, &form).await?;
        Ok(self.draft_view(draft))
    }

    /// The person's drafts, the last saved first.
    ///
    /// # Errors
    ///
    /// Refuses staff.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<DraftView>, AppError> {
        filer(actor)?;
        let drafts = self.store.drafts_of(actor.person).await?;
        Ok(drafts.into_iter().map(|draft| self.draft_view(draft)).collect())
    }

    pub(crate) async fn own_draft(&self, actor: &Actor, id: CaseId) -> Result<FilingDraft, AppError> {
        let draft = self.store.draft(id).await?.filter(|draft| draft.person == actor.person);
        Ok(draft.ok_or(Denied::NotFound)?)
    }

    /// One draft.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for drafts of others.
    pub async fn draft(&self, actor: &Actor, id: CaseId) -> Result<DraftView, AppError> {
        Ok(self.draft_view(self.own_draft(actor, id).await?))
    }

    /// Saves a draft.
    ///
    /// # Errors
    ///
    /// [`Denied::DraftMoved`] if another device saved meanwhile; wrong identity numbers are named.
    pub async fn save_draft(
        &self,
        actor: &Actor,
        id: CaseId,
        save: SaveDraft,
    ) -> Result<DraftView, AppError> {
        let draft = self.own_draft(actor, id).await?;
        let mut form = save.form;
        form.kind = draft.kind;
        self.take_id_numbers(&mut form, &save.id_numbers)?;
        match self.store.put_draft(id, save.version, &form).await {
            Ok(Some(_)) => {}
            Ok(None) => return Err(Denied::NotFound.into()),
            Err(StoreError::StaleDraft { .. }) => return Err(Denied::DraftMoved.into()),
            Err(error) => return Err(error.into()),
        }
        self.draft(actor, id).await
    }

    /// Throws a draft away.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for drafts of others.
    pub async fn delete_draft(&self, actor: &Actor, id: CaseId) -> Result<(), AppError> {
        self.own_draft(actor, id).await?;
        self.store.delete_draft(id).await?;
        Ok(())
    }

    /// A form with the masks and digests of identity numbers in place of the numbers: what is signed and
    /// handed in afterwards.
    ///
    /// # Errors
    ///
    /// Refuses staff; wrong numbers are named.
    pub fn form_with_digests(
        &self,
        actor: &Actor,
        request: FormWithIdNumbers,
    ) -> Result<FilingForm, AppError> {
        filer(actor)?;
        let mut form = request.form;
        self.take_id_numbers(&mut form, &request.id_numbers)?;
        Ok(form)
    }

    /// Replaces typed identity numbers by their keyed digest and masked form.
    pub(crate) fn take_id_numbers(
        &self,
        form: &mut FilingForm,
        typed: &[TypedIdNumber],
    ) -> Result<(), AppError> {
        let today = self.now().beijing_date();
        let mut fields = Vec::new();
        for TypedIdNumber { field, id_number } in typed {
            let Some((masked, digest)) = id_fields(form, field) else {
                fields.push(Defect { field: field.clone(), reason: "没有这一栏".to_owned() });
                continue;
            };
            if id_number.expose().trim().is_empty() {
                (*masked, *digest) = (None, None);
                continue;
            }
            match IdNumber::parse(id_number.expose(), today) {
                Ok(id) => {
                    *masked = Some(id.masked());
                    *digest = Some(self.id_digest(&id));
                }
                Err(refusal) => {
                    fields.push(Defect { field: format!("{field}.id_number"), reason: refusal.in_chinese() });
                }
            }
        }
        if fields.is_empty() { Ok(()) } else { Err(Denied::BadFields { fields }.into()) }
    }
}

type IdFields<'form> = (&'form mut Option<String>, &'form mut Option<weicourt_domain::digest::Digest>);

/// The masked form and digest that `field` names: `claimants[0]` or `claimants[0].agents[1]`.
fn id_fields<'form>(form: &'form mut FilingForm, field: &str) -> Option<IdFields<'form>> {
    fn indexed(part: &str) -> Option<(&str, usize)> {
        let (name, rest) = part.split_once('[')?;
        Some((name, rest.strip_suffix(']')?.parse().ok()?))
    }
    let mut parts = field.split('.');
    let (side, number) = indexed(parts.next()?)?;
    let parties = match side {
        "claimants" => &mut form.claimants,
        "respondents" => &mut form.respondents,
        "third_parties" => &mut form.third_parties,
        _ => return None,
    };
    let party = parties.get_mut(number)?;
    match (parts.next(), parts.next()) {
        (None, None) => Some((&mut party.id_masked, &mut party.id_digest)),
        (Some(agent), None) => match indexed(agent)? {
            ("agents", number) => {
                let agent = party.agents.get_mut(number)?;
                Some((&mut agent.id_masked, &mut agent.id_digest))
            }
            _ => None,
        },
        _ => None,
    }
}
