//! Identity providers as admins configure them, and who is linked to an account at one, at the API.

mod configured;
mod doctor;
mod leaving;
mod links;
mod read_only;
mod refused;
mod settings;
mod shown;
mod unlinked;

use serde_json::{Value, json};

use vestibule::domain::provider::{Identity, SUBJECT, identities_attribute};
use vestibule::domain::random::uuid_v4;
use vestibule::domain::user::{SecondFactors, User, UserId, UserStatus};
use vestibule::flows::manage::providers;
use vestibule::storage::{Tx, UserWrite};

use crate::support::desk::Desk;

/// The secret of every provider that a test configures.
const SECRET: &str = "a secret that nobody is ever shown";

/// A request that configures an OpenID provider of this name.
fn oidc(name: &str) -> Value {
    json!({
        "ProviderName": name,
        "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "vestibule",
            "client_secret": SECRET,
            "oidc_issuer": "https://idp.example.test",
            "authorize_scopes": "openid email",
            "attributes_request_method": "GET",
        },
        "AttributeMapping": { "email": "email", "name": "name", "nickname": "employee" },
    })
}

/// A request that configures Google.
fn google() -> Value {
    json!({
        "ProviderName": "Google",
        "ProviderType": "Google",
        "ProviderDetails": { "client_id": "app", "client_secret": SECRET, "authorize_scopes": "email" },
        "AttributeMapping": { "email": "email" },
    })
}

/// Configures providers.
async fn configure(desk: &Desk, requests: &[Value]) {
    for request in requests {
        desk.admin("CreateIdentityProvider", request.clone()).await;
    }
}

/// A request that links an account at a provider to a user of the pool's own.
fn linking(username: &str, provider: &str, attribute: &str, value: &str) -> Value {
    json!({
        "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": username },
        "SourceUser": {
            "ProviderName": provider,
            "ProviderAttributeName": attribute,
            "ProviderAttributeValue": value,
        },
    })
}

/// A request about an account at a provider.
fn account(provider: &str, attribute: &str, value: &str) -> Value {
    json!({ "User": {
        "ProviderName": provider,
        "ProviderAttributeName": attribute,
        "ProviderAttributeValue": value,
    } })
}

/// The value of an attribute of a user, as an admin sees it.
async fn attribute(desk: &Desk, username: &str, name: &str) -> Option<String> {
    let user = desk.admin("AdminGetUser", json!({ "Username": username })).await;
    let attributes = user["UserAttributes"].as_array().unwrap().iter();
    let mut found = attributes.filter(|attribute| attribute["Name"] == name);
    found.next().map(|attribute| attribute["Value"].as_str().unwrap().to_owned())
}

/// What a user is linked to: provider and id there.
async fn links(desk: &Desk, username: &str) -> Vec<(String, String)> {
    let Some(text) = attribute(desk, username, "identities").await else { return Vec::new() };
    let list: Value = serde_json::from_str(&text).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|one| (text(&one["providerName"]), text(&one["userId"]))).collect()
}

/// Somebody who came from a provider, as the first sign-in leaves them.
async fn newcomer(desk: &Desk, provider: &str, subject: &str) -> String {
    let deps = desk.app.deps();
    let pool = &desk.app.pool;
    let provider = providers::describe(&deps, &pool.id, provider).await.unwrap().unwrap();
    let id = UserId(uuid_v4(deps.random.as_ref()));
    let identity = Identity {
        pool: pool.id.clone(),
        provider: provider.id,
        attribute: SUBJECT.to_owned(),
        subject: subject.to_owned(),
        user: id,
        is_primary: true,
        created_at: deps.now(),
    };
    let username = format!("{}_{subject}", provider.name);
    let email = format!("{subject}@example.test");
    let attributes =
        [("email".to_owned(), email), ("identities".to_owned(), identities_attribute([(&identity, &provider)]))];
    let user = User {
        id,
        pool: pool.id.clone(),
        username: username.clone(),
        status: UserStatus::ExternalProvider,
        enabled: true,
        attributes: attributes.into(),
        password: None,
        temporary_until: None,
        signed_out_at: None,
        second_factors: SecondFactors::default(),
        epoch: 0,
        version: 1,
        created_at: deps.now(),
        updated_at: deps.now(),
    };
    let add = async |tx: &Tx| -> Result<(), vestibule::flows::Error> {
        assert_eq!(tx.users().add(&user, &pool.settings).await?, UserWrite::Done);
        assert!(tx.identities().add(&identity).await?);
        Ok(())
    };
    deps.storage.unit(add).await.unwrap();
    username
}
