//! Whoever keeps guessing does not keep people out of the browsers that they use (case 141).

use super::{ALWAYS, desk, firefox, is_spared, password, with_code};
use crate::support::PASSWORD;
use crate::support::browser::{Browser, Page};
use crate::support::desk::{Desk, refused};

const LOCKED: &str = "Too many attempts.";

async fn guess(desk: &Desk, browser: &mut Browser, who: &str) -> Page {
    browser.try_sign_in(&desk.app.client, who, "not the 7 password").await
}

#[actix_web::test]
async fn guesses_elsewhere_do_not_lock_a_browser_that_is_known() {
    let (desk, app) = desk(ALWAYS).await;
    let mut hers = firefox(&desk);
    with_code(&desk, &mut hers, &app).await;
    // He tries as soon as he may, up to the hard stop and beyond.
    for _ in 0..100 {
        desk.try_sign_in("ada", "not the 7 password").await.assert_wrong_password();
        desk.app.advance_secs(15 * 60);
    }
    for _ in 0..2 {
        let (_, message) = refused(&desk.try_sign_in("ada", PASSWORD).await);
        assert_eq!(message, "Password attempts exceeded");
        assert!(!password(&desk, &mut firefox(&desk), "ada").await.has_left(), "another browser is shut too");
        assert!(is_spared(&desk, &mut hers, "ada").await, "hers is open");
    }
}

/// What is known opens nothing but its own count, for its own person.
#[actix_web::test]
async fn a_known_browser_has_no_more_guesses_than_anybody() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    for _ in 0..5 {
        let page = guess(&desk, &mut browser, "ada").await;
        assert!(!page.shown().body.contains(LOCKED), "{page:?}");
    }
    let page = password(&desk, &mut browser, "ada").await;
    assert!(!page.has_left() && page.shown().body.contains(LOCKED), "{page:?}");
    // It is this browser that waits, and with everybody else's names it is any browser.
    assert!(password(&desk, &mut firefox(&desk), "ada").await.url.path().ends_with("/mfa"));
    for _ in 0..5 {
        guess(&desk, &mut browser, "bob").await;
    }
    let page = password(&desk, &mut firefox(&desk), "bob").await;
    assert!(!page.has_left() && page.shown().body.contains(LOCKED), "{page:?}");
    desk.app.advance_secs(1);
    assert!(is_spared(&desk, &mut browser, "ada").await);
}

/// Case 131: what a browser shows costs the same with a name that nobody has.
#[actix_web::test]
async fn names_that_nobody_has_cost_the_same_in_a_known_browser() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let mut costs = Vec::new();
    for name in ["nobody", "bob", "nobody-else"] {
        let mut browser = browser.clone();
        guess(&desk, &mut browser, name).await;
        let before = desk.app.statements();
        guess(&desk, &mut browser, name).await;
        let spent = desk.app.statements().since(before);
        costs.push((spent.reads, spent.writes));
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
}
