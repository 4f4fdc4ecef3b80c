//! Time stamps, and seals made in steps.

use proptest::prelude::*;
use weicourt_documents::Fonts;
use weicourt_documents::seal::{
    Chain, Draft, SealError, SealOrder, Signer as _, StampError, prepare, read_time_stamp_response,
    time_stamp_request, verify,
};

use super::changed::short;
use super::{AUTHORITY, NOW, PLACE, look, sealed, signer, stamper, summons, trust};

#[test]
fn a_time_stamp_says_when_and_by_whom() {
    let found = verify(&sealed(&summons(), true), &trust());
    let [seal] = &found.signatures[..] else { panic!("one seal: {found:?}") };
    let stamp = seal.time_stamp.as_ref().expect("a time stamp");
    assert_eq!((stamp.at, stamp.valid, stamp.chain), (*NOW + 5, true, Chain::Trusted));
    assert!(stamp.authority.contains("测试时间戳"), "{}", stamp.authority);
    assert_eq!((seal.signed_at, seal.reason.as_deref()), (Some(*NOW), Some("签发传票")));
    assert_eq!(seal.signer, "样例市样例区人民法院（测试 demo）");
    assert_eq!(seal.organisation.as_deref(), Some("样例市样例区人民法院"));
}

#[test]
fn the_answer_must_be_about_this_signature_and_this_request() {
    let authority = &stamper(&AUTHORITY).0;
    let (one, other) = (time_stamp_request(b"one").expect("DER"), time_stamp_request(b"other").expect("DER"));
    let answer = authority.answer(&one, *NOW).expect("an answer");
    let token = read_time_stamp_response(&answer, &one).expect("a token");
    assert_eq!(token.at(), *NOW);
    assert_eq!(read_time_stamp_response(&answer, &other), Err(StampError::OtherImprint));

    // The nonce is the number of eight bytes in front of the wish for certificates (01 01 ff).
    let mut again = one.clone();
    let nonce = again.len() - 4;
    again[nonce] ^= 1;
    assert_eq!(read_time_stamp_response(&answer, &again), Err(StampError::OtherNonce));

    let refusal = authority.answer(b"not a request", *NOW).expect("an answer");
    assert!(matches!(read_time_stamp_response(&refusal, &one), Err(StampError::Refused { status: 2, .. })));
    assert_eq!(read_time_stamp_response(b"nothing", &one), Err(StampError::Unreadable));
}

#[test]
fn a_token_for_another_signature_is_not_written_into_the_file() {
    let (look, fonts) = (look(), Fonts::default());
    let order =
        SealOrder { place: &PLACE, look: &look, fonts: &fonts, reason: "样例", at: *NOW, stamped: true };
    let request = time_stamp_request(b"another signature").expect("DER");
    let answer = stamper(&AUTHORITY).0.answer(&request, *NOW).expect("an answer");
    let token = read_time_stamp_response(&answer, &request).expect("a token");
    let ready = prepare(&summons(), &order, &signer(&AUTHORITY)).expect("a signature");
    assert!(matches!(ready.finish(Some(&token)), Err(SealError::OtherSignature)));
}

#[test]
fn in_steps_the_same_file_is_made() {
    let (look, fonts, preview) = (look(), Fonts::default(), summons());
    let order =
        SealOrder {
            place: &PLACE, look: &look, fonts: &fonts, reason: "签发传票", at: *NOW, stamped: true
        };
    let key = signer(&AUTHORITY);
    let draft = Draft::new(&preview, &order, key.certificates()).expect("a draft");
    let signature = key.sign(draft.message()).expect("a signature");
    let ready = draft.signed(signature).expect("the court's signature");
    let request = time_stamp_request(ready.signature()).expect("DER");
    let answer = stamper(&AUTHORITY).0.answer(&request, *NOW + 5).expect("an answer");
    let token = read_time_stamp_response(&answer, &request).expect("a token");
    assert!(ready.finish(Some(&token)).expect("a file") == sealed(&preview, true));
}

#[test]
fn a_signature_by_another_key_is_refused() {
    let (look, fonts) = (look(), Fonts::default());
    let order =
        SealOrder { place: &PLACE, look: &look, fonts: &fonts, reason: "样例", at: *NOW, stamped: false };
    let key = signer(&AUTHORITY);
    let draft = Draft::new(&summons(), &order, key.certificates()).expect("a draft");
    let signature = key.sign(b"another message").expect("a signature");
    assert!(matches!(draft.signed(signature), Err(SealError::WrongSignature)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_answer_gives_no_other_token(at in 0usize..1 << 20, bits in 1u8..=255) {
        let request = time_stamp_request(&short()).expect("DER");
        let authority = &stamper(&AUTHORITY).0;
        let mut answer = authority.answer(&request, *NOW).expect("an answer");
        let whole = read_time_stamp_response(&answer, &request).expect("a token");
        let at = at % answer.len();
        answer[at] ^= bits;
        // What was changed is either refused or outside of what the authority signed.
        if let Ok(token) = read_time_stamp_response(&answer, &request) {
            prop_assert_eq!(token.at(), whole.at());
        }
        let _ = authority.answer(&answer, *NOW);
    }
}
