//! Second factors over the Cognito API.

use serde_json::{Value, json};

use super::{App, asked, desk, respond, respond_with_code, with_app_on};
use crate::support::desk::{Desk, assert_refused, done};

/// Begins to set up an app inside a sign-in.
async fn begin(desk: &Desk, challenge: &Value) -> Value {
    done(&desk.try_global("AssociateSoftwareToken", json!({ "Session": challenge["Session"] })).await)
}

#[actix_web::test]
async fn an_app_is_set_up_switched_on_and_asked() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let seen = desk.seen("ada").await;
    assert_eq!(
        (&seen["UserMFASettingList"], &seen["PreferredMfaSetting"]),
        (&json!(["SOFTWARE_TOKEN_MFA"]), &json!("SOFTWARE_TOKEN_MFA"))
    );
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    assert_eq!(challenge["ChallengeParameters"]["USER_ID_FOR_SRP"], "ada");

    let wrong = respond_with_code(&desk, &challenge, &app.wrong_code(&desk.app)).await;
    assert_refused(&wrong, "CodeMismatch", "Invalid code received for user");
    let tokens = done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    assert_eq!(desk.user(token, "GetUser", json!({})).await["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");
    desk.app.node().run_jobs().await;
    let subjects: Vec<String> = desk.app.node().mailbox().all().into_iter().map(|mail| mail.mail.subject).collect();
    assert_eq!(subjects, ["A second factor was added to your People account"]);
}

/// RFC 6238 §5.2.
#[actix_web::test]
async fn a_code_counts_once_and_none_before_it_counts_afterwards() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let early = app.code(&desk.app);
    desk.app.advance_secs(30);
    let (first, second) = (asked(&desk, "SOFTWARE_TOKEN_MFA").await, asked(&desk, "SOFTWARE_TOKEN_MFA").await);
    let code = app.code(&desk.app);
    done(&respond_with_code(&desk, &first, &code).await);
    for used in [&code, &early] {
        let refused = respond_with_code(&desk, &second, used).await;
        assert_refused(&refused, "ExpiredCode", "Your software token has already been used once.");
    }
    let again = respond_with_code(&desk, &first, &code).await;
    assert_refused(&again, "NotAuthorized", "Invalid session for the user, session can only be used once.");
    desk.app.advance_secs(30);
    done(&respond_with_code(&desk, &second, &app.code(&desk.app)).await);
}

#[actix_web::test]
async fn where_everybody_is_asked_the_app_is_set_up_inside_the_sign_in() {
    let desk = desk("ON").await;
    let challenge = asked(&desk, "MFA_SETUP").await;
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"], "[\"SOFTWARE_TOKEN_MFA\"]");
    let skipped = respond(&desk, &challenge, json!({})).await;
    assert_refused(&skipped, "NotAuthorized", "Invalid session for the user.");
    let other = json!({"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": challenge["Session"]});
    let code = respond_with_code(&desk, &other, "000000").await;
    assert_refused(&code, "NotAuthorized", "Invalid session for the user.");

    let begun = begin(&desk, &challenge).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    let verify = async |code: &str| {
        desk.try_global("VerifySoftwareToken", json!({ "Session": begun["Session"], "UserCode": code })).await
    };
    assert_refused(&verify(&app.wrong_code(&desk.app)).await, "EnableSoftwareTokenMFA", "Code mismatch");
    assert!(desk.seen("ada").await["UserMFASettingList"].is_null());
    let verified = done(&verify(&app.code(&desk.app)).await);
    assert_eq!(verified["Status"], "SUCCESS");
    let old = respond(&desk, &challenge, json!({})).await;
    assert_refused(&old, "NotAuthorized", "Invalid session for the user, session can only be used once.");
    let go_on = json!({"ChallengeName": "MFA_SETUP", "Session": verified["Session"]});
    assert!(done(&respond(&desk, &go_on, json!({})).await)["AuthenticationResult"]["AccessToken"].is_string());

    let next = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let used = respond_with_code(&desk, &next, &app.code(&desk.app)).await;
    assert_refused(&used, "ExpiredCode", "Your software token has already been used once.");
    desk.app.advance_secs(30);
    done(&respond_with_code(&desk, &next, &app.code(&desk.app)).await);
}

/// What somebody else with the password saw must not become the secret of the right person.
#[actix_web::test]
async fn a_secret_that_was_shown_before_is_worthless() {
    let desk = desk("ON").await;
    let theirs = begin(&desk, &asked(&desk, "MFA_SETUP").await).await;
    let ours = begin(&desk, &asked(&desk, "MFA_SETUP").await).await;
    assert_ne!(theirs["SecretCode"], ours["SecretCode"]);
    let stale = App::learn(theirs["SecretCode"].as_str().unwrap()).code(&desk.app);
    for begun in [&theirs, &ours] {
        let input = json!({ "Session": begun["Session"], "UserCode": stale });
        assert_refused(&desk.try_global("VerifySoftwareToken", input).await, "EnableSoftwareTokenMFA", "Code mismatch");
    }
    let code = App::learn(ours["SecretCode"].as_str().unwrap()).code(&desk.app);
    done(&desk.try_global("VerifySoftwareToken", json!({ "Session": ours["Session"], "UserCode": code })).await);
}

