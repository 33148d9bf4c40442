//! A newcomer whose verified address is a user's is offered to link: nothing by the address alone, nothing without a proof of
//! both sides, and no word to anybody else that there is such a user (decision D8, cases 128 and 162).

use vestibule::domain::event::EventName;
use vestibule::domain::pool::{Alias, PoolSettings, RecoveryMechanism};
use vestibule::domain::provider::Provider;
use vestibule::domain::sign_in::{Factor, SecondFactor};
use vestibule::flows::manage::users;
use vestibule::simulator::Person;

use super::traveller::{NAME, Traveller};
use crate::support::browser::Page;
use crate::support::people::PASSWORD;

/// A provider that makes sure of addresses, and says so.
fn trusted(provider: &mut Provider) {
    provider.settings.trusts_email = Some(true);
    provider.mapping.insert("email_verified".to_owned(), "email_verified".to_owned());
}

async fn offering(change: impl FnOnce(&mut PoolSettings)) -> Traveller {
    let mut traveller = Traveller::start_with(change).await;
    traveller.provide(trusted).await;
    traveller
}

/// `username@example.test` at Demo ID, which has seen that the address is theirs.
fn there(username: &str) -> Person {
    Person::typed("Ada Example", &format!("{username}@example.test"), true)
}

async fn choose(traveller: &mut Traveller, page: &Page, choice: &str) -> Page {
    traveller.browser.submit(page, &page.form("/link").press("choice", choice)).await
}

async fn sign_in(traveller: &mut Traveller, page: &Page, username: &str) -> Page {
    let form = page.form("/login").fill("username", username).fill("password", PASSWORD);
    traveller.browser.submit(page, &form).await
}

/// Users and links.
async fn counts(traveller: &Traveller) -> (i64, i64) {
    (traveller.app.rows("users").await, traveller.app.rows("identities").await)
}

#[track_caller]
fn is_offered(page: &Page) {
    assert!(page.url.path().ends_with("/link"), "{page:?}");
}

#[track_caller]
fn is_through(page: &Page) {
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}

#[actix_web::test]
async fn who_proves_the_account_here_links_what_they_came_with() {
    let mut traveller = offering(|settings| {
        settings.sign_in_names.alias_attributes.insert(Alias::Email);
    })
    .await;
    let ada = traveller.app.person("ada").await;
    let page = traveller.travel(&there("ada")).await;
    is_offered(&page);
    assert!(page.shown().body.contains("ada@example.test") && page.shown().body.contains(NAME), "{page:?}");
    assert_eq!(counts(&traveller).await, (1, 0), "nothing is made yet");
    assert!(traveller.browser.session().is_none(), "and nobody signed in");

    let page = choose(&mut traveller, &page, "link").await;
    let body = &page.shown().body;
    assert!(page.url.path().ends_with("/login") && body.contains("DemoID opens it, too"), "{page:?}");
    assert!(!body.contains("Continue with DemoID"), "{body}");
    assert!(body.contains("value=\"ada@example.test\""), "the address is a name to sign in with here: {body}");
    let wrong = page.form("/login").fill("username", "ada").fill("password", "not her password 1");
    let page = traveller.browser.submit(&page, &wrong).await;
    assert!(page.shown().body.contains("DemoID opens it, too"), "{page:?}");
    assert_eq!(counts(&traveller).await, (1, 0));
    let page = sign_in(&mut traveller, &page, "ada").await;
    is_through(&page);
    assert_eq!(counts(&traveller).await, (1, 1));
    assert_eq!(traveller.app.events(EventName::IdentityLinked).await, 1);
    traveller.app.node().run_jobs().await;
    let mails = traveller.app.node().mailbox().all();
    assert!(mails.iter().any(|mail| mail.mail.subject.contains("DemoID was linked")), "{mails:?}");

    traveller.browser = traveller.app.browser();
    let code = traveller.arrives(&there("ada")).await;
    let tokens = traveller.app.app_client().redeem(&code).await.json();
    let claims = crate::support::tokens::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], ada.id.to_string().as_str(), "it is ada from then on");
    assert_eq!(counts(&traveller).await, (1, 1));
}

#[actix_web::test]
async fn whoever_wants_an_account_of_its_own_gets_one_and_is_not_asked_again() {
    let mut traveller = offering(|_| {}).await;
    traveller.app.person("ada").await;
    let page = traveller.travel(&there("ada")).await;
    is_offered(&page);
    let page = choose(&mut traveller, &page, "new").await;
    is_through(&page);
    assert_eq!(counts(&traveller).await, (2, 1));
    assert_eq!(traveller.app.events(EventName::IdentityLinked).await, 0);
    traveller.browser = traveller.app.browser();
    traveller.arrives(&there("ada")).await;
    assert_eq!(counts(&traveller).await, (2, 1));
}

