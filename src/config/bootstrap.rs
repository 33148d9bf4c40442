//! The first administrator of an installation that is set up by a program: `[bootstrap]`.

use secrecy::ExposeSecret as _;

use super::{key::section, problem::Problems};
use crate::domain::secret::Secret;

section! {
    /// An admin access key that is created at start where none exists, for installations that are set up by a program.
    struct BootstrapKeys in "bootstrap" {
        /// Id of the key: 16 to 128 letters, digits or underscores. Set together with the secret.
        ("bootstrap.access_key_id", "VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID")
        access_key_id: Option<String> = None;
        /// Its secret: 32 to 128 printable characters without spaces.
        ("bootstrap.secret_access_key", "VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY")
        secret_access_key: Option<Secret> = None;
    }
}

/// An admin access key to create at start where none exists.
#[derive(Clone, Debug)]
pub struct BootstrapKey {
    /// Public half.
    pub access_key_id: String,
    /// Secret half.
    pub secret_access_key: Secret,
}

/// Checks the section; `None` when there is no key, or a problem was added.
pub(super) fn read(keys: &BootstrapKeys, problems: &mut Problems) -> Option<BootstrapKey> {
    let (id, secret) = match (&keys.access_key_id, &keys.secret_access_key) {
        (Some(id), Some(secret)) => (id, secret),
        (None, None) => return None,
        (Some(_), None) => {
            problems.add("bootstrap.secret_access_key", "must be set together with bootstrap.access_key_id");
            return None;
        }
        (None, Some(_)) => {
            problems.add("bootstrap.access_key_id", "must be set together with bootstrap.secret_access_key");
            return None;
        }
    };
    let is_id = (16..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_id {
        problems.add("bootstrap.access_key_id", "must be 16 to 128 letters, digits or underscores");
    }
    let text = secret.expose_secret();
    let is_secret = (32..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_secret {
        problems.add("bootstrap.secret_access_key", "must be 32 to 128 printable characters without spaces");
    }
    (is_id && is_secret).then(|| BootstrapKey { access_key_id: id.clone(), secret_access_key: secret.clone() })
}
