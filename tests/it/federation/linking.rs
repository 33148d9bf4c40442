//! People link accounts elsewhere to their own at the account page, and take them away: both sides proven, and nobody else's.

use actix_web::http::Method;
use vestibule::domain::event::EventName;
use vestibule::simulator::{PEOPLE, Person};

use super::traveller::{NAME, Traveller};
use crate::support::browser::{Browser, From, Page};
use crate::support::people::PASSWORD;

fn at(traveller: &Traveller, place: &str) -> String {
    format!("/{}/account{place}", traveller.app.pool.id)
}

/// A person of the pool, signed in at the account page in the traveller's browser.
async fn ada_is_here(traveller: &mut Traveller) {
    let ada = traveller.app.person("ada").await;
    let page = traveller.browser.open(&at(traveller, "")).await;
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    let page = traveller.browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/account"), "{page:?}");
}

/// Presses the button that links an account at the provider; where the browser is once it follows what is shown.
async fn set_out(traveller: &mut Traveller) -> Page {
    let page = traveller.browser.open(&at(traveller, "/linked")).await;
    let between = traveller.browser.submit(&page, &page.form("/account/linked").press("link", NAME)).await;
    assert!(between.shown().body.contains("On to DemoID"), "{between:?}");
    traveller.browser.open(&between.link("out=1")).await
}

/// Links the account of `person`; where the browser is then.
async fn link(traveller: &mut Traveller, person: &Person) -> Page {
    let there = set_out(traveller).await;
    assert!(there.has_left() && there.parameter("prompt") == "login", "{there:?}");
    let returned = traveller.demo.visit(&there.url, person).await;
    traveller.come_back(&returned).await
}

async fn unlink(traveller: &mut Traveller) -> Page {
    let page = traveller.browser.open(&at(traveller, "/linked")).await;
    let keys = keys_on(&page);
    traveller.browser.submit(&page, &page.form("/account/linked").press("unlink", &keys[0])).await
}

