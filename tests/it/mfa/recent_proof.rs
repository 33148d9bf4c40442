//! Case 157: with a token that lies about, nobody takes away or replaces what protects an account.

use serde_json::{Value, json};

use super::{App, asked, desk, respond_with_code, with_app_on};
use crate::support::desk::{Desk, assert_refused, done};

const LATE: &str = "Sign in again: this needs a sign-in of the last 10 minutes.";

async fn token(desk: &Desk, app: &App) -> String {
    let challenge = asked(desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = done(&respond_with_code(desk, &challenge, &app.code(&desk.app)).await);
    tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap().to_owned()
}

fn with_token(token: &str, input: Value) -> Value {
    let mut input = input;
    input["AccessToken"] = json!(token);
    input
}

#[actix_web::test]
async fn a_second_factor_is_switched_off_and_replaced_only_after_a_proof_of_just_now() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let old = token(&desk, &app).await;
    let begun = desk.user(&old, "AssociateSoftwareToken", json!({})).await;
    let new = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.app.advance_secs(10 * 60);
    let before = desk.seen("ada").await;
    let off = json!({"SoftwareTokenMfaSettings": {"Enabled": false}});
    for (operation, input) in [
        ("SetUserMFAPreference", off.clone()),
        ("AssociateSoftwareToken", json!({})),
        ("VerifySoftwareToken", json!({ "UserCode": new.code(&desk.app) })),
    ] {
        let refused = desk.try_global(operation, with_token(&old, input)).await;
        assert_refused(&refused, "NotAuthorized", LATE);
    }
    assert_eq!(desk.seen("ada").await, before);
    let still_on = json!({"SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": true}});
    desk.user(&old, "SetUserMFAPreference", still_on).await;

    let fresh = token(&desk, &app).await;
    desk.user(&fresh, "SetUserMFAPreference", off).await;
    assert!(desk.seen("ada").await["UserMFASettingList"].is_null());
}

/// The first protection that an account gets needs no more than the token, as on Cognito.
#[actix_web::test]
async fn a_first_app_is_set_up_with_any_token() {
    let desk = desk("OPTIONAL").await;
    let old = desk.access_token("ada").await;
    desk.app.advance_secs(30 * 60);
    let begun = desk.user(&old, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(&old, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    let on = json!({"SoftwareTokenMfaSettings": {"Enabled": true}});
    desk.user(&old, "SetUserMFAPreference", on).await;
    assert_eq!(desk.seen("ada").await["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
}
