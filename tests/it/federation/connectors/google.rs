//! Google.

use vestibule::domain::provider::ProviderType;
use vestibule::federation::Fault;
use vestibule::simulator::{self as demo, Kind, PEOPLE, Place};

use super::{Trial, fault, param};

#[actix_web::test]
async fn a_person_comes_with_an_address_that_google_made_sure_of() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Google, &[("authorize_scopes", "profile email")]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.subject, Kind::Oidc.subject(&PEOPLE[0]));
    assert_eq!(
        (&upstream.claims["email"], &upstream.claims["email_verified"]),
        (&"ada@example.com".into(), &true.into())
    );
}

#[actix_web::test]
async fn without_a_word_on_endpoints_it_is_google_itself_and_nobody_is_asked_for_them() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Google, &[("oidc_issuer", ""), ("authorize_scopes", "email")]);
    let url = trial.depart(&provider).await.unwrap();
    assert!(url.as_str().starts_with("https://accounts.google.com/o/oauth2/v2/auth?"), "{url}");
    assert_eq!(param(&url, "scope").as_deref(), Some("openid email"));
    assert!(trial.demo.simulator().seen().is_empty());
    let nameless = trial.provider(ProviderType::Google, &[("client_secret", "")]);
    assert_eq!(fault(trial.depart(&nameless).await), Fault::Misconfigured);
}

#[actix_web::test]
async fn only_accounts_of_the_domains_are_let_in_where_there_are_any() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Google, &[("hd", "example.com example.org")]);
    assert_eq!(param(&trial.depart(&provider).await.unwrap(), "hd").as_deref(), Some("*"));
    assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), Fault::Denied, "an account of no domain");
    for (domain, is_in) in [("example.org", true), ("EXAMPLE.com", true), ("example.com.evil.test", false), ("", false)]
    {
        trial.demo.knobs.bend([demo::Fault::set(Place::IdToken, "hd", domain)]);
        let came = trial.travel(&provider, &PEOPLE[0]).await.map(|upstream| upstream.subject);
        let expected = if is_in { Ok(Kind::Oidc.subject(&PEOPLE[0])) } else { Err(Fault::Denied) };
        assert_eq!(came.map_err(|refused| refused.fault), expected, "{domain}");
    }
}
