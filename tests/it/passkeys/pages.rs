//! A passkey at the sign-in page: whose it is, it says itself.

use serde_json::json;
use vestibule::domain::event::EventName;

use super::{ada_with, add, allow, desk, offered};
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;
use crate::support::tokens::claims;

async fn open_login(desk: &Desk, browser: &mut Browser) -> Page {
    browser.open(&format!("/{}/login?{}", desk.app.pool.id, desk.app.app_client().request().query())).await
}

/// What the script of the page posts.
async fn answer(browser: &mut Browser, page: &Page, key: &mut Authenticator) -> Page {
    let credential = key.get(&offered(page)).to_string();
    let form = page.form("/login/passkey").fill("credential", &credential);
    browser.submit(page, &form).await
}

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

#[track_caller]
fn assert_not_in(page: &Page, browser: &Browser, words: &str) {
    assert!(page.url.path().ends_with("/login") && says(page, words), "{page:?}");
    assert!(browser.session().is_none());
}

const REFUSED: &str = "That passkey does not open an account here.";
const OVER: &str = "That took a while, so we started over.";

#[actix_web::test]
async fn nobody_types_a_name_and_each_challenge_is_answered_once() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let mut browser = desk.app.browser();
    let writes = desk.app.statements().writes;
    let page = open_login(&desk, &mut browser).await;
    assert_eq!(desk.app.statements().writes, writes, "to look at the page writes nothing");
    assert!(says(&page, "autocomplete=\"username webauthn\"") && says(&page, "Sign in with a passkey"));
    assert!(page.shown().header("content-security-policy").contains("script-src 'self'; "));
    let options = offered(&page);
    assert_eq!((&options["rpId"], &options["allowCredentials"]), (&json!("id.example.test"), &json!([])));
    assert_ne!(offered(&open_login(&desk, &mut browser).await)["challenge"], options["challenge"]);

    let credential = key.get(&options).to_string();
    let form = page.form("/login/passkey").fill("credential", &credential);
    let mut copy = browser.clone().through(&desk.app.second_node().await);
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left() && browser.session().is_some(), "{done:?}");
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    let who = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!((&who["amr"], &who["cognito:username"]), (&json!(["pop"]), &json!("ada")));
    let replayed = copy.submit(&page, &form).await;
    assert_not_in(&replayed, &copy, OVER);
    assert_eq!(desk.app.events(EventName::SignedIn).await, 2, "with the password before");
}

/// Twenty answers to one page, over two nodes.
#[actix_web::test]
async fn many_answers_at_once_sign_in_once() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let mut browser = desk.app.browser();
    let page = open_login(&desk, &mut browser).await;
    let form = page.form("/login/passkey").fill("credential", &key.get(&offered(&page)).to_string());
    let other = desk.app.second_node().await;
    let tries = (0..20).map(|number| {
        let mut copy = if number % 2 == 0 { browser.clone() } else { browser.clone().through(&other) };
        let (page, form) = (&page, &form);
        async move { copy.submit(page, form).await.has_left() }
    });
    let left = futures_util::future::join_all(tries).await;
    assert_eq!(left.iter().filter(|has_left| **has_left).count(), 1, "{left:?}");
}

/// An offer is for the browser that was shown it, for an hour, and for the person until they end everything.
#[actix_web::test]
async fn an_offer_is_worthless_elsewhere_and_later() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let (mut browser, mut other) = (desk.app.browser(), desk.app.browser());
    let (page, foreign) = (open_login(&desk, &mut browser).await, open_login(&desk, &mut other).await);
    let lured = page.form("/login/passkey").get("challenge").unwrap().to_owned();
    let form = foreign.form("/login/passkey").fill("challenge", &lured);
    let form = form.fill("credential", &key.get(&offered(&page)).to_string());
    assert_not_in(&other.submit(&foreign, &form).await, &other, OVER);

    desk.app.advance_secs(1);
    desk.admin("AdminUserGlobalSignOut", json!({"Username": "ada"})).await;
    assert_not_in(&answer(&mut browser, &page, &mut key).await, &browser, REFUSED);
    let late = open_login(&desk, &mut browser).await;
    desk.app.advance_secs(3600);
    let answered = answer(&mut browser, &late, &mut key).await;
    assert!(!answered.has_left() && browser.session().is_none(), "{answered:?}");
    let page = open_login(&desk, &mut browser).await;
    assert!(answer(&mut browser, &page, &mut key).await.has_left());
}

