//! What people see of providers on the way in: the buttons, the one way in, the company's address, and what went wrong.

use actix_web::http::Method;
use vestibule::domain::provider::ProviderType;
use vestibule::simulator::{Endpoint, Fault, Kind, PEOPLE, Transport};

use super::traveller::{NAME, Traveller};
use crate::support::browser::{From, Page};
use crate::support::people::PASSWORD;

/// The way out that the page offers.
const WAY: &str = "identity_provider=DemoID";

/// Lets people come from the provider only.
async fn only_from_there(traveller: &Traveller) {
    let listed = [NAME.to_owned()];
    let app = &traveller.app;
    app.change_client(&app.client, |client| client.identity_providers = Some(listed.into())).await;
    app.advance_secs(2);
}

async fn login(traveller: &mut Traveller) -> Page {
    let query = traveller.app.app_client().request().query();
    traveller.browser.open(&format!("/login?{query}")).await
}

fn is_there(traveller: &Traveller, page: &Page) -> bool {
    page.has_left() && page.url.as_str().starts_with(&traveller.demo.issuer(Kind::Oidc))
}

#[actix_web::test]
async fn the_pages_offer_the_provider_and_its_button_leads_there_and_back() {
    let mut traveller = Traveller::start().await;
    for path in ["/login", "/signup"] {
        let query = traveller.app.app_client().request().query();
        let page = traveller.browser.open(&format!("{path}?{query}")).await;
        assert!(page.shown().body.contains("Continue with DemoID"), "{page:?}");
        let there = traveller.browser.open(&page.link(WAY)).await;
        assert!(is_there(&traveller, &there), "{path}: {there:?}");
        let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
        let page = traveller.come_back(&returned).await;
        assert!(page.has_left() && !page.parameter("code").is_empty(), "{path}: {page:?}");
        traveller.browser = traveller.app.browser();
    }
    // Who makes an account is one click from there as well.
    let target = traveller.app.app_client().request().with("prompt", "create").target();
    let page = traveller.browser.open(&target).await;
    assert!(page.url.path().ends_with("/signup"), "{page:?}");
    let there = traveller.browser.open(&page.link(WAY)).await;
    assert!(is_there(&traveller, &there), "{there:?}");
}

#[actix_web::test]
async fn where_there_is_one_way_in_nobody_is_asked_and_no_form_is_another() {
    let mut traveller = Traveller::start().await;
    let ada = traveller.app.person("ada").await;
    let page = login(&mut traveller).await;
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    only_from_there(&traveller).await;
    // A page that was opened before still stands there.
    let page = traveller.browser.submit(&page, &form).await;
    assert!(is_there(&traveller, &page), "{page:?}");
    assert!(traveller.browser.session().is_none());
    let query = traveller.app.app_client().request().query();
    for path in ["/login", "/signup", "/forgotPassword", "/confirmforgotPassword", "/confirm", "/login/code"] {
        let page = traveller.browser.open(&format!("{path}?{query}")).await;
        assert!(is_there(&traveller, &page), "{path}: {page:?}");
    }
    traveller.arrives(&PEOPLE[0]).await;
}

#[actix_web::test]
async fn after_a_failure_nobody_goes_round_in_a_circle() {
    let mut traveller = Traveller::start().await;
    only_from_there(&traveller).await;
    traveller.demo.knobs.bend(vec![Fault::Transport(Endpoint::Discovery, Transport::Cut)]);
    let page = login(&mut traveller).await;
    assert!(page.shown().body.contains("Try DemoID again"), "{page:?}");
    assert!(!page.shown().body.contains("name=\"password\""), "{page:?}");
    let again = login(&mut traveller).await;
    assert!(!again.has_left() && again.shown().body.contains("Continue with DemoID"), "{again:?}");
    traveller.demo.knobs.straighten();
    traveller.app.advance_secs(600);
    let there = traveller.browser.open(&again.link(WAY)).await;
    assert!(is_there(&traveller, &there), "{there:?}");
    // A browser that keeps nothing gets the page as well, and no redirect without end.
    traveller.demo.knobs.bend(vec![Fault::Transport(Endpoint::Discovery, Transport::Cut)]);
    traveller.provide(|_| {}).await;
    let query = traveller.app.app_client().request().query();
    let answer = traveller.app.browser().get(&format!("/login?{query}")).await;
    assert_eq!(answer.code(), 200, "{answer:?}");
}

#[actix_web::test]
async fn who_says_no_there_reads_so_with_the_way_back_and_the_other_ways() {
    let mut traveller = Traveller::start().await;
    let there = traveller.set_out().await;
    let returned = traveller.demo.visit_and_deny(&there.url).await;
    let callback = traveller.knock(&returned).await;
    let reference = callback.header("x-request-id").to_owned();
    let target = callback.location().unwrap().to_owned();
    let page = traveller.browser.open(&target).await;
    let body = &page.shown().body;
    assert!(body.contains("Nobody was signed in there: you said no at DemoID"), "{body}");
    assert!(body.contains(&reference), "the id of the request that failed: {body}");
    assert!(body.contains("name=\"password\"") && body.contains("Try DemoID again"), "{body}");
    let there = traveller.browser.open(&page.link(WAY)).await;
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    let page = traveller.come_back(&returned).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}

