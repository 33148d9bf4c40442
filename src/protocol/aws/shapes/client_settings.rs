//! The settings of an app client that Create and Update have in common.

use serde::{Deserialize, Serialize};

use super::text;
use crate::protocol::aws::json::{List, Member, Shape, Text, structure};

const UNIT: Shape = Shape::Text(&Text::one_of(&["seconds", "minutes", "hours", "days"]));

structure! {
    /// Units of the three lifetimes.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct TokenValidityUnitsType = "TokenValidityUnitsType" {
        /// Of the access token; unset: hours.
        #[serde(skip_serializing_if = "Option::is_none")]
        access_token: Option<String> = optional("AccessToken", UNIT),
        /// Of the ID token; unset: hours.
        #[serde(skip_serializing_if = "Option::is_none")]
        id_token: Option<String> = optional("IdToken", UNIT),
        /// Of the refresh token; unset: days.
        #[serde(skip_serializing_if = "Option::is_none")]
        refresh_token: Option<String> = optional("RefreshToken", UNIT),
    }
}

structure! {
    /// Whether each refresh yields a new refresh token.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct RefreshTokenRotationType = "RefreshTokenRotationType" {
        /// `ENABLED` or `DISABLED`.
        feature: String = required("Feature", text::FEATURE),
        /// Seconds for which the predecessor still works.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_grace_period_seconds: Option<i64> = optional("RetryGracePeriodSeconds", Shape::Integer(0, 60)),
    }
}

/// `RefreshTokenValidityType`.
pub const REFRESH_VALIDITY: Shape = Shape::Integer(0, 315_360_000);
/// `AccessTokenValidityType` and `IdTokenValidityType`.
pub const SHORT_VALIDITY: Shape = Shape::Integer(1, 86_400);
/// `AuthSessionValidityType`, in minutes.
pub const AUTH_SESSION_VALIDITY: Shape = Shape::Integer(3, 15);
/// `ClientPermissionListType`; the bound is ours.
pub const PERMISSIONS: Shape = Shape::List(&List { of: text::PERMISSION, min: 0, max: 200 });
/// `SupportedIdentityProvidersListType`; the bound is ours.
pub const IDENTITY_PROVIDERS: Shape = Shape::List(&List { of: text::PROVIDER_NAME, min: 0, max: 200 });
/// `CallbackURLsListType` and `LogoutURLsListType`.
pub const URLS: Shape = Shape::List(&List { of: text::REDIRECT_URL, min: 0, max: 100 });
/// `ScopeListType`.
pub const SCOPES: Shape = Shape::List(&List { of: text::SCOPE, min: 0, max: 50 });
/// `OAuthFlowsType`.
pub const OAUTH_FLOWS: Shape =
    Shape::List(&List { of: Shape::Text(&Text::one_of(&["code", "implicit", "client_credentials"])), min: 0, max: 3 });
/// `PreventUserExistenceErrorTypes`.
pub const PREVENT_USER_EXISTENCE_ERRORS: Shape = Shape::Text(&Text::one_of(&["LEGACY", "ENABLED"]));
/// `ExplicitAuthFlowsListType`. Which of them can be honoured is for the operation to say.
pub const AUTH_FLOWS: Shape = Shape::List(&List {
    of: Shape::Text(&Text::one_of(&[
        "ADMIN_NO_SRP_AUTH",
        "CUSTOM_AUTH_FLOW_ONLY",
        "USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_AUTH",
        "ALLOW_TOKEN_EXCHANGE_DELEGATION",
        "ALLOW_TOKEN_EXCHANGE_IMPERSONATION",
    ])),
    min: 0,
    max: 20,
});

structure! {
    /// What Create and Update of a client have in common.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    pub struct ClientSettingsMembers = "ClientSettings" {
        /// Lifetime of refresh tokens; 0 is the default.
        refresh_token_validity: Option<i64> = optional("RefreshTokenValidity", REFRESH_VALIDITY),
        /// Lifetime of access tokens.
        access_token_validity: Option<i64> = optional("AccessTokenValidity", SHORT_VALIDITY),
        /// Lifetime of ID tokens.
        id_token_validity: Option<i64> = optional("IdTokenValidity", SHORT_VALIDITY),
        /// Units of the three.
        token_validity_units: Option<TokenValidityUnitsType> =
            optional("TokenValidityUnits", Shape::Structure(TokenValidityUnitsType::SHAPE)),
        /// Attributes it may read.
        read_attributes: Option<Vec<String>> = optional("ReadAttributes", PERMISSIONS),
        /// Attributes it may write.
        write_attributes: Option<Vec<String>> = optional("WriteAttributes", PERMISSIONS),
        /// Ways of signing in over the API.
        explicit_auth_flows: Option<Vec<String>> = optional("ExplicitAuthFlows", AUTH_FLOWS),
        /// Identity providers.
        supported_identity_providers: Option<Vec<String>> = optional("SupportedIdentityProviders", IDENTITY_PROVIDERS),
        /// Where codes may be sent.
        callback_urls: Option<Vec<String>> = optional("CallbackURLs", URLS),
        /// Where a sign-out may return.
        logout_urls: Option<Vec<String>> = optional("LogoutURLs", URLS),
        /// Used where a request names none.
        default_redirect_uri: Option<String> = optional("DefaultRedirectURI", text::REDIRECT_URL),
        /// OAuth grants.
        allowed_oauth_flows: Option<Vec<String>> = optional("AllowedOAuthFlows", OAUTH_FLOWS),
        /// OAuth scopes.
        allowed_oauth_scopes: Option<Vec<String>> = optional("AllowedOAuthScopes", SCOPES),
        /// Whether the OAuth endpoints serve it.
        allowed_oauth_flows_user_pool_client: Option<bool> =
            optional("AllowedOAuthFlowsUserPoolClient", Shape::Boolean),
        /// `ENABLED` or `LEGACY`.
        prevent_user_existence_errors: Option<String> =
            optional("PreventUserExistenceErrors", PREVENT_USER_EXISTENCE_ERRORS),
        /// Whether grants can be revoked one by one.
        enable_token_revocation: Option<bool> = optional("EnableTokenRevocation", Shape::Boolean),
        /// Minutes for which a challenge can be answered.
        auth_session_validity: Option<i64> = optional("AuthSessionValidity", AUTH_SESSION_VALIDITY),
        /// Whether each refresh yields a new refresh token.
        refresh_token_rotation: Option<RefreshTokenRotationType> =
            optional("RefreshTokenRotation", Shape::Structure(RefreshTokenRotationType::SHAPE)),
        /// Whether the address is believed that it says its users come from.
        enable_propagate_additional_user_context_data: Option<bool> =
            optional("EnablePropagateAdditionalUserContextData", Shape::Boolean),
    }
    also [
        // Amazon Pinpoint.
        Member::refused("AnalyticsConfiguration", &[]),
    ]
}
