//! Passkeys of judges: registered on the desk, used on a phone outside the court's network to log in and
//! to sign acts of the court.

mod assertion;
mod challenge;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Assurance, Standing};
use weicourt_domain::command::Zone;
use weicourt_domain::entry::{Defect, PasskeyAssertion, RelayedAct};
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::Pii;
use weicourt_store::Passkey;

use crate::counting;
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::exchange::ControlItem;
use crate::identity::{Session, SignedIn};

pub use assertion::{AssertionFault, PasskeySettings, Vouched, check_assertion};
pub(crate) use challenge::Purpose;

/// Passkeys one person may have.
const MOST_PASSKEYS: usize = 10;
/// Longest name of a passkey, in characters.
const LONGEST_LABEL: usize = 60;

/// What a browser needs to make or use a passkey.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasskeyChallenge {
    /// To be signed; base64url without padding. Good for five minutes and for one use.
    pub challenge: String,
    /// The domain the passkey belongs to.
    pub rp_id: String,
    /// Who is signed on: the passkey will be theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Passkeys they have already, base64url.
    pub known: Vec<String>,
}

/// A new passkey, as the browser answers; every part is base64url without padding.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// What the browser says it asked for.
    pub client_data_json: String,
    /// What the authenticator says of itself, with the new key.
    pub authenticator_data: String,
    /// What the person calls it.
    #[schema(value_type = String)]
    pub label: Pii<String>,
}

/// A log-in by passkey.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignIn {
    /// What the passkey answers.
    pub assertion: PasskeyAssertion,
}

/// Asks for an act of the court from outside its network.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelayedActRequest {
    /// Path of the request, such as `/api/cases/0F4Z8V2J0001G/closing`.
    pub path: String,
    /// Its exact body, JSON.
    pub body: String,
    /// The passkey's signature over both.
    pub assertion: PasskeyAssertion,
}

impl From<RelayedActRequest> for RelayedAct {
    fn from(request: RelayedActRequest) -> RelayedAct {
        let RelayedActRequest { path, body, assertion } = request;
        RelayedAct { path, body, assertion }
    }
}

/// A passkey as its person sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasskeyView {
    /// Names the credential, base64url.
    pub credential_id: String,
    /// What it is called.
    pub label: String,
    /// When it was registered.
    pub added_at: Instant,
}

/// The member of staff, unless it is somebody from the public.
pub(crate) fn staff(actor: &Actor) -> Result<PersonId, Denied> {
    match actor.standing {
        Standing::Staff { .. } => Ok(actor.person),
        Standing::Public | Standing::System => Err(Denied::StaffOnly),
    }
}

