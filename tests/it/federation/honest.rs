//! What an honest provider brings.

use serde_json::json;
use vestibule::crypto::signing::SigningAlgorithm;
use vestibule::domain::provider::ProviderSettings;
use vestibule::simulator::{Fault, Kind, PEOPLE, Person, Place};

use super::traveller::{NAME, Traveller};
use crate::support::TokenSet;
use crate::support::tokens::claims;

#[actix_web::test]
async fn a_person_gets_our_tokens_and_is_the_same_the_next_time() {
    let mut traveller = Traveller::start().await;
    let client = traveller.app.app_client();
    let code = traveller.arrives(&PEOPLE[0]).await;
    let first = claims(&TokenSet::of(&client.redeem(&code).await).id);
    let username = format!("{NAME}_{}", Kind::Oidc.subject(&PEOPLE[0]));
    assert_eq!(first["cognito:username"], json!(username));
    assert_eq!((&first["email"], &first["name"]), (&json!("ada@example.com"), &json!("Ada Lovelace")));
    assert_eq!(first["identities"][0]["userId"], json!(Kind::Oidc.subject(&PEOPLE[0])));
    assert_eq!(traveller.app.rows("users").await, 1);
    traveller.browser = traveller.app.browser();
    for algorithm in [SigningAlgorithm::Es256, SigningAlgorithm::Rs256] {
        traveller.demo.knobs.sign_with(algorithm);
        traveller.demo.simulator().rotate(true).await.unwrap();
        traveller.app.advance_secs(700);
        traveller.browser = traveller.app.browser();
        let code = traveller.arrives(&PEOPLE[0]).await;
        let again = claims(&TokenSet::of(&client.redeem(&code).await).id);
        assert_eq!(again["sub"], first["sub"], "{algorithm:?}");
    }
    assert_eq!(traveller.app.rows("users").await, 1);
}

/// A provider's word that an address is verified counts where it is mapped and the provider is trusted for it.
#[actix_web::test]
async fn an_address_is_verified_only_by_who_is_trusted_for_it() {
    for (trusted, person, expected) in [
        (Some(true), &PEOPLE[0], true),
        (Some(true), &PEOPLE[2], false),
        (Some(false), &PEOPLE[0], false),
        (None, &PEOPLE[0], false),
    ] {
        let mut traveller = Traveller::start().await;
        traveller
            .provide(|provider| {
                provider.settings = ProviderSettings { trusts_email: trusted, ..ProviderSettings::default() };
                provider.mapping.insert("email_verified".to_owned(), "email_verified".to_owned());
            })
            .await;
        let code = traveller.arrives(person).await;
        let claims = claims(&TokenSet::of(&traveller.app.app_client().redeem(&code).await).id);
        assert_eq!(claims["email_verified"], json!(expected), "{trusted:?} {person:?}");
    }
}

/// Case 166: what resembles a yes keeps nobody out, and verifies nothing.
#[actix_web::test]
async fn an_address_is_verified_by_a_yes_and_by_nothing_that_resembles_one() {
    for said in [json!(1), json!("true"), json!("yes"), json!([true]), json!({ "true": true })] {
        let mut traveller = Traveller::start().await;
        traveller
            .provide(|provider| {
                provider.settings = ProviderSettings { trusts_email: Some(true), ..ProviderSettings::default() };
                provider.mapping.insert("email_verified".to_owned(), "email_verified".to_owned());
            })
            .await;
        traveller.demo.knobs.bend([Fault::set(Place::IdToken, "email_verified", said.clone())]);
        let code = traveller.arrives(&PEOPLE[0]).await;
        let claims = claims(&TokenSet::of(&traveller.app.app_client().redeem(&code).await).id);
        assert_eq!(claims["email_verified"], json!(false), "{said}");
    }
}

#[actix_web::test]
async fn two_people_with_one_address_are_two() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&PEOPLE[0]).await;
    traveller.browser = traveller.app.browser();
    let other = Person { number: 4711, ..PEOPLE[0].clone() };
    traveller.demo.knobs.bend([
        Fault::set(Place::IdToken, "sub", Kind::Oidc.subject(&other)),
        Fault::set(Place::UserInfo, "sub", Kind::Oidc.subject(&other)),
    ]);
    traveller.arrives(&PEOPLE[0]).await;
    assert_eq!(traveller.app.rows("users").await, 2);
}

#[actix_web::test]
async fn who_says_no_there_is_told_so_here() {
    let mut traveller = Traveller::start().await;
    let page = traveller.set_out().await;
    let returned = traveller.demo.visit_and_deny(&page.url).await;
    let page = traveller.come_back(&returned).await;
    assert!(page.shown().body.contains("Nobody was signed in there"), "{page:?}");
    assert_eq!(traveller.app.rows("users").await, 0);
    traveller.arrives(&PEOPLE[0]).await;
}