/// The values of the buttons that unlink.
fn keys_on(page: &Page) -> Vec<String> {
    let parts = page.shown().body.split("name=\"unlink\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
}

async fn identities(traveller: &Traveller) -> i64 {
    traveller.app.rows("identities").await
}

#[actix_web::test]
async fn an_account_that_was_linked_opens_the_account_here_until_it_is_unlinked() {
    let mut traveller = Traveller::start().await;
    ada_is_here(&mut traveller).await;
    let page = link(&mut traveller, &PEOPLE[0]).await;
    assert!(page.url.path().ends_with("/account/linked"), "{page:?}");
    assert!(page.shown().body.contains("The account is linked"), "{page:?}");
    assert_eq!((identities(&traveller).await, traveller.app.rows("users").await), (1, 1));
    assert_eq!(traveller.app.events(EventName::IdentityLinked).await, 1);
    traveller.app.node().run_jobs().await;
    let mails = traveller.app.node().mailbox().all();
    assert!(mails.iter().any(|mail| mail.mail.subject.contains("DemoID was linked")), "{mails:?}");

    // Somebody else's browser, with that account: it is ada who signs in.
    let mine = std::mem::replace(&mut traveller.browser, traveller.app.browser());
    traveller.arrives(&PEOPLE[0]).await;
    let page = traveller.browser.open(&at(&traveller, "")).await;
    assert!(page.shown().body.contains("ada@example.test"), "{page:?}");
    assert_eq!(traveller.app.rows("users").await, 1);

    let elsewhere = std::mem::replace(&mut traveller.browser, mine);
    let page = unlink(&mut traveller).await;
    assert!(page.shown().body.contains("no longer linked"), "{page:?}");
    assert_eq!(identities(&traveller).await, 0);
    assert_eq!(traveller.app.events(EventName::IdentityUnlinked).await, 1);
    // What had come that way is signed out, and that account is nobody's.
    traveller.browser = elsewhere;
    let page = traveller.browser.open(&at(&traveller, "")).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    traveller.browser = traveller.app.browser();
    traveller.arrives(&PEOPLE[0]).await;
    assert_eq!(traveller.app.rows("users").await, 2);
}

#[actix_web::test]
async fn both_sides_are_proven_and_the_proof_is_recent() {
    let mut traveller = Traveller::start().await;
    ada_is_here(&mut traveller).await;
    traveller.app.advance_secs(11 * 60);
    let page = traveller.browser.open(&at(&traveller, "/linked")).await;
    let page = traveller.browser.submit(&page, &page.form("/account/linked").press("link", NAME)).await;
    assert!(page.url.path().ends_with("/login") && page.parameter("prompt") == "login", "{page:?}");
    let form = page.form("/login").fill("password", PASSWORD);
    let page = traveller.browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/account/linked"), "{page:?}");
    let page = link(&mut traveller, &PEOPLE[0]).await;
    assert!(page.shown().body.contains("The account is linked"), "{page:?}");
    // And so is what unlinks.
    traveller.app.advance_secs(11 * 60);
    let page = unlink(&mut traveller).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    assert_eq!(identities(&traveller).await, 1);
}

/// RFC 9700 §4.7: an attacker who has a victim's browser bring the attacker's answer links nothing.
#[actix_web::test]
async fn nobody_has_another_link_an_account_of_theirs() {
    let mut traveller = Traveller::start().await;
    ada_is_here(&mut traveller).await;
    let victim = std::mem::replace(&mut traveller.browser, traveller.app.browser());
    let eve = traveller.app.person("eve").await;
    let page = traveller.browser.open(&at(&traveller, "")).await;
    let form = page.form("/login").fill("username", &eve.username).fill("password", PASSWORD);
    traveller.browser.submit(&page, &form).await;
    let there = set_out(&mut traveller).await;
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    // In the victim's browser.
    let attacker = std::mem::replace(&mut traveller.browser, victim);
    let page = traveller.come_back(&returned).await;
    assert_eq!(page.shown().code(), 400, "{page:?}");
    assert_eq!(identities(&traveller).await, 0);
    // In the attacker's own, after somebody else signed in there.
    traveller.browser = attacker.clone();
    let bob = traveller.app.person("bob").await;
    traveller.browser.sign_in(&traveller.app.client, &bob).await;
    let page = traveller.come_back(&returned).await;
    assert!(page.shown().body.contains("Nothing was linked"), "{page:?}");
    assert_eq!(identities(&traveller).await, 0);
    // It is used up by then, and a link to the page that leads out leads nobody out who pressed no button.
    let page = traveller.browser.open(&format!("{}?out=1", at(&traveller, "/linked"))).await;
    assert!(!page.has_left() && page.shown().body.contains("Link another account"), "{page:?}");
    let mut fresh: Browser = traveller.app.browser();
    let target = at(&traveller, "/linked");
    let answer = fresh.request(Method::POST, &target, Some("link=DemoID".to_owned()), From::OtherSite).await;
    assert_eq!(answer.code(), 403);
}

#[actix_web::test]
async fn an_account_that_opens_another_account_here_is_not_linked() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&PEOPLE[0]).await;
    traveller.browser = traveller.app.browser();
    ada_is_here(&mut traveller).await;
    let page = link(&mut traveller, &PEOPLE[0]).await;
    assert!(page.shown().body.contains("opens another account here"), "{page:?}");
    assert_eq!((identities(&traveller).await, traveller.app.rows("users").await), (1, 2));
    // One's own is no harm, and no news.
    let page = link(&mut traveller, &PEOPLE[2]).await;
    assert!(page.shown().body.contains("The account is linked"), "{page:?}");
    let page = link(&mut traveller, &PEOPLE[2]).await;
    assert!(page.shown().body.contains("linked to yours already"), "{page:?}");
    assert_eq!(identities(&traveller).await, 2);
}

