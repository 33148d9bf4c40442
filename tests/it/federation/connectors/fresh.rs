//! Where somebody must prove anew who they are: what is asked of each kind of provider, and what its ID token must say then.

use serde_json::{Value, json};
use url::Url;
use vestibule::domain::provider::{Provider, ProviderType};
use vestibule::federation::{Departure, Failure, Fault, Trip, Upstream, connector_of};
use vestibule::simulator::{self as demo, PEOPLE, Place};

use super::{NOW, Trial, answer, param, trip};

/// A trip on which the app demands it.
fn demanding() -> Trip {
    Trip { is_fresh: true, proven_since: Some(NOW), ..trip() }
}

async fn sent_to(trial: &Trial, provider: &Provider) -> Url {
    match connector_of(provider).unwrap().depart(&trial.calls, &demanding()).await.unwrap() {
        Departure::Redirect(url) => url,
        Departure::Post { .. } => panic!("a form"),
    }
}

/// Somebody goes there and back; `auth_time`: what the ID token says, and nothing where it is none.
async fn travel(
    trial: &Trial,
    provider: &Provider,
    trip: &Trip,
    auth_time: Option<Value>,
) -> Result<Upstream, Failure> {
    trial.demo.knobs.bend([match auth_time {
        Some(at) => demo::Fault::set(Place::IdToken, "auth_time", at),
        None => demo::Fault::without(Place::IdToken, "auth_time"),
    }]);
    let returned = trial.visit(provider, &PEOPLE[0]).await;
    connector_of(provider)?.redeem(&trial.calls, trip, &answer(&returned)).await
}

#[actix_web::test]
async fn who_can_say_when_is_held_to_it() {
    let trial = Trial::start();
    let company = PEOPLE[0].tenant;
    let now = NOW.secs();
    for (provider, must_say) in [
        (trial.provider(ProviderType::Oidc, &[]), true),
        (trial.provider(ProviderType::Google, &[]), false),
        (trial.provider(ProviderType::Microsoft, &[("tenant", "common"), ("allowed_tenants", company)]), false),
    ] {
        let kind = provider.kind;
        for fine in [json!(now), json!(now - 60), json!(now + 5), json!(1_800_000_000.5)] {
            let upstream = travel(&trial, &provider, &demanding(), Some(fine.clone())).await;
            assert_eq!(upstream.unwrap().claims["auth_time"], fine, "{kind:?}");
        }
        for stale in [
            json!(now - 61),
            json!(now - 86_400),
            json!(0),
            json!(-1e300),
            json!(now + 3600),
            json!("now"),
            Value::Null,
        ] {
            let refused = travel(&trial, &provider, &demanding(), Some(stale.clone())).await.unwrap_err();
            assert_eq!(refused.fault, Fault::NotFresh, "{kind:?} {stale}");
            let upstream = travel(&trial, &provider, &trip(), Some(stale)).await;
            assert!(!upstream.unwrap().subject.is_empty(), "{kind:?}: nobody demanded anything");
        }
        let silent = travel(&trial, &provider, &demanding(), None).await;
        assert_eq!(
            silent.map(drop).map_err(|refused| refused.fault),
            if must_say { Err(Fault::NotFresh) } else { Ok(()) }
        );
    }
}

#[actix_web::test]
async fn each_is_asked_as_far_as_it_can_be() {
    let trial = Trial::start();
    let company = PEOPLE[0].tenant;
    let asked = |url: &Url| ["prompt", "max_age", "claims"].map(|name| param(url, name).unwrap_or_default());
    let auth_time = r#"{"id_token":{"auth_time":{"essential":true}}}"#;
    for (provider, expected) in [
        (trial.provider(ProviderType::Oidc, &[]), ["login", "60", ""]),
        (trial.provider(ProviderType::Google, &[]), ["select_account", "", auth_time]),
        (trial.provider(ProviderType::Microsoft, &[("allowed_tenants", company)]), ["login", "", ""]),
        (trial.provider(ProviderType::GitHub, &[]), ["select_account", "", ""]),
        (trial.provider(ProviderType::LoginWithAmazon, &[]), ["", "", ""]),
    ] {
        assert_eq!(asked(&sent_to(&trial, &provider).await), expected, "{:?}", provider.kind);
        assert_eq!(asked(&trial.depart(&provider).await.unwrap()), ["", "", ""], "{:?}", provider.kind);
    }
}
