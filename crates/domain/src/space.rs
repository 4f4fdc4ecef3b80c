//! Talking in the space: messages, taking them back, asking a member to come.

use crate::actor::Actor;
use crate::audience::{Audience, Class, Room};
use crate::case::CaseState;
use crate::command::{self, CallMember, PostMessage, Setting, WithdrawMessage, Zone};
use crate::entry::{EntryBody, MessageContent};
use crate::log::{Draft, DraftBody, EntryRef};
use crate::permission::{self, Act, WITHDRAW_WITHIN_MS, may, speech_origin, stamp};

/// Longest message, in characters.
pub const LONGEST_TEXT: usize = 4000;

/// Longest voice note, in milliseconds.
pub const LONGEST_VOICE_MS: u32 = 120_000;

/// Why words are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was said.
    #[error("the message is empty")]
    Empty,
    /// Too much was said at once.
    #[error("the message is longer than {longest} characters")]
    TooLong {
        /// The limit.
        longest: usize,
    },
    /// The voice note is too long.
    #[error("the voice note is longer than {longest_ms} ms")]
    VoiceTooLong {
        /// The limit.
        longest_ms: u32,
    },
    /// The place is not on earth.
    #[error("not a place on earth")]
    NotAPlace,
    /// Content that only readers see was sent.
    #[error("not content that can be sent")]
    NotSendable,
    /// The quoted or withdrawn message does not exist for this person.
    #[error("no such message")]
    NoSuchMessage,
    /// Somebody else's message.
    #[error("only the author can take a message back")]
    NotTheAuthor,
    /// Too late.
    #[error("too late to take the message back")]
    TooLateToWithdraw,
    /// Done already.
    #[error("already taken back")]
    AlreadyWithdrawn,
    /// The mentioned or called person is not in the space.
    #[error("no such member")]
    NoSuchMember,
    /// One cannot call oneself.
    #[error("one cannot call oneself")]
    CallsSelf,
    /// The room of the bench is entered in the court's network only.
    #[error("the bench deliberates in the court's network")]
    BenchIsAtHome,
}

/// Decides a message.
///
/// # Errors
///
/// Refuses empty and over-long content, unknown quotes and mentions, and whatever
/// [`permission::may`] refuses.
pub fn decide_post(
    state: &CaseState,
    actor: &Actor,
    command: &PostMessage,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let act = if command.bench_only { Act::PostToBench } else { Act::PostMessage };
    let membership = may(state, actor, act, setting.now)?;
    if command.bench_only && setting.zone == Zone::Front {
        return Err(Refusal::BenchIsAtHome.into());
    }
    check_content(&command.content)?;
    let sees_bench = permission::role_may(membership.role, Act::PostToBench);
    if let Some(quote) = command.quote {
        let known = state.messages.get(&quote).is_some_and(|facts| !facts.bench_only || sees_bench);
        // Quoting the bench's words to everyone would carry them out of the room.
        let leaks = state.messages.get(&quote).is_some_and(|facts| facts.bench_only && !command.bench_only);
        if !known || leaks {
            return Err(Refusal::NoSuchMessage.into());
        }
    }
    if !command.mentions.is_empty() {
        let members = state.members();
        // Whoever is named is told; somebody outside the room must not learn that it speaks.
        let hears =
            |role| if command.bench_only { permission::role_may(role, Act::PostToBench) } else { true };
        let all_known = command
            .mentions
            .iter()
            .all(|person| members.iter().any(|(member, _, of)| member == person && hears(of.role)));
        if !all_known {
            return Err(Refusal::NoSuchMember.into());
        }
    }
    let (audience, class) = if command.bench_only {
        (Audience::Room { room: Room::Deliberation }, Class::Deliberation)
    } else {
        (Audience::Everyone, Class::Conversation)
    };
    let body = EntryBody::MessagePosted {
        content: command.content.clone(),
        quote: command.quote,
        mentions: command.mentions.clone(),
    };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class,
        audience,
        actor: stamp(actor, membership),
        origin: speech_origin(membership, setting.zone),
    }])
}

