//! Files that are not what was sealed.

use proptest::prelude::*;
use std::sync::LazyLock;
use weicourt_documents::seal::{FileProblem, SealPlace, SealProblem, Verification, verify};

use super::{PLACE, sealed, sealed_by, summons, trust};
use crate::files::raw_pdf;
use crate::seal::AUTHORITY;

/// A short file: each of its bytes is cheap to change.
pub(crate) fn short() -> Vec<u8> {
    let content = "0 0 1 rg 20 20 100 100 re f";
    raw_pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>>>".into(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
    ])
}

const SHORT_PLACE: SealPlace = SealPlace { page: 0, x: 100.0, y: 100.0, width: 119.0, height: 119.0 };

static SEALED_TWICE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let once = sealed_by(&AUTHORITY, &short(), &SHORT_PLACE, true).expect("a sealed file");
    sealed_by(&AUTHORITY, &once, &SealPlace { x: 0.0, ..SHORT_PLACE }, true).expect("a file sealed twice")
});

fn checked(pdf: &[u8]) -> Verification {
    verify(pdf, &trust())
}

#[test]
fn the_preview_is_a_prefix_of_the_sealed_file_and_so_is_each_seal_of_the_next() {
    let preview = summons();
    let once = sealed(&preview, false);
    assert!(
        once.starts_with(&preview) && once.len() < preview.len() + 80_000,
        "{} bytes more",
        once.len() - preview.len()
    );
    let twice = sealed(&once, true);
    assert!(twice.starts_with(&once));
    let found = checked(&twice);
    assert!(found.is_accepted(), "{found:#?}");
    let [first, second] = &found.signatures[..] else { panic!("two seals: {found:?}") };
    assert_eq!((first.covers_whole_document, first.bytes_after), (false, twice.len() - once.len()));
    assert_eq!((second.covers_whole_document, second.bytes_after), (true, 0));
}

#[test]
fn the_same_act_makes_the_same_bytes() {
    let preview = summons();
    assert!(sealed(&preview, true) == sealed(&preview, true));
}

#[test]
fn any_number_of_seals_holds() {
    let mut file = short();
    for n_seals in 1..=5 {
        file = sealed_by(&AUTHORITY, &file, &SHORT_PLACE, n_seals % 2 == 0).expect("one more seal");
        let found = checked(&file);
        assert!(found.is_accepted() && found.signatures.len() == n_seals, "{found:#?}");
    }
}

#[test]
fn an_unsigned_file_is_told_so() {
    let found = checked(&summons());
    assert_eq!((found.problem, found.intact), (Some(FileProblem::Unsigned), false));
    assert_eq!(checked(b"a letter").problem, Some(FileProblem::Unreadable));
    assert_eq!(checked(b"").problem, Some(FileProblem::Unreadable));
    let shown = serde_json::to_string(&found).expect("JSON");
    assert_eq!(shown, r#"{"signatures":[],"intact":false,"problem":"unsigned"}"#);
}

#[test]
fn bytes_behind_the_seal_are_seen() {
    let mut file = sealed(&summons(), false);
    let n_bytes = file.len();
    file.extend(b"\n% a remark\n");
    let found = checked(&file);
    assert!(!found.intact && found.signatures[0].valid, "{found:#?}");
    assert_eq!(found.signatures[0].bytes_after, file.len() - n_bytes);
}

/// The page of [`short`] with another content, as one more revision.
fn overwritten(mut file: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&file).into_owned();
    let before = text.rsplit("startxref\n").next().and_then(|rest| rest.split('\n').next()).expect("a table");
    let content = "1 0 0 rg 20 20 100 100 re f";
    let object = file.len() + 1;
    let stream = format!("\n4 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n", content.len());
    let table = file.len() + stream.len();
    file.extend(stream.bytes());
    let trailer = format!("trailer\n<</Size 40/Root 1 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n");
    file.extend(format!("xref\n4 1\n{object:010} 00000 n \n{trailer}").bytes());
    file
}

