//! Cognito's `SECRET_HASH`: how a client with a secret proves it at the API.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash>

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::digest::is_same_secret;
use crate::domain::secret::{ExposeSecret as _, Secret};

/// Base64 of HMAC-SHA256(client secret, username ‖ client id).
#[must_use]
pub fn compute(client_secret: &Secret, username: &str, client_id: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, client_secret.expose_secret().as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(username.as_bytes());
    context.update(client_id.as_bytes());
    STANDARD.encode(context.sign())
}

/// Whether `presented` is the secret hash of these three, in constant time.
#[must_use]
pub fn verify(presented: &str, client_secret: &Secret, username: &str, client_id: &str) -> bool {
    is_same_secret(presented.as_bytes(), compute(client_secret, username, client_id).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_what_other_implementations_compute() {
        let secret = Secret::from("s3cr3t");
        // printf 'anaclient1' | openssl dgst -sha256 -hmac s3cr3t -binary | base64
        let expected = "YcJXS0vNZvvT/TiTETufh2YP8ncZKGfYUtXkcz9VllU=";
        assert_eq!(compute(&secret, "ana", "client1"), expected);
        assert!(verify(expected, &secret, "ana", "client1"));
    }

    #[test]
    fn another_secret_user_or_client_does_not_match() {
        let secret = Secret::from("s3cr3t");
        let hash = compute(&secret, "ana", "client1");
        assert!(!verify(&hash, &Secret::from("other"), "ana", "client1"));
        assert!(!verify(&hash, &secret, "bob", "client1"));
        assert!(!verify(&hash, &secret, "ana", "client2"));
        assert!(!verify("", &secret, "ana", "client1"));
        assert!(!verify(&hash.replace('=', ""), &secret, "ana", "client1"));
    }
}
