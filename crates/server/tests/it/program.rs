//! Runs the built program and keeps what it said.

use std::process::Command;

/// What one run of the program left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `weicourt` with `args`, with no configuration from the environment.
pub(crate) fn weicourt(args: &[&str]) -> Ran {
    weicourt_with(args, &[])
}

/// Runs `weicourt` with `args` and `variables` in its environment.
pub(crate) fn weicourt_with(args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weicourt"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WEICOURT__")) {
        command.env_remove(name);
    }
    let output = command.args(args).envs(variables.iter().copied()).output().expect("the program starts");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("what it prints is UTF-8"),
        err: String::from_utf8(output.stderr).expect("what it prints is UTF-8"),
    }
}
