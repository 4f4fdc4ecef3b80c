//! Devices of people: enrolled with the identity check, listed, revoked.
//!
//! The first device of a newcomer counts at once. Every other one needs the identity check again, and the
//! person's other devices are told. What happens between two nodes is in `devices/two_zones.rs`; phones of
//! judges are in `devices/vouched.rs`.

mod two_zones;
mod vouched;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Standing};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Defect;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::{IdNumber, Pii};
use weicourt_store::{Device, DeviceState as StoredState};

use crate::acts::{DevicePublicKey, Given, Presented, SignedAct, statement};
use crate::counting;
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::exchange::ControlItem;
use crate::hub::StreamFrame;
use crate::identity::{Session, SessionView};

pub use two_zones::{DeviceNews, state_on_arrival};
pub use vouched::{Vouched, VouchedDeviceRequest};

/// Devices that one person may use at the same time.
const MOST_DEVICES: usize = 20;
/// Longest name of a device, in characters.
const LONGEST_LABEL: usize = 60;
/// How long after the phone code a device may be enrolled in the same session, in milliseconds.
const FRESH_MS: i64 = 15 * 60_000;

/// The public key of a browser, to be enrolled.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDevice {
    /// Base64 of the DER-encoded SubjectPublicKeyInfo: P-256, uncompressed, 91 bytes.
    pub spki: String,
    /// What the person will find it under, such as `Chrome · Android`.
    #[schema(value_type = String)]
    pub label: Pii<String>,
}

/// The identity check for a device after a log-in by phone code.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityCheck {
    /// Name as on the identity card.
    #[schema(value_type = String)]
    pub name: Pii<String>,
    /// Identity number; compared by its digest, never stored.
    #[schema(value_type = String)]
    pub id_number: Pii<String>,
    /// The device.
    pub device: NewDevice,
}

/// The code that the court sent to the person's phone.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceCode {
    /// The code.
    #[schema(value_type = String)]
    pub code: Pii<String>,
}

/// Whether acts of a device count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// They do.
    Active,
    /// Not yet: the court sends a code of its own to confirm it.
    AwaitingCourt,
    /// Not any more.
    Revoked,
}

impl From<StoredState> for DeviceState {
    fn from(state: StoredState) -> DeviceState {
        match state {
            StoredState::Active => DeviceState::Active,
            StoredState::AwaitingCourt => DeviceState::AwaitingCourt,
            StoredState::Revoked => DeviceState::Revoked,
        }
    }
}

/// A device as its person sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeviceView {
    /// SHA-256 of its public key.
    pub key: Digest,
    /// What it is called.
    pub label: String,
    /// Whether its acts count.
    pub state: DeviceState,
    /// When it was enrolled.
    pub added_at: Instant,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Instant>,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

impl DeviceView {
    pub(crate) fn of(device: &Device, here: Option<Digest>) -> DeviceView {
        DeviceView {
            key: device.key,
            label: device.label.clone(),
            state: device.state.into(),
            added_at: device.added_at,
            revoked_at: device.revoked_at,
            is_this: here == Some(device.key),
        }
    }
}

impl NewDevice {
    /// The key and the name, if they are in order.
    pub(crate) fn read(&self) -> Result<(DevicePublicKey, String), Denied> {
        let bad = |field: &str, reason: &str| Denied::BadFields {
            fields: vec![Defect { field: format!("device.{field}"), reason: reason.to_owned() }],
        };
        let spki = BASE64.decode(self.spki.as_bytes()).ok();
        let key = spki.and_then(|spki| DevicePublicKey::from_spki(&spki));
        let key = key.ok_or_else(|| bad("spki", "设备密钥不正确，请刷新页面后重试"))?;
        let label = self.label.expose().trim();
        if label.is_empty() || label.chars().count() > LONGEST_LABEL || label.chars().any(char::is_control) {
            return Err(bad("label", "设备名称太长或者含有无法识别的字符"));
        }
        Ok((key, label.to_owned()))
    }
}

impl Court {
    /// A device, as it was at most a few seconds ago.
    pub(crate) async fn known_device(
        &self,
        person: PersonId,
        key: Digest,
    ) -> Result<Option<Device>, AppError> {
        if let Some(device) = self.devices.get(&(person, key)).await {
            return Ok(Some(device));
        }
        let device = self.store.device(person, key).await?;
        if let Some(device) = &device {
            self.devices.insert((person, key), device.clone()).await;
        }
        Ok(device)
    }

    /// Enrols a device of a person whose identity has just been checked. A device that the person has
    /// already stays as it is.
    pub(crate) async fn add_device(&self, person: PersonId, new: &NewDevice) -> Result<Digest, AppError> {
        let (public, label) = new.read()?;
        let others = self.store.devices_of(person).await?;
        if let Some(known) = others.iter().find(|device| device.key == public.digest()) {
            // A key that was lost once is not to be trusted again.
            if known.state == StoredState::Revoked {
                return Err(Denied::DeviceRevoked.into());
            }
            return Ok(known.key);
        }
        let n_in_use = others.iter().filter(|device| device.state != StoredState::Revoked).count();
        if n_in_use >= MOST_DEVICES {
            return Err(Denied::TooManyDevices { most: MOST_DEVICES }.into());
        }
        let device = Device {
            person,
            key: public.digest(),
            spki: public.spki(),
            label,
            state: state_on_arrival(
                self.profile.zone,
                others.iter().any(|device| device.state == StoredState::Active),
            ),
            added_at: self.now(),
            revoked_at: None,
        };
        self.store.insert_device(&device).await?;
        // A newcomer's first device is no news to anybody.
        if n_in_use > 0 && device.state == StoredState::Active {
            self.announce_device(&device).await?;
        }
        if self.profile.zone == Zone::Front {
            self.tell_peer(None, &ControlItem::Device { news: Court::offer_of(&device) }).await?;
        }
        let frame = StreamFrame::DeviceAdded { label: device.label.clone(), at: device.added_at };
        self.hub.tell_person_everywhere(person, &frame);
        Ok(device.key)
    }

