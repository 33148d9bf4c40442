//! An app demands a fresh sign-in of somebody who comes from a provider: the provider is asked for one, and held to it.

use serde_json::{Value, json};
use vestibule::simulator::{Endpoint, Fault, PEOPLE, Place};

use super::traveller::{NAME, Traveller};
use crate::support::TokenSet;
use crate::support::browser::Page;
use crate::support::tokens::claims;

/// What the page says of a provider that did not ask anew.
const NOT_FRESH: &str = "did not ask you to sign in again";

/// There and back with a parameter in the app's request; `auth_time`: what the provider says.
async fn travel(traveller: &mut Traveller, demand: (&str, &str), auth_time: Option<Value>) -> Page {
    let request = traveller.app.app_client().request().with("identity_provider", NAME).with(demand.0, demand.1);
    let there = traveller.browser.open(&request.target()).await;
    assert!(there.has_left(), "{there:?}");
    assert_eq!((there.parameter("prompt"), there.parameter("max_age")), ("login".to_owned(), "60".to_owned()));
    traveller.demo.knobs.bend([match auth_time {
        Some(at) => Fault::set(Place::IdToken, "auth_time", at),
        None => Fault::without(Place::IdToken, "auth_time"),
    }]);
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    traveller.come_back(&returned).await
}

#[actix_web::test]
async fn a_provider_that_does_not_ask_anew_signs_nobody_in_where_an_app_demands_it() {
    let mut traveller = Traveller::start().await;
    for demand in [("prompt", "login"), ("max_age", "300"), ("max_age", "0")] {
        for said in [None, Some(json!(traveller.now().secs() - 3600)), Some(json!("now"))] {
            let before = traveller.failures().await;
            traveller.browser = traveller.app.browser();
            let page = travel(&mut traveller, demand, said.clone()).await;
            assert!(page.shown().body.contains(NOT_FRESH), "{demand:?} {said:?}: {page:?}");
            assert!(traveller.browser.session().is_none(), "{demand:?} {said:?}");
            assert_eq!(traveller.failures().await, before + 1);
            assert!(traveller.app.dump(&["events"]).await.contains("not_fresh"));
        }
    }
    assert_eq!(traveller.app.rows("users").await, 0);
    let now = traveller.now().secs();
    traveller.browser = traveller.app.browser();
    let page = travel(&mut traveller, ("prompt", "login"), Some(json!(now))).await;
    let code = page.parameter("code");
    assert!(page.has_left() && !code.is_empty(), "{page:?}");
    let token = claims(&TokenSet::of(&traveller.app.app_client().redeem(&code).await).id);
    assert_eq!(token["auth_time"], json!(now));
    assert_eq!(traveller.app.rows("users").await, 1);
}

/// What nobody demands is not asked for: an old session there is as good as on any day.
#[actix_web::test]
async fn a_session_at_the_provider_serves_where_nobody_demands_more() {
    let mut traveller = Traveller::start().await;
    let there = traveller.set_out().await;
    assert_eq!((there.parameter("prompt"), there.parameter("max_age")), (String::new(), String::new()));
    for said in [Fault::set(Place::IdToken, "auth_time", 1), Fault::without(Place::IdToken, "auth_time")] {
        traveller.demo.knobs.bend([said]);
        traveller.browser = traveller.app.browser();
        traveller.arrives(&PEOPLE[0]).await;
    }
    assert_eq!(traveller.demo.asked(Endpoint::Token), 2);
}
