//! The resident identity number (居民身份证号).

use crate::calendar::BeijingDate;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";
/// First two digits of the administrative division codes in use (GB/T 2260), and 83, which residence
/// permits of people from Taiwan carry.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];

/// Sex as the number says it: odd sequence male, even female.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// What a valid resident identity number says about its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResidentIdFacts {
    /// Date of birth.
    pub born_on: BeijingDate,
    /// Sex.
    pub sex: Sex,
}

/// Checks an 18-character resident identity number; a final lower-case `x` is taken as `X`.
///
/// `today` bounds the date of birth. Only the province of the area code is checked, since districts
/// come and go while people keep their number.
///
/// # Errors
///
/// [`ResidentIdRefusal`] names the first rule that is broken.
///
/// # Source
///
/// GB 11643-1999.
pub fn check_resident_id(text: &str, today: BeijingDate) -> Result<ResidentIdFacts, ResidentIdRefusal> {
    let characters = text.chars().count();
    if characters == 15 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ResidentIdRefusal::FifteenDigits);
    }
    let bytes: &[u8; 18] =
        text.as_bytes().try_into().map_err(|_| ResidentIdRefusal::Length { characters })?;
    if !bytes[..17].iter().all(u8::is_ascii_digit) {
        return Err(ResidentIdRefusal::NotADigit);
    }
    let last = bytes[17].to_ascii_uppercase();
    if !(last.is_ascii_digit() || last == b'X') {
        return Err(ResidentIdRefusal::NotADigit);
    }
    let number = |from: usize, until: usize| {
        bytes[from..until].iter().fold(0u16, |sum, byte| sum * 10 + u16::from(byte - b'0'))
    };
    let province = number(0, 2) as u8;
    if !PROVINCES.contains(&province) {
        return Err(ResidentIdRefusal::UnknownProvince { code: province });
    }
    let born_on = BeijingDate::new(number(6, 10) as i16, number(10, 12) as i8, number(12, 14) as i8)
        .map_err(|_| ResidentIdRefusal::NoSuchBirthDate)?;
    if born_on > today {
        return Err(ResidentIdRefusal::BornInTheFuture);
    }
    let sum: u32 = WEIGHTS.iter().zip(bytes).map(|(weight, byte)| weight * u32::from(byte - b'0')).sum();
    if CHECK[(sum % 11) as usize] != last {
        return Err(ResidentIdRefusal::CheckDigit);
    }
    let sex = if number(14, 17) % 2 == 1 { Sex::Male } else { Sex::Female };
    Ok(ResidentIdFacts { born_on, sex })
}

/// First six and last four characters, the rest as `*`; all `*` when it is not 18 characters long.
#[must_use]
pub fn mask_resident_id(text: &str) -> String {
    super::masking::keep_ends(text, 6, 4, 18)
}

/// Why a text is not a resident identity number. The number itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdRefusal {
    /// The form used until 2013.
    #[error("the 15-digit form is no longer valid")]
    FifteenDigits,
    /// Not 18 characters.
    #[error("must have 18 characters, not {characters}")]
    Length {
        /// How many there are.
        characters: usize,
    },
    /// A character that is neither a digit nor a final X.
    #[error("must be 17 digits followed by a digit or X")]
    NotADigit,
    /// The first two digits are no province.
    #[error("no province has the code {code:02}")]
    UnknownProvince {
        /// First two digits.
        code: u8,
    },
    /// The eight digits in the middle are no date.
    #[error("the date of birth does not exist")]
    NoSuchBirthDate,
    /// The date of birth is after today.
    #[error("the date of birth lies in the future")]
    BornInTheFuture,
    /// The last character does not agree with the others.
    #[error("the check digit is wrong")]
    CheckDigit,
}

impl ResidentIdRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::FifteenDigits => "15位旧身份证号已停止使用，请填写18位号码".into(),
            Self::Length { characters } => format!("身份证号应为18位，现为{characters}位"),
            Self::NotADigit => "身份证号前17位应为数字，末位为数字或X".into(),
            Self::UnknownProvince { code } => format!("没有以{code:02}开头的省级行政区"),
            Self::NoSuchBirthDate => "身份证号中的出生日期不存在".into(),
            Self::BornInTheFuture => "身份证号中的出生日期晚于今天".into(),
            Self::CheckDigit => "身份证号校验位不正确，请核对".into(),
        }
    }
}
