//! What a provider says of itself (cases 177 and 180): nobody sets out for one that cannot be believed.

use serde_json::{Value, json};
use vestibule::simulator::{Endpoint, Fault, Place, Transport};

use super::traveller::{FAILED, Row, Traveller};

fn rows(table: Vec<(&'static str, Vec<Fault>)>) -> Vec<Row> {
    table.into_iter().map(|(name, faults)| (name, faults, FAILED)).collect()
}

fn travels(endpoint: Endpoint, transport: Transport) -> Vec<Fault> {
    vec![Fault::Transport(endpoint, transport)]
}

#[actix_web::test]
async fn metadata_that_cannot_be_believed_is_refused() {
    let set = |name, value: Value| vec![Fault::set(Place::Discovery, name, value)];
    Traveller::are_refused(rows(vec![
        ("of another issuer", set("issuer", json!("https://evil.example"))),
        (
            "with a slash behind the issuer",
            vec![Fault::of(Place::Discovery, "issuer", |facts| json!(format!("{}/", facts.issuer)))],
        ),
        ("of no issuer", vec![Fault::without(Place::Discovery, "issuer")]),
        ("of a number", set("issuer", json!(7))),
        ("without a place for people", vec![Fault::without(Place::Discovery, "authorization_endpoint")]),
        ("without a place for codes", vec![Fault::without(Place::Discovery, "token_endpoint")]),
        ("without keys", vec![Fault::without(Place::Discovery, "jwks_uri")]),
        ("that sends people into a script", set("authorization_endpoint", json!("javascript:alert(1)"))),
        ("that sends people to a file", set("authorization_endpoint", json!("file:///etc/passwd"))),
        ("with keys in a file", set("jwks_uri", json!("file:///etc/passwd"))),
        ("with a place that is none", set("token_endpoint", json!("not a URL"))),
        ("with an error of the server", travels(Endpoint::Discovery, Transport::Status(500))),
        ("elsewhere", travels(Endpoint::Discovery, Transport::Redirect(302))),
        ("elsewhere for good", travels(Endpoint::Discovery, Transport::Redirect(308))),
        ("of five megabytes", travels(Endpoint::Discovery, Transport::Padded(5_000_000))),
        ("of a hundred megabytes in little", travels(Endpoint::Discovery, Transport::GzipBomb(100))),
        (
            "that is not UTF-8",
            travels(Endpoint::Discovery, Transport::Answer(200, "application/json", vec![b'{', 0xff, b'}'])),
        ),
        (
            "that is a page",
            travels(Endpoint::Discovery, Transport::Answer(200, "text/html", b"<html></html>".to_vec())),
        ),
        ("that is empty", travels(Endpoint::Discovery, Transport::Answer(200, "application/json", Vec::new()))),
        ("cut off", travels(Endpoint::Discovery, Transport::Cut)),
    ]))
    .await;
}

#[actix_web::test]
async fn keys_that_do_not_come_are_refused() {
    Traveller::are_refused(rows(vec![
        ("with an error of the server", travels(Endpoint::Keys, Transport::Status(500))),
        ("elsewhere", travels(Endpoint::Keys, Transport::Redirect(302))),
        ("of five megabytes", travels(Endpoint::Keys, Transport::Padded(5_000_000))),
        ("of a hundred megabytes in little", travels(Endpoint::Keys, Transport::GzipBomb(100))),
        ("that are no JSON", travels(Endpoint::Keys, Transport::Answer(200, "application/json", b"keys".to_vec()))),
        ("that are a list", travels(Endpoint::Keys, Transport::Answer(200, "application/json", b"[]".to_vec()))),
        ("cut off", travels(Endpoint::Keys, Transport::Cut)),
    ]))
    .await;
}

/// Case 183: who sends tokens of ever new keys has the keys fetched once a minute.
#[actix_web::test]
async fn unknown_keys_are_asked_for_once_a_minute() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&vestibule::simulator::PEOPLE[0]).await;
    assert_eq!(traveller.demo.asked(Endpoint::Keys), 1);
    traveller.demo.knobs.bend([Fault::set(Place::Header, "kid", "unknown")]);
    traveller.app.advance_secs(61);
    for _ in 0..10 {
        traveller.browser = traveller.app.browser();
        let page = traveller.travel(&vestibule::simulator::PEOPLE[1]).await;
        assert!(page.shown().body.contains(FAILED), "{page:?}");
    }
    assert_eq!(traveller.demo.asked(Endpoint::Keys), 2);
    assert_eq!(traveller.failures().await, 10);
    traveller.demo.knobs.straighten();
    traveller.demo.simulator().rotate(false).await.unwrap();
    traveller.app.advance_secs(61);
    traveller.browser = traveller.app.browser();
    traveller.arrives(&vestibule::simulator::PEOPLE[1]).await;
    assert_eq!(traveller.demo.asked(Endpoint::Keys), 3, "a key that is new is found");
}
