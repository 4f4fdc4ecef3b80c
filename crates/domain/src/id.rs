//! Identities given by the application: time-ordered 64-bit numbers, printed as 13 characters.
//!
//! They are made outside the database, so that any node may make one, and carry no meaning beyond
//! rough age. In JSON they are strings: JavaScript numbers end at 53 bits.

use std::fmt;
use std::str::FromStr;

use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Text that is not an identity of this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identity: 13 characters from 0-9 and A-Z without I, L, O and U")]
pub struct BadId;

fn alphabet() -> &'static Encoding {
    static ALPHABET: std::sync::OnceLock<Encoding> = std::sync::OnceLock::new();
    ALPHABET.get_or_init(|| {
        let mut specification = Specification::new();
        specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
        specification.check_trailing_bits = true;
        specification.encoding().unwrap_or(data_encoding::BASE32HEX_NOPAD)
    })
}

fn print(value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // Eight bytes are 64 bits; 13 symbols of 5 bits hold 65, the last bit is zero.
    f.write_str(&alphabet().encode(&value.to_be_bytes()))
}

fn parse(text: &str) -> Result<u64, BadId> {
    let bytes = alphabet().decode(text.to_ascii_uppercase().as_bytes()).map_err(|_| BadId)?;
    Ok(u64::from_be_bytes(bytes.try_into().map_err(|_| BadId)?))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                print(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                print(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                parse(text).map($name)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        crate::string_schema::string_schema!($name, "13 characters, time-ordered", "0F4Z8V2J0001G");
    };
}

id! {
    /// A case, from the first saved draft of its filing to its archive.
    CaseId
}

id! {
    /// A person who proved who they are, or a member of the court's staff.
    PersonId
}

/// Identity of a command, made by the client before sending (UUID). The same identity returns the
/// same receipt, whatever was lost on the way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub [u8; 16]);

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is not a command identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID")]
pub struct BadCommandId;

impl FromStr for CommandId {
    type Err = BadCommandId;

    fn from_str(text: &str) -> Result<Self, BadCommandId> {
        let well_formed = text.len() == 36 && [8, 13, 18, 23].iter().all(|&i| text.as_bytes()[i] == b'-');
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).map_err(|_| BadCommandId)?;
        match (well_formed, <[u8; 16]>::try_from(bytes)) {
            (true, Ok(bytes)) => Ok(CommandId(bytes)),
            _ => Err(BadCommandId),
        }
    }
}

impl Serialize for CommandId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CommandId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

crate::string_schema::string_schema!(CommandId, "UUID", "0b54f9a0-6c5e-4f07-9d57-2f6f6f2f3b11");
