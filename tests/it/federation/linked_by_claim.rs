//! An admin links an account by a claim of the provider's: whoever first comes with exactly that value is the user, and from then
//! on their account there is, whatever anybody's claims say.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;
use vestibule::simulator::{Fault, PEOPLE, Person, Place};

use super::traveller::{NAME, Traveller};
use crate::support::tokens::claims;
use crate::support::{Answer, TokenSet};

/// The claim, which the mapping names.
const CLAIM: &str = "employee";
/// Its value for the user here.
const VALUE: &str = "E-77";

async fn start() -> Traveller {
    let mut traveller = Traveller::start().await;
    traveller.provide(|provider| drop(provider.mapping.insert("nickname".to_owned(), CLAIM.to_owned()))).await;
    traveller
}

/// An admin links by a claim.
async fn link(traveller: &Traveller, username: &str, claim: &str, value: &str) -> Answer {
    let admin = traveller.app.aws_sdk(&access_keys::create(&traveller.app.deps(), Role::Admin, None).await.unwrap());
    let input = json!({
        "UserPoolId": traveller.app.pool.id.as_str(),
        "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": username },
        "SourceUser": { "ProviderName": NAME, "ProviderAttributeName": claim, "ProviderAttributeValue": value },
    });
    let answer = admin.call("AdminLinkProviderForUser", &input).await;
    traveller.app.advance_secs(2);
    answer
}

/// Who signs in as `person` with these claims: the `sub` here.
async fn who_comes(traveller: &mut Traveller, person: &Person, said: &[(&'static str, Value)]) -> String {
    let mut faults: Vec<Fault> =
        said.iter().map(|(name, value)| Fault::set(Place::IdToken, name, value.clone())).collect();
    let subject = said.iter().filter(|(name, _)| *name == "sub");
    faults.extend(subject.map(|(name, value)| Fault::set(Place::UserInfo, name, value.clone())));
    traveller.demo.knobs.bend(faults);
    traveller.browser = traveller.app.browser();
    let code = traveller.arrives(person).await;
    let token = claims(&TokenSet::of(&traveller.app.app_client().redeem(&code).await).id);
    token["sub"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn whoever_comes_with_the_value_is_the_user_from_then_on() {
    let mut traveller = start().await;
    let ada = traveller.app.person("ada").await;
    let linked = link(&traveller, &ada.username, CLAIM, VALUE).await;
    assert_eq!(linked.code(), 200, "{linked:?}");
    let own = ada.id.to_string();
    // What only resembles it is somebody else's.
    for (subject, value) in [("s-1", "e-77"), ("s-2", "E-77 "), ("s-3", "E-7"), ("s-4", "E-78"), ("s-5", "Ｅ-77")] {
        let said = [("sub", json!(subject)), (CLAIM, json!(value))];
        assert_ne!(who_comes(&mut traveller, &PEOPLE[1], &said).await, own, "{value}");
    }
    let users = traveller.app.rows("users").await;
    assert_eq!(who_comes(&mut traveller, &PEOPLE[0], &[(CLAIM, json!(VALUE))]).await, own);
    assert_eq!(traveller.app.rows("users").await, users, "nobody new");

    // The link is the account now, and no longer the value.
    assert_eq!(who_comes(&mut traveller, &PEOPLE[0], &[]).await, own);
    assert_eq!(who_comes(&mut traveller, &PEOPLE[0], &[(CLAIM, json!("E-99"))]).await, own);
    assert_ne!(who_comes(&mut traveller, &PEOPLE[2], &[(CLAIM, json!(VALUE))]).await, own);
    assert_eq!(traveller.app.rows("users").await, users + 1);
}

/// Case 166: an address links where the provider is trusted for it and says so, and nowhere else.
#[actix_web::test]
async fn an_address_links_only_where_it_is_vouched_for() {
    let address = PEOPLE[0].email.as_ref();
    for (trusted, verified, is_ada) in [
        (Some(true), json!(true), true),
        (Some(true), json!(false), false),
        (Some(true), json!("true"), false),
        (Some(false), json!(true), false),
        (None, json!(true), false),
    ] {
        let mut traveller = Traveller::start().await;
        traveller.provide(|provider| provider.settings.trusts_email = trusted).await;
        let ada = traveller.app.person("ada").await;
        assert_eq!(link(&traveller, &ada.username, "email", address).await.code(), 200);
        let came = who_comes(&mut traveller, &PEOPLE[0], &[("email_verified", verified.clone())]).await;
        assert_eq!(came == ada.id.to_string(), is_ada, "{trusted:?} {verified}");
    }
}

#[actix_web::test]
async fn a_claim_that_is_not_mapped_links_nobody() {
    let traveller = start().await;
    let ada = traveller.app.person("ada").await;
    for claim in ["groups", "Employee", ""] {
        let refused = link(&traveller, &ada.username, claim, VALUE).await;
        assert_eq!(refused.code(), 400, "{claim}: {refused:?}");
    }
    assert_eq!(traveller.app.rows("identities").await, 0);
    assert_eq!(link(&traveller, &ada.username, CLAIM, VALUE).await.code(), 200);
}
