//! Codes by mail as the second factor.

use serde_json::json;
use vestibule::domain::event::EventName;

use super::{asked, desk, mail_desk, mailed, other_than, respond, respond_with_code, respond_with_mail, with_mail_on};
use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, refused};

async fn mails(desk: &Desk) -> usize {
    desk.app.node().run_jobs().await;
    desk.app.node().mailbox().all().len()
}

#[actix_web::test]
async fn a_code_is_sent_and_asked() {
    let desk = mail_desk("OPTIONAL").await;
    desk.sign_in("ada").await;
    with_mail_on(&desk, true).await;
    let seen = desk.seen("ada").await;
    assert_eq!(
        (&seen["UserMFASettingList"], &seen["PreferredMfaSetting"]),
        (&json!(["EMAIL_OTP"]), &json!("EMAIL_OTP"))
    );
    let challenge = asked(&desk, "EMAIL_OTP").await;
    let parameters = json!({
        "USER_ID_FOR_SRP": "ada", "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "a***@e***",
    });
    assert_eq!(challenge["ChallengeParameters"], parameters);
    let code = mailed(&desk).await;
    assert_eq!(mails(&desk).await, 1);

    let wrong = respond_with_mail(&desk, &challenge, other_than(&code)).await;
    assert_refused(&wrong, "CodeMismatch", "Invalid code received for user");
    let tokens = done(&respond_with_mail(&desk, &challenge, &code).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    let again = respond_with_mail(&desk, &challenge, &code).await;
    assert_refused(&again, "NotAuthorized", "Invalid session for the user, session can only be used once.");
    let failures = desk.app.events(EventName::SignInFailed).await;
    assert_eq!(failures, 1, "a wrong code is an event");
}

/// A code is for the sign-in that it was sent for, and dies with it.
#[actix_web::test]
async fn a_code_of_one_sign_in_is_worthless_in_another() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    let first = asked(&desk, "EMAIL_OTP").await;
    let code_of_first = mailed(&desk).await;
    let second = asked(&desk, "EMAIL_OTP").await;
    let code_of_second = mailed(&desk).await;
    assert_ne!(code_of_first, code_of_second);
    assert_eq!(refused(&respond_with_mail(&desk, &second, &code_of_first).await).0, "CodeMismatch");
    done(&respond_with_mail(&desk, &first, &code_of_first).await);
    desk.app.advance_secs(3 * 60);
    let late = respond_with_mail(&desk, &second, &code_of_second).await;
    assert_refused(&late, "NotAuthorized", "Invalid session for the user, session is expired.");
}

/// Case 143: five burn it; the right one comes too late then.
#[actix_web::test]
async fn five_wrong_codes_end_the_sign_in() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    let challenge = asked(&desk, "EMAIL_OTP").await;
    let code = mailed(&desk).await;
    for _ in 0..5 {
        assert_eq!(refused(&respond_with_mail(&desk, &challenge, other_than(&code)).await).0, "CodeMismatch");
    }
    assert_eq!(refused(&respond_with_mail(&desk, &challenge, &code).await).0, "NotAuthorized");
    desk.app.advance_secs(30);
    let again = asked(&desk, "EMAIL_OTP").await;
    done(&respond_with_mail(&desk, &again, &mailed(&desk).await).await);
}

/// Case 144, over two nodes in parallel.
#[actix_web::test]
async fn guesses_at_mailed_codes_over_two_nodes_share_one_budget() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    let other = desk.app.anonymous().through(&desk.app.second_node().await);
    let challenge = asked(&desk, "EMAIL_OTP").await;
    let code = mailed(&desk).await;
    let answer = |code: &str| {
        json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "EMAIL_OTP", "Session": challenge["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "EMAIL_OTP_CODE": code},
        })
    };
    let sdks = [desk.app.anonymous(), other];
    let wrong = answer(other_than(&code));
    let tries = (0..40).map(|number: usize| {
        let (sdk, wrong) = (&sdks[number % 2], &wrong);
        async move { refused(&sdk.call("RespondToAuthChallenge", wrong).await) }
    });
    let refusals = futures_util::future::join_all(tries).await;
    let compared = refusals.iter().filter(|(name, _)| name == "CodeMismatch").count();
    assert_eq!(compared, 5, "{refusals:?}");

    desk.app.advance_secs(30);
    let challenge = asked(&desk, "EMAIL_OTP").await;
    let right = json!({
        "ClientId": desk.app.client.id.as_str(), "ChallengeName": "EMAIL_OTP", "Session": challenge["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "EMAIL_OTP_CODE": mailed(&desk).await},
    });
    let tries = (0..10).map(|number: usize| {
        let (sdk, right) = (&sdks[number % 2], &right);
        async move { sdk.call("RespondToAuthChallenge", right).await.code() }
    });
    let codes = futures_util::future::join_all(tries).await;
    assert_eq!(codes.iter().filter(|code| **code == 200).count(), 1, "{codes:?}");
}

