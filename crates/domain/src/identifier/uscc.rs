//! The unified social credit code (统一社会信用代码) of organisations.

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Checks an 18-character code and gives it in capitals.
///
/// The code has two check characters: of the whole, and of the organisation code in it.
///
/// # Errors
///
/// [`UsccRefusal`] names the first rule that is broken.
///
/// # Source
///
/// GB 32100-2015; GB 11714-1997.
pub fn check_uscc(text: &str) -> Result<String, UsccRefusal> {
    let code = text.to_ascii_uppercase();
    let characters = code.chars().count();
    if characters != 18 {
        return Err(UsccRefusal::Length { characters });
    }
    if let Some(character) = code.chars().find(|c| !c.is_ascii() || !ALPHABET.contains(&(*c as u8))) {
        return Err(UsccRefusal::Character { character });
    }
    let bytes = code.as_bytes();
    let value = |byte: u8| ALPHABET.iter().position(|c| *c == byte).unwrap_or(0) as u32;
    let sum: u32 = WEIGHTS.iter().zip(bytes).map(|(weight, byte)| weight * value(*byte)).sum();
    if ALPHABET[((31 - sum % 31) % 31) as usize] != bytes[17] {
        return Err(UsccRefusal::CheckCharacter);
    }
    let organisation: u32 = ORGANISATION_WEIGHTS
        .iter()
        .zip(&bytes[8..16])
        .map(|(weight, byte)| weight * organisation_value(*byte))
        .sum();
    let expected = match 11 - organisation % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    };
    if bytes[16] != expected {
        return Err(UsccRefusal::OrganisationCheck);
    }
    Ok(code)
}

/// In an organisation code letters count on from ten with the whole alphabet: A is 10, Z is 35.
fn organisation_value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        letter => u32::from(letter - b'A') + 10,
    }
}

/// First eight and last four characters. Codes of organisations are public; the mask serves lists
/// that also show individual businesses.
#[must_use]
pub fn mask_uscc(text: &str) -> String {
    super::masking::keep_ends(text, 8, 4, 18)
}

/// Why a text is not a unified social credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsccRefusal {
    /// Not 18 characters.
    #[error("must have 18 characters, not {characters}")]
    Length {
        /// How many there are.
        characters: usize,
    },
    /// A character the code does not use, such as I, O, S, V or Z.
    #[error("the character '{character}' is not used in these codes")]
    Character {
        /// The first such character.
        character: char,
    },
    /// The last character does not agree with the others.
    #[error("the check character is wrong")]
    CheckCharacter,
    /// The check character of the organisation code in positions 9 to 17 is wrong.
    #[error("the check character of the organisation code is wrong")]
    OrganisationCheck,
}

impl UsccRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::Length { characters } => format!("统一社会信用代码应为18位，现为{characters}位"),
            Self::Character { character } => format!("统一社会信用代码不使用字符“{character}”"),
            Self::CheckCharacter => "统一社会信用代码校验位不正确，请核对".into(),
            Self::OrganisationCheck => "统一社会信用代码中的组织机构代码校验位不正确".into(),
        }
    }
}
