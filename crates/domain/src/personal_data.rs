//! Wrappers that keep personal data out of logs and prints.
//!
//! Both print `***` however they are formatted, and nothing turns that off. [`Pii`] may be stored and
//! sent (its `Serialize` passes the value); [`IdNumber`] may not: it has no `Serialize` at all and is
//! wiped from memory when dropped.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::calendar::BeijingDate;
use crate::identifier::resident_id::{ResidentIdRefusal, check_resident_id, mask_resident_id};

/// A value that identifies a person: a name, a phone, an address, a text somebody wrote.
///
/// `Debug` and `Display` print `***`; `Serialize` passes the value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. The name is to be found by whoever reviews where personal data goes.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Pii<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(feature = "openapi")]
impl<T: utoipa::PartialSchema> utoipa::PartialSchema for Pii<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        T::schema()
    }
}

#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> utoipa::ToSchema for Pii<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        T::name()
    }
}

/// A valid resident identity number (居民身份证号), on its way to the identity register.
///
/// It is never stored, printed or sent: `Debug` and `Display` print `***`, there is no `Serialize`,
/// and the memory is wiped when the value is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct IdNumber(String);

impl IdNumber {
    /// Reads an 18-character number; a final `x` becomes `X`. `today` bounds the date of birth.
    ///
    /// # Errors
    ///
    /// [`ResidentIdRefusal`] says which rule of GB 11643 is broken, never the number itself.
    pub fn parse(text: &str, today: BeijingDate) -> Result<Self, ResidentIdRefusal> {
        let mut number = text.trim().to_owned();
        number.make_ascii_uppercase();
        let id = Self(number);
        check_resident_id(&id.0, today)?;
        Ok(id)
    }

    /// The number itself, for the identity register and the keyed digest and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// First six and last four characters: `330203********1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_resident_id(&self.0)
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Names, phones and words of people never reach a log: `Debug` shows the named fields only.
macro_rules! hushed_debug {
    ($($name:ident { $($field:ident),* }),+ $(,)?) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        })+
    };
}

pub(crate) use hushed_debug;
