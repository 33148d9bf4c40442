//! What Cognito has no members for: trust, when attributes are written, tokens, and second factors of those who come.

use serde_json::json;

use super::{configure, google, oidc};
use crate::support::desk::{Desk, done, refused};
use crate::support::node::PUBLIC_URL;

#[actix_web::test]
async fn settings_of_a_provider_are_read_back() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    let corp = json!({ "ProviderName": "Corp" });
    let before = done(&desk.try_own_admin("DescribeIdentityProviderSettings", corp.clone()).await);
    let expected = json!({
        "UserPoolId": desk.app.pool.id.as_str(),
        "ProviderName": "Corp",
        "EmailTrust": "BY_TYPE",
        "IsEmailTrusted": false,
        "AttributeUpdates": { "email": "ALWAYS", "name": "ALWAYS", "nickname": "ALWAYS" },
        "KeepTokens": false,
        "DisplayName": "Corp",
        "OfferLink": false,
        "OwnCallback": false,
        "CallbackURL": format!("{PUBLIC_URL}/{}/oauth2/idpresponse", desk.app.pool.id),
    });
    assert_eq!(before, expected);
    let google =
        done(&desk.try_own_admin("DescribeIdentityProviderSettings", json!({ "ProviderName": "Google" })).await);
    assert_eq!((&google["IsEmailTrusted"], &google["OfferLink"]), (&json!(true), &json!(true)));

    for (member, value) in [
        ("EmailTrust", json!("MAYBE")),
        ("AttributeUpdates", json!({ "email": "NEVER" })),
        ("AttributeUpdates", json!({ "picture": "FIRST_SIGN_IN" })),
        ("KeepTokens", json!("yes")),
        ("OfferLink", json!("yes")),
        ("DisplayName", json!("a".repeat(65))),
        ("DisplayName", json!("Cor\u{202e}p")),
        ("OfferLink", json!(true)),
        ("OwnCallback", json!("yes")),
        ("CallbackURL", json!("https://elsewhere.example")),
        ("Surprise", json!(1)),
    ] {
        let mut input = corp.clone();
        input[member] = value;
        assert_eq!(desk.try_own_admin("UpdateIdentityProviderSettings", input).await.code(), 400, "{member}");
    }
    let mut change = corp.clone();
    change["EmailTrust"] = json!("TRUSTED");
    change["AttributeUpdates"] = json!({ "name": "FIRST_SIGN_IN" });
    let after = done(&desk.try_own_admin("UpdateIdentityProviderSettings", change).await);
    assert_eq!((&after["EmailTrust"], &after["IsEmailTrusted"]), (&json!("TRUSTED"), &json!(true)));
    assert_eq!(after["AttributeUpdates"]["name"], "FIRST_SIGN_IN");
    assert_eq!(after["OfferLink"], true, "by a word that counts");
    let brand = json!({ "ProviderName": "Google", "DisplayName": "Goggle" });
    assert_eq!(refused(&desk.try_own_admin("UpdateIdentityProviderSettings", brand).await).0, "InvalidParameter");
    for (said, shown) in [("Contoso AG", "Contoso AG"), ("", "Corp")] {
        let named = json!({ "ProviderName": "Corp", "DisplayName": said });
        let after = done(&desk.try_own_admin("UpdateIdentityProviderSettings", named).await);
        assert_eq!((&after["DisplayName"], &after["EmailTrust"]), (&json!(shown), &json!("TRUSTED")));
    }
    let offers = json!({ "ProviderName": "Google", "OfferLink": false });
    let after = done(&desk.try_own_admin("UpdateIdentityProviderSettings", offers).await);
    assert_eq!((&after["IsEmailTrusted"], &after["OfferLink"]), (&json!(true), &json!(false)));
    // What is not mapped any more is not written either.
    let mapping = json!({ "ProviderName": "Corp", "AttributeMapping": { "email": "email" } });
    desk.admin("UpdateIdentityProvider", mapping).await;
    let after = done(&desk.try_own_admin("DescribeIdentityProviderSettings", corp).await);
    assert_eq!(after["AttributeUpdates"], json!({ "email": "ALWAYS" }));
    assert_eq!(after["EmailTrust"], "TRUSTED", "what is not said stays");
}

/// RFC 9700 §4.4.2.2. What is typed into the provider's console is shown, and stays as long as the provider.
#[actix_web::test]
async fn a_provider_gets_an_address_of_its_own() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    let set = async |name: &str, own: bool| {
        let input = json!({ "ProviderName": name, "OwnCallback": own });
        done(&desk.try_own_admin("UpdateIdentityProviderSettings", input).await)
    };
    let shared = format!("{PUBLIC_URL}/{}/oauth2/idpresponse", desk.app.pool.id);
    let (corp, google) = (set("Corp", true).await, set("Google", true).await);
    let [corp_url, google_url] = [&corp, &google].map(|shown| shown["CallbackURL"].as_str().unwrap().to_owned());
    assert_eq!((&corp["OwnCallback"], &google["OwnCallback"]), (&json!(true), &json!(true)));
    assert!(corp_url.starts_with(&format!("{shared}/")) && google_url.starts_with(&format!("{shared}/")));
    assert_ne!(corp_url, google_url);
    desk.admin("UpdateIdentityProvider", json!({ "ProviderName": "Corp", "IdpIdentifiers": ["corp.test"] })).await;
    let shown = done(&desk.try_own_admin("DescribeIdentityProviderSettings", json!({ "ProviderName": "Corp" })).await);
    assert_eq!(shown["CallbackURL"], corp_url.as_str());
    let back = set("Corp", false).await;
    assert_eq!((&back["OwnCallback"], &back["CallbackURL"]), (&json!(false), &json!(shared)));
    assert_eq!(set("Corp", true).await["CallbackURL"], corp_url.as_str());
}

#[actix_web::test]
async fn second_factors_of_those_who_come_are_the_pools_choice() {
    let desk = Desk::open(|_| {}).await;
    let shown = done(&desk.try_own_admin("DescribeUserPoolSettings", json!({})).await);
    assert_eq!(shown["FederatedMfa"], "PROVIDER", "as on Cognito");
    assert_eq!(refused(&desk.own_settings(json!({ "FederatedMfa": "NOBODY" })).await).0, "InvalidParameter");
    assert_eq!(done(&desk.own_settings(json!({ "FederatedMfa": "POOL" })).await)["FederatedMfa"], "POOL");
    assert_eq!(done(&desk.own_settings(json!({ "SessionIdleSeconds": 600 })).await)["FederatedMfa"], "POOL");
    assert_eq!(done(&desk.own_settings(json!({ "FederatedMfa": "PROVIDER" })).await)["FederatedMfa"], "PROVIDER");
}

#[actix_web::test]
async fn nothing_is_kept_that_nobody_asked_for() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[google()]).await;
    desk.app.person("ada").await;
    let of = |name: &str, provider: &str| json!({ "Username": name, "ProviderName": provider });
    assert_eq!(done(&desk.try_own_admin("GetIdentityProviderTokens", of("ada", "Google")).await), json!({}));
    let nobody = desk.try_own_admin("GetIdentityProviderTokens", of("nobody", "Google")).await;
    assert_eq!(refused(&nobody).0, "UserNotFound");
    let nowhere = desk.try_own_admin("GetIdentityProviderTokens", of("ada", "Nowhere")).await;
    assert_eq!(refused(&nowhere).0, "ResourceNotFound");
}
