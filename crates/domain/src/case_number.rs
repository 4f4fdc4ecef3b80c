//! Case numbers (案号): `（2026）浙0203民初1号`.
//!
//! [`CaseNumber::parse`] knows the grammar only, so that numbers of courts and types of other times
//! can be read; [`CaseNumber::check`] also asks the tables and the calendar. The serial range and the
//! suffix of a quoted number (`1-6号之二`) belong to a document, not to the case:
//! [`CaseNumber::of_case`] drops them.

mod grammar;
mod refusal;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::grammar::normalise;
pub use self::refusal::CaseNumberRefusal;
use crate::calendar::BeijingDate;
use crate::case_type::{CaseTypeCode, CaseTypeTable};
use crate::court::CourtCode;

/// The year from which numbers have today's form.
const FIRST_YEAR: i16 = 2016;

/// A case number. Prints, parses and travels in its canonical form.
///
/// # Source
///
/// 案号规定 §2, §3, §7, §9, §10.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    series: CaseSeries,
    /// Never empty.
    sequences: Vec<SequenceRange>,
    suffix: Option<String>,
}

/// The series in which numbers count up from 1: one per court, year, special character and type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseSeries {
    /// The year in which the court accepts the case (收案年度).
    pub year: i16,
    /// The court.
    pub court: CourtCode,
    /// The special adjudication character (专门审判代字), such as 知 for intellectual property.
    pub special: Option<char>,
    /// The case type.
    pub case_type: CaseTypeCode,
}

/// One serial number or, for joined cases, a run of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SequenceRange {
    /// The first number, at least 1.
    pub first: u32,
    /// The last number; equal to `first` for a single one.
    pub last: u32,
}

impl CaseSeries {
    /// The number `sequence` of this series.
    #[must_use]
    pub fn number(&self, sequence: u32) -> CaseNumber {
        CaseNumber {
            series: self.clone(),
            sequences: vec![SequenceRange { first: sequence, last: sequence }],
            suffix: None,
        }
    }

    /// One text per series, the same as in its numbers: `（2026）浙0203民初`.
    #[must_use]
    pub fn key(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for CaseSeries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "（{}）{}", self.year, self.court)?;
        if let Some(special) = self.special {
            write!(f, "{special}")?;
        }
        write!(f, "{}", self.case_type)
    }
}

impl CaseNumber {
    /// Reads a number in canonical form, by grammar alone.
    ///
    /// # Errors
    ///
    /// [`CaseNumberRefusal`] names the first thing that is wrong. Numbers from before 2016 are refused:
    /// keep them as plain text.
    pub fn parse(text: &str) -> Result<Self, CaseNumberRefusal> {
        grammar::parse(text)
    }

    /// Reads a number in canonical form and asks whether it can have been issued by the day `on`.
    ///
    /// # Errors
    ///
    /// Besides those of [`CaseNumber::parse`]: [`CaseNumberRefusal::UnknownType`] and
    /// [`CaseNumberRefusal::YearInTheFuture`].
    pub fn check(text: &str, types: &CaseTypeTable, on: BeijingDate) -> Result<Self, CaseNumberRefusal> {
        let number = Self::parse(text)?;
        if number.year() > on.year() {
            return Err(CaseNumberRefusal::YearInTheFuture { year: number.year() });
        }
        if types.get(number.case_type()).is_none() {
            return Err(CaseNumberRefusal::UnknownType { code: number.case_type().as_str().to_owned() });
        }
        Ok(number)
    }

    /// The year of acceptance.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.series.year
    }

    /// The court.
    #[must_use]
    pub fn court(&self) -> &CourtCode {
        &self.series.court
    }

    /// The special adjudication character, if any.
    #[must_use]
    pub fn special(&self) -> Option<char> {
        self.series.special
    }

    /// The case type.
    #[must_use]
    pub fn case_type(&self) -> &CaseTypeCode {
        &self.series.case_type
    }

    /// The serial number; of joined cases the first.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequences[0].first
    }

    /// All serial numbers quoted; more than one only for joined cases.
    #[must_use]
    pub fn sequences(&self) -> &[SequenceRange] {
        &self.sequences
    }

    /// What follows 号, such as `之二`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }

    /// The series the number counts in.
    #[must_use]
    pub fn series(&self) -> &CaseSeries {
        &self.series
    }

    /// The number of the (first) case itself, without range and suffix.
    #[must_use]
    pub fn of_case(&self) -> Self {
        self.series.number(self.sequence())
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.series.fmt(f)?;
        for (i, range) in self.sequences.iter().enumerate() {
            if i > 0 {
                f.write_str("、")?;
            }
            write!(f, "{}", range.first)?;
            if range.last != range.first {
                write!(f, "-{}", range.last)?;
            }
        }
        f.write_str("号")?;
        self.suffix.as_deref().map_or(Ok(()), |suffix| f.write_str(suffix))
    }
}

impl fmt::Debug for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CaseNumber {
    type Err = CaseNumberRefusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

crate::string_schema::string_schema!(
    CaseNumber,
    "A case number (案号) in canonical form.",
    "（2026）浙0203民初1号"
);
