//! The tokens that a provider gave are kept where an admin asked for it: sealed, those of the last trip, and for an admin only.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;
use vestibule::simulator::{Endpoint, Fault, Kind, PEOPLE, Place};

use super::traveller::{NAME, Traveller};
use crate::support::aws_sdk::AwsSdk;
use crate::support::tokens::claims;

async fn admin(traveller: &Traveller) -> AwsSdk {
    traveller.app.aws_sdk(&access_keys::create(&traveller.app.deps(), Role::Admin, None).await.unwrap())
}

async fn kept(traveller: &Traveller, admin: &AwsSdk) -> Value {
    let username = format!("{NAME}_{}", Kind::Oidc.subject(&PEOPLE[0]));
    let input = json!({ "UserPoolId": traveller.app.pool.id.as_str(), "ProviderName": NAME, "Username": username });
    let answer = admin.call_target("VestibuleService.GetIdentityProviderTokens", &input).await;
    assert_eq!(answer.code(), 200, "{answer:?}");
    answer.json()
}

/// The access token with which the provider was last asked.
fn last_access(traveller: &Traveller) -> String {
    let seen = traveller.demo.simulator().seen();
    let asked = seen.iter().rfind(|seen| seen.endpoint == Endpoint::UserInfo).unwrap();
    asked.authorization.strip_prefix("Bearer ").unwrap().to_owned()
}

#[actix_web::test]
async fn tokens_of_the_last_trip_are_kept_sealed_and_erased_when_nobody_wants_them() {
    let mut traveller = Traveller::start().await;
    let admin = admin(&traveller).await;
    traveller.provide(|provider| provider.settings.keeps_tokens = true).await;
    let mut earlier = Vec::new();
    for trip in ["first", "second"] {
        let refresh = format!("the refresh token of the {trip} trip");
        traveller.demo.knobs.bend([Fault::set(Place::Token, "refresh_token", refresh.as_str())]);
        traveller.browser = traveller.app.browser();
        traveller.arrives(&PEOPLE[0]).await;
        let (shown, access) = (kept(&traveller, &admin).await, last_access(&traveller));
        assert_eq!((&shown["AccessToken"], &shown["RefreshToken"]), (&json!(access), &json!(refresh)), "{trip}");
        let id_token = shown["IdToken"].as_str().unwrap().to_owned();
        assert_eq!(claims(&id_token)["sub"], json!(Kind::Oidc.subject(&PEOPLE[0])));
        let came = shown["CreationDate"].to_string();
        assert!(came.starts_with(&traveller.now().secs().to_string()), "{came}");
        assert_eq!(traveller.app.rows("provider_tokens").await, 1, "in the place of those before");
        let everything = traveller.app.state_but(&[]).await;
        let everything = format!("{everything:?}");
        for secret in [&access, &refresh, &id_token] {
            assert!(!everything.contains(secret.as_str()), "{trip}: a token stands in the database in the clear");
            assert!(!earlier.contains(secret), "{trip}: of the trip before");
        }
        earlier.extend([access, refresh, id_token]);
        traveller.app.advance_secs(5);
    }
    // A provider that gives no refresh token any more leaves none.
    traveller.demo.knobs.straighten();
    traveller.browser = traveller.app.browser();
    traveller.arrives(&PEOPLE[0]).await;
    assert_eq!(kept(&traveller, &admin).await.get("RefreshToken"), None);

    let off = json!({ "UserPoolId": traveller.app.pool.id.as_str(), "ProviderName": NAME, "KeepTokens": false });
    let answer = admin.call_target("VestibuleService.UpdateIdentityProviderSettings", &off).await;
    assert_eq!(answer.code(), 200, "{answer:?}");
    assert_eq!((kept(&traveller, &admin).await, traveller.app.rows("provider_tokens").await), (json!({}), 0));
    traveller.app.advance_secs(2);
    traveller.browser = traveller.app.browser();
    traveller.arrives(&PEOPLE[0]).await;
    assert_eq!(traveller.app.rows("provider_tokens").await, 0);
}

#[actix_web::test]
async fn nothing_is_kept_of_a_trip_that_came_to_nothing_and_of_who_is_closed_out() {
    let mut traveller = Traveller::start().await;
    let admin = admin(&traveller).await;
    traveller.provide(|provider| provider.settings.keeps_tokens = true).await;
    traveller.demo.knobs.bend([Fault::set(Place::IdToken, "nonce", "another")]);
    assert!(!traveller.travel(&PEOPLE[0]).await.has_left());
    assert_eq!(traveller.app.rows("provider_tokens").await, 0);
    traveller.demo.knobs.straighten();
    traveller.arrives(&PEOPLE[0]).await;
    let before = kept(&traveller, &admin).await;
    let username = format!("{NAME}_{}", Kind::Oidc.subject(&PEOPLE[0]));
    let input = json!({ "UserPoolId": traveller.app.pool.id.as_str(), "Username": username });
    assert_eq!(admin.call("AdminDisableUser", &input).await.code(), 200);
    traveller.browser = traveller.app.browser();
    // Case 179.
    let page = traveller.travel(&PEOPLE[0]).await;
    assert!(page.parameter("code").is_empty() && traveller.browser.session().is_none(), "{page:?}");
    assert_eq!(kept(&traveller, &admin).await, before);
}
