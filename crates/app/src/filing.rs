//! Filing: handing in, correcting, and what the filer and the desk see of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::calendar::BeijingDate;
use weicourt_domain::case::{CaseState, CaseStatus};
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::command::{AnswerMediationOffer, Command, ResubmitFiling, SubmitFiling};
use weicourt_domain::court::CourtCode;
use weicourt_domain::entry::{Defect, EntryBody};
use weicourt_domain::fee::Fee;
use weicourt_domain::filing;
use weicourt_domain::form::{BlobRef, FilingForm, FilingKind};
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{EntryRef, Position, Receipt};
use weicourt_domain::money::Fen;
use weicourt_domain::permission::{self, Act};
use weicourt_domain::policy::CaseFlag;
use weicourt_store::Row;

use crate::acts::Given;
use crate::court::{Court, Done};
use crate::drafts::filer;
use crate::error::{AppError, Denied};
use crate::uploads::is_file_name;
use crate::view::Viewer;

/// Where a filing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilingState {
    /// The court's move.
    Submitted,
    /// The filer's move.
    Correction,
    /// The filer did not correct in time.
    Lapsed,
    /// Filed.
    Registered,
    /// Refused.
    NotAccepted,
}

/// Where an offer of mediation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationState {
    /// Waiting for the filer.
    Offered,
    /// Agreed.
    Accepted,
    /// Refused.
    Refused,
}

/// A refusal to file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RejectionView {
    /// Why.
    pub reason: String,
    /// The article.
    pub article: String,
}

/// A filing as its filer or the desk sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FilingView {
    /// The case.
    pub case: CaseId,
    /// What is filed.
    pub kind: FilingKind,
    /// Where it stands.
    pub state: FilingState,
    /// When it last arrived.
    pub submitted_at: Instant,
    /// Last day for the court to decide; the earliest it can be while the holidays of that year are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_until: Option<BeijingDate>,
    /// Days left until then; negative when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_in_days: Option<i32>,
    /// What people call the case.
    pub title: String,
    /// The court.
    pub court_code: CourtCode,
    /// Its name.
    pub court_name: String,
    /// Name of the cause of action.
    pub cause_name: String,
    /// Amount in controversy, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_amount_fen: Option<Fen>,
    /// The fee as the form stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// The form.
    pub form: FilingForm,
    /// What the court found missing.
    pub defects: Vec<Defect>,
    /// Last day to correct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction_until: Option<BeijingDate>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection: Option<RejectionView>,
    /// The offer of mediation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediation: Option<MediationState>,
    /// Words of the court with the offer of mediation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediation_note: Option<String>,
    /// The number, once filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<CaseNumber>,
    /// Receipts of the filer's own acts.
    pub receipts: Vec<Receipt>,
    /// What the viewer may do now.
    pub actions: Vec<Act>,
    /// Why the case needs more care; for the court alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<CaseFlag>,
}

/// Hands in a draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitFilingRequest {
    /// The draft.
    pub draft: CaseId,
    /// The whole form, as the filer sees and signs it.
    pub form: FilingForm,
}

/// Hands in a corrected form.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResubmitFilingRequest {
    /// The form; identity numbers typed for it have become digests before (`POST /api/id-numbers`).
    pub form: FilingForm,
}

/// Answers the offer of mediation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerMediationRequest {
    /// Whether the filer agrees.
    pub accepted: bool,
}

impl Court {
    /// Hands in a draft; the receipt comes at once.
    ///
    /// # Errors
    ///
    /// Refuses forms with defects, naming all, and papers that were not uploaded.
    pub async fn submit_filing(
        &self,
        actor: &Actor,
        given: Given,
        request: &SubmitFilingRequest,
    ) -> Result<Done, AppError> {
        filer(actor)?;
        let case = request.draft;
        match self.own_draft(actor, case).await {
            Ok(_) => {}
            // Handed in already: the same command gets its receipt again.
            Err(AppError::Denied(Denied::NotFound)) => drop(self.case_for(actor, case).await?),
            Err(error) => return Err(error),
        }
        let mut form = request.form.clone();
        self.take_blobs(actor, case, form.attachments.iter_mut().map(|attachment| &mut attachment.blob))
            .await?;
        let filer = self.known_person(actor, None).await?;
        let command = Command::SubmitFiling(SubmitFiling { form, filer });
        self.transact(actor, case, given, &command, |_| vec![Row::DraftGone]).await
    }

