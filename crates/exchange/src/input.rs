//! What a session is told, and what it asks for.

use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;

use crate::bundle::BundleError;
use crate::item::{Flow, Item};

/// Names a request, so that its answer is not taken for another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What happened outside.
#[derive(Clone)]
pub enum Input {
    /// Time has passed; the answer to [`Output::Wait`].
    Tick,
    /// The link brought bytes.
    Received(Vec<u8>),
    /// A flow of this node goes up to `head` now: after a commit, and at the start for every flow that
    /// is open on the other side.
    News {
        /// The flow.
        flow: Flow,
        /// The position the peer had acknowledged, as last saved ([`Output::Acknowledged`]); 0 if
        /// nothing is known. Read only when the session does not know the flow yet.
        acknowledged: u64,
        /// The last position there is: highest `seq`, or size in bytes.
        head: u64,
        /// When the newest part was made; the lag counts from here.
        since: Instant,
    },
    /// The answer to [`Output::Load`].
    Loaded {
        /// Of the request.
        ticket: Ticket,
        /// For each wanted flow what directly follows the wanted position: any number of control items
        /// or one piece of a chain or blob, in the order of the request; nothing for flows the limit left no
        /// room for.
        items: Vec<Item>,
        /// Wanted flows that are no longer there; they are forgotten.
        gone: Vec<Flow>,
    },
    /// Loading failed for now; it is asked for again later.
    NotLoaded {
        /// Of the request.
        ticket: Ticket,
    },
    /// The answer to [`Output::Apply`]: everything that is called applied is durable.
    Applied {
        /// Of the request.
        ticket: Ticket,
        /// One for each item, in the same order. A missing one counts as not applied for now.
        verdicts: Vec<Verdict>,
    },
    /// Applying failed for now; nothing is acknowledged, the peer sends again.
    NotApplied {
        /// Of the request.
        ticket: Ticket,
    },
    /// Ask the peer to send a flow again from a position: after a restore from a backup, for instance.
    Ask {
        /// A flow that the peer writes.
        flow: Flow,
        /// What is known here.
        after: u64,
    },
    /// Send a halted flow again from where it stopped.
    Resume(Flow),
    /// The case has left the other side (or this one): forget all its flows and their positions.
    Forget(CaseId),
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Input::Tick => f.write_str("tick"),
            Input::Received(bytes) => write!(f, "received {} bytes", bytes.len()),
            Input::News { flow, head, .. } => write!(f, "news {flow} up to {head}"),
            Input::Loaded { ticket, items, .. } => write!(f, "loaded {} {items:?}", ticket.0),
            Input::NotLoaded { ticket } => write!(f, "not loaded {}", ticket.0),
            Input::Applied { ticket, verdicts } => write!(f, "applied {} {verdicts:?}", ticket.0),
            Input::NotApplied { ticket } => write!(f, "not applied {}", ticket.0),
            Input::Ask { flow, after } => write!(f, "ask {flow} after {after}"),
            Input::Resume(flow) => write!(f, "resume {flow}"),
            Input::Forget(case) => write!(f, "forget {case}"),
        }
    }
}

/// How applying an item ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All of it is durable here, now or since before.
    Applied,
    /// This is how far the flow is durable here; not all of the item, because something before it is
    /// missing (a gap), because the rest must wait (a case that is not open here yet has 0), or because
    /// much more is known already.
    Have(u64),
    /// Refused for good at position `at` (a `seq`, or the offset of the chunk); what stands before it is
    /// durable. The peer stops this flow until [`Input::Resume`].
    Refused {
        /// The refused position.
        at: u64,
        /// Why, for the operators of both nodes: no words of a person.
        reason: String,
    },
}

/// A piece of a flow that the session wants to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The flow.
    pub flow: Flow,
    /// Load what directly follows this position.
    pub after: u64,
}

/// What the session wants done, in this order.
#[derive(Clone)]
pub enum Output {
    /// Hand these bytes to the link; it may lose them.
    Send(Vec<u8>),
    /// Load pieces to send, the most urgent first, `max_bytes` in all; the first piece may be larger
    /// if a single entry is, but not a chunk. Answer with [`Input::Loaded`].
    Load {
        /// For the answer.
        ticket: Ticket,
        /// What.
        wanted: Vec<Wanted>,
        /// How much.
        max_bytes: usize,
    },
    /// Apply items in this order, each durable before the answer. An item may begin with what is known
    /// already: skip that. Answer with [`Input::Applied`].
    Apply {
        /// For the answer.
        ticket: Ticket,
        /// What.
        items: Vec<Item>,
    },
    /// The peer has a flow durably up to a position. Save it; losing the last few only makes the
    /// session send a little again. It goes back only when the peer says that it lost something.
    Acknowledged {
        /// The flow.
        flow: Flow,
        /// The position.
        at: u64,
    },
    /// The peer refused a flow for good, or knows more of it than there is ([`Halt`]): it is not sent
    /// until [`Input::Resume`]. Tell an operator.
    Halted(Halt),
    /// Bytes from the link that are no bundle of the peer: counted, and ignored.
    Unreadable(BundleError),
    /// Nothing to do until then, or until there is input.
    Wait(Instant),
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Output::Send(bytes) => write!(f, "send {} bytes", bytes.len()),
            Output::Load { ticket, wanted, max_bytes } => {
                write!(f, "load {} {wanted:?} of {max_bytes} bytes", ticket.0)
            }
            Output::Apply { ticket, items } => write!(f, "apply {} {items:?}", ticket.0),
            Output::Acknowledged { flow, at } => write!(f, "acknowledged {flow} at {at}"),
            Output::Halted(halt) => write!(f, "halted {halt}"),
            Output::Unreadable(error) => write!(f, "unreadable: {error}"),
            Output::Wait(until) => write!(f, "wait until {until}"),
        }
    }
}

/// A flow that stands still until somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{flow} at {at}: {reason}")]
pub struct Halt {
    /// The flow.
    pub flow: Flow,
    /// Where.
    pub at: u64,
    /// Why, as the peer says; or that the peer knows more than there is, which happens when this node
    /// was restored from a backup older than what it had sent.
    pub reason: String,
}
