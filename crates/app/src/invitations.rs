//! How parties come into a space: a one-time link by short message, or the identity number. Either way
//! the person comes in by an act of their own, which they sign.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Role, Standing};
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{Command, InviteMember, JoinSpace, KnownPerson};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::id::CaseId;
use weicourt_domain::identifier::masking::mask_name;
use weicourt_domain::log::Receipt;
use weicourt_domain::membership::{self, Seat};
use weicourt_store::{NewInvitation, Row};

use crate::acts::Given;
use crate::court::{Court, Done};
use crate::error::{AppError, Denied};
use crate::identity::random_bytes;
use crate::notices::Notice;

/// What a stranger with the link sees.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitationView {
    /// The court.
    pub court_name: String,
    /// The case number.
    pub case_number: String,
    /// The role they would have.
    pub role: Role,
    /// Masked name of who is invited.
    pub name_masked: String,
    /// Whether the link still works.
    pub state: InvitationState,
    /// The case, to be named in the acceptance.
    pub case: CaseId,
    /// The party, to be named in the acceptance.
    pub party: PartyNumber,
    /// The agent of that party, if it is the agent who is invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<u16>,
}

/// Whether an invitation still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// It does.
    Open,
    /// Somebody used it.
    Used,
    /// Its time is over.
    Expired,
}

/// Accepts an invitation: what the link says stands in what is signed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitationRequest {
    /// The case.
    pub case: CaseId,
    /// The party one is or acts for.
    pub party: PartyNumber,
    /// The agent of that party one is.
    #[serde(default)]
    pub agent: Option<u16>,
}

/// Comes into a space without a link.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinSpaceRequest {
    /// The party one is or acts for.
    pub party: PartyNumber,
    /// The agent of that party one is.
    #[serde(default)]
    pub agent: Option<u16>,
}

/// A case that names the person and that they have not come into.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WaitingCase {
    /// The case.
    pub case: CaseId,
    /// The party they are or act for.
    pub party: PartyNumber,
    /// The agent of that party they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<u16>,
    /// The role they will have.
    pub role: Role,
    /// The court.
    pub court_name: String,
    /// The case number.
    pub case_number: String,
}

/// What came of accepting an invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitationAccepted {
    /// The case one is in now.
    pub case: CaseId,
    /// The receipt.
    pub receipt: Receipt,
}

/// Invites a party, or an agent of it, again or for the first time.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteMemberRequest {
    /// The party.
    pub party: PartyNumber,
    /// The agent of that party.
    #[serde(default)]
    pub agent: Option<u16>,
}

/// The rows that carry an invitation out: the link's digest and the short message.
pub(crate) struct InvitationToken {
    token: String,
    digest: Digest,
}

impl InvitationToken {
    pub(crate) fn draw() -> Result<InvitationToken, AppError> {
        let token = BASE64URL_NOPAD.encode(&random_bytes::<24>()?);
        Ok(InvitationToken { digest: Digest::of(token.as_bytes()), token })
    }
}

impl Court {
    /// Rows for inviting `seat`; without a phone number there is nothing to send, and the clerk sees so.
    pub(crate) fn invitation_rows(
        &self,
        case: CaseId,
        token: &InvitationToken,
        seat: &Seat<'_>,
        court_name: &str,
    ) -> Vec<Row> {
        let Some(phone) = seat.phone else { return Vec::new() };
        let now = self.now();
        let expires_at = now.plus_ms(i64::from(self.limits.invitation_days) * 86_400_000);
        let invitation = NewInvitation {
            token_digest: token.digest,
            party: seat.party,
            agent: seat.agent,
            name: seat.name.to_owned(),
            expires_at,
        };
        let notice = Notice::Invitation {
            phone: phone.to_owned(),
            court_name: court_name.to_owned(),
            link: format!("{}/j/{}", self.profile.phone_url, token.token),
        };
        let notice = notice.row(Some(case), now);
        std::iter::once(Row::Invitation(invitation)).chain(notice).collect()
    }

    /// Invites a party or agent.
    ///
    /// # Errors
    ///
    /// Refuses seats that do not exist or are taken.
    pub async fn invite_member(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &InviteMemberRequest,
    ) -> Result<Done, AppError> {
        let (party, agent) = (request.party, request.agent);
        let token = InvitationToken::draw()?;
        let with = |state: &CaseState| {
            let court_name = court_name(state);
            let seats = membership::seats(state).into_iter();
            let asked = seats.filter(|seat| seat.party == party && seat.agent == agent);
            asked.flat_map(|seat| self.invitation_rows(case, &token, &seat, &court_name)).collect()
        };
        self.transact(actor, case, given, &Command::InviteMember(InviteMember { party, agent }), with).await
    }

    /// What an invitation is for.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for links that were never given out.
    pub async fn invitation(&self, token: &str) -> Result<InvitationView, AppError> {
        let row = self.store.invitation(Digest::of(token.as_bytes())).await?.ok_or(Denied::NotFound)?;
        let loaded = self.case(row.case).await?;
        let state = if row.used.is_some() {
            InvitationState::Used
        } else if row.expires_at <= self.now() {
            InvitationState::Expired
        } else {
            InvitationState::Open
        };
        loaded.read(|case, _| {
            let registration = case.decided.registration.as_ref().ok_or(Denied::NotFound)?;
            let seats = membership::seats(case);
            let seat = seats.iter().find(|seat| seat.party == row.party && seat.agent == row.agent);
            let seat = seat.ok_or(Denied::NotFound)?;
            Ok(InvitationView {
                court_name: registration.court_name.clone(),
                case_number: registration.case_number.to_string(),
                role: seat.role,
                name_masked: mask_name(seat.name),
                state,
                case: row.case,
                party: seat.party,
                agent: seat.agent,
            })
        })
    }