#[test]
fn another_page_behind_the_seal_is_refused_even_when_it_is_sealed_again() {
    let file = overwritten(sealed_by(&AUTHORITY, &short(), &SHORT_PLACE, false).expect("a sealed file"));
    let found = checked(&file);
    assert_eq!(
        (found.intact, found.signatures[0].problem),
        (false, Some(SealProblem::Altered)),
        "{found:#?}"
    );

    let again = sealed_by(&AUTHORITY, &file, &SHORT_PLACE, false).expect("a file sealed again");
    let found = checked(&again);
    assert_eq!(found.signatures.len(), 2);
    assert_eq!(
        (found.intact, found.signatures[0].problem),
        (false, Some(SealProblem::Altered)),
        "{found:#?}"
    );
    assert!(found.signatures[1].valid, "the second seal covers the other page");
    // Changed before anybody sealed it, it is simply another file.
    let other = sealed_by(&AUTHORITY, &overwritten(short()), &SHORT_PLACE, false).expect("a sealed file");
    assert!(checked(&other).is_accepted());
}

#[test]
fn a_signature_cut_out_and_put_on_another_file_is_refused() {
    let one = sealed_by(&AUTHORITY, &short(), &SHORT_PLACE, false).expect("a sealed file");
    let other =
        sealed_by(&AUTHORITY, &short(), &SealPlace { x: 1.0, ..SHORT_PLACE }, false).expect("a sealed file");
    let at =
        |file: &[u8]| file.windows(11).position(|window| window == b"/Contents<3").expect("a signature") + 10;
    let mut mixed = other.clone();
    let n_bytes = 2 * 8 * 1024;
    mixed[at(&other)..][..n_bytes].copy_from_slice(&one[at(&one)..][..n_bytes]);
    let found = checked(&mixed);
    assert_eq!((found.intact, found.signatures[0].problem), (false, Some(SealProblem::Changed)));
}

#[test]
fn every_byte_around_the_signatures_counts() {
    let file = &*SEALED_TWICE;
    assert!(checked(file).is_accepted());
    let gaps: Vec<usize> =
        (0..file.len() - 10).filter(|at| file[*at..].starts_with(b"/Contents<3")).collect();
    assert_eq!(gaps.len(), 2);
    for gap in gaps {
        let (opened, closed) = (gap + 9, gap + 10 + 2 * 16 * 1024);
        assert_eq!((file[opened], file[closed]), (b'<', b'>'));
        for at in [opened - 1, opened, opened + 1, closed - 1, closed, closed + 1] {
            for bit in 0..8 {
                let mut changed = file.clone();
                changed[at] ^= 1 << bit;
                assert!(!checked(&changed).intact, "byte {at}, bit {bit}");
            }
        }
    }
}

/// The signed messages themselves: certificates, time stamps, the zeros behind them.
#[test]
fn every_byte_of_a_signed_message_counts() {
    let file = &*SEALED_TWICE;
    let gap = file.windows(11).rposition(|window| window == b"/Contents<3").expect("a signature") + 10;
    let room = &file[gap..gap + 2 * 16 * 1024];
    let n_digits = room.iter().rposition(|digit| *digit != b'0').expect("a message");
    // A prime step walks over all kinds of bytes, and a test of seconds stays one.
    for at in (0..n_digits + 64).step_by(31) {
        let mut changed = file.clone();
        changed[gap + at] = if changed[gap + at] == b'0' { b'1' } else { b'0' };
        assert!(!checked(&changed).intact, "digit {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_changed_byte_leaves_a_file_intact(at in 0usize..1 << 30, bits in 1u8..=255) {
        let mut file = SEALED_TWICE.clone();
        let at = at % file.len();
        file[at] ^= bits;
        prop_assert!(!checked(&file).intact, "byte {} with {:#x}", at, bits);
    }

    #[test]
    fn no_cut_and_no_piece_put_in_leaves_a_file_intact(at in 0usize..1 << 30, n_bytes in 1usize..200, put in any::<bool>()) {
        let mut file = SEALED_TWICE.clone();
        let at = at % file.len();
        if put {
            let piece: Vec<u8> = file[..n_bytes].to_vec();
            file.splice(at..at, piece);
        } else {
            file.drain(at..(at + n_bytes).min(SEALED_TWICE.len()));
        }
        prop_assert!(!checked(&file).intact, "at {}", at);
    }

    #[test]
    fn hostile_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let mut file = b"%PDF-1.7\n".to_vec();
        file.extend(&bytes);
        prop_assert!(!checked(&file).intact);
        let _ = sealed_by(&AUTHORITY, &file, &PLACE, false);
    }
}
