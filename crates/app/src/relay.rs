//! Acts of the court that a judge asks for outside the court's network.
//!
//! The front node appends what the judge asked and signed with a passkey; it decides nothing. The court's
//! own node checks the passkey over the exact request, does the act as if it had been asked there, or
//! refuses it. A front node that was broken into can neither invent nor change nor repeat such an act.
//!
//! Three identities of one act: the judge's browser draws a UUID of version 7 (it begins with the time)
//! and signs it with the request; the entry `ActRequested` has it as its command, and the entries that
//! come of it have the same with version 8 ([`answer_id`]), so that the asking and the doing are never
//! taken for one another.

use sha2::{Digest as _, Sha256};
use weicourt_domain::actor::{Actor, Assurance, Role, Standing};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::Zone;
use weicourt_domain::entry::{EntryBody, RelayedAct};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Entry, Origin};
use weicourt_store::{Append, Expected, NewExchangeEvent, Passkey};

use crate::acts::{Given, statement};
use crate::case_acts;
use crate::court::{Court, Done};
use crate::error::{AppError, Denied};
use crate::passkeys::{AssertionFault, PasskeySettings, check_assertion, unbase64};

/// How old a request may be when the court's node gets it, in milliseconds: a link may be down for days,
/// an order of the court may not come out of nowhere after a week.
pub const OLDEST_MS: i64 = 3 * 86_400_000;
/// How far the judge's clock may be ahead, in milliseconds.
const AHEAD_MS: i64 = 10 * 60_000;

/// Why a request is not taken for the judge's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayFault {
    /// The entry is not a request.
    #[error("not a request for an act")]
    NotARequest,
    /// The request names another case than the one it stands in.
    #[error("asked for another case")]
    AnotherCase,
    /// The passkey belongs to somebody else than the entry says.
    #[error("asked by another person")]
    AnotherPerson,
    /// The identity has no time in it.
    #[error("the command has no time in it")]
    NoTime,
    /// Asked too long ago, or in the future.
    #[error("asked too long ago, or in the future")]
    TooOld,
    /// The passkey's answer is not for this request.
    #[error(transparent)]
    Assertion(#[from] AssertionFault),
}

/// What the judge's passkey signs: the SHA-256 of the statement of the act.
pub fn challenge(command: CommandId, person: PersonId, path: &str, body: &str) -> [u8; 32] {
    Sha256::digest(statement("POST", path, command, person, body.as_bytes())).into()
}

/// Identity of the entries that come of a request.
pub fn answer_id(request: CommandId) -> CommandId {
    let mut bytes = request.0;
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    CommandId(bytes)
}

/// When a command of version 7 was drawn.
pub(crate) fn drawn_at(command: CommandId) -> Option<Instant> {
    let bytes = command.0;
    if bytes[6] >> 4 != 7 {
        return None;
    }
    let ms = bytes[..6].iter().fold(0_i64, |ms, byte| ms << 8 | i64::from(*byte));
    Some(Instant(ms))
}

/// The judge who asked for the act in `entry`, if their passkey says so. Whether the act was done before
/// is asked of the log, by [`answer_id`].
///
/// # Errors
///
/// [`RelayFault`] says what is wrong.
pub fn check(
    entry: &Entry,
    passkey: &Passkey,
    settings: &PasskeySettings,
    now: Instant,
) -> Result<PersonId, RelayFault> {
    let EntryBody::ActRequested { act } = &entry.body else { return Err(RelayFault::NotARequest) };
    let envelope = &entry.envelope;
    check_act(act, envelope.case, envelope.command, envelope.actor.person, passkey, settings, now)
}

/// Checks when a command of version 7 was drawn.
pub(crate) fn check_age(command: CommandId, now: Instant) -> Result<(), RelayFault> {
    let asked_at = drawn_at(command).ok_or(RelayFault::NoTime)?;
    let age_ms = now.0 - asked_at.0;
    if (-AHEAD_MS..=OLDEST_MS).contains(&age_ms) { Ok(()) } else { Err(RelayFault::TooOld) }
}

