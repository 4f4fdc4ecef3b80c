//! MP4 (ISO/IEC 14496-12): the movie header, or the fragments of a recording made in one go.

use super::in_ms;

/// Length by `moov/mvhd`, or the sum of the fragments where the header says nothing.
pub(super) fn duration_ms(bytes: &[u8]) -> Option<u64> {
    let moov = find(bytes, b"moov")?;
    let header = find(moov, b"mvhd")?;
    let (scale, duration) = match header.first()? {
        0 => (number(header, 12, 4)?, number(header, 16, 4)?),
        1 => (number(header, 20, 4)?, number(header, 24, 8)?),
        _ => return None,
    };
    if duration > 0 {
        return in_ms(duration, scale);
    }
    let media = find(find(moov, b"trak")?, b"mdia").and_then(|media| find(media, b"mdhd"))?;
    let scale = match media.first()? {
        0 => number(media, 12, 4)?,
        _ => number(media, 20, 4)?,
    };
    // The last fragment begins at its decode time; what it holds is shorter than anyone would miss.
    let last = boxes(bytes).filter(|(name, _)| name == b"moof").filter_map(|(_, moof)| {
        let time = find(find(moof, b"traf")?, b"tfdt")?;
        if time.first() == Some(&1) { number(time, 4, 8) } else { number(time, 4, 4) }
    });
    in_ms(last.max()?, scale)
}

fn find<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    boxes(bytes).find(|(name, _)| name == wanted).map(|(_, body)| body)
}

/// Names and bodies of the boxes in `bytes`, until one makes no sense.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let name: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let (head, size) = match number(rest, 0, 4)? {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(number(rest, 8, 8)?).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let body = rest.get(head..size.min(rest.len()))?;
        rest = rest.get(size..).unwrap_or_default();
        Some((name, body))
    })
}

/// The big-endian number of `size` bytes at `at`.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let digits = bytes.get(at..at + size)?;
    Some(digits.iter().fold(0, |number, &digit| (number << 8) | u64::from(digit)))
}
