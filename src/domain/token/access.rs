//! The claims of an access token that somebody stands behind.

use serde::Serialize;

use super::{Common, TokenContext};

/// The claims, in Cognito's words.
#[derive(Clone, Debug, Serialize)]
pub struct AccessClaims<'a> {
    #[serde(flatten)]
    common: Common<'a>,
    token_use: &'static str,
    client_id: &'a str,
    scope: &'a str,
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u8>,
}

impl<'a> AccessClaims<'a> {
    /// The claims; `jti` is the token's own id.
    #[must_use]
    pub fn new(context: &TokenContext<'a>, jti: &'a str) -> Self {
        Self {
            common: Common::new(context, jti, context.client.settings.lifetimes.access_secs()),
            token_use: "access",
            client_id: context.client.id.as_str(),
            scope: context.scope,
            username: &context.user.username,
            version: context.is_oauth.then_some(2),
        }
    }
}
