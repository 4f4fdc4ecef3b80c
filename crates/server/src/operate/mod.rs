//! What the person who runs a node needs: life signs, metrics, an orderly stop.

mod descriptors;
mod metrics;
mod process;
mod routes;
mod stop;

pub use descriptors::raise_open_files;
pub use metrics::Metrics;
pub(crate) use process::cpu_seconds;
pub use routes::{Ready, router};
pub use stop::{serve, stop_on_signal};
