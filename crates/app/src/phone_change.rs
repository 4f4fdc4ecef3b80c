//! A person takes another phone.
//!
//! The court's codes go to the phone it knows, so a node outside may not change it. The person proves the new
//! phone by the code sent to it, and signs the change on a device that counts; the court's own node checks
//! that signature, and only then the number is another one, on both nodes. The old phone is told.
//!
//! ```text
//! front                                   court
//! a change, signed on a device    ->      signature, age and order: the new phone -> PhoneKnown
//!                                         otherwise: noted for the desk, nothing changes
//! ```

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Standing};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;
use weicourt_domain::identifier::phone::check_mobile;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::ActProof;
use weicourt_domain::personal_data::Pii;
use weicourt_store::{DeviceState, PhoneTaken};

use crate::acts::{DevicePublicKey, Given, SignedAct, Statement};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::exchange::ControlItem;
use crate::identity::{SessionView, SignIn, mobile, random_bytes};
use crate::ports::SmsText;
use crate::relay::{check_age, drawn_at};

/// Path that stands in the statement.
const PATH: &str = "/api/session/phone";

/// What became of a change of the phone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneChanged {
    /// Whether the court has to confirm it; until then the old number is the one that counts.
    pub awaits_court: bool,
    /// Who is signed on, as known now.
    pub session: SessionView,
}

/// A change on its way to the court, as the person signed it.
///
/// Sent between versions: only add fields with a default.
#[derive(Clone, Serialize, Deserialize)]
pub struct PhoneAsked {
    /// Whose.
    pub person: PersonId,
    /// What was signed, base64.
    pub statement: Pii<String>,
    /// With what.
    pub proof: ActProof,
}

impl std::fmt::Debug for PhoneAsked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhoneAsked").field("person", &self.person).finish_non_exhaustive()
    }
}

impl Court {
    /// Gives the person another phone, proved by the code sent to it; true if the court's node has to
    /// confirm it first.
    ///
    /// # Errors
    ///
    /// Refuses staff, wrong numbers and wrong codes, and what was not signed on a device of the person.
    pub async fn change_phone(
        &self,
        actor: &Actor,
        given: &Given,
        request: &SignIn,
        address: &str,
    ) -> Result<bool, AppError> {
        if actor.standing != Standing::Public {
            return Err(Denied::PublicOnly.into());
        }
        let act = given.act.as_ref().ok_or(Denied::ActNotSigned)?;
        self.rates.sign_in(address)?;
        let phone = mobile(&request.phone)?;
        let phone_digest = self.phone_digest(&phone);
        if self.profile.zone == Zone::Front && check_age(given.command, self.now()).is_err() {
            return Err(Denied::WrongSignature.into());
        }
        self.take_code(phone_digest, &request.code).await?;
        if self.profile.zone == Zone::Front {
            let statement = Pii::new(BASE64.encode(act.statement()));
            let asked = PhoneAsked { person: actor.person, statement, proof: act.proof() };
            self.tell_peer(None, &ControlItem::PhoneAsked { asked }).await?;
            return Ok(true);
        }
        self.store.set_phone(actor.person, &phone, phone_digest).await?;
        Ok(false)
    }

    /// Takes a change at the court's node; the inner error says why it is not taken.
    ///
    /// # Errors
    ///
    /// Fails only when something broke. The same change again gives the same answer.
    pub(crate) async fn take_phone(&self, asked: &PhoneAsked) -> Result<Result<(), &'static str>, AppError> {
        let Some((phone, asked_at)) = self.check_phone(asked).await? else {
            return Ok(Err("a change of a phone that the person did not sign"));
        };
        let Some(known) = self.store.person(asked.person).await? else {
            return Ok(Err("a change of the phone of somebody the court does not know"));
        };
        let digest = self.phone_digest(&phone);
        match self.store.take_phone(asked.person, &phone, digest, asked_at).await? {
            PhoneTaken::Older => return Ok(Err("a change of a phone that is older than the last one")),
            PhoneTaken::Now if known.phone != phone => self.tell_old_phone(&known.phone).await?,
            PhoneTaken::Now | PhoneTaken::Before => {}
        }
        let item = ControlItem::PhoneKnown { person: asked.person, phone: Pii::new(phone) };
        self.tell_peer(None, &item).await?;
        Ok(Ok(()))
    }

    /// The number and the time of a change, if a device of the person that counts here signed it.
    async fn check_phone(&self, asked: &PhoneAsked) -> Result<Option<(String, Instant)>, AppError> {
        let Some(device) = self.store.device(asked.person, asked.proof.device_key).await? else {
            return Ok(None);
        };
        if device.state != DeviceState::Active {
            return Ok(None);
        }
        let read = || {
            let bytes = BASE64.decode(asked.statement.expose().as_bytes()).ok()?;
            let key = DevicePublicKey::from_spki(&device.spki)?;
            let signature = BASE64.decode(asked.proof.signature.as_bytes()).ok()?;
            SignedAct::verify(&key, bytes.clone(), &signature).ok()?;
            let statement = Statement::read(&bytes).ok()?;
            let this =
                statement.method == "PUT" && statement.path == PATH && statement.person == asked.person;
            check_age(statement.command, self.now()).ok().filter(|()| this)?;
            let request: SignIn = serde_json::from_slice(statement.body).ok()?;
            Some((check_mobile(request.phone.expose()).ok()?, drawn_at(statement.command)?))
        };
        Ok(read())
    }

    /// Whoever did not change their phone learns of it on the old one. A gateway that is away is no reason
    /// to do the change again.
    async fn tell_old_phone(&self, phone: &str) -> Result<(), AppError> {
        let text = SmsText::Event {
            court_name: self.profile.name.clone(),
            what: "您登记的手机号码已经变更，不是本人操作的请立即联系法院".to_owned(),
        };
        let key = HEXLOWER.encode(&random_bytes::<16>()?);
        if let Err(error) = self.ports.sms.send(&Pii::new(phone.to_owned()), &text, &key).await {
            tracing::warn!(port = error.port, what = %error.what, "the old phone is not told of the change");
        }
        Ok(())
    }

    /// Takes over, on the node outside, which phone the court knows of a person.
    pub(crate) async fn phone_known(&self, person: PersonId, phone: &str) -> Result<(), AppError> {
        let digest: Digest = self.phone_digest(phone);
        self.store.set_phone(person, phone, digest).await?;
        Ok(())
    }
}
