//! Limits, each exceeded through the doors: of accounts and mail ([`accounts`], [`mail`]), of addresses and pools
//! ([`rates`]), and what is seen of stuffing ([`stuffing`]).

mod accounts;
mod documented;
mod mail;
mod rates;
mod stuffing;

use serde_json::{Value, json};

use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, PASSWORD, TestApp};

/// What an answer of the API says: its type, or nothing where it is none.
fn refusal(answer: &Answer) -> String {
    if answer.code() == 200 { String::new() } else { answer.json()["__type"].as_str().unwrap_or_default().to_owned() }
}

/// Somebody who speaks the API from an address.
fn from(app: &TestApp, address: &str) -> AwsSdk {
    app.anonymous().through(&app.node().seen_from(address))
}

fn of_client(app: &TestApp, username: &str) -> Value {
    json!({ "ClientId": app.client.id.as_str(), "Username": username })
}

async fn guess_password(app: &TestApp, sdk: &AwsSdk, username: &str, password: &str) -> Answer {
    let parameters = json!({ "USERNAME": username, "PASSWORD": password });
    let input =
        json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    sdk.call("InitiateAuth", &input).await
}

async fn sign_up(app: &TestApp, sdk: &AwsSdk, username: &str, email: &str) -> Answer {
    let mut input = of_client(app, username);
    input["Password"] = PASSWORD.into();
    input["UserAttributes"] = json!([{ "Name": "email", "Value": email }, { "Name": "name", "Value": "Somebody" }]);
    sdk.call("SignUp", &input).await
}

async fn resend(app: &TestApp, sdk: &AwsSdk, username: &str) -> Answer {
    sdk.call("ResendConfirmationCode", &of_client(app, username)).await
}

async fn forgot(app: &TestApp, sdk: &AwsSdk, username: &str) -> Answer {
    sdk.call("ForgotPassword", &of_client(app, username)).await
}

async fn confirm(app: &TestApp, sdk: &AwsSdk, username: &str, code: &str) -> Answer {
    let mut input = of_client(app, username);
    input["ConfirmationCode"] = code.into();
    sdk.call("ConfirmSignUp", &input).await
}

async fn recover(app: &TestApp, sdk: &AwsSdk, username: &str, code: &str) -> Answer {
    let mut input = of_client(app, username);
    input["ConfirmationCode"] = code.into();
    input["Password"] = "another password 8".into();
    sdk.call("ConfirmForgotPassword", &input).await
}

/// How many mails went to an address so far.
async fn mails_to(app: &TestApp, address: &str) -> usize {
    app.node().run_jobs().await;
    app.node().mailbox().all().iter().filter(|mail| mail.to == address).count()
}
