//! What a pool asks of passkeys: whose they are, whether their holder is verified, which pages may use them.

use serde_json::{Value, json};

use super::{ada_with, ask, begin, desk, options, sign_in, try_finish, try_sign_in};
use crate::support::authenticator::Authenticator;
use crate::support::desk::{Desk, done, refused};

async fn set(desk: &Desk, configuration: Value) {
    desk.admin("SetUserPoolMfaConfig", json!({ "WebAuthnConfiguration": configuration })).await;
}

async fn related(desk: &Desk, origins: &[&str]) {
    done(&desk.try_own_admin("UpdateUserPoolSettings", json!({ "RelatedOrigins": origins })).await);
}

#[actix_web::test]
async fn what_is_asked_of_passkeys_is_written_and_read() {
    let desk = Desk::open(|_| {}).await;
    let shown = async || desk.admin("GetUserPoolMfaConfig", json!({})).await["WebAuthnConfiguration"].clone();
    assert!(shown().await.is_null());
    super::allow(&desk, &["PASSWORD", "WEB_AUTHN"]).await;
    let usual = json!({"UserVerification": "preferred", "FactorConfiguration": "SINGLE_FACTOR"});
    assert_eq!(shown().await, usual);
    let whole = json!({
        "RelyingPartyId": "example.test", "UserVerification": "required",
        "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    });
    set(&desk, whole.clone()).await;
    assert_eq!(shown().await, whole);
    set(&desk, json!({"UserVerification": "preferred"})).await;
    let still = json!({
        "RelyingPartyId": "example.test", "UserVerification": "preferred",
        "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    });
    assert_eq!(shown().await, still, "what is not said stays");
    for wrong in ["test", "https://example.test", "192.0.2.1", "Example.test"] {
        let input = json!({ "WebAuthnConfiguration": {"RelyingPartyId": wrong} });
        let (name, message) = refused(&desk.try_admin("SetUserPoolMfaConfig", input).await);
        assert!(name == "InvalidParameter" && message.contains("RelyingPartyId"), "{wrong}: {message}");
    }
    for wrong in ["http://app.example.test", "https://app.example.test/", "app.example.test", "*"] {
        let input = json!({ "RelatedOrigins": [wrong] });
        let (name, message) = refused(&desk.try_own_admin("UpdateUserPoolSettings", input).await);
        assert!(name == "InvalidParameter" && message.contains("RelatedOrigins"), "{wrong}: {message}");
    }
    related(&desk, &["https://b.example.test", "https://a.example.test"]).await;
    let own = done(&desk.try_own_admin("DescribeUserPoolSettings", json!({})).await);
    assert_eq!(own["RelatedOrigins"], json!(["https://a.example.test", "https://b.example.test"]));
    assert_eq!(shown().await, still);
}

/// Lesson L9: the domain of passkeys is a setting of its own; pages elsewhere are let in one by one.
#[actix_web::test]
async fn passkeys_belong_to_a_domain_and_are_used_at_listed_pages() {
    let desk = desk().await;
    set(&desk, json!({"RelyingPartyId": "example.test"})).await;
    let token = desk.access_token("ada").await;
    let created = begin(&desk, &token).await;
    assert_eq!(created["rp"]["id"], "example.test");
    let mut key = Authenticator::new();
    key.origin = "https://app.example.test".to_owned();
    let unlisted = try_finish(&desk, &token, key.create(&created)).await;
    assert_eq!(refused(&unlisted).0, "WebAuthnOriginNotAllowed", "below the domain is not enough");
    related(&desk, &["https://app.example.test"]).await;
    let credential = key.create(&begin(&desk, &token).await);
    done(&try_finish(&desk, &token, credential).await);
    assert_eq!(options(&ask(&desk, "ada").await)["rpId"], "example.test");
    sign_in(&desk, "ada", &mut key).await;
    key.origin = "https://id.example.test".to_owned();
    sign_in(&desk, "ada", &mut key).await;
    related(&desk, &[]).await;
    key.origin = "https://app.example.test".to_owned();
    try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
    key.origin = "https://id.example.test".to_owned();
    sign_in(&desk, "ada", &mut key).await;

    // Moved away and back: what was registered works for its own domain only, and is not lost.
    set(&desk, json!({"RelyingPartyId": "other.test"})).await;
    key.relying_party = Some("example.test".to_owned());
    let findings = vestibule::flows::doctor::examine(&desk.app.deps()).await.unwrap();
    assert!(findings.iter().any(|finding| finding.check == "stranded_passkeys"), "{findings:?}");
    try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
    set(&desk, json!({"RelyingPartyId": "example.test"})).await;
    sign_in(&desk, "ada", &mut key).await;
}

#[actix_web::test]
async fn a_holder_is_verified_where_the_pool_says_so() {
    let desk = desk().await;
    let mut weak = Authenticator::new();
    weak.verifies = false;
    super::add(&desk, "ada", &mut weak).await;
    let mut strong = ada_with(&desk).await;
    sign_in(&desk, "ada", &mut weak).await;
    let before = ask(&desk, "ada").await;
    for stricter in [
        json!({"UserVerification": "required"}),
        json!({"UserVerification": "preferred", "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}),
    ] {
        set(&desk, stricter).await;
        assert_eq!(options(&ask(&desk, "ada").await)["userVerification"], "required");
        try_sign_in(&desk, "ada", &mut weak).await.assert_wrong_password();
        let token = desk.access_token("ada").await;
        let mut newer = Authenticator::new();
        newer.verifies = false;
        let credential = newer.create(&begin(&desk, &token).await);
        let unverified = refused(&try_finish(&desk, &token, credential).await);
        assert_eq!(unverified.1, "The user pool requires user verification.");
        sign_in(&desk, "ada", &mut strong).await;
    }
    let credential = weak.get(&options(&before));
    super::respond(&desk, &before, "ada", &credential).await.assert_wrong_password();
    set(&desk, json!({"UserVerification": "preferred", "FactorConfiguration": "SINGLE_FACTOR"})).await;
    sign_in(&desk, "ada", &mut weak).await;
}
