//! The hosted pages.

mod attributes;
mod failures;
mod forgery;
mod recovery;
mod sign_in;
mod sign_up;
mod tabs;
mod wordings;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

/// The sign-in page, as the client's link leads there.
async fn login_page(app: &TestApp, browser: &mut Browser) -> Page {
    let page = browser.open(&app.app_client().request().target()).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    page
}

/// The code of the newest mail.
async fn newest_code(app: &TestApp) -> String {
    app.node().run_jobs().await;
    let mail = app.node().mailbox().all().pop().expect("a mail").mail;
    let words = mail.subject.split_whitespace().map(str::to_owned);
    words.into_iter().find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit())).expect("a code")
}

/// A page without what differs by the request alone.
fn without_tokens(page: &Page) -> String {
    let mut body = page.shown().body.clone();
    for name in ["_csrf", "sign_up"] {
        let begin = format!("name=\"{name}\" value=\"");
        let mut rest = 0;
        while let Some(at) = body[rest..].find(&begin).map(|at| rest + at + begin.len()) {
            let end = body[at..].find('"').unwrap() + at;
            body.replace_range(at..end, "");
            rest = at;
        }
    }
    body
}
