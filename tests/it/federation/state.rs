//! An answer belongs to one trip of one browser to one provider (case 173).

use vestibule::simulator::{Endpoint, PEOPLE};

use super::traveller::Traveller;
use crate::support::demo_id::Returned;

/// The same answer with another state; an empty one is left out.
fn with_state(returned: &Returned, state: &str) -> Returned {
    let mut other = returned.clone();
    let kept: Vec<(String, String)> = returned
        .url
        .query_pairs()
        .filter(|(name, _)| name != "state")
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    other.url.query_pairs_mut().clear().extend_pairs(kept);
    if !state.is_empty() {
        other.url.query_pairs_mut().append_pair("state", state);
    }
    other
}

async fn is_refused(traveller: &mut Traveller, returned: &Returned, name: &str) {
    let page = traveller.come_back(returned).await;
    assert_eq!(page.shown().code(), 400, "{name}: {page:?}");
    assert!(traveller.browser.session().is_none(), "{name}");
    assert_eq!((traveller.app.rows("users").await, traveller.app.rows("identities").await), (0, 0), "{name}");
    assert_eq!(traveller.demo.asked(Endpoint::Token), 0, "{name}: nothing was asked of the provider");
}

#[actix_web::test]
async fn an_answer_without_its_own_state_is_refused() {
    let mut traveller = Traveller::start().await;
    let page = traveller.set_out().await;
    let honest = traveller.demo.visit(&page.url, &PEOPLE[0]).await;
    let own = honest.get("state").unwrap();
    let mut changed = own.clone();
    changed.replace_range(20..21, if &changed[20..21] == "A" { "B" } else { "A" });
    let long = "a".repeat(9000);
    for (name, state) in [
        ("no state", ""),
        ("another's word", "another"),
        ("a changed letter", changed.as_str()),
        ("half of it", &own[..own.len() / 2]),
        ("more than it", &format!("{own}A")),
        ("a long one", &long),
    ] {
        is_refused(&mut traveller, &with_state(&honest, state), name).await;
    }
    let mine = traveller.browser.clone();
    traveller.browser = traveller.app.browser();
    is_refused(&mut traveller, &honest, "a browser without a history").await;
    traveller.browser = traveller.app.browser();
    traveller.set_out().await;
    is_refused(&mut traveller, &honest, "a browser that set out itself").await;
    traveller.browser = mine;
    let page = traveller.come_back(&honest).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}

#[actix_web::test]
async fn an_answer_is_good_once_and_for_ten_minutes() {
    let mut traveller = Traveller::start().await;
    let page = traveller.set_out().await;
    let late = traveller.demo.visit(&page.url, &PEOPLE[0]).await;
    traveller.app.advance_secs(600);
    is_refused(&mut traveller, &late, "after ten minutes").await;
    let page = traveller.set_out().await;
    let honest = traveller.demo.visit(&page.url, &PEOPLE[0]).await;
    assert!(traveller.come_back(&honest).await.has_left());
    assert_eq!(traveller.demo.asked(Endpoint::Token), 1);
    let again = traveller.come_back(&honest).await;
    assert_eq!(again.shown().code(), 400, "{again:?}");
    assert_eq!(traveller.demo.asked(Endpoint::Token), 1, "the provider is asked once");
    assert_eq!(traveller.now(), traveller.app.now());
}

/// Case 175: a provider of one pool, to which somebody else's code was sent, has it delivered at the address of its own.
#[actix_web::test]
async fn an_answer_is_good_at_the_address_of_its_pool_only() {
    let mut traveller = Traveller::start().await;
    let page = traveller.set_out().await;
    let honest = traveller.demo.visit(&page.url, &PEOPLE[0]).await;
    let own = honest.url.path().to_owned();
    assert_eq!(own, format!("/{}/oauth2/idpresponse", traveller.app.pool.id));
    for (name, path) in
        [("at the root", "/oauth2/idpresponse"), ("another's", "/xx-local-1_ZZZZZZZZZ/oauth2/idpresponse")]
    {
        let mut moved = honest.clone();
        moved.url.set_path(path);
        let page = traveller.come_back(&moved).await;
        assert!(!page.has_left() && page.shown().code() >= 400, "{name}: {page:?}");
        assert_eq!(traveller.demo.asked(Endpoint::Token), 0, "{name}: nothing was asked of the provider");
        assert!(traveller.browser.session().is_none(), "{name}");
    }
    let page = traveller.come_back(&honest).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}
