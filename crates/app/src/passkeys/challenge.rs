//! Challenges that the node need not remember: they carry their end and a keyed digest.

use std::time::Duration;

use weicourt_domain::digest::Digest;
use weicourt_domain::id::PersonId;

use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::identity::random_bytes;

/// How long a challenge is good for.
pub(crate) const GOOD_FOR: Duration = Duration::from_secs(300);
/// End (8 bytes), chance (16), keyed digest (32).
const BYTES: usize = 56;

/// What a challenge is for; one for something else is not taken.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// To register a passkey for this person.
    Register(PersonId),
    /// To log in.
    LogIn,
}

impl Court {
    fn challenge_digest(&self, head: &[u8], purpose: Purpose) -> Digest {
        let mut bytes = match purpose {
            Purpose::Register(person) => format!("register {person}"),
            Purpose::LogIn => "log in".to_owned(),
        }
        .into_bytes();
        bytes.extend_from_slice(head);
        self.store.keyed_digest("passkey challenge", &bytes)
    }

    pub(crate) fn draw_challenge(&self, purpose: Purpose) -> Result<Vec<u8>, AppError> {
        let until = self.now().plus_ms(GOOD_FOR.as_millis() as i64);
        let mut challenge = until.0.to_be_bytes().to_vec();
        challenge.extend(random_bytes::<16>()?);
        challenge.extend(self.challenge_digest(&challenge, purpose).0);
        Ok(challenge)
    }

    /// Takes a challenge of this node, once.
    pub(crate) async fn take_challenge(&self, challenge: &[u8], purpose: Purpose) -> Result<(), AppError> {
        let taken = || AppError::from(Denied::PasskeyRefused);
        if challenge.len() != BYTES {
            return Err(taken());
        }
        let (head, mac) = challenge.split_at(BYTES - 32);
        let until = head.first_chunk().map_or(0, |until| i64::from_be_bytes(*until));
        // An attacker learns nothing from the time of this: what is compared is a digest with chance in it.
        if self.challenge_digest(head, purpose).0 != *mac || until < self.now().0 {
            return Err(taken());
        }
        let fresh = self.challenges.entry(Digest::of(challenge)).or_insert(()).await.is_fresh();
        if fresh { Ok(()) } else { Err(taken()) }
    }
}
