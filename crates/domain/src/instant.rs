//! Instants: milliseconds since 1970-01-01T00:00:00Z, shown in Beijing time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use jiff::{Timestamp, tz::Offset};

use crate::calendar::BeijingDate;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Printed as RFC 3339 at +08:00.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

const BEIJING: Offset = jiff::tz::offset(8);

impl Instant {
    /// The calendar date in Beijing at this moment.
    ///
    /// Moments outside the years -9999 to 9999 are clamped to the nearest date.
    pub fn beijing_date(self) -> BeijingDate {
        BeijingDate::of(self.timestamp())
    }

    /// Date and time of day in Beijing at this moment.
    pub fn beijing(self) -> jiff::civil::DateTime {
        BEIJING.to_datetime(self.timestamp())
    }

    fn timestamp(self) -> Timestamp {
        let nearest = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_millisecond(self.0).unwrap_or(nearest)
    }

    /// The first moment of a day in Beijing.
    pub fn midnight(day: BeijingDate) -> Instant {
        let since = day.civil().since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days());
        Instant(i64::from(since) * 86_400_000 - 8 * 3_600_000)
    }

    /// The moment `duration_ms` milliseconds later.
    #[must_use]
    pub fn plus_ms(self, duration_ms: i64) -> Instant {
        Instant(self.0.saturating_add(duration_ms))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.beijing();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+08:00",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.millisecond()
        )
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let timestamp: Timestamp = text.parse().map_err(de::Error::custom)?;
        Ok(Instant(timestamp.as_millisecond()))
    }
}

crate::string_schema::string_schema!(Instant, "RFC 3339 at +08:00", "2026-11-23T10:15:00.000+08:00");