/// Comes without being asked anything, and gets an account of their own.
async fn is_not_asked(traveller: &mut Traveller, name: &str, person: &Person) {
    traveller.app.advance_secs(120);
    traveller.browser = traveller.app.browser();
    let (users, links) = counts(traveller).await;
    let page = traveller.travel(person).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{name}: {page:?}");
    assert_eq!(counts(traveller).await, (users + 1, links + 1), "{name}");
}

#[actix_web::test]
async fn nothing_is_offered_unless_both_sides_have_proven_the_address() {
    let mut traveller = offering(|_| {}).await;
    for name in ["ada", "bob", "cy", "dan", "eve"] {
        traveller.app.person(name).await;
    }
    let unverified = Person { email_verified: false, ..there("ada") };
    is_not_asked(&mut traveller, "the provider has not seen it", &unverified).await;
    is_not_asked(&mut traveller, "nobody has the address", &there("nobody")).await;

    let deps = traveller.app.deps();
    let unproven = [("email_verified".to_owned(), "false".to_owned())].into();
    users::update_attributes(&deps, &traveller.app.pool, "bob", unproven).await.unwrap();
    is_not_asked(&mut traveller, "the user here has not proven it", &there("bob")).await;
    users::set_enabled(&deps, &traveller.app.pool, "cy", false).await.unwrap();
    is_not_asked(&mut traveller, "the account is disabled", &there("cy")).await;

    traveller.provide(|provider| provider.settings.trusts_email = Some(true)).await;
    is_not_asked(&mut traveller, "the claim is not mapped", &there("dan")).await;
    traveller.provide(|provider| drop(provider.mapping.insert("email_verified".into(), "email_verified".into()))).await;
    is_not_asked(&mut traveller, "the provider's word does not count", &there("dan")).await;
    let silent = |provider: &mut Provider| {
        trusted(provider);
        provider.settings.offers_no_link = true;
    };
    traveller.provide(silent).await;
    is_not_asked(&mut traveller, "it is switched off", &there("dan")).await;
    traveller.provide(trusted).await;
    let only = [NAME.to_owned()];
    traveller.app.change_client(&traveller.app.client, |client| client.identity_providers = Some(only.into())).await;
    traveller.app.advance_secs(2);
    is_not_asked(&mut traveller, "they could not sign in here", &there("eve")).await;
}

/// Case 173 and its kin: another browser, another request, another pool, again, and too late.
#[actix_web::test]
async fn an_offer_is_good_once_where_it_was_made_and_for_ten_minutes() {
    let mut traveller = offering(|_| {}).await;
    traveller.app.person("ada").await;
    let offered = traveller.travel(&there("ada")).await;
    is_offered(&offered);
    let mine = traveller.browser.clone();

    let mut other = traveller.app.browser();
    let elsewhere = other.open(offered.url.as_str()).await;
    assert!(elsewhere.url.path().ends_with("/login"), "another browser has no offer: {elsewhere:?}");
    let form = elsewhere.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let forged = other.submit(&offered, &offered.form("/link").press("choice", "new")).await;
    assert_eq!(forged.shown().code(), 403, "{forged:?}");
    is_through(&other.submit(&elsewhere, &form).await);
    assert_eq!(counts(&traveller).await, (1, 0), "and links nothing");
    let another = offered.url.as_str().replace("state=", "state=another");
    let page = traveller.browser.open(&another).await;
    assert!(page.url.path().ends_with("/login"), "nor has another request: {page:?}");
    assert_eq!(counts(&traveller).await, (1, 0));

    traveller.browser = mine.clone();
    let page = choose(&mut traveller, &offered, "link").await;
    let half_way = traveller.browser.clone();
    is_through(&sign_in(&mut traveller, &page, "ada").await);
    assert_eq!(counts(&traveller).await, (1, 1));
    // The same browser as it was before, twice: the offer is used up.
    traveller.browser = half_way;
    let again = sign_in(&mut traveller, &page, "ada").await;
    assert!(again.shown().body.contains("so nothing was linked"), "{again:?}");
    traveller.browser = mine;
    let again = choose(&mut traveller, &offered, "new").await;
    assert!(again.shown().body.contains("so nothing was linked"), "{again:?}");
    assert_eq!(counts(&traveller).await, (1, 1));

    traveller.app.person("bob").await;
    traveller.browser = traveller.app.browser();
    let page = traveller.travel(&there("bob")).await;
    let page = choose(&mut traveller, &page, "link").await;
    traveller.app.advance_secs(600);
    let late = sign_in(&mut traveller, &page, "bob").await;
    assert!(late.shown().body.contains("so nothing was linked"), "{late:?}");
    assert!(traveller.browser.session().is_none(), "who was promised a link is told that there is none");
    // From there it is a sign-in like any other.
    is_through(&sign_in(&mut traveller, &late, "bob").await);
    assert_eq!(counts(&traveller).await, (2, 1));
    assert_eq!(traveller.app.events(EventName::IdentityLinked).await, 1);
}

