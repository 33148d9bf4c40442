//! Who may ask Demo ID: apps as they are registered at a provider's console.

use serde_json::Value;

use crate::domain::secret::Secret;

/// An app that is registered.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Its client id.
    pub id: String,
    /// How it proves to be itself.
    pub secret: ClientSecret,
    /// Where codes may be sent, compared as they are written.
    pub redirect_uris: Vec<String>,
}

/// How an app proves to be itself.
#[derive(Clone, Debug)]
pub enum ClientSecret {
    /// By a secret that both know.
    Shared(Secret),
    /// By a JWT that it signs for each request, as Apple has it.
    Apple(AppleKey),
}

/// A key that was made at Apple's console: who made it, its id, and its public half.
#[derive(Clone, Debug)]
pub struct AppleKey {
    /// The team, which is the JWT's `iss`.
    pub team_id: String,
    /// The key's id, which is the JWT's `kid`.
    pub key_id: String,
    /// The public half as a JWK of ES256, its `kid` the key's id.
    pub public_jwk: Value,
}
