//! Words nobody can guess.

use data_encoding::BASE64URL_NOPAD;

/// 32 random bytes as 43 characters that are safe in an address.
///
/// # Panics
///
/// If the operating system gives no random numbers; nothing secure can be done then.
pub(super) fn word() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    BASE64URL_NOPAD.encode(&bytes)
}
