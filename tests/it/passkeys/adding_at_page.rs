//! `/passkeys/add`: who proved just now who they are adds a passkey, and goes on to the app.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;
use vestibule::flows::passkeys::{Owner, RemoveOutcome, RenameOutcome, list_own, remove_own, rename_own};

use super::{add, desk, offered};
use crate::support::authenticator::Authenticator;
use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;
use crate::support::forms::encode;
use crate::support::sample_settings::CALLBACK;
use crate::support::{PASSWORD, TestApp};

fn whole(app: &TestApp) -> String {
    format!("/{}/passkeys/add?{}", app.pool.id, app.app_client().request().query())
}

/// No more than Cognito asks of such a link.
fn bare(app: &TestApp) -> String {
    let query = encode([("client_id", app.client.id.as_str()), ("redirect_uri", CALLBACK), ("state", "s-1")]);
    format!("/{}/passkeys/add?{query}", app.pool.id)
}

async fn signed_in(desk: &Desk) -> Browser {
    let mut browser = desk.app.browser();
    assert!(browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await.has_left());
    browser
}

async fn create(browser: &mut Browser, page: &Page, key: &mut Authenticator, name: &str) -> Page {
    let credential = key.create(&offered(page)).to_string();
    let form = page.form("/passkeys/add").fill("credential", &credential).fill("passkey_name", name);
    browser.submit(page, &form).await
}

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

async fn listed(desk: &Desk) -> Value {
    let token = desk.access_token("ada").await;
    desk.user(&token, "ListWebAuthnCredentials", json!({})).await["Credentials"].clone()
}

#[actix_web::test]
async fn who_is_not_signed_in_signs_in_and_comes_back() {
    let desk = desk().await;
    let mut browser = desk.app.browser();
    let page = browser.open(&whole(&desk.app)).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let form = page.form("/login").fill("username", "ada").fill("password", "not the 7 password");
    let page = browser.submit(&page, &form).await;
    let form = page.form("/login").fill("password", PASSWORD);
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/passkeys/add") && says(&page, "Create passkey"), "{page:?}");
    assert!(page.shown().header("content-security-policy").contains("script-src 'self'; "));
    let writes = desk.app.statements().writes;
    browser.open(page.url.as_str()).await;
    assert_eq!(desk.app.statements().writes, writes, "to look at the page writes nothing");

    let mut key = Authenticator::new();
    let done = create(&mut browser, &page, &mut key, " Work laptop ").await;
    assert!(done.url.path().ends_with("/passkeys/add") && says(&done, "Your passkey is ready"), "{done:?}");
    assert_eq!(listed(&desk).await[0]["FriendlyCredentialName"], "Work laptop");
    assert_eq!(desk.app.events(EventName::PasskeyAdded).await, 1);
    let next = browser.open(&done.link("/login?")).await;
    assert!(next.has_left() && !next.parameter("code").is_empty(), "the sign-in goes on: {next:?}");
    super::sign_in(&desk, "ada", &mut key).await;
}

#[actix_web::test]
async fn a_bare_link_goes_back_to_the_app() {
    let desk = desk().await;
    let turned_away = desk.app.browser().open(&bare(&desk.app)).await;
    assert!(turned_away.url.as_str().starts_with(CALLBACK), "{turned_away:?}");
    assert_eq!(
        (turned_away.parameter("error"), turned_away.parameter("state")),
        ("login_required".into(), "s-1".into())
    );
    let mut browser = signed_in(&desk).await;
    let page = browser.open(&bare(&desk.app)).await;
    let mut key = Authenticator::new();
    let done = create(&mut browser, &page, &mut key, "").await;
    assert!(says(&done, "Your passkey is ready") && says(&done, &format!("href=\"{CALLBACK}\"")), "{done:?}");
    assert_eq!(listed(&desk).await[0]["FriendlyCredentialName"], "Passkey 2027-01-15");

    let elsewhere = bare(&desk.app).replace("app.test", "evil.test");
    assert_ne!(elsewhere, bare(&desk.app));
    browser.open(&elsewhere).await.shown().assert_error_page();
}

/// Case 157: a browser that was left open becomes no key of somebody else's.
#[actix_web::test]
async fn who_signed_in_too_long_ago_signs_in_again() {
    let desk = desk().await;
    let mut browser = signed_in(&desk).await;
    let page = browser.open(&whole(&desk.app)).await;
    let begun = create_form(&page, &mut Authenticator::new());
    desk.app.advance_secs(10 * 60);
    let late = browser.submit(&page, &begun).await;
    assert!(late.url.path().ends_with("/login"), "{late:?}");
    let asked = browser.open(&whole(&desk.app)).await;
    assert!(asked.url.path().ends_with("/login") && says(&asked, "name=\"password\""), "{asked:?}");
    assert!(browser.open(&bare(&desk.app)).await.parameter("error") == "login_required");
    assert_eq!(desk.app.rows("passkeys").await, 0);
    let form = asked.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let page = browser.submit(&asked, &form).await;
    assert!(says(&create(&mut browser, &page, &mut Authenticator::new(), "").await, "Your passkey is ready"));
}

