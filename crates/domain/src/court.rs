//! Courts and their codes (法院代字).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::case_number::CaseNumberRefusal;

/// The one-character names of the provinces, of the military courts (军) and of the courts of the
/// Xinjiang Production and Construction Corps (兵).
const PROVINCES: &str = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新军兵";
const SUPREME: &str = "最高法";

/// A court's code as it stands in a case number: `最高法`, `浙`, `浙02`, `浙0203`.
///
/// Any two or four digits are accepted: courts that no longer exist keep their numbers. Whether a
/// court may issue numbers today is a question to [`CourtTable`].
///
/// # Source
///
/// 案号规定 §4, §5, §13.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CourtCode(String);

/// A court's place in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CourtLevel {
    /// 最高人民法院
    Supreme,
    /// 高级人民法院
    High,
    /// 中级人民法院
    Intermediate,
    /// 基层人民法院
    Basic,
}

impl CourtCode {
    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The province's one-character short name; none for the Supreme People's Court.
    #[must_use]
    pub fn province(&self) -> Option<char> {
        if self.0 == SUPREME { None } else { self.0.chars().next() }
    }

    /// The level, which the number of digits tells: none is a high court, two an intermediate, four
    /// a basic one.
    #[must_use]
    pub fn level(&self) -> CourtLevel {
        match self.0.bytes().filter(u8::is_ascii_digit).count() {
            _ if self.0 == SUPREME => CourtLevel::Supreme,
            0 => CourtLevel::High,
            2 => CourtLevel::Intermediate,
            _ => CourtLevel::Basic,
        }
    }

    /// Splits a text that begins with a court code into the code and the rest.
    pub(crate) fn split_from(text: &str) -> Result<(Self, &str), CaseNumberRefusal> {
        if let Some(rest) = text.strip_prefix(SUPREME) {
            return Ok((Self(SUPREME.to_owned()), rest));
        }
        if text.starts_with("最高") {
            return Err(CaseNumberRefusal::IncompleteSupremeCourt);
        }
        let province = text.chars().next().ok_or(CaseNumberRefusal::NoCourt)?;
        if province.is_ascii_digit() {
            return Err(CaseNumberRefusal::CourtWithoutProvince);
        }
        if !PROVINCES.contains(province) {
            return Err(CaseNumberRefusal::UnknownProvince { province });
        }
        let rest = &text[province.len_utf8()..];
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        match n_digits {
            0 | 2 | 4 => {
                let (code, rest) = text.split_at(province.len_utf8() + n_digits);
                Ok((Self(code.to_owned()), rest))
            }
            n_digits => Err(CaseNumberRefusal::CourtDigits { n_digits }),
        }
    }
}

impl FromStr for CourtCode {
    type Err = CaseNumberRefusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Self::split_from(text)? {
            (code, "") => Ok(code),
            (_, rest) => Err(CaseNumberRefusal::TrailingText { text: rest.to_owned() }),
        }
    }
}

impl fmt::Display for CourtCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for CourtCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for CourtCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CourtCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

crate::string_schema::string_schema!(CourtCode, "A court's code in case numbers (法院代字).", "浙0203");

/// A court as a person looks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Court {
    /// The code in its case numbers.
    pub code: CourtCode,
    /// The full name.
    pub name: String,
    /// The level.
    pub level: CourtLevel,
    /// The court that hears appeals from this one; none for the Supreme People's Court.
    pub parent: Option<CourtCode>,
    /// The city it sits in.
    pub city: String,
    /// The street address, where the operator has entered it.
    pub address: Option<String>,
    /// The telephone number people call.
    pub phone: Option<String>,
}

/// The courts known to this installation.
#[derive(Debug, Clone, Default)]
pub struct CourtTable {
    courts: Vec<Court>,
}

impl CourtTable {
    /// A table of these courts, in this order.
    #[must_use]
    pub fn new(courts: Vec<Court>) -> Self {
        Self { courts }
    }

    /// Every court, in the order of the data file.
    pub fn iter(&self) -> impl Iterator<Item = &Court> {
        self.courts.iter()
    }

    /// The court with this code.
    #[must_use]
    pub fn get(&self, code: &CourtCode) -> Option<&Court> {
        self.courts.iter().find(|court| court.code == *code)
    }

    /// The court appeals from `code` go to.
    #[must_use]
    pub fn appeal_court(&self, code: &CourtCode) -> Option<&Court> {
        self.get(self.get(code)?.parent.as_ref()?)
    }

    /// The cities that have a court, in the order of the data file, each once.
    #[must_use]
    pub fn cities(&self) -> Vec<&str> {
        let mut cities: Vec<&str> = Vec::new();
        for court in &self.courts {
            if !court.city.is_empty() && !cities.contains(&court.city.as_str()) {
                cities.push(&court.city);
            }
        }
        cities
    }

    /// The courts of a place: those in that city, and those whose name contains every one of the
    /// blank-separated words. Basic courts first, since that is where nearly every suit begins.
    #[must_use]
    pub fn at_place(&self, place: &str) -> Vec<&Court> {
        let words: Vec<&str> = place.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&Court> = self
            .courts
            .iter()
            .filter(|court| {
                words.iter().all(|word| {
                    court.name.contains(word) || court.city.contains(word) || court.code.as_str() == *word
                })
            })
            .collect();
        // A stable sort keeps the order of the data file within a level.
        found.sort_by_key(|court| std::cmp::Reverse(court.level));
        found
    }
}
