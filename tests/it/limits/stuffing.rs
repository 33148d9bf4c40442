//! Leaked names and passwords, each tried once (case 146).

use vestibule::domain::event::EventName;
use vestibule::limits::Scope;

use super::{from, guess_password};
use crate::support::{PASSWORD, TestApp};

async fn small() -> TestApp {
    let setup = TestApp::setup().limits(|limits| {
        limits.stuffing.people_per_address = 10;
        limits.stuffing.people_per_pool = 30;
    });
    setup.start().await
}

/// From one address.
#[actix_web::test]
async fn many_names_failing_from_one_address_leave_one_event() {
    let app = small().await;
    app.person("ada").await;
    let sdk = from(&app, "203.0.113.5");
    for n in 0..9 {
        guess_password(&app, &sdk, &format!("leaked{n}"), "wrong").await;
    }
    assert_eq!(app.events(EventName::StuffingSuspected).await, 0);
    guess_password(&app, &sdk, "ada", "wrong").await;
    assert_eq!(app.events(EventName::StuffingSuspected).await, 1);
    let events = app.deps().storage.read().events().list(&app.pool.id, 1000).await.unwrap();
    let failed: Vec<_> = events.iter().filter(|event| event.name == EventName::SignInFailed).collect();
    assert_eq!(failed.len(), 10, "each try leaves one event");
    assert_eq!(failed.iter().filter(|event| event.user.is_some()).count(), 1, "one of them of somebody");
    guess_password(&app, &sdk, "another", "wrong").await;
    assert_eq!(app.events(EventName::StuffingSuspected).await, 1, "once in a window");
    let events = app.deps().storage.read().events().list(&app.pool.id, 1000).await.unwrap();
    let event = events.iter().find(|event| event.name == EventName::StuffingSuspected).unwrap();
    assert_eq!(event.detail["source"], "203.0.113.5/32");
    assert_eq!((&event.detail["people"], &event.detail["window_secs"]), (&10.into(), &600.into()));
    assert!(!event.detail.to_string().contains("leaked"), "nothing of what was typed");
    assert_eq!(app.deps().gate.suspicions(Scope::Address), 1);
    assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200, "nobody is locked out by a suspicion");
}

/// Case 146: from everywhere, one try each.
#[actix_web::test]
async fn many_names_failing_from_many_addresses_are_seen_at_the_pool() {
    let app = small().await;
    for n in 0..40 {
        guess_password(&app, &from(&app, &format!("203.0.113.{n}")), &format!("leaked{n}"), "wrong").await;
    }
    let events = app.deps().storage.read().events().list(&app.pool.id, 1000).await.unwrap();
    let told: Vec<_> = events.iter().filter(|event| event.name == EventName::StuffingSuspected).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].detail["source"].is_null());
    assert_eq!(told[0].detail["people"], 30);
}

/// One person who forgot a password, and an office where most sign in.
#[actix_web::test]
async fn what_people_do_is_not_suspected() {
    let app = small().await;
    app.person("ada").await;
    let sdk = from(&app, "203.0.113.5");
    for _ in 0..40 {
        guess_password(&app, &sdk, "forgetful", "wrong").await;
        app.advance_secs(14);
    }
    assert_eq!(app.events(EventName::StuffingSuspected).await, 0);
    app.advance_secs(600);
    for n in 0..20 {
        assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200);
        guess_password(&app, &sdk, &format!("mistyped{n}"), "wrong").await;
    }
    assert_eq!(app.events(EventName::StuffingSuspected).await, 0);
}
