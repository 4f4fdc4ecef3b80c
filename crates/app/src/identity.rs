//! Enrolment with the real name, log-in by phone code, staff sign-on, sessions.
//!
//! The identity number is used once to ask the register and to make a keyed digest; it is never stored.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::{Actor, Assurance, Duty, Standing};
use weicourt_domain::command::Zone;
use weicourt_domain::court::CourtCode;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::Defect;
use weicourt_domain::id::PersonId;
use weicourt_domain::identifier::phone::{check_mobile, mask_mobile};
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::{IdNumber, Pii};
use weicourt_store::{CodeTried, NewPhoneCode, Person, Session as StoredSession, Staff, StoreError};

use crate::counting;
use crate::court::Court;
use crate::devices::{DeviceView, NewDevice};
use crate::error::{AppError, Denied};
use crate::ports::{IdentityAnswer, SignOnStart, SmsText, StaffIdentity};

/// Seconds before another code may be asked for.
const RESEND_AFTER_S: u32 = 60;
/// What the codes of this module are for.
const PURPOSE: &str = "sign_in";
/// How long a session lasts at most, in seconds: 30 days, however much it is used.
const LONGEST_SESSION_S: u64 = 30 * 86_400;
/// How often a session notes that it is in use, in milliseconds.
const SEEN_EVERY_MS: i64 = 5 * 60_000;
/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 50;

/// A request for a code by short message.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneCodeRequest {
    /// Mobile number.
    #[schema(value_type = String)]
    pub phone: Pii<String>,
}

/// When another code may be asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneCodeSent {
    /// Seconds.
    pub resend_after_s: u32,
}

/// Real-name enrolment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Name as on the identity card.
    #[schema(value_type = String)]
    pub name: Pii<String>,
    /// Identity number; asked of the register, never stored.
    #[schema(value_type = String)]
    pub id_number: Pii<String>,
    /// Mobile number.
    #[schema(value_type = String)]
    pub phone: Pii<String>,
    /// The code sent to it.
    pub code: String,
    /// The browser's key, which acts will be signed with.
    pub device: NewDevice,
}

/// A phone and the code that proves it: log-in, or a new number.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Mobile number.
    #[schema(value_type = String)]
    pub phone: Pii<String>,
    /// The code sent to it.
    pub code: String,
}

/// Staff in a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaffView {
    /// Court code.
    pub court: CourtCode,
    /// Court name.
    pub court_name: String,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Title.
    pub title: String,
}

/// Who is signed on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionView {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Masked identity number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked_id: Option<String>,
    /// Masked phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked_phone: Option<String>,
    /// How surely they are known.
    pub assurance: Assurance,
    /// For staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffView>,
    /// The device one is logged in on; missing until it has shown its key or the identity was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceView>,
    /// When the session ends.
    pub expires_at: Instant,
}

/// A session and who it belongs to.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who acts in it.
    pub actor: Actor,
    /// Key of the device it belongs to.
    pub device: Option<Digest>,
    /// What the person sees of it.
    pub view: SessionView,
}

/// A new session: the secret for the cookie, given out once.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The secret.
    pub token: Pii<String>,
    /// How long the cookie lasts, in seconds.
    pub max_age_s: u64,
    /// What the person sees.
    pub view: SessionView,
}

pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(AppError::broken("draw random bytes"))?;
    Ok(bytes)
}

/// A new identity: rough age first, then chance.
pub(crate) fn new_id(now: Instant) -> Result<u64, AppError> {
    let chance = u64::from(u32::from_be_bytes(random_bytes::<4>()?) >> 12);
    let age_ms = u64::try_from(now.0).unwrap_or_default();
    Ok((age_ms << 20 | chance) & (u64::MAX >> 1))
}

fn wrong(field: &str, reason: impl Into<String>) -> Defect {
    Defect { field: field.to_owned(), reason: reason.into() }
}

