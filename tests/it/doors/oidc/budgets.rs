//! Statements per request (DESIGN.md §5, Budgets). They decide the speed, and a write on a GET is a defect.

use vestibule::storage::StatementCount;

use crate::support::{PASSWORD, TestApp, TokenSet};

async fn cost<T>(app: &TestApp, work: impl Future<Output = T>) -> (T, StatementCount) {
    let before = app.statements();
    let done = work.await;
    (done, app.statements().since(before))
}

#[actix_web::test]
async fn requests_keep_their_budgets() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let mut stranger = app.browser();
    // Pools, clients, keys and looks are read once.
    stranger.get(&rp.request().with("redirect_uri", "https://evil.test/").target()).await;
    stranger.get(&rp.request().target()).await;
    rp.jwks().await;

    let (_, spent) = cost(&app, stranger.get(&rp.request().target())).await;
    assert_eq!((spent.reads, spent.writes), (0, 0), "authorize without a session");
    let (_, spent) = cost(&app, stranger.get(&rp.request().with("prompt", "none").target())).await;
    assert_eq!((spent.reads, spent.writes), (0, 0), "authorize, prompt=none");
    let (_, spent) = cost(&app, stranger.get(&rp.request().with("redirect_uri", "https://evil.test/").target())).await;
    assert_eq!((spent.reads, spent.writes), (0, 0), "authorize, refused");

    let page = browser.open(&rp.request().target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let (_, spent) = cost(&app, browser.submit(&page, &form)).await;
    // The attempt is reserved and cleared, the session is one row; then the grant, and the event, which is not counted.
    assert_eq!(spent.writes, 3 + 1 + 1, "a password sign-in");
    // Again in the same browser: other pools' sign-ins in it would get the new key too.
    let ((), spent) = cost(&app, browser.sign_in(&app.client, &ada)).await;
    assert_eq!(spent.writes, 3 + 1 + 1 + 1, "a password sign-in again");
    let (code, spent) = cost(&app, rp.code(&mut browser, &rp.request())).await;
    assert_eq!((spent.reads, spent.writes), (1, 1), "authorize with a session");
    let (tokens, spent) = cost(&app, rp.redeem(&code)).await;
    assert_eq!((spent.reads, spent.writes), (1, 1), "redemption");
    let tokens = TokenSet::of(&tokens);
    let (refreshed, spent) = cost(&app, rp.refresh(&tokens.refresh)).await;
    assert_eq!((spent.reads, spent.writes), (1, 1), "refresh");
    let refreshed = TokenSet::of(&refreshed);
    let (_, spent) = cost(&app, rp.user_info(&refreshed.access)).await;
    assert_eq!((spent.reads, spent.writes), (1, 0), "userInfo");
    let (_, spent) = cost(&app, rp.jwks()).await;
    assert_eq!((spent.reads, spent.writes), (0, 0), "JWKS");
}

/// What is not ours is refused without asking the database.
#[actix_web::test]
async fn forgeries_cost_no_statement() {
    let app = TestApp::start().await;
    let rp = app.app_client();
    app.browser().get(&rp.request().target()).await;
    rp.jwks().await;
    for token in ["", "x", "eyJhbGciOiJub25lIn0.e30.", &"A".repeat(76)] {
        let (_, spent) = cost(&app, rp.refresh(token)).await;
        assert_eq!((spent.reads, spent.writes), (0, 0), "refresh {token}");
        let (_, spent) = cost(&app, rp.user_info(token)).await;
        assert_eq!((spent.reads, spent.writes), (0, 0), "userInfo {token}");
        let (_, spent) = cost(&app, rp.redeem(token)).await;
        assert_eq!((spent.reads, spent.writes), (0, 0), "redeem {token}");
    }
}
