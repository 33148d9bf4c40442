//! The ways in which formats write bytes as text.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

/// The alphabet of `crypt(3)`.
const CRYPT: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Decodes base64, with or without padding, in the standard alphabet, that of URLs, or passlib's (`.` for `+`).
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let standard: String = text.chars().map(|c| if matches!(c, '.' | '-') { '+' } else { c }).collect();
    STANDARD.decode(standard.replace('_', "/")).ok()
}

/// Decodes base64 of at least one byte.
pub(super) fn some_base64(text: &str) -> Option<Vec<u8>> {
    base64(text).filter(|bytes| !bytes.is_empty())
}

/// The value of a character in `crypt(3)`'s alphabet, 0 to 63.
pub(super) fn crypt_value(character: u8) -> Option<u8> {
    CRYPT.iter().position(|&c| c == character).and_then(|position| u8::try_from(position).ok())
}

/// Encodes three bytes into four characters of `crypt(3)`'s alphabet, the lowest bits first.
pub(super) fn crypt_base64(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() * 4 / 3 + 1);
    for group in bytes.chunks(3) {
        let value = group.iter().rev().fold(0_u32, |value, &byte| value << 8 | u32::from(byte));
        for place in 0..=group.len() {
            text.push(CRYPT[(value >> (6 * place) & 63) as usize]);
        }
    }
    text
}