pub(crate) fn mobile(phone: &Pii<String>) -> Result<String, Denied> {
    check_mobile(phone.expose())
        .map_err(|refusal| Denied::BadFields { fields: vec![wrong("phone", refusal.in_chinese())] })
}

impl Court {
    /// Digest under which a phone is found.
    pub(crate) fn phone_digest(&self, mobile: &str) -> Digest {
        self.store.keys().keyed_digest("phone", mobile.as_bytes())
    }

    /// Digest under which an identity number is found.
    pub(crate) fn id_digest(&self, id: &IdNumber) -> Digest {
        self.store.keys().keyed_digest("id", id.expose().as_bytes())
    }

    /// Sends a code to a phone.
    ///
    /// # Errors
    ///
    /// Refuses what is not a mobile number, and too many codes to one phone or from one address.
    pub async fn request_phone_code(
        &self,
        request: &PhoneCodeRequest,
        address: &str,
    ) -> Result<PhoneCodeSent, AppError> {
        self.public_side()?;
        let mobile = mobile(&request.phone)?;
        let phone = self.phone_digest(&mobile);
        self.rates.code(&phone.to_string(), address)?;
        let now = self.now();
        let number = u32::from_be_bytes(random_bytes::<4>()?) % 1_000_000;
        let code = format!("{number:06}");
        let phone_code = NewPhoneCode {
            phone_digest: phone,
            purpose: PURPOSE.to_owned(),
            code_digest: self.code_digest(phone, &code),
            expires_at: now.plus_ms(i64::from(self.limits.code_minutes) * 60_000),
            tries: self.limits.code_tries,
        };
        self.store.put_phone_code(&phone_code).await?;
        let text = SmsText::Code { code, minutes: self.limits.code_minutes };
        let key = HEXLOWER.encode(&random_bytes::<16>()?);
        self.ports.sms.send(&Pii::new(mobile), &text, &key).await.map_err(AppError::outside(now))?;
        Ok(PhoneCodeSent { resend_after_s: RESEND_AFTER_S })
    }

    pub(crate) async fn take_code(&self, phone: Digest, code: &str) -> Result<(), AppError> {
        let digest = self.code_digest(phone, code.trim());
        match self.store.take_phone_code(phone, PURPOSE, digest).await? {
            CodeTried::Right => Ok(()),
            CodeTried::Wrong { tries_left } => {
                counting::failed_sign_in("wrong_code");
                Err(Denied::WrongCode { tries_left: tries_left.into() }.into())
            }
            CodeTried::None => {
                counting::failed_sign_in("no_code");
                Err(Denied::WrongCode { tries_left: 0 }.into())
            }
        }
    }

    /// Bound to the phone, so that a code for one number proves no other.
    fn code_digest(&self, phone: Digest, code: &str) -> Digest {
        self.store.keys().keyed_digest("phone code", format!("{phone} {code}").as_bytes())
    }

