//! Checks an entry against what its author signed, with nothing but the author's public key.

use data_encoding::BASE64;
use serde::de::DeserializeOwned;
use weicourt_domain::audience::Audience;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::form::{BlobRef, FilingForm};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::log::{Entry, Envelope};

use super::{DevicePublicKey, VERSION, commands};
use crate::case_acts;
use crate::filing::{AnswerMediationRequest, ResubmitFilingRequest, SubmitFilingRequest};
use crate::invitations::{AcceptInvitationRequest, JoinSpaceRequest};
use crate::space::{CallMemberRequest, MessageAudience, PostMessageRequest, WithdrawMessageRequest};
use crate::uploads::is_file_name;

/// Why an entry is not what its author signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActFault {
    /// The entries of an act are one, and the same command.
    #[error("not the one entry of one command")]
    NotOne,
    /// Nothing says that anybody signed it.
    #[error("not signed")]
    NotSigned,
    /// The proof is for another key.
    #[error("signed by another device")]
    AnotherDevice,
    /// The proof is for other bytes.
    #[error("other bytes were signed")]
    AnotherStatement,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    WrongSignature,
    /// The bytes are not a statement.
    #[error("not a statement")]
    NotAStatement,
    /// The statement is for another command.
    #[error("signed for another command")]
    AnotherCommand,
    /// The statement is of another person.
    #[error("signed for another person")]
    AnotherPerson,
    /// The statement is about another case.
    #[error("signed for another case")]
    AnotherCase,
    /// The statement asks for another act.
    #[error("another act was signed")]
    AnotherAct,
    /// The entry says something else than the statement.
    #[error("the entry does not say what was signed")]
    OtherContent,
}

/// Checks the entries of one command of a person against the bytes they signed, and the public key
/// (SubjectPublicKeyInfo) of the device they signed on. What a node may add is left out: the true media
/// type of a file, a name for a file without one, the name and role of who joins, and the entry that an
/// answer answers.
///
/// # Errors
///
/// [`ActFault`] says what does not fit.
pub fn check<'e>(
    entries: impl IntoIterator<Item = &'e Entry>,
    statement: &[u8],
    spki: &[u8],
) -> Result<(), ActFault> {
    let mut entries = entries.into_iter();
    let (Some(entry), None) = (entries.next(), entries.next()) else { return Err(ActFault::NotOne) };
    let envelope = &entry.envelope;
    if envelope.command_index != 0 {
        return Err(ActFault::NotOne);
    }
    check_signature(envelope, statement, spki)?;
    let statement = Statement::read(statement)?;
    if statement.command != envelope.command {
        return Err(ActFault::AnotherCommand);
    }
    if statement.person != envelope.actor.person {
        return Err(ActFault::AnotherPerson);
    }
    check_content(&statement, envelope, &entry.body)
}

fn check_signature(envelope: &Envelope, statement: &[u8], spki: &[u8]) -> Result<(), ActFault> {
    let proof = envelope.proof.as_ref().ok_or(ActFault::NotSigned)?;
    let key = DevicePublicKey::from_spki(spki).ok_or(ActFault::AnotherDevice)?;
    if proof.device_key != key.digest() {
        return Err(ActFault::AnotherDevice);
    }
    if proof.command_digest != Digest::of(statement) {
        return Err(ActFault::AnotherStatement);
    }
    let signature = BASE64.decode(proof.signature.as_bytes()).map_err(|_| ActFault::WrongSignature)?;
    let signature: [u8; 64] = signature.try_into().map_err(|_| ActFault::WrongSignature)?;
    if key.verifies(statement, &signature) { Ok(()) } else { Err(ActFault::WrongSignature) }
}

/// A statement taken apart.
pub(crate) struct Statement<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) command: CommandId,
    pub(crate) person: PersonId,
    pub(crate) body: &'a [u8],
}

impl<'a> Statement<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Statement<'a>, ActFault> {
        let mut parts = bytes.splitn(5, |byte| *byte == b'\n');
        let mut line = || {
            let line = parts.next().and_then(|line| std::str::from_utf8(line).ok());
            line.ok_or(ActFault::NotAStatement)
        };
        let (version, request, command, person) = (line()?, line()?, line()?, line()?);
        let body = parts.next().ok_or(ActFault::NotAStatement)?;
        let (method, path) = request.split_once(' ').ok_or(ActFault::NotAStatement)?;
        if version != VERSION {
            return Err(ActFault::NotAStatement);
        }
        Ok(Statement {
            method,
            path,
            command: command.parse().map_err(|_| ActFault::NotAStatement)?,
            person: person.parse().map_err(|_| ActFault::NotAStatement)?,
            body,
        })
    }

    fn request<T: DeserializeOwned>(&self) -> Result<T, ActFault> {
        serde_json::from_slice(self.body).map_err(|_| ActFault::NotAStatement)
    }
}