#[actix_web::test]
async fn the_last_way_in_stays() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&PEOPLE[0]).await;
    let page = traveller.browser.open(&at(&traveller, "/linked")).await;
    let body = &page.shown().body;
    assert!(body.contains("The last one stays") && !body.contains("name=\"unlink\""), "{body}");
    // Of two the first may go, and the other stays then, whatever a page said before.
    let page = link(&mut traveller, &PEOPLE[2]).await;
    assert!(page.shown().body.contains("The account is linked"), "{page:?}");
    let keys = keys_on(&page);
    assert_eq!(keys.len(), 2);
    let form = |page: &Page, key: &str| page.form("/account/linked").press("unlink", key);
    let page = traveller.browser.submit(&page, &form(&page, &keys[0])).await;
    assert!(page.shown().body.contains("no longer linked"), "{page:?}");
    let again = traveller.browser.submit(&page, &form(&page, &keys[1])).await;
    assert!(again.shown().body.contains("the only way into your account"), "{again:?}");
    let gone = traveller.browser.submit(&page, &form(&page, &keys[0])).await;
    assert!(gone.shown().body.contains("not there any more"), "{gone:?}");
    assert_eq!(identities(&traveller).await, 1);
}

#[actix_web::test]
async fn there_are_no_more_than_five() {
    let mut traveller = Traveller::start().await;
    ada_is_here(&mut traveller).await;
    for number in 0..5 {
        let email = format!("one{number}@company.example").into();
        let person = Person { given_name: "One".into(), family_name: "More".into(), email, ..PEOPLE[0].clone() };
        let page = link(&mut traveller, &person).await;
        assert!(page.shown().body.contains("The account is linked"), "{number}: {page:?}");
    }
    let page = traveller.browser.open(&at(&traveller, "/linked")).await;
    let page = traveller.browser.submit(&page, &page.form("/account/linked").press("link", NAME)).await;
    assert!(page.shown().body.contains("as many linked accounts as there can be"), "{page:?}");
    assert_eq!(identities(&traveller).await, 5);
}

/// Every page of the account as somebody sees it who comes from a provider only.
#[actix_web::test]
async fn the_account_page_is_whole_for_who_comes_from_a_provider() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&PEOPLE[0]).await;
    let places = [
        "",
        "/profile",
        "/email",
        "/phone",
        "/factors",
        "/codes",
        "/linked",
        "/devices",
        "/sessions",
        "/activity",
        "/data",
    ];
    for place in places {
        let page = traveller.browser.open(&at(&traveller, place)).await;
        assert_eq!(page.shown().code(), 200, "{place}: {page:?}");
        assert!(page.url.path().contains("/account"), "{place}: {page:?}");
    }
    let page = traveller.browser.open(&at(&traveller, "/factors")).await;
    let body = &page.shown().body;
    assert!(body.contains("You sign in through DemoID") && !body.contains("/account/password"), "{body}");
    assert!(!body.contains("/account/passkeys"), "{body}");
    let page = traveller.browser.open(&at(&traveller, "/password")).await;
    assert!(page.url.path().ends_with("/account/factors"), "{page:?}");

    // A proof of just now is a trip of just now.
    traveller.app.advance_secs(11 * 60);
    let page = traveller.browser.open(&at(&traveller, "/delete")).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let body = &page.shown().body;
    assert!(body.contains("Continue with DemoID") && !body.contains("type=\"password\""), "{body}");
    let there = traveller.browser.open(&page.link("identity_provider=DemoID")).await;
    assert!(there.has_left() && there.parameter("prompt") == "login", "{there:?}");
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    let page = traveller.come_back(&returned).await;
    assert!(page.url.path().ends_with("/account/delete"), "{page:?}");
    let form = page.form("/account/delete").fill("confirm", &PEOPLE[0].email);
    let page = traveller.browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/signedOut"), "{page:?}");
    assert_eq!((traveller.app.rows("users").await, identities(&traveller).await), (0, 0));
}
