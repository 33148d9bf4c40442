//! The hosted pages.

use super::{ELSEWHERE, HOME, always, desk};
use crate::support::PASSWORD;
use crate::support::browser::Browser;

#[actix_web::test]
async fn a_page_says_that_a_sign_in_is_too_risky_and_not_why() {
    let desk = desk("ENFORCED", &always("BLOCK")).await;
    let node = desk.app.node();
    let mut browser = Browser::new(node.seen_from(ELSEWHERE));
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/login") && browser.session().is_none(), "{page:?}");
    let body = &page.shown().body;
    assert!(body.contains("This sign-in was stopped for your safety."), "{body}");
    assert!(!body.contains("network") && !body.contains(ELSEWHERE), "{body}");
    let mut browser = Browser::new(node.seen_from(HOME));
    assert!(browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await.has_left());
}