#[actix_web::test]
async fn an_admin_switches_off_what_is_lost() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let off = json!({"Username": "ada", "SoftwareTokenMfaSettings": {"Enabled": false}});
    desk.admin("AdminSetUserMFAPreference", off).await;
    assert!(desk.seen("ada").await["UserMFASettingList"].is_null());
    desk.sign_in("ada").await;
    assert_eq!(desk.app.rows("totp_secrets").await, 0, "the secret is gone too");
    let on = json!({"Username": "ada", "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": true}});
    let refused = desk.try_admin("AdminSetUserMFAPreference", on).await;
    assert_refused(&refused, "InvalidParameter", "User has not verified software token mfa");
    desk.admin("UpdateUserPool", json!({"MfaConfiguration": "ON"})).await;
    let begun = begin(&desk, &asked(&desk, "MFA_SETUP").await).await;
    let stale = json!({ "Session": begun["Session"], "UserCode": app.code(&desk.app) });
    let refused = desk.try_global("VerifySoftwareToken", stale).await;
    assert_refused(&refused, "EnableSoftwareTokenMFA", "Code mismatch");
}

/// Whoever has only the password must not get to set up an app of their own.
#[actix_web::test]
async fn what_a_user_switches_off_is_asked_still_where_everybody_is() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let off = json!({"SoftwareTokenMfaSettings": {"Enabled": false}});
    desk.user(token, "SetUserMFAPreference", off).await;
    desk.sign_in("ada").await;
    desk.admin("UpdateUserPool", json!({"MfaConfiguration": "ON"})).await;
    asked(&desk, "SOFTWARE_TOKEN_MFA").await;
}

#[actix_web::test]
async fn a_pool_offers_what_it_says() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    let token = desk.access_token("ada").await;
    let refused = desk.try_user(&token, "AssociateSoftwareToken", json!({})).await;
    assert_refused(&refused, "SoftwareTokenMFANotFound", "Software Token MFA has not been enabled by the userPool");
    let on = json!({"SoftwareTokenMfaSettings": {"Enabled": true}});
    let refused = desk.try_user(&token, "SetUserMFAPreference", on.clone()).await;
    assert_refused(&refused, "SoftwareTokenMFANotFound", "Software Token MFA has not been enabled by the userPool");

    let before = desk.admin("GetUserPoolMfaConfig", json!({})).await;
    assert_eq!(before, json!({"MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": {"Enabled": false}}));
    let nothing = desk.try_admin("SetUserPoolMfaConfig", json!({"MfaConfiguration": "ON"})).await;
    assert_refused(
        &nothing,
        "InvalidParameter",
        "Invalid MFA configuration given: turn on SoftwareTokenMfaConfiguration with SetUserPoolMfaConfig.",
    );
    let both = json!({"MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": {"Enabled": true}});
    let refused = desk.try_admin("SetUserPoolMfaConfig", both).await;
    assert_refused(
        &refused,
        "InvalidParameter",
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    );
    assert_eq!(desk.admin("GetUserPoolMfaConfig", json!({})).await, before);

    let apps = json!({"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": true}});
    desk.admin("SetUserPoolMfaConfig", apps).await;
    let unverified = desk.try_user(&token, "SetUserMFAPreference", on).await;
    assert_refused(&unverified, "InvalidParameter", "User has not verified software token mfa");
    let neither = desk.try_global("AssociateSoftwareToken", json!({})).await;
    assert_refused(&neither, "InvalidParameter", "Either AccessToken or Session is required, and not both.");
    desk.user(&token, "AssociateSoftwareToken", json!({})).await;
}

/// `MfaConfiguration` of `UpdateUserPool`.
#[actix_web::test]
pub(crate) async fn a_pool_asks_for_a_second_factor() {
    let desk = desk("OPTIONAL").await;
    desk.sign_in("ada").await;
    desk.admin("UpdateUserPool", json!({"MfaConfiguration": "ON"})).await;
    assert_eq!(desk.admin("DescribeUserPool", json!({})).await["UserPool"]["MfaConfiguration"], "ON");
    asked(&desk, "MFA_SETUP").await;
    desk.admin("UpdateUserPool", json!({"PoolName": "People"})).await;
    asked(&desk, "MFA_SETUP").await;
    desk.admin("UpdateUserPool", json!({"MfaConfiguration": "OFF"})).await;
    desk.sign_in("ada").await;
    let made = desk.make_pool(json!({"PoolName": "New", "MfaConfiguration": "ON"})).await;
    assert_refused(
        &made,
        "InvalidParameter",
        "Invalid MFA configuration given: turn on SoftwareTokenMfaConfiguration with SetUserPoolMfaConfig.",
    );
}
