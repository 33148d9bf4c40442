//! Codes by text message as the second factor. What a sent code is held to whatever its channel is in `mail_codes`.

use serde_json::{Value, json};
use vestibule::domain::pool::{PoolSettings, RecoveryMechanism};
use vestibule::flows::doctor;

use super::{App, asked, respond, respond_with_code};
use crate::sms::{NUMBER, texted_code, texts_to};
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::{Answer, PASSWORD};

/// An application whose pool asks `when` and takes codes by text message beside those of apps.
pub(super) async fn text_desk(when: &str) -> Desk {
    let desk = Desk::open_texting(|_| {}).await;
    let both = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "SmsMfaConfiguration": {}, "MfaConfiguration": when,
    });
    desk.admin("SetUserPoolMfaConfig", both).await;
    let attributes = [
        ("phone_number", NUMBER),
        ("phone_number_verified", "true"),
        ("email", "ada@example.test"),
        ("email_verified", "true"),
    ];
    desk.person("ada", &attributes).await;
    desk
}

/// `ada` wishes for codes by text message.
pub(super) async fn with_texts_on(desk: &Desk, is_preferred: bool) {
    let on = json!({"Username": "ada", "SMSMfaSettings": {"Enabled": true, "PreferredMfa": is_preferred}});
    desk.admin("AdminSetUserMFAPreference", on).await;
}

pub(super) async fn respond_with_text(desk: &Desk, asked: &Value, code: &str) -> Answer {
    respond(desk, asked, json!({ "SMS_MFA_CODE": code })).await
}

#[actix_web::test]
async fn a_code_is_texted_and_asked() {
    let desk = text_desk("OPTIONAL").await;
    let token = desk.access_token("ada").await;
    let on = json!({"SMSMfaSettings": {"Enabled": true, "PreferredMfa": true}});
    desk.user(&token, "SetUserMFAPreference", on).await;
    let seen = desk.seen("ada").await;
    assert_eq!((&seen["UserMFASettingList"], &seen["PreferredMfaSetting"]), (&json!(["SMS_MFA"]), &json!("SMS_MFA")));
    let challenge = asked(&desk, "SMS_MFA").await;
    let parameters = json!({
        "USER_ID_FOR_SRP": "ada", "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*********5678",
    });
    assert_eq!(challenge["ChallengeParameters"], parameters);
    let code = texted_code(&desk.app, NUMBER).await;
    let text = texts_to(&desk.app, NUMBER).await.pop().unwrap();
    assert_eq!(text, format!("{code} is your People code to sign in. Give it to nobody."));
    let mails = desk.app.node().mailbox().all().len();
    assert_eq!(mails, 0, "nothing goes by mail");
    let wrong = respond_with_text(&desk, &challenge, super::other_than(&code)).await;
    assert_refused(&wrong, "CodeMismatch", "Invalid code received for user");
    let other_name = respond(&desk, &super::named(&challenge, "EMAIL_OTP"), json!({ "EMAIL_OTP_CODE": code })).await;
    assert_refused(&other_name, "NotAuthorized", "Invalid session for the user.");
    let tokens = done(&respond_with_text(&desk, &challenge, &code).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    let again = respond_with_text(&desk, &challenge, &code).await;
    assert_refused(&again, "NotAuthorized", "Invalid session for the user, session can only be used once.");
}

/// `SmsMfaConfiguration`, `SmsAuthenticationMessage`, and what a pool without a gateway hears.
#[actix_web::test]
pub(crate) async fn a_pool_takes_codes_by_text_message_in_its_own_words() {
    let desk = Desk::open(|_| {}).await;
    let texts = json!({"SmsMfaConfiguration": {}, "MfaConfiguration": "OPTIONAL"});
    let refusal = desk.try_admin("SetUserPoolMfaConfig", texts.clone()).await;
    assert_eq!(refused(&refusal).0, "InvalidSmsRoleAccessPolicy");
    let first = json!({"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "SMS_OTP"]}});
    let refusal = desk.try_admin("UpdateUserPool", json!({ "Policies": first })).await;
    assert_eq!(refused(&refusal).0, "InvalidSmsRoleAccessPolicy");
    assert!(desk.admin("GetUserPoolMfaConfig", json!({})).await["SmsMfaConfiguration"].is_null());

    let desk = text_desk("OPTIONAL").await;
    with_texts_on(&desk, true).await;
    desk.admin("UpdateUserPool", json!({"SmsAuthenticationMessage": "Old {####}"})).await;
    let shown = desk.admin("DescribeUserPool", json!({})).await["UserPool"]["SmsAuthenticationMessage"].clone();
    assert_eq!(shown, "Old {####}");
    let role =
        json!({"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x", "SnsRegion": "eu-west-1"});
    let words = json!({"SmsAuthenticationMessage": "Your code: {####}", "SmsConfiguration": role});
    let set = desk.admin("SetUserPoolMfaConfig", json!({ "SmsMfaConfiguration": words })).await;
    assert_eq!((&set["SmsMfaConfiguration"], &set["MfaConfiguration"]), (&words, &json!("OPTIONAL")));
    assert_eq!(set["SoftwareTokenMfaConfiguration"], json!({"Enabled": true}), "what is not said stays");
    assert_eq!(desk.admin("GetUserPoolMfaConfig", json!({})).await, set);
    let challenge = asked(&desk, "SMS_MFA").await;
    let code = texted_code(&desk.app, NUMBER).await;
    assert_eq!(texts_to(&desk.app, NUMBER).await.pop().unwrap(), format!("Your code: {code}"));
    done(&respond_with_text(&desk, &challenge, &code).await);
    let findings = doctor::examine(&desk.app.deps()).await.unwrap();
    assert!(findings.iter().any(|finding| finding.check == "sms_second_factor"), "{findings:?}");

    let both = json!({"SmsMfaConfiguration": {}, "MfaConfiguration": "OFF"});
    assert_eq!(refused(&desk.try_admin("SetUserPoolMfaConfig", both).await).0, "InvalidParameter");
    let off = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}});
    assert!(desk.admin("SetUserPoolMfaConfig", off).await["SmsMfaConfiguration"].is_null());
    desk.sign_in("ada").await;
}

