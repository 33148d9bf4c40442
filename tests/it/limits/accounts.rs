//! Limits of one account: what its owner and everybody else may try.

use super::{confirm, forgot, guess_password, recover, refusal, resend, sign_up};
use crate::support::{PASSWORD, TestApp};

/// The sixth try waits; another account does not.
pub(super) async fn exceed_sign_in() {
    let app = TestApp::start().await;
    app.person("ada").await;
    app.person("bob").await;
    let sdk = app.anonymous();
    for _ in 0..5 {
        assert_eq!(
            guess_password(&app, &sdk, "ada", "wrong").await.json()["message"],
            "Incorrect username or password."
        );
    }
    let locked = guess_password(&app, &sdk, "ada", PASSWORD).await;
    assert_eq!(locked.json()["message"], "Password attempts exceeded");
    assert_eq!(guess_password(&app, &sdk, "bob", PASSWORD).await.code(), 200);
    app.advance_secs(1);
    assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200);
}

/// Fifty guesses in a day, fifteen an hour as the operation allows; new codes bring none back.
pub(super) async fn exceed_code_guesses() {
    let app = TestApp::start().await;
    let sdk = app.anonymous();
    assert_eq!(sign_up(&app, &sdk, "ada", "ada@example.test").await.code(), 200);
    for guess in 0..50 {
        if guess > 0 && guess % 15 == 0 {
            app.advance_secs(3600);
        }
        let said = refusal(&confirm(&app, &sdk, "ada", "000000").await);
        assert!(["CodeMismatchException", "ExpiredCodeException"].contains(&said.as_str()), "{guess}: {said}");
    }
    assert_eq!(resend(&app, &sdk, "ada").await.code(), 200);
    app.node().run_jobs().await;
    let right = app.mailed_code("ada@example.test");
    let said = refusal(&confirm(&app, &sdk, "ada", &right).await);
    assert!(["LimitExceededException", "TooManyFailedAttemptsException"].contains(&said.as_str()), "{said}");
    app.advance_secs(86_400);
    assert_eq!(resend(&app, &sdk, "ada").await.code(), 200);
    app.node().run_jobs().await;
    assert_eq!(confirm(&app, &sdk, "ada", &app.mailed_code("ada@example.test")).await.code(), 200);
}

/// The sixteenth confirmation in an hour is refused, of known and of unknown names.
pub(super) async fn exceed_confirm_sign_up() {
    let app = TestApp::start().await;
    let sdk = app.anonymous();
    assert_eq!(sign_up(&app, &sdk, "ada", "ada@example.test").await.code(), 200);
    app.node().run_jobs().await;
    let right = app.mailed_code("ada@example.test");
    for username in ["ada", "nobody"] {
        for _ in 0..15 {
            assert_ne!(refusal(&confirm(&app, &sdk, username, "000000").await), "LimitExceededException");
        }
        assert_eq!(refusal(&confirm(&app, &sdk, username, &right).await), "LimitExceededException", "{username}");
    }
}

/// The sixteenth end of a recovery in an hour is refused; the password stays.
pub(super) async fn exceed_confirm_forgot_password() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    for username in ["ada", "nobody"] {
        for _ in 0..15 {
            assert_ne!(refusal(&recover(&app, &sdk, username, "000000").await), "LimitExceededException");
        }
        assert_eq!(forgot(&app, &sdk, username).await.code(), 200);
        app.node().run_jobs().await;
        let right = app.mailed_code("ada@example.test");
        assert_eq!(refusal(&recover(&app, &sdk, username, &right).await), "LimitExceededException", "{username}");
    }
    assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200);
}

/// Case 145: five an hour, of known and of unknown names alike.
pub(super) async fn exceed_codes_asked_hourly() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    for username in ["ada", "nobody"] {
        for _ in 0..5 {
            assert_eq!(forgot(&app, &sdk, username).await.code(), 200);
        }
        assert_eq!(refusal(&forgot(&app, &sdk, username).await), "LimitExceededException", "{username}");
        assert_eq!(refusal(&resend(&app, &sdk, username).await), "LimitExceededException", "one count for all kinds");
    }
    assert_eq!(super::mails_to(&app, "ada@example.test").await, 5);
    app.advance_secs(3600);
    assert_eq!(forgot(&app, &sdk, "ada").await.code(), 200);
}

/// Case 145: ten a day.
pub(super) async fn exceed_codes_asked_daily() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    for username in ["ada", "nobody"] {
        for _ in 0..2 {
            for _ in 0..5 {
                assert_eq!(forgot(&app, &sdk, username).await.code(), 200);
                // As it is asked for: a mail that waits is not sent where a newer one brought another code.
                app.node().run_jobs().await;
            }
            app.advance_secs(3600);
        }
        assert_eq!(refusal(&forgot(&app, &sdk, username).await), "LimitExceededException", "{username}");
    }
    assert_eq!(super::mails_to(&app, "ada@example.test").await, 10);
    app.advance_secs(86_400);
    assert_eq!(forgot(&app, &sdk, "ada").await.code(), 200);
}

/// What was not tried because the server was busy is not counted.
#[actix_web::test]
async fn what_a_busy_server_refuses_is_not_counted() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    let hasher = app.deps().hasher;
    let places: Vec<_> = std::iter::from_fn(|| hasher.keep_place(app.pool.id.as_str()).ok()).collect();
    for _ in 0..6 {
        let tried = guess_password(&app, &sdk, "ada", "Wrong-Password-1").await;
        assert_eq!(refusal(&tried), "TooManyRequestsException");
    }
    drop(places);
    for _ in 0..4 {
        assert_eq!(refusal(&guess_password(&app, &sdk, "ada", "Wrong-Password-1").await), "NotAuthorizedException");
    }
    assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200);
}
