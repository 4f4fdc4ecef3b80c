//! Phones of judges: a device key that the judge's passkey vouches for.
//!
//! A judge speaks on the internet with a key of the phone, as everybody does, because nobody wants to show a
//! finger for every line. The key counts because the passkey, which was registered inside the court, has
//! signed it: the court's node checks that by itself, and a front in other hands can neither enrol a phone of
//! its own nor say a word for the judge. The phone counts when the court has said so; from then on it speaks
//! also while the court cannot be reached.
//!
//! ```text
//! front                                   court
//! a phone, signed by a passkey    ->      passkey, age and key in order: active -> Accepted
//!                                         otherwise: noted for the desk         -> Revoked
//! ```

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::PasskeyAssertion;
use weicourt_domain::id::{CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::Pii;
use weicourt_store::{Device, DeviceState};

use super::{DeviceNews, MOST_DEVICES, NewDevice};
use crate::acts::DevicePublicKey;
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::exchange::ControlItem;
use crate::hub::StreamFrame;
use crate::identity::{Session, SessionView};
use crate::passkeys::{check_assertion, staff, unbase64};
use crate::relay::{RelayFault, challenge, check_age};

/// Path that stands in the statement; the passkey signs it, so it is kept for ever.
const PATH: &str = "/api/staff/devices";

/// Enrols the phone of a member of staff.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VouchedDeviceRequest {
    /// The device, as `NewDevice` in JSON; byte for byte what the passkey signed.
    pub body: String,
    /// The passkey's signature over it.
    pub assertion: PasskeyAssertion,
}

/// The same on its way to the court.
///
/// Sent between versions: only add fields with a default.
#[derive(Clone, Serialize, Deserialize)]
pub struct Vouched {
    /// Whose.
    pub person: PersonId,
    /// Identity of the command, which begins with the time.
    pub command: CommandId,
    /// As in [`VouchedDeviceRequest`].
    pub body: Pii<String>,
    /// As there.
    pub assertion: PasskeyAssertion,
    /// When the front took it.
    pub at: Instant,
}

impl std::fmt::Debug for Vouched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vouched").field("person", &self.person).finish_non_exhaustive()
    }
}

impl Court {
    /// The key and the name of the phone, if a passkey of the person vouches for it now.
    async fn check_vouched(
        &self,
        vouched: &Vouched,
    ) -> Result<Result<(DevicePublicKey, String), RelayFault>, AppError> {
        let id = unbase64(&vouched.assertion.credential_id).unwrap_or_default();
        let passkey = self.store.passkey(&id).await?.filter(|passkey| passkey.person == vouched.person);
        let (Some(passkey), Some(_)) = (passkey, self.store.staff(vouched.person).await?) else {
            return Ok(Err(RelayFault::AnotherPerson));
        };
        let body = vouched.body.expose();
        let checked = check_age(vouched.command, self.now()).and_then(|()| {
            let challenge = challenge(vouched.command, vouched.person, PATH, body);
            check_assertion(&vouched.assertion, &challenge, &passkey.spki, &self.profile.passkey)?;
            let new: NewDevice = serde_json::from_str(body).map_err(|_| RelayFault::NotARequest)?;
            new.read().map_err(|_| RelayFault::NotARequest)
        });
        Ok(checked)
    }

