//! Passkeys on the account page: named, and taken away, by their own person only.

use super::{add, desk};
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::browser::Page;
use crate::support::desk::Desk;

const PLACE: &str = "/account/passkeys";

async fn names(desk: &Desk, username: &str) -> Vec<String> {
    let token = desk.access_token(username).await;
    let listed = desk.user(&token, "ListWebAuthnCredentials", serde_json::json!({})).await;
    let listed = listed["Credentials"].as_array().unwrap().clone();
    listed.iter().map(|one| one["FriendlyCredentialName"].as_str().unwrap().to_owned()).collect()
}

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

#[actix_web::test]
async fn people_name_and_remove_their_own_and_nobody_elses() {
    let desk = desk().await;
    let (mut hers, mut his) = (Authenticator::new(), Authenticator::new());
    add(&desk, "ada", &mut hers).await;
    add(&desk, "bob", &mut his).await;
    let bobs = names(&desk, "bob").await;
    let mut browser = desk.app.browser();
    let place = format!("/{}{PLACE}", desk.app.pool.id);
    let page = browser.open(&place).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with(PLACE), "{page:?}");

    let long = "x".repeat(65);
    for (key, name, said) in [
        (&hers, "Phone", "Saved."),
        (&hers, long.as_str(), "Use a name of 1 to 64 characters."),
        (&his, "Mine", "That is not there any more."),
    ] {
        let page = browser.open(&place).await;
        let form = page.form(PLACE).fill("name", name).press("rename", &key.name());
        let done = browser.submit(&page, &form).await;
        assert!(says(&done, said), "{name}: {done:?}");
        assert_eq!(names(&desk, "ada").await, ["Phone"]);
    }
    for (key, left) in [(&his, 1), (&hers, 0)] {
        let page = browser.open(&place).await;
        browser.submit(&page, &page.form(PLACE).press("remove", &key.name())).await;
        assert_eq!(names(&desk, "ada").await.len(), left);
    }
    assert_eq!(names(&desk, "bob").await, bobs);
}
