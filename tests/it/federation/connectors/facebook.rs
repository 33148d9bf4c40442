//! Facebook.

use serde_json::json;
use vestibule::domain::provider::{Provider, ProviderType};
use vestibule::federation::Fault;
use vestibule::simulator::{self as demo, Endpoint, Kind, PEOPLE, Place, Transport};

use super::{Trial, answer, fault, param};

fn facebook(trial: &Trial, changes: &[(&str, &str)]) -> Provider {
    let mut provider = trial.provider(ProviderType::Facebook, changes);
    for (attribute, claim) in [
        ("email", "email"),
        ("email_verified", "email_verified"),
        ("given_name", "first_name"),
        ("picture", "picture"),
        ("name", "name,friends{email}"),
    ] {
        provider.mapping.insert(attribute.to_owned(), claim.to_owned());
    }
    provider
}

#[actix_web::test]
async fn what_is_mapped_is_asked_for_with_a_proof_and_no_address_counts_as_verified() {
    let trial = Trial::start();
    let provider = facebook(&trial, &[]);
    trial.demo.knobs.bend([demo::Fault::set(Place::UserInfo, "email_verified", true)]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.subject, Kind::Facebook.subject(&PEOPLE[0]));
    assert_eq!((&upstream.claims["email"], &upstream.claims["first_name"]), (&"ada@example.com".into(), &"Ada".into()));
    assert_eq!(upstream.claims["picture"], "https://example.com/picture");
    assert_eq!(upstream.claims.get("email_verified"), None);
    let asked = trial.last(Endpoint::UserInfo).query;
    assert!(asked.starts_with("fields=id%2Cemail%2Cfirst_name%2Cpicture&appsecret_proof="), "{asked}");
    assert_eq!(trial.last(Endpoint::Token).query, "", "no secret stands in a URL");
}

#[actix_web::test]
async fn it_is_facebook_itself_unless_told_otherwise() {
    let trial = Trial::start();
    let usual = [
        ("authorize_url", ""),
        ("token_url", ""),
        ("attributes_url", ""),
        ("authorize_scopes", "public_profile, email"),
    ];
    let url = trial.depart(&facebook(&trial, &usual)).await.unwrap();
    assert!(url.as_str().starts_with("https://www.facebook.com/dialog/oauth?"), "{url}");
    assert_eq!(param(&url, "scope").as_deref(), Some("public_profile,email"));
    let versioned: Vec<_> = usual.into_iter().chain([("api_version", "v23.0")]).collect();
    let url = trial.depart(&facebook(&trial, &versioned)).await.unwrap();
    assert!(url.as_str().starts_with("https://www.facebook.com/v23.0/dialog/oauth?"), "{url}");
    for odd in ["23", "v", "v23.0/../me", "v23.0?x=", "latest"] {
        assert_eq!(
            fault(trial.depart(&facebook(&trial, &[("api_version", odd)])).await),
            Fault::Misconfigured,
            "{odd}"
        );
    }
}

#[actix_web::test]
async fn its_errors_are_understood() {
    let trial = Trial::start();
    let provider = facebook(&trial, &[]);
    let returned = trial.visit(&provider, &PEOPLE[0]).await;
    let upstream = trial.redeem(&provider, &answer(&returned)).await.unwrap();
    assert_eq!(upstream.subject, Kind::Facebook.subject(&PEOPLE[0]));
    assert_eq!(fault(trial.redeem(&provider, &answer(&returned)).await), Fault::CodeRefused, "a code that was used");
    for (error, expected) in [
        (json!({ "error": { "code": 101, "type": "OAuthException" } }), Fault::ClientRefused),
        (json!({ "error": { "code": 191, "type": "OAuthException" } }), Fault::ClientRefused),
        (json!({ "error": { "code": 1, "type": "OAuthException" } }), Fault::ClientRefused),
        (json!({ "error": { "code": 1, "type": "GraphMethodException" } }), Fault::ProviderError),
        (json!({ "error": { "code": 100, "error_subcode": 36008 } }), Fault::ClientRefused),
        (json!({ "error": { "code": 100, "error_subcode": 36009 } }), Fault::CodeRefused),
        (json!({ "error": { "code": 4, "type": "OAuthException" } }), Fault::ProviderError),
        (json!({ "error": "invalid_grant" }), Fault::CodeRefused),
        (json!({ "error": 7 }), Fault::ProviderError),
        (json!([]), Fault::Malformed),
    ] {
        let body = error.to_string().into_bytes();
        let transport = Transport::Answer(400, "application/json", body);
        trial.demo.knobs.bend([demo::Fault::Transport(Endpoint::Token, transport)]);
        assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), expected, "{error}");
    }
    for id in [json!(""), json!(7), json!(null), json!("1".repeat(300))] {
        trial.demo.knobs.bend([demo::Fault::set(Place::UserInfo, "id", id.clone())]);
        assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), Fault::Malformed, "{id}");
    }
}