    /// Devices of the person, the oldest first; of staff the phones that their passkey vouched for.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn my_devices(&self, session: &Session) -> Result<Vec<DeviceView>, AppError> {
        let devices = self.store.devices_of(session.actor.person).await?;
        Ok(devices.iter().map(|device| DeviceView::of(device, session.device)).collect())
    }

    /// Revokes a device of the person: its acts do not count any more and its sessions end. What it signed
    /// before stands.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for devices of others; [`Denied::ActNotSigned`] if this was not signed itself.
    /// Staff sign on in the court's network instead.
    pub async fn revoke_device(&self, actor: &Actor, given: &Given, key: Digest) -> Result<(), AppError> {
        let person = actor.person;
        let signed_on = actor.standing != Standing::Public && self.profile.zone != Zone::Front;
        if given.act.is_none() && !signed_on {
            return Err(Denied::ActNotSigned.into());
        }
        self.store.device(person, key).await?.ok_or(Denied::NotFound)?;
        self.end_device(person, key).await?;
        if self.profile.zone != Zone::All {
            self.tell_peer(None, &ControlItem::Device { news: DeviceNews::Revoked { person, key } }).await?;
        }
        Ok(())
    }

    /// Carries the court's own code for this device home; the device counts when the court says so.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] if the device of this session does not wait for the court.
    pub async fn confirm_device(&self, session: &Session, request: DeviceCode) -> Result<(), AppError> {
        let person = public(&session.actor)?;
        self.rates.sign_in(&person.to_string())?;
        let key = session.device.ok_or(Denied::DeviceUnknown)?;
        let news = self.device_code_typed(person, key, request.code).await?;
        self.tell_peer(None, &ControlItem::Device { news }).await
    }

    /// Binds a session to the device that shows its key by signing this very request.
    ///
    /// # Errors
    ///
    /// [`Denied::DeviceUnknown`] if the person has no such device in use, [`Denied::WrongSignature`] if the
    /// request was not signed with its key.
    pub async fn bind_device(
        &self,
        token: &str,
        session: &Session,
        presented: Presented<'_>,
    ) -> Result<SessionView, AppError> {
        let person = session.actor.person;
        let key: Digest = presented.device.and_then(|key| key.parse().ok()).ok_or(Denied::DeviceUnknown)?;
        let device = self.known_device(person, key).await?;
        let device = device.filter(|device| device.state != StoredState::Revoked);
        let device = device.ok_or(Denied::DeviceUnknown)?;
        let public = DevicePublicKey::from_spki(&device.spki).ok_or(Denied::DeviceUnknown)?;
        let signature = presented.signature.and_then(|text| BASE64.decode(text.as_bytes()).ok());
        let Presented { method, path, command, body, .. } = presented;
        let statement = statement(method, path, command, person, body);
        SignedAct::verify(&public, statement, &signature.unwrap_or_default())
            .map_err(|_| Denied::WrongSignature)?;
        self.store.bind_session(Digest::of(token.as_bytes()), key).await?;
        Ok(self.session(token).await?.view)
    }

    /// Enrols this device after a log-in by phone code, with name and identity number.
    ///
    /// # Errors
    ///
    /// [`Denied::IdentityMismatch`] if they are not the person's, [`Denied::CheckTooLate`] when the phone
    /// code was given too long ago.
    pub async fn check_identity(
        &self,
        token: &str,
        session: &Session,
        check: &IdentityCheck,
        address: &str,
    ) -> Result<SessionView, AppError> {
        let id = public(&session.actor)?;
        self.rates.sign_in(address)?;
        self.rates.sign_in(&id.to_string())?;
        let now = self.now();
        let token_digest = Digest::of(token.as_bytes());
        let row = self.store.session(token_digest).await?.ok_or(Denied::NotSignedOn)?;
        if now.0 - row.created_at.0 > FRESH_MS {
            return Err(Denied::CheckTooLate.into());
        }
        let person = self.store.person(id).await?.ok_or(Denied::NotSignedOn)?;
        let number = IdNumber::parse(check.id_number.expose(), now.beijing_date()).map_err(|refusal| {
            let reason = refusal.in_chinese();
            Denied::BadFields { fields: vec![Defect { field: "id_number".to_owned(), reason }] }
        })?;
        if self.id_digest(&number) != person.id_digest || check.name.expose().trim() != person.name {
            counting::failed_sign_in("identity_mismatch");
            return Err(Denied::IdentityMismatch.into());
        }
        let key = self.add_device(id, &check.device).await?;
        self.store.bind_session(token_digest, key).await?;
        Ok(self.session(token).await?.view)
    }
}

/// The person, unless they are staff: staff sign on with the court's directory.
fn public(actor: &Actor) -> Result<PersonId, Denied> {
    match actor.standing {
        Standing::Public => Ok(actor.person),
        Standing::Staff { .. } | Standing::System => Err(Denied::PublicOnly),
    }
}
