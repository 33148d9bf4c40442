//! Single logout between the application and Demo SAML: one session, all of a person, and nothing that is not meant.

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;
use vestibule::domain::event::EventName;
use vestibule::simulator::PEOPLE;

use super::demo_saml::{ADA, Between};
use crate::support::answer::{Answer, query_of};
use crate::support::browser::{Browser, From};
use crate::support::demo_id::Returned;
use crate::support::forms::encode;
use crate::support::sample_settings::SIGNED_OUT;

/// What the provider's form posts to the pool.
async fn told(between: &Between, returned: &Returned) -> Answer {
    let body = returned.form.as_ref().map(crate::support::forms::Form::body);
    between.app.browser().request(Method::POST, returned.url.as_str(), body, From::OtherSite).await
}

/// Whether the browser is still signed in: the app gets its code at once.
async fn is_in(between: &Between, browser: &mut Browser) -> bool {
    let target = between.app.app_client().request().with("prompt", "none").target();
    browser.get(&target).await.redirected("error").is_empty()
}

/// The refresh token of a code.
async fn refresh_token(between: &Between, code: &str) -> String {
    let tokens = between.app.app_client().redeem(code).await.json();
    tokens["refresh_token"].as_str().unwrap().to_owned()
}

async fn lives(between: &Between, refresh_token: &str) -> bool {
    between.app.app_client().refresh(refresh_token).await.code() == 200
}

fn is_success(between: &Between, answer: &Answer) -> bool {
    let location = Url::parse(answer.location().unwrap()).unwrap();
    let there = between.demo.simulator().saml_places().logout;
    location.as_str().starts_with(&format!("{there}?SAMLResponse=")) && !query_of(&location, "Signature").is_empty()
}

#[actix_web::test]
async fn a_provider_ends_the_session_that_it_names_and_no_other() {
    let between = Between::start().await;
    let (mut phone, mut desk, mut other) = (between.app.browser(), between.app.browser(), between.app.browser());
    let of_phone = between.arrives(&mut phone, ADA).await;
    let of_phone = refresh_token(&between, &of_phone).await;
    let of_desk = between.arrives(&mut desk, ADA).await;
    let of_desk = refresh_token(&between, &of_desk).await;
    between.arrives(&mut other, &PEOPLE[1]).await;
    let sessions = between.demo.sessions().await;
    let [_, at_desk, at_phone] = sessions.as_slice() else { panic!("{sessions:?}") };

    let request = between.demo.sign_out("session", at_phone).await;
    let answer = told(&between, &request).await;
    assert!(is_success(&between, &answer), "{answer:?}");
    let node = between.app.second_node().await;
    assert!(!is_in(&between, &mut phone).await && !is_in(&between, &mut phone.clone().through(&node)).await);
    assert!(!lives(&between, &of_phone).await, "what was born in it ends with it");
    assert!(is_in(&between, &mut desk).await && lives(&between, &of_desk).await, "the other session lives");
    assert!(is_in(&between, &mut other).await);
    assert_eq!(between.app.events(EventName::SignedOut).await, 1);

    // a request counts once, and what it names is known no more
    assert_eq!(told(&between, &request).await.code(), 400);
    assert!(is_in(&between, &mut desk).await);
    let request = between.demo.sign_out("session", at_desk).await;
    assert!(is_success(&between, &told(&between, &request).await));
    assert!(!is_in(&between, &mut desk).await && is_in(&between, &mut other).await);
}

#[actix_web::test]
async fn without_a_name_of_a_session_all_of_the_person_s_end_that_came_from_there() {
    let between = Between::start().await;
    let (mut phone, mut desk, mut other) = (between.app.browser(), between.app.browser(), between.app.browser());
    for browser in [&mut phone, &mut desk] {
        between.arrives(browser, ADA).await;
    }
    between.arrives(&mut other, &PEOPLE[1]).await;
    let sessions = between.demo.sessions().await;
    let request = between.demo.sign_out("person", &sessions[1]).await;
    assert!(is_success(&between, &told(&between, &request).await));
    assert!(!is_in(&between, &mut phone).await && !is_in(&between, &mut desk).await);
    assert!(is_in(&between, &mut other).await, "nobody else");
    assert_eq!(between.demo.sessions().await.len(), 1);
    between.arrives(&mut phone, ADA).await;
    assert!(is_in(&between, &mut phone).await, "and one signs in again");
}

#[actix_web::test]
async fn a_session_that_is_not_known_is_answered_and_ends_nothing() {
    let between = Between::start().await;
    let (mut phone, mut other) = (between.app.browser(), between.app.browser());
    between.arrives(&mut phone, ADA).await;
    between.arrives(&mut other, &PEOPLE[1]).await;
    let rows = between.app.rows("saml_sessions").await;
    // one that was told before the sign-in here came to anything
    let page = between.set_out(&mut between.app.browser()).await;
    between.demo.visit(&page.url, ADA).await;
    let sessions = between.demo.sessions().await;
    let request = between.demo.sign_out("session", &sessions[0]).await;
    let answer = told(&between, &request).await;
    assert!(is_success(&between, &answer), "{answer:?}");
    assert!(is_in(&between, &mut phone).await && is_in(&between, &mut other).await);
    assert_eq!((between.app.rows("saml_sessions").await, between.app.events(EventName::SignedOut).await), (rows, 0));

    // forged, it is no request at all
    let honest = between.demo.sign_out("person", &sessions[1]).await;
    let mut form = honest.form.clone().unwrap();
    let text = String::from_utf8(STANDARD.decode(form.get("SAMLRequest").unwrap()).unwrap()).unwrap();
    let forged = text.replace("demo-0000000001906", "demo-0000000001815");
    assert_ne!(text, forged, "{text}");
    form = form.fill("SAMLRequest", &STANDARD.encode(forged));
    let forged = Returned { form: Some(form), ..honest.clone() };
    assert_eq!(told(&between, &forged).await.code(), 400);
    assert!(is_in(&between, &mut phone).await && is_in(&between, &mut other).await);
    assert!(is_success(&between, &told(&between, &honest).await), "the honest one still counts");
}

