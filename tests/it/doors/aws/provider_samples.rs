//! Requests of the operations on identity providers, and on who is linked to an account at one.

use serde_json::{Value, json};

use super::world::{Side, World};
use super::{done, with};

/// What every provider of the samples was given to keep.
pub(super) const PROVIDER_SECRET: &str = "a secret of the tests";

/// A request of the operation `name`, if it is one of these.
pub(super) async fn about_providers(world: &World, name: &str, side: &Side) -> Option<Value> {
    let pool = json!({ "UserPoolId": side.pool_id() });
    let provider = with(pool.clone(), "ProviderName", world.fresh_name());
    let details = json!({
        "client_id": "vestibule",
        "client_secret": PROVIDER_SECRET,
        "oidc_issuer": "https://idp.example.test",
        "authorize_scopes": "openid email",
    });
    let domain = format!("{}.example.test", world.fresh_name());
    let described = with(with(provider.clone(), "ProviderType", "OIDC"), "ProviderDetails", details);
    let found = with(described.clone(), "IdpIdentifiers", json!([domain]));
    let admin = &world.admin;
    Some(match name {
        "CreateIdentityProvider" => described,
        "DescribeIdentityProvider"
        | "DescribeIdentityProviderSettings"
        | "UpdateIdentityProvider"
        | "DeleteIdentityProvider" => {
            done(&admin.call("CreateIdentityProvider", &described).await);
            provider
        }
        "GetIdentityProviderByIdentifier" => {
            done(&admin.call("CreateIdentityProvider", &found).await);
            with(pool, "IdpIdentifier", domain)
        }
        "ListIdentityProviders" => pool,
        "UpdateIdentityProviderSettings" => {
            done(&admin.call("CreateIdentityProvider", &described).await);
            with(provider, "EmailTrust", "TRUSTED")
        }
        "GetIdentityProviderTokens" => {
            done(&admin.call("CreateIdentityProvider", &described).await);
            with(provider, "Username", world.person(side).await.username)
        }
        "AdminLinkProviderForUser" => {
            done(&admin.call("CreateIdentityProvider", &described).await);
            linking(world, side, &provider["ProviderName"]).await
        }
        "AdminDisableProviderForUser" => {
            done(&admin.call("CreateIdentityProvider", &described).await);
            let input = linking(world, side, &provider["ProviderName"]).await;
            done(&admin.call("AdminLinkProviderForUser", &input).await);
            with(pool, "User", input["SourceUser"].clone())
        }
        _ => return None,
    })
}

/// Somebody is linked to their account at a provider.
async fn linking(world: &World, side: &Side, provider: &Value) -> Value {
    let account = |provider: &Value, value: String| {
        json!({
            "ProviderName": provider,
            "ProviderAttributeName": "Cognito_Subject",
            "ProviderAttributeValue": value,
        })
    };
    let destination = account(&json!("Cognito"), world.person(side).await.username);
    let input = with(json!({ "UserPoolId": side.pool_id() }), "DestinationUser", destination);
    with(input, "SourceUser", account(provider, world.fresh_name()))
}
