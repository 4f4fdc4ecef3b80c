//! A bundle: items, questions and answers that travel together.

use crate::item::{Flow, Item};
use crate::item_wire::{read_item, write_item};
use crate::wire::{Reader, Writer};

/// Most bytes inside a bundle, unpacked. A sender stays far below; a receiver refuses more before it
/// unpacks, so that a small bundle cannot fill the memory.
pub const MAX_INSIDE_BYTES: usize = 16 << 20;

/// Most bytes of a sealed bundle.
pub const MAX_BUNDLE_BYTES: usize = MAX_INSIDE_BYTES + 4096;

/// Most characters of the reason for a refusal.
pub(crate) const MAX_REASON_CHARS: usize = 200;

/// Why bytes are not a bundle of this link. The bytes are ignored; the sender sends again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Not even the head fits.
    #[error("too short for a bundle: {size_bytes} bytes")]
    TooShort {
        /// Its size.
        size_bytes: usize,
    },
    /// More than [`MAX_BUNDLE_BYTES`], or more than [`MAX_INSIDE_BYTES`] once unpacked.
    #[error("too large for a bundle: {size_bytes} bytes")]
    TooLarge {
        /// Its size, or the size it claims to have when unpacked.
        size_bytes: usize,
    },
    /// It does not begin like one.
    #[error("not a bundle")]
    NotABundle,
    /// Made by a version that this one does not know.
    #[error("bundle of version {0}, which this node does not read")]
    Version(u8),
    /// From another sender, or to another receiver.
    #[error("bundle of another link")]
    OtherLink,
    /// Changed on the way, or made by someone else.
    #[error("signature is not the peer's")]
    WrongSignature,
    /// Signed by the peer but not sealed to this node's key.
    #[error("does not open with this node's key")]
    Sealed,
    /// It cannot be unpacked.
    #[error("does not unpack")]
    Packed,
    /// It unpacks to something that no sender of this version writes.
    #[error("malformed: {0}")]
    Malformed(&'static str),
}

/// What a receiver says about bundles it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// The epoch of the sender that is answered; an answer to another run says nothing.
    pub epoch: u64,
    /// Ranges of numbers, both ends included: everything in these bundles is durable here.
    pub acknowledged: Vec<(u64, u64)>,
    /// What the ranges do not say.
    pub notes: Vec<Note>,
}

/// An answer about one flow in one bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The bundle that is answered.
    pub number: u64,
    /// The flow.
    pub flow: Flow,
    /// The answer.
    pub answer: Answer,
}

/// How a flow stands at the receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Durable up to here.
    At(u64),
    /// Something is missing: send again what follows this position.
    Want(u64),
    /// What follows was refused for good.
    Halted {
        /// The refused position: a `seq`, or the offset of a chunk.
        at: u64,
        /// Why, without words of a person.
        reason: String,
    },
}

/// What is inside a bundle once it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// The sender waits for no answer to bundles below this number any more.
    pub floor: u64,
    /// Whether the receiver is asked to answer though there is nothing to apply.
    pub ping: bool,
    /// Answers to bundles of the receiver.
    pub feedback: Vec<Feedback>,
    /// Flows that the sender, as a receiver, wants again from a position.
    pub asks: Vec<(Flow, u64)>,
    /// What is to be applied, the most urgent first.
    pub items: Vec<Item>,
    /// Chains with an entry that this version cannot read, and its `seq`; never written.
    pub unreadable: Vec<(Flow, u64)>,
}

impl Bundle {
    /// Whether the receiver must answer.
    pub fn expects_answer(&self) -> bool {
        self.ping || !self.asks.is_empty() || !self.items.is_empty() || !self.unreadable.is_empty()
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, BundleError> {
        let mut writer = Writer::default();
        writer.u64(self.floor);
        writer.u8(u8::from(self.ping));
        writer.u32(self.feedback.len() as u32);
        for feedback in &self.feedback {
            write_feedback(&mut writer, feedback);
        }
        writer.u32(self.asks.len() as u32);
        for (flow, after) in &self.asks {
            writer.flow(*flow);
            writer.u64(*after);
        }
        writer.u32(self.items.len() as u32);
        for item in &self.items {
            write_item(&mut writer, item)?;
        }
        if writer.0.len() > MAX_INSIDE_BYTES {
            return Err(BundleError::TooLarge { size_bytes: writer.0.len() });
        }
        Ok(writer.0)
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Bundle, BundleError> {
        let mut reader = Reader::new(bytes);
        let mut bundle = Bundle { floor: reader.u64()?, ping: reader.u8()? != 0, ..Bundle::default() };
        for _ in 0..reader.count(16)? {
            bundle.feedback.push(read_feedback(&mut reader)?);
        }
        for _ in 0..reader.count(9)? {
            bundle.asks.push((reader.flow()?, reader.u64()?));
        }
        for _ in 0..reader.count(13)? {
            let read = read_item(&mut reader)?;
            bundle.items.extend(read.item);
            bundle.unreadable.extend(read.unreadable);
        }
        reader.end()?;
        Ok(bundle)
    }
}

fn write_feedback(writer: &mut Writer, feedback: &Feedback) {
    writer.u64(feedback.epoch);
    writer.u32(feedback.acknowledged.len() as u32);
    for (from, to) in &feedback.acknowledged {
        writer.u64(*from);
        writer.u64(*to);
    }
    writer.u32(feedback.notes.len() as u32);
    for note in &feedback.notes {
        writer.u64(note.number);
        writer.flow(note.flow);
        match &note.answer {
            Answer::At(at) => {
                writer.u8(1);
                writer.u64(*at);
            }
            Answer::Want(after) => {
                writer.u8(2);
                writer.u64(*after);
            }
            Answer::Halted { at, reason } => {
                writer.u8(3);
                writer.u64(*at);
                let reason: String = reason.chars().take(MAX_REASON_CHARS).collect();
                writer.bytes(reason.as_bytes());
            }
        }
    }
}

fn read_feedback(reader: &mut Reader<'_>) -> Result<Feedback, BundleError> {
    let epoch = reader.u64()?;
    let mut acknowledged = Vec::new();
    for _ in 0..reader.count(16)? {
        let (from, to) = (reader.u64()?, reader.u64()?);
        if from > to {
            return Err(BundleError::Malformed("range runs backwards"));
        }
        acknowledged.push((from, to));
    }
    let mut notes = Vec::new();
    for _ in 0..reader.count(18)? {
        let number = reader.u64()?;
        let flow = reader.flow()?;
        let answer = match reader.u8()? {
            1 => Answer::At(reader.u64()?),
            2 => Answer::Want(reader.u64()?),
            3 => {
                let at = reader.u64()?;
                let reason = std::str::from_utf8(reader.bytes()?);
                let reason = reason.map_err(|_| BundleError::Malformed("reason is not text"))?;
                Answer::Halted { at, reason: reason.chars().take(MAX_REASON_CHARS).collect() }
            }
            _ => return Err(BundleError::Malformed("unknown answer")),
        };
        notes.push(Note { number, flow, answer });
    }
    Ok(Feedback { epoch, acknowledged, notes })
}