/// What is sealed for one pool is not read in another, under whatever name it is put there.
#[actix_web::test]
async fn an_offer_of_one_pool_is_none_in_another() {
    let mut traveller = offering(|_| {}).await;
    let ada = traveller.app.person("ada").await;
    let offered = traveller.travel(&there("ada")).await;
    choose(&mut traveller, &offered, "link").await;
    let second = traveller.app.add_pool("second").await;
    traveller.app.person_in(&second, &ada.username).await;
    let client = traveller.app.add_public(&second, |_| {}).await;
    let query = traveller.app.oauth_client(&client).request().query();
    let there = format!("/{}/login?{query}", second.id);
    let shown = traveller.browser.open(&there).await;
    assert!(!shown.shown().body.contains("DemoID opens it, too"), "{shown:?}");
    // Under the name that a state has there, too.
    let own = traveller.browser.jar.named("vestibule-tx-");
    let failed = shown.form("/login").fill("username", "ada").fill("password", "not her password 1");
    traveller.browser.submit(&shown, &failed).await;
    let other = traveller.browser.jar.named("vestibule-tx-").into_iter().find(|state| !own.contains(state)).unwrap();
    traveller.browser.jar.put(&other.0, &own[0].1);
    let shown = traveller.browser.open(&there).await;
    assert!(!shown.shown().body.contains("DemoID opens it, too"), "{shown:?}");
    is_through(&sign_in(&mut traveller, &shown, "ada").await);
    assert_eq!(counts(&traveller).await, (2, 0));
}

#[actix_web::test]
async fn the_second_factor_is_part_of_the_proof() {
    let mut traveller = offering(|settings| {
        settings.second_factor.when = SecondFactor::Required;
        settings.second_factor.kinds = [Factor::EmailCode].into();
        settings.recovery = vec![RecoveryMechanism::AdminOnly];
    })
    .await;
    traveller.app.person("ada").await;
    let page = traveller.travel(&there("ada")).await;
    let page = choose(&mut traveller, &page, "link").await;
    let page = sign_in(&mut traveller, &page, "ada").await;
    assert!(page.url.path().ends_with("/mfa"), "{page:?}");
    assert_eq!(counts(&traveller).await, (1, 0), "the password alone links nothing");
    traveller.app.node().run_jobs().await;
    let code = traveller.app.mailed_code("ada@example.test");
    let other = if code == "000000" { "000001" } else { "000000" };
    let page = traveller.browser.submit(&page, &page.form("/mfa").fill("code", other)).await;
    assert!(!page.has_left(), "{page:?}");
    assert_eq!(counts(&traveller).await, (1, 0), "nor with a wrong code");
    let page = traveller.browser.submit(&page, &page.form("/mfa").fill("code", &code)).await;
    is_through(&page);
    assert_eq!(counts(&traveller).await, (1, 1));
}

#[actix_web::test]
async fn only_the_account_with_that_address_is_linked() {
    let mut traveller = offering(|_| {}).await;
    traveller.app.person("ada").await;
    traveller.app.person("bob").await;
    let page = traveller.travel(&there("ada")).await;
    let page = choose(&mut traveller, &page, "link").await;
    let page = sign_in(&mut traveller, &page, "bob").await;
    assert!(page.shown().body.contains("another account than the one with that address"), "{page:?}");
    assert!(traveller.browser.session().is_none(), "nobody is signed in who would not see it");
    assert_eq!(counts(&traveller).await, (2, 0));
    is_through(&sign_in(&mut traveller, &page, "ada").await);
    assert_eq!(counts(&traveller).await, (2, 1));
}

/// A session is no proof of just now, and neither is an offer that was only looked at.
#[actix_web::test]
async fn a_sign_in_from_before_links_nothing() {
    let mut traveller = offering(|_| {}).await;
    let ada = traveller.app.person("ada").await;
    traveller.browser.sign_in(&traveller.app.client, &ada).await;
    traveller.app.advance_secs(5);
    let request = traveller.app.app_client().request().with("identity_provider", NAME).with("prompt", "login");
    let page = traveller.browser.open(&request.target()).await;
    let returned = traveller.demo.visit(&page.url, &there("ada")).await;
    let offered = traveller.come_back(&returned).await;
    is_offered(&offered);
    let page = choose(&mut traveller, &offered, "link").await;
    assert!(page.url.path().ends_with("/login") && page.shown().body.contains("type=\"password\""), "{page:?}");
    let again = traveller.browser.open(page.url.as_str()).await;
    assert!(!again.has_left(), "{again:?}");
    assert_eq!(counts(&traveller).await, (1, 0));

    // Looked at, and gone to the sign-in page without a choice.
    traveller.browser = traveller.app.browser();
    let offered = traveller.travel(&there("ada")).await;
    is_offered(&offered);
    let login = offered.url.as_str().replace("/link?", "/login?");
    let page = traveller.browser.open(&login).await;
    is_through(&sign_in(&mut traveller, &page, "ada").await);
    assert_eq!(counts(&traveller).await, (1, 0));
}
