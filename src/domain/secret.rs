//! A string that must not leak: passwords, client secrets, bearer values on their way through.
//!
//! It prints as a placeholder, cannot be serialized by accident, and is wiped when dropped. Reading it is an explicit
//! [`ExposeSecret::expose_secret`].

pub use secrecy::ExposeSecret;

/// A secret string. Made with `Secret::from(String)`; never shown by `Debug`, never serialized.
pub type Secret = secrecy::SecretString;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_it() {
        let secret = Secret::from("hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
        assert_eq!(secret.expose_secret(), "hunter2");
    }
}
