//! What ends a person's access ends all of it, on every node, at once (case 68).

use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::domain::event::EventName;
use vestibule::flows::manage::access_keys;

use crate::support::aws_sdk::AwsSdk;
use crate::support::sample_settings::SIGNED_OUT;
use crate::support::{Answer, Browser, Person, TestApp, TokenSet};

/// What a person holds when it happens.
struct Held {
    tokens: TokenSet,
    code: String,
    browser: Browser,
}

#[track_caller]
fn done(answer: &Answer) {
    assert_eq!(answer.code(), 200, "{answer:?}");
}

async fn hold(app: &TestApp, person: &Person) -> Held {
    let (rp, mut browser) = (app.app_client(), app.browser());
    browser.sign_in(&app.client, person).await;
    // With the scope that lets it sign its user out.
    let request = rp.request().with("scope", "openid aws.cognito.signin.user.admin");
    let code = rp.code(&mut browser, &request).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    let code = rp.code(&mut browser, &request).await;
    Held { tokens, code, browser }
}

async fn end(app: &TestApp, admin: &AwsSdk, how: &str, person: &Person, held: &mut Held) {
    let named = json!({ "UserPoolId": app.pool.id, "Username": person.username });
    match how {
        "logout" => {
            let target = format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", app.client.id);
            assert_eq!(held.browser.get(&target).await.location(), Some(SIGNED_OUT));
        }
        "GlobalSignOut" => {
            done(&app.anonymous().call(how, &json!({ "AccessToken": held.tokens.access })).await);
        }
        "AdminSetUserPassword" => {
            let mut input = named;
            input["Password"] = json!("another horse 8 battery");
            input["Permanent"] = json!(true);
            done(&admin.call(how, &input).await);
        }
        "AdminUserGlobalSignOut" | "AdminDisableUser" | "AdminDeleteUser" => done(&admin.call(how, &named).await),
        "ConfirmForgotPassword" => recover(app, person).await,
        other => panic!("{other} is not in the table"),
    }
}

/// A person sets a new password with the code from the mail.
async fn recover(app: &TestApp, person: &Person) {
    let asked = json!({ "ClientId": app.client.id, "Username": person.username });
    done(&app.anonymous().call("ForgotPassword", &asked).await);
    app.node().run_jobs().await;
    let code = app.mailed_code(&format!("{}@example.test", person.username));
    let mut answer = asked;
    answer["ConfirmationCode"] = json!(code);
    answer["Password"] = json!("another horse 8 battery");
    done(&app.anonymous().call("ConfirmForgotPassword", &answer).await);
}

#[actix_web::test]
async fn what_ends_access_ends_all_of_it_on_every_node() {
    let app = TestApp::start().await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let admin = app.aws_sdk(&key);
    let second = app.second_node().await;
    let bystander = app.person("bystander").await;
    let bystanders = hold(&app, &bystander).await;
    let (rp, elsewhere) = (app.app_client(), app.app_client().through(&second));
    for how in [
        "logout",
        "GlobalSignOut",
        "AdminUserGlobalSignOut",
        "AdminSetUserPassword",
        "AdminDisableUser",
        "AdminDeleteUser",
        "ConfirmForgotPassword",
    ] {
        let person = app.person(&how.to_lowercase()).await;
        let mut held = hold(&app, &person).await;
        // Both nodes know the tokens.
        for rp in [&rp, &elsewhere] {
            assert_eq!(rp.user_info(&held.tokens.access).await.code(), 200, "{how}");
        }
        end(&app, &admin, how, &person, &mut held).await;
        for rp in [&rp, &elsewhere] {
            assert_eq!(rp.user_info(&held.tokens.access).await.code(), 401, "{how}: userInfo");
            rp.refresh(&held.tokens.refresh).await.assert_refused(400, "invalid_grant");
            rp.redeem(&held.code).await.assert_refused(400, "invalid_grant");
        }
        for mut browser in [held.browser.clone(), held.browser.clone().through(&second)] {
            let silent = browser.get(&rp.request().with("prompt", "none").target()).await;
            assert_eq!(silent.redirected("error"), "login_required", "{how}: the session");
        }
        let told = json!({ "AccessToken": held.tokens.access });
        assert_eq!(app.anonymous().call("GetUser", &told).await.code(), 400, "{how}: GetUser");
    }
    // Nobody else was touched, and none of it was taken for a theft.
    assert_eq!(rp.user_info(&bystanders.tokens.access).await.code(), 200);
    TokenSet::of(&rp.refresh(&bystanders.tokens.refresh).await);
    assert_eq!(app.events(EventName::ReplayDetected).await, 0);
}
