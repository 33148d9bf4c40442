//! What comes back with the browser, from the token endpoint and from userInfo (cases 175, 177 and 180).

use serde_json::{Value, json};
use vestibule::simulator::{Endpoint, Fault, Place, Transport};

use super::traveller::{FAILED, MISCONFIGURED, OVER, Row, Traveller, UNREACHABLE};

fn rows(table: Vec<(&'static str, Vec<Fault>)>) -> Vec<Row> {
    table.into_iter().map(|(name, faults)| (name, faults, FAILED)).collect()
}

fn token(status: u16, media_type: &'static str, body: &str) -> Vec<Fault> {
    vec![Fault::Transport(Endpoint::Token, Transport::Answer(status, media_type, body.as_bytes().to_vec()))]
}

fn error(status: u16, body: &Value) -> Vec<Fault> {
    token(status, "application/json", &body.to_string())
}

fn travels(endpoint: Endpoint, transport: Transport) -> Vec<Fault> {
    vec![Fault::Transport(endpoint, transport)]
}

#[actix_web::test]
async fn a_code_of_another_provider_is_not_sent_to_this_one() {
    let mut traveller = Traveller::start().await;
    for (name, fault) in [
        ("with another issuer", Fault::set(Place::Redirect, "iss", "https://evil.example")),
        ("without an issuer, which it always names", Fault::without(Place::Redirect, "iss")),
        (
            "with a slash behind the issuer",
            Fault::of(Place::Redirect, "iss", |facts| json!(format!("{}/", facts.issuer))),
        ),
        (
            "with the issuer in upper case",
            Fault::of(Place::Redirect, "iss", |facts| json!(facts.issuer.to_uppercase())),
        ),
    ] {
        traveller.is_refused(name, vec![fault], FAILED).await;
        assert_eq!(traveller.demo.asked(Endpoint::Token), 0, "{name}: neither the code nor our secret went anywhere");
    }
    traveller.is_refused("a code that nobody gave", vec![Fault::set(Place::Redirect, "code", "nobodys")], OVER).await;
    assert_eq!(traveller.demo.asked(Endpoint::Token), 1);
    traveller.browser = traveller.app.browser();
    traveller.arrives(&vestibule::simulator::PEOPLE[0]).await;
}

#[actix_web::test]
async fn tokens_that_are_none_are_refused() {
    let member = |name, value: Value| vec![Fault::set(Place::Token, name, value)];
    Traveller::are_refused(rows(vec![
        ("no ID token", vec![Fault::without(Place::Token, "id_token")]),
        ("an ID token that is a number", member("id_token", json!(7))),
        ("an ID token that is null", member("id_token", Value::Null)),
        ("an ID token that is a list", member("id_token", json!(["a.b.c"]))),
        ("no access token", vec![Fault::without(Place::Token, "access_token")]),
        ("an access token that cannot be sent", member("access_token", json!("a\r\nX-Evil: 1"))),
        ("an empty answer", token(200, "application/json", "")),
        ("a list", token(200, "application/json", "[]")),
        ("a page", token(200, "text/html", "<html><body>Please sign in to the hotel's network</body></html>")),
        (
            "what is not UTF-8",
            travels(Endpoint::Token, Transport::Answer(200, "application/json", vec![b'"', 0xff, 0xfe, b'"'])),
        ),
        ("five megabytes", travels(Endpoint::Token, Transport::Padded(5_000_000))),
        ("a hundred megabytes in little", travels(Endpoint::Token, Transport::GzipBomb(100))),
        ("half of it", travels(Endpoint::Token, Transport::Cut)),
        ("a way elsewhere that keeps the body", travels(Endpoint::Token, Transport::Redirect(307))),
        ("a way elsewhere", travels(Endpoint::Token, Transport::Redirect(302))),
        ("an error of the server", travels(Endpoint::Token, Transport::Status(500))),
        ("tokens with an error's status", travels(Endpoint::Token, Transport::Status(400))),
        ("nesting without an end", token(200, "application/json", &"[".repeat(100_000))),
    ]))
    .await;
}

#[actix_web::test]
async fn errors_of_the_token_endpoint_are_told_apart() {
    let text = |word: &str| json!({ "error": word });
    Traveller::are_refused(vec![
        ("invalid_grant", error(400, &text("invalid_grant")), OVER),
        ("invalid_client", error(401, &text("invalid_client")), MISCONFIGURED),
        ("unauthorized_client", error(400, &text("unauthorized_client")), MISCONFIGURED),
        ("an error of its own", error(400, &text("tired")), FAILED),
        ("an error that is an object", error(400, &json!({ "error": { "code": 100, "message": "no" } })), FAILED),
        ("an error that is a number", error(400, &json!({ "error": 7 })), FAILED),
        ("an error with a success", error(200, &text("bad_verification_code")), FAILED),
        (
            "an error with markup",
            error(400, &json!({ "error": "invalid_scope", "error_description": "<script>alert(1)</script>" })),
            FAILED,
        ),
        ("server_error", error(503, &text("temporarily_unavailable")), FAILED),
    ])
    .await;
}

#[actix_web::test]
async fn a_profile_of_somebody_else_is_refused() {
    let member = |name, value: Value| vec![Fault::set(Place::UserInfo, name, value)];
    let answer =
        |body: &str| travels(Endpoint::UserInfo, Transport::Answer(200, "application/json", body.as_bytes().to_vec()));
    Traveller::are_refused(rows(vec![
        ("of another subject", member("sub", json!("another"))),
        ("of no subject", vec![Fault::without(Place::UserInfo, "sub")]),
        ("of a number", member("sub", json!(7))),
        ("of null", member("sub", Value::Null)),
        ("in a list", answer("[{\"sub\":\"another\"}]")),
        ("that is no JSON", answer("sub=another")),
        ("that is not UTF-8", travels(Endpoint::UserInfo, Transport::Answer(200, "application/json", vec![0xff]))),
        ("elsewhere", travels(Endpoint::UserInfo, Transport::Redirect(302))),
        ("with an error of the server", travels(Endpoint::UserInfo, Transport::Status(500))),
        ("of five megabytes", travels(Endpoint::UserInfo, Transport::Padded(5_000_000))),
        ("cut off", travels(Endpoint::UserInfo, Transport::Cut)),
    ]))
    .await;
}

#[actix_web::test]
async fn endpoints_inside_our_own_network_are_not_called() {
    let at = |member: &'static str, url: &str| vec![Fault::set(Place::Discovery, member, url)];
    Traveller::are_refused(vec![
        ("a token endpoint in a private network", at("token_endpoint", "https://10.0.0.1/token"), UNREACHABLE),
        (
            "a token endpoint at the cloud's own address",
            at("token_endpoint", "http://169.254.169.254/latest/"),
            UNREACHABLE,
        ),
        ("keys in a private network", at("jwks_uri", "https://192.168.0.1/keys"), UNREACHABLE),
        ("keys over http elsewhere", at("jwks_uri", "http://203.0.113.1/keys"), UNREACHABLE),
        ("userInfo at an address within another", at("userinfo_endpoint", "https://[::ffff:10.0.0.1]/me"), UNREACHABLE),
        ("userInfo in a file", at("userinfo_endpoint", "file:///etc/passwd"), FAILED),
    ])
    .await;
}
