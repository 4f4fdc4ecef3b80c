//! Devices over two zones: the front takes them, the court counts them.
//!
//! The first device of a newcomer counts at once on both sides: there is nobody yet whom it could
//! impersonate. Every other one waits until the court has sent a code of its own to the phone it knows
//! and the code has come back; until then the device reads and does not act, and the court's node counts
//! none of its acts.
//!
//! ```text
//! front                                   court
//! DeviceNews::Offered            ->       nobody known: active  -> Accepted
//!                                         somebody known, by any device ever: sends its code -> Awaits
//! DeviceNews::CodeTyped          ->       right: active -> Accepted    wrong: -> CodeWrong
//! DeviceNews::Revoked           <->       revoked
//! ```

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::Zone;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Origin};
use weicourt_domain::personal_data::Pii;
use weicourt_store::{CodeTried, Device, DeviceState, NewPhoneCode, Page};

use crate::acts::DevicePublicKey;
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::identity::random_bytes;
use crate::ports::SmsText;

/// What the nodes tell each other of devices, in order and once.
///
/// Sent between versions: only add variants, and fields with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeviceNews {
    /// The front has enrolled a device after its identity check.
    Offered {
        /// Whose.
        person: PersonId,
        /// The public key, base64 of the SubjectPublicKeyInfo.
        spki: String,
        /// What it is called.
        label: Pii<String>,
        /// When the identity was checked.
        at: Instant,
    },
    /// The person has typed the court's code.
    CodeTyped {
        /// Whose.
        person: PersonId,
        /// The device.
        key: Digest,
        /// The code.
        code: Pii<String>,
    },
    /// The court counts the device.
    Accepted {
        /// Whose.
        person: PersonId,
        /// The device.
        key: Digest,
    },
    /// The court knows the person by another device and has sent its code: whatever the front believed,
    /// the device reads and does not act.
    Awaits {
        /// Whose.
        person: PersonId,
        /// The device.
        key: Digest,
    },
    /// The code was not the court's.
    CodeWrong {
        /// Whose.
        person: PersonId,
        /// The device.
        key: Digest,
        /// How often one may still try; with 0 the court has to be asked again.
        tries_left: u32,
    },
    /// The person has revoked the device.
    Revoked {
        /// Whose.
        person: PersonId,
        /// The device.
        key: Digest,
    },
}

/// What becomes of a device that has just passed the identity check at a node of `zone`. `was_known` is
/// whether the person had a device that counted here.
pub fn state_on_arrival(zone: Zone, was_known: bool) -> DeviceState {
    match (zone, was_known) {
        (Zone::All, _) | (Zone::Front | Zone::Court, false) => DeviceState::Active,
        (Zone::Front | Zone::Court, true) => DeviceState::AwaitingCourt,
    }
}

/// What a code of the court is for: a code for one device confirms no other.
fn purpose(key: Digest) -> String {
    format!("device {key}")
}

impl Court {
    /// News of a device for the other node, to be put on the control stream when it was enrolled here.
    pub fn offer_of(device: &Device) -> DeviceNews {
        DeviceNews::Offered {
            person: device.person,
            spki: data_encoding::BASE64.encode(&device.spki),
            label: Pii::new(device.label.clone()),
            at: device.added_at,
        }
    }

