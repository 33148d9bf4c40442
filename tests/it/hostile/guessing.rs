//! Guessing passwords and codes (group Q), and learning who has an account (group P).

use futures_util::future::join_all;
use serde_json::{Value, json};

use vestibule::domain::event::EventName;
use vestibule::domain::pool::{Contact, PoolSettings};

use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, PASSWORD, TestApp};

async fn attempt(app: &TestApp, sdk: &AwsSdk, username: &str, password: &str) -> Answer {
    let parameters = json!({ "USERNAME": username, "PASSWORD": password });
    let input =
        json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    sdk.call("InitiateAuth", &input).await
}

fn refusal(answer: &Answer) -> (u16, Value) {
    (answer.code(), answer.json())
}

/// Case 136: attempts are reserved before they are tried.
#[actix_web::test]
async fn of_a_hundred_parallel_guesses_five_are_tried() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    let answers = join_all((0..100).map(|_| attempt(&app, &sdk, "ada", "not the password"))).await;
    assert!(answers.iter().all(|answer| answer.code() == 400));
    assert_eq!(app.events(EventName::SignInFailed).await, 5, "each try leaves one event");
    assert_eq!(attempt(&app, &sdk, "ada", PASSWORD).await.code(), 400, "the lock holds for the right password too");
    app.advance_secs(1);
    assert_eq!(attempt(&app, &sdk, "ada", PASSWORD).await.code(), 200);
}

/// Cases 135 and 140: one bucket for a person, whichever door; the right password opens no lock, and clears the count.
#[actix_web::test]
async fn failures_at_the_pages_lock_the_api_and_a_success_begins_anew() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let (sdk, mut browser) = (app.anonymous(), app.browser());
    for _ in 0..5 {
        let page = browser.try_sign_in(&app.client, "Ada", "not the password").await;
        assert!(!page.has_left());
    }
    let locked_wrong = refusal(&attempt(&app, &sdk, "ada", "not the password").await);
    let locked_right = refusal(&attempt(&app, &sdk, " ADA ", PASSWORD).await);
    assert_eq!(locked_wrong, locked_right);
    assert_eq!(locked_right.1["message"], "Password attempts exceeded");
    app.advance_secs(1);
    browser.sign_in(&app.client, &ada).await;
    for _ in 0..4 {
        assert_eq!(attempt(&app, &sdk, "ada", "x").await.json()["message"], "Incorrect username or password.");
    }
    assert_eq!(attempt(&app, &sdk, "ada", PASSWORD).await.code(), 200, "four failures lock nothing");
}

/// Case 128: until the password is proven, nobody's account can be told from nobody's.
#[actix_web::test]
async fn a_wrong_password_says_the_same_of_everybody() {
    let app = TestApp::start().await;
    let (_, closed) = (app.person("ada").await, app.person("closed").await);
    app.set_enabled(&closed, false).await;
    let sdk = app.anonymous();
    let ada = refusal(&attempt(&app, &sdk, "ada", "not the password").await);
    for username in ["closed", "nobody", "ada@example.test"] {
        assert_eq!(refusal(&attempt(&app, &sdk, username, "not the password").await), ada, "{username}");
    }
    assert_eq!(attempt(&app, &sdk, "closed", PASSWORD).await.json()["message"], "User is disabled.");
    assert_eq!(attempt(&app, &sdk, "ada", PASSWORD).await.code(), 200);
}

/// Case 143: five wrong guesses burn a code; another code works.
#[actix_web::test]
async fn five_wrong_guesses_burn_a_code() {
    let verifies = |pool: &mut PoolSettings| pool.auto_verified.extend([Contact::Email]);
    let app = TestApp::setup().pool(verifies).start().await;
    let sdk = app.anonymous();
    let id = app.client.id.as_str();
    let attributes = json!([{ "Name": "email", "Value": "eve@example.test" }, { "Name": "name", "Value": "Eve" }]);
    let signed_up = json!({ "ClientId": id, "Username": "eve", "Password": PASSWORD, "UserAttributes": attributes });
    assert_eq!(sdk.call("SignUp", &signed_up).await.code(), 200);
    app.node().run_jobs().await;
    let code = app.mailed_code("eve@example.test");
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    let confirm = |code: &str| json!({ "ClientId": id, "Username": "eve", "ConfirmationCode": code });
    for _ in 0..5 {
        let answer = sdk.call("ConfirmSignUp", &confirm(&wrong)).await;
        assert_eq!(answer.json()["__type"], "CodeMismatchException");
    }
    let burned = sdk.call("ConfirmSignUp", &confirm(&code)).await;
    assert_eq!(burned.json()["__type"], "CodeMismatchException", "as for a name that never had a code");
    let again = json!({ "ClientId": id, "Username": "eve" });
    assert_eq!(sdk.call("ResendConfirmationCode", &again).await.code(), 200);
    app.node().run_jobs().await;
    assert_eq!(sdk.call("ConfirmSignUp", &confirm(&app.mailed_code("eve@example.test"))).await.code(), 200);
}