#[actix_web::test]
async fn what_does_not_hold_lets_nobody_in_and_says_no_more_than_that() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let mut browser = desk.app.browser();
    let mut stranger = Authenticator::new();
    stranger.user_handle = b"nobody".to_vec();
    let page = open_login(&desk, &mut browser).await;
    assert_not_in(&answer(&mut browser, &page, &mut stranger).await, &browser, REFUSED);
    let honest = key.get(&offered(&page)).to_string();
    let burned = browser.submit(&page, &page.form("/login/passkey").fill("credential", &honest)).await;
    assert_not_in(&burned, &browser, OVER);

    for lie in [
        (|key: &mut Authenticator| key.origin = "https://evil.test".to_owned()) as fn(&mut Authenticator),
        |key| key.is_framed = true,
        |key| key.relying_party = Some("evil.test".to_owned()),
        |key| key.user_handle = b"bob".to_vec(),
    ] {
        let (handle, origin) = (key.user_handle.clone(), key.origin.clone());
        lie(&mut key);
        let page = open_login(&desk, &mut browser).await;
        assert_not_in(&answer(&mut browser, &page, &mut key).await, &browser, REFUSED);
        (key.user_handle, key.origin, key.is_framed, key.relying_party) = (handle, origin, false, None);
    }
    let page = open_login(&desk, &mut browser).await;
    for unreadable in ["", "{}", "text", "null"] {
        let form = page.form("/login/passkey").fill("credential", unreadable);
        assert_not_in(&browser.submit(&page, &form).await, &browser, REFUSED);
    }
    assert!(answer(&mut browser, &page, &mut key).await.has_left(), "what cannot be read burns nothing");
    key.count = Some(0);
    let mut fresh = desk.app.browser();
    let page = open_login(&desk, &mut fresh).await;
    let copy = key.get_uncounted(&offered(&page)).to_string();
    let form = page.form("/login/passkey").fill("credential", &copy);
    assert_not_in(&fresh.submit(&page, &form).await, &fresh, REFUSED);
    assert_eq!(desk.app.events(EventName::PasskeyCountWentBack).await, 1);
}

/// Lesson L11, and the typed name: whoever chose a passkey said who they are.
#[actix_web::test]
async fn neither_guessed_passwords_nor_another_name_keep_the_holder_out() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    for _ in 0..7 {
        desk.try_sign_in("ada", "wrong horse 7 battery").await;
    }
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "bob", "not the 7 password").await;
    assert_eq!(page.form("/login").get("username"), Some("bob"));
    assert!(answer(&mut browser, &page, &mut key).await.has_left());
}

#[actix_web::test]
async fn a_pool_without_passkeys_has_no_script_and_takes_none() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let mut browser = desk.app.browser();
    let page = open_login(&desk, &mut browser).await;
    allow(&desk, &["PASSWORD"]).await;
    assert_not_in(&answer(&mut browser, &page, &mut key).await, &browser, REFUSED);
    let plain = open_login(&desk, &mut browser).await;
    assert!(!says(&plain, "<script") && !says(&plain, "webauthn") && !says(&plain, "data-passkey"));
    assert!(!plain.shown().header("content-security-policy").contains("script-src"));
    let form = plain.form("/login").fill("username", "ada").fill("password", PASSWORD);
    assert!(browser.submit(&plain, &form).await.has_left());
}

/// The policy is the machine's: a passkey is one factor, unless the pool says otherwise and its holder was verified.
#[actix_web::test]
async fn a_passkey_that_is_one_factor_is_followed_by_another() {
    let desk = desk().await;
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    let on = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "ON"});
    desk.admin("SetUserPoolMfaConfig", on).await;
    let mut browser = desk.app.browser();
    let page = open_login(&desk, &mut browser).await;
    let next = answer(&mut browser, &page, &mut key).await;
    assert!(next.url.path().ends_with("/mfa/setup") && browser.session().is_none(), "{next:?}");
    assert!(says(&next, "<bdi>ada</bdi>"), "who signs in is said");
    super::as_two_factors(&desk, "ON").await;
    let mut browser = desk.app.browser();
    let page = open_login(&desk, &mut browser).await;
    assert_eq!(offered(&page)["userVerification"], "required");
    key.verifies = false;
    assert_not_in(&answer(&mut browser, &page, &mut key).await, &browser, REFUSED);
    key.verifies = true;
    let page = open_login(&desk, &mut browser).await;
    let done = answer(&mut browser, &page, &mut key).await;
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["amr"], json!(["pop", "mfa"]));
}
