//! Numbers and byte strings, big-endian, with lengths in front.

use weicourt_domain::digest::Digest;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Origin;

use crate::bundle::BundleError;
use crate::item::Flow;

/// Appends to a buffer.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.0.extend(value.to_be_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.0.extend(value.to_be_bytes());
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.raw(bytes);
    }

    pub(crate) fn flow(&mut self, flow: Flow) {
        match flow {
            Flow::Control => self.u8(1),
            Flow::Chain { case, origin } => {
                self.u8(2);
                self.u64(case.0);
                self.u8(origin as u8);
            }
            Flow::Blob { case, sha256 } => {
                self.u8(3);
                self.u64(case.0);
                self.raw(&sha256.0);
            }
        }
    }
}

/// Takes from a buffer; every step may find it too short.
pub(crate) struct Reader<'a>(&'a [u8]);

type Read<T> = Result<T, BundleError>;

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk().ok_or(BundleError::Malformed("ends early"))?;
        self.0 = rest;
        Ok(*head)
    }

    pub(crate) fn u8(&mut self) -> Read<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(crate) fn u32(&mut self) -> Read<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Read<u64> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn bytes(&mut self) -> Read<&'a [u8]> {
        let n_bytes = self.u32()? as usize;
        let (head, rest) = self.0.split_at_checked(n_bytes).ok_or(BundleError::Malformed("ends early"))?;
        self.0 = rest;
        Ok(head)
    }

    /// A count of things of which each takes at least `least_bytes`, so that a lie reserves nothing.
    pub(crate) fn count(&mut self, least_bytes: usize) -> Read<usize> {
        let n = self.u32()? as usize;
        if n.saturating_mul(least_bytes) > self.0.len() {
            return Err(BundleError::Malformed("counts more than it holds"));
        }
        Ok(n)
    }

    pub(crate) fn case(&mut self) -> Read<CaseId> {
        self.u64().map(CaseId)
    }

    pub(crate) fn digest(&mut self) -> Read<Digest> {
        self.array().map(Digest)
    }

    pub(crate) fn origin(&mut self) -> Read<Origin> {
        match self.u8()? {
            1 => Ok(Origin::Front),
            2 => Ok(Origin::Court),
            _ => Err(BundleError::Malformed("unknown origin")),
        }
    }

    pub(crate) fn flow(&mut self) -> Read<Flow> {
        match self.u8()? {
            1 => Ok(Flow::Control),
            2 => Ok(Flow::Chain { case: self.case()?, origin: self.origin()? }),
            3 => Ok(Flow::Blob { case: self.case()?, sha256: self.digest()? }),
            _ => Err(BundleError::Malformed("unknown flow")),
        }
    }

    pub(crate) fn end(self) -> Read<()> {
        if self.0.is_empty() { Ok(()) } else { Err(BundleError::Malformed("goes on after its end")) }
    }
}