    /// Hands in a corrected form.
    ///
    /// # Errors
    ///
    /// Refuses strangers, late corrections and forms with defects.
    pub async fn resubmit_filing(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: ResubmitFilingRequest,
    ) -> Result<Done, AppError> {
        self.case_for(actor, case).await?;
        let mut form = request.form;
        self.take_blobs(actor, case, form.attachments.iter_mut().map(|attachment| &mut attachment.blob))
            .await?;
        let filer = self.known_person(actor, None).await?;
        let command = Command::ResubmitFiling(ResubmitFiling { form, filer });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Answers the offer of mediation.
    ///
    /// # Errors
    ///
    /// Refuses when there is no open offer.
    pub async fn answer_mediation(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &AnswerMediationRequest,
    ) -> Result<Done, AppError> {
        let command = Command::AnswerMediationOffer(AnswerMediationOffer { accepted: request.accepted });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Filings of the person, the last handed in first.
    ///
    /// # Errors
    ///
    /// Refuses staff.
    pub async fn my_filings(&self, actor: &Actor) -> Result<Vec<FilingView>, AppError> {
        filer(actor)?;
        let page = weicourt_store::Page { offset: 0, limit: 200 };
        let mut filings = Vec::new();
        for row in self.store.my_cases(actor.person, None, page).await? {
            let own = self
                .case(row.case)
                .await?
                .read(|state, _| state.filing().is_some_and(|filing| filing.filer == actor.person));
            if own {
                filings.push(self.filing(actor, row.case).await?);
            }
        }
        filings.sort_by_key(|filing| std::cmp::Reverse(filing.submitted_at));
        Ok(filings)
    }

    /// One filing.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers, and for members the form is not for.
    pub async fn filing(&self, actor: &Actor, case: CaseId) -> Result<FilingView, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let mut view = loaded.read(|state, _| {
            if !permission::may_read_filing(state, actor) {
                return Err(Denied::NotFound);
            }
            let viewer = Viewer::of(state, actor, self.now()).ok_or(Denied::NotFound)?;
            self.filing_view(&viewer).ok_or(Denied::NotFound)
        })?;
        view.receipts = self.filer_receipts(case).await?;
        Ok(view)
    }

    async fn filer_receipts(&self, case: CaseId) -> Result<Vec<Receipt>, AppError> {
        let page = self.store.entries_after(case, Position::default(), 50).await?;
        let of_filer = |body: &EntryBody| {
            matches!(body, EntryBody::FilingSubmitted { .. } | EntryBody::FilingResubmitted { .. })
        };
        Ok(page.entries.iter().filter(|entry| of_filer(&entry.body)).map(|entry| entry.receipt()).collect())
    }

    fn filing_view(&self, viewer: &Viewer<'_>) -> Option<FilingView> {
        let state = viewer.state;
        let filing = state.filing()?;
        let form = &filing.form;
        let today = viewer.now.beijing_date();
        let court_code = form.court_code.clone()?;
        let open_correction = state.open_correction();
        let filing_state = match (state.status(), open_correction) {
            (CaseStatus::Correction, Some(correction)) if filing::correction_lapsed(correction, today) => {
                FilingState::Lapsed
            }
            (CaseStatus::Correction, _) => FilingState::Correction,
            (CaseStatus::Draft | CaseStatus::Submitted, _) => FilingState::Submitted,
            (CaseStatus::NotAccepted, _) => FilingState::NotAccepted,
            (CaseStatus::Filed | CaseStatus::Preparing | CaseStatus::Closed, _) => FilingState::Registered,
        };
        let registration = state.decided.registration.as_ref();
        let cause_name = match registration {
            Some(registration) => registration.cause_name.clone(),
            None => filing::cause_name(form.kind, form.cause_code.as_ref(), &self.facts).unwrap_or_default(),
        };
        let review_until = filing::review_end(filing, &self.facts).ok().map(|end| end.on);
        let offer = state.decided.mediation_offer.as_ref();
        let mediation = offer.map(|offer| mediation_state(state, offer.entry));
        let procedure = registration.map(|registration| registration.procedure);
        Some(FilingView {
            case: state.case,
            kind: form.kind,
            state: filing_state,
            submitted_at: filing.at,
            review_until,
            due_in_days: review_until.map(|until| today.days_until(until)),
            title: form.title(&cause_name),
            court_name: self
                .facts
                .courts
                .get(&court_code)
                .map_or_else(|| court_code.as_str().to_owned(), |court| court.name.clone()),
            court_code,
            cause_name,
            claim_amount_fen: form.claim_amount_fen,
            fee: filing::fee(form, procedure, &self.facts).ok(),
            form: viewer.form(form),
            defects: open_correction.map(|correction| correction.defects.clone()).unwrap_or_default(),
            correction_until: open_correction.map(|correction| correction.until),
            rejection: state.decided.rejection.as_ref().map(|rejection| RejectionView {
                reason: rejection.reason.clone(),
                article: rejection.article.clone(),
            }),
            mediation,
            mediation_note: offer.map(|offer| offer.note.clone()).filter(|note| !note.is_empty()),
            case_number: registration.map(|registration| registration.case_number.clone()),
            receipts: Vec::new(),
            flags: viewer.flags(),
            actions: permission::actions(state, viewer.actor, viewer.now)
                .into_iter()
                .filter(|action| action.refused.is_none())
                .map(|action| action.act)
                .collect(),
        })
    }

    /// Refuses content that was not uploaded to this very case, by the actor, unless they may read it: who
    /// names a file opens it to all readers of what they say, themselves among them. What is said of it is
    /// what was found in it, whatever the client says; a name may be another one, if it is a name.
    pub(crate) async fn take_blobs(
        &self,
        actor: &Actor,
        case: CaseId,
        blobs: impl Iterator<Item = &mut BlobRef>,
    ) -> Result<(), AppError> {
        for blob in blobs {
            let known = self.store.blob_meta(case, blob.sha256).await?;
            let known = known.filter(|meta| meta.size_bytes == blob.size_bytes).ok_or(Denied::UnknownBlob)?;
            self.may_name_blob(actor, case, blob.sha256).await?;
            blob.pages = self.count_pages(case, blob.sha256, &known.media_type).await?;
            blob.media_type = known.media_type;
            if !blob.name.as_deref().is_some_and(is_file_name) {
                blob.name = known.name;
            }
        }
        Ok(())
    }
}

fn mediation_state(state: &CaseState, offer: EntryRef) -> MediationState {
    match state.submitted.mediation_answers.get(&offer) {
        None => MediationState::Offered,
        Some(true) => MediationState::Accepted,
        Some(false) => MediationState::Refused,
    }
}
