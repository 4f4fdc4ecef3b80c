//! What stands behind the QR code of a document, and the number at its foot.
//!
//! Both are made before the document is issued, so that they stand in the preview that the judge reads. Nobody
//! without the node's own key can make one up: not the other zone's node either.

use data_encoding::BASE32_NOPAD;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::EntryRef;

use crate::court::Court;

/// Characters of a code: 130 bits.
const CODE_CHARACTERS: usize = 26;
/// Characters of a number, without its stroke.
const NUMBER_CHARACTERS: usize = 10;

/// The code as it is looked up: people type small letters, and blanks.
pub(super) fn read_code(code: &str) -> Option<String> {
    let code: String = code.chars().filter(|character| !matches!(character, ' ' | '-')).collect();
    let code = code.to_ascii_uppercase();
    let letters = code.bytes().all(|byte| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte));
    (code.len() == CODE_CHARACTERS && letters).then_some(code)
}

impl Court {
    /// What stands behind the QR code of something that is issued in a case; `what` keeps documents and
    /// certificates apart.
    pub(crate) fn issued_code(&self, case: CaseId, entry: EntryRef, what: &str) -> String {
        let digest =
            self.store.keys().own_digest("issued code", format!("{case}\n{entry}\n{what}").as_bytes());
        let mut code = BASE32_NOPAD.encode(&digest.0);
        code.truncate(CODE_CHARACTERS);
        code
    }

    /// The address behind a QR code.
    pub(crate) fn verify_url(&self, code: &str) -> String {
        format!("{}/verify/{code}", self.profile.phone_url)
    }

    /// The code of a court document.
    pub(crate) fn document_code(&self, case: CaseId, document: EntryRef) -> String {
        self.issued_code(case, document, "document")
    }

    /// What a court document is called among all of the court (文书编号), printed at its foot.
    pub(crate) fn document_number(&self, case: CaseId, document: EntryRef) -> String {
        let digest =
            self.store.keys().own_digest("document number", format!("{case}\n{document}").as_bytes());
        let text = BASE32_NOPAD.encode(&digest.0);
        let half = NUMBER_CHARACTERS / 2;
        format!("{}-{}", &text[..half], &text[half..NUMBER_CHARACTERS])
    }
}

#[cfg(test)]
mod tests {
    use super::read_code;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = "abcde fghij-klmno pqrst uvwxy23";
        let read = read_code(code);
        assert_eq!(read, None, "27 characters are none");
        assert_eq!(
            read_code("abcde fghij-klmno pqrst uvwxyz").as_deref(),
            Some("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        );
        assert_eq!(read_code("ABCDEFGHIJKLMNOPQRSTUVWXY1"), None, "no figure one");
        assert_eq!(read_code("甲"), None);
    }
}