fn create_form(page: &Page, key: &mut Authenticator) -> crate::support::forms::Form {
    page.form("/passkeys/add").fill("credential", &key.create(&offered(page)).to_string())
}

/// A challenge is for one browser, one person, one answer and five minutes.
#[actix_web::test]
async fn an_answer_is_taken_once_and_where_it_belongs() {
    let desk = desk().await;
    let mut browser = signed_in(&desk).await;
    let page = browser.open(&whole(&desk.app)).await;
    let form = create_form(&page, &mut Authenticator::new());
    let mut other = signed_in(&desk).await;
    let foreign = other.open(&whole(&desk.app)).await;
    let lured = foreign.form("/passkeys/add").fill("challenge", form.get("challenge").unwrap());
    let lured = lured.fill("credential", form.get("credential").unwrap());
    assert!(says(&other.submit(&foreign, &lured).await, "That took too long."));
    assert_eq!(desk.app.rows("passkeys").await, 0);
    let mut copy = browser.clone().through(&desk.app.second_node().await);
    let both = futures_util::join!(browser.submit(&page, &form), copy.submit(&page, &form));
    assert_eq!(desk.app.rows("passkeys").await, 1, "{both:?}");
    assert!(says(&browser.submit(&page, &form).await, "That took too long."));

    let page = browser.open(&whole(&desk.app)).await;
    let form = create_form(&page, &mut Authenticator::new());
    desk.app.advance_secs(5 * 60);
    assert!(says(&browser.submit(&page, &form).await, "That took too long."));
    assert_eq!(desk.app.rows("passkeys").await, 1);
}

#[actix_web::test]
async fn what_cannot_be_added_says_why() {
    let desk = desk().await;
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    let mut browser = signed_in(&desk).await;
    let page = browser.open(&whole(&desk.app)).await;
    assert_eq!(offered(&page)["excludeCredentials"][0]["id"], key.name(), "the browser is told what there is");
    assert!(says(&create(&mut browser, &page, &mut key, "").await, "has a passkey for your account already"));
    super::as_two_factors(&desk, "OPTIONAL").await;
    let page = browser.open(&whole(&desk.app)).await;
    let mut weak = Authenticator::new();
    weak.verifies = false;
    assert!(says(&create(&mut browser, &page, &mut weak, "").await, "did not check that it is you"));
    let page = browser.open(&whole(&desk.app)).await;
    let nonsense = page.form("/passkeys/add").fill("credential", "{}");
    assert!(says(&browser.submit(&page, &nonsense).await, "could not be added"));
    for _ in 0..19 {
        add(&desk, "ada", &mut Authenticator::new()).await;
    }
    let full = browser.open(&whole(&desk.app)).await;
    assert!(says(&full, "as many passkeys as one can have") && !says(&full, "data-passkey"), "{full:?}");
    super::allow(&desk, &["PASSWORD"]).await;
    assert!(says(&browser.open(&whole(&desk.app)).await, "not in use here"));
}

/// What the account page does.
#[actix_web::test]
async fn a_passkey_has_the_name_that_its_person_gives_it() {
    let desk = desk().await;
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    let (deps, pool, client) = (desk.app.deps(), &desk.app.pool, &desk.app.client.id);
    let find =
        async |name: &str| deps.storage.read().users().find_by_identifier(&pool.id, name).await.unwrap().unwrap();
    let (ada, bob) = (find("ada").await, find("bob").await);
    let proven_at = desk.app.now();
    let [hers, his] = [&ada, &bob].map(|user| Owner { pool, user, client, proven_at: Some(proven_at) });
    for (name, outcome) in [
        ("Phone", RenameOutcome::Renamed),
        (" \u{7} ", RenameOutcome::NoName),
        (&"x".repeat(65), RenameOutcome::NoName),
    ] {
        assert_eq!(rename_own(&deps, hers, &key.name(), name).await.unwrap(), outcome);
    }
    let foreign = rename_own(&deps, his, &key.name(), "Mine").await.unwrap();
    assert_eq!(foreign, RenameOutcome::NotFound);
    let page = list_own(&deps, hers, None, 20).await.unwrap().unwrap();
    assert_eq!(page.items[0].name, "Phone");
    desk.app.advance_secs(10 * 60);
    assert_eq!(remove_own(&deps, hers, &key.name()).await.unwrap(), RemoveOutcome::NotRecent);
    let now = Owner { proven_at: Some(desk.app.now()), ..hers };
    assert_eq!(remove_own(&deps, now, &key.name()).await.unwrap(), RemoveOutcome::Removed);
}
