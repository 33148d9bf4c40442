//! The hosted pages, where browsers are known again.

use serde_json::json;

use super::{ELSEWHERE, HOME, always, desk, newest};
use crate::support::PASSWORD;
use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;

async fn sign_in(desk: &Desk, browser: &mut Browser, address: &str) -> Page {
    desk.app.advance_secs(1);
    *browser = browser.clone().through(&desk.app.node().seen_from(address));
    browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await
}

/// The seed's example: "known frequent flyers go through the fast lane, first-time travelers get the full screening."
#[actix_web::test]
async fn a_trusted_device_at_a_usual_place_is_not_asked_and_a_new_one_is() {
    let desk = desk("AUDIT", &always("MFA_REQUIRED")).await;
    let mut own = desk.app.browser();
    assert!(sign_in(&desk, &mut own, HOME).await.has_left());
    assert_eq!(newest(&desk).await, ("low".to_owned(), vec!["new_device".to_owned()]), "it is known from now on");
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "ENFORCED" } })).await;

    assert!(sign_in(&desk, &mut own, HOME).await.has_left());
    assert_eq!(newest(&desk).await, ("none".to_owned(), vec!["known_device".to_owned()]));
    let mut strange = desk.app.browser();
    let page = sign_in(&desk, &mut strange, HOME).await;
    assert!(!page.has_left() && strange.session().is_none(), "asked for what she does not have");
    assert!(sign_in(&desk, &mut own, ELSEWHERE).await.has_left(), "a phone on the road");
    let page = sign_in(&desk, &mut strange, "192.0.2.9").await;
    assert!(!page.has_left() && strange.session().is_none());
}

#[actix_web::test]
async fn a_page_says_that_a_sign_in_is_too_risky_and_not_why() {
    let desk = desk("ENFORCED", &always("BLOCK")).await;
    let mut browser = desk.app.browser();
    let page = sign_in(&desk, &mut browser, ELSEWHERE).await;
    assert!(page.url.path().ends_with("/login") && browser.session().is_none(), "{page:?}");
    let body = &page.shown().body;
    assert!(body.contains("This sign-in was stopped for your safety."), "{body}");
    assert!(!body.contains("network") && !body.contains(ELSEWHERE), "{body}");
}