#[actix_web::test]
async fn an_answer_opened_again_leads_on_and_one_of_another_browser_leads_nowhere() {
    let mut traveller = Traveller::start().await;
    let there = traveller.set_out().await;
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    let mut stranger = traveller.app.browser();
    // A browser of its own, that is known.
    let query = traveller.app.app_client().request().query();
    stranger.open(&format!("/login?{query}")).await;
    let answer = stranger.request(Method::GET, returned.url.as_str(), None, From::OtherSite).await;
    assert_eq!(answer.code(), 400);
    assert!(answer.body.contains("This began in another browser"), "{answer:?}");
    assert!(!answer.body.contains("/login?"), "a request that somebody else began is not offered: {answer:?}");
    assert!(stranger.session().is_none());

    let page = traveller.come_back(&returned).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
    let again = traveller.come_back(&returned).await;
    assert_eq!(again.shown().code(), 400);
    assert!(again.shown().body.contains("This step is done already"), "{again:?}");
    let on = traveller.browser.open(&again.link("/login?")).await;
    assert!(on.has_left() && !on.parameter("code").is_empty(), "who is signed in goes straight on: {on:?}");
}

#[actix_web::test]
async fn who_took_too_long_starts_again_from_there() {
    let mut traveller = Traveller::start().await;
    let there = traveller.set_out().await;
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    traveller.app.advance_secs(601);
    let page = traveller.come_back(&returned).await;
    assert_eq!(page.shown().code(), 400);
    assert!(page.shown().body.contains("That took too long"), "{page:?}");
    let there = traveller.browser.open(&page.link("/login?")).await;
    assert!(is_there(&traveller, &there), "{there:?}");
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    let page = traveller.come_back(&returned).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}

#[actix_web::test]
async fn an_address_at_work_leads_to_the_provider_of_the_company() {
    let mut traveller = Traveller::start().await;
    traveller.provide(|provider| provider.identifiers = vec!["Acme.example".to_owned(), "staff".to_owned()]).await;
    for is_only in [false, true] {
        if is_only {
            // Two of them, so that one must say which.
            traveller.provide_another("Other").await;
            let listed = [NAME, "Other"].map(str::to_owned);
            let app = &traveller.app;
            app.change_client(&app.client, |client| client.identity_providers = Some(listed.into())).await;
            app.advance_secs(2);
        }
        let page = login(&mut traveller).await;
        assert_eq!(page.shown().body.contains("type=\"password\""), !is_only);
        let form = |page: &Page, address: &str| {
            let form = page.form("/login").fill("username", address);
            if is_only { form } else { form.press("way", "company") }
        };
        let unknown = traveller.browser.submit(&page, &form(&page, "ada@evil-acme.example")).await;
        assert!(unknown.shown().body.contains("No company that signs in here"), "{unknown:?}");
        let on = traveller.browser.submit(&unknown, &form(&unknown, "Ada@acme.EXAMPLE")).await;
        // A form is never answered by a redirect to elsewhere, which its page's policy would not let through.
        assert!(
            on.shown().body.contains("On to DemoID") && on.shown().body.contains("http-equiv=\"refresh\""),
            "{on:?}"
        );
        let there = traveller.browser.open(&on.link(WAY)).await;
        assert!(is_there(&traveller, &there), "{there:?}");
        assert_eq!(there.parameter("login_hint"), "Ada@acme.EXAMPLE");
    }
}

#[actix_web::test]
async fn who_leaves_the_password_out_is_taken_to_their_company_and_no_other_name_is_told_there() {
    let mut traveller = Traveller::start().await;
    traveller.provide(|provider| provider.identifiers = vec!["acme.example".to_owned()]).await;
    let page = login(&mut traveller).await;
    let on = traveller.browser.submit(&page, &page.form("/login").fill("username", "ada@acme.example")).await;
    assert!(on.shown().body.contains("On to DemoID"), "{on:?}");
    // With one it is a sign-in here like any other.
    let page = login(&mut traveller).await;
    let form = page.form("/login").fill("username", "ada@acme.example").fill("password", "nobody's");
    let page = traveller.browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("not right"), "{page:?}");
    let form = page.form("/login").fill("username", "ada").fill("password", "nobody's");
    let page = traveller.browser.submit(&page, &form).await;
    let there = traveller.browser.open(&page.link(WAY)).await;
    assert_eq!(there.parameter("login_hint"), "");
}

#[actix_web::test]
async fn inside_another_app_google_is_not_offered() {
    let mut traveller = Traveller::start().await;
    traveller.provide(|provider| provider.kind = ProviderType::Google).await;
    let page = login(&mut traveller).await;
    assert!(page.shown().body.contains("Continue with Google"), "{page:?}");
    let agent =
        "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/131.0 Mobile Safari/537.36";
    traveller.browser = traveller.app.browser().with_header("user-agent", agent);
    for is_only in [false, true] {
        if is_only {
            only_from_there(&traveller).await;
        }
        let page = login(&mut traveller).await;
        let body = &page.shown().body;
        assert!(!body.contains(WAY) && body.contains("Open this page in your browser"), "{body}");
        assert_eq!(body.contains("type=\"password\""), !is_only);
    }
}
