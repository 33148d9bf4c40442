//! One provider of a pool means ill to another of the same pool: it sends people on there, and has the answer delivered here as
//! one of its own (case 175, RFC 9700 §4.4). An honest provider that names no issuer is defended by an address of its own.

use url::Url;
use vestibule::domain::provider::OWN_USERS;
use vestibule::simulator::{Endpoint, Fault, Kind, PEOPLE, Place};

use super::traveller::{NAME, Traveller};
use crate::support::browser::Page;
use crate::support::demo_id::{CLIENT, DemoId, Returned};
use crate::support::node::PUBLIC_URL;

/// The provider that means ill.
const MALLORY: &str = "Mallory";

/// A pool whose honest provider names no issuer, and with one beside it that means ill: it is given codes that its token
/// endpoint, where it notes them, does not know.
async fn with_mallory(has_own_callback: bool) -> (Traveller, DemoId) {
    let mut traveller = Traveller::start().await;
    traveller.provide(|provider| provider.settings.has_own_callback = has_own_callback).await;
    let mallory = DemoId::start(traveller.app.clock(), &[&shared(&traveller)]);
    let at = mallory.simulator().endpoints(Kind::Oidc);
    traveller
        .provide_beside(MALLORY, |provider| {
            provider.settings.has_own_callback = false;
            let places = [
                ("oidc_issuer", at.issuer),
                ("authorize_url", at.authorize),
                ("token_url", at.token),
                ("jwks_uri", at.keys),
            ];
            provider.details.extend(places.map(|(name, value)| (name.to_owned(), value)));
        })
        .await;
    let app = &traveller.app;
    let all = [OWN_USERS, NAME, MALLORY].map(str::to_owned);
    app.change_client(&app.client, |client| client.identity_providers = Some(all.into())).await;
    app.advance_secs(2);
    traveller.demo.knobs.bend([
        Fault::without(Place::Redirect, "iss"),
        Fault::set(Place::Discovery, "authorization_response_iss_parameter_supported", false),
    ]);
    (traveller, mallory)
}

fn shared(traveller: &Traveller) -> String {
    format!("{PUBLIC_URL}/{}/oauth2/idpresponse", traveller.app.pool.id)
}

/// Where Mallory sends whoever comes: on to the honest provider, as if this server had, with what belongs to the trip to Mallory.
fn sent_on(traveller: &Traveller, to_mallory: &Page, redirect_uri: &str) -> Url {
    let mut url = Url::parse(&traveller.demo.simulator().endpoints(Kind::Oidc).authorize).unwrap();
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", CLIENT)
        .append_pair("scope", "openid email")
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("state", &to_mallory.parameter("state"))
        .append_pair("nonce", &to_mallory.parameter("nonce"))
        .append_pair("code_challenge", &to_mallory.parameter("code_challenge"))
        .append_pair("code_challenge_method", "S256");
    url
}

/// What the victim brings back whom Mallory sent on.
async fn lured(traveller: &mut Traveller, redirect_uri: &str) -> Returned {
    let there = traveller.set_out_for(MALLORY).await;
    assert!(there.has_left(), "{there:?}");
    let on = sent_on(traveller, &there, redirect_uri);
    traveller.demo.visit(&on, &PEOPLE[0]).await
}

/// What the setting is there for: without it, and without an issuer in the answer, the code goes to whoever means ill.
#[actix_web::test]
async fn at_a_shared_address_a_code_is_brought_to_whom_the_browser_set_out_for() {
    let (mut traveller, mallory) = with_mallory(false).await;
    let at = shared(&traveller);
    let stolen = lured(&mut traveller, &at).await;
    let code = stolen.get("code").unwrap();
    traveller.come_back(&stolen).await;
    let seen = mallory.simulator().seen();
    assert!(seen.iter().any(|seen| seen.endpoint == Endpoint::Token && seen.body.contains(&code)), "{seen:?}");
}

#[actix_web::test]
async fn an_address_of_its_own_keeps_the_codes_of_a_provider_from_the_others() {
    let (mut traveller, mallory) = with_mallory(true).await;
    let shared = shared(&traveller);
    let page = traveller.set_out().await;
    let own = page.parameter("redirect_uri");
    assert!(own.starts_with(&format!("{shared}/")), "{own}");
    // The honest provider knows that address only; whatever else Mallory asks for, it does not send a code there.
    let stolen = lured(&mut traveller, &own).await;
    let code = stolen.get("code").unwrap();
    let page = traveller.come_back(&stolen).await;
    assert_eq!(page.shown().code(), 400, "{page:?}");
    for demo in [&mallory, &traveller.demo] {
        assert_eq!(demo.asked(Endpoint::Token), 0, "the code went nowhere");
    }
    assert!(traveller.browser.session().is_none());
    assert_eq!((traveller.app.rows("users").await, traveller.app.rows("identities").await), (0, 0));
    assert!(!traveller.app.dump(&["trips", "events"]).await.contains(&code));

    // And the honest value is taken at that address, and at none beside it.
    traveller.browser = traveller.app.browser();
    let page = traveller.set_out().await;
    let honest = traveller.demo.visit(&page.url, &PEOPLE[0]).await;
    let path = honest.url.path().to_owned();
    let other = format!("{}/{}", Url::parse(&shared).unwrap().path(), uuid::Uuid::from_u128(1 << 100));
    for elsewhere in [
        Url::parse(&shared).unwrap().path(),
        &other,
        "/oauth2/idpresponse",
        &path.replacen(traveller.app.pool.id.as_str(), "xx-local-1_ZZZZZZZZZ", 1),
        &format!("{}/DemoID", Url::parse(&shared).unwrap().path()),
    ] {
        let mut moved = honest.clone();
        moved.url.set_path(elsewhere);
        let page = traveller.come_back(&moved).await;
        assert!(!page.has_left() && page.shown().code() >= 400, "{elsewhere}: {page:?}");
        assert_eq!(traveller.demo.asked(Endpoint::Token), 0, "{elsewhere}: nothing was asked of the provider");
    }
    let page = traveller.come_back(&honest).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
    assert_eq!(mallory.asked(Endpoint::Token), 0);
}

/// The other way round: what came for the shared address is worth nothing at one that is a provider's own.
#[actix_web::test]
async fn at_an_address_of_its_own_a_provider_takes_no_code_of_another() {
    let (mut traveller, mallory) = with_mallory(true).await;
    let page = traveller.set_out_for(MALLORY).await;
    let of_mallory = mallory.visit(&page.url, &PEOPLE[1]).await;
    let mut moved = of_mallory.clone();
    moved.url.set_path(Url::parse(&traveller.set_out().await.parameter("redirect_uri")).unwrap().path());
    let page = traveller.come_back(&moved).await;
    assert_eq!(page.shown().code(), 400, "{page:?}");
    assert_eq!((mallory.asked(Endpoint::Token), traveller.demo.asked(Endpoint::Token)), (0, 0));
    // Its own people come in by it, at its own address.
    let page = traveller.come_back(&of_mallory).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}
