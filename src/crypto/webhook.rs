//! Signs what we post to others, as the Standard Webhooks specification has it, so that its receivers can be written with
//! a library of theirs (cases 200 and 201).

use std::sync::Arc;

use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign as hmac};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::domain::clock::Micros;
use crate::domain::secret::{Secret, webhook_secret};

/// The key under which a receiver's messages are signed.
#[derive(Clone)]
pub struct WebhookKey(Arc<Key>);

impl std::fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookKey")
    }
}

impl WebhookKey {
    /// The key of a secret as [`webhook_secret`] reads it.
    #[must_use]
    pub fn read(secret: &Secret) -> Option<Self> {
        Some(Self(Arc::new(Key::new(HMAC_SHA256, &webhook_secret(secret)?))))
    }

    /// The value of `webhook-signature` for a body that is posted under `id`, the same over retries, at `at`, the moment
    /// of this try.
    #[must_use]
    pub fn sign(&self, id: &str, at: Micros, body: &[u8]) -> String {
        let mut signed = format!("{id}.{}.", at.secs()).into_bytes();
        signed.extend_from_slice(body);
        format!("v1,{}", STANDARD.encode(hmac(&self.0, &signed)))
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookKey;
    use crate::domain::clock::Micros;
    use crate::domain::secret::Secret;

    /// The example of the specification's reference libraries.
    #[test]
    fn the_published_example_is_signed_so() {
        let key = WebhookKey::read(&Secret::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).unwrap();
        let signature =
            key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", Micros::from_secs(1_614_265_330), br#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
