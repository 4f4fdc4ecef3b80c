//! Where the signatures of a file stand, and what they cover.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};
use ring::digest::{Algorithm, Context, Digest};

use crate::seal::check::{FileProblem, SealProblem};

/// Most signatures of a file.
const MOST_SIGNATURES: usize = 64;
/// Most fields of a form that are looked at.
const MOST_FIELDS: usize = 10_000;

/// A signature as the file tells of it.
#[derive(Debug)]
pub(super) struct Covered {
    range: Option<[usize; 4]>,
    contents: Vec<u8>,
    cades: bool,
    pub(super) signed_at: Option<i64>,
    pub(super) reason: Option<String>,
}

/// The signatures in the form of a file, by the place where they end.
pub(super) fn covered(document: &Document) -> Result<Vec<Covered>, FileProblem> {
    let catalog = document.catalog().map_err(|_| FileProblem::Unreadable)?;
    let form = catalog.get_deref(b"AcroForm", document).and_then(Object::as_dict);
    let mut waiting: Vec<&Object> = form
        .and_then(|form| form.get_deref(b"Fields", document))
        .and_then(Object::as_array)
        .map(|fields| fields.iter().collect())
        .unwrap_or_default();
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(field) = waiting.pop() {
        if let Ok(id) = field.as_reference()
            && !seen.insert(id)
        {
            continue;
        }
        if seen.len() > MOST_FIELDS || waiting.len() > MOST_FIELDS || found.len() > MOST_SIGNATURES {
            return Err(FileProblem::TooManySignatures);
        }
        let Ok((_, Object::Dictionary(field))) = document.dereference(field) else { continue };
        if let Ok(kids) = field.get_deref(b"Kids", document).and_then(Object::as_array) {
            waiting.extend(kids);
        }
        let Ok(value) = field.get_deref(b"V", document).and_then(Object::as_dict) else { continue };
        if value.has(b"ByteRange") {
            found.push(Covered::read(value, document));
        }
    }
    found.sort_by_key(Covered::end);
    Ok(found)
}

impl Covered {
    fn read(value: &Dictionary, document: &Document) -> Self {
        let range = || {
            let range = value.get_deref(b"ByteRange", document).and_then(Object::as_array).ok()?;
            let number = |number: &Object| usize::try_from(number.as_i64().ok()?).ok();
            let range: Vec<usize> = range.iter().map(number).collect::<Option<_>>()?;
            <[usize; 4]>::try_from(range).ok()
        };
        let said = |key: &[u8]| value.get_deref(key, document).and_then(Object::as_str).ok();
        Self {
            range: range(),
            contents: said(b"Contents").unwrap_or_default().to_vec(),
            cades: matches!(
                value.get(b"SubFilter").and_then(Object::as_name),
                Ok(b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached")
            ),
            signed_at: said(b"M").and_then(instant),
            reason: said(b"Reason").map(words),
        }
    }

    /// Where what it covers ends.
    pub(super) fn end(&self) -> Option<usize> {
        self.range.and_then(|[_, _, from, n_bytes]| from.checked_add(n_bytes))
    }

    /// The signed message, when nothing but it stands between the two covered parts.
    pub(super) fn message(&self, pdf: &[u8]) -> Result<&[u8], SealProblem> {
        let end = self.end().filter(|end| *end <= pdf.len()).ok_or(SealProblem::Range)?;
        let Some([0, before, after, _]) = self.range else { return Err(SealProblem::Range) };
        let gap = pdf.get(before..after).ok_or(SealProblem::Range)?;
        let hex = gap.strip_prefix(b"<").and_then(|gap| gap.strip_suffix(b">")).ok_or(SealProblem::Range)?;
        if !is_hex_of(hex, &self.contents) || !self.cades || !ends_a_revision(&pdf[..end]) {
            return Err(SealProblem::Range);
        }
        let n_bytes = length(&self.contents).ok_or(SealProblem::Message)?;
        let (message, rest) = self.contents.split_at_checked(n_bytes).ok_or(SealProblem::Message)?;
        // What fills the room must be nothing at all, since nobody signed it.
        if rest.iter().any(|byte| *byte != 0) {
            return Err(SealProblem::Message);
        }
        Ok(message)
    }

    /// The digest of what it covers; of nothing when that is not in the file.
    pub(super) fn digest(&self, pdf: &[u8], algorithm: &'static Algorithm) -> Digest {
        let mut context = Context::new(algorithm);
        if let (Some([0, before, after, _]), Some(end)) = (self.range, self.end()) {
            context.update(pdf.get(..before).unwrap_or_default());
            context.update(pdf.get(after..end).unwrap_or_default());
        }
        context.finish()
    }
}

/// Whether `hex` is `bytes`, in letters of one size: a changed letter must not go unnoticed.
fn is_hex_of(hex: &[u8], bytes: &[u8]) -> bool {
    let in_letters = |digits: &[u8; 16]| {
        hex.len() == 2 * bytes.len()
            && hex.chunks_exact(2).zip(bytes).all(|(pair, byte)| {
                let digit = |value: u8| digits.get(usize::from(value)).copied();
                [digit(byte >> 4), digit(byte & 15)] == [pair.first().copied(), pair.last().copied()]
            })
    };
    in_letters(b"0123456789abcdef") || in_letters(b"0123456789ABCDEF")
}

fn ends_a_revision(covered: &[u8]) -> bool {
    covered.trim_ascii_end().ends_with(b"%%EOF")
}

/// Bytes of the DER value that begins here.
fn length(der: &[u8]) -> Option<usize> {
    match *der {
        [0x30, 0x82, high, low, ..] => Some(4 + usize::from(high) * 256 + usize::from(low)),
        [0x30, 0x83, high, middle, low, ..] => {
            Some(5 + usize::from(high) * 65_536 + usize::from(middle) * 256 + usize::from(low))
        }
        _ => None,
    }
}

/// Words for people: UTF-16 with its mark, or Latin letters.
fn words(bytes: &[u8]) -> String {
    let text = match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    text.chars().filter(|character| !character.is_control()).take(500).collect()
}

/// `D:20261129101500+08'00'` and its shorter forms, as Unix seconds; without a zone it is UTC.
fn instant(date: &[u8]) -> Option<i64> {
    let date = std::str::from_utf8(date).ok()?.strip_prefix("D:")?;
    let (digits, zone) = date.split_at(date.find(|c: char| !c.is_ascii_digit()).unwrap_or(date.len()));
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i8>().ok());
    let year: i16 = digits.get(..4)?.parse().ok()?;
    let part = |from: usize, otherwise: i8| number(from, from + 2).unwrap_or(otherwise);
    let civil =
        jiff::civil::DateTime::new(year, part(4, 1), part(6, 1), part(8, 0), part(10, 0), part(12, 0), 0)
            .ok()?;
    let minutes = |zone: &str| -> Option<i32> {
        let hours: i32 = zone.get(..2)?.parse().ok()?;
        let minutes: i32 = zone.get(3..5).and_then(|minutes| minutes.parse().ok()).unwrap_or(0);
        Some((hours * 60 + minutes) * 60)
    };
    let seconds = match zone.split_at_checked(1) {
        Some(("+", zone)) => minutes(zone)?,
        Some(("-", zone)) => -minutes(zone)?,
        _ => 0,
    };
    let offset = jiff::tz::Offset::from_seconds(seconds).ok()?;
    offset.to_timestamp(civil).ok().map(jiff::Timestamp::as_second)
}
