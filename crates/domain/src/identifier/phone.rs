//! Mobile and landline numbers.

use super::masking::keep_ends;

/// Checks a mobile number and gives its 11 digits; `+86`, blanks and hyphens are dropped first.
///
/// # Errors
///
/// [`PhoneRefusal`] names the rule that is broken.
pub fn check_mobile(text: &str) -> Result<String, PhoneRefusal> {
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{3000}')).collect();
    let digits = compact.strip_prefix("+86").unwrap_or(&compact);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PhoneRefusal::NotADigit);
    }
    if digits.len() != 11 {
        return Err(PhoneRefusal::Length { digits: digits.len() });
    }
    match digits.as_bytes() {
        [b'1', b'3'..=b'9', ..] => Ok(digits.to_owned()),
        _ => Err(PhoneRefusal::NotMobile),
    }
}

/// Whether the text is a landline number (area code, number, optional extension) or the courts'
/// hotline `hotline`.
#[must_use]
pub fn is_landline(text: &str, hotline: &str) -> bool {
    if text == hotline {
        return true;
    }
    let all_digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !text.starts_with('0') {
        return false;
    }
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [whole] => all_digits(whole, 10, 12),
        [area, number] if area.len() <= 4 => all_digits(area, 3, 4) && all_digits(number, 7, 8),
        [whole, extension] => all_digits(whole, 10, 12) && all_digits(extension, 1, 6),
        [area, number, extension] => {
            all_digits(area, 3, 4) && all_digits(number, 7, 8) && all_digits(extension, 1, 6)
        }
        _ => false,
    }
}

/// `138****1234`.
#[must_use]
pub fn mask_mobile(digits: &str) -> String {
    keep_ends(digits, 3, 4, 11)
}

/// Why a text is not a mobile number. The number itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneRefusal {
    /// Something other than digits.
    #[error("must be digits only")]
    NotADigit,
    /// Not 11 digits.
    #[error("must have 11 digits, not {digits}")]
    Length {
        /// How many there are.
        digits: usize,
    },
    /// Not in the range of mobile numbers.
    #[error("must begin with 13 to 19")]
    NotMobile,
}

impl PhoneRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NotADigit => "手机号只能是数字".into(),
            Self::Length { digits } => format!("手机号应为11位，现为{digits}位"),
            Self::NotMobile => "手机号应以13至19开头".into(),
        }
    }
}
