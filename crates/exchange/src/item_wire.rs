//! Items as bytes.
//!
//! Sent between versions: a new kind takes a new tag; an old reader refuses the whole bundle, so the
//! receiving side is upgraded first.

use weicourt_domain::id::CaseId;
use weicourt_domain::log::{Envelope, Origin};

use crate::bundle::BundleError;
use crate::item::{Flow, Item, SentEntry};
use crate::wire::{Reader, Writer};

/// An item as read: entries end before the first whose envelope this version cannot read.
pub(crate) struct ReadItem {
    pub(crate) item: Option<Item>,
    pub(crate) unreadable: Option<(Flow, u64)>,
}

pub(crate) fn write_item(writer: &mut Writer, item: &Item) -> Result<(), BundleError> {
    match item {
        Item::Control { seq, payload } => {
            writer.u8(1);
            writer.u64(*seq);
            writer.bytes(payload);
        }
        Item::Entries { case, origin, entries } => {
            writer.u8(2);
            writer.u64(case.0);
            writer.u8(*origin as u8);
            writer.u32(entries.len() as u32);
            for entry in entries {
                write_entry(writer, entry)?;
            }
        }
        Item::Chunk { case, sha256, total, offset, bytes } => {
            writer.u8(3);
            writer.u64(case.0);
            writer.raw(&sha256.0);
            writer.u64(*total);
            writer.u64(*offset);
            writer.bytes(bytes);
        }
    }
    Ok(())
}

fn write_entry(writer: &mut Writer, entry: &SentEntry) -> Result<(), BundleError> {
    let tag = match entry {
        SentEntry::Whole { statement: None, .. } => 1,
        SentEntry::Whole { statement: Some(_), .. } => 4,
        SentEntry::Masked { .. } => 2,
        SentEntry::Withheld { .. } => 3,
    };
    writer.u8(tag);
    writer.u64(entry.seq());
    match entry {
        SentEntry::Whole { envelope, hash, signature, salt, body, statement } => {
            write_envelope(writer, envelope)?;
            writer.raw(&hash.0);
            writer.raw(signature);
            writer.raw(salt);
            writer.bytes(body);
            if let Some(statement) = statement {
                writer.bytes(statement);
            }
        }
        SentEntry::Masked { envelope, hash, signature, body } => {
            write_envelope(writer, envelope)?;
            writer.raw(&hash.0);
            writer.raw(signature);
            writer.u8(u8::from(body.is_some()));
            writer.bytes(body.as_deref().unwrap_or_default());
        }
        SentEntry::Withheld { n, hash, .. } => {
            writer.u64(*n);
            writer.raw(&hash.0);
        }
    }
    Ok(())
}

/// JSON, because that is the form in which the domain promises to add fields only with a default.
fn write_envelope(writer: &mut Writer, envelope: &Envelope) -> Result<(), BundleError> {
    let json = serde_json::to_vec(envelope).map_err(|_| BundleError::Malformed("envelope"))?;
    writer.bytes(&json);
    Ok(())
}

pub(crate) fn read_item(reader: &mut Reader<'_>) -> Result<ReadItem, BundleError> {
    let item = match reader.u8()? {
        1 => {
            let seq = reader.u64()?;
            if seq == 0 {
                return Err(BundleError::Malformed("numbers begin at 1"));
            }
            Item::Control { seq, payload: reader.bytes()?.to_vec() }
        }
        2 => return read_entries(reader),
        3 => read_chunk(reader)?,
        _ => return Err(BundleError::Malformed("unknown item")),
    };
    Ok(ReadItem { item: Some(item), unreadable: None })
}

fn read_chunk(reader: &mut Reader<'_>) -> Result<Item, BundleError> {
    let case = reader.case()?;
    let sha256 = reader.digest()?;
    let total = reader.u64()?;
    let offset = reader.u64()?;
    let bytes = reader.bytes()?.to_vec();
    let until = offset.checked_add(bytes.len() as u64);
    if bytes.is_empty() || until.is_none_or(|until| until > total) {
        return Err(BundleError::Malformed("chunk outside of its file"));
    }
    Ok(Item::Chunk { case, sha256, total, offset, bytes })
}

fn read_entries(reader: &mut Reader<'_>) -> Result<ReadItem, BundleError> {
    let case = reader.case()?;
    let origin = reader.origin()?;
    let n_entries = reader.count(9)?;
    let mut entries = Vec::with_capacity(n_entries);
    let mut unreadable = None;
    let mut last: Option<u64> = None;
    for _ in 0..n_entries {
        let tag = reader.u8()?;
        let seq = reader.u64()?;
        if seq == 0 || seq == u64::MAX || last.is_some_and(|last| seq != last + 1) {
            return Err(BundleError::Malformed("entries do not follow each other"));
        }
        last = Some(seq);
        let entry = read_entry(reader, tag, case, origin, seq)?;
        match entry {
            // What follows an unreadable entry cannot be applied either.
            Some(entry) if unreadable.is_none() => entries.push(entry),
            Some(_) => {}
            None => {
                unreadable.get_or_insert((Flow::Chain { case, origin }, seq));
            }
        }
    }
    if n_entries == 0 {
        return Err(BundleError::Malformed("no entries"));
    }
    let item = (!entries.is_empty()).then_some(Item::Entries { case, origin, entries });
    Ok(ReadItem { item, unreadable })
}

