//! App clients as Describe and List show them.

use serde::Serialize;

use super::client_settings::{RefreshTokenRotationType, TokenValidityUnitsType};
use crate::protocol::aws::json::EpochSeconds;

/// A client as Describe shows it. What the admin did not set is absent: tools would read a default as a change.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserPoolClientType {
    /// Its pool.
    pub user_pool_id: String,
    /// Its name.
    pub client_name: String,
    /// Its id.
    pub client_id: String,
    /// Its secret, where it has one and the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
    /// When it was made.
    pub creation_date: EpochSeconds,
    /// Lifetime of refresh tokens.
    pub refresh_token_validity: i64,
    /// Lifetime of access tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token_validity: Option<i64>,
    /// Lifetime of ID tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_validity: Option<i64>,
    /// Units of the three.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_validity_units: Option<TokenValidityUnitsType>,
    /// Attributes it may read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_attributes: Option<Vec<String>>,
    /// Attributes it may write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write_attributes: Option<Vec<String>>,
    /// Ways of signing in over the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explicit_auth_flows: Option<Vec<String>>,
    /// Identity providers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_identity_providers: Option<Vec<String>>,
    /// Where codes may be sent.
    #[serde(rename = "CallbackURLs", skip_serializing_if = "Vec::is_empty")]
    pub callback_urls: Vec<String>,
    /// Where a sign-out may return.
    #[serde(rename = "LogoutURLs", skip_serializing_if = "Vec::is_empty")]
    pub logout_urls: Vec<String>,
    /// Used where a request names none.
    #[serde(rename = "DefaultRedirectURI", skip_serializing_if = "Option::is_none")]
    pub default_redirect_uri: Option<String>,
    /// OAuth grants.
    #[serde(rename = "AllowedOAuthFlows", skip_serializing_if = "Vec::is_empty")]
    pub allowed_oauth_flows: Vec<String>,
    /// OAuth scopes.
    #[serde(rename = "AllowedOAuthScopes", skip_serializing_if = "Vec::is_empty")]
    pub allowed_oauth_scopes: Vec<String>,
    /// Whether the OAuth endpoints serve it.
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
    pub allowed_oauth_flows_user_pool_client: bool,
    /// `ENABLED` or `LEGACY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prevent_user_existence_errors: Option<&'static str>,
    /// Whether grants can be revoked one by one.
    pub enable_token_revocation: bool,
    /// Whether the address is believed that it says its users come from.
    pub enable_propagate_additional_user_context_data: bool,
    /// Minutes for which a challenge can be answered.
    pub auth_session_validity: i64,
    /// Whether each refresh yields a new refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_rotation: Option<RefreshTokenRotationType>,
}

/// A client in a list.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserPoolClientDescription {
    /// Its id.
    pub client_id: String,
    /// Its pool.
    pub user_pool_id: String,
    /// Its name.
    pub client_name: String,
}
