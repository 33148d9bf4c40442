//! Everything an admin may set on a client.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::TokenLifetimes;
use crate::domain::risk::RiskConfiguration;
use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::domain::signing_key::KeyUse;

/// Scope that lets an access token act for its user at the self-service operations.
pub const SELF_SERVICE_SCOPE: &str = "aws.cognito.signin.user.admin";

/// Scopes that every pool has.
pub const STANDARD_SCOPES: [&str; 5] = ["openid", "email", "phone", "profile", SELF_SERVICE_SCOPE];

/// Whether a scope is one that resource servers define. Which of them exist is for the pool to say.
pub fn is_custom_scope(scope: &str) -> bool {
    !STANDARD_SCOPES.contains(&scope)
}

/// Ways of signing in over the API that a client allows (Cognito's `ExplicitAuthFlows`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AuthFlow {
    /// Password by `InitiateAuth`.
    AllowUserPasswordAuth,
    /// Password by `AdminInitiateAuth`.
    AllowAdminUserPasswordAuth,
    /// What the person chooses, by `InitiateAuth` and `AdminInitiateAuth` (`USER_AUTH`).
    AllowUserAuth,
    /// Refresh by `InitiateAuth` and `AdminInitiateAuth`.
    AllowRefreshTokenAuth,
}

/// OAuth grants a client may use (Cognito's `AllowedOAuthFlows`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OAuthFlow {
    /// The authorization code grant.
    Code,
    /// The client asks for itself (RFC 6749 §4.4).
    ClientCredentials,
}

/// Whether each refresh yields a new refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshRotation {
    /// On or off.
    pub enabled: bool,
    /// Seconds for which the predecessor still yields the same successor, 0 to 60.
    pub grace_secs: i64,
}

/// Everything an admin may set on a client. `None` means that the admin did not say: what then holds is decided here
/// and in [`super::Client`], and Describe leaves the member out (`cognito.md` §13 trap 13).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent switch, as on the wire")]
pub struct ClientSettings {
    /// Exact URIs to which codes may be sent.
    pub callback_urls: Vec<String>,
    /// Exact URIs to which a sign-out may return.
    pub logout_urls: Vec<String>,
    /// Used where a request names none; one of `callback_urls`.
    pub default_redirect_uri: Option<String>,
    /// Whether the OAuth endpoints serve this client at all.
    pub oauth_enabled: bool,
    /// OAuth grants it may use.
    pub oauth_flows: BTreeSet<OAuthFlow>,
    /// Scopes it may ask for.
    pub oauth_scopes: BTreeSet<String>,
    /// Sign-in flows it may use over the API; `None`: only refresh, of those that are honoured.
    pub auth_flows: Option<BTreeSet<AuthFlow>>,
    /// Attributes it may read; `None`: all.
    pub read_attributes: Option<BTreeSet<String>>,
    /// Attributes it may write; `None`: the standard ones (`cognito.md` §6.1). Apps decide by custom attributes who may do
    /// what, so that nobody writes one to whom no admin gave it (case 219).
    pub write_attributes: Option<BTreeSet<String>>,
    /// Identity providers; `None` or `COGNITO`: the pool's own users. Empty: nobody signs in for it at the pages.
    pub identity_providers: Option<BTreeSet<String>>,
    /// How long its tokens live.
    pub lifetimes: TokenLifetimes,
    /// Refresh rotation as the admin said it.
    pub rotation: Option<RefreshRotation>,
    /// `Some(false)`: Cognito's `LEGACY`, which tells whether a user exists (decision D5).
    pub hides_user_existence: Option<bool>,
    /// Whether grants can be revoked one by one; tokens then carry `origin_jti`. Unset: on.
    pub token_revocation: Option<bool>,
    /// Minutes for which an API challenge can be answered, 3 to 15. Unset: 3.
    pub auth_session_minutes: Option<i64>,
    /// Our own switch (decision D2): `None`: asked of public clients.
    pub require_pkce: Option<bool>,
    /// Our own switch (decision D12): grants outlive the session's sign-out.
    pub keeps_grants_at_logout: bool,
    /// Our own setting: how its ID tokens are signed.
    #[serde(default)]
    pub id_token_algorithm: SigningAlgorithm,
    /// Our own setting: how its access tokens are signed.
    #[serde(default)]
    pub access_token_algorithm: SigningAlgorithm,
    /// Our own switch: its users change what leads to their account only within ten minutes of a sign-in (case 157).
    #[serde(default)]
    pub requires_recent_proof: bool,
    /// Our own setting (decision D3): seconds for which a code lives, 1 to 300. Unset: 60.
    pub code_lifetime_secs: Option<i64>,
    /// Whether the address that it says its users come from is believed (Cognito's
    /// `EnablePropagateAdditionalUserContextData`); only of clients with a secret.
    #[serde(default)]
    pub tells_addresses: bool,
    /// What is done about the risk of its sign-ins, in the place of what the pool says.
    #[serde(default)]
    pub risk: Option<RiskConfiguration>,
}