    /// Enrols a person with their real name; who did so before with this phone is logged in.
    ///
    /// # Errors
    ///
    /// Refuses wrong fields (all at once), wrong codes, names that do not fit the number, and people who
    /// enrolled with another phone.
    pub async fn enrol(&self, enrolment: &Enrolment, address: &str) -> Result<SignedIn, AppError> {
        self.rates.sign_in(address)?;
        let now = self.now();
        let name = enrolment.name.expose().trim().to_owned();
        let mut fields = Vec::new();
        let n_characters = name.chars().count();
        if !(2..=LONGEST_NAME).contains(&n_characters) || name.chars().any(char::is_control) {
            fields.push(wrong("name", "请填写身份证上的姓名"));
        }
        let id = IdNumber::parse(enrolment.id_number.expose(), now.beijing_date());
        if let Err(refusal) = &id {
            fields.push(wrong("id_number", refusal.in_chinese()));
        }
        let phone = check_mobile(enrolment.phone.expose());
        if let Err(refusal) = &phone {
            fields.push(wrong("phone", refusal.in_chinese()));
        }
        enrolment.device.read()?;
        let (id, phone) = match (id, phone) {
            (Ok(id), Ok(phone)) if fields.is_empty() => (id, phone),
            _ => return Err(Denied::BadFields { fields }.into()),
        };
        let phone_digest = self.phone_digest(&phone);
        self.take_code(phone_digest, &enrolment.code).await?;
        let name = Pii::new(name);
        match self.ports.identity.check(&name, &id).await.map_err(AppError::outside(now))? {
            IdentityAnswer::Match => {}
            IdentityAnswer::NameDiffers | IdentityAnswer::Unknown => {
                counting::failed_sign_in("identity_mismatch");
                return Err(Denied::IdentityMismatch.into());
            }
        }
        let person = Person {
            person: PersonId(new_id(now)?),
            name: name.into_exposed(),
            id_masked: id.masked(),
            phone,
            id_digest: self.id_digest(&id),
            phone_digest,
        };
        let person = match self.store.insert_person(&person).await {
            Ok(()) => person.person,
            Err(StoreError::IdentityTaken) => {
                let known = self.store.person_by_id_digest(person.id_digest).await?;
                // Names and numbers leak: they must not be enough to take over somebody's cases.
                let same_phone = known.filter(|known| known.phone_digest == phone_digest);
                same_phone.ok_or(Denied::EnrolledWithOtherPhone)?.person
            }
            Err(error) => return Err(error.into()),
        };
        self.person_came(person).await?;
        let device = self.add_device(person, &enrolment.device).await?;
        self.new_session(person, Assurance::RealName, false, Some(device)).await
    }

    /// Logs an enrolled person in. The session is good for nothing but [`Court::bind_device`] and
    /// [`Court::check_identity`] until one of them has been done.
    ///
    /// # Errors
    ///
    /// Refuses wrong codes and phones nobody enrolled with.
    pub async fn sign_in(&self, sign_in: &SignIn, address: &str) -> Result<SignedIn, AppError> {
        self.rates.sign_in(address)?;
        let phone = self.phone_digest(&mobile(&sign_in.phone)?);
        self.take_code(phone, &sign_in.code).await?;
        let Some(person) = self.store.person_by_phone_digest(phone).await? else {
            counting::failed_sign_in("not_enrolled");
            return Err(Denied::NotEnrolled.into());
        };
        self.new_session(person.person, Assurance::RealName, false, None).await
    }

    /// Begins a staff sign-on.
    ///
    /// # Errors
    ///
    /// Fails when the court's directory does not answer.
    pub async fn begin_sign_on(&self) -> Result<SignOnStart, AppError> {
        if self.profile.zone == Zone::Front {
            return Err(Denied::OtherZone.into());
        }
        self.ports.sign_on.begin().await.map_err(AppError::outside(self.now()))
    }

    /// Finishes a staff sign-on with the code the directory gave.
    ///
    /// # Errors
    ///
    /// Fails when the directory does not confirm the code.
    pub async fn finish_sign_on(&self, code: &str, started: &SignOnStart) -> Result<SignedIn, AppError> {
        let staff = self.ports.sign_on.finish(code, started).await.map_err(AppError::outside(self.now()))?;
        let person = self.know_staff(staff).await?;
        self.new_session(person, Assurance::Staff, true, None).await
    }

