//! Settings of pools and clients that Cognito's model has no members for, as they are in force.

use serde::Serialize;

use crate::domain::client::Client;
use crate::domain::pool::Pool;

/// Our own settings of a pool.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::web::aws) struct OwnPoolSettings {
    /// The pool.
    pub user_pool_id: String,
    /// Seconds without use after which a browser's session ends.
    pub session_idle_seconds: i64,
    /// Seconds after the sign-in at which it ends in any case.
    pub session_absolute_seconds: i64,
    /// Whether whoever comes from an identity provider needs a second factor here too, where everybody does.
    pub federated_mfa: &'static str,
    /// Days after which the signing keys are exchanged by themselves; absent where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_key_rotation_days: Option<u16>,
    /// Origins of apps whose pages may use the pool's passkeys.
    pub related_origins: Vec<String>,
    /// What numbers must begin with that it sends text messages to; empty: all that the server sends to.
    pub sms_allowed_prefixes: Vec<String>,
}

/// Our own settings of a client.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::web::aws) struct OwnClientSettings {
    /// The pool.
    pub user_pool_id: String,
    /// The client.
    pub client_id: String,
    /// Whether an authorization request needs a code challenge.
    pub require_pkce: bool,
    /// Seconds for which an authorization code lives.
    pub code_lifetime_seconds: i64,
    /// Whether the client's grants outlive the sign-out of the session they were born in.
    pub keep_grants_at_logout: bool,
    /// Whether its users need a recent proof to change what leads to their account.
    pub require_recent_proof: bool,
    /// How its ID tokens are signed.
    pub id_token_signing_algorithm: &'static str,
    /// How its access tokens are signed.
    pub access_token_signing_algorithm: &'static str,
}

/// Our own settings of a pool.
pub(in crate::web::aws) fn pool(pool: &Pool) -> OwnPoolSettings {
    OwnPoolSettings {
        user_pool_id: pool.id.to_string(),
        session_idle_seconds: pool.settings.sessions.idle_secs,
        session_absolute_seconds: pool.settings.sessions.absolute_secs,
        federated_mfa: pool.settings.federated_mfa(),
        signing_key_rotation_days: pool.settings.signing_key_rotation_days,
        related_origins: pool.settings.passkeys.related_origins.iter().cloned().collect(),
        sms_allowed_prefixes: pool
            .settings
            .sms
            .allowed_prefixes
            .iter()
            .map(|prefix| prefix.as_str().to_owned())
            .collect(),
    }
}

/// Our own settings of a client.
pub(in crate::web::aws) fn client(client: &Client) -> OwnClientSettings {
    OwnClientSettings {
        user_pool_id: client.pool.to_string(),
        client_id: client.id.to_string(),
        require_pkce: client.requires_pkce(),
        code_lifetime_seconds: client.settings.code_secs(),
        keep_grants_at_logout: client.settings.keeps_grants_at_logout,
        require_recent_proof: client.settings.requires_recent_proof,
        id_token_signing_algorithm: client.settings.id_token_algorithm.name(),
        access_token_signing_algorithm: client.settings.access_token_algorithm.name(),
    }
}
