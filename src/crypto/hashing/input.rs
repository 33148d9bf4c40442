//! What is taken as a password, before anything is paid for it.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::HashError;
use crate::domain::secret::{ExposeSecret as _, Secret};

/// The most code points that a password may have (Cognito's limit).
pub const MAX_CODE_POINTS: usize = 256;
/// The most bytes that a password may have.
pub const MAX_BYTES: usize = 1024;

/// Most that NFKC makes of one byte: U+FDFA, three bytes, becomes 33.
const NFKC_GROWTH: usize = 11;

/// Refuses what is too long, then normalises to NFKC (NIST SP 800-63B §5.1.1.2 asks for NFKC or NFKD).
pub(super) fn prepare(password: &Secret) -> Result<Zeroizing<String>, HashError> {
    let password = password.expose_secret();
    // Bytes first: a megabyte must not even be counted.
    if password.len() > MAX_BYTES || password.chars().count() > MAX_CODE_POINTS {
        return Err(HashError::TooLong);
    }
    // Room from the start: a string that grows leaves copies of the password behind.
    let mut prepared = Zeroizing::new(String::with_capacity(password.len() * NFKC_GROWTH));
    prepared.extend(password.nfkc());
    Ok(prepared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(password: &str) -> Result<String, HashError> {
        prepare(&Secret::from(password)).map(|prepared| prepared.to_string())
    }

    #[test]
    fn both_limits_hold_and_their_last_values_pass() {
        assert_eq!(prepared(&"a".repeat(256)).unwrap().len(), 256);
        assert_eq!(prepared(&"a".repeat(257)), Err(HashError::TooLong));
        // 256 code points of four bytes each are exactly 1024 bytes.
        assert_eq!(prepared(&"🔑".repeat(256)).unwrap().len(), 1024);
        assert_eq!(prepared(&"🔑".repeat(257)), Err(HashError::TooLong));
        assert_eq!(prepared(&"a".repeat(1_000_000)), Err(HashError::TooLong));
    }

    #[test]
    fn compatibility_forms_are_one_password_and_nothing_else_changes() {
        assert_eq!(prepared("e\u{301}").unwrap(), "é");
        assert_eq!(prepared("Ｐａｓｓ①").unwrap(), "Pass1");
        assert_eq!(prepared("  Pa ss\0Ω").unwrap(), "  Pa ss\0Ω");
        assert_eq!(prepared("").unwrap(), "");
        assert_ne!(prepared("Password").unwrap(), prepared("password").unwrap());
    }

    #[test]
    fn the_greatest_growth_fits_the_room() {
        let grown = prepared(&"\u{fdfa}".repeat(256)).unwrap();
        assert!(grown.len() <= 256 * 3 * NFKC_GROWTH);
    }
}
