//! The Cognito API. What can be generated from the dispatch table is: a new operation without a sample request fails
//! ([`samples`]).

mod attributes;
mod busy;
mod client_secrets;
mod code_guesses;
mod events;
mod get_user;
mod hidden_users;
mod own_settings;
mod page_tokens;
mod provider_samples;
mod refresh;
mod roles;
mod samples;
mod secret_hash;
mod session_strings;
mod signatures;
mod tenants;
mod updates;
mod world;

use serde_json::{Value, json};

use vestibule::domain::client::Client;

use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, PASSWORD};

/// The exception that an answer is; empty when it is none.
fn exception(answer: &Answer) -> String {
    answer.json()["__type"].as_str().unwrap_or_default().to_owned()
}

/// What an answer says, its request id aside: what must be the same is compared by this.
fn said(answer: &Answer) -> (u16, String, String) {
    (answer.code(), answer.header("x-amzn-errortype").to_owned(), answer.body.clone())
}

/// Checks the exception and its words.
#[track_caller]
fn assert_refused(answer: &Answer, exception: &str, message: &str) {
    let body = answer.json();
    assert_eq!((answer.code(), &body), (400, &json!({ "__type": exception, "message": message })));
    assert_eq!(answer.header("x-amzn-errortype"), exception);
}

/// Checks that an operation succeeded.
#[track_caller]
fn done(answer: &Answer) -> Value {
    assert_eq!(answer.code(), 200, "{answer:?}");
    answer.json()
}

/// The input of a sign-in with a password.
fn password_sign_in(client: &Client, username: &str, password: &str) -> Value {
    json!({
        "ClientId": client.id.as_str(),
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": username, "PASSWORD": password },
    })
}

/// The tokens of somebody with the usual password.
async fn tokens(sdk: &AwsSdk, client: &Client, username: &str) -> Value {
    let answer = sdk.call("InitiateAuth", &password_sign_in(client, username, PASSWORD)).await;
    done(&answer)["AuthenticationResult"].clone()
}

/// The same object with one member more, or another value in it.
fn with(mut input: Value, name: &str, value: impl Into<Value>) -> Value {
    input[name] = value.into();
    input
}
