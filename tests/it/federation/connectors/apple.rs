//! Sign in with Apple (lesson L5, case 182).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::domain::provider::{Provider, ProviderType};
use vestibule::federation::{Answer, Fault, posted_name};
use vestibule::simulator::{Endpoint, Kind, PEOPLE};

use super::{Trial, answer, fault, param};
use crate::support::demo_id::{APPLE_CLIENT, APPLE_KEY, APPLE_TEAM};

fn apple(trial: &Trial, key: &str) -> Provider {
    let own = [
        ("client_id", APPLE_CLIENT),
        ("client_secret", ""),
        ("team_id", APPLE_TEAM),
        ("key_id", APPLE_KEY),
        ("private_key", key),
    ];
    trial.provider(ProviderType::SignInWithApple, &own)
}

fn key(trial: &Trial) -> String {
    STANDARD.encode(&*trial.demo.apple_key.to_pkcs8().unwrap())
}

#[actix_web::test]
async fn the_name_comes_the_first_time_and_the_relay_s_address_is_kept() {
    let trial = Trial::start();
    let file = format!("-----BEGIN PRIVATE KEY-----\r\n{}\r\n-----END PRIVATE KEY-----\n", key(&trial));
    let by_file = trial.travel(&apple(&trial, &file), &PEOPLE[0]).await.unwrap();
    assert_eq!(by_file.subject, Kind::Apple.subject(&PEOPLE[0]), "the file as Apple gives it");
    let provider = apple(&trial, &key(&trial));
    let url = trial.depart(&provider).await.unwrap();
    assert_eq!(param(&url, "response_mode").as_deref(), Some("form_post"));
    assert_eq!(param(&url, "scope").as_deref(), Some("name email"));
    let first = trial.travel(&provider, &PEOPLE[1]).await.unwrap();
    assert_eq!(first.subject, Kind::Apple.subject(&PEOPLE[1]));
    assert_eq!(first.claims["name"], "Grace Hopper");
    assert_eq!((&first.claims["firstName"], &first.claims["lastName"]), (&"Grace".into(), &"Hopper".into()));
    assert_eq!(first.claims["email"], "relay1906@privaterelay.appleid.com");
    assert_eq!(first.claims["email_verified"], "true", "Apple writes it as text");
    let again = trial.travel(&provider, &PEOPLE[1]).await.unwrap();
    assert_eq!((again.subject, again.claims.get("name")), (first.subject, None));
}

#[actix_web::test]
async fn each_request_has_a_secret_of_its_own_which_is_soon_over() {
    let trial = Trial::start();
    let provider = apple(&trial, &key(&trial));
    let mut secrets = Vec::new();
    for _ in 0..2 {
        trial.travel(&provider, &PEOPLE[0]).await.unwrap();
        let body = trial.last(Endpoint::Token).body;
        let secret = body.split('&').find(|pair| pair.starts_with("client_secret=")).unwrap().to_owned();
        secrets.push(secret);
        trial.clock.advance_secs(200 * 86_400);
    }
    assert_ne!(secrets[0], secrets[1], "after half a year it works as on the first day");
}

#[actix_web::test]
async fn the_form_names_nobody_but_a_person_s_name() {
    let claims = posted_name(
        r#"{"name":{"firstName":" A\u0000da ","lastName":"Lovelace","sub":"x"},"email":"victim@example.com","email_verified":true,"sub":"1"}"#,
    );
    let names: Vec<&str> = claims.keys().map(String::as_str).collect();
    assert_eq!(names, ["firstName", "lastName", "name"]);
    assert_eq!(claims["name"], "Ada Lovelace");
    for nothing in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"name":null}"#,
        r#"{"name":7}"#,
        r#"{"name":{"firstName":7}}"#,
        r#"{"name":{"firstName":""}}"#,
    ] {
        assert!(posted_name(nothing).is_empty(), "{nothing}");
    }
    let long = posted_name(&format!(r#"{{"name":{{"firstName":"{}"}}}}"#, "ü".repeat(4000)));
    assert_eq!(long["name"].as_str().unwrap().chars().count(), 100);

    let trial = Trial::start();
    let provider = apple(&trial, &key(&trial));
    let Answer::Code { code, issuer, .. } = answer(&trial.visit(&provider, &PEOPLE[0]).await) else {
        panic!("no code")
    };
    let user = Some(r#"{"name":{"firstName":"Ada"},"email":"victim@example.com"}"#.to_owned());
    let upstream = trial.redeem(&provider, &Answer::Code { code, issuer, user }).await.unwrap();
    assert_eq!(upstream.claims["email"], "ada@example.com", "what the browser says is no address");
}

#[actix_web::test]
async fn a_person_who_says_no_and_keys_that_are_none() {
    let trial = Trial::start();
    let provider = apple(&trial, &key(&trial));
    let denied = trial.demo.visit_and_deny(&trial.depart(&provider).await.unwrap()).await;
    assert_eq!(fault(trial.redeem(&provider, &answer(&denied)).await), Fault::Denied);
    for none in ["", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", "AAAA", "not base64!"] {
        assert_eq!(fault(trial.depart(&apple(&trial, none)).await), Fault::Misconfigured, "{none}");
    }
    let other = STANDARD.encode(
        &*vestibule::crypto::signing::SigningKey::generate(vestibule::crypto::signing::SigningAlgorithm::Es256)
            .unwrap()
            .to_pkcs8()
            .unwrap(),
    );
    assert_eq!(fault(trial.travel(&apple(&trial, &other), &PEOPLE[0]).await), Fault::ClientRefused);
}

/// Apple's files name the curve a second time, inside of the key (RFC 5915 §3), and other tools leave the public key out.
#[actix_web::test]
async fn a_key_is_read_as_apple_and_others_write_it() {
    const ALGORITHM: &[u8] =
        b"\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    const CURVE: &[u8] = b"\xa0\x0a\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    let trial = Trial::start();
    let der = trial.demo.apple_key.to_pkcs8().unwrap();
    assert_eq!((der.len(), &der[34..36]), (138, b"\x04\x20".as_slice()));
    let (scalar, point) = (&der[36..68], &der[68..138]);
    let apple_s =
        [b"\x30\x81\x93".as_slice(), ALGORITHM, b"\x04\x79\x30\x77\x02\x01\x01\x04\x20", scalar, CURVE, point].concat();
    let short = [b"\x30\x41".as_slice(), ALGORITHM, b"\x04\x27\x30\x25\x02\x01\x01\x04\x20", scalar].concat();
    assert_eq!(apple_s.len(), 150, "as the real ones");
    for der in [apple_s, short] {
        let provider = apple(&trial, &STANDARD.encode(der));
        let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
        assert_eq!(upstream.subject, Kind::Apple.subject(&PEOPLE[0]));
    }
}
