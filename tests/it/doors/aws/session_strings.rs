//! The Session string of a challenge (case 151): good for one client, one challenge, a few minutes, and one success.

use serde_json::{Value, json};

use vestibule::domain::pool::PoolSettings;
use vestibule::domain::secret::Secret;
use vestibule::flows::device::Presented;
use vestibule::flows::sign_in::{self, Holder, Outcome, PasswordAttempt};

use super::{assert_refused, done, exception, password_sign_in, tokens, with};
use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, PASSWORD, TestApp};
use vestibule::domain::client::Client;
use vestibule::flows::manage::users::{self, CreateOutcome, Invitation, NewUser};

const NEW_PASSWORD: &str = "another horse 7 battery";
const INVALID: &str = "Invalid session for the user.";

/// A pool whose passwords need a digit.
fn digits(pool: &mut PoolSettings) {
    pool.password.require_numbers = true;
}

async fn invite(app: &TestApp, username: &str) {
    let new = NewUser {
        username: username.to_owned(),
        attributes: [].into(),
        temporary_password: Some(Secret::from(PASSWORD)),
        invitation: Invitation::Suppress,
        media: Vec::new(),
        takes_over: false,
    };
    let made = users::create(&app.deps(), &app.pool, new).await.unwrap();
    assert!(matches!(made, CreateOutcome::Done(_)), "{made:?}");
    app.advance_secs(1);
}

