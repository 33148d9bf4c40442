//! A client: an app of a pool, with what it may ask for and where it may be sent back to.

mod account_page;
mod lifetimes;
mod redirect_uri;
mod settings;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::account_page::ACCOUNT_PAGE;
pub use self::lifetimes::{TokenLifetimes, TokenUnit, TokenUnits};
pub use self::redirect_uri::{RedirectUriProblem, check_registered, is_same};
pub use self::settings::{
    AuthFlow, ClientSettings, OAuthFlow, RefreshRotation, SELF_SERVICE_SCOPE, STANDARD_SCOPES, is_custom_scope,
};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::random::{self, Random};
use crate::domain::secret::Secret;

/// The name of a client, unique over all pools: 26 lower-case letters or digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(String);

impl ClientId {
    /// A fresh id.
    pub fn generate(random: &dyn Random) -> Self {
        Self(random::lower_alphanumeric(random, 26))
    }

    /// Reads an id from a wire; `None` unless it is 1 to 128 of `[A-Za-z0-9_+]`.
    pub fn parse(text: &str) -> Option<Self> {
        let holds = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '+');
        (!text.is_empty() && text.len() <= 128 && holds).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A client as it is stored.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its name in URLs, tokens and API calls.
    pub id: ClientId,
    /// The pool it belongs to.
    pub pool: PoolId,
    /// What people call it; shown on the sign-in pages.
    pub name: String,
    /// Its secret; a client without one is *public* (RFC 6749 §2.1).
    pub secret: Option<Secret>,
    /// Everything an admin may set.
    pub settings: ClientSettings,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

impl Client {
    /// Whether it cannot keep a secret (RFC 6749 §2.1).
    pub fn is_public(&self) -> bool {
        self.secret.is_none()
    }

    /// Whether it must send a PKCE challenge: public clients do unless the admin switched that off (decision D2).
    pub fn requires_pkce(&self) -> bool {
        self.settings.require_pkce.unwrap_or_else(|| self.is_public())
    }
}
