//! An admin links an account at a provider to a user: by its exact id, to one user only (cases 168 and 169).

use serde_json::json;

use super::{attribute, configure, google, linking, links, newcomer, oidc};
use crate::support::desk::{Desk, refused};

const SUBJECT: &str = "Cognito_Subject";

async fn opened() -> Desk {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    for name in ["ada", "grace"] {
        desk.app.person(name).await;
    }
    desk
}

fn pair(provider: &str, subject: &str) -> (String, String) {
    (provider.to_owned(), subject.to_owned())
}

#[actix_web::test]
async fn an_account_is_linked_to_one_user() {
    let desk = opened().await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "1234")).await;
    assert_eq!(links(&desk, "ada").await, [pair("Google", "1234")]);
    let shown: serde_json::Value = serde_json::from_str(&attribute(&desk, "ada", "identities").await.unwrap()).unwrap();
    let expected = json!({
        "userId": "1234",
        "providerName": "Google",
        "providerType": "Google",
        "issuer": null,
        "primary": "false",
        "dateCreated": shown[0]["dateCreated"],
    });
    assert_eq!(shown, json!([expected]));
    let before = desk.app.state_but(&["attempts"]).await;
    for name in ["ada", "grace"] {
        let again = desk.try_admin("AdminLinkProviderForUser", linking(name, "Google", SUBJECT, "1234")).await;
        let said = ("InvalidParameter".to_owned(), "SourceUser is already linked to DestinationUser".to_owned());
        assert_eq!(refused(&again), said);
    }
    assert_eq!(desk.app.state_but(&["attempts"]).await, before);
}

/// Case 169: the same id at two providers, and ids that only look the same, are different accounts.
#[actix_web::test]
async fn ids_are_exact_and_of_their_provider() {
    let desk = opened().await;
    let accounts = [("Google", "1"), ("Corp", "1"), ("Corp", "01"), ("Corp", "\u{ff11}"), ("Corp", "1 ")];
    for (at, (provider, subject)) in accounts.iter().enumerate() {
        let name = if at % 2 == 0 { "ada" } else { "grace" };
        desk.admin("AdminLinkProviderForUser", linking(name, provider, SUBJECT, subject)).await;
    }
    assert_eq!((links(&desk, "ada").await.len(), links(&desk, "grace").await.len()), (3, 2));
    for name in ["CORP", "corp"] {
        let answer = desk.try_admin("AdminLinkProviderForUser", linking("ada", name, SUBJECT, "2")).await;
        assert_eq!(refused(&answer).0, "ResourceNotFound", "providers have exact names too");
    }
}

/// Case 168.
#[actix_web::test]
async fn what_cannot_be_linked() {
    let desk = opened().await;
    let elsewhere = desk.app.add_pool("Elsewhere").await;
    desk.app.person_in(&elsewhere, "eve").await;
    let federated = newcomer(&desk, "Google", "777").await;
    let before = desk.app.state_but(&["attempts"]).await;
    let mut of_provider = linking("777", "Corp", SUBJECT, "1");
    of_provider["DestinationUser"]["ProviderName"] = json!("Google");
    let mut nobody = linking("", "Corp", SUBJECT, "1");
    nobody["DestinationUser"] = json!({});
    let mut half = linking("ada", "Corp", SUBJECT, "1");
    half["SourceUser"].as_object_mut().unwrap().remove("ProviderAttributeName");
    for (exception, said, request) in [
        ("UserNotFound", "User does not exist.", linking("eve", "Corp", SUBJECT, "1")),
        ("ResourceNotFound", "Identity provider Nowhere", linking("ada", "Nowhere", SUBJECT, "1")),
        ("InvalidParameter", "Invalid DestinationUser", linking(&federated, "Corp", SUBJECT, "1")),
        ("InvalidParameter", "Invalid DestinationUser", of_provider),
        ("InvalidParameter", "Invalid DestinationUser", nobody),
        ("InvalidParameter", "Cognito users with a username/password", linking("ada", "Cognito", SUBJECT, "grace")),
        ("InvalidParameter", "Cognito users with a username/password", linking("ada", "Cognito", SUBJECT, "ada")),
        ("InvalidParameter", "Merging is not currently supported", linking("ada", "Google", SUBJECT, "777")),
        ("InvalidParameter", "and email is neither", linking("ada", "Google", "email", "a@example.test")),
        ("InvalidParameter", "and unmapped is neither", linking("ada", "Corp", "unmapped", "1")),
        ("InvalidParameter", "Invalid SourceUser", linking("ada", "Corp", SUBJECT, "")),
        ("InvalidParameter", "Invalid SourceUser", linking("ada", "Corp", SUBJECT, &"a".repeat(1025))),
        ("InvalidParameter", "Invalid SourceUser", half),
    ] {
        let (found, message) = refused(&desk.try_admin("AdminLinkProviderForUser", request.clone()).await);
        assert_eq!(found, exception, "{request}: {message}");
        assert!(message.contains(said), "{request}: {message}");
    }
    assert_eq!(desk.app.state_but(&["attempts"]).await, before);
    // Whoever came with it goes first.
    desk.admin("AdminDeleteUser", json!({ "Username": federated })).await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "777")).await;
}

#[actix_web::test]
async fn a_user_has_five_links_and_a_provider_five_claims() {
    let desk = opened().await;
    for subject in 1..=5 {
        desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, &subject.to_string())).await;
    }
    let sixth = desk.try_admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "6")).await;
    assert_eq!(refused(&sixth).0, "InvalidParameter");
    desk.admin("AdminLinkProviderForUser", linking("grace", "Google", SUBJECT, "6")).await;

    let mapping =
        json!({ "name": "c1", "nickname": "c2", "picture": "c3", "locale": "c4", "website": "c5", "profile": "c6" });
    desk.admin("UpdateIdentityProvider", json!({ "ProviderName": "Corp", "AttributeMapping": mapping })).await;
    for (at, claim) in ["c1", "c2", "c3", "c4", "c5"].iter().enumerate() {
        let name = format!("user{at}");
        desk.app.person(&name).await;
        desk.admin("AdminLinkProviderForUser", linking(&name, "Corp", claim, "v")).await;
    }
    desk.app.person("last").await;
    let sixth = desk.try_admin("AdminLinkProviderForUser", linking("last", "Corp", "c6", "v")).await;
    assert!(refused(&sixth).1.contains("at most 5 different attribute names"));
    desk.admin("AdminLinkProviderForUser", linking("last", "Corp", "c1", "w")).await;
}
