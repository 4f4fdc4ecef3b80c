//! Bank card numbers.

/// What is known about a card number of acceptable form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankCardCheck {
    /// Whether the Luhn check agrees. Some genuine accounts fail it, so this is only a warning.
    pub luhn_agrees: bool,
}

/// Checks that a text is 12 to 19 digits (blanks are dropped) and says whether the Luhn check agrees.
///
/// # Errors
///
/// [`BankCardRefusal`] when it is not 12 to 19 digits.
pub fn check_bank_card(text: &str) -> Result<BankCardCheck, BankCardRefusal> {
    let digits: String = text.chars().filter(|c| *c != ' ').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BankCardRefusal::NotADigit);
    }
    if !(12..=19).contains(&digits.len()) {
        return Err(BankCardRefusal::Length { digits: digits.len() });
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = u32::from(byte - b'0');
            match (i % 2, digit * 2) {
                (0, _) => digit,
                (_, doubled) if doubled > 9 => doubled - 9,
                (_, doubled) => doubled,
            }
        })
        .sum();
    Ok(BankCardCheck { luhn_agrees: sum.is_multiple_of(10) })
}

/// The last four digits, the rest as `*`.
#[must_use]
pub fn mask_bank_card(text: &str) -> String {
    let digits: String = text.chars().filter(|c| *c != ' ').collect();
    super::masking::keep_ends(&digits, 0, 4, 12)
}

/// Why a text is not a card number. The number itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BankCardRefusal {
    /// Something other than digits.
    #[error("must be digits only")]
    NotADigit,
    /// Not 12 to 19 digits.
    #[error("must have 12 to 19 digits, not {digits}")]
    Length {
        /// How many there are.
        digits: usize,
    },
}

impl BankCardRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NotADigit => "银行卡号只能是数字".into(),
            Self::Length { digits } => format!("银行卡号应为12至19位，现为{digits}位"),
        }
    }
}
