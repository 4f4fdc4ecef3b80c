//! When to send, and when to send again. All times are milliseconds of the session's own clock.

/// Round trips, as RFC 6298 smooths them, and the pause before sending again.
#[derive(Debug)]
pub(crate) struct Pace {
    smooth_ms: Option<i64>,
    variation_ms: i64,
    silence: u32,
    first_ms: i64,
    least_ms: i64,
    longest_ms: i64,
}

impl Pace {
    pub(crate) fn new(first_ms: u32, least_ms: u32, longest_ms: u32) -> Pace {
        Pace {
            smooth_ms: None,
            variation_ms: 0,
            silence: 0,
            first_ms: i64::from(first_ms.max(1)),
            least_ms: i64::from(least_ms.max(1)),
            longest_ms: i64::from(longest_ms.max(1)),
        }
    }

    /// An answer came `round_trip_ms` after its question.
    pub(crate) fn answered(&mut self, round_trip_ms: i64) {
        self.silence = 0;
        match self.smooth_ms {
            None => {
                self.smooth_ms = Some(round_trip_ms);
                self.variation_ms = round_trip_ms / 2;
            }
            Some(smooth_ms) => {
                let off_ms = (smooth_ms - round_trip_ms).abs();
                self.variation_ms = (3 * self.variation_ms + off_ms) / 4;
                self.smooth_ms = Some((7 * smooth_ms + round_trip_ms) / 8);
            }
        }
    }

    /// A pause went by without an answer: the next one is twice as long.
    pub(crate) fn unanswered(&mut self) {
        self.silence = self.silence.saturating_add(1);
    }

    /// Whether the last try went unanswered.
    pub(crate) fn is_silent(&self) -> bool {
        self.silence > 0
    }

    /// How long to wait for an answer before sending again.
    pub(crate) fn resend_ms(&self) -> i64 {
        let usual = self.smooth_ms.map_or(self.first_ms, |smooth| smooth + (4 * self.variation_ms).max(10));
        let usual = usual.max(self.least_ms);
        let doubled = usual.saturating_mul(1 << self.silence.min(20));
        // A ferry may be slower than the longest pause; then its own time counts.
        doubled.min(self.longest_ms.max(usual))
    }

    pub(crate) fn smooth_ms(&self) -> Option<u64> {
        self.smooth_ms.map(|ms| ms.max(0) as u64)
    }
}

/// A bandwidth cap: `rate` bytes a second flow in, bundles take out. Urgent bundles may go into debt,
/// so that the less urgent pay for them.
#[derive(Debug)]
pub(crate) struct Bucket {
    rate: Option<i64>,
    burst: i64,
    bytes: i64,
    /// Thousandths of a byte.
    rest: i64,
    filled_at: i64,
}

impl Bucket {
    /// `burst` bytes may go at once after a pause.
    pub(crate) fn new(rate: Option<u64>, burst: usize, now: i64) -> Bucket {
        let rate = rate.map(|rate| i64::try_from(rate).unwrap_or(i64::MAX / 1_000_000));
        let burst = burst as i64;
        Bucket { rate, burst, bytes: burst, rest: 0, filled_at: now }
    }

    pub(crate) fn fill(&mut self, now: i64) {
        let Some(rate) = self.rate else { return };
        let inflow = rate.saturating_mul(now - self.filled_at).saturating_add(self.rest);
        self.filled_at = now;
        self.bytes = self.bytes.saturating_add(inflow / 1000).min(self.burst);
        self.rest = inflow % 1000;
    }

    pub(crate) fn take(&mut self, bytes: usize) {
        if self.rate.is_some() {
            self.bytes = self.bytes.saturating_sub(bytes as i64);
        }
    }

    /// Milliseconds until `bytes` may be sent; 0 for now.
    pub(crate) fn wait_ms(&self, bytes: usize) -> i64 {
        let Some(rate) = self.rate else { return 0 };
        let missing = (bytes as i64).min(self.burst) - self.bytes;
        if missing <= 0 { 0 } else { (missing * 1000 + rate - 1) / rate }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Pace};

    #[test]
    fn the_pause_doubles_in_silence_and_ends_with_an_answer() {
        let mut pace = Pace::new(3_000, 500, 60_000);
        assert_eq!(pace.resend_ms(), 3_000);
        for expected in [6_000, 12_000, 24_000, 48_000, 60_000, 60_000] {
            pace.unanswered();
            assert_eq!(pace.resend_ms(), expected);
        }
        pace.answered(100);
        assert!(!pace.is_silent());
        assert_eq!(pace.resend_ms(), 500);
    }

    #[test]
    fn a_ferry_of_ten_minutes_is_waited_for() {
        let mut pace = Pace::new(3_000, 500, 60_000);
        pace.answered(600_000);
        assert!(pace.resend_ms() > 600_000);
    }

    #[test]
    fn a_bucket_gives_its_rate_and_no_more() {
        let mut bucket = Bucket::new(Some(1_000), 500, 0);
        assert_eq!(bucket.wait_ms(500), 0);
        bucket.take(700);
        assert_eq!(bucket.wait_ms(1), 201);
        let mut sent = 0;
        for now in 1..=10_000 {
            bucket.fill(now);
            if bucket.wait_ms(100) == 0 {
                bucket.take(100);
                sent += 100;
            }
        }
        assert_eq!(sent, 9_800);
    }

    #[test]
    fn without_a_cap_nothing_waits() {
        let mut bucket = Bucket::new(None, 1, 0);
        bucket.take(usize::MAX);
        assert_eq!(bucket.wait_ms(usize::MAX), 0);
    }
}
