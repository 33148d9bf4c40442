//! Several sign-ins side by side, the back button, stale pages (lesson L2).

use crate::doors::hosted::login_page;
use crate::support::TestApp;
use crate::support::people::PASSWORD;

/// `t_three_tabs_three_clients_each_own_redirect`.
#[actix_web::test]
async fn three_tabs_of_three_apps_each_end_at_their_own_app() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let mut tabs = Vec::new();
    for name in ["one", "two", "three"] {
        let callback = format!("https://{name}.test/cb");
        let client = app.add_public(&app.pool, |client| client.callback_urls = vec![callback.clone()]).await;
        let request = app.oauth_client(&client).request().with("redirect_uri", &callback).with("state", name);
        tabs.push((name, callback, browser.open(&request.target()).await));
    }
    // Each is refused once, so that each has state of its own.
    for (name, _, page) in &mut tabs {
        let form =
            page.form("/login").fill("username", &format!("{name}@typed.test")).fill("password", "wrong 1 password");
        *page = browser.submit(page, &form).await;
    }
    for (name, callback, page) in &tabs {
        let page = browser.open(page.url.as_str()).await;
        if page.has_left() {
            // Signed in by an earlier tab: goes straight on, to its own app.
            assert!(page.url.as_str().starts_with(callback.as_str()), "{page:?}");
        } else {
            assert_eq!(page.form("/login").get("username"), Some(format!("{name}@typed.test").as_str()));
            let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
            let back = browser.submit(&page, &form).await;
            assert!(back.url.as_str().starts_with(callback.as_str()), "{back:?}");
            assert_eq!(back.parameter("state"), *name);
        }
    }
}

/// `t_tab_b_continues_after_tab_a_login`.
#[actix_web::test]
async fn a_form_that_was_open_before_another_tab_signed_in_still_works() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let first = login_page(&app, &mut browser).await;
    let second = browser.open(&app.app_client().request().with("state", "second").target()).await;
    let fill = |page: &crate::support::browser::Page| {
        page.form("/login").fill("username", &ada.username).fill("password", PASSWORD)
    };
    assert!(browser.submit(&first, &fill(&first)).await.has_left());
    let back = browser.submit(&second, &fill(&second)).await;
    assert_eq!((back.has_left(), back.parameter("state").as_str()), (true, "second"));
}

/// `t_back_after_success`.
#[actix_web::test]
async fn back_after_success_goes_on_to_the_app_again() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let page = login_page(&app, &mut browser).await;
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    let first = browser.submit(&page, &form).await;
    let again = browser.open(page.url.as_str()).await;
    assert!(again.has_left() && again.parameter("code") != first.parameter("code"), "{again:?}");
}

#[actix_web::test]
async fn a_ninth_sign_in_side_by_side_leaves_eight_cookies() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    for number in 0..12 {
        let page = browser.open(&app.app_client().request().with("state", &number.to_string()).target()).await;
        browser.submit(&page, &page.form("/login").fill("username", "ada")).await;
    }
    let kept = browser.jar.header("/").unwrap().matches("__Host-vestibule-tx-").count();
    assert_eq!(kept, 8);
}

#[actix_web::test]
async fn a_stale_form_comes_back_with_its_input_and_works_then() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let page = login_page(&app, &mut browser).await;
    app.advance_secs(3601);
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    let again = browser.submit(&page, &form).await;
    assert_eq!(again.shown().code(), 403);
    assert_eq!(browser.session(), None);
    assert!(again.shown().body.contains("Nothing was lost: send it again."));
    let form = again.form("/login");
    assert_eq!((form.get("username"), form.get("password")), (Some("ada"), Some("")));
    assert!(browser.submit(&again, &form.fill("password", PASSWORD)).await.has_left());
}
