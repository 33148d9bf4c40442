//! The bucket of an account that had reached the hard stop was deleted after thirty days, since what is refused does not
//! renew it: a hundred guesses more, every month (case 135, decision D10).

use serde_json::json;
use vestibule::domain::event::EventName;

use crate::support::PASSWORD;
use crate::support::desk::{Desk, refused};

const DAY: i64 = 86_400;
const ANOTHER: &str = "another horse 8 battery";

/// A hundred wrong passwords, each as soon as it is allowed.
async fn reach_the_stop(desk: &Desk, name: &str) {
    let before = desk.app.events(EventName::SignInFailed).await;
    for _ in 0..100 {
        desk.try_sign_in(name, "not the password").await.assert_wrong_password();
        desk.app.advance_secs(15 * 60);
    }
    assert_eq!(desk.app.events(EventName::SignInFailed).await - before, 100);
}

async fn assert_stopped(desk: &Desk, name: &str) {
    let (error, message) = refused(&desk.try_sign_in(name, PASSWORD).await);
    assert_eq!((error.as_str(), message.as_str()), ("NotAuthorized", "Password attempts exceeded"), "{name}");
}

#[actix_web::test]
async fn the_hard_stop_holds_until_recovery_or_an_admin_ends_it() {
    let desk = Desk::open(|_| {}).await;
    for name in ["ada", "bob"] {
        let email = format!("{name}@example.test");
        desk.person(name, &[("email", &email), ("email_verified", "true")]).await;
    }
    for name in ["ada", "bob", "nobody"] {
        reach_the_stop(&desk, name).await;
    }
    for days in [31, 400, 4000] {
        desk.app.advance_secs(days * DAY);
        desk.app.node().run_jobs().await;
        for name in ["ada", "bob", "nobody"] {
            assert_stopped(&desk, name).await;
        }
    }
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    desk.app("ConfirmForgotPassword", json!({"Username": "ada", "ConfirmationCode": code, "Password": ANOTHER})).await;
    desk.admin("AdminSetUserPassword", json!({"Username": "bob", "Password": ANOTHER, "Permanent": true})).await;
    for name in ["ada", "bob"] {
        assert_eq!(desk.try_sign_in(name, ANOTHER).await.code(), 200, "{name}");
    }
    assert_stopped(&desk, "nobody").await;
}

/// Stopping short of it and waiting is worth one guess in thirty days.
#[actix_web::test]
async fn ninety_nine_failures_are_not_forgotten_in_a_month_either() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    for _ in 0..99 {
        desk.try_sign_in("ada", "not the password").await.assert_wrong_password();
        desk.app.advance_secs(15 * 60);
    }
    desk.app.advance_secs(31 * DAY);
    desk.app.node().run_jobs().await;
    desk.try_sign_in("ada", "not the password").await.assert_wrong_password();
    desk.app.advance_secs(DAY);
    assert_stopped(&desk, "ada").await;
}
