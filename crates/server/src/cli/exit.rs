//! How a command ends.

use std::process::ExitCode;

/// How a command ended. Other programs read the number, so the numbers stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, or the thing asked about is valid.
    Done,
    /// 1: refused, or the thing asked about is not valid; the reason was printed.
    Refused,
    /// 2: the command line itself cannot be understood.
    Usage,
    /// 3: something broke outside the question: a disk, a port, a file that cannot be read.
    Broken,
}

impl Exit {
    /// Prints `reason` to standard error and returns [`Exit::Broken`].
    #[must_use]
    pub fn broken(reason: &dyn std::fmt::Display) -> Self {
        super::print::complain(reason);
        Self::Broken
    }

    /// Prints `reason` to standard error and returns [`Exit::Usage`].
    #[must_use]
    pub fn usage(reason: &dyn std::fmt::Display) -> Self {
        super::print::complain(reason);
        Self::Usage
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Refused => Self::from(1),
            Exit::Usage => Self::from(2),
            Exit::Broken => Self::from(3),
        }
    }
}
