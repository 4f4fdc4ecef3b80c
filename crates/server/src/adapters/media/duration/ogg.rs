//! Ogg with Opus inside (RFC 3533, RFC 7845).

use super::in_ms;

/// Samples a second of an Opus granule position, whatever the recording's own rate.
const GRANULES_PER_SECOND: u64 = 48_000;

/// The granule position of the last page, less the samples to skip at the start.
pub(super) fn duration_ms(bytes: &[u8]) -> Option<u64> {
    let head = bytes.windows(8).take(512).position(|window| window == b"OpusHead")?;
    let pre_skip = bytes.get(head + 10..head + 12).map(|two| u16::from_le_bytes([two[0], two[1]]))?;
    let mut last = None;
    let mut at = 0;
    while let Some(page) = bytes.get(at..at + 27).filter(|page| page.starts_with(b"OggS")) {
        let granule = u64::from_le_bytes(page[6..14].try_into().ok()?);
        // All ones: no packet ends on this page.
        if granule != u64::MAX {
            last = Some(granule);
        }
        let segments = usize::from(page[26]);
        let lengths = bytes.get(at + 27..at + 27 + segments)?;
        at += 27 + segments + lengths.iter().map(|&length| usize::from(length)).sum::<usize>();
    }
    in_ms(last?.saturating_sub(u64::from(pre_skip)), GRANULES_PER_SECOND)
}
