//! PKCE (group C).

use crate::support::oauth_client::{VERIFIER, challenge};
use crate::support::{TestApp, TokenSet};

fn with_verifier<'a>(form: &[(&'a str, &'a str)], verifier: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    let mut form: Vec<_> = form.iter().copied().filter(|(name, _)| *name != "code_verifier").collect();
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    form
}

/// Cases 31, 32, 35 and the challenges of 36.
#[actix_web::test]
async fn a_challenge_is_s256_whole_and_asked_of_public_clients() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let confidential = app.add_confidential(&app.pool, |_| {}).await;
    browser.sign_in(&app.client, &ada).await;
    let digest = challenge(VERIFIER);
    let grants = app.rows("grants").await;
    for client in [&app.client, &confidential] {
        let rp = app.oauth_client(client);
        for request in [
            rp.request().with("code_challenge_method", "plain"),
            rp.request().with("code_challenge_method", "s256"),
            rp.request().with("code_challenge_method", "S512"),
            rp.request().with("code_challenge_method", ""),
            rp.request().without("code_challenge_method"),
            rp.request().without("code_challenge"),
            rp.request().with("code_challenge", ""),
            rp.request().with("code_challenge", &digest[..42]),
            rp.request().with("code_challenge", &format!("{digest}A")),
            rp.request().with("code_challenge", &format!("{}=", &digest[..42])),
            rp.request().with("code_challenge", &format!("{}+", &digest[..42])),
            rp.request().with("code_challenge", &format!("{}/", &digest[..42])),
        ] {
            let answer = browser.get(&request.target()).await;
            assert_eq!(answer.redirected("error"), "invalid_request", "{request:?}");
        }
    }
    let answer = browser.get(&rp.request().without_pkce().target()).await;
    assert_eq!(answer.redirected("error"), "invalid_request");
    assert!(answer.redirected("error_description").contains("RequirePkce"), "says how to switch it off");
    assert_eq!(app.rows("grants").await, grants);
}

/// Decision D2: an admin may switch it off for a client.
#[actix_web::test]
async fn a_public_client_that_need_not_use_it_may_still() {
    let app = TestApp::setup().client(|settings| settings.require_pkce = Some(false)).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().without_pkce()).await;
    assert_eq!(rp.token(&with_verifier(&rp.redemption(&code), None)).await.code(), 200);
    let code = rp.code(&mut browser, &rp.request()).await;
    rp.token(&with_verifier(&rp.redemption(&code), None)).await.assert_refused(400, "invalid_grant");
}

/// Cases 33 and 34: the downgrade in both directions.
#[actix_web::test]
async fn challenge_and_verifier_come_together_or_not_at_all() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    browser.sign_in(&client, &ada).await;
    let with = rp.code(&mut browser, &rp.request()).await;
    rp.token(&with_verifier(&rp.redemption(&with), None)).await.assert_refused(400, "invalid_grant");
    let without = rp.code(&mut browser, &rp.request().without_pkce()).await;
    rp.redeem(&without).await.assert_refused(400, "invalid_grant");
    // Both are burned.
    rp.redeem(&with).await.assert_refused(400, "invalid_grant");
    rp.token(&with_verifier(&rp.redemption(&without), None)).await.assert_refused(400, "invalid_grant");
    let code = rp.code(&mut browser, &rp.request()).await;
    assert_eq!(rp.redeem(&code).await.code(), 200);
}

/// Case 36, the verifiers.
#[actix_web::test]
async fn a_verifier_has_43_to_128_unreserved_characters() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for verifier in [
        "a".repeat(42),
        "a".repeat(129),
        format!("{} ", "a".repeat(42)),
        format!("{}é", "a".repeat(43)),
        format!("{}+", "a".repeat(43)),
    ] {
        // The challenge is the verifier's own: only its form is wrong.
        let code = rp.code(&mut browser, &rp.request().with("code_challenge", &challenge(&verifier))).await;
        let answer = rp.token(&with_verifier(&rp.redemption(&code), Some(&verifier))).await;
        answer.assert_refused(400, "invalid_request");
    }
    for verifier in ["a".repeat(43), "~".repeat(128)] {
        let code = rp.code(&mut browser, &rp.request().with("code_challenge", &challenge(&verifier))).await;
        assert_eq!(rp.token(&with_verifier(&rp.redemption(&code), Some(&verifier))).await.code(), 200);
    }
}

/// Case 37 for what could never be a verifier: it was a presentation by the right client all the same. Somebody else's
/// presentation, and a request that cannot be read, are none.
#[actix_web::test]
async fn a_malformed_verifier_burns_the_code() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let neighbour = app.oauth_client(&app.add_public(&app.pool, |_| {}).await);
    browser.sign_in(&app.client, &ada).await;
    for verifier in ["x", "a b", &"a".repeat(129)] {
        let code = rp.code(&mut browser, &rp.request()).await;
        let theirs = neighbour.redemption(&code);
        neighbour.token(&with_verifier(&theirs, Some(verifier))).await.assert_refused(400, "invalid_grant");
        let own = rp.redemption(&code);
        let twice = [&own[..], &[("code_verifier", verifier)]].concat();
        rp.token(&twice).await.assert_refused(400, "invalid_request");
        rp.token(&with_verifier(&own, Some(verifier))).await.assert_refused(400, "invalid_request");
        rp.redeem(&code).await.assert_refused(400, "invalid_grant");
    }
    let code = rp.code(&mut browser, &rp.request()).await;
    TokenSet::of(&rp.redeem(&code).await);
}

/// Case 37: one guess, whatever it was.
#[actix_web::test]
async fn a_wrong_verifier_burns_the_code() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let wrong = VERIFIER.replace('a', "b");
    let code = rp.code(&mut browser, &rp.request()).await;
    rp.token(&with_verifier(&rp.redemption(&code), Some(&wrong))).await.assert_refused(400, "invalid_grant");
    rp.redeem(&code).await.assert_refused(400, "invalid_grant");
    let code = rp.code(&mut browser, &rp.request()).await;
    TokenSet::of(&rp.redeem(&code).await);
}
