//! The account page: what people see and do about their own account in a browser.

mod entry;
mod factors;
mod profile;
mod sessions;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::people::{PASSWORD, Person};

/// The address of a place of the account page of the pool to begin with.
fn at(app: &TestApp, place: &str) -> String {
    format!("/{}/account{place}", app.pool.id)
}

/// A browser in which `person` signed in at the account page.
async fn signed_in(app: &TestApp, person: &Person) -> Browser {
    let mut browser = app.browser();
    let page = browser.open(&at(app, "")).await;
    let page = sign_in(&mut browser, &page, &person.username).await;
    assert!(page.url.path().ends_with("/account"), "{page:?}");
    browser
}

/// Fills in the sign-in page that is shown.
async fn sign_in(browser: &mut Browser, page: &Page, username: &str) -> Page {
    let form = page.form("/login").fill("username", username).fill("password", PASSWORD);
    browser.submit(page, &form).await
}

/// Opens a place and sends its form with these values.
async fn send(app: &TestApp, browser: &mut Browser, place: &str, values: &[(&str, &str)]) -> Page {
    let page = browser.open(&at(app, place)).await;
    let form = values.iter().fold(page.form(place), |form, (name, value)| form.fill(name, value));
    browser.submit(&page, &form).await
}
