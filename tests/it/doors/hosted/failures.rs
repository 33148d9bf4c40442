//! What goes wrong is a page, with a reference and without a secret.

use actix_web::http::Method;
use actix_web::test::TestRequest;

use crate::support::TestApp;
use crate::support::browser::From;

#[actix_web::test]
async fn a_wrong_link_is_explained_to_person_and_developer() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let query = app.app_client().request();
    let cases = [
        (query.clone().with("client_id", "nobody").query(), "The client_id is missing or unknown"),
        (query.clone().with("redirect_uri", "https://evil.test/").query(), "compared character by character"),
    ];
    for (query, words) in cases {
        for path in ["/login", "/signup", "/confirm", "/forgotPassword", "/confirmforgotPassword", "/changePassword"] {
            let answer = browser.get(&format!("{path}?{query}")).await;
            answer.assert_error_page();
            assert!(answer.body.contains(words), "{path}: {answer:?}");
            assert!(answer.body.contains(answer.header("x-request-id")), "{path}");
            assert!(!answer.body.contains("evil.test"), "nothing is echoed: {path}");
            assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        }
    }
}

#[actix_web::test]
async fn other_mistakes_go_back_to_the_app_from_every_page() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let query = app.app_client().request().with("scope", "openid nonsense").query();
    for path in ["/login", "/signup", "/confirm", "/forgotPassword"] {
        let answer = browser.get(&format!("{path}?{query}")).await;
        assert_eq!((answer.code(), answer.redirected("error").as_str()), (303, "invalid_scope"), "{path}");
    }
}

#[actix_web::test]
async fn what_is_not_there_is_a_page_for_people_and_a_status_for_programs() {
    let app = TestApp::start().await;
    let of_dev = app.node().with_dev_pages(&app.pool, &app.client).await;
    let below = format!("/{}", app.pool.id);
    for node in [&app.node(), &of_dev] {
        for path in ["/nothing", &below, &format!("{below}/nothing"), &format!("{below}/demo")] {
            let page = app.browser().through(node).get(path).await;
            assert_eq!(page.code(), 404, "{path}");
            assert!(page.body.contains("There is nothing here"), "{path}: {page:?}");
            let bare = node.send(TestRequest::with_uri(path)).await;
            assert_eq!((bare.code(), bare.body.as_str()), (404, ""), "{path}");
        }
    }
    assert_eq!(app.browser().through(&of_dev).get("/demo").await.code(), 200);
}

#[actix_web::test]
async fn another_method_is_refused_with_those_that_work() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let query = app.app_client().request().query();
    for (path, method, allowed) in [
        ("/login", Method::PUT, "GET, HEAD, POST"),
        ("/resendcode", Method::GET, "POST"),
        ("/error", Method::POST, "GET, HEAD"),
    ] {
        let answer = browser.request(method, &format!("{path}?{query}"), None, From::Nowhere).await;
        assert_eq!((answer.code(), answer.header("allow")), (405, allowed), "{path}");
    }
}

#[actix_web::test]
async fn the_error_page_shows_no_words_of_a_strangers_choosing() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let answer = browser.get("/error?error=Call+0900+12345&error_description=%3Cb%3Ehi").await;
    assert_eq!(answer.code(), 400);
    assert!(!answer.body.contains("0900") && !answer.body.contains("hi</"), "{answer:?}");
    let known = browser.get("/error?error=redirect_mismatch").await;
    assert!(known.body.contains("compared character by character"));
}

#[actix_web::test]
async fn files_are_kept_for_ever_and_set_no_cookie() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let page = browser.get("/error").await;
    let at = page.body.find("/static/vestibule").unwrap();
    let href = page.body[at..].split('"').next().unwrap().to_owned();
    let css = browser.get(&href).await;
    assert_eq!((css.code(), css.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(css.header("cache-control").contains("immutable"));
    assert!(!css.headers.contains_key("set-cookie"));
    assert_eq!(browser.get("/static/vestibule.css").await.code(), 404);
    assert_eq!(browser.get("/theme/nothing.css").await.code(), 404);
    assert_eq!(browser.get(&format!("/logo/{}", "0".repeat(64))).await.code(), 404);
}
