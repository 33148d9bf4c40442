//! Demo ID, the simulated provider: it is a real one where nothing bends it, and wrong in exactly the bent place where
//! something does.

mod faults;
mod habits;
mod honest;
mod saml;

use std::sync::Arc;

use serde_json::Value;
use url::Url;
use vestibule::domain::clock::{ManualClock, Micros};
use vestibule::simulator::Kind;

use crate::support::demo_id::{CLIENT, DemoId, Returned, SECRET, get, post};
use crate::support::forms::encode;
use crate::support::oauth_client::{VERIFIER, challenge};

/// When every test takes place.
const NOW: Micros = Micros::from_secs(1_800_000_000);
/// Where the app expects its answers.
const CALLBACK: &str = "https://app.example/oauth2/idpresponse";

fn start() -> (DemoId, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(NOW));
    (DemoId::start(clock.clone(), &[CALLBACK]), clock)
}

/// The address at which the app's authorization request is shown, with parameters changed; an empty one is left out.
fn authorize(demo: &DemoId, kind: Kind, scope: &str, changes: &[(&str, &str)]) -> Url {
    let mut params = vec![
        ("client_id", CLIENT.to_owned()),
        ("redirect_uri", CALLBACK.to_owned()),
        ("response_type", "code".to_owned()),
        ("scope", scope.to_owned()),
        ("state", "the-state".to_owned()),
        ("nonce", "the-nonce".to_owned()),
        ("code_challenge", challenge(VERIFIER)),
        ("code_challenge_method", "S256".to_owned()),
    ];
    for (name, value) in changes {
        params.retain(|(known, _)| known != name);
        params.push((name, (*value).to_owned()));
    }
    let mut url = Url::parse(&demo.simulator().endpoints(kind).authorize).unwrap();
    url.query_pairs_mut().extend_pairs(params.iter().filter(|(_, value)| !value.is_empty()));
    url
}

/// Redeems a code, with parameters changed; an empty one is left out. Status and answer.
async fn redeem(demo: &DemoId, kind: Kind, returned: &Returned, changes: &[(&str, &str)]) -> (u16, Value) {
    let code = returned.get("code").unwrap();
    let mut params = vec![
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("redirect_uri", CALLBACK),
        ("code", code.as_str()),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        params.retain(|(known, _)| known != name);
        params.push((name, value));
    }
    let body = encode(params.into_iter().filter(|(_, value)| !value.is_empty()));
    let mut request = post(&demo.simulator().endpoints(kind).token, &body);
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    answer(demo, request).await
}

/// Asks with an access token. Status and answer.
async fn ask(demo: &DemoId, url: &str, access_token: &str) -> (u16, Value) {
    let mut request = get(url);
    request.headers_mut().insert("authorization", format!("Bearer {access_token}").parse().unwrap());
    answer(demo, request).await
}

async fn answer(demo: &DemoId, request: http::Request<Vec<u8>>) -> (u16, Value) {
    let answer = demo.http().send(request).await.unwrap();
    (answer.status().as_u16(), serde_json::from_slice(answer.body()).unwrap_or(Value::Null))
}
