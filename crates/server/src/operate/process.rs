//! What this process uses, under the names every Prometheus dashboard knows.

use std::fmt::Write as _;
use std::fs;

/// Ticks a second in `/proc/self/stat`; fixed by the kernel's interface on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// Lines for Prometheus; what the system does not tell is left out.
pub(super) fn page() -> String {
    let mut page = String::new();
    let mut line = |name: &str, kind: &str, help: &str, value: Option<f64>| {
        if let Some(value) = value {
            let _ = write!(page, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
        }
    };
    line("process_cpu_seconds_total", "counter", "Processor time of the process, in seconds.", cpu_seconds());
    line(
        "process_resident_memory_bytes",
        "gauge",
        "Memory of the process, in bytes.",
        status("VmRSS:").map(|kib| kib * 1024.0),
    );
    line("process_threads", "gauge", "Threads of the process.", status("Threads:"));
    let open = fs::read_dir("/proc/self/fd").ok().map(|entries| entries.count() as f64);
    line("process_open_fds", "gauge", "Open files and sockets of the process.", open);
    let most = rlimit::getrlimit(rlimit::Resource::NOFILE).ok().map(|(soft, _)| soft as f64);
    line("process_max_fds", "gauge", "Most open files and sockets of the process.", most);
    page
}

/// Processor time of this process so far, all threads that ever were, in seconds.
pub(crate) fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may hold blanks; fields 14 and 15 follow it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

fn status(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
