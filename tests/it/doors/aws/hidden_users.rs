//! Who has an account is not told (group P): one answer, byte for byte, whatever has become of the name, until a
//! password or a code is proven. A client that asks for Cognito's `LEGACY` is told.

use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};

use vestibule::domain::client::Client;

use super::world::{World, sign_up};
use super::{assert_refused, done, exception, password_sign_in, with};
use crate::support::{Answer, PASSWORD};

/// A name of every kind. `nobody` is nobody.
const NAMES: [&str; 6] = ["confirmed", "unconfirmed", "disabled", "invited", "federated", "nobody"];

/// The operations, with something wrong in them where something is proven.
const OPERATIONS: [&str; 5] =
    ["InitiateAuth", "ForgotPassword", "ResendConfirmationCode", "ConfirmSignUp", "ConfirmForgotPassword"];

/// Boxed, as [`World::start`] is.
fn populated() -> LocalBoxFuture<'static, World> {
    Box::pin(populate())
}

async fn populate() -> World {
    let world = World::start().await;
    let pool = &world.ours.pool;
    world.app.person_in(pool, "confirmed").await;
    let disabled = world.app.person_in(pool, "disabled").await;
    world.app.set_enabled(&disabled, false).await;
    let federated = world.app.person_in(pool, "federated").await;
    world.app.comes_from_elsewhere(pool, &federated).await;
    done(&world.anonymous.call("SignUp", &sign_up(&world.ours, "unconfirmed")).await);
    let invited = json!({
        "UserPoolId": world.ours.pool_id(),
        "Username": "invited",
        "TemporaryPassword": PASSWORD,
        "MessageAction": "SUPPRESS",
        "UserAttributes": [{ "Name": "email", "Value": "invited@example.test" }],
    });
    done(&world.admin.call("AdminCreateUser", &invited).await);
    world.app.node().run_jobs().await;
    world
}

fn input(operation: &str, client: &Client, username: &str) -> Value {
    let of = json!({ "ClientId": client.id.as_str(), "Username": username });
    match operation {
        "InitiateAuth" => password_sign_in(client, username, "not the password"),
        "ConfirmSignUp" => with(of, "ConfirmationCode", "no-code"),
        "ConfirmForgotPassword" => with(with(of, "ConfirmationCode", "no-code"), "Password", "another horse 7"),
        _ => of,
    }
}

async fn call(world: &World, operation: &str, client: &Client, username: &str) -> Answer {
    world.anonymous.call(operation, &input(operation, client, username)).await
}

/// Case 128, as often as it takes to reach every limit: the answers stay the same.
#[actix_web::test]
async fn every_name_gets_the_same_answers_until_the_limits_and_beyond() {
    for operation in OPERATIONS {
        let world = populated().await;
        let mails = world.app.node().mailbox().all().len();
        let mut seen = Vec::new();
        for round in 0..16 {
            let nobody = call(&world, operation, &world.ours.client, "nobody").await;
            for name in NAMES {
                // Where asking is counted, "nobody" has asked once more by now.
                if name == "nobody" {
                    continue;
                }
                let answer = call(&world, operation, &world.ours.client, name).await;
                assert_eq!(answer.looks(), nobody.looks(), "{operation} of {name}, round {round}");
            }
            seen.push(exception(&nobody));
        }
        seen.dedup();
        let expected: &[&str] = match operation {
            "InitiateAuth" => &["NotAuthorizedException"],
            "ForgotPassword" | "ResendConfirmationCode" => &["", "LimitExceededException"],
            _ => &["CodeMismatchException", "LimitExceededException"],
        };
        assert_eq!(seen, expected, "{operation}");
        world.app.node().run_jobs().await;
        let sent = world.app.node().mailbox().all().split_off(mails);
        let wanted = match operation {
            "ForgotPassword" => "confirmed@example.test",
            "ResendConfirmationCode" => "unconfirmed@example.test",
            _ => "",
        };
        assert!(sent.iter().all(|mail| mail.to == wanted), "{operation}");
        assert_eq!(sent.is_empty(), wanted.is_empty(), "{operation}");
    }
}

