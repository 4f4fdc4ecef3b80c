//! The lawyer's practice licence number (律师执业证号).

/// Checks the form of a licence number: 17 digits, the first of them 1. It has no check digit.
///
/// # Errors
///
/// [`LawyerLicenceRefusal`] names the rule that is broken.
pub fn check_lawyer_licence(text: &str) -> Result<(), LawyerLicenceRefusal> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(LawyerLicenceRefusal::NotADigit);
    }
    if text.len() != 17 {
        return Err(LawyerLicenceRefusal::Length { digits: text.len() });
    }
    if !text.starts_with('1') {
        return Err(LawyerLicenceRefusal::FirstDigit);
    }
    Ok(())
}

/// First five and last three digits.
#[must_use]
pub fn mask_lawyer_licence(text: &str) -> String {
    super::masking::keep_ends(text, 5, 3, 17)
}

/// Why a text is not a licence number. The number itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LawyerLicenceRefusal {
    /// Something other than digits.
    #[error("must be digits only")]
    NotADigit,
    /// Not 17 digits.
    #[error("must have 17 digits, not {digits}")]
    Length {
        /// How many there are.
        digits: usize,
    },
    /// Licences of lawyers begin with 1.
    #[error("must begin with 1")]
    FirstDigit,
}

impl LawyerLicenceRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NotADigit => "律师执业证号只能是数字".into(),
            Self::Length { digits } => format!("律师执业证号应为17位，现为{digits}位"),
            Self::FirstDigit => "律师执业证号应以1开头".into(),
        }
    }
}
