//! `cargo run -p weicourt-tidy [ROOT]`: prints what is untidy and exits 1 if anything is.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let mut out = std::io::stdout().lock();
    match weicourt_tidy::house(&root) {
        Err(reason) => {
            let _closed = writeln!(out, "tidy: {reason}");
            ExitCode::from(2)
        }
        Ok((n_files, findings)) => {
            for finding in &findings {
                let _closed = writeln!(out, "{finding}");
            }
            let _closed = writeln!(out, "tidy: {n_files} files, {} findings", findings.len());
            ExitCode::from(u8::from(!findings.is_empty()))
        }
    }
}
