//! Providers that never come to an end (case 180): cut off after five seconds, and nobody else waits.

use vestibule::simulator::{Endpoint, Fault, PEOPLE, Transport};

use super::traveller::{Traveller, UNREACHABLE};

async fn is_cut_off(endpoint: Endpoint, transport: Transport) {
    let mut traveller = Traveller::start().await;
    traveller.demo.knobs.bend([Fault::Transport(endpoint, transport)]);
    let page = traveller.travel(&PEOPLE[0]).await;
    assert!(page.shown().body.contains(UNREACHABLE), "{endpoint:?}: {page:?}");
    assert_eq!(traveller.app.rows("users").await, 0);
    traveller.demo.knobs.straighten();
    traveller.app.advance_secs(61);
    traveller.arrives(&PEOPLE[0]).await;
}

#[actix_web::test]
async fn who_never_answers_is_cut_off() {
    is_cut_off(Endpoint::Token, Transport::Never).await;
}

#[actix_web::test]
async fn who_trickles_is_cut_off() {
    is_cut_off(Endpoint::Keys, Transport::Trickle).await;
}

#[actix_web::test]
async fn who_does_not_describe_itself_is_not_set_out_for() {
    is_cut_off(Endpoint::Discovery, Transport::Never).await;
}