/// Cases 128 and 135: the lock of an account is a lock of any name.
#[actix_web::test]
async fn nobody_is_locked_out_like_everybody() {
    let world = populated().await;
    let client = &world.ours.client;
    for name in NAMES {
        let mut words = Vec::new();
        for _ in 0..7 {
            words.push(call(&world, "InitiateAuth", client, name).await.json()["message"].clone());
        }
        let (wrong, locked) = ("Incorrect username or password.", "Password attempts exceeded");
        assert_eq!(words, [wrong, wrong, wrong, wrong, wrong, locked, locked], "{name}");
    }
    world.app.advance_secs(1);
    let right = world.anonymous.call("InitiateAuth", &password_sign_in(client, "confirmed", PASSWORD)).await;
    done(&right);
}

/// Once the password is proven its owner is told what is the matter.
#[actix_web::test]
async fn who_knows_the_password_is_told_the_state() {
    let world = populated().await;
    for (name, exception, message) in [
        ("unconfirmed", "UserNotConfirmedException", "User is not confirmed."),
        ("disabled", "NotAuthorizedException", "User is disabled."),
        // Nothing can be proven of them here.
        ("federated", "NotAuthorizedException", "Incorrect username or password."),
        ("nobody", "NotAuthorizedException", "Incorrect username or password."),
    ] {
        let input = password_sign_in(&world.ours.client, name, PASSWORD);
        assert_refused(&world.anonymous.call("InitiateAuth", &input).await, exception, message);
    }
    let invited =
        world.anonymous.call("InitiateAuth", &password_sign_in(&world.ours.client, "invited", PASSWORD)).await;
    assert_eq!(done(&invited)["ChallengeName"], "NEW_PASSWORD_REQUIRED");
}

/// Where the address is a way to sign in, the answer is made from what was typed alone, and so are its masked letters.
#[actix_web::test]
async fn the_masked_address_is_the_typed_one() {
    let world = World::start().await;
    let pool =
        json!({ "PoolName": "By address", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] });
    let pool = done(&world.admin.call("CreateUserPool", &pool).await)["UserPool"]["Id"].clone();
    let client = json!({ "UserPoolId": pool, "ClientName": "App" });
    let client = done(&world.admin.call("CreateUserPoolClient", &client).await)["UserPoolClient"]["ClientId"].clone();
    let new = json!({ "ClientId": client, "Username": "Ada@Example.test", "Password": PASSWORD });
    done(&world.anonymous.call("SignUp", &new).await);
    for operation in ["ForgotPassword", "ResendConfirmationCode"] {
        let mut answers = Vec::new();
        for typed in ["Ada@Example.test", "Abe@Example.test"] {
            let input = json!({ "ClientId": client, "Username": typed });
            answers.push(world.anonymous.call(operation, &input).await);
        }
        assert_eq!(answers[0].looks(), answers[1].looks(), "{operation}");
        assert!(answers[0].body.contains("A***@E***"), "{answers:?}");
    }
}

/// What Cognito tells to clients that say `LEGACY`.
#[actix_web::test]
async fn a_legacy_client_is_told() {
    let world = populated().await;
    let legacy = world.app.add_public(&world.ours.pool, |settings| settings.hides_user_existence = Some(false)).await;
    for (operation, expected) in [
        (
            "InitiateAuth",
            ["NotAuthorized", "NotAuthorized", "NotAuthorized", "NotAuthorized", "NotAuthorized", "UserNotFound"],
        ),
        ("ForgotPassword", ["", "InvalidParameter", "NotAuthorized", "NotAuthorized", "NotAuthorized", "UserNotFound"]),
        (
            "ResendConfirmationCode",
            ["InvalidParameter", "", "InvalidParameter", "InvalidParameter", "InvalidParameter", "UserNotFound"],
        ),
        (
            "ConfirmSignUp",
            ["NotAuthorized", "CodeMismatch", "NotAuthorized", "NotAuthorized", "NotAuthorized", "UserNotFound"],
        ),
        (
            "ConfirmForgotPassword",
            ["CodeMismatch", "ExpiredCode", "UserNotFound", "ExpiredCode", "ExpiredCode", "UserNotFound"],
        ),
    ] {
        for (name, expected) in NAMES.into_iter().zip(expected) {
            let told = exception(&call(&world, operation, &legacy, name).await);
            assert_eq!(told.trim_end_matches("Exception"), expected, "{operation} of {name}");
        }
    }
    let invited = call(&world, "ConfirmSignUp", &legacy, "invited").await;
    let message = "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD";
    assert_refused(&invited, "NotAuthorizedException", message);
}