/// On Cognito a pool that asks for a second factor and names a role asks for text messages.
#[actix_web::test]
async fn a_new_pool_that_asks_for_a_factor_and_names_a_role_takes_text_messages() {
    let desk = Desk::open_texting(|_| {}).await;
    let role = json!({"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"});
    let new = json!({"PoolName": "P", "MfaConfiguration": "ON", "SmsConfiguration": role});
    let made = done(&desk.make_pool(new).await);
    let id = json!({"UserPoolId": made["UserPool"]["Id"]});
    let shown = done(&desk.try_global("GetUserPoolMfaConfig", id).await);
    assert_eq!(shown["MfaConfiguration"], "ON");
    assert_eq!(shown["SmsMfaConfiguration"]["SmsConfiguration"], role);
    assert_eq!(shown["SoftwareTokenMfaConfiguration"], json!({"Enabled": false}));
}

#[actix_web::test]
async fn only_who_has_a_proven_number_switches_texts_on() {
    let desk = text_desk("OPTIONAL").await;
    let wish = json!({"Username": "ada", "SMSMfaSettings": {"Enabled": true}});
    let unproven = json!([{"Name": "phone_number_verified", "Value": "false"}]);
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": unproven})).await;
    let refused = desk.try_admin("AdminSetUserMFAPreference", wish.clone()).await;
    assert_refused(&refused, "InvalidParameter", "User does not have delivery config set to turn on SMS_MFA");
    let off = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}});
    desk.admin("SetUserPoolMfaConfig", off).await;
    let refused = desk.try_admin("AdminSetUserMFAPreference", wish).await;
    assert_refused(&refused, "InvalidParameter", "SMS MFA has not been enabled by the userPool");
}

