//! Microsoft: whose accounts are let in, and who is whom.

use serde_json::{Value, json};
use vestibule::domain::provider::{Provider, ProviderType};
use vestibule::federation::Fault;
use vestibule::simulator::{self as demo, PEOPLE, Person, Place};

use super::{Trial, fault, param};

const COMPANY: &str = "11111111-2222-4333-8444-555555555555";
const OTHER: &str = "99999999-8888-4777-8666-555555555555";

fn microsoft(trial: &Trial, tenant: &str, allowed: &str) -> Provider {
    trial.provider(ProviderType::Microsoft, &[("tenant", tenant), ("allowed_tenants", allowed)])
}

/// Who somebody is to us: their account in their tenant.
fn subject_of(person: &Person) -> String {
    format!("{}.00000000-0000-4000-8000-{:012x}", person.tenant, person.number)
}

#[actix_web::test]
async fn tenants_that_are_not_let_in_are_told_so() {
    let trial = Trial::start();
    let (ada, grace, katherine) = (&PEOPLE[0], &PEOPLE[1], &PEOPLE[3]);
    let both = format!("{COMPANY}, {OTHER}");
    for (tenant, allowed, comes, is_in) in [
        ("common", COMPANY, ada, true),
        ("common", COMPANY, grace, false),
        ("common", both.as_str(), grace, true),
        ("common", both.as_str(), katherine, false),
        ("common", "*", katherine, true),
        ("organizations", "*", ada, true),
        ("organizations", "*", katherine, false),
        ("consumers", "", katherine, true),
        ("consumers", "*", ada, false),
        (COMPANY, "", ada, true),
        (COMPANY, "*", ada, true),
    ] {
        let came = trial.travel(&microsoft(&trial, tenant, allowed), comes).await;
        if is_in {
            let came = came.unwrap_or_else(|failure| panic!("{tenant} {allowed} {comes:?}: {failure}"));
            assert_eq!(came.subject, subject_of(comes), "{tenant} {allowed}");
        } else {
            assert_eq!(fault(came), Fault::Denied, "{tenant} {allowed} {comes:?}");
        }
    }
}

/// Nobody is let in by what was forgotten.
#[actix_web::test]
async fn many_tenants_without_a_list_are_a_mistake() {
    let trial = Trial::start();
    for (tenant, allowed) in [
        ("", "*"),
        ("common", ""),
        ("organizations", " ,"),
        ("common", "example.com"),
        ("common", "* 11111111-2222-4333-8444-555555555555"),
        ("example.onmicrosoft.com", ""),
        ("../common", ""),
    ] {
        let refused = trial.depart(&microsoft(&trial, tenant, allowed)).await;
        assert_eq!(fault(refused), Fault::Misconfigured, "{tenant} {allowed}");
    }
    for template in ["https://login.example/common/v2.0", "https://login.example/{tenantid}", "{tenantid}/v2.0"] {
        let odd = [("oidc_issuer", template), ("tenant", COMPANY)];
        assert_eq!(fault(trial.depart(&trial.provider(ProviderType::Microsoft, &odd)).await), Fault::Misconfigured);
    }
    let usual = [("oidc_issuer", ""), ("tenant", COMPANY), ("authorize_scopes", "email")];
    let url = trial.depart(&trial.provider(ProviderType::Microsoft, &usual)).await.unwrap();
    let expected = format!("https://login.microsoftonline.com/{COMPANY}/oauth2/v2.0/authorize?");
    assert!(url.as_str().starts_with(&expected), "{url}");
    assert_eq!(param(&url, "scope").as_deref(), Some("openid profile email"));
}

/// Case 170 (nOAuth): what an admin types into a tenant of their own makes them nobody else.
#[actix_web::test]
async fn the_same_address_in_another_tenant_is_another_person() {
    let trial = Trial::start();
    let provider = microsoft(&trial, "common", "*");
    let ada = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    let twin = Person { tenant: OTHER, ..PEOPLE[0].clone() };
    trial.demo.knobs.bend([
        demo::Fault::set(Place::IdToken, "tid", twin.tenant),
        demo::Fault::of(Place::IdToken, "iss", |facts| json!(facts.issuer.replace(COMPANY, OTHER))),
    ]);
    let other = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(ada.claims["email"], other.claims["email"]);
    assert_eq!((ada.subject, other.subject), (subject_of(&PEOPLE[0]), subject_of(&twin)));
}

#[actix_web::test]
async fn a_token_is_of_the_issuer_of_the_tenant_that_it_names() {
    let trial = Trial::start();
    let provider = microsoft(&trial, "common", "*");
    for lie in [
        demo::Fault::set(Place::IdToken, "tid", OTHER),
        demo::Fault::set(Place::IdToken, "tid", "common"),
        demo::Fault::set(Place::IdToken, "tid", "{tenantid}"),
        demo::Fault::set(Place::IdToken, "tid", json!([COMPANY])),
        demo::Fault::without(Place::IdToken, "tid"),
        demo::Fault::without(Place::IdToken, "oid"),
        demo::Fault::set(Place::IdToken, "oid", ""),
        demo::Fault::of(Place::IdToken, "iss", |facts| json!(facts.issuer.replace(COMPANY, "{tenantid}"))),
        demo::Fault::of(Place::IdToken, "iss", |facts| json!(facts.issuer.replace("/v2.0", ""))),
        demo::Fault::set(Place::IdToken, "nonce", "another"),
        demo::Fault::set(Place::IdToken, "aud", "another-app"),
    ] {
        trial.demo.knobs.bend([lie.clone()]);
        assert_eq!(fault(trial.travel(&provider, &PEOPLE[0]).await), Fault::Untrusted, "{lie:?}");
    }
}

#[actix_web::test]
async fn an_address_is_verified_by_the_owner_of_its_domain_only() {
    let trial = Trial::start();
    let provider = microsoft(&trial, COMPANY, "");
    for (said, is_verified) in [
        (json!(true), true),
        (json!("1"), true),
        (json!(1), true),
        (json!(false), false),
        (json!("0"), false),
        (json!([true]), false),
        (Value::Null, false),
    ] {
        trial.demo.knobs.bend([
            demo::Fault::set(Place::IdToken, "xms_edov", said.clone()),
            demo::Fault::set(Place::IdToken, "email_verified", true),
        ]);
        let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
        assert_eq!(upstream.claims["email_verified"], is_verified, "{said}");
    }
    trial.demo.knobs.bend([demo::Fault::set(Place::IdToken, "email_verified", true)]);
    let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    assert_eq!(upstream.claims["email_verified"], false, "its own word is not asked");
}
