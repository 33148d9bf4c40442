//! The claims of an access token that a client got for itself: nobody stands behind it (RFC 6749 §4.4).

use serde::Serialize;

use crate::domain::client::Client;
use crate::domain::clock::Micros;

/// The claims, in Cognito's words. There is no `username`, and no grant that could be revoked.
#[derive(Clone, Debug, Serialize)]
pub struct ClientCredentialsClaims<'a> {
    /// The client itself.
    sub: &'a str,
    token_use: &'static str,
    scope: &'a str,
    auth_time: i64,
    iss: &'a str,
    exp: i64,
    iat: i64,
    version: u8,
    jti: &'a str,
    client_id: &'a str,
}

impl<'a> ClientCredentialsClaims<'a> {
    /// The claims of a token for `client`, issued at `now` by `issuer`; `jti` is the token's own id.
    #[must_use]
    pub fn new(issuer: &'a str, client: &'a Client, scope: &'a str, jti: &'a str, now: Micros) -> Self {
        Self {
            sub: client.id.as_str(),
            token_use: "access",
            scope,
            auth_time: now.secs(),
            iss: issuer,
            exp: now.secs() + client.settings.lifetimes.access_secs(),
            iat: now.secs(),
            version: 2,
            jti,
            client_id: client.id.as_str(),
        }
    }
}
