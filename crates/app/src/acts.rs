//! Acts signed where they are made.
//!
//! A person's browser holds a P-256 key that it cannot give away. Every act of a person is signed with
//! it over the exact bytes of the command, and nobody between the phone and the court (the internet
//! node included) can change a word or add an act. The court checks the same bytes again ([`check`]).
//!
//! To sign: build [`statement`], sign it (ECDSA, P-256, SHA-256, 64 bytes `r‖s`), and send the hex digest
//! of the public key and the base64 of the signature along: as headers [`DEVICE_HEADER`] and
//! [`SIGNATURE_HEADER`], or in the fields of the same names on the stream.

mod check;
mod commands;
mod key;

use data_encoding::{BASE64, HEXLOWER};
use weicourt_domain::actor::{Actor, Standing};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::log::ActProof;
use weicourt_store::DeviceState;

use crate::court::Court;
use crate::error::{AppError, Denied};

pub(crate) use check::Statement;
pub use check::{ActFault, check};
pub use key::{DevicePublicKey, SoftKey};

/// Header with the hex SHA-256 of the device's public key (SubjectPublicKeyInfo).
pub const DEVICE_HEADER: &str = "weicourt-device";
/// Header with the base64 of the 64-byte signature.
pub const SIGNATURE_HEADER: &str = "weicourt-signature";

/// First line of every statement. Stored for ever: another layout gets another number.
const VERSION: &str = "weicourt-act-1";

/// The exact bytes that a person signs for an act.
///
/// `path` is that of the request, without what follows a question mark; `body` is the body byte for
/// byte as it is sent. Stored for ever.
pub fn statement(method: &str, path: &str, command: CommandId, person: PersonId, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{VERSION}\n{method} {path}\n{command}\n{person}\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Path under which words are said: what is signed for an act on the stream, too.
pub fn message_path(case: CaseId) -> String {
    format!("/api/cases/{case}/messages")
}

/// An act whose signature has been checked.
#[derive(Clone)]
pub struct SignedAct {
    device: Digest,
    statement: Vec<u8>,
    signature: [u8; 64],
}

impl std::fmt::Debug for SignedAct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedAct").field("device", &self.device).finish_non_exhaustive()
    }
}

impl SignedAct {
    /// The act, if `signature` is that of `key` over `statement`.
    ///
    /// # Errors
    ///
    /// [`ActFault::WrongSignature`].
    pub fn verify(
        key: &DevicePublicKey,
        statement: Vec<u8>,
        signature: &[u8],
    ) -> Result<SignedAct, ActFault> {
        let signature: [u8; 64] = signature.try_into().map_err(|_| ActFault::WrongSignature)?;
        if !key.verifies(&statement, &signature) {
            return Err(ActFault::WrongSignature);
        }
        Ok(SignedAct { device: key.digest(), statement, signature })
    }

    /// What stays in the envelope of every entry of the act.
    pub fn proof(&self) -> ActProof {
        ActProof {
            device_key: self.device,
            command_digest: Digest::of(&self.statement),
            signature: BASE64.encode(&self.signature),
        }
    }

    /// The bytes that were signed.
    pub fn statement(&self) -> &[u8] {
        &self.statement
    }
}

/// A command as it was given: its identity, and what was signed for it.
#[derive(Debug, Clone)]
pub struct Given {
    /// Identity of the command.
    pub command: CommandId,
    /// The signed act; acts of the public need one, acts of staff in the court's network have none.
    pub(crate) act: Option<SignedAct>,
}

impl Given {
    /// A command with the act that was signed for it.
    pub fn signed(command: CommandId, act: SignedAct) -> Given {
        Given { command, act: Some(act) }
    }
}

impl From<CommandId> for Given {
    fn from(command: CommandId) -> Given {
        Given { command, act: None }
    }
}

/// A request as it arrived, with what it says of its signature.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    /// Method.
    pub method: &'a str,
    /// Path, without what follows a question mark.
    pub path: &'a str,
    /// Identity of the command.
    pub command: CommandId,
    /// Hex digest of the device's public key.
    pub device: Option<&'a str>,
    /// Base64 of the signature.
    pub signature: Option<&'a str>,
    /// The body, byte for byte.
    pub body: &'a [u8],
}

impl std::fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presented").field("command", &self.command).finish_non_exhaustive()
    }
}

impl Court {
    /// The command that a request gives in a session of `device`, its signature checked. Staff sign on
    /// instead of signing.
    ///
    /// # Errors
    ///
    /// Of the public: [`Denied::DeviceUnknown`] without an enrolled device, [`Denied::DeviceAwaitsCourt`]
    /// before the court has confirmed it, [`Denied::ActNotSigned`] without a signature of the device the
    /// person is logged in on, [`Denied::WrongSignature`] if it does not fit the request.
    pub async fn given(
        &self,
        actor: &Actor,
        device: Option<Digest>,
        presented: Presented<'_>,
    ) -> Result<Given, AppError> {
        // Staff sign on in the court's network; outside they sign their words on a phone that a passkey
        // vouched for, and what they ask the court for with the passkey itself.
        let signs_words = self.profile.zone == Zone::Front && presented.device.is_some();
        if actor.standing != Standing::Public && !signs_words {
            return Ok(presented.command.into());
        }
        let person = actor.person;
        let key = device.ok_or(Denied::DeviceUnknown)?;
        let device = self.known_device(person, key).await?.ok_or(Denied::DeviceUnknown)?;
        match device.state {
            DeviceState::Active => {}
            DeviceState::AwaitingCourt => return Err(Denied::DeviceAwaitsCourt.into()),
            DeviceState::Revoked => return Err(Denied::NotSignedOn.into()),
        }
        let (Some(named), Some(signature)) = (presented.device, presented.signature) else {
            return Err(Denied::ActNotSigned.into());
        };
        let named = HEXLOWER.decode(named.as_bytes()).map_err(|_| Denied::ActNotSigned)?;
        if named != key.0 {
            return Err(Denied::ActNotSigned.into());
        }
        let signature = BASE64.decode(signature.as_bytes()).map_err(|_| Denied::WrongSignature)?;
        let Presented { method, path, command, body, .. } = presented;
        let public = DevicePublicKey::from_spki(&device.spki).ok_or(Denied::DeviceUnknown)?;
        let statement = statement(method, path, command, person, body);
        let act = SignedAct::verify(&public, statement, &signature).map_err(|_| Denied::WrongSignature)?;
        Ok(Given::signed(command, act))
    }
}
