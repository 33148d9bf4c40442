//! `/.well-known/webauthn`: which pages of other domains may use the passkeys of a domain.

use serde_json::{Value, json};

use super::desk;
use crate::support::desk::{Desk, done};

async fn related(desk: &Desk, origins: &[&str]) {
    done(&desk.try_own_admin("UpdateUserPoolSettings", json!({ "RelatedOrigins": origins })).await);
}

async fn file(desk: &Desk) -> Option<Value> {
    let answer = desk.app.browser().get("/.well-known/webauthn").await;
    if answer.code() == 404 {
        return None;
    }
    assert_eq!((answer.code(), answer.header("content-type")), (200, "application/json"), "{answer:?}");
    assert!(answer.headers.get("set-cookie").is_none());
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    Some(answer.json())
}

#[actix_web::test]
async fn the_domain_of_passkeys_says_which_pages_may_use_them() {
    let desk = desk().await;
    assert_eq!(file(&desk).await, None);
    related(&desk, &["https://app.example.net", "https://app.example.org"]).await;
    let listed = json!({"origins": ["https://app.example.net", "https://app.example.org"]});
    assert_eq!(file(&desk).await, Some(listed));
    // A domain has one file; what each pool takes is its own.
    let other = desk.app.add_pool("Others").await;
    let own = json!({"UserPoolId": other.id.as_str(), "RelatedOrigins": ["https://shop.example.com"]});
    done(&desk.try_own_admin("UpdateUserPoolSettings", own).await);
    let file_now = file(&desk).await.unwrap();
    assert_eq!(file_now["origins"].as_array().unwrap().len(), 3, "{file_now}");
    // Another domain's passkeys are not this one's to give away.
    desk.admin("SetUserPoolMfaConfig", json!({"WebAuthnConfiguration": {"RelyingPartyId": "example.test"}})).await;
    assert_eq!(file(&desk).await, Some(json!({"origins": ["https://shop.example.com"]})));
    related(&desk, &[]).await;
    let below = desk.app.browser().get(&format!("/{}/.well-known/webauthn", desk.app.pool.id)).await;
    assert_eq!(below.code(), 404, "browsers ask the domain");
}