/// `None` if the envelope is of a version that this one cannot read.
fn read_entry(
    reader: &mut Reader<'_>,
    tag: u8,
    case: CaseId,
    origin: Origin,
    seq: u64,
) -> Result<Option<SentEntry>, BundleError> {
    if tag == 3 {
        return Ok(Some(SentEntry::Withheld { seq, n: reader.u64()?, hash: reader.digest()? }));
    }
    let envelope = serde_json::from_slice::<Envelope>(reader.bytes()?).ok().map(Box::new);
    let hash = reader.digest()?;
    let signature = reader.array()?;
    let make: Box<dyn FnOnce(Box<Envelope>) -> SentEntry> = match tag {
        1 | 4 => {
            let salt = reader.array()?;
            let body = reader.bytes()?.to_vec();
            let statement = if tag == 4 { Some(reader.bytes()?.to_vec()) } else { None };
            Box::new(move |envelope| SentEntry::Whole { envelope, hash, signature, salt, body, statement })
        }
        2 => {
            let is_some = reader.u8()? != 0;
            let body = reader.bytes()?.to_vec();
            let body = is_some.then_some(body);
            Box::new(move |envelope| SentEntry::Masked { envelope, hash, signature, body })
        }
        _ => return Err(BundleError::Malformed("unknown kind of entry")),
    };
    let Some(envelope) = envelope else { return Ok(None) };
    if envelope.case != case || envelope.origin != origin || envelope.seq != seq {
        return Err(BundleError::Malformed("entry in another's place"));
    }
    Ok(Some(make(envelope)))
}

#[cfg(test)]
mod tests {
    use weicourt_domain::digest::Digest;

    use super::*;
    use crate::bundle::Bundle;

    fn read(bytes: &[u8]) -> Result<ReadItem, BundleError> {
        read_item(&mut Reader::new(bytes))
    }

    /// Entries of a chain: withheld ones, and a whole one whose envelope is `json` at `strange`.
    fn entries(numbers: &[u64], strange: Option<(u64, &[u8])>) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.u8(2);
        writer.u64(7);
        writer.u8(2);
        writer.u32(numbers.len() as u32);
        for seq in numbers {
            match strange.filter(|(at, _)| at == seq) {
                None => {
                    writer.u8(3);
                    writer.u64(*seq);
                    writer.u64(seq.wrapping_mul(2));
                    writer.raw(&[1; 32]);
                }
                Some((_, json)) => {
                    writer.u8(1);
                    writer.u64(*seq);
                    writer.bytes(json);
                    writer.raw(&[0; 32 + 64 + 16]);
                    writer.bytes(b"{}");
                }
            }
        }
        writer.0
    }

    #[test]
    fn entries_before_one_of_a_newer_version_are_read() {
        let flow = Flow::Chain { case: CaseId(7), origin: Origin::Court };
        let newer = br#"{"case":"000000000000E","kind":"something_of_next_year"}"#;
        let whole = read(&entries(&[3, 4, 5, 6], Some((5, newer)))).expect("read");
        assert_eq!(whole.unreadable, Some((flow, 5)));
        assert_eq!(whole.item.map(|item| (item.after(), item.until())), Some((2, 4)));
        let first = read(&entries(&[3, 4], Some((3, newer)))).expect("read");
        assert_eq!((first.unreadable, first.item), (Some((flow, 3)), None));
    }

    #[test]
    fn entries_follow_each_other() {
        assert!(read(&entries(&[1, 2, 3], None)).is_ok());
        for numbers in [&[][..], &[0], &[1, 3], &[2, 1], &[1, 1], &[u64::MAX]] {
            let error = read(&entries(numbers, None)).map(|_| ()).expect_err("refused");
            assert!(matches!(error, BundleError::Malformed(_)), "{numbers:?}");
        }
    }

    #[test]
    fn a_chunk_lies_within_its_file() {
        let chunk = |total, offset, n_bytes| {
            let mut writer = Writer::default();
            writer.u8(3);
            writer.u64(7);
            writer.raw(&Digest::ZERO.0);
            writer.u64(total);
            writer.u64(offset);
            writer.bytes(&vec![1; n_bytes]);
            read(&writer.0).map(|_| ())
        };
        assert_eq!(chunk(10, 4, 6), Ok(()));
        for (total, offset, n_bytes) in [(10, 4, 7), (10, 10, 0), (10, u64::MAX, 1), (0, 0, 1)] {
            assert!(chunk(total, offset, n_bytes).is_err(), "{offset} + {n_bytes} of {total}");
        }
    }

    #[test]
    fn a_count_that_lies_reserves_nothing() {
        let mut bytes = Bundle::default().encode().expect("encoded");
        let n_bytes = bytes.len();
        bytes[n_bytes - 4..].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(Bundle::decode(&bytes), Err(BundleError::Malformed("counts more than it holds")));
    }
}
