//! Limits of sizes and rates. Sizes protect the disk, rates protect phones and people.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::Denied;

/// What an operator may set.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Largest photo or file, in bytes.
    pub file_bytes: u64,
    /// Largest voice note, in bytes.
    pub voice_bytes: u64,
    /// Largest chunk of an upload, in bytes.
    pub chunk_bytes: u64,
    /// Codes one phone may ask for in an hour.
    pub codes_per_phone_hour: u32,
    /// Codes one address may ask for in an hour.
    pub codes_per_address_hour: u32,
    /// Wrong tries of one code.
    pub code_tries: u16,
    /// Minutes a code is good for.
    pub code_minutes: u32,
    /// Acts of one person in a minute.
    pub acts_per_person_minute: u32,
    /// Log-ins, enrolments, and questions whether a document is genuine, from one address in a minute.
    pub sign_ins_per_address_minute: u32,
    /// How long a session of the public lasts without use, in hours.
    pub session_hours: u32,
    /// How long a staff session lasts without use, in hours.
    pub staff_session_hours: u32,
    /// How long an invitation may be used, in days.
    pub invitation_days: u32,
    /// Most connections to the stream at once.
    pub sockets: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 50 * 1024 * 1024,
            voice_bytes: 10 * 1024 * 1024,
            chunk_bytes: 1024 * 1024,
            codes_per_phone_hour: 5,
            codes_per_address_hour: 60,
            code_tries: 5,
            code_minutes: 5,
            acts_per_person_minute: 120,
            sign_ins_per_address_minute: 60,
            session_hours: 72,
            staff_session_hours: 10,
            invitation_days: 30,
            sockets: 20_000,
        }
    }
}

type Keyed = DefaultKeyedRateLimiter<String>;

/// Counts what people and addresses do.
#[derive(Debug)]
pub struct RateLimits {
    codes: Keyed,
    codes_by_address: Keyed,
    sign_ins: Keyed,
    acts: Keyed,
    genuine: Keyed,
}

fn quota(most: u32, per: Duration) -> Quota {
    let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(per / most.get()).unwrap_or(Quota::per_second(most)).allow_burst(most)
}

fn check(limiter: &Keyed, key: &str) -> Result<(), Denied> {
    limiter.check_key(&key.to_owned()).map_err(|until| Denied::TooMany {
        retry_after_s: until.wait_time_from(DefaultClock::default().now()).as_secs() + 1,
    })
}

impl RateLimits {
    /// Counters for these limits.
    pub fn new(limits: &Limits) -> RateLimits {
        let hour = Duration::from_secs(3600);
        let minute = Duration::from_secs(60);
        RateLimits {
            codes: RateLimiter::keyed(quota(limits.codes_per_phone_hour, hour)),
            codes_by_address: RateLimiter::keyed(quota(limits.codes_per_address_hour, hour)),
            sign_ins: RateLimiter::keyed(quota(limits.sign_ins_per_address_minute, minute)),
            acts: RateLimiter::keyed(quota(limits.acts_per_person_minute, minute)),
            genuine: RateLimiter::keyed(quota(limits.sign_ins_per_address_minute, minute)),
        }
    }

    /// A code is about to be sent to the phone with this digest, asked for from `address`.
    pub(crate) fn code(&self, phone_digest: &str, address: &str) -> Result<(), Denied> {
        check(&self.codes_by_address, address)?;
        check(&self.codes, phone_digest)
    }

    /// The court is about to send a code for a further device to the phone with this digest.
    pub(crate) fn device_code(&self, phone_digest: &str) -> Result<(), Denied> {
        check(&self.codes, phone_digest)
    }

    /// Somebody at `address` tries to sign in.
    pub(crate) fn sign_in(&self, address: &str) -> Result<(), Denied> {
        check(&self.sign_ins, address)
    }

    /// Somebody at `address` asks whether a document is genuine.
    pub(crate) fn genuine(&self, address: &str) -> Result<(), Denied> {
        check(&self.genuine, address)
    }

    /// A person acts.
    pub(crate) fn act(&self, person: &str) -> Result<(), Denied> {
        check(&self.acts, person)
    }

    /// Forgets keys that have not been seen for long.
    pub(crate) fn forget_old(&self) {
        for limiter in [&self.codes, &self.codes_by_address, &self.sign_ins, &self.acts, &self.genuine] {
            limiter.retain_recent();
        }
    }
}