pub(crate) fn unbase64(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

impl Court {
    /// A challenge to register a passkey for who is signed on.
    ///
    /// # Errors
    ///
    /// [`Denied::StaffOnly`].
    pub async fn passkey_registration(&self, session: &Session) -> Result<PasskeyChallenge, AppError> {
        let person = staff(&session.actor)?;
        let known = self.store.passkeys_of(person).await?;
        Ok(PasskeyChallenge {
            challenge: BASE64URL_NOPAD.encode(&self.draw_challenge(Purpose::Register(person))?),
            rp_id: self.profile.passkey.rp_id.clone(),
            person: Some(person),
            known: known.iter().map(|passkey| BASE64URL_NOPAD.encode(&passkey.credential_id)).collect(),
        })
    }

    /// A challenge to log in with a passkey.
    ///
    /// # Errors
    ///
    /// [`Denied::TooMany`] from one address.
    pub fn passkey_log_in(&self, address: &str) -> Result<PasskeyChallenge, AppError> {
        self.rates.sign_in(address)?;
        Ok(PasskeyChallenge {
            challenge: BASE64URL_NOPAD.encode(&self.draw_challenge(Purpose::LogIn)?),
            rp_id: self.profile.passkey.rp_id.clone(),
            person: None,
            known: Vec::new(),
        })
    }

    /// Registers a passkey for who is signed on.
    ///
    /// # Errors
    ///
    /// [`Denied::PasskeyRefused`] if the answer is not to the challenge of this person, for another site,
    /// without a check of the person by the authenticator, or for a key of another kind.
    pub async fn register_passkey(
        &self,
        session: &Session,
        new: &NewPasskey,
    ) -> Result<Vec<PasskeyView>, AppError> {
        let person = staff(&session.actor)?;
        let label = new.label.expose().trim().to_owned();
        if label.is_empty() || label.chars().count() > LONGEST_LABEL || label.chars().any(char::is_control) {
            let reason = "名称太长或者含有无法识别的字符".to_owned();
            return Err(
                Denied::BadFields { fields: vec![Defect { field: "label".to_owned(), reason }] }.into()
            );
        }
        if self.store.passkeys_of(person).await?.len() >= MOST_PASSKEYS {
            return Err(Denied::TooManyDevices { most: MOST_PASSKEYS }.into());
        }
        let settings = &self.profile.passkey;
        let created = assertion::read_new(&new.client_data_json, &new.authenticator_data, settings);
        let created = created.map_err(refused)?;
        self.take_challenge(&created.challenge, Purpose::Register(person)).await?;
        let passkey = Passkey {
            credential_id: created.credential_id,
            person,
            spki: created.key.spki(),
            sign_count: created.sign_count,
            label,
            added_at: self.now(),
        };
        if !self.store.insert_passkey(&passkey).await? {
            return Err(Denied::PasskeyRefused.into());
        }
        if self.profile.zone == Zone::Court {
            let Passkey { credential_id, person, spki, label, added_at, .. } = passkey;
            let item = ControlItem::PasskeyKnown { person, credential_id, spki, label, added_at };
            self.tell_peer(None, &item).await?;
        }
        self.passkeys(session).await
    }

    /// Passkeys of who is signed on.
    ///
    /// # Errors
    ///
    /// [`Denied::StaffOnly`].
    pub async fn passkeys(&self, session: &Session) -> Result<Vec<PasskeyView>, AppError> {
        let person = staff(&session.actor)?;
        let view = |passkey: Passkey| PasskeyView {
            credential_id: BASE64URL_NOPAD.encode(&passkey.credential_id),
            label: passkey.label,
            added_at: passkey.added_at,
        };
        Ok(self.store.passkeys_of(person).await?.into_iter().map(view).collect())
    }

    /// Removes a passkey of who is signed on. Sessions that it began end at their time, the phones of the
    /// person at once: another passkey may vouch for them again.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for passkeys of others.
    pub async fn remove_passkey(&self, session: &Session, credential_id: &str) -> Result<(), AppError> {
        // Whoever has none finds none.
        let person = staff(&session.actor).map_err(|_| Denied::NotFound)?;
        let credential_id = unbase64(credential_id).ok_or(Denied::NotFound)?;
        let removed = self.store.delete_passkey(person, &credential_id).await?;
        if removed {
            self.end_vouched(person).await?;
        }
        if removed && self.profile.zone == Zone::Court {
            self.tell_peer(None, &ControlItem::PasskeyGone { person, credential_id }).await?;
        }
        if removed { Ok(()) } else { Err(Denied::NotFound.into()) }
    }

    /// Logs a member of staff in with a passkey.
    ///
    /// # Errors
    ///
    /// [`Denied::PasskeyRefused`] in one form for everything that is wrong.
    pub async fn sign_in_by_passkey(
        &self,
        sign_in: &PasskeySignIn,
        address: &str,
    ) -> Result<SignedIn, AppError> {
        self.rates.sign_in(address)?;
        let assertion = &sign_in.assertion;
        let passkey = match unbase64(&assertion.credential_id) {
            Some(id) => self.store.passkey(&id).await?,
            None => None,
        };
        let passkey = passkey.ok_or_else(|| refused(AssertionFault::UnknownCredential))?;
        let challenge = assertion::challenge_of(&assertion.client_data_json).map_err(refused)?;
        let settings = &self.profile.passkey;
        let vouched = check_assertion(assertion, &challenge, &passkey.spki, settings).map_err(refused)?;
        self.take_challenge(&challenge, Purpose::LogIn).await?;
        // Authenticators that count must count on: a copy of a key would fall behind.
        let counts = vouched.sign_count > 0 || passkey.sign_count > 0;
        if counts && !self.store.count_passkey(&passkey.credential_id, vouched.sign_count).await? {
            return Err(refused(AssertionFault::CountedBack).into());
        }
        if self.store.staff(passkey.person).await?.is_none() {
            return Err(refused(AssertionFault::UnknownCredential).into());
        }
        self.new_session(passkey.person, Assurance::Staff, true, None).await
    }
}

/// What a person is told of a bad assertion; the operator learns what was wrong with it.
fn refused(fault: AssertionFault) -> Denied {
    tracing::warn!(%fault, "passkey refused");
    counting::failed_sign_in("passkey");
    Denied::PasskeyRefused
}
