//! WebM (Matroska, RFC 9559): what a browser's recorder writes.
//!
//! A recorder that streams does not know the length when it writes the header, so the header says
//! nothing and the sizes of segment and clusters are unknown. The length is then the time of the
//! last block.

/// Elements that are looked into; an unknown size is allowed for them.
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const CLUSTER: u32 = 0x1F43_B675;
const BLOCK_GROUP: u32 = 0xA0;
/// Elements that are read.
const TIMESTAMP_SCALE: u32 = 0x2A_D7B1;
const DURATION: u32 = 0x4489;
const CLUSTER_TIMESTAMP: u32 = 0xE7;
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK: u32 = 0xA1;

/// Length by the header, or the time of the last block.
pub(super) fn duration_ms(bytes: &[u8]) -> Option<u64> {
    let mut scale_ns: u64 = 1_000_000;
    let mut told: Option<f64> = None;
    let mut cluster = 0_u64;
    let mut last: Option<u64> = None;
    let mut rest = bytes;
    while let Some((id, body, size)) = element(rest) {
        // Going into an element is reading on behind its head.
        if matches!(id, SEGMENT | INFO | CLUSTER | BLOCK_GROUP) {
            rest = body;
            continue;
        }
        let Some(content) = size.and_then(|size| body.get(..size)) else { break };
        match id {
            TIMESTAMP_SCALE => scale_ns = unsigned(content),
            DURATION => told = real(content),
            CLUSTER_TIMESTAMP => cluster = unsigned(content),
            SIMPLE_BLOCK | BLOCK => {
                // One byte of track number, for the first 126 tracks, then a signed offset.
                if let Some(offset) = content.get(1..3) {
                    let offset = i64::from(i16::from_be_bytes([offset[0], offset[1]]));
                    let time = cluster.saturating_add_signed(offset);
                    last = Some(last.map_or(time, |before| before.max(time)));
                }
            }
            _ => {}
        }
        rest = &body[content.len()..];
    }
    let ticks = match told {
        // A length of a day is more than any recording that is taken.
        Some(ticks) if ticks > 0.0 && ticks < 86_400_000.0 => ticks as u64,
        _ => last?,
    };
    ticks.checked_mul(scale_ns).map(|duration_ns| duration_ns / 1_000_000)
}

/// Id, the bytes behind the head, and the size unless it is unknown.
fn element(bytes: &[u8]) -> Option<(u32, &[u8], Option<usize>)> {
    let id_length = bytes.first()?.leading_zeros() as usize + 1;
    if id_length > 4 {
        return None;
    }
    let id = bytes.get(..id_length)?.iter().fold(0, |id, &byte| (id << 8) | u32::from(byte));
    let bytes = bytes.get(id_length..)?;
    let size_length = bytes.first()?.leading_zeros() as usize + 1;
    if size_length > 8 {
        return None;
    }
    let digits = bytes.get(..size_length)?;
    let mask = (1_u64 << (7 * size_length)) - 1;
    let size = digits.iter().fold(0, |size, &byte| (size << 8) | u64::from(byte)) & mask;
    let size = (size != mask).then_some(size).and_then(|size| usize::try_from(size).ok());
    Some((id, bytes.get(size_length..)?, size))
}

fn unsigned(content: &[u8]) -> u64 {
    content.iter().take(8).fold(0, |number, &byte| (number << 8) | u64::from(byte))
}

fn real(content: &[u8]) -> Option<f64> {
    match content.len() {
        4 => Some(f64::from(f32::from_be_bytes(content.try_into().ok()?))),
        8 => Some(f64::from_be_bytes(content.try_into().ok()?)),
        _ => None,
    }
}
