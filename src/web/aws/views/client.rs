//! Clients. What the admin did not set is left out: tools would read a default as a change (`cognito.md` §13 trap 13).

use std::collections::BTreeSet;

use crate::domain::client::{AuthFlow, Client, ClientSettings, OAuthFlow, RefreshRotation, TokenUnit, TokenUnits};
use crate::domain::secret::ExposeSecret;
use crate::protocol::aws::shapes::client::{UserPoolClientDescription, UserPoolClientType};
use crate::protocol::aws::shapes::client_settings::{RefreshTokenRotationType, TokenValidityUnitsType};

/// A client; its secret only where the caller may see it.
pub(in crate::web::aws) fn client(client: &Client, with_secret: bool) -> UserPoolClientType {
    let settings = &client.settings;
    let secret = client.secret.as_ref().filter(|_| with_secret);
    UserPoolClientType {
        user_pool_id: client.pool.to_string(),
        client_name: client.name.clone(),
        client_id: client.id.to_string(),
        client_secret: secret.map(|secret| secret.expose_secret().to_owned()),
        last_modified_date: client.updated_at.into(),
        creation_date: client.created_at.into(),
        refresh_token_validity: settings.lifetimes.refresh_in_its_unit(),
        access_token_validity: settings.lifetimes.access,
        id_token_validity: settings.lifetimes.id,
        token_validity_units: settings.lifetimes.units.map(units),
        read_attributes: names(settings.read_attributes.as_ref()),
        write_attributes: names(settings.write_attributes.as_ref()),
        explicit_auth_flows: auth_flows(settings),
        supported_identity_providers: names(settings.identity_providers.as_ref()),
        callback_urls: settings.callback_urls.clone(),
        logout_urls: settings.logout_urls.clone(),
        default_redirect_uri: settings.default_redirect_uri.clone(),
        allowed_oauth_flows: settings.oauth_flows.iter().copied().map(oauth_flow).collect(),
        allowed_oauth_scopes: settings.oauth_scopes.iter().cloned().collect(),
        allowed_oauth_flows_user_pool_client: settings.oauth_enabled,
        prevent_user_existence_errors: settings
            .hides_user_existence
            .map(|hides| if hides { "ENABLED" } else { "LEGACY" }),
        enable_token_revocation: settings.revokes_tokens(),
        enable_propagate_additional_user_context_data: settings.tells_addresses,
        auth_session_validity: settings.auth_session_secs() / 60,
        refresh_token_rotation: settings.rotation.map(rotation),
    }
}

/// A client in a list.
pub(in crate::web::aws) fn client_in_list(client: &Client) -> UserPoolClientDescription {
    UserPoolClientDescription {
        client_id: client.id.to_string(),
        user_pool_id: client.pool.to_string(),
        client_name: client.name.clone(),
    }
}

fn names(names: Option<&BTreeSet<String>>) -> Option<Vec<String>> {
    names.map(|names| names.iter().cloned().collect())
}

fn auth_flows(settings: &ClientSettings) -> Option<Vec<String>> {
    let word = |flow: &AuthFlow| match flow {
        AuthFlow::AllowUserPasswordAuth => "ALLOW_USER_PASSWORD_AUTH".to_owned(),
        AuthFlow::AllowAdminUserPasswordAuth => "ALLOW_ADMIN_USER_PASSWORD_AUTH".to_owned(),
        AuthFlow::AllowUserAuth => "ALLOW_USER_AUTH".to_owned(),
        AuthFlow::AllowRefreshTokenAuth => "ALLOW_REFRESH_TOKEN_AUTH".to_owned(),
    };
    settings.auth_flows.as_ref().map(|flows| flows.iter().map(word).collect())
}

fn oauth_flow(flow: OAuthFlow) -> String {
    match flow {
        OAuthFlow::Code => "code".to_owned(),
        OAuthFlow::ClientCredentials => "client_credentials".to_owned(),
    }
}

fn rotation(rotation: RefreshRotation) -> RefreshTokenRotationType {
    let feature = if rotation.enabled { "ENABLED" } else { "DISABLED" };
    RefreshTokenRotationType {
        feature: feature.to_owned(),
        retry_grace_period_seconds: rotation.enabled.then_some(rotation.grace_secs),
    }
}

fn units(units: TokenUnits) -> TokenValidityUnitsType {
    let word = |unit: TokenUnit| match unit {
        TokenUnit::Seconds => "seconds".to_owned(),
        TokenUnit::Minutes => "minutes".to_owned(),
        TokenUnit::Hours => "hours".to_owned(),
        TokenUnit::Days => "days".to_owned(),
    };
    TokenValidityUnitsType {
        access_token: units.access.map(word),
        id_token: units.id.map(word),
        refresh_token: units.refresh.map(word),
    }
}