fn check_act(
    act: &RelayedAct,
    case: CaseId,
    command: CommandId,
    person: PersonId,
    passkey: &Passkey,
    settings: &PasskeySettings,
    now: Instant,
) -> Result<PersonId, RelayFault> {
    if passkey.person != person {
        return Err(RelayFault::AnotherPerson);
    }
    if case_of(&act.path) != Some(case) {
        return Err(RelayFault::AnotherCase);
    }
    check_age(command, now)?;
    // The counter is not asked: requests of several cases may overtake each other on the way. What keeps
    // an old answer out is that every command is done once.
    let challenge = challenge(command, person, &act.path, &act.body);
    check_assertion(&act.assertion, &challenge, &passkey.spki, settings)?;
    Ok(person)
}

/// The case that a path names.
fn case_of(path: &str) -> Option<CaseId> {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["", "api", "cases" | "filings", case, _] | ["", "api", "cases", case, _, _] => case.parse().ok(),
        _ => None,
    }
}

impl Court {
    /// Asks for an act of the court from outside its network. On a node that is both sides the act is done
    /// at once, in the same way.
    ///
    /// `in_chinese` says for a refusal what the judge is told.
    ///
    /// # Errors
    ///
    /// [`Denied::PasskeyRefused`] if the passkey's answer is not for this request; [`Denied::NotFound`] for
    /// strangers to the case.
    pub async fn request_act(
        &self,
        actor: &Actor,
        case: CaseId,
        command: CommandId,
        act: RelayedAct,
        in_chinese: fn(AppError) -> String,
    ) -> Result<Done, AppError> {
        let loaded = self.case_for(actor, case).await?;
        if !matches!(actor.standing, Standing::Staff { .. }) || self.profile.zone == Zone::Court {
            return Err(Denied::StaffOnly.into());
        }
        let passkey = self.passkey_of(&act).await?.ok_or(Denied::PasskeyRefused)?;
        let checked =
            check_act(&act, case, command, actor.person, &passkey, &self.profile.passkey, self.now());
        if let Err(fault) = checked {
            tracing::warn!(case = %case, op = "request_act", %fault, "request refused");
            return Err(Denied::PasskeyRefused.into());
        }
        let role = loaded.read(|state, _| state.membership(actor).map(|membership| membership.role));
        let draft = Draft {
            body: DraftBody::Ready(EntryBody::ActRequested { act }),
            class: Class::Conversation,
            audience: Audience::Court,
            actor: ActorStamp {
                person: actor.person,
                role: role.ok_or(Denied::NotFound)?,
                assurance: actor.assurance,
            },
            origin: Origin::Front,
        };
        let done = self.note(actor.person, case, command, draft).await?;
        if self.profile.zone == Zone::All
            && let Some(entry) = done.entries.first()
        {
            self.answer_request(entry, in_chinese).await?;
        }
        Ok(done)
    }

    /// Does what a judge asked for outside, or appends why not. Doing it again changes nothing: the same
    /// request gives the same entries.
    ///
    /// # Errors
    ///
    /// Fails only when something broke; then it is to be tried again.
    pub async fn answer_request(
        &self,
        entry: &Entry,
        in_chinese: fn(AppError) -> String,
    ) -> Result<(), AppError> {
        let case = entry.envelope.case;
        let EntryBody::ActRequested { act } = &entry.body else { return Ok(()) };
        let answer = answer_id(entry.envelope.command);
        if !self.store.entries_of_command(case, answer).await?.is_empty() {
            return Ok(());
        }
        let done = match self.asked_by(entry, act).await {
            Ok(actor) => self.carry_out(&actor, case, answer, act).await.map(|_| ()),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => Ok(()),
            Err(error @ AppError::Broken { .. }) => Err(error),
            Err(error @ (AppError::Refused(_) | AppError::Denied(_) | AppError::Conflict)) => {
                tracing::warn!(case = %case, op = "relay", error = %error, "request refused");
                metrics::counter!("weicourt_relays_refused_total").increment(1);
                if let AppError::Denied(Denied::PasskeyRefused | Denied::StaffOnly | Denied::UnknownAct) =
                    error
                {
                    // Not a matter of the case but somebody who is not who they say: the desk has to see it.
                    let detail = format!("front:{} a request that no judge signed", entry.envelope.seq);
                    let event = NewExchangeEvent { case: Some(case), kind: "refused", detail: &detail };
                    self.store.keep_exchange_event(event).await?;
                }
                let clock = PersonId(0);
                let body =
                    EntryBody::ActRefused { request: entry.envelope.entry_ref(), reason: in_chinese(error) };
                let draft = Draft {
                    body: DraftBody::Ready(body),
                    class: Class::Conversation,
                    audience: Audience::Court,
                    actor: ActorStamp { person: clock, role: Role::System, assurance: Assurance::System },
                    origin: Origin::Court,
                };
                self.note(clock, case, answer, draft).await.map(|_| ())
            }
        }
    }

