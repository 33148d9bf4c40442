//! Who has an account is not told by the pages either (case 128): of every kind of name, the answer to a form and the page
//! that it leads to are the same, byte for byte, with their headers and cookies.

use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;

use crate::support::browser::{Browser, From, Page};
use crate::support::forms::Form;
use crate::support::{PASSWORD, TestApp};

/// A name of every kind, of one length. `unknown` is nobody.
const NAMES: [&str; 6] = ["unknown", "healthy", "disable", "unconfi", "invited", "federal"];
/// More tries than any limit of a name lets through, and no more of all names than that of an address does.
const ROUNDS: usize = 16;

/// An application with somebody of every kind.
async fn populated() -> TestApp {
    let app = TestApp::start().await;
    app.person("healthy").await;
    let disabled = app.person("disable").await;
    app.set_enabled(&disabled, false).await;
    let federal = app.person("federal").await;
    app.comes_from_elsewhere(&app.pool, &federal).await;
    let attributes = |name: &str| json!([{ "Name": "email", "Value": format!("{name}@example.test") }]);
    let new = json!({ "ClientId": app.client.id.as_str(), "Username": "unconfi", "Password": PASSWORD,
        "UserAttributes": attributes("unconfi") });
    assert_eq!(app.anonymous().call("SignUp", &new).await.code(), 200);
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let invited = json!({ "UserPoolId": app.pool.id.as_str(), "Username": "invited", "MessageAction": "SUPPRESS",
        "UserAttributes": attributes("invited") });
    assert_eq!(app.aws_sdk(&key).call("AdminCreateUser", &invited).await.code(), 200);
    app.node().run_jobs().await;
    app
}

/// A browser with an open page.
type Opened = (Browser, Page);

/// Sends the form that `fill` fills in for `name`, from an open page, and goes where that leads: all that could be told,
/// with the name left out.
async fn told(opened: &Opened, action: &str, name: &str, fill: &dyn Fn(Form) -> Form) -> Vec<Vec<String>> {
    let (mut browser, page) = opened.clone();
    let form = fill(page.form(action).fill("username", name));
    let target = page.url.join(&form.action).unwrap().to_string();
    let mut answer = browser.request(actix_web::http::Method::POST, &target, Some(form.body()), From::Ours).await;
    let mut looks = Vec::new();
    loop {
        looks.push(answer.looks().iter().map(|line| line.replace(name, "(name)")).collect());
        let Some(location) = answer.location().map(str::to_owned) else { return looks };
        answer = browser.request(actix_web::http::Method::GET, &location, None, From::Ours).await;
    }
}

async fn open(app: &TestApp, path: &str) -> Opened {
    let mut browser = app.browser();
    let page = browser.open(&format!("{path}?{}", app.app_client().request().query())).await;
    (browser, page)
}

/// The page at which somebody who signed up may ask for another code: with the name in a field, that can be changed.
async fn signed_up(app: &TestApp) -> Opened {
    let (mut browser, page) = open(app, "/signup").await;
    let form = page.form("/signup").fill("username", "visitor").fill("password", PASSWORD);
    let page = browser.submit(&page, &form.fill("email", "visitor@example.test")).await;
    (browser, page)
}

async fn assert_alike(opened: &Opened, action: &str, fill: &dyn Fn(Form) -> Form) {
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let unknown = told(opened, action, NAMES[0], fill).await;
        for name in &NAMES[1..] {
            let known = told(opened, action, name, fill).await;
            assert_eq!(known, unknown, "{action} of {name}, round {round}");
        }
        rounds.push(unknown);
    }
    rounds.dedup();
    assert!(rounds.len() > 1, "{action}: no limit was reached: {rounds:?}");
}

/// Wrong passwords, until the name is locked and beyond.
#[actix_web::test]
async fn the_sign_in_page_tells_nothing() {
    let app = populated().await;
    let fill = |form: Form| form.fill("password", "not the password");
    assert_alike(&open(&app, "/login").await, "/login", &fill).await;
}

#[actix_web::test]
async fn the_page_for_a_forgotten_password_tells_nothing() {
    let app = populated().await;
    assert_alike(&open(&app, "/forgotPassword").await, "/forgotPassword", &|form| form).await;
}

#[actix_web::test]
async fn asking_for_another_code_tells_nothing() {
    let app = populated().await;
    assert_alike(&signed_up(&app).await, "/resendcode", &|form| form).await;
}

#[actix_web::test]
async fn wrong_codes_tell_nothing() {
    let app = populated().await;
    assert_alike(&open(&app, "/confirm").await, "/confirm", &|form| form.fill("code", "000000")).await;
    let app = populated().await;
    let fill = |form: Form| form.fill("code", "000000").fill("new_password", "another horse 7 battery");
    assert_alike(&open(&app, "/confirmforgotPassword").await, "/confirmforgotPassword", &fill).await;
}
