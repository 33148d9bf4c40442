//! Signing out (group I).

use actix_web::http::Method;
use actix_web::test::TestRequest;

use super::redirect_uri::MUTATIONS;
use crate::support::browser::From;
use crate::support::forms::encode;
use crate::support::sample_settings::{CALLBACK, SIGNED_OUT};
use crate::support::{Browser, OAuthClient, PASSWORD, TestApp};

async fn is_signed_in(rp: &OAuthClient, browser: &mut Browser) -> bool {
    browser.get(&rp.request().with("prompt", "none").target()).await.redirected("error").is_empty()
}

/// Cases 87 and 124, with the mutations of group B, for all URLs that it can go to.
#[actix_web::test]
async fn it_goes_to_registered_urls_only_and_ends_nothing_otherwise() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    for mutation in MUTATIONS {
        let logout_uri = mutation.replace("/cb", "/bye");
        for parameters in [
            [("client_id", rp.id.as_str()), ("logout_uri", logout_uri.as_str())],
            [("client_id", rp.id.as_str()), ("redirect_uri", mutation)],
            [("id_token_hint", tokens.id.as_str()), ("post_logout_redirect_uri", logout_uri.as_str())],
        ] {
            let target = format!("/{}/logout?{}", app.pool.id, encode(parameters));
            browser.get(&target).await.assert_error_page();
        }
    }
    // A registered callback is no sign-out URL, and the good one does not help a bad one.
    for query in [
        format!("client_id={}&logout_uri={CALLBACK}", rp.id),
        format!("client_id={}&logout_uri=https://evil.test&redirect_uri={CALLBACK}", rp.id),
        format!("client_id={}&logout_uri={SIGNED_OUT}&logout_uri=https://evil.test", rp.id),
        format!("client_id={}&logout_uri=", rp.id),
        format!("client_id=nobody&logout_uri={SIGNED_OUT}"),
        format!("logout_uri={SIGNED_OUT}"),
    ] {
        browser.get(&format!("/logout?{query}")).await.assert_error_page();
    }
    assert!(is_signed_in(&rp, &mut browser).await, "a refused sign-out ended the session");
    let done = browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id)).await;
    assert_eq!(done.location(), Some(SIGNED_OUT));
    assert!(!is_signed_in(&rp, &mut browser).await);
}

/// Case 88: what a page of another site can make a browser load does not sign out.
#[actix_web::test]
async fn an_image_or_a_frame_of_another_site_signs_nobody_out() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let target = format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id);
    let cookies = browser.jar.header("/logout").unwrap();
    for dest in ["image", "iframe", "script", "style", "empty", "embed"] {
        // Even if the cookies came along, which SameSite=Lax prevents.
        let request = TestRequest::get()
            .uri(&target)
            .insert_header(("cookie", cookies.clone()))
            .insert_header(("sec-fetch-dest", dest))
            .insert_header(("sec-fetch-site", "cross-site"));
        let answer = app.node().send(request).await;
        assert_eq!(answer.code(), 403, "{dest}");
        assert!(!answer.headers.contains_key("location"));
    }
    // A POST brings no cookies; where it leads, the person is asked.
    let posted = browser.request(Method::POST, &target, Some(String::new()), From::OtherSite).await;
    assert_eq!((posted.code(), posted.location()), (303, Some("/logout?")));
    browser.get(posted.location().unwrap()).await.assert_error_page();
    let below = format!("/{}/logout", app.pool.id);
    let page = browser.open(&below).await;
    assert!(page.url.path().ends_with("/signOut"), "{}", page.url);
    assert!(is_signed_in(&rp, &mut browser).await);
}

/// Case 90.
#[actix_web::test]
async fn a_copied_profile_is_signed_out_too() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let mut copy = browser.clone();
    assert!(is_signed_in(&rp, &mut copy).await);
    assert_eq!(app.rows("session_logins").await, 1);
    let page = browser.open(&rp.request().with("prompt", "login").target()).await;
    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id)).await;
    assert_eq!(app.rows("session_logins").await, 0);
    let elsewhere = app.second_node().await;
    let mut there = copy.clone().through(&elsewhere);
    for browser in [&mut browser, &mut copy, &mut there] {
        assert!(!is_signed_in(&rp, browser).await);
    }
    // Back to the page from before: it works, with the password.
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    assert!(!browser.submit(&page, &form).await.parameter("code").is_empty());
}

/// Case 106 for signing out: one pool's endpoint does not end another pool's sign-in.
#[actix_web::test]
async fn another_pools_client_signs_nobody_out_here() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let foreign = app.add_public(&other_pool, |_| {}).await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", foreign.id)).await;
    browser
        .get(&format!("/{}/logout?client_id={}&logout_uri={SIGNED_OUT}", app.pool.id, foreign.id))
        .await
        .assert_error_page();
    assert!(is_signed_in(&rp, &mut browser).await);
}