    async fn passkey_of(&self, act: &RelayedAct) -> Result<Option<Passkey>, AppError> {
        match unbase64(&act.assertion.credential_id) {
            Some(id) => Ok(self.store.passkey(&id).await?),
            None => Ok(None),
        }
    }

    /// Who asked, as this court's directory knows them.
    async fn asked_by(&self, entry: &Entry, act: &RelayedAct) -> Result<Actor, AppError> {
        let passkey = self.passkey_of(act).await?.ok_or(Denied::PasskeyRefused)?;
        let person = check(entry, &passkey, &self.profile.passkey, self.now()).map_err(|fault| {
            tracing::warn!(case = %entry.envelope.case, op = "relay", %fault, "passkey refused");
            Denied::PasskeyRefused
        })?;
        let staff = self.store.staff(person).await?.ok_or(Denied::StaffOnly)?;
        let standing = Standing::Staff { court_code: staff.court_code, duties: staff.duties };
        Ok(Actor { person, standing, assurance: Assurance::Staff })
    }

    /// Does the act that a request names.
    async fn carry_out(
        &self,
        actor: &Actor,
        case: CaseId,
        command: CommandId,
        act: &RelayedAct,
    ) -> Result<Done, AppError> {
        fn read<T: serde::de::DeserializeOwned>(act: &RelayedAct) -> Result<T, AppError> {
            serde_json::from_str(&act.body).map_err(|_| Denied::UnknownAct.into())
        }
        let given = Given::from(command);
        let operation = act.path.splitn(5, '/').nth(4).filter(|_| act.path.starts_with("/api/cases/"));
        if let Some(command) = operation.and_then(|operation| case_acts::read_command(operation, &act.body)) {
            return self.act(actor, case, given, command.map_err(|_| Denied::UnknownAct)?).await;
        }
        let mut parts = act.path.rsplit('/');
        match (parts.next().unwrap_or_default(), act.path.split('/').nth(2).unwrap_or_default()) {
            ("closing", "cases") => self.close_case(actor, case, given, &read(act)?).await,
            ("reopening", "cases") => self.reopen_case(actor, case, given, &read(act)?).await,
            ("flags", "cases") => self.flag_case(actor, case, given, &read(act)?).await,
            ("mutes", "cases") => self.mute_member(actor, case, given, &read(act)?).await,
            ("unmutes", "cases") => self.unmute_member(actor, case, given, &read(act)?).await,
            ("floor", "cases") => self.set_floor(actor, case, given, &read(act)?).await,
            ("quiet-hours", "cases") => self.set_quiet_hours(actor, case, given, &read(act)?).await,
            ("invitations", "cases") => self.invite_member(actor, case, given, &read(act)?).await,
            ("bench", "cases") => self.assign_bench(actor, case, given, &read(act)?).await,
            ("assignments", "cases") => self.assign_todo(actor, case, given, &read(act)?).await,
            ("corrections", "filings") => self.request_correction(actor, case, given, &read(act)?).await,
            ("rejection", "filings") => self.reject_filing(actor, case, given, &read(act)?).await,
            ("mediation-offer", "filings") => self.offer_mediation(actor, case, given, &read(act)?).await,
            ("registration", "filings") => self.register_case(actor, case, given, &read(act)?).await,
            _ => Err(Denied::UnknownAct.into()),
        }
    }

    /// Appends what needs no decision.
    pub(crate) async fn note(
        &self,
        person: PersonId,
        case: CaseId,
        command: CommandId,
        draft: Draft,
    ) -> Result<Done, AppError> {
        let append = Append {
            case,
            drafts: vec![draft],
            command,
            proof: None,
            expected: Expected::Any,
            with: Vec::new(),
        };
        let appended = self.store.append(append).await?;
        let loaded = self.case(case).await?;
        if !loaded.fold(&appended.entries) {
            self.catch_up(case, &loaded).await?;
        }
        match appended.entries.first() {
            Some(first) if first.envelope.actor.person == person => {
                Ok(Done { receipt: first.receipt(), entries: appended.entries })
            }
            Some(_) | None => Err(Denied::NotFound.into()),
        }
    }
}
