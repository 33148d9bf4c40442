//! What a developer has go wrong on Demo ID's page ends at a page of ours that says who failed, and signs nobody in.

use vestibule::domain::event::EventName;
use vestibule::simulator::{PEOPLE, Trouble};

use super::traveller::{FAILED, OVER, Traveller};

#[actix_web::test]
async fn each_is_seen_and_signs_nobody_in() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&PEOPLE[0]).await;
    let users = traveller.app.rows("users").await;
    let mut tried = 0;
    for trouble in Trouble::ALL {
        let words = match trouble {
            Trouble::Audience
            | Trouble::Recipient
            | Trouble::Expired
            | Trouble::Unsigned
            | Trouble::Embedded
            | Trouble::Big => FAILED,
            Trouble::Replay => OVER,
            // the page has no such choice, or it takes seconds, or nobody is refused for it
            Trouble::Wrapped | Trouble::Slow | Trouble::NewKey | Trouble::Unverified => continue,
        };
        // limits per address are another test's
        traveller.app.advance_secs(120);
        traveller.browser = traveller.app.browser();
        let page = traveller.set_out().await;
        let returned = traveller.demo.visit_with(&page.url, &PEOPLE[1], trouble.name()).await;
        let page = traveller.come_back(&returned).await;
        assert!(!page.has_left() && page.shown().body.contains(words), "{trouble:?}: {page:?}");
        tried += 1;
    }
    assert_eq!((tried, traveller.app.rows("users").await), (7, users));
    assert_eq!(traveller.app.events(EventName::ProviderFailed).await, 7);
    traveller.browser = traveller.app.browser();
    traveller.arrives(&PEOPLE[1]).await;
}

#[actix_web::test]
async fn a_new_key_is_found_and_an_address_is_what_the_trip_says_of_it() {
    let mut traveller = Traveller::start().await;
    traveller.arrives(&PEOPLE[0]).await;
    for trouble in ["new-key", "unverified"] {
        // keys are asked for again a minute after the last time
        traveller.app.advance_secs(120);
        traveller.browser = traveller.app.browser();
        let page = traveller.set_out().await;
        let returned = traveller.demo.visit_with(&page.url, &PEOPLE[0], trouble).await;
        let page = traveller.come_back(&returned).await;
        assert!(page.has_left() && !page.parameter("code").is_empty(), "{trouble}: {page:?}");
    }
}
