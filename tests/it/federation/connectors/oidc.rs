//! Any OpenID Connect provider: what is read leniently, and what is not.

use serde_json::{Value, json};
use vestibule::crypto::signing::SigningAlgorithm;
use vestibule::domain::provider::ProviderType;
use vestibule::federation::{Answer, Calls, Fault};
use vestibule::simulator::{self as demo, Endpoint, KeyFault, Kind, PEOPLE, Place, Signature};

use super::{CALLBACK, NONCE, NOW, Trial, answer, fault, param};

#[actix_web::test]
async fn an_honest_provider_is_believed_whatever_it_signs_with() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        trial.demo.knobs.sign_with(algorithm);
        let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
        assert_eq!(upstream.subject, Kind::Oidc.subject(&PEOPLE[0]));
        assert_eq!(upstream.claims["email"], "ada@example.com");
    }
    let url = trial.depart(&provider).await.unwrap();
    for (name, value) in [("redirect_uri", CALLBACK), ("nonce", NONCE), ("code_challenge_method", "S256")] {
        assert_eq!(param(&url, name).as_deref(), Some(value));
    }
}

/// What is not ours to judge does not keep anybody out, and what is out of all bounds breaks nothing.
#[actix_web::test]
async fn odd_claims_of_a_signed_token_keep_nobody_out() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    for (claim, odd) in [
        ("updated_at", json!("yesterday")),
        ("updated_at", json!(1e300)),
        ("address", json!("Street 1")),
        ("address", json!([1, 2])),
        ("locale", json!({ "country": "US", "language": "en" })),
        ("birthdate", json!(19_701_231)),
        ("email_verified", json!("perhaps")),
        ("picture", Value::Null),
        ("name#", json!(3)),
        ("exp", json!(1e300)),
        ("exp", json!(u64::MAX)),
        ("exp", json!(1_800_000_300.75)),
        ("iat", json!(-1e300)),
        ("auth_time", json!("never")),
        ("amr", json!("pwd")),
    ] {
        trial.demo.knobs.bend([demo::Fault::set(Place::IdToken, claim, odd.clone())]);
        let upstream = trial.travel(&provider, &PEOPLE[0]).await;
        let upstream = upstream.unwrap_or_else(|failure| panic!("{claim} {odd}: {failure}"));
        assert_eq!(upstream.subject, Kind::Oidc.subject(&PEOPLE[0]), "{claim} {odd}");
    }
}