fn same(yes: bool) -> Result<(), ActFault> {
    if yes { Ok(()) } else { Err(ActFault::OtherContent) }
}

fn check_content(statement: &Statement<'_>, envelope: &Envelope, body: &EntryBody) -> Result<(), ActFault> {
    let segments: Vec<&str> = statement.path.split('/').collect();
    let case = |segment: &str| {
        let named: CaseId = segment.parse().map_err(|_| ActFault::NotAStatement)?;
        if named == envelope.case { Ok(()) } else { Err(ActFault::AnotherCase) }
    };
    if statement.method != "POST" {
        return Err(ActFault::AnotherAct);
    }
    match (segments.as_slice(), body) {
        (["", "api", "filings"], EntryBody::FilingSubmitted { form }) => {
            let request: SubmitFilingRequest = statement.request()?;
            if request.draft != envelope.case {
                return Err(ActFault::AnotherCase);
            }
            same(is_form(&request.form, form))
        }
        (["", "api", "filings", of, "resubmissions"], EntryBody::FilingResubmitted { form, .. }) => {
            case(of)?;
            same(is_form(&statement.request::<ResubmitFilingRequest>()?.form, form))
        }
        (["", "api", "filings", of, "mediation-answers"], EntryBody::MediationAnswered { accepted, .. }) => {
            case(of)?;
            same(statement.request::<AnswerMediationRequest>()?.accepted == *accepted)
        }
        (
            ["", "api", "invitations", _, "acceptance"],
            EntryBody::MemberJoined { person, party, agent, .. },
        ) => {
            let request: AcceptInvitationRequest = statement.request()?;
            if request.case != envelope.case {
                return Err(ActFault::AnotherCase);
            }
            same((*person, *party, *agent) == (statement.person, request.party, request.agent))
        }
        (["", "api", "cases", of, "membership"], EntryBody::MemberJoined { person, party, agent, .. }) => {
            case(of)?;
            let request: JoinSpaceRequest = statement.request()?;
            same((*person, *party, *agent) == (statement.person, request.party, request.agent))
        }
        (["", "api", "cases", of, "messages"], EntryBody::MessagePosted { content, quote, mentions }) => {
            case(of)?;
            let request: PostMessageRequest = statement.request()?;
            let for_everyone = envelope.audience == Audience::Everyone;
            same(
                for_everyone == (request.audience == MessageAudience::Everyone)
                    && request.quote == *quote
                    && request.mentions == *mentions
                    && is_content(&request.content, content),
            )
        }
        (["", "api", "cases", of, "withdrawals"], EntryBody::MessageWithdrawn { message }) => {
            case(of)?;
            same(statement.request::<WithdrawMessageRequest>()?.message == *message)
        }
        (["", "api", "cases", of, "calls"], EntryBody::MemberCalled { person, .. }) => {
            case(of)?;
            same(statement.request::<CallMemberRequest>()?.person == *person)
        }
        (["", "api", "cases", of, operation @ ..], body) => {
            case(of)?;
            let request = std::str::from_utf8(statement.body).map_err(|_| ActFault::NotAStatement)?;
            let command = case_acts::read_command(&operation.join("/"), request);
            let command = command.ok_or(ActFault::AnotherAct)?.map_err(|_| ActFault::NotAStatement)?;
            same(commands::says(&command, body).ok_or(ActFault::AnotherAct)?)
        }
        _ => Err(ActFault::AnotherAct),
    }
}

/// What a node may put in place of what was signed of a file.
pub(super) fn as_taken(signed: &mut BlobRef, taken: &BlobRef) {
    signed.media_type.clone_from(&taken.media_type);
    signed.pages = taken.pages;
    if !signed.name.as_deref().is_some_and(is_file_name) {
        signed.name.clone_from(&taken.name);
    }
}

fn is_form(signed: &FilingForm, taken: &FilingForm) -> bool {
    let mut signed = signed.clone();
    for (mine, theirs) in signed.attachments.iter_mut().zip(&taken.attachments) {
        as_taken(&mut mine.blob, &theirs.blob);
    }
    signed == *taken
}

fn is_content(signed: &MessageContent, taken: &MessageContent) -> bool {
    let mut signed = signed.clone();
    for (mine, theirs) in signed.blobs_mut().zip(taken.blobs()) {
        as_taken(mine, theirs);
    }
    signed == *taken
}