fn check_content(content: &MessageContent) -> Result<(), Refusal> {
    match content {
        MessageContent::Text { text } if text.trim().is_empty() => Err(Refusal::Empty),
        MessageContent::Text { text } if text.chars().count() > LONGEST_TEXT => {
            Err(Refusal::TooLong { longest: LONGEST_TEXT })
        }
        MessageContent::Voice { blob } if blob.duration_ms.is_none_or(|duration_ms| duration_ms == 0) => {
            Err(Refusal::Empty)
        }
        MessageContent::Voice { blob } if blob.duration_ms.is_some_and(|ms| ms > LONGEST_VOICE_MS) => {
            Err(Refusal::VoiceTooLong { longest_ms: LONGEST_VOICE_MS })
        }
        MessageContent::Location { latitude_e7, longitude_e7, name, address } => {
            let on_earth =
                latitude_e7.unsigned_abs() <= 900_000_000 && longitude_e7.unsigned_abs() <= 1_800_000_000;
            if !on_earth {
                Err(Refusal::NotAPlace)
            } else if name.trim().is_empty() && address.trim().is_empty() {
                Err(Refusal::Empty)
            } else if name.chars().count() + address.chars().count() > LONGEST_TEXT {
                Err(Refusal::TooLong { longest: LONGEST_TEXT })
            } else {
                Ok(())
            }
        }
        MessageContent::Withdrawn => Err(Refusal::NotSendable),
        MessageContent::Text { .. }
        | MessageContent::Voice { .. }
        | MessageContent::Photo { .. }
        | MessageContent::File { .. } => Ok(()),
    }
}

/// Decides to take a message back: only the author, only for a short while. The record stays.
///
/// # Errors
///
/// Refuses strangers' messages, late and repeated withdrawal.
pub fn decide_withdraw(
    state: &CaseState,
    actor: &Actor,
    command: &WithdrawMessage,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::WithdrawMessage, setting.now)?;
    let sees_bench = permission::role_may(membership.role, Act::PostToBench);
    let facts = state
        .messages
        .get(&command.message)
        .filter(|facts| !facts.bench_only || sees_bench)
        .ok_or(Refusal::NoSuchMessage)?;
    if facts.author != actor.person {
        return Err(Refusal::NotTheAuthor.into());
    }
    if facts.withdrawn {
        return Err(Refusal::AlreadyWithdrawn.into());
    }
    if setting.now.0 - facts.at.0 > WITHDRAW_WITHIN_MS {
        return Err(Refusal::TooLateToWithdraw.into());
    }
    let (audience, class) = if facts.bench_only {
        (Audience::Room { room: Room::Deliberation }, Class::Deliberation)
    } else {
        (Audience::Everyone, Class::Conversation)
    };
    Ok(vec![Draft {
        body: DraftBody::Ready(EntryBody::MessageWithdrawn { message: command.message }),
        class,
        audience,
        actor: stamp(actor, membership),
        origin: speech_origin(membership, setting.zone),
    }])
}

/// Decides to ask a member to come to the space (联系各方); no phone number is shown to anyone.
///
/// # Errors
///
/// Refuses calls to strangers and to oneself.
pub fn decide_call(
    state: &CaseState,
    actor: &Actor,
    command: &CallMember,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::CallMember, setting.now)?;
    if command.person == actor.person {
        return Err(Refusal::CallsSelf.into());
    }
    let name = state.member_name(command.person).ok_or(Refusal::NoSuchMember)?;
    let body = EntryBody::MemberCalled { person: command.person, name: name.to_owned() };
    Ok(vec![Draft {
        body: DraftBody::Ready(body),
        class: Class::Conversation,
        audience: Audience::Everyone,
        actor: stamp(actor, membership),
        origin: speech_origin(membership, setting.zone),
    }])
}

/// Names an entry that a message refers to, for readers of the log.
pub fn referred(body: &EntryBody) -> Option<EntryRef> {
    match body {
        EntryBody::MessagePosted { quote, .. } => *quote,
        EntryBody::MessageWithdrawn { message } => Some(*message),
        _ => None,
    }
}