    /// Makes the court know a member of staff, so that cases can be assigned before they sign on.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn know_staff(&self, staff: StaffIdentity) -> Result<PersonId, AppError> {
        let staff = Staff {
            person: PersonId(new_id(self.now())?),
            subject: staff.subject,
            name: staff.name.into_exposed(),
            court_code: staff.court_code,
            duties: staff.duties,
            title: staff.title,
        };
        let person = self.store.upsert_staff(&staff).await?;
        self.tell_of_staff(person).await?;
        Ok(person)
    }

    /// Refuses the public on the node that stands in the court's private network.
    fn public_side(&self) -> Result<(), Denied> {
        if self.profile.zone == Zone::Court { Err(Denied::OtherZone) } else { Ok(()) }
    }

    pub(crate) async fn new_session(
        &self,
        person: PersonId,
        assurance: Assurance,
        is_staff: bool,
        device: Option<Digest>,
    ) -> Result<SignedIn, AppError> {
        let token = BASE64URL_NOPAD.encode(&random_bytes::<32>()?);
        let now = self.now();
        let session = StoredSession {
            token_digest: Digest::of(token.as_bytes()),
            person,
            assurance,
            is_staff,
            device,
            created_at: now,
            expires_at: now.plus_ms(LONGEST_SESSION_S as i64 * 1000),
            last_seen_at: now,
        };
        self.store.create_session(&session).await?;
        let session = self.session(&token).await?;
        Ok(SignedIn { token: Pii::new(token), max_age_s: LONGEST_SESSION_S, view: session.view })
    }

    /// The session that `token` opens.
    ///
    /// # Errors
    ///
    /// [`Denied::NotSignedOn`] for unknown and ended sessions.
    pub async fn session(&self, token: &str) -> Result<Session, AppError> {
        let now = self.now();
        let digest = Digest::of(token.as_bytes());
        let row = self.store.session(digest).await?.filter(|row| row.expires_at > now);
        let row = row.ok_or(Denied::NotSignedOn)?;
        let idle_hours =
            if row.is_staff { self.limits.staff_session_hours } else { self.limits.session_hours };
        if now.0 - row.last_seen_at.0 > i64::from(idle_hours) * 3_600_000 {
            return Err(Denied::NotSignedOn.into());
        }
        let expires_at = row.expires_at;
        if now.0 - row.last_seen_at.0 > SEEN_EVERY_MS {
            self.store.touch_session(digest, now).await?;
        }
        if row.is_staff {
            let staff = self.store.staff(row.person).await?.ok_or(Denied::NotSignedOn)?;
            let device = match row.device {
                Some(key) => self.known_device(row.person, key).await?,
                None => None,
            };
            let standing =
                Standing::Staff { court_code: staff.court_code.clone(), duties: staff.duties.clone() };
            let court_name = self.facts.courts.get(&staff.court_code).map(|court| court.name.clone());
            let view = SessionView {
                person: staff.person,
                name: staff.name,
                masked_id: None,
                masked_phone: None,
                assurance: row.assurance,
                device: device.as_ref().map(|device| DeviceView::of(device, row.device)),
                staff: Some(StaffView {
                    court_name: court_name.unwrap_or_else(|| staff.court_code.as_str().to_owned()),
                    court: staff.court_code,
                    duties: staff.duties.into_iter().collect(),
                    title: staff.title,
                }),
                expires_at,
            };
            let actor = Actor { person: row.person, standing, assurance: row.assurance };
            Ok(Session { actor, device: row.device, view })
        } else {
            let person = self.store.person(row.person).await?.ok_or(Denied::NotSignedOn)?;
            let device = match row.device {
                Some(key) => self.known_device(row.person, key).await?,
                None => None,
            };
            let view = SessionView {
                person: person.person,
                name: person.name,
                masked_id: Some(person.id_masked),
                masked_phone: Some(mask_mobile(&person.phone)),
                assurance: row.assurance,
                staff: None,
                device: device.as_ref().map(|device| DeviceView::of(device, row.device)),
                expires_at,
            };
            let actor = Actor { person: row.person, standing: Standing::Public, assurance: row.assurance };
            Ok(Session { actor, device: row.device, view })
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    ///
    /// Fails only when the store does.
    pub async fn sign_out(&self, token: &str) -> Result<(), AppError> {
        self.store.delete_session(Digest::of(token.as_bytes())).await?;
        Ok(())
    }
}
