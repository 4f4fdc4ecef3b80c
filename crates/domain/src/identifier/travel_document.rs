//! Papers of people without a resident identity card. Only the form can be checked.

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TravelDocument {
    /// 护照: 5 to 20 letters and digits.
    Passport,
    /// 港澳居民来往内地通行证: H or M and 8 digits.
    HongKongMacauPermit,
    /// 台湾居民来往大陆通行证: 8 digits.
    TaiwanPermit,
    /// 外国人永久居留身份证: 15 characters, or 18 digits beginning with 9.
    ForeignPermanentResidence,
}

/// Whether the text has the form of such a paper's number.
#[must_use]
pub fn has_form_of(kind: TravelDocument, text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let letters_and_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match kind {
        TravelDocument::Passport => (5..=20).contains(&text.len()) && letters_and_digits(text),
        TravelDocument::HongKongMacauPermit => {
            text.len() == 9 && text.strip_prefix(['H', 'M']).is_some_and(digits)
        }
        TravelDocument::TaiwanPermit => text.len() == 8 && digits(text),
        TravelDocument::ForeignPermanentResidence => match text.len() {
            15 => letters_and_digits(text),
            18 => text.starts_with('9') && letters_and_digits(text),
            _ => false,
        },
    }
}
