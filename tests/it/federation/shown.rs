//! What people are shown of their provider: its name as they know it, and what it says of them.

use vestibule::domain::provider::AttributeUpdate;
use vestibule::simulator::{Endpoint, Fault, PEOPLE, Transport};

use super::traveller::Traveller;
use crate::support::browser::Page;
use crate::support::people::PASSWORD;

fn at(traveller: &Traveller, place: &str) -> String {
    format!("/{}/account{place}", traveller.app.pool.id)
}

fn has_input(page: &Page, name: &str) -> bool {
    page.shown().body.contains(&format!("name=\"{name}\""))
}

#[actix_web::test]
async fn a_provider_is_called_what_people_call_it() {
    let mut traveller = Traveller::start().await;
    traveller.provide(|provider| "Contoso AG".clone_into(&mut provider.settings.display_name)).await;
    let login = format!("/login?{}", traveller.app.app_client().request().query());
    let page = traveller.browser.open(&login).await;
    let body = &page.shown().body;
    assert!(body.contains("Continue with") && body.contains("Contoso AG") && !body.contains("with DemoID"), "{body}");
    // Requests go on naming it as clients do.
    assert!(body.contains("identity_provider=DemoID"), "{body}");
    traveller.demo.knobs.bend(vec![Fault::Transport(Endpoint::Discovery, Transport::Cut)]);
    let page = traveller.travel(&PEOPLE[0]).await;
    traveller.demo.knobs.straighten();
    assert!(page.shown().body.contains("Contoso AG"), "{page:?}");
    // What failed is remembered for a while.
    traveller.provide(|provider| "Contoso AG".clone_into(&mut provider.settings.display_name)).await;
    traveller.browser = traveller.app.browser();
    traveller.arrives(&PEOPLE[0]).await;
    let page = traveller.browser.open(&at(&traveller, "/linked")).await;
    assert!(page.shown().body.contains("Contoso AG"), "{page:?}");
}

#[actix_web::test]
async fn nobody_is_invited_to_change_what_the_next_sign_in_undoes() {
    let mut traveller = Traveller::start().await;
    let first_only = [("locale".to_owned(), AttributeUpdate::FirstSignIn)];
    traveller.provide(|provider| provider.settings.updates = first_only.into()).await;
    traveller.arrives(&PEOPLE[0]).await;
    let page = traveller.browser.open(&at(&traveller, "/profile")).await;
    let body = &page.shown().body;
    assert!(body.contains("From") && body.contains("Ada Lovelace"), "{body}");
    assert!(!has_input(&page, "name") && !body.contains("/account/email"), "{body}");
    assert!(has_input(&page, "locale") && has_input(&page, "given_name") && body.contains("/account/phone"), "{body}");
    // Nor is it taken from a form that says it all the same.
    let form = page.form("/account/profile").fill("given_name", "Augusta").press("name", "Eve");
    let page = traveller.browser.submit(&page, &form).await;
    let body = &page.shown().body;
    assert!(body.contains("Ada Lovelace") && body.contains("Augusta") && !body.contains("Eve"), "{body}");

    // Of somebody who is linked, the name is the provider's, and the address is their own.
    traveller.browser = traveller.app.browser();
    let ada = traveller.app.person("ada").await;
    let page = traveller.browser.open(&at(&traveller, "/profile")).await;
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    let page = traveller.browser.submit(&page, &form).await;
    assert!(has_input(&page, "name") && page.shown().body.contains("/account/email"), "{page:?}");
}
