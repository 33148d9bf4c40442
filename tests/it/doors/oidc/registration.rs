//! `prompt=create`: an app sends somebody to make an account (OpenID Connect Prompt Create).

use actix_web::test::TestRequest;

use crate::support::{PASSWORD, TestApp, TokenSet};

async fn prompts(app: &TestApp) -> Vec<String> {
    let uri = format!("/{}/.well-known/openid-configuration", app.pool.id);
    let document = app.node().send(TestRequest::get().uri(&uri)).await.json();
    document["prompt_values_supported"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().into()).collect()
}

#[actix_web::test]
async fn it_leads_to_the_sign_up_page_and_back_with_a_code() {
    let app = TestApp::start().await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    assert!(prompts(&app).await.contains(&"create".to_owned()));
    let page = browser.open(&rp.request().with("prompt", "create").target()).await;
    assert!(page.url.path().ends_with("/signup"), "{}", page.url);
    let form = page.form("/signup").fill("username", "grace").fill("password", PASSWORD);
    let form = if form.fields.iter().any(|(name, _)| name == "email") {
        form.fill("email", "grace@example.test")
    } else {
        form
    };
    let page = browser.submit(&page, &form).await;
    // Who has an account after all goes on at the sign-in page of the same request.
    if page.url.path().ends_with("/confirm") {
        app.node().run_jobs().await;
        let form = page.form("/confirm").fill("code", &app.mailed_code("grace@example.test"));
        browser.submit(&page, &form).await;
    }
    let page = browser.open(&format!("/{}/login?{}", app.pool.id, rp.request().with("prompt", "create").query())).await;
    assert!(page.url.path().ends_with("/login"), "{}", page.url);
}

/// Whoever is signed in: the app asks for another account.
#[actix_web::test]
async fn a_session_does_not_answer_it() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let request = rp.request().with("prompt", "create");
    assert!(browser.open(&request.target()).await.url.path().ends_with("/signup"));
    // The sign-in page of the same request signs in for that request.
    let page = browser.open(&format!("/{}/login?{}", app.pool.id, request.query())).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let code = browser.submit(&page, &form).await.parameter("code");
    TokenSet::of(&rp.redeem(&code).await);
}

/// Where nobody can sign up, `create` is no word of `prompt`; beside another word it never is.
#[actix_web::test]
async fn it_stands_alone_and_only_where_one_can_sign_up() {
    let app = TestApp::start().await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    for prompt in ["create login", "none create", "create create", "Create"] {
        let answer = browser.get(&rp.request().with("prompt", prompt).target()).await;
        assert_eq!(answer.redirected("error"), "invalid_request", "{prompt}");
    }
    let closed = TestApp::setup().pool(|settings| settings.self_sign_up = false).start().await;
    let rp = closed.app_client();
    let answer = closed.browser().get(&rp.request().with("prompt", "create").target()).await;
    assert_eq!(answer.redirected("error"), "invalid_request");
    assert!(!prompts(&closed).await.contains(&"create".to_owned()));
}
