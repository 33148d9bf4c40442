//! Login with Amazon.

use serde_json::json;
use vestibule::domain::provider::ProviderType;
use vestibule::federation::Fault;
use vestibule::simulator::{self as demo, Kind, PEOPLE, Place};

use super::{Trial, answer, fault, param};

#[actix_web::test]
async fn a_person_comes_with_a_profile_and_no_verified_address() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::LoginWithAmazon, &[("authorize_scopes", "profile postal_code")]);
    trial.demo.knobs.bend([demo::Fault::set(Place::UserInfo, "email_verified", true)]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.subject, Kind::Amazon.subject(&PEOPLE[0]));
    assert_eq!(
        (&upstream.claims["email"], &upstream.claims["postal_code"]),
        (&"ada@example.com".into(), &"98101".into())
    );
    assert_eq!(upstream.claims.get("email_verified"), None);
    trial.demo.knobs.bend([demo::Fault::set(Place::UserInfo, "user_id", json!(7))]);
    assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), Fault::Malformed);
}

#[actix_web::test]
async fn it_is_amazon_itself_unless_told_otherwise() {
    let trial = Trial::start();
    let usual = [("authorize_url", ""), ("token_url", ""), ("attributes_url", "")];
    let url = trial.depart(&trial.provider(ProviderType::LoginWithAmazon, &usual)).await.unwrap();
    assert!(url.as_str().starts_with("https://www.amazon.com/ap/oa?"), "{url}");
    assert_eq!(param(&url, "scope").as_deref(), Some("profile"));
    let provider = trial.provider(ProviderType::LoginWithAmazon, &[]);
    let denied = trial.demo.visit_and_deny(&trial.depart(&provider).await.unwrap()).await;
    assert_eq!(fault(trial.redeem(&provider, &answer(&denied)).await), Fault::Denied);
    let with_other = trial.provider(ProviderType::LoginWithAmazon, &[("client_secret", "another")]);
    assert_eq!(fault(trial.travel(&with_other, &PEOPLE[0]).await), Fault::ClientRefused);
}