/// `cognito.md` §4.8: who holds the phone would need nothing else.
#[actix_web::test]
async fn who_gets_the_second_factor_by_text_is_not_brought_back_by_text() {
    let desk = text_desk("OPTIONAL").await;
    let ways = |names: &[&str]| {
        let ways: Value =
            names.iter().enumerate().map(|(at, name)| json!({"Name": name, "Priority": at + 1})).collect();
        json!({"AccountRecoverySetting": {"RecoveryMechanisms": ways}})
    };
    let only = desk.try_admin("UpdateUserPool", ways(&["verified_phone_number"])).await;
    let message = "Invalid MFA configuration given: an SMS message cannot be an MFA factor while it is the only way to \
                   recover an account (AccountRecoverySetting).";
    assert_refused(&only, "InvalidParameter", message);
    desk.admin("UpdateUserPool", ways(&["verified_phone_number", "verified_email"])).await;
    let forgotten = async || desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    forgotten().await;
    assert_eq!(
        texts_to(&desk.app, NUMBER).await.len(),
        1,
        "without a second factor by text the number is the first way"
    );
    with_texts_on(&desk, true).await;
    forgotten().await;
    assert_eq!(texts_to(&desk.app, NUMBER).await.len(), 1);
    assert_eq!(desk.app.node().mailbox().all().len(), 1, "the mail is the other way");
}

