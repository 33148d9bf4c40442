//! URLs that could not be registered today but lie in the database: an import, a backup or an older version wrote them.
//! They lead nowhere (cases 87 and 121).

use sea_orm::ConnectionTrait as _;
use vestibule::domain::client::ClientSettings;

use crate::support::TestApp;
use crate::support::forms::encode;

/// What a browser would run, or send in the clear.
const BAD: [&str; 5] = [
    "javascript:alert(document.domain)//",
    "JavaScript://app.test/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://app.test/cb",
    "https://user@app.test/cb",
];

/// An application whose client has this URL for everything, written past the check.
async fn stored(url: &str) -> TestApp {
    let app = TestApp::start().await;
    let bad = ClientSettings {
        callback_urls: vec![url.to_owned()],
        logout_urls: vec![url.to_owned()],
        default_redirect_uri: Some(url.to_owned()),
        ..app.client.settings.clone()
    };
    let raw = app.raw().await;
    let json = serde_json::to_string(&bad).unwrap().replace('\'', "''");
    let sql = format!("UPDATE clients SET settings = '{json}' WHERE id = '{}'", app.client.id);
    assert_eq!(raw.execute_unprepared(&sql).await.unwrap().rows_affected(), 1);
    raw.close().await.unwrap();
    app.restart().await;
    app
}

#[actix_web::test]
async fn a_stored_url_of_a_bad_kind_leads_nowhere() {
    for url in BAD {
        let app = stored(url).await;
        let (rp, mut browser) = (app.app_client(), app.browser());
        browser.get(&rp.request().with("redirect_uri", url).target()).await.assert_error_page();
        browser.get(&rp.request().without("redirect_uri").target()).await.assert_error_page();
        let logout = encode([("client_id", rp.id.as_str()), ("logout_uri", url)]);
        browser.get(&format!("/logout?{logout}")).await.assert_error_page();
        let standard = encode([("client_id", rp.id.as_str()), ("post_logout_redirect_uri", url)]);
        let answer = browser.get(&format!("/logout?{standard}")).await;
        assert!(answer.location().is_none_or(|to| !to.contains("script") && !to.contains("app.test")), "{answer:?}");
        let page = browser.get(&format!("/signedOut?client_id={}", rp.id)).await;
        assert!(!page.body.contains("alert") && !page.body.contains("app.test"), "{url}: {page:?}");
    }
}

#[actix_web::test]
async fn a_stored_url_of_a_good_kind_still_does() {
    let app = stored("https://app.test/cb").await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    assert!(browser.open(&rp.request().target()).await.url.path().ends_with("/login"));
    let logout = format!("/logout?client_id={}&logout_uri=https://app.test/cb", rp.id);
    assert_eq!(browser.get(&logout).await.location(), Some("https://app.test/cb"));
    assert!(browser.get(&format!("/signedOut?client_id={}", rp.id)).await.body.contains("https://app.test/cb"));
}
