//! Passwords that are known from breaches: where they are looked up. The places are built by the composition root.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::crypto::digest::sha1_hex;
use crate::crypto::known_passwords::is_common;

/// A place that could not be asked; says which and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct LookUpFailed(pub String);

/// A place where breached passwords are known by their SHA-1, in upper-case hexadecimal.
pub trait BreachLookUp: Send + Sync {
    /// Whether it is known there.
    fn knows<'a>(&'a self, sha1: &'a [u8; 40]) -> BoxFuture<'a, Result<bool, LookUpFailed>>;
}

/// All places.
#[derive(Clone)]
pub struct BreachedPasswords {
    /// Whether the list in the program is asked.
    pub refuses_common: bool,
    /// What else is asked, in this order.
    pub elsewhere: Vec<Arc<dyn BreachLookUp>>,
}

impl Default for BreachedPasswords {
    /// The list in the program.
    fn default() -> Self {
        Self { refuses_common: true, elsewhere: Vec::new() }
    }
}

impl BreachedPasswords {
    /// Whether the list in the program has it. Leaves the process in no way.
    pub(super) fn has_common(&self, password: &str) -> bool {
        self.refuses_common && is_common(password)
    }

    /// Whether one of the other places has it. A place that fails is passed over: nobody is kept from choosing a password
    /// because a service is down.
    pub(super) async fn has_elsewhere(&self, password: &str) -> bool {
        if self.elsewhere.is_empty() {
            return false;
        }
        let sha1 = sha1_hex(password.as_bytes());
        for place in &self.elsewhere {
            match place.knows(&sha1).await {
                Ok(true) => return true,
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "a new password was not looked up everywhere"),
            }
        }
        false
    }
}