/// Case 174, at the connector.
#[actix_web::test]
async fn what_does_not_hold_is_refused() {
    let mut trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    let is = |claim, value| demo::Fault::set(Place::IdToken, claim, value);
    let without = |claim| demo::Fault::without(Place::IdToken, claim);
    let now = NOW.secs();
    let lies = [
        is("aud", json!([])),
        is("aud", json!(7)),
        is("aud", json!({})),
        is("aud", json!(["another-app"])),
        is("aud", json!([super::CLIENT, "another-app"])),
        is("azp", json!("another-app")),
        is("azp", Value::Null),
        is("iss", json!(format!("{}/", trial.demo.issuer(Kind::Oidc)))),
        is("iss", json!([trial.demo.issuer(Kind::Oidc)])),
        is("exp", json!(now)),
        is("exp", json!("9999999999")),
        is("exp", json!(-1e300)),
        is("iat", json!(now + 600)),
        is("iat", json!(u64::MAX)),
        is("nbf", json!(now + 600)),
        is("nbf", json!("soon")),
        is("nonce", json!("")),
        is("nonce", json!("another")),
        is("nonce", json!([NONCE])),
        is("sub", json!("")),
        is("sub", json!(7)),
        is("sub", json!("x".repeat(256))),
        is("at_hash", json!("AAAA")),
        is("at_hash", Value::Null),
        is("c_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
        without("sub"),
        without("aud"),
        without("iss"),
        without("exp"),
        without("iat"),
        without("nonce"),
        demo::Fault::set(Place::Header, "crit", json!(["b64"])),
        demo::Fault::set(Place::Header, "typ", json!("at+jwt")),
        demo::Fault::set(Place::Header, "typ", json!("logout+jwt")),
        demo::Fault::Signature(Signature::None),
        demo::Fault::Signature(Signature::OtherKey),
        demo::Fault::Signature(Signature::EmbeddedKey),
        demo::Fault::Signature(Signature::PublicKeyAsHmac),
        demo::Fault::Signature(Signature::ClientIdAsHmac),
        demo::Fault::Signature(Signature::Pss),
        demo::Fault::Keys(KeyFault::ForEncryption),
        demo::Fault::Keys(KeyFault::OtherAlgorithm),
        demo::Fault::Keys(KeyFault::Symmetric),
        demo::Fault::IdToken(|token| format!("{token}.")),
        demo::Fault::IdToken(|token| format!("x{token}")),
        demo::Fault::IdToken(|token| token.replace('.', "=.")),
        demo::Fault::IdToken(|_| "..".to_owned()),
        demo::Fault::IdToken(|_| String::new()),
    ];
    for lie in lies {
        trial.demo.knobs.bend([lie.clone()]);
        // so that keys which were bent are not remembered
        trial.calls = Calls::new(trial.demo.http(), trial.clock.clone());
        let refused = trial.travel(&provider, &PEOPLE[0]).await;
        assert_eq!(fault(refused), Fault::Untrusted, "{lie:?}");
    }
    trial.demo.knobs.straighten();
    trial.calls = Calls::new(trial.demo.http(), trial.clock.clone());
    assert_eq!(trial.travel(&provider, &PEOPLE[0]).await.unwrap().subject, Kind::Oidc.subject(&PEOPLE[0]));
}

/// Case 175 (RFC 9207).
#[actix_web::test]
async fn an_answer_that_names_another_issuer_is_refused_before_the_code_goes_anywhere() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    let returned = trial.visit(&provider, &PEOPLE[0]).await;
    let asked = trial.demo.asked(Endpoint::Token);
    let Answer::Code { code, user, .. } = answer(&returned) else { panic!("no code") };
    let other = Answer::Code { code, issuer: Some("https://other.example".to_owned()), user };
    assert_eq!(fault(trial.redeem(&provider, &other).await), Fault::Untrusted);
    let error = Answer::Error { code: "access_denied".to_owned(), issuer: Some("https://other.example".to_owned()) };
    assert_eq!(fault(trial.redeem(&provider, &error).await), Fault::Untrusted);
    assert_eq!(trial.demo.asked(Endpoint::Token), asked, "the code went nowhere");
    let upstream = trial.redeem(&provider, &answer(&returned)).await.unwrap();
    assert_eq!(upstream.subject, Kind::Oidc.subject(&PEOPLE[0]), "and is good where it belongs");
}

#[actix_web::test]
async fn a_profile_says_nothing_of_another_address_than_its_own() {
    let trial = Trial::start();
    let mut provider = trial.provider(ProviderType::Oidc, &[]);
    provider.mapping.insert("email_verified".to_owned(), "email_verified".to_owned());
    trial.demo.knobs.bend([
        demo::Fault::without(Place::IdToken, "email_verified"),
        demo::Fault::set(Place::IdToken, "email", "victim@example.com"),
        demo::Fault::set(Place::UserInfo, "email", "own@example.com"),
    ]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.claims["email"], "victim@example.com");
    assert_eq!(upstream.claims.get("email_verified"), None);
    trial.demo.knobs.bend([demo::Fault::without(Place::IdToken, "email_verified")]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.claims["email_verified"], true, "of the same address it does");
}

/// Case 183.
#[actix_web::test]
async fn unknown_keys_are_asked_for_once_a_minute_at_most() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    trial.demo.knobs.bend([demo::Fault::set(Place::Header, "kid", json!("unknown"))]);
    trial.clock.advance_secs(61);
    let before = trial.demo.asked(Endpoint::Keys);
    for _ in 0..10 {
        assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), Fault::Untrusted);
    }
    assert_eq!(trial.demo.asked(Endpoint::Keys), before + 1);
    trial.demo.knobs.straighten();
    trial.clock.advance_secs(61);
    trial.demo.simulator().rotate(true).await.unwrap();
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.subject, Kind::Oidc.subject(&PEOPLE[0]), "a new key is found");
}

/// Case 197.
#[actix_web::test]
async fn nobody_is_sent_anywhere_in_the_clear() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    for (endpoint, expected) in [
        ("http://login.example/authorize", Fault::Untrusted),
        ("javascript:alert(1)", Fault::Malformed),
        ("ftp://login.example/", Fault::Malformed),
        ("/authorize", Fault::Malformed),
        ("", Fault::Malformed),
    ] {
        trial.demo.knobs.bend([demo::Fault::set(Place::Discovery, "authorization_endpoint", endpoint)]);
        trial.clock.advance_secs(3600);
        assert_eq!(fault(trial.depart(&provider).await), expected, "{endpoint}");
    }
}