/// [`vestibule::limits::Limit::SignInCodesHourly`].
pub(crate) async fn exceed_sign_in_codes_hourly() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    for _ in 0..10 {
        asked(&desk, "EMAIL_OTP").await;
    }
    let refused = desk.try_sign_in("ada", PASSWORD).await;
    assert_refused(&refused, "LimitExceeded", "Attempt limit exceeded, please try after some time.");
    assert_eq!(mails(&desk).await, 10);
    desk.app.advance_secs(3600);
    let challenge = asked(&desk, "EMAIL_OTP").await;
    done(&respond_with_mail(&desk, &challenge, &mailed(&desk).await).await);
    for _ in 0..10 {
        asked(&desk, "EMAIL_OTP").await;
    }
}

/// [`vestibule::limits::Limit::SignInCodesDaily`].
pub(crate) async fn exceed_sign_in_codes_daily() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    for _ in 0..3 {
        for _ in 0..10 {
            asked(&desk, "EMAIL_OTP").await;
        }
        desk.app.advance_secs(3600);
    }
    assert_eq!(refused(&desk.try_sign_in("ada", PASSWORD).await).0, "LimitExceeded");
    desk.app.advance_secs(86_400);
    asked(&desk, "EMAIL_OTP").await;
}

/// What strangers set off does not use up what the person needs to sign in.
#[actix_web::test]
async fn strangers_cannot_use_up_the_codes_of_a_sign_in() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    for _ in 0..6 {
        desk.try_app("ForgotPassword", json!({"Username": "ada"})).await;
    }
    let challenge = asked(&desk, "EMAIL_OTP").await;
    done(&respond_with_mail(&desk, &challenge, &mailed(&desk).await).await);
}

/// `cognito.md` §4.8: whoever reads the mail would need nothing else.
#[actix_web::test]
async fn mail_is_not_both_the_second_factor_and_the_only_way_back() {
    let desk = desk("OPTIONAL").await;
    let before = desk.admin("GetUserPoolMfaConfig", json!({})).await;
    let mail = json!({"EmailMfaConfiguration": {"Message": "Code {####}", "Subject": "Your code"}});
    let message = "Invalid MFA configuration given: an email message cannot be an MFA factor while it is the only way to \
                   recover an account (AccountRecoverySetting).";
    assert_refused(&desk.try_admin("SetUserPoolMfaConfig", mail.clone()).await, "InvalidParameter", message);
    assert_eq!(desk.admin("GetUserPoolMfaConfig", json!({})).await, before);
    let wish = json!({"Username": "ada", "EmailMfaSettings": {"Enabled": true}});
    let refused = desk.try_admin("AdminSetUserMFAPreference", wish.clone()).await;
    assert_refused(&refused, "InvalidParameter", "Email MFA has not been enabled by the userPool");

    let by_admin = json!({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}});
    desk.admin("UpdateUserPool", by_admin).await;
    let set = desk.admin("SetUserPoolMfaConfig", mail.clone()).await;
    assert_eq!(set["EmailMfaConfiguration"], mail["EmailMfaConfiguration"]);
    assert_eq!(set["SoftwareTokenMfaConfiguration"], json!({"Enabled": true}), "what is not said stays");
    let back = json!({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}});
    assert_refused(&desk.try_admin("UpdateUserPool", back.clone()).await, "InvalidParameter", message);
    let unproven = json!([{"Name": "email_verified", "Value": "false"}]);
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": unproven})).await;
    let refused = desk.try_admin("AdminSetUserMFAPreference", wish.clone()).await;
    assert_refused(&refused, "InvalidParameter", "User does not have a verified email address to turn on EMAIL_OTP");
    let proven = json!([{"Name": "email_verified", "Value": "true"}]);
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": proven})).await;
    desk.admin("AdminSetUserMFAPreference", wish).await;
    asked(&desk, "EMAIL_OTP").await;
    desk.app.node().run_jobs().await;
    let mail = desk.app.node().mailbox().all().pop().unwrap().mail;
    assert_eq!(mail.subject, "Your code");
    let off = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}});
    assert!(desk.admin("SetUserPoolMfaConfig", off).await["EmailMfaConfiguration"].is_null());
    desk.admin("UpdateUserPool", back).await;
    desk.sign_in("ada").await;
}

/// Where everybody is asked, a proven address is enough; an app is not gone around by it.
#[actix_web::test]
async fn a_proven_address_stands_in_where_everybody_is_asked_and_there_is_no_app() {
    let desk = mail_desk("ON").await;
    let challenge = asked(&desk, "EMAIL_OTP").await;
    let tokens = done(&respond_with_mail(&desk, &challenge, &mailed(&desk).await).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let begun = desk.user(token, "AssociateSoftwareToken", json!({})).await;
    let app = super::App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    desk.app.advance_secs(30);
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let chosen = respond(&desk, &super::named(&challenge, "SELECT_MFA_TYPE"), json!({"ANSWER": "EMAIL_OTP"})).await;
    assert_refused(&chosen, "InvalidParameter", "Invalid MFA type selected.");
    done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
}

#[actix_web::test]
async fn a_code_for_an_address_does_not_outlive_it() {
    let desk = mail_desk("OPTIONAL").await;
    with_mail_on(&desk, true).await;
    let challenge = asked(&desk, "EMAIL_OTP").await;
    let code = mailed(&desk).await;
    let moved = json!([{"Name": "email", "Value": "new@example.test"}, {"Name": "email_verified", "Value": "true"}]);
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": moved})).await;
    assert_eq!(refused(&respond_with_mail(&desk, &challenge, &code).await).0, "CodeMismatch");
}
