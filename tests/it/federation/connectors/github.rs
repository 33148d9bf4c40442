//! GitHub.

use serde_json::json;
use vestibule::domain::provider::ProviderType;
use vestibule::federation::Fault;
use vestibule::simulator::{self as demo, Endpoint, PEOPLE, Place, Transport};

use super::{Trial, answer, fault};

#[actix_web::test]
async fn a_person_is_a_number_with_the_primary_address() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::GitHub, &[]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!((upstream.subject.as_str(), &upstream.claims["sub"]), ("1815", &"1815".into()));
    assert_eq!(
        (&upstream.claims["email"], &upstream.claims["email_verified"]),
        (&"ada@example.com".into(), &true.into())
    );
    assert_eq!(upstream.claims["preferred_username"], "ada");
    let unverified = trial.travel(&provider, &PEOPLE[2]).await.unwrap();
    assert_eq!(unverified.claims["email_verified"], false);
    let without = trial.travel(&provider, &PEOPLE[3]).await.unwrap();
    assert_eq!((&without.claims["email"], &without.claims["email_verified"]), (&json!(null), &json!(false)));
}

/// The address in a profile is one that is shown, not one that was told to us.
#[actix_web::test]
async fn without_the_scope_no_address_is_verified() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::GitHub, &[("authorize_scopes", "read:user")]);
    trial.demo.knobs.bend([
        demo::Fault::set(Place::UserInfo, "email", "shown@example.com"),
        demo::Fault::set(Place::UserInfo, "email_verified", true),
    ]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(
        (&upstream.claims["email"], &upstream.claims["email_verified"]),
        (&"shown@example.com".into(), &false.into())
    );
}

#[actix_web::test]
async fn errors_that_come_as_if_all_were_well_are_understood() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::GitHub, &[]);
    let returned = trial.visit(&provider, &PEOPLE[0]).await;
    assert_eq!(trial.redeem(&provider, &answer(&returned)).await.unwrap().subject, "1815");
    assert_eq!(fault(trial.redeem(&provider, &answer(&returned)).await), Fault::CodeRefused);
    let with_other = trial.provider(ProviderType::GitHub, &[("client_secret", "another")]);
    assert_eq!(fault(trial.travel(&with_other, &PEOPLE[0]).await), Fault::ClientRefused);
    for (error, expected) in [
        ("redirect_uri_mismatch", Fault::ClientRefused),
        ("unverified_user_email", Fault::Denied),
        ("something_new", Fault::ProviderError),
    ] {
        let body = json!({ "error": error, "error_description": "…" }).to_string().into_bytes();
        trial
            .demo
            .knobs
            .bend([demo::Fault::Transport(Endpoint::Token, Transport::Answer(200, "application/json", body))]);
        assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), expected, "{error}");
    }
    for id in [json!(0), json!(-7), json!("7"), json!(7.5), json!(null)] {
        trial.demo.knobs.bend([demo::Fault::set(Place::UserInfo, "id", id.clone())]);
        assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), Fault::Malformed, "{id}");
    }
}
