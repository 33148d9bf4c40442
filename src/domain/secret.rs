//! A string that must not leak: passwords, client secrets, bearer values on their way through.
//!
//! It prints as a placeholder, cannot be serialized by accident, and is wiped when dropped. Reading it is an explicit
//! [`ExposeSecret::expose_secret`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
pub use secrecy::ExposeSecret;
use zeroize::Zeroizing;

/// A secret string. Made with `Secret::from(String)`; never shown by `Debug`, never serialized.
pub type Secret = secrecy::SecretString;

/// The bytes of a secret that webhooks are signed with: `whsec_` and the base64 of 24 bytes or more, as the Standard
/// Webhooks specification has it; `None` where it is anything else.
pub fn webhook_secret(secret: &Secret) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = STANDARD.decode(secret.expose_secret().strip_prefix("whsec_")?).ok().map(Zeroizing::new)?;
    (bytes.len() >= 24).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_it() {
        let secret = Secret::from("hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
        assert_eq!(secret.expose_secret(), "hunter2");
    }

    #[test]
    fn a_webhooks_secret_that_is_short_or_of_another_shape_is_none() {
        assert!(webhook_secret(&Secret::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).is_some());
        for bad in ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!"] {
            assert!(webhook_secret(&Secret::from(bad)).is_none(), "{bad}");
        }
    }
}
