//! What is configured is what is shown, without what is secret of it.

use serde_json::{Value, json};

use super::{SECRET, configure, google, oidc};
use crate::support::desk::{Desk, refused};

fn provider(answer: &Value) -> &Value {
    &answer["IdentityProvider"]
}

#[actix_web::test]
async fn a_provider_is_read_back_without_its_secret() {
    let desk = Desk::open(|_| {}).await;
    let mut request = oidc("Corp");
    request["IdpIdentifiers"] = json!(["example.test", "Corp people"]);
    let made = desk.admin("CreateIdentityProvider", request).await;
    let shown = provider(&made);
    assert_eq!(shown["UserPoolId"], desk.app.pool.id.as_str());
    assert_eq!((&shown["ProviderName"], &shown["ProviderType"]), (&json!("Corp"), &json!("OIDC")));
    let details = json!({
        "client_id": "vestibule",
        "oidc_issuer": "https://idp.example.test",
        "authorize_scopes": "openid email",
        "attributes_request_method": "GET",
        "attributes_url_add_attributes": "false",
    });
    assert_eq!(shown["ProviderDetails"], details);
    let mapping = json!({ "email": "email", "name": "name", "nickname": "employee", "username": "sub" });
    assert_eq!(shown["AttributeMapping"], mapping);
    assert_eq!(shown["IdpIdentifiers"], json!(["example.test", "Corp people"]));
    assert!(shown["CreationDate"].is_number() && shown["LastModifiedDate"].is_number());

    let named = json!({ "ProviderName": "Corp" });
    assert_eq!(&desk.admin("DescribeIdentityProvider", named).await, &made);
    for identifier in ["example.test", "EXAMPLE.test", "corp people"] {
        let found = desk.admin("GetIdentityProviderByIdentifier", json!({ "IdpIdentifier": identifier })).await;
        assert_eq!(found, made);
    }
    assert!(!desk.app.dump(&["providers", "events"]).await.contains(SECRET));
}

/// What a program is shown it can send back: what goes without saying is not kept as if somebody had decided it.
#[actix_web::test]
async fn what_is_shown_can_be_sent_back() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[google()]).await;
    let before = desk.admin("DescribeIdentityProvider", json!({ "ProviderName": "Google" })).await;
    let details = provider(&before)["ProviderDetails"].clone();
    assert_eq!(details["oidc_issuer"], "https://accounts.google.com");
    assert_eq!(details["token_request_method"], "POST");
    let update = json!({
        "ProviderName": "Google",
        "ProviderDetails": details,
        "AttributeMapping": provider(&before)["AttributeMapping"],
    });
    let after = desk.admin("UpdateIdentityProvider", update).await;
    assert_eq!(provider(&after)["ProviderDetails"], details);
    let kept = vestibule::flows::manage::providers::describe(&desk.app.deps(), &desk.app.pool.id, "Google").await;
    let kept = kept.unwrap().unwrap();
    assert_eq!(kept.details.keys().collect::<Vec<_>>(), ["authorize_scopes", "client_id"]);
    assert!(kept.secret("client_secret").is_some(), "who changes something else need not know it");
}

#[actix_web::test]
async fn an_update_replaces_what_it_names() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp")]).await;
    let update = json!({ "ProviderName": "Corp", "AttributeMapping": { "email": "mail" } });
    let after = desk.admin("UpdateIdentityProvider", update).await;
    assert_eq!(provider(&after)["AttributeMapping"], json!({ "email": "mail", "username": "sub" }));
    assert_eq!(provider(&after)["ProviderDetails"]["client_id"], "vestibule", "what is not named stays");
    let details = json!({ "client_id": "another", "oidc_issuer": "https://idp.example.test" });
    let update = json!({ "ProviderName": "Corp", "ProviderDetails": details });
    let after = desk.admin("UpdateIdentityProvider", update).await;
    assert_eq!(provider(&after)["ProviderDetails"].get("authorize_scopes"), None);
}

#[actix_web::test]
async fn providers_are_listed_by_name_a_page_at_a_time() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Zeta"), google(), oidc("Alpha")]).await;
    let first = desk.admin("ListIdentityProviders", json!({ "MaxResults": 2 })).await;
    let names = |page: &Value| {
        let listed = page["Providers"].as_array().unwrap().iter();
        listed.map(|one| one["ProviderName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&first), ["Alpha", "Google"]);
    assert_eq!(first["Providers"][1]["ProviderType"], "Google");
    let more = json!({ "MaxResults": 2, "NextToken": first["NextToken"] });
    let second = desk.admin("ListIdentityProviders", more).await;
    assert_eq!((names(&second), second.get("NextToken")), (vec!["Zeta".to_owned()], None));
    assert_eq!(names(&desk.admin("ListIdentityProviders", json!({ "MaxResults": 0 })).await).len(), 3);
}

/// A client lists providers that there are, and nothing else.
#[actix_web::test]
async fn clients_list_providers_that_there_are() {
    let desk = Desk::open(|_| {}).await;
    let listing = json!({ "ClientName": "App", "SupportedIdentityProviders": ["COGNITO", "Corp"] });
    let (exception, message) = refused(&desk.try_admin("CreateUserPoolClient", listing.clone()).await);
    assert_eq!(exception, "InvalidParameter");
    assert_eq!(message, format!("The provider Corp does not exist for User Pool {}.", desk.app.pool.id));
    configure(&desk, &[oidc("Corp")]).await;
    let made = desk.admin("CreateUserPoolClient", listing).await;
    let client = made["UserPoolClient"].clone();
    assert_eq!(client["SupportedIdentityProviders"], json!(["COGNITO", "Corp"]));
    let update = json!({
        "ClientId": client["ClientId"],
        "SupportedIdentityProviders": ["COGNITO", "corp"],
    });
    assert_eq!(
        refused(&desk.try_admin("UpdateUserPoolClient", update).await).0,
        "InvalidParameter",
        "by its exact name"
    );
}