/// Another way is always open, and where everybody is asked a proven number does not go around an app.
#[actix_web::test]
async fn texts_stand_beside_apps() {
    let desk = text_desk("ON").await;
    let challenge = asked(&desk, "SMS_MFA").await;
    let code = texted_code(&desk.app, NUMBER).await;
    let tokens = done(&respond_with_text(&desk, &challenge, &code).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let begun = desk.user(token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    desk.app.advance_secs(30);
    done(&respond_with_code(&desk, &asked(&desk, "SOFTWARE_TOKEN_MFA").await, &app.code(&desk.app)).await);

    with_texts_on(&desk, false).await;
    desk.app.advance_secs(3600);
    let challenge = asked(&desk, "SELECT_MFA_TYPE").await;
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_CHOOSE"], r#"["SOFTWARE_TOKEN_MFA","SMS_MFA"]"#);
    let chosen = done(&respond(&desk, &challenge, json!({"ANSWER": "SMS_MFA"})).await);
    assert_eq!(chosen["ChallengeName"], "SMS_MFA");
    let back = respond(&desk, &super::named(&chosen, "SELECT_MFA_TYPE"), json!({"ANSWER": "SOFTWARE_TOKEN_MFA"})).await;
    assert_eq!(done(&back)["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    done(&respond_with_code(&desk, &done(&back), &app.code(&desk.app)).await);
}

#[actix_web::test]
async fn a_text_is_asked_at_the_pages_with_another_way() {
    let desk = text_desk("OPTIONAL").await;
    with_texts_on(&desk, true).await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    let body = &page.shown().body;
    assert!(page.url.path().ends_with("/mfa") && body.contains("Check your phone"), "{page:?}");
    assert!(body.contains("+*********5678") && !body.contains(NUMBER));
    let old = texted_code(&desk.app, NUMBER).await;
    let resend = page.form("/mfa/choose");
    let page = browser.submit(&page, &resend).await;
    assert!(page.shown().body.contains("A new code is on its way."), "{page:?}");
    let new = texted_code(&desk.app, NUMBER).await;
    let form = page.form("/mfa").fill("code", &old);
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("That code is not right or too old.") && browser.session().is_none());
    let choice = browser.open(&page.link("/mfa/choose")).await;
    assert!(choice.shown().body.contains("Text a code to"), "{choice:?}");
    let form = page.form("/mfa").fill("code", &new);
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left() && browser.session().is_some(), "{done:?}");
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    let amr = &crate::support::tokens::claims(tokens["id_token"].as_str().unwrap())["amr"];
    assert_eq!(*amr, json!(["pwd", "sms", "mfa"]));
}

/// Case 144 for text messages, over two nodes in parallel.
#[actix_web::test]
async fn guesses_at_texted_codes_over_two_nodes_share_one_budget() {
    let desk = text_desk("OPTIONAL").await;
    with_texts_on(&desk, true).await;
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let challenge = asked(&desk, "SMS_MFA").await;
    let code = texted_code(&desk.app, NUMBER).await;
    let answer = |code: &str| {
        json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "SMS_MFA", "Session": challenge["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "SMS_MFA_CODE": code},
        })
    };
    let wrong = answer(super::other_than(&code));
    let tries = (0..40).map(|number: usize| {
        let (sdk, wrong) = (&sdks[number % 2], &wrong);
        async move { refused(&sdk.call("RespondToAuthChallenge", wrong).await) }
    });
    let refusals = futures_util::future::join_all(tries).await;
    assert_eq!(refusals.iter().filter(|(name, _)| name == "CodeMismatch").count(), 5, "{refusals:?}");
    assert_eq!(refused(&sdks[0].call("RespondToAuthChallenge", &answer(&code)).await).0, "NotAuthorized", "burned");
}

/// [`vestibule::limits::Limit::SmsSignInHourly`]: right ones bring none back, or the owner of a number who is paid for
/// what comes in would answer each of them.
pub(crate) async fn exceed_sms_sign_in_hourly() {
    let desk = text_desk("OPTIONAL").await;
    with_texts_on(&desk, true).await;
    for _ in 0..6 {
        let challenge = asked(&desk, "SMS_MFA").await;
        let code = texted_code(&desk.app, NUMBER).await;
        done(&respond_with_text(&desk, &challenge, &code).await);
    }
    let refusal = desk.try_sign_in("ada", PASSWORD).await;
    assert_refused(&refusal, "LimitExceeded", "Attempt limit exceeded, please try after some time.");
    assert_eq!(texts_to(&desk.app, NUMBER).await.len(), 6);
    desk.app.advance_secs(3600);
    asked(&desk, "SMS_MFA").await;
}

/// [`vestibule::limits::Limit::SmsSignInDaily`].
pub(crate) async fn exceed_sms_sign_in_daily() {
    let desk = text_desk("OPTIONAL").await;
    with_texts_on(&desk, true).await;
    for round in 0..20 {
        if round % 5 == 0 {
            desk.app.advance_secs(3600);
        }
        let challenge = asked(&desk, "SMS_MFA").await;
        let code = texted_code(&desk.app, NUMBER).await;
        done(&respond_with_text(&desk, &challenge, &code).await);
    }
    desk.app.advance_secs(3600);
    assert_eq!(refused(&desk.try_sign_in("ada", PASSWORD).await).0, "LimitExceeded");
    desk.app.advance_secs(86_400);
    asked(&desk, "SMS_MFA").await;
}

/// What strangers set off does not use up what the person needs to sign in, at their number or beside it.
#[actix_web::test]
async fn strangers_cannot_use_up_the_texts_of_a_sign_in() {
    let by_number = |pool: &mut PoolSettings| {
        pool.recovery = vec![RecoveryMechanism::VerifiedPhoneNumber, RecoveryMechanism::VerifiedEmail];
    };
    let desk = Desk::open_texting(by_number).await;
    desk.person("ada", &[("phone_number", NUMBER), ("phone_number_verified", "true")]).await;
    for _ in 0..5 {
        desk.try_app("ForgotPassword", json!({"Username": "ada"})).await;
    }
    assert_eq!(texts_to(&desk.app, NUMBER).await.len(), 3);
    let texts = json!({"SmsMfaConfiguration": {}, "MfaConfiguration": "OPTIONAL"});
    desk.admin("SetUserPoolMfaConfig", texts).await;
    with_texts_on(&desk, true).await;
    let challenge = asked(&desk, "SMS_MFA").await;
    let code = texted_code(&desk.app, NUMBER).await;
    done(&respond_with_text(&desk, &challenge, &code).await);
}
