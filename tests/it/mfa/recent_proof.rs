//! Case 157: with a token that lies about, nobody takes away or replaces what protects an account.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;
use vestibule::domain::pool::Contact;

use super::{App, asked, desk, respond_with_code, with_app_on};
use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, list};

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

/// Cognito changes what leads to an account with any token; a client of which its admin says so does not.
#[actix_web::test]
async fn what_leads_to_the_account_needs_a_recent_proof_where_the_client_says_so() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true"), ("name", "Ada")]).await;
    let late = desk.access_token("ada").await;
    desk.app.advance_secs(10 * 60);
    let to = |address: &str| json!({ "UserAttributes": list(&[("email", address)]) });
    desk.user(&late, "UpdateUserAttributes", to("lovelace@example.test")).await;

    let id = desk.app.client.id.to_string();
    let switched = json!({ "ClientId": id, "RequireRecentProof": true });
    let said = done(&desk.try_own_admin("UpdateUserPoolClientSettings", switched).await);
    assert_eq!(said["RequireRecentProof"], true);
    let new = json!({"PreviousPassword": PASSWORD, "ProposedPassword": "another horse 7 battery"});
    let (before, changes) = (desk.seen("ada").await, desk.app.events(EventName::UserUpdated).await);
    for (operation, input) in [
        ("UpdateUserAttributes", to("eve@example.test")),
        ("UpdateUserAttributes", json!({ "UserAttributes": list(&[("phone_number", "+12065551234")]) })),
        ("DeleteUserAttributes", json!({"UserAttributeNames": ["email"]})),
        ("ChangePassword", new.clone()),
        ("DeleteUser", json!({})),
    ] {
        assert_refused(&desk.try_user(&late, operation, input).await, "NotAuthorized", LATE);
    }
    assert_eq!((desk.seen("ada").await, desk.app.events(EventName::UserUpdated).await), (before, changes));
    // What leads nowhere is changed as ever, and what leads to the account after signing in again.
    desk.user(&late, "UpdateUserAttributes", json!({ "UserAttributes": list(&[("name", "Ada King")]) })).await;
    let fresh = desk.access_token("ada").await;
    desk.user(&fresh, "UpdateUserAttributes", to("king@example.test")).await;
    desk.user(&fresh, "ChangePassword", new).await;
    assert_eq!(desk.attribute("ada", "email").await, "king@example.test");
}

/// Case 220 over the API: whoever held the address before hears of the change, whether or not the new one waits for a proof.
#[actix_web::test]
async fn the_old_address_hears_of_a_change_over_the_api() {
    for waits in [false, true] {
        let desk = Desk::open(|pool| {
            pool.auto_verified.insert(Contact::Email);
            if waits {
                pool.verified_before_update.insert(Contact::Email);
            }
        })
        .await;
        desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
        let token = desk.access_token("ada").await;
        let new = json!({ "UserAttributes": list(&[("email", "new@example.test")]) });
        desk.user(&token, "UpdateUserAttributes", new).await;
        desk.app.node().run_jobs().await;
        let heard = || {
            let mails = desk.app.node().mailbox().all();
            mails.iter().filter(|mail| mail.to == "ada@example.test" && mail.mail.subject.contains("changed")).count()
        };
        assert_eq!((heard(), desk.attribute("ada", "email").await == "ada@example.test"), (usize::from(!waits), waits));
        let code = desk.app.mailed_code("new@example.test");
        desk.user(&token, "VerifyUserAttribute", json!({"AttributeName": "email", "Code": code})).await;
        desk.app.node().run_jobs().await;
        assert_eq!((heard(), desk.attribute("ada", "email").await), (1, "new@example.test".to_owned()), "{waits}");
    }
}
