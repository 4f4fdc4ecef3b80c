//! What can go wrong between the node and the world outside.

use weicourt_app::ports::PortError;

/// Why the world outside gave no answer that can be used.
///
/// No variant holds what was sent: names and numbers would end up in log lines.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// Nothing is configured for it.
    #[error("reach the {0}: it is not configured")]
    NotConfigured(&'static str),
    /// No connection, or no answer in time.
    #[error("reach the {party}")]
    Unreachable {
        /// Who was asked.
        party: &'static str,
        /// What the connection said.
        #[source]
        source: reqwest::Error,
    },
    /// It answered with an error.
    #[error("get an answer from the {party}: status {status}")]
    Status {
        /// Who was asked.
        party: &'static str,
        /// HTTP status.
        status: u16,
    },
    /// It answered in words this node does not know.
    #[error("understand the {party}: {reason}")]
    Unreadable {
        /// Who was asked.
        party: &'static str,
        /// What could not be understood, without personal data.
        reason: String,
    },
    /// It refused the sign-on, or what it signed does not hold.
    #[error("accept the sign-on: {0}")]
    SignOnRefused(String),
}

impl OutsideError {
    /// Whether asking once more may help: nothing came back, or the other side was overloaded.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Status { status, .. } => matches!(status, 502..=504),
            Self::NotConfigured(_) | Self::Unreadable { .. } | Self::SignOnRefused(_) => false,
        }
    }
}

impl OutsideError {
    /// As the use cases see it.
    pub(super) fn of(self, port: &'static str) -> PortError {
        let passing = self.may_pass();
        let what = match &self {
            Self::Unreachable { source, .. } => format!("{self}: {source}"),
            _ => self.to_string(),
        };
        PortError { port, what, passing }
    }
}
