//! Archives that say they unpack to far more than they are.

use weicourt_app::ports::MediaRefusal;

/// Most bytes an archive may unpack to, by its own list.
const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;
/// How much larger than the archive that may be, once it is more than a little.
const MOST_TIMES: u64 = 100;
/// What is a little, in bytes.
const A_LITTLE: u64 = 64 * 1024 * 1024;

/// Size of an entry in the list without its name, extra field and comment, in bytes.
const LISTED: usize = 46;
/// Size of the end of the list without its comment, in bytes.
const END: usize = 22;

/// Adds up what the list at the end of a ZIP archive announces; nothing is unpacked.
///
/// An archive whose list cannot be read is taken for damaged. The list is described in PKWARE APPNOTE
/// 6.3.10, 4.3.12 and 4.3.16.
pub(super) fn check(bytes: &[u8]) -> Result<(), MediaRefusal> {
    let unpacked = announced(bytes).ok_or(MediaRefusal::Damaged)?;
    let packed = bytes.len() as u64;
    let swells = unpacked > A_LITTLE && unpacked > packed.saturating_mul(MOST_TIMES);
    if unpacked > MOST_UNPACKED || swells { Err(MediaRefusal::Swells) } else { Ok(()) }
}

/// Bytes that the members unpack to, as the list says; sizes beyond 32 bits count as the largest there is.
fn announced(bytes: &[u8]) -> Option<u64> {
    let last = bytes.len().checked_sub(END)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let n_members = number::<2>(bytes, end + 10)?;
    let mut at = usize::try_from(number::<4>(bytes, end + 16)?).ok()?;
    let mut unpacked = 0_u64;
    for _ in 0..n_members {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        unpacked = unpacked.saturating_add(number::<4>(bytes, at + 24)?);
        let tail = number::<2>(bytes, at + 28)? + number::<2>(bytes, at + 30)? + number::<2>(bytes, at + 32)?;
        at = at.checked_add(LISTED)?.checked_add(usize::try_from(tail).ok()?)?;
    }
    Some(unpacked)
}

/// The number of `N` bytes at `at`, least byte first.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(N)?)?;
    Some(digits.iter().rev().fold(0, |sum, digit| sum << 8 | u64::from(*digit)))
}
