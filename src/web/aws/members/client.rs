//! The settings of a client. Members that are not there change nothing.

use std::collections::BTreeSet;

use crate::domain::client::{AuthFlow, ClientSettings, OAuthFlow, RefreshRotation, TokenLifetimes, TokenUnit};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::client_settings::{
    ClientSettingsMembers, RefreshTokenRotationType, TokenValidityUnitsType,
};

/// Changes `settings` as `given` says; nothing is changed where something is refused.
pub(in crate::web::aws) fn apply_client(
    given: ClientSettingsMembers,
    settings: &mut ClientSettings,
) -> Result<(), CognitoError> {
    let auth_flows = given.explicit_auth_flows.as_deref().map(auth_flows).transpose()?;
    let oauth_flows = given.allowed_oauth_flows.as_deref().map(oauth_flows).transpose()?;
    apply_lifetimes(&given, &mut settings.lifetimes);
    set(&mut settings.auth_flows, auth_flows.map(Some));
    set(&mut settings.oauth_flows, oauth_flows);
    set_names(&mut settings.read_attributes, given.read_attributes);
    set_names(&mut settings.write_attributes, given.write_attributes);
    set_names(&mut settings.identity_providers, given.supported_identity_providers);
    set(&mut settings.callback_urls, given.callback_urls);
    set(&mut settings.logout_urls, given.logout_urls);
    set(&mut settings.oauth_scopes, given.allowed_oauth_scopes.map(|scopes| scopes.into_iter().collect()));
    set(&mut settings.oauth_enabled, given.allowed_oauth_flows_user_pool_client);
    set(&mut settings.default_redirect_uri, given.default_redirect_uri.map(Some));
    set(&mut settings.hides_user_existence, given.prevent_user_existence_errors.map(|word| Some(word == "ENABLED")));
    set(&mut settings.token_revocation, given.enable_token_revocation.map(Some));
    set(&mut settings.tells_addresses, given.enable_propagate_additional_user_context_data);
    set(&mut settings.auth_session_minutes, given.auth_session_validity.map(Some));
    set(&mut settings.rotation, given.refresh_token_rotation.as_ref().map(|given| Some(rotation(given))));
    Ok(())
}

fn set<T>(place: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *place = given;
    }
}

fn set_names(place: &mut Option<BTreeSet<String>>, given: Option<Vec<String>>) {
    if let Some(given) = given {
        *place = Some(given.into_iter().collect());
    }
}

/// The ways of signing in. Names without `ALLOW_` are the old ones; with them a client may always refresh.
fn auth_flows(words: &[String]) -> Result<BTreeSet<AuthFlow>, CognitoError> {
    let is_old = |word: &String| !word.starts_with("ALLOW_");
    if words.iter().any(is_old) && !words.iter().all(is_old) {
        return Err(CognitoError::auth_flow_names_mixed());
    }
    let mut flows = BTreeSet::new();
    for word in words {
        flows.insert(match word.as_str() {
            "ALLOW_USER_PASSWORD_AUTH" | "USER_PASSWORD_AUTH" => AuthFlow::AllowUserPasswordAuth,
            "ALLOW_ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => AuthFlow::AllowAdminUserPasswordAuth,
            "ALLOW_USER_AUTH" => AuthFlow::AllowUserAuth,
            "ALLOW_REFRESH_TOKEN_AUTH" => AuthFlow::AllowRefreshTokenAuth,
            other => return Err(CognitoError::value_not_honoured("ExplicitAuthFlows", other)),
        });
        if is_old(word) {
            flows.insert(AuthFlow::AllowRefreshTokenAuth);
        }
    }
    Ok(flows)
}

fn oauth_flows(words: &[String]) -> Result<BTreeSet<OAuthFlow>, CognitoError> {
    let flow = |word: &String| match word.as_str() {
        "code" => Ok(OAuthFlow::Code),
        "client_credentials" => Ok(OAuthFlow::ClientCredentials),
        other => Err(CognitoError::value_not_honoured("AllowedOAuthFlows", other)),
    };
    words.iter().map(flow).collect()
}

