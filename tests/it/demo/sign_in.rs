//! What the app does when all goes well.

use super::visitor::{ORIGIN, Visitor};

#[actix_web::test]
async fn a_sign_in_shows_what_was_verified_and_what_was_only_decoded() {
    let mut visitor = Visitor::new();
    visitor.is_signed_out().await;
    let asked = visitor.begin().await;
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["redirect_uri"], format!("{ORIGIN}/demo/callback"));
    assert_eq!(asked["scope"], "openid email profile");
    let before = visitor.cookie().map(str::to_owned);
    let callback = visitor.answer_to(&asked);
    visitor.get(&callback).await;
    assert_ne!(visitor.cookie().map(str::to_owned), before, "a key from before the sign-in is worth nothing after it");
    let page = visitor.get("/demo").await.body;
    for part in
        ["Ada Lovelace", "ada@example.com", "custom:team", "access-1", "Only decoded here", "2027-01-15 09:00:00 UTC"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("refresh-1"), "the refresh token is kept from the page");
    let script = visitor.provider.script.lock().unwrap();
    assert!(script.token_requests[0].contains("code_verifier=") && script.token_requests[0].contains("code=the-code"));
    assert_eq!((script.user_infos, script.discoveries), (1, 1));
}

#[actix_web::test]
async fn signing_up_asks_the_same_of_the_page_for_new_accounts() {
    let mut visitor = Visitor::new();
    let answer = visitor.get("/demo/login?screen=signup").await;
    let issuer = visitor.provider.issuer.clone();
    assert!(answer.location.starts_with(&format!("{issuer}/signup?")), "{}", answer.location);
    assert!(answer.location.contains("code_challenge="));
}

#[actix_web::test]
async fn refreshing_replaces_the_tokens_and_signing_out_forgets_them() {
    let mut visitor = Visitor::new();
    visitor.sign_in().await;
    // A refreshed ID token usually has no nonce (OpenID Connect Core §12.2).
    visitor.provider.bend(|bend| bend.id_token = serde_json::json!({ "nonce": null }).as_object().unwrap().clone());
    let answer = visitor.press("/demo/refresh").await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/demo"));
    let page = visitor.get("/demo").await.body;
    assert!(page.contains("access-2") && !page.contains("access-1") && page.contains("were refreshed"), "{page}");
    assert!(visitor.provider.script.lock().unwrap().token_requests[1].contains("refresh_token=refresh-1"));

    let answer = visitor.press("/demo/logout").await;
    let issuer = visitor.provider.issuer.clone();
    let back = "http%3A%2F%2Flocalhost%3A8080%2Fdemo";
    assert_eq!(answer.location, format!("{issuer}/logout?client_id=demo-client&logout_uri={back}"));
    assert_eq!(visitor.cookie(), None);
    visitor.is_signed_out().await;
}

#[actix_web::test]
async fn two_tabs_end_each_at_its_own_answer() {
    let mut visitor = Visitor::new();
    let first = visitor.begin().await;
    let second = visitor.begin().await;
    assert_ne!((&first["state"], &first["nonce"]), (&second["state"], &second["nonce"]));
    let answer = visitor.answer_to(&second);
    visitor.get(&answer).await;
    visitor.provider.script.lock().unwrap().nonce.clone_from(&first["nonce"]);
    let answer = visitor.answer_to(&first);
    visitor.get(&answer).await;
    assert!(visitor.get("/demo").await.body.contains("access-2"));
}

#[actix_web::test]
async fn the_description_is_kept_for_a_minute() {
    let mut visitor = Visitor::new();
    visitor.begin().await;
    visitor.clock.advance_secs(59);
    visitor.begin().await;
    assert_eq!(visitor.provider.script.lock().unwrap().discoveries, 1);
    visitor.clock.advance_secs(1);
    visitor.begin().await;
    assert_eq!(visitor.provider.script.lock().unwrap().discoveries, 2);
}