#[actix_web::test]
async fn who_signs_out_here_signs_out_there() {
    let between = Between::start().await;
    let mut browser = between.app.browser();
    between.arrives(&mut browser, ADA).await;
    between.arrives(&mut between.app.browser(), ADA).await;
    let sessions = between.demo.sessions().await;
    let leave = encode([("client_id", between.app.client.id.as_str()), ("logout_uri", SIGNED_OUT)]);
    let page = browser.open(&format!("/{}/logout?{leave}", between.app.pool.id)).await;
    assert!(page.url.as_str().starts_with(&between.demo.simulator().saml_places().logout), "{}", page.url);
    let returned = between.demo.open(page.url.as_str()).await;
    assert_eq!(between.demo.sessions().await, sessions[..1], "the one session has ended there");
    let back = between.come_back(&mut browser, &returned).await;
    assert_eq!(back.url.as_str(), SIGNED_OUT);

    // whatever the answer says, the browser goes on where it was going, and nowhere else
    let state = page.parameter("RelayState");
    let path = format!("/{}/saml2/logout", between.app.pool.id);
    for (state, location) in [(state.as_str(), Some(SIGNED_OUT)), ("", None), ("https://evil.test/", None)] {
        let body = encode([("SAMLResponse", "x"), ("RelayState", state)]);
        let answer = between.app.browser().request(Method::POST, &path, Some(body), From::OtherSite).await;
        assert_eq!((answer.location(), answer.code() == 400), (location, location.is_none()), "{state}");
    }
}

#[actix_web::test]
async fn a_form_that_signs_out_leads_there_by_a_page() {
    let between = Between::start().await;
    let there = between.demo.simulator().saml_places().logout;
    let logout = format!("/{}/logout", between.app.pool.id);
    let (client, account) = (between.app.client.id.to_string(), format!("/{}/account/sessions", between.app.pool.id));
    for is_account in [false, true] {
        between.app.advance_secs(120);
        let mut browser = between.app.browser();
        between.arrives(&mut browser, ADA).await;
        let (page, form) = if is_account {
            let page = browser.open(&account).await;
            let form = page.form("/account/sessions").press("end", "here");
            (page, form)
        } else {
            let query = encode([("client_id", client.as_str()), ("post_logout_redirect_uri", SIGNED_OUT)]);
            let page = browser.open(&format!("{logout}?{query}")).await;
            let form = page.form("/signOut");
            (page, form)
        };
        let page = browser.submit(&page, &form).await;
        assert!(!is_in(&between, &mut browser).await);
        assert!(page.url.path().ends_with("/saml2/logout"), "{page:?}");
        let link = page.link("SAMLRequest").replace("&#38;", "&").replace("&amp;", "&");
        assert!(link.starts_with(&there), "{link}");
        let returned = between.demo.open(&link).await;
        assert!(between.demo.sessions().await.is_empty());
        let back = between.come_back(&mut browser, &returned).await;
        assert_eq!(back.url.as_str() == SIGNED_OUT, !is_account, "{back:?}");
        // it asks there once: the page again leads straight on
        let again = browser.open(page.url.as_str()).await;
        assert!(again.url.as_str() == SIGNED_OUT || again.url.path().ends_with("/signedOut"), "{again:?}");
    }
    let answer = between.app.browser().get(&format!("/{}/saml2/logout?state=x", between.app.pool.id)).await;
    assert_eq!(answer.code(), 400);
}

#[actix_web::test]
async fn a_session_that_came_from_elsewhere_ends_here_alone() {
    let between = Between::start().await;
    let mut browser = between.app.browser();
    // the same browser came from there before
    between.arrives(&mut browser, ADA).await;
    let grace = between.app.person("grace").await;
    browser.sign_in(&between.app.client, &grace).await;
    let leave = encode([("client_id", between.app.client.id.as_str()), ("logout_uri", SIGNED_OUT)]);
    let page = browser.open(&format!("/{}/logout?{leave}", between.app.pool.id)).await;
    assert_eq!(page.url.as_str(), SIGNED_OUT);
    // where the admin does not want it, nobody goes there
    let between = Between::start_with(|metadata| metadata, &[("RequestSigningAlgorithm", "rsa-sha256")]).await;
    let mut browser = between.app.browser();
    between.arrives(&mut browser, ADA).await;
    assert_eq!(between.app.rows("saml_sessions").await, 0);
    let leave = encode([("client_id", between.app.client.id.as_str()), ("logout_uri", SIGNED_OUT)]);
    let page = browser.open(&format!("/{}/logout?{leave}", between.app.pool.id)).await;
    assert_eq!(page.url.as_str(), SIGNED_OUT);
    let sessions = between.demo.sessions().await;
    let request = between.demo.sign_out("session", &sessions[0]).await;
    assert_eq!(told(&between, &request).await.code(), 400);
}