    /// Takes news of the other node. What comes back is to be sent there, in order.
    ///
    /// # Errors
    ///
    /// Fails only when something broke or the gateway does not answer; then the same news is to be taken
    /// again, which changes nothing twice. News that make no sense are noted and dropped.
    pub async fn take_device_news(&self, news: DeviceNews) -> Result<Vec<DeviceNews>, AppError> {
        match (self.profile.zone, news) {
            (Zone::Court, DeviceNews::Offered { person, spki, label, at }) => {
                self.take_offer(person, &spki, label, at).await
            }
            (Zone::Court, DeviceNews::CodeTyped { person, key, code }) => {
                self.take_device_code(person, key, &code).await
            }
            (Zone::Front, DeviceNews::Accepted { person, key }) => {
                let (from, to) = (DeviceState::AwaitingCourt, DeviceState::Active);
                self.store.move_device(person, key, from, to).await?;
                self.devices.invalidate(&(person, key)).await;
                Ok(Vec::new())
            }
            (Zone::Front, DeviceNews::Awaits { person, key }) => {
                let (from, to) = (DeviceState::Active, DeviceState::AwaitingCourt);
                self.store.move_device(person, key, from, to).await?;
                self.devices.invalidate(&(person, key)).await;
                Ok(Vec::new())
            }
            (Zone::Front, DeviceNews::CodeWrong { .. }) => Ok(Vec::new()),
            (Zone::Front | Zone::Court, DeviceNews::Revoked { person, key }) => {
                self.end_device(person, key).await?;
                Ok(Vec::new())
            }
            (zone, _) => {
                tracing::warn!(?zone, "news of a device that this side does not take");
                Ok(Vec::new())
            }
        }
    }

    async fn take_offer(
        &self,
        person: PersonId,
        spki: &str,
        label: Pii<String>,
        at: Instant,
    ) -> Result<Vec<DeviceNews>, AppError> {
        let spki = data_encoding::BASE64.decode(spki.as_bytes()).ok();
        let Some(public) = spki.and_then(|spki| DevicePublicKey::from_spki(&spki)) else {
            tracing::warn!("offered device has no key of the kind");
            return Ok(Vec::new());
        };
        let key = public.digest();
        let others = self.store.devices_of(person).await?;
        // Staff have no devices, and nobody has one before they are known.
        if self.store.person(person).await?.is_none() || self.store.staff(person).await?.is_some() {
            tracing::warn!("offered device is of nobody the court counts acts of");
            return Ok(Vec::new());
        }
        // A device that was revoked counts as well: whoever could revoke them all from outside could
        // otherwise put one of their own in their place.
        let was_known = !others.is_empty();
        let state = match others.iter().find(|device| device.key == key) {
            Some(known) => known.state,
            None => {
                let state = state_on_arrival(Zone::Court, was_known);
                let (spki, label) = (public.spki(), label.into_exposed());
                let device = Device { person, key, spki, label, state, added_at: at, revoked_at: None };
                self.store.insert_device(&device).await?;
                state
            }
        };
        match state {
            DeviceState::Active => Ok(vec![DeviceNews::Accepted { person, key }]),
            DeviceState::AwaitingCourt => {
                self.send_device_code(person, key).await?;
                Ok(vec![DeviceNews::Awaits { person, key }])
            }
            DeviceState::Revoked => Ok(vec![DeviceNews::Revoked { person, key }]),
        }
    }

    /// Sends the court's own code to the phone the court knows.
    async fn send_device_code(&self, id: PersonId, key: Digest) -> Result<(), AppError> {
        let Some(person) = self.store.person(id).await? else { return Ok(()) };
        // Each code brings new tries: whoever offers a device over and over may not guess for ever.
        if self.rates.device_code(&person.phone_digest.to_string()).is_err() {
            tracing::warn!("too many codes for the devices of one person");
            return Ok(());
        }
        let number = u32::from_be_bytes(random_bytes::<4>()?) % 1_000_000;
        let code = format!("{number:06}");
        let now = self.now();
        let minutes = self.limits.code_minutes.max(DEVICE_CODE_MINUTES);
        let phone_code = NewPhoneCode {
            phone_digest: person.phone_digest,
            purpose: purpose(key),
            code_digest: self.device_code_digest(key, &code),
            expires_at: now.plus_ms(i64::from(minutes) * 60_000),
            tries: self.limits.code_tries,
        };
        self.store.put_phone_code(&phone_code).await?;
        let text = SmsText::Code { code, minutes };
        // The code that was sent last is the one that counts: news that come twice send twice.
        let once = format!("device {key} {}", phone_code.code_digest);
        let sent = self.ports.sms.send(&Pii::new(person.phone), &text, &once).await;
        sent.map_err(AppError::outside(now))
    }

