//! Quiet hours: times of day in which parties do not write.

use crate::instant::Instant;

/// Times of day between which parties do not write, in minutes after midnight in Beijing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Start.
    pub from_minute: u16,
    /// End; may be earlier than the start, then it is the next morning.
    pub to_minute: u16,
}

impl QuietHours {
    /// Reads two `HH:MM` times; `None` if one is not a time of day or both are the same.
    pub fn parse(from: &str, to: &str) -> Option<QuietHours> {
        fn minute(text: &str) -> Option<u16> {
            let (hour, minute) = text.split_once(':')?;
            let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            if !two_digits(hour) || !two_digits(minute) {
                return None;
            }
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        }
        let quiet = QuietHours { from_minute: minute(from)?, to_minute: minute(to)? };
        (quiet.from_minute != quiet.to_minute).then_some(quiet)
    }

    /// If `now` is quiet, when it ends.
    pub fn end_if_quiet(self, now: Instant) -> Option<Instant> {
        let clock = now.beijing();
        let minute = clock.hour() as i64 * 60 + clock.minute() as i64;
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        let length = (to - from).rem_euclid(24 * 60);
        let since = (minute - from).rem_euclid(24 * 60);
        let into_minute_ms = clock.second() as i64 * 1000 + clock.millisecond() as i64;
        (since < length).then(|| now.plus_ms((length - since) * 60_000 - into_minute_ms))
    }

    /// The two times as `HH:MM`.
    pub fn print(self) -> (String, String) {
        let print = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        (print(self.from_minute), print(self.to_minute))
    }
}
