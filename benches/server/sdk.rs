//! Signed calls to the Cognito API: setting up what is measured.

use reqwest::Client;
use serde_json::Value;
use vestibule::domain::clock::{Clock as _, SystemClock};
use vestibule::protocol::aws::sigv4::{RequestParts, Signer, amz_date};

use crate::Result;
use crate::server::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// Calls an operation of the Cognito API with the admin's key.
pub(crate) async fn call(client: &Client, url: &str, operation: &str, input: &Value) -> Result<Value> {
    call_target(client, url, &format!("AWSCognitoIdentityProviderService.{operation}"), input).await
}

/// Calls an operation by its full name.
pub(crate) async fn call_target(client: &Client, url: &str, target: &str, input: &Value) -> Result<Value> {
    let body = input.to_string();
    let now = SystemClock.now();
    let date = amz_date(now);
    let host = url.split("://").last().unwrap_or(url).to_owned();
    let headers = [("content-type", CONTENT_TYPE), ("host", &host), ("x-amz-date", &date), ("x-amz-target", target)];
    let to_sign = headers.map(|(name, value)| (name, value.as_bytes()));
    let parts = RequestParts { method: "POST", query: "", headers: &to_sign, body: body.as_bytes() };
    let signer = Signer {
        access_key_id: ACCESS_KEY_ID,
        secret: SECRET_ACCESS_KEY,
        region: "xx-local-1",
        service: "cognito-idp",
    };
    let authorization = signer.authorization(&parts, now);
    let mut request = client.post(format!("{url}/")).body(body).header("authorization", authorization);
    for (name, value) in headers.into_iter().filter(|(name, _)| *name != "host") {
        request = request.header(name, value);
    }
    answer(target, request.send().await?).await
}

/// Calls an operation that needs no key.
pub(crate) async fn call_unsigned(client: &Client, url: &str, operation: &str, input: &Value) -> Result<Value> {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    let request = client.post(format!("{url}/")).header("content-type", CONTENT_TYPE).header("x-amz-target", &target);
    answer(&target, request.body(input.to_string()).send().await?).await
}

async fn answer(target: &str, answer: reqwest::Response) -> Result<Value> {
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        return Err(format!("{target}: {status}: {text}").into());
    }
    Ok(serde_json::from_str(&text)?)
}