impl ClientSettings {
    /// Whether `flow` may be used; unset means Cognito's default, of which only refresh is honoured here.
    pub fn allows(&self, flow: AuthFlow) -> bool {
        match &self.auth_flows {
            Some(flows) => flows.contains(&flow),
            None => flow == AuthFlow::AllowRefreshTokenAuth,
        }
    }

    /// Whether people can sign in for it at the pages: unset means the pool's own users, an empty list nobody.
    pub fn has_identity_provider(&self) -> bool {
        self.identity_providers.as_ref().is_none_or(|providers| !providers.is_empty())
    }

    /// Rotation in force: as set; unset, on for clients that do not list `ALLOW_REFRESH_TOKEN_AUTH` (decision D4).
    pub fn rotation_in_force(&self) -> RefreshRotation {
        self.rotation
            .unwrap_or(RefreshRotation { enabled: !self.allows(AuthFlow::AllowRefreshTokenAuth), grace_secs: 10 })
    }

    /// Whether unknown users look like known ones (decision D5).
    pub fn hides_users(&self) -> bool {
        self.hides_user_existence.unwrap_or(true)
    }

    /// Whether tokens name their grant and can be revoked by it.
    pub fn revokes_tokens(&self) -> bool {
        self.token_revocation.unwrap_or(true)
    }

    /// Those of the `granted` scopes that the client still has: a custom one goes with the resource server that defined
    /// it. The standard ones were the client's when they were granted, or the API's own.
    pub fn remaining(&self, granted: &str) -> String {
        let stays = |scope: &&str| !is_custom_scope(scope) || self.oauth_scopes.contains(*scope);
        granted.split(' ').filter(stays).collect::<Vec<_>>().join(" ")
    }

    /// How its tokens of this use are signed.
    pub fn algorithm(&self, use_: KeyUse) -> SigningAlgorithm {
        match use_ {
            KeyUse::Id => self.id_token_algorithm,
            KeyUse::Access => self.access_token_algorithm,
        }
    }

    /// Seconds for which an API challenge can be answered.
    pub fn auth_session_secs(&self) -> i64 {
        self.auth_session_minutes.unwrap_or(3) * 60
    }

    /// Seconds for which an authorization code lives (decision D3).
    pub fn code_secs(&self) -> i64 {
        self.code_lifetime_secs.unwrap_or(60)
    }

    /// Whether the client may read attribute `name`. What somebody is linked to is part of who they are, as on Cognito.
    pub fn reads(&self, name: &str) -> bool {
        name == crate::domain::provider::IDENTITIES
            || self.read_attributes.as_ref().is_none_or(|names| names.contains(name))
    }

    /// Whether the client may write attribute `name`. Verified flags are never a client's to write (case 219).
    pub fn writes(&self, name: &str) -> bool {
        let is_listed = match &self.write_attributes {
            Some(names) => names.contains(name),
            None => !crate::domain::pool::is_custom(name),
        };
        is_listed && !crate::domain::pool::is_verified_flag(name)
    }
}
