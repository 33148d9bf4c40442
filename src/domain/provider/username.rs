//! How a user is named who comes from a provider.

use std::fmt::Write as _;

use super::Provider;
use crate::domain::identifier::is_username;

/// The username of whoever is `subject` at `provider`: `Google_1234567890`, as Cognito names them. Where that cannot be a
/// username (too long, or with characters that none has), or `is_taken`, `digest` stands for the subject: the first bytes
/// of a hash of it.
///
/// Nobody is found by this name when they come back, but by their link: that somebody else has it gives them nothing.
pub fn username_of(provider: &Provider, subject: &str, digest: &[u8], is_taken: bool) -> String {
    let plain = format!("{}_{subject}", provider.name);
    if is_username(&plain) && !is_taken {
        return plain;
    }
    let mut name = format!("{}_", provider.name);
    for byte in digest.iter().take(16) {
        // Writing to a string does not fail.
        let _written = write!(name, "{byte:02x}");
    }
    name
}