fn apply_lifetimes(given: &ClientSettingsMembers, lifetimes: &mut TokenLifetimes) {
    lifetimes.refresh = given.refresh_token_validity.or(lifetimes.refresh);
    lifetimes.access = given.access_token_validity.or(lifetimes.access);
    lifetimes.id = given.id_token_validity.or(lifetimes.id);
    if let Some(TokenValidityUnitsType { access_token, id_token, refresh_token }) = &given.token_validity_units {
        let units = lifetimes.units.get_or_insert_default();
        units.access = access_token.as_deref().map(unit).or(units.access);
        units.id = id_token.as_deref().map(unit).or(units.id);
        units.refresh = refresh_token.as_deref().map(unit).or(units.refresh);
    }
}

/// The shape lets four words through.
fn unit(word: &str) -> TokenUnit {
    match word {
        "seconds" => TokenUnit::Seconds,
        "minutes" => TokenUnit::Minutes,
        "days" => TokenUnit::Days,
        _ => TokenUnit::Hours,
    }
}

fn rotation(given: &RefreshTokenRotationType) -> RefreshRotation {
    RefreshRotation {
        enabled: given.feature == "ENABLED",
        grace_secs: given.retry_grace_period_seconds.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{AuthFlow, ClientSettings, TokenUnit, apply_client};

    fn apply(given: Value, settings: &mut ClientSettings) -> Result<(), super::CognitoError> {
        apply_client(serde_json::from_value(given).unwrap(), settings)
    }

    #[test]
    fn what_is_not_said_stays() {
        let mut settings = ClientSettings::default();
        let first = json!({
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "CallbackURLs": ["https://app.example.com/back"],
            "AccessTokenValidity": 10,
            "TokenValidityUnits": {"AccessToken": "minutes"},
            "PreventUserExistenceErrors": "LEGACY",
            "ReadAttributes": ["email"],
        });
        apply(first, &mut settings).unwrap();
        let before = settings.clone();
        apply(json!({}), &mut settings).unwrap();
        assert_eq!(settings, before);
        assert_eq!(settings.hides_user_existence, Some(false));

        apply(json!({"TokenValidityUnits": {"IdToken": "days"}, "LogoutURLs": []}), &mut settings).unwrap();
        let units = settings.lifetimes.units.unwrap();
        assert_eq!((units.access, units.id), (Some(TokenUnit::Minutes), Some(TokenUnit::Days)));
        assert_eq!(settings.lifetimes.access, Some(10));
        assert_eq!(settings.callback_urls, ["https://app.example.com/back"]);
    }

    #[test]
    fn ways_that_do_not_exist_here_are_refused_by_name() {
        for word in ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"] {
            let mut settings = ClientSettings::default();
            let refused = apply(json!({"ExplicitAuthFlows": [word]}), &mut settings).unwrap_err();
            assert!(refused.message().contains(word), "{refused}");
            assert_eq!(settings, ClientSettings::default());
        }
        let refused = apply(json!({"AllowedOAuthFlows": ["implicit"]}), &mut ClientSettings::default()).unwrap_err();
        assert!(refused.message().contains("implicit"), "{refused}");
    }

    #[test]
    fn old_names_mean_the_new_ones_and_do_not_mix() {
        let mut settings = ClientSettings::default();
        apply(json!({"ExplicitAuthFlows": ["ADMIN_NO_SRP_AUTH"]}), &mut settings).unwrap();
        let flows = [AuthFlow::AllowAdminUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth];
        assert_eq!(settings.auth_flows, Some(flows.into()));
        let mixed = json!({"ExplicitAuthFlows": ["ADMIN_NO_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]});
        assert!(apply(mixed, &mut settings).is_err());
    }
}
