//! ID tokens that the provider's own key signed, and that say what they must not (case 174).

use serde_json::{Value, json};
use vestibule::simulator::{Fault, Place};

use super::traveller::{FAILED, Row, Traveller};

fn set(name: &'static str, value: Value) -> Vec<Fault> {
    vec![Fault::set(Place::IdToken, name, value)]
}

fn without(name: &'static str) -> Vec<Fault> {
    vec![Fault::without(Place::IdToken, name)]
}

fn rows(table: Vec<(&'static str, Vec<Fault>)>) -> Vec<Row> {
    table.into_iter().map(|(name, faults)| (name, faults, FAILED)).collect()
}

#[actix_web::test]
async fn an_id_token_of_another_trip_is_refused() {
    Traveller::are_refused(rows(vec![
        ("without a nonce", without("nonce")),
        ("with another nonce", set("nonce", json!("another"))),
        ("with an empty nonce", set("nonce", json!(""))),
        ("with null as its nonce", set("nonce", Value::Null)),
        ("with a number as its nonce", set("nonce", json!(1))),
        ("with the nonce in a list", vec![Fault::of(Place::IdToken, "nonce", |facts| json!([facts.nonce]))]),
        (
            "with the nonce in upper case",
            vec![Fault::of(Place::IdToken, "nonce", |facts| json!(facts.nonce.to_uppercase()))],
        ),
        ("with the beginning of the nonce", vec![Fault::of(Place::IdToken, "nonce", |facts| json!(facts.nonce[..16]))]),
        ("with the hash of another access token", set("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))),
        ("with the hash of another code", set("c_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_for_somebody_else_is_refused() {
    Traveller::are_refused(rows(vec![
        ("for another client", set("aud", json!("another-app"))),
        ("for nobody", without("aud")),
        ("for an empty name", set("aud", json!(""))),
        ("for an empty list", set("aud", json!([]))),
        ("for a number", set("aud", json!(7))),
        ("for null", set("aud", Value::Null)),
        ("for us in upper case", vec![Fault::of(Place::IdToken, "aud", |facts| json!(facts.client_id.to_uppercase()))]),
        (
            "for us and another, without azp",
            vec![Fault::of(Place::IdToken, "aud", |facts| json!([facts.client_id, "another-app"]))],
        ),
        (
            "for us and another, made for the other",
            vec![
                Fault::of(Place::IdToken, "aud", |facts| json!([facts.client_id, "another-app"])),
                Fault::set(Place::IdToken, "azp", "another-app"),
            ],
        ),
        ("for us alone, made for another", set("azp", json!("another-app"))),
        (
            "for others, made for us",
            vec![
                Fault::set(Place::IdToken, "aud", json!(["another-app", "a-third"])),
                Fault::of(Place::IdToken, "azp", |facts| json!(facts.client_id)),
            ],
        ),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_of_another_issuer_is_refused() {
    Traveller::are_refused(rows(vec![
        ("of another issuer", set("iss", json!("https://evil.example"))),
        (
            "with a slash behind the issuer",
            vec![Fault::of(Place::IdToken, "iss", |facts| json!(format!("{}/", facts.issuer)))],
        ),
        (
            "with more behind the issuer",
            vec![Fault::of(Place::IdToken, "iss", |facts| json!(format!("{}.evil.example", facts.issuer)))],
        ),
        (
            "with the issuer in upper case",
            vec![Fault::of(Place::IdToken, "iss", |facts| json!(facts.issuer.to_uppercase()))],
        ),
        (
            "with the issuer over another scheme",
            vec![Fault::of(Place::IdToken, "iss", |facts| json!(facts.issuer.replace("http:", "https:")))],
        ),
        ("without an issuer", without("iss")),
        ("with an empty issuer", set("iss", json!(""))),
        ("with a number as its issuer", set("iss", json!(7))),
        ("with the issuer in a list", vec![Fault::of(Place::IdToken, "iss", |facts| json!([facts.issuer]))]),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_out_of_its_time_is_refused() {
    Traveller::are_refused(rows(vec![
        ("that ended a second ago", vec![Fault::of(Place::IdToken, "exp", |facts| json!(facts.now - 1))]),
        ("that ends now", vec![Fault::of(Place::IdToken, "exp", |facts| json!(facts.now))]),
        ("that never ends", without("exp")),
        ("that ends at null", set("exp", Value::Null)),
        ("that ends at a word", set("exp", json!("tomorrow"))),
        ("that ends before all time", set("exp", json!(-1))),
        ("made in ten minutes", vec![Fault::of(Place::IdToken, "iat", |facts| json!(facts.now + 600))]),
        ("made at no time", without("iat")),
        ("made at a word", set("iat", json!("yesterday"))),
        ("valid in ten minutes only", vec![Fault::of(Place::IdToken, "nbf", |facts| json!(facts.now + 600))]),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_about_nobody_is_refused() {
    Traveller::are_refused(rows(vec![
        ("without a subject", without("sub")),
        ("with an empty subject", set("sub", json!(""))),
        ("with a number as its subject", set("sub", json!(1_000_000))),
        ("with null as its subject", set("sub", Value::Null)),
        ("with the subject in a list", vec![Fault::of(Place::IdToken, "sub", |facts| json!([facts.subject]))]),
        ("with a subject of 300 characters", set("sub", json!("a".repeat(300)))),
        ("with a subject of spaces", set("sub", json!("   "))),
        ("with a subject that holds a zero byte", set("sub", json!("ada\0"))),
        ("with two subjects", vec![Fault::Claims(|claims| claims.replacen('{', "{\"sub\":\"another\",", 1))]),
        (
            "with two issuers",
            vec![Fault::Claims(|claims| claims.replacen('{', "{\"iss\":\"https://evil.example\",", 1))],
        ),
        ("whose claims are a list", vec![Fault::Claims(|claims| format!("[{claims}]"))]),
        ("whose claims are null", vec![Fault::Claims(|_| "null".to_owned())]),
        ("whose claims are no JSON", vec![Fault::Claims(|claims| claims.replace(':', "="))]),
        ("whose claims are followed by others", vec![Fault::Claims(|claims| format!("{claims}{claims}"))]),
    ]))
    .await;
}
