//! Numbers of a measurement.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use weicourt_store::fsync_probe;

use super::Failure;

/// Half and ninety-nine hundredths of a set of times, in milliseconds.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Spread {
    /// Half took no longer.
    pub p50_ms: f64,
    /// 99 of 100 took no longer.
    pub p99_ms: f64,
}

impl Spread {
    /// Of times in microseconds, in any order.
    #[must_use]
    pub fn of(mut times_us: Vec<u64>) -> Spread {
        times_us.sort_unstable();
        let last = times_us.len().saturating_sub(1);
        let rank = |percent: usize| times_us.get(last * percent / 100).map_or(0.0, |us| *us as f64 / 1000.0);
        Spread { p50_ms: rank(50), p99_ms: rank(99) }
    }
}

/// How fast the disk made 4 KiB durable while nothing else of the measurement ran.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Probe {
    /// Writes a second.
    pub per_second: u32,
    /// Half took no longer, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 took no longer, in milliseconds.
    pub p99_ms: f64,
}

impl Probe {
    /// Probes the disk of `dir` for a second.
    ///
    /// # Errors
    ///
    /// When nothing can be written there.
    pub async fn of(dir: &Path) -> Result<Probe, Failure> {
        let dir = dir.to_owned();
        let probe = tokio::task::spawn_blocking(move || fsync_probe(&dir, Duration::from_secs(1))).await??;
        let ms = |us: u64| us as f64 / 1000.0;
        Ok(Probe { per_second: probe.per_second, p50_ms: ms(probe.p50_us), p99_ms: ms(probe.p99_us) })
    }
}

/// Two decimals are all that such a figure is worth.
#[must_use]
pub(super) fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The value of a line `name value` of a Prometheus page.
#[must_use]
pub(super) fn metric(page: &str, name: &str) -> Option<f64> {
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_nine_of_a_hundred_leave_the_slowest_out() {
        let spread = Spread::of((1..=100).rev().map(|ms| ms * 1000).collect());
        assert_eq!((spread.p50_ms, spread.p99_ms), (50.0, 99.0));
        let nothing = Spread::of(Vec::new());
        assert_eq!((nothing.p50_ms, nothing.p99_ms), (0.0, 0.0));
    }

    #[test]
    fn a_metric_is_found_by_its_whole_name() {
        let page = "# HELP a_total x\na_total_more 1\na_total 2.5\n";
        assert_eq!(metric(page, "a_total"), Some(2.5));
        assert_eq!(metric(page, "a"), None);
    }
}