    /// Comes into the space by a one-time link.
    ///
    /// # Errors
    ///
    /// Refuses used and expired links, and whoever is not the person the case names.
    pub async fn accept_invitation(
        &self,
        actor: &Actor,
        given: Given,
        token: &str,
        request: &AcceptInvitationRequest,
    ) -> Result<InvitationAccepted, AppError> {
        let token_digest = Digest::of(token.as_bytes());
        let row = self.store.invitation(token_digest).await?.ok_or(Denied::NotFound)?;
        let case = row.case;
        // What was signed must be what the link is for.
        if (request.case, request.party, request.agent) != (case, row.party, row.agent) {
            return Err(Denied::NotFound.into());
        }
        let used_by_other = row.used.is_some_and(|(person, _)| person != actor.person);
        if used_by_other || (row.used.is_none() && row.expires_at <= self.now()) {
            return Err(Denied::InvitationOver.into());
        }
        let loaded = self.case(case).await?;
        if loaded.read(|state, _| state.membership(actor).is_some()) {
            let receipt = self.store.receipt_of(case, given.command).await?;
            let receipt = receipt.ok_or(membership::Refusal::AlreadyJoined)?;
            return Ok(InvitationAccepted { case, receipt });
        }
        let invited_phone = loaded.read(|state, _| {
            let seats = membership::seats(state);
            let seat = seats.iter().find(|seat| seat.party == row.party && seat.agent == row.agent);
            seat.and_then(|seat| seat.phone.map(str::to_owned))
        });
        let mut known = self.known_person(actor, invited_phone.as_deref()).await?;
        // Outside, a masked case does not know the telephone; the link was sent to it and to no other.
        known.holds_invited_phone |= invited_phone.is_none();
        let command = Command::JoinSpace(JoinSpace { party: row.party, agent: row.agent, known });
        let used = Row::InvitationUsed { token_digest, person: actor.person };
        let done = self.transact(actor, case, given, &command, |_| vec![used.clone()]).await?;
        Ok(InvitationAccepted { case, receipt: done.receipt })
    }

    /// What the register says of the person, and whether they hold `phone`.
    pub(crate) async fn known_person(
        &self,
        actor: &Actor,
        phone: Option<&str>,
    ) -> Result<KnownPerson, AppError> {
        if actor.standing != Standing::Public {
            return Err(Denied::PublicOnly.into());
        }
        let person = self.store.person(actor.person).await?.ok_or(Denied::NotSignedOn)?;
        let holds_invited_phone = phone.is_some_and(|phone| {
            weicourt_domain::identifier::phone::check_mobile(phone).is_ok_and(|phone| phone == person.phone)
        });
        Ok(KnownPerson { name: person.name, id_digest: person.id_digest, holds_invited_phone })
    }

    /// Cases that name the person by identity number and that they have not come into.
    ///
    /// # Errors
    ///
    /// Refuses staff.
    pub async fn waiting_cases(&self, actor: &Actor) -> Result<Vec<WaitingCase>, AppError> {
        let known = self.known_person(actor, None).await?;
        let mut waiting = Vec::new();
        for named in self.store.cases_by_digest(known.id_digest).await? {
            let loaded = self.case(named.case).await?;
            let found = loaded.read(|state, _| {
                let registration = state.decided.registration.as_ref()?;
                let wanted = state.membership(actor).is_none()
                    && (state.decided.invited.contains(&(named.party, named.agent))
                        || state.decided.imported.is_some())
                    && state.decided.closing.is_none()
                    && !membership::is_taken(state, named.party, named.agent);
                let seats = membership::seats(state).into_iter();
                let mut seats = seats.filter(|seat| seat.party == named.party && seat.agent == named.agent);
                let seat = seats.next().filter(|_| wanted)?;
                Some(WaitingCase {
                    case: named.case,
                    party: seat.party,
                    agent: seat.agent,
                    role: seat.role,
                    court_name: registration.court_name.clone(),
                    case_number: registration.case_number.to_string(),
                })
            });
            waiting.extend(found);
        }
        // Somebody who is party and agent of the same case comes in once.
        waiting.dedup_by_key(|waiting| waiting.case);
        Ok(waiting)
    }

    /// Comes into the space of a case that names the person by identity number.
    ///
    /// # Errors
    ///
    /// Refuses whoever is not the person the case names, in the same words as for no case at all.
    pub async fn join_space(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &JoinSpaceRequest,
    ) -> Result<Done, AppError> {
        let known = self.known_person(actor, None).await?;
        let named = self.store.cases_by_digest(known.id_digest).await?;
        if !named.iter().any(|named| named.case == case) {
            return Err(Denied::NotFound.into());
        }
        let command = Command::JoinSpace(JoinSpace { party: request.party, agent: request.agent, known });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }
}

/// Name of the court of a case, as registered or as the filing addressed it.
pub(crate) fn court_name(state: &CaseState) -> String {
    match &state.decided.registration {
        Some(registration) => registration.court_name.clone(),
        None => state.court_code().map(|code| code.as_str().to_owned()).unwrap_or_default(),
    }
}
