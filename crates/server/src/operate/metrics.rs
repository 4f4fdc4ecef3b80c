//! Numbers for Prometheus. All rooms count with the macros of `metrics`; this is where it is read.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use super::process;

/// Bounds of the buckets of durations, in seconds; targets are 20 ms and 200 ms.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0];

/// Bounds of the buckets of counts of things done together.
const SIZES: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 512.0];

/// Everything that was counted in this process.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// Starts counting for the whole process; later calls give the same counts.
    ///
    /// # Errors
    ///
    /// When another recorder counts already.
    pub fn start() -> Result<Self, BuildError> {
        static STARTED: OnceLock<PrometheusHandle> = OnceLock::new();
        if let Some(handle) = STARTED.get() {
            return Ok(Self(handle.clone()));
        }
        let builder = PrometheusBuilder::new()
            .set_buckets(&SECONDS)?
            .set_buckets_for_metric(Matcher::Suffix("_size".to_owned()), &SIZES)?;
        let handle = builder.install_recorder()?;
        Ok(Self(STARTED.get_or_init(|| handle).clone()))
    }

    /// The page for Prometheus, with memory, processor time and open files of this process.
    #[must_use]
    pub fn page(&self) -> String {
        self.0.run_upkeep();
        let mut page = self.0.render();
        page.push_str(&process::page());
        page
    }
}