    fn device_code_digest(&self, key: Digest, code: &str) -> Digest {
        self.store.keyed_digest("device code", format!("{key} {}", code.trim()).as_bytes())
    }

    async fn take_device_code(
        &self,
        id: PersonId,
        key: Digest,
        code: &Pii<String>,
    ) -> Result<Vec<DeviceNews>, AppError> {
        let Some(person) = self.store.person(id).await? else { return Ok(Vec::new()) };
        let waiting = self.store.device(id, key).await?;
        match waiting.map(|device| device.state) {
            Some(DeviceState::AwaitingCourt) => {}
            Some(DeviceState::Active) => return Ok(vec![DeviceNews::Accepted { person: id, key }]),
            Some(DeviceState::Revoked) | None => return Ok(Vec::new()),
        }
        let digest = self.device_code_digest(key, code.expose());
        match self.store.take_phone_code(person.phone_digest, &purpose(key), digest).await? {
            CodeTried::Right => {
                let (from, to) = (DeviceState::AwaitingCourt, DeviceState::Active);
                self.store.move_device(id, key, from, to).await?;
                self.devices.invalidate(&(id, key)).await;
                if let Some(device) = self.store.device(id, key).await? {
                    self.announce_device(&device).await?;
                }
                Ok(vec![DeviceNews::Accepted { person: id, key }])
            }
            CodeTried::Wrong { tries_left } => {
                Ok(vec![DeviceNews::CodeWrong { person: id, key, tries_left: tries_left.into() }])
            }
            CodeTried::None => Ok(vec![DeviceNews::CodeWrong { person: id, key, tries_left: 0 }]),
        }
    }

    /// Notes a further device of a person in the open cases they are in, for themselves and the bench.
    pub(crate) async fn announce_device(&self, device: &Device) -> Result<(), AppError> {
        let person = device.person;
        let page = Page { offset: 0, limit: MOST_ANNOUNCED };
        for row in self.store.my_cases(person, Some(true), page).await? {
            let case = row.case;
            let name = self.case(case).await?.read(|state, _| state.member_name(person).map(str::to_owned));
            let Some(name) = name else { continue };
            // The same device in the same case is the same note, however often it is accepted.
            let command = self.own_command(&format!("device {case} {}", device.key));
            let clock = PersonId(0);
            let label = device.label.clone();
            let draft = Draft {
                body: DraftBody::Ready(EntryBody::DeviceAdded { person, name, label }),
                class: Class::Party,
                audience: Audience::Persons { persons: BTreeSet::from([person]) },
                actor: ActorStamp { person: clock, role: Role::System, assurance: Assurance::System },
                origin: Origin::Court,
            };
            self.note(clock, case, command, draft).await?;
        }
        Ok(())
    }

    /// Revokes a device on this node.
    pub(crate) async fn end_device(&self, person: PersonId, key: Digest) -> Result<(), AppError> {
        if let Some(device) = self.store.device(person, key).await? {
            self.store.move_device(person, key, device.state, DeviceState::Revoked).await?;
        }
        self.store.delete_sessions_on(person, key).await?;
        self.devices.invalidate(&(person, key)).await;
        Ok(())
    }

    /// The code that the person typed on a device that awaits the court, as news for the court's node.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] if the device does not wait.
    pub async fn device_code_typed(
        &self,
        person: PersonId,
        key: Digest,
        code: Pii<String>,
    ) -> Result<DeviceNews, AppError> {
        let device = self.store.device(person, key).await?;
        let waits = device.is_some_and(|device| device.state == DeviceState::AwaitingCourt);
        if waits { Ok(DeviceNews::CodeTyped { person, key, code }) } else { Err(Denied::NotFound.into()) }
    }
}

/// Minutes that a code of the court is good for at least: it travels between two networks.
const DEVICE_CODE_MINUTES: u32 = 30;
/// Open cases of one person in which a device is noted, the liveliest first.
const MOST_ANNOUNCED: u64 = 500;
