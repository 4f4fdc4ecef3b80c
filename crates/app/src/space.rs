//! Acts in the space: words, calls, the order of the floor, the end.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::command::{
    CallMember, ClearQuietHours, CloseCase, CloseFloor, Command, FlagCase, MuteMember, OpenFloor,
    PostMessage, ReopenCase, SetQuietHours, UnmuteMember, WithdrawMessage,
};
use weicourt_domain::entry::{EntryBody, MessageContent, Outcome, ReopenCause};
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;
use weicourt_domain::policy::CaseFlag;

use crate::acts::Given;
use crate::court::{Court, Done};
use crate::error::{AppError, Denied};
use crate::hub::StreamFrame;

/// Who may read a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageAudience {
    /// Every member of the space.
    #[default]
    Everyone,
    /// The bench alone (合议).
    Bench,
}

/// Says something.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostMessageRequest {
    /// What.
    pub content: MessageContent,
    /// The message it answers.
    #[serde(default)]
    pub quote: Option<EntryRef>,
    /// Who is mentioned.
    #[serde(default)]
    pub mentions: BTreeSet<PersonId>,
    /// Who may read it.
    #[serde(default)]
    pub audience: MessageAudience,
}

/// Takes a message back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawMessageRequest {
    /// The message.
    pub message: EntryRef,
}

/// Asks a member to come.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallMemberRequest {
    /// Who.
    pub person: PersonId,
}

/// Takes a member's word away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MuteMemberRequest {
    /// Who.
    pub person: PersonId,
    /// Until when; without it until undone.
    #[serde(default)]
    pub until: Option<Instant>,
    /// Why.
    pub reason: String,
}

/// Gives it back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmuteMemberRequest {
    /// Who.
    pub person: PersonId,
}

/// Opens or closes the floor.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FloorRequest {
    /// Whether only the court may speak.
    pub closed: bool,
    /// Why, when it is closed.
    #[serde(default)]
    pub reason: String,
}

/// Sets quiet hours, or clears them when both are missing.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHoursRequest {
    /// Start, `HH:MM`.
    #[serde(default)]
    pub from: Option<String>,
    /// End, `HH:MM`.
    #[serde(default)]
    pub to: Option<String>,
}

/// Ends the case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCaseRequest {
    /// How.
    pub outcome: Outcome,
    /// Words of the court.
    #[serde(default)]
    pub note: String,
}

/// Notes why the case needs more care.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagCaseRequest {
    /// All flags it shall have; the others go.
    #[schema(value_type = Vec<CaseFlag>)]
    pub flags: BTreeSet<CaseFlag>,
    /// Why, for the court alone.
    pub reason: String,
}

/// Takes a closed case up again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCaseRequest {
    /// Why.
    pub cause: ReopenCause,
    /// Words of the court.
    #[serde(default)]
    pub note: String,
}

impl Court {
    /// Says something in the space.
    ///
    /// # Errors
    ///
    /// Refuses content that was not uploaded to this case; else as the domain decides.
    pub async fn post_message(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        mut request: PostMessageRequest,
    ) -> Result<Done, AppError> {
        // Strangers must not find out here which files a case has.
        self.case_for(actor, case).await?;
        let most_bytes = self.limits.voice_bytes;
        if let MessageContent::Voice { blob } = &request.content
            && blob.size_bytes > most_bytes
        {
            return Err(Denied::TooLarge { most_bytes }.into());
        }
        self.take_blobs(actor, case, request.content.blobs_mut()).await?;
        let command = Command::PostMessage(PostMessage {
            content: request.content,
            quote: request.quote,
            mentions: request.mentions,
            bench_only: request.audience == MessageAudience::Bench,
        });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Takes a message back.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn withdraw_message(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &WithdrawMessageRequest,
    ) -> Result<Done, AppError> {
        let command = Command::WithdrawMessage(WithdrawMessage { message: request.message });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Asks a member to come: rings them where they are connected, else by short message.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn call_member(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &CallMemberRequest,
    ) -> Result<Done, AppError> {
        let person = request.person;
        let command = Command::CallMember(CallMember { person });
        let done = self.transact(actor, case, given, &command, |_| Vec::new()).await?;
        let loaded = self.case(case).await?;
        let by = loaded.read(|state, _| state.member_name(actor.person).map(str::to_owned));
        self.hub.tell_person(case, person, &StreamFrame::Called { case, by: by.unwrap_or_default() });
        Ok(done)
    }

    /// Takes a member's word away.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn mute_member(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &MuteMemberRequest,
    ) -> Result<Done, AppError> {
        let MuteMemberRequest { person, until, reason } = request.clone();
        let command = Command::MuteMember(MuteMember { person, until, reason });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Gives a member's word back.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn unmute_member(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &UnmuteMemberRequest,
    ) -> Result<Done, AppError> {
        let command = Command::UnmuteMember(UnmuteMember { person: request.person });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Opens or closes the floor.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn set_floor(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &FloorRequest,
    ) -> Result<Done, AppError> {
        let command = if request.closed {
            Command::CloseFloor(CloseFloor { reason: request.reason.clone() })
        } else {
            Command::OpenFloor(OpenFloor)
        };
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Sets or clears quiet hours.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn set_quiet_hours(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &QuietHoursRequest,
    ) -> Result<Done, AppError> {
        let command = match (&request.from, &request.to) {
            (None, None) => Command::ClearQuietHours(ClearQuietHours),
            (from, to) => Command::SetQuietHours(SetQuietHours {
                from: from.clone().unwrap_or_default(),
                to: to.clone().unwrap_or_default(),
            }),
        };
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Ends the case.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn close_case(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &CloseCaseRequest,
    ) -> Result<Done, AppError> {
        let command = Command::CloseCase(CloseCase { outcome: request.outcome, note: request.note.clone() });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }

    /// Notes why the case needs more care.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn flag_case(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &FlagCaseRequest,
    ) -> Result<Done, AppError> {
        let (flags, reason) = (request.flags.clone(), request.reason.clone());
        self.transact(actor, case, given, &Command::FlagCase(FlagCase { flags, reason }), |_| Vec::new())
            .await
    }

    /// Takes a closed case up again.
    ///
    /// # Errors
    ///
    /// As the domain decides.
    pub async fn reopen_case(
        &self,
        actor: &Actor,
        case: CaseId,
        given: Given,
        request: &ReopenCaseRequest,
    ) -> Result<Done, AppError> {
        let command = Command::ReopenCase(ReopenCase { cause: request.cause, note: request.note.clone() });
        self.transact(actor, case, given, &command, |_| Vec::new()).await
    }
}

/// Whether an entry changes more of a case than its words, so that open screens fetch it again.
pub(crate) fn changes_the_case(body: &EntryBody) -> bool {
    !matches!(body, EntryBody::MessagePosted { .. } | EntryBody::MessageWithdrawn { .. })
}
