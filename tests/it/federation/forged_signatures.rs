//! ID tokens that the provider did not sign, or not as it says, and keys that it does not have (cases 174 and 183).

use serde_json::{Value, json};
use vestibule::simulator::{Fault, KeyFault, Place, Signature};

use super::traveller::{FAILED, Row, Traveller};

fn rows(table: Vec<(&'static str, Vec<Fault>)>) -> Vec<Row> {
    table.into_iter().map(|(name, faults)| (name, faults, FAILED)).collect()
}

fn header(name: &'static str, value: Value) -> Fault {
    Fault::set(Place::Header, name, value)
}

#[actix_web::test]
async fn an_id_token_that_another_signed_is_refused() {
    Traveller::are_refused(rows(vec![
        ("signed by nobody", vec![Fault::Signature(Signature::None)]),
        ("signed by nObOdY", vec![Fault::Signature(Signature::None), header("alg", json!("nOnE"))]),
        ("signed by nobody, as RS256", vec![Fault::Signature(Signature::None), header("alg", json!("RS256"))]),
        ("with an HMAC under the public key", vec![Fault::Signature(Signature::PublicKeyAsHmac)]),
        ("with an HMAC under the client's id", vec![Fault::Signature(Signature::ClientIdAsHmac)]),
        ("signed by another under the key's name", vec![Fault::Signature(Signature::OtherKey)]),
        ("signed by a key that it brings along", vec![Fault::Signature(Signature::EmbeddedKey)]),
        (
            "signed by a key that lies elsewhere",
            vec![Fault::Signature(Signature::OtherKey), header("jku", json!("https://evil.example/keys"))],
        ),
        (
            "signed by another without a name",
            vec![Fault::Signature(Signature::OtherKey), Fault::without(Place::Header, "kid")],
        ),
        ("signed by PSS with a key for PKCS#1", vec![Fault::Signature(Signature::Pss)]),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_whose_header_lies_is_refused() {
    Traveller::are_refused(rows(vec![
        ("that names RS512", vec![header("alg", json!("RS512"))]),
        ("that names ES256 with an RSA key", vec![header("alg", json!("ES256"))]),
        ("that names an unknown algorithm", vec![header("alg", json!("RS257"))]),
        ("that names no algorithm", vec![Fault::without(Place::Header, "alg")]),
        ("that names a number", vec![header("alg", json!(256))]),
        ("that names an unknown key", vec![header("kid", json!("unknown"))]),
        ("that names a file as its key", vec![header("kid", json!("../../dev/null"))]),
        ("that demands what nobody knows", vec![header("crit", json!(["exp2"])), header("exp2", json!(1))]),
        ("that is an access token", vec![header("typ", json!("at+jwt"))]),
        ("that is a logout token", vec![header("typ", json!("logout+jwt"))]),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_that_was_changed_is_refused() {
    let other_claims = |token: &str| {
        let parts: Vec<&str> = token.split('.').collect();
        // {"sub":"other"}
        format!("{}.eyJzdWIiOiJvdGhlciJ9.{}", parts[0], parts[2])
    };
    Traveller::are_refused(rows(vec![
        ("without its signature", vec![Fault::IdToken(|token| token[..=token.rfind('.').unwrap()].to_owned())]),
        ("of two parts", vec![Fault::IdToken(|token| token[..token.rfind('.').unwrap()].to_owned())]),
        ("of four parts", vec![Fault::IdToken(|token| format!("{token}.AA"))]),
        ("of five parts", vec![Fault::IdToken(|token| format!("{token}.AA.AA"))]),
        ("of no parts", vec![Fault::IdToken(|_| String::new())]),
        ("with other claims", vec![Fault::IdToken(other_claims)]),
        (
            "with another letter in its signature",
            vec![Fault::IdToken(|token| {
                let at = token.len() - 20;
                let other = if &token[at..=at] == "A" { "B" } else { "A" };
                format!("{}{other}{}", &token[..at], &token[at + 1..])
            })],
        ),
        ("with half its signature", vec![Fault::IdToken(|token| token[..token.len() - 171].to_owned())]),
        ("with padding", vec![Fault::IdToken(|token| format!("{token}=="))]),
        ("with a space before it", vec![Fault::IdToken(|token| format!(" {token}"))]),
        ("with a new line behind it", vec![Fault::IdToken(|token| format!("{token}\n"))]),
        ("in the other base64", vec![Fault::IdToken(|token| token.replacen('.', "+.", 1))]),
    ]))
    .await;
}

#[actix_web::test]
async fn an_id_token_whose_key_is_not_published_as_it_should_be_is_refused() {
    Traveller::are_refused(rows(vec![
        ("whose key is not there", vec![Fault::Keys(KeyFault::Missing)]),
        ("whose provider has no keys", vec![Fault::Keys(KeyFault::Empty)]),
        ("whose key is for encryption", vec![Fault::Keys(KeyFault::ForEncryption)]),
        ("whose key is for another algorithm", vec![Fault::Keys(KeyFault::OtherAlgorithm)]),
        ("whose key is a secret", vec![Fault::Keys(KeyFault::Symmetric)]),
        ("whose key is one of ten thousand", vec![Fault::Keys(KeyFault::Many(10_000))]),
        ("whose key is one of two hundred", vec![Fault::Keys(KeyFault::Many(200))]),
    ]))
    .await;
}