async fn session(app: &TestApp, username: &str) -> String {
    let asked = app.anonymous().call("InitiateAuth", &password_sign_in(&app.client, username, PASSWORD)).await;
    let asked = done(&asked);
    assert_eq!(asked["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    asked["Session"].as_str().unwrap().to_owned()
}

fn answer(client: &Client, session: &str, username: &str, password: &str) -> Value {
    json!({
        "ClientId": client.id.as_str(),
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": session,
        "ChallengeResponses": { "USERNAME": username, "NEW_PASSWORD": password },
    })
}

async fn respond(sdk: &AwsSdk, input: &Value) -> Answer {
    sdk.call("RespondToAuthChallenge", input).await
}

#[actix_web::test]
async fn a_password_that_does_not_do_leaves_the_session_usable() {
    let app = TestApp::setup().pool(digits).start().await;
    invite(&app, "ada").await;
    let (sdk, session) = (app.anonymous(), session(&app, "ada").await);
    let before = app.state_but(&[]).await;
    for (password, message) in [
        ("short1", "Password did not conform with policy: Password not long enough"),
        ("without any digit", "Password did not conform with policy: Password must have numeric characters"),
    ] {
        let refused = respond(&sdk, &answer(&app.client, &session, "ada", password)).await;
        assert_refused(&refused, "InvalidPasswordException", message);
    }
    let mut verified = answer(&app.client, &session, "ada", NEW_PASSWORD);
    verified["ChallengeResponses"]["userAttributes.email_verified"] = "true".into();
    let refused = respond(&sdk, &verified).await;
    assert_refused(&refused, "NotAuthorizedException", "A client attempted to write unauthorized attribute");
    assert_eq!(app.state_but(&[]).await, before);

    let taken = done(&respond(&sdk, &answer(&app.client, &session, "ada", NEW_PASSWORD)).await);
    assert!(taken["AuthenticationResult"]["AccessToken"].is_string());
    let used = respond(&sdk, &answer(&app.client, &session, "ada", NEW_PASSWORD)).await;
    let message = "Invalid session for the user, session can only be used once.";
    assert_refused(&used, "NotAuthorizedException", message);
    done(&sdk.call("InitiateAuth", &password_sign_in(&app.client, "ada", NEW_PASSWORD)).await);
}

#[actix_web::test]
async fn a_session_is_worth_nothing_elsewhere() {
    let app = TestApp::start().await;
    invite(&app, "ada").await;
    invite(&app, "eve").await;
    let (sdk, ada, eve) = (app.anonymous(), session(&app, "ada").await, session(&app, "eve").await);
    let other = app.add_public(&app.pool, |_| {}).await;
    let pool = app.add_pool("Theirs").await;
    let theirs = app.add_public(&pool, |_| {}).await;
    let mut changed = ada.clone().into_bytes();
    changed[10] = if changed[10] == b'A' { b'B' } else { b'A' };
    let before = app.state_but(&[]).await;
    for (input, why) in [
        (answer(&other, &ada, "ada", NEW_PASSWORD), "another client"),
        (answer(&theirs, &ada, "ada", NEW_PASSWORD), "another pool"),
        (answer(&app.client, &eve, "ada", NEW_PASSWORD), "another user's session"),
        (answer(&app.client, &ada, "eve", NEW_PASSWORD), "another user's name"),
        (answer(&app.client, &String::from_utf8(changed).unwrap(), "ada", NEW_PASSWORD), "changed"),
        (answer(&app.client, &format!("{ada}A"), "ada", NEW_PASSWORD), "longer"),
        (answer(&app.client, &ada[..ada.len() - 1], "ada", NEW_PASSWORD), "shorter"),
        (answer(&app.client, &"A".repeat(64), "ada", NEW_PASSWORD), "forged"),
        (answer(&app.client, &in_a_browser(&app, "ada").await, "ada", NEW_PASSWORD), "of a page"),
    ] {
        let refused = respond(&sdk, &input).await;
        assert_eq!(
            (exception(&refused), refused.json()["message"].as_str()),
            ("NotAuthorizedException".into(), Some(INVALID)),
            "{why}"
        );
    }
    for name in ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "PASSWORD_VERIFIER", "SELECT_CHALLENGE", "CUSTOM_CHALLENGE"] {
        let input = with(answer(&app.client, &ada, "ada", NEW_PASSWORD), "ChallengeName", name);
        assert_eq!(respond(&sdk, &input).await.code(), 400, "{name}");
    }
    let mut without = answer(&app.client, &ada, "ada", NEW_PASSWORD);
    without.as_object_mut().unwrap().remove("Session");
    assert_eq!(exception(&respond(&sdk, &without).await), "InvalidParameterException");
    // What the page's own sign-in left is not ours to count.
    assert_eq!(app.state_but(&["sign_ins"]).await, {
        let mut before = before;
        before.remove("sign_ins");
        before
    });
    done(&respond(&sdk, &answer(&app.client, &ada, "ada", NEW_PASSWORD)).await);
    done(&respond(&sdk, &answer(&app.client, &eve, "eve", NEW_PASSWORD)).await);
}

/// The handle of the same challenge in a browser's hands.
async fn in_a_browser(app: &TestApp, username: &str) -> String {
    let attempt = PasswordAttempt {
        pool: app.pool.clone().into(),
        client: app.client.clone().into(),
        username: username.to_owned(),
        password: Secret::from(PASSWORD),
        holder: Holder::Browser {
            cookie: "a cookie".to_owned(),
            language: String::new(),
            device: Presented::default(),
        },
    };
    match sign_in::submit_password(&app.deps(), attempt).await.unwrap() {
        Outcome::Challenge(pending) => pending.handle,
        other @ (Outcome::Complete(_) | Outcome::Refused(_)) => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn a_session_ends_with_its_minutes_and_with_the_account() {
    let app = TestApp::start().await;
    invite(&app, "ada").await;
    let sdk = app.anonymous();
    let late = session(&app, "ada").await;
    app.advance_secs(179);
    assert_eq!(
        exception(&respond(&sdk, &answer(&app.client, &late, "ada", "short")).await),
        "InvalidPasswordException"
    );
    app.advance_secs(1);
    let message = "Invalid session for the user, session is expired.";
    let expired = respond(&sdk, &answer(&app.client, &late, "ada", NEW_PASSWORD)).await;
    assert_refused(&expired, "NotAuthorizedException", message);

    let overtaken = session(&app, "ada").await;
    let other = session(&app, "ada").await;
    users::set_enabled(&app.deps(), &app.pool, "ada", false).await.unwrap();
    users::set_enabled(&app.deps(), &app.pool, "ada", true).await.unwrap();
    app.advance_secs(1);
    for session in [&overtaken, &other] {
        let refused = respond(&sdk, &answer(&app.client, session, "ada", NEW_PASSWORD)).await;
        assert_refused(&refused, "NotAuthorizedException", INVALID);
    }
    let fresh = session(&app, "ada").await;
    done(&respond(&sdk, &answer(&app.client, &fresh, "ada", NEW_PASSWORD)).await);
    app.person("bob").await;
    tokens(&sdk, &app.client, "bob").await;
}
