//! The grammar of case numbers.

use super::{CaseNumber, CaseNumberRefusal, CaseSeries, FIRST_YEAR, SequenceRange};
use crate::case_type::CaseTypeCode;
use crate::court::CourtCode;

/// Special adjudication characters. No type code begins with one of them.
const SPECIALS: [char; 1] = ['知'];
const MOST_DIGITS: usize = 8;
const LONGEST_TYPE: usize = 4;

/// The canonical spelling of a number as people type it: no blanks, full-width brackets, ASCII digits.
///
/// ```
/// assert_eq!(weicourt_domain::case_number::normalise(" (２０２６) 浙0203民初1号"), "（2026）浙0203民初1号");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' | '[' | '〔' | '［' => '（',
            ')' | ']' | '〕' | '］' => '）',
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '－' | '–' | '—' => '-',
            other => other,
        })
        .collect()
}

pub(super) fn parse(text: &str) -> Result<CaseNumber, CaseNumberRefusal> {
    let (year, rest) = split_year(text)?;
    let (court, rest) = match CourtCode::split_from(rest) {
        // `浙02031号`: the serial follows the court, so what is missing is the type, not a digit.
        Err(CaseNumberRefusal::CourtDigits { n_digits: 5.. }) if is_court_and_digits_only(rest) => {
            return Err(CaseNumberRefusal::NoType);
        }
        other => other?,
    };
    let (special, case_type, rest) = split_type(rest)?;
    let (sequences, rest) = split_sequences(rest)?;
    let suffix = match rest.strip_prefix('号') {
        Some("") => None,
        Some(suffix) => Some(check_suffix(suffix)?),
        None => return Err(CaseNumberRefusal::NoHao),
    };
    let series = CaseSeries { year, court, special, case_type: CaseTypeCode::new(case_type) };
    Ok(CaseNumber { series, sequences, suffix })
}

fn is_court_and_digits_only(text: &str) -> bool {
    let after_province = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    after_province.trim_start_matches(|c: char| c.is_ascii_digit()) == "号"
}

fn split_year(text: &str) -> Result<(i16, &str), CaseNumberRefusal> {
    if text.starts_with(['(', '[', '〔']) {
        return Err(CaseNumberRefusal::HalfWidthBrackets);
    }
    let rest = text.strip_prefix('（').ok_or(CaseNumberRefusal::NoYear)?;
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at(n_digits);
    let rest = rest.strip_prefix('）').ok_or(CaseNumberRefusal::NoClosingBracket)?;
    let year: i16 = match n_digits {
        0 => return Err(CaseNumberRefusal::NoYear),
        4 => digits.parse().map_err(|_| CaseNumberRefusal::YearDigits { n_digits })?,
        _ => return Err(CaseNumberRefusal::YearDigits { n_digits }),
    };
    if year < FIRST_YEAR {
        return Err(CaseNumberRefusal::YearBeforeNewForm { year });
    }
    if year > 2099 {
        return Err(CaseNumberRefusal::YearInTheFuture { year });
    }
    Ok((year, rest))
}

fn split_type(text: &str) -> Result<(Option<char>, &str, &str), CaseNumberRefusal> {
    let end = text.find(|c: char| c.is_ascii_digit() || c == '号').unwrap_or(text.len());
    let (mut code, rest) = text.split_at(end);
    if code.contains('第') || code.ends_with('字') {
        return Err(CaseNumberRefusal::OldForm);
    }
    let special = code.chars().next().filter(|c| SPECIALS.contains(c));
    if let Some(special) = special {
        code = &code[special.len_utf8()..];
    }
    if code.is_empty() {
        return Err(CaseNumberRefusal::NoType);
    }
    let is_han = |c| ('\u{4E00}'..='\u{9FA5}').contains(&c);
    if code.chars().count() > LONGEST_TYPE || !code.chars().all(is_han) {
        return Err(CaseNumberRefusal::UnknownType { code: code.to_owned() });
    }
    Ok((special, code, rest))
}

fn split_sequences(text: &str) -> Result<(Vec<SequenceRange>, &str), CaseNumberRefusal> {
    let mut sequences = Vec::new();
    let mut rest = text;
    loop {
        let (first, after) = split_sequence(rest)?;
        let (last, after) = match after.strip_prefix('-') {
            Some(after) => match split_sequence(after)? {
                (last, _) if last <= first => return Err(CaseNumberRefusal::EmptyRange { first, last }),
                range_end => range_end,
            },
            None => (first, after),
        };
        sequences.push(SequenceRange { first, last });
        match after.strip_prefix('、') {
            Some(next) => rest = next,
            None => return Ok((sequences, after)),
        }
    }
}

fn split_sequence(text: &str) -> Result<(u32, &str), CaseNumberRefusal> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(n_digits);
    match digits.as_bytes() {
        [] => Err(CaseNumberRefusal::NoSequence),
        [b'0'] => Err(CaseNumberRefusal::SequenceZero),
        [b'0', ..] => Err(CaseNumberRefusal::LeadingZero),
        _ if n_digits > MOST_DIGITS => Err(CaseNumberRefusal::SequenceTooLong { n_digits }),
        _ => Ok((digits.parse().map_err(|_| CaseNumberRefusal::SequenceTooLong { n_digits })?, rest)),
    }
}

fn check_suffix(text: &str) -> Result<String, CaseNumberRefusal> {
    let numerals =
        text.strip_prefix('之').ok_or_else(|| CaseNumberRefusal::TrailingText { text: text.to_owned() })?;
    match numerals.chars().count() {
        0 => Err(CaseNumberRefusal::EmptySuffix),
        1..=4 if numerals.chars().all(|c| "一二三四五六七八九十百".contains(c)) => {
            Ok(text.to_owned())
        }
        _ => Err(CaseNumberRefusal::TrailingText { text: text.to_owned() }),
    }
}
