//! A message server that lets nobody in without a credentials file, as large houses run it.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

/// What a key is for, as the first five bits of its text say.
#[derive(Clone, Copy)]
enum Kind {
    Operator = 14 << 3,
    Account = 0,
    User = 20 << 3,
}

/// A key of the message server's world.
struct Key {
    kind: Kind,
    signing: SigningKey,
}

impl Key {
    fn new(kind: Kind, byte: u8) -> Self {
        Self { kind, signing: SigningKey::from_bytes(&[byte; 32]) }
    }

    fn public(&self) -> String {
        text(&[&[self.kind as u8], self.signing.verifying_key().as_bytes().as_slice()].concat())
    }

    fn seed(&self) -> String {
        let kind = self.kind as u8;
        let first = [(18 << 3) | (kind >> 5), (kind & 31) << 3];
        text(&[first.as_slice(), self.signing.as_bytes()].concat())
    }

    /// A token about `subject` with `claims`, signed by this key.
    fn token(&self, subject: &Key, claims: &Value) -> String {
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let head = encode(&json!({ "typ": "JWT", "alg": "ed25519-nkey" }));
        let body = encode(&json!({
            "jti": "SAMPLE", "iat": 1_700_000_000, "iss": self.public(), "sub": subject.public(), "name": "sample",
            "nats": claims,
        }));
        let signature = self.signing.sign(format!("{head}.{body}").as_bytes()).to_bytes();
        format!("{head}.{body}.{}", BASE64URL_NOPAD.encode(&signature))
    }
}

/// Base 32 with two bytes of CRC-16/XMODEM at the end.
fn text(bytes: &[u8]) -> String {
    let crc = bytes.iter().fold(0u16, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    });
    BASE32_NOPAD.encode(&[bytes, &crc.to_le_bytes()].concat())
}

/// Configuration of a message server that knows one account, and the credentials file of a user in it.
pub(super) fn operated() -> (String, String) {
    let (operator, system) = (Key::new(Kind::Operator, 1), Key::new(Kind::Account, 2));
    let (account, user) = (Key::new(Kind::Account, 3), Key::new(Kind::User, 4));
    let limits = json!({
        "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1, "leaf": -1,
        "mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1,
    });
    let of_operator = operator.token(&operator, &json!({ "type": "operator", "version": 2 }));
    let of_system = json!({ "type": "account", "version": 2, "limits": { "subs": -1, "conn": -1, "data": -1, "payload": -1 } });
    let of_system = operator.token(&system, &of_system);
    let of_account = json!({ "type": "account", "version": 2, "limits": limits });
    let of_account = operator.token(&account, &of_account);
    let server = format!(
        "operator: {of_operator}\nsystem_account: {system}\nresolver: MEMORY\n\
         resolver_preload: {{ {system}: {of_system}, {account}: {of_account} }}\n",
        system = system.public(),
        account = account.public(),
    );
    (server, user_file(&account, &user))
}

/// A credentials file of a user whom nobody knows.
pub(super) fn of_a_stranger() -> String {
    user_file(&Key::new(Kind::Account, 5), &Key::new(Kind::User, 6))
}

fn user_file(account: &Key, user: &Key) -> String {
    let claims =
        json!({ "type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1, "pub": {}, "sub": {} });
    let (token, seed) = (account.token(user, &claims), user.seed());
    format!(
        "-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n\
         -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
    )
}
