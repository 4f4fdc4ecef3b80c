//! Whom a check believes.

use weicourt_documents::seal::{
    Chain, DemoAuthority, SealPlace, SignerError, SoftSigner, Trust, certificates_from_pem, verify,
};

use super::{AUTHORITY, COURT, NOW, PLACE, sealed, sealed_by, summons, trust};

const YEAR: i64 = 365 * 86_400;

fn chain(pdf: &[u8], trust: &Trust) -> (bool, Chain, bool) {
    let found = verify(pdf, trust);
    (found.intact, found.signatures[0].chain, found.is_accepted())
}

#[test]
fn a_stranger_with_the_same_name_is_unknown() {
    let stranger = DemoAuthority::make(COURT, *NOW).expect("an authority");
    let file = sealed_by(&stranger, &summons(), &PLACE, true).expect("a sealed file");
    assert_eq!(chain(&file, &trust()), (true, Chain::Unknown, false));
    let stamp = verify(&file, &trust()).signatures[0].time_stamp.clone().expect("a time stamp");
    assert_eq!((stamp.valid, stamp.chain), (true, Chain::Unknown));
    // Trusted by those who know that root.
    let known = Trust { roots: certificates_from_pem(&stranger.root_pem).expect("a root"), at: *NOW };
    assert_eq!(chain(&file, &known), (true, Chain::Trusted, true));
    assert_eq!(chain(&file, &Trust { roots: Vec::new(), at: *NOW }), (true, Chain::Unknown, false));
}

#[test]
fn one_unknown_seal_among_two_is_not_accepted() {
    let stranger = DemoAuthority::make(COURT, *NOW).expect("an authority");
    let file = sealed_by(&stranger, &sealed(&summons(), false), &PLACE, false).expect("a file sealed twice");
    let found = verify(&file, &trust());
    assert!(found.intact && !found.is_accepted());
    assert_eq!((found.signatures[0].chain, found.signatures[1].chain), (Chain::Trusted, Chain::Unknown));
}

#[test]
fn a_certificate_has_its_time() {
    let file = sealed(&summons(), false);
    let at = |at| chain(&file, &Trust { at, ..trust() });
    assert_eq!(at(*NOW + 4 * YEAR), (true, Chain::Trusted, true));
    assert_eq!(at(*NOW + 6 * YEAR), (true, Chain::Expired, false));
    assert_eq!(at(*NOW - 2 * 86_400), (true, Chain::NotYet, false));
}

#[test]
fn the_courts_own_certificate_issues_none() {
    // Whoever holds the court's certificate only is not thereby an authority.
    let court = certificates_from_pem(&AUTHORITY.court_pem).expect("certificates");
    let file = sealed(&summons(), false);
    assert_eq!(chain(&file, &Trust { roots: vec![court[0].clone()], at: *NOW }).1, Chain::Trusted);
    let stamps = certificates_from_pem(&AUTHORITY.stamp_pem).expect("certificates");
    assert_eq!(chain(&file, &Trust { roots: vec![stamps[0].clone()], at: *NOW }).1, Chain::Unknown);
}

#[test]
fn a_key_needs_its_own_certificate() {
    let other = SoftSigner::from_pem(&AUTHORITY.court_key_pem, &AUTHORITY.stamp_pem);
    assert!(matches!(other, Err(SignerError::OtherKey)));
    let none = SoftSigner::from_pem(&AUTHORITY.court_key_pem, "no certificate");
    assert!(matches!(none, Err(SignerError::UnreadableCertificate)));
    let broken = SoftSigner::from_pem("no key", &AUTHORITY.court_pem);
    assert!(matches!(broken, Err(SignerError::UnreadableKey)));
    let signer = super::signer(&AUTHORITY);
    assert!(!format!("{signer:?} {:?}", *AUTHORITY).contains("PRIVATE"), "a key is not printed");
}

#[test]
fn a_seal_needs_a_place_and_words() {
    let refused =
        |place: SealPlace| sealed_by(&AUTHORITY, &summons(), &place, false).expect_err("no seal").to_string();
    assert_eq!(refused(SealPlace { page: 2, ..PLACE }), "there is no such page among 2");
    assert_eq!(refused(SealPlace { width: 0.0, ..PLACE }), "there is no such place on a page");
    assert_eq!(refused(SealPlace { x: f32::NAN, ..PLACE }), "there is no such place on a page");
}