    /// Enrols the phone of the member of staff who is signed on, and goes on with it in this session.
    ///
    /// # Errors
    ///
    /// [`Denied::PasskeyRefused`] if no passkey of theirs signed exactly this, [`Denied::DeviceRevoked`] for
    /// a phone that was revoked, [`Denied::OtherZone`] in the court's network, where staff sign on.
    pub async fn vouch_device(
        &self,
        token: &str,
        session: &Session,
        command: CommandId,
        request: VouchedDeviceRequest,
    ) -> Result<SessionView, AppError> {
        let person = staff(&session.actor)?;
        if self.profile.zone == Zone::Court {
            return Err(Denied::OtherZone.into());
        }
        let VouchedDeviceRequest { body, assertion } = request;
        let vouched = Vouched { person, command, body: Pii::new(body), assertion, at: self.now() };
        let (public, label) = self.check_vouched(&vouched).await?.map_err(|fault| {
            tracing::warn!(op = "vouch_device", %fault, "phone refused");
            Denied::PasskeyRefused
        })?;
        let key = public.digest();
        let others = self.store.devices_of(person).await?;
        match others.iter().find(|device| device.key == key).map(|device| device.state) {
            Some(DeviceState::Revoked) => return Err(Denied::DeviceRevoked.into()),
            Some(DeviceState::Active) => {}
            waiting @ (Some(DeviceState::AwaitingCourt) | None) => {
                let n_in_use = others.iter().filter(|device| device.state != DeviceState::Revoked).count();
                if waiting.is_none() && n_in_use >= MOST_DEVICES {
                    return Err(Denied::TooManyDevices { most: MOST_DEVICES }.into());
                }
                // What it says counts at home: only the court's node can say that it does.
                let state = match self.profile.zone {
                    Zone::Front => DeviceState::AwaitingCourt,
                    Zone::All | Zone::Court => DeviceState::Active,
                };
                self.keep_vouched(person, &public, label, state).await?;
                if self.profile.zone == Zone::Front {
                    self.tell_peer(None, &ControlItem::StaffDevice { vouched }).await?;
                }
            }
        }
        self.store.bind_session(Digest::of(token.as_bytes()), key).await?;
        Ok(self.session(token).await?.view)
    }

    async fn keep_vouched(
        &self,
        person: PersonId,
        public: &DevicePublicKey,
        label: String,
        state: DeviceState,
    ) -> Result<(), AppError> {
        let (key, spki, added_at) = (public.digest(), public.spki(), self.now());
        let frame = StreamFrame::DeviceAdded { label: label.clone(), at: added_at };
        let device = Device { person, key, spki, label, state, added_at, revoked_at: None };
        if self.store.insert_device(&device).await? {
            self.hub.tell_person_everywhere(person, &frame);
        }
        Ok(())
    }

    /// Takes the phone of a judge at the court's node: what the front is to be told, and why not if so.
    ///
    /// # Errors
    ///
    /// Fails only when something broke. The same phone again gives the same answer.
    pub(crate) async fn take_vouched(
        &self,
        vouched: &Vouched,
    ) -> Result<(Option<DeviceNews>, Result<(), &'static str>), AppError> {
        let person = vouched.person;
        let said = serde_json::from_str::<NewDevice>(vouched.body.expose()).ok();
        let Some((public, _)) = said.and_then(|new| new.read().ok()) else {
            return Ok((None, Err("the phone of a judge has no key of the kind")));
        };
        let key = public.digest();
        match self.store.device(person, key).await?.map(|device| device.state) {
            Some(DeviceState::Active) => return Ok((Some(DeviceNews::Accepted { person, key }), Ok(()))),
            // A phone that was lost once does not come back by saying the same again.
            Some(DeviceState::Revoked) => return Ok((Some(DeviceNews::Revoked { person, key }), Ok(()))),
            Some(DeviceState::AwaitingCourt) | None => {}
        }
        match self.check_vouched(vouched).await? {
            Ok((public, label)) => {
                self.keep_vouched(person, &public, label, DeviceState::Active).await?;
                Ok((Some(DeviceNews::Accepted { person, key }), Ok(())))
            }
            Err(fault) => {
                tracing::warn!(op = "take_vouched", %fault, "phone of a judge refused");
                let news = DeviceNews::Revoked { person, key };
                Ok((Some(news), Err("no passkey of the judge vouches for the phone")))
            }
        }
    }

    /// Ends every phone of a member of staff: which passkey vouched for which is not kept, and the others
    /// vouch for them again with one touch.
    pub(crate) async fn end_vouched(&self, person: PersonId) -> Result<(), AppError> {
        for device in self.store.devices_of(person).await? {
            if device.state != DeviceState::Revoked {
                self.end_device(person, device.key).await?;
                let news = DeviceNews::Revoked { person, key: device.key };
                self.tell_peer(None, &ControlItem::Device { news }).await?;
            }
        }
        Ok(())
    }
}
