//! Codes that are sent, set up as the second factor inside a sign-in that must not end without one.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;
use vestibule::domain::pool::RecoveryMechanism;

use super::{App, asked, named, respond};
use crate::sms::{NUMBER, texted_code, texts_to};
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::{Answer, PASSWORD};

/// An application whose pool asks everybody, takes everything, and has an `ada` with nothing proven.
async fn bare_desk() -> Desk {
    let desk = Desk::open_texting(|pool| {
        pool.recovery = vec![RecoveryMechanism::AdminOnly];
        pool.sign_in_names.alias_attributes = [vestibule::domain::pool::Alias::Email].into();
    })
    .await;
    let all = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "EmailMfaConfiguration": {}, "SmsMfaConfiguration": {},
        "MfaConfiguration": "ON",
    });
    desk.admin("SetUserPoolMfaConfig", all).await;
    desk.person("ada", &[]).await;
    desk
}

async fn set_up(desk: &Desk, challenge: &Value, contact: Value) -> Answer {
    respond(desk, &named(challenge, "MFA_SETUP"), contact).await
}

async fn mailed(desk: &Desk, address: &str) -> String {
    desk.app.node().run_jobs().await;
    desk.app.mailed_code(address)
}

#[actix_web::test]
async fn an_address_is_set_up_over_the_api() {
    let desk = bare_desk().await;
    let challenge = asked(&desk, "MFA_SETUP").await;
    let offered = r#"["SOFTWARE_TOKEN_MFA","SMS_MFA","EMAIL_OTP"]"#;
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"], offered);
    for (wrong, name) in [
        (json!({"EMAIL": "no address"}), "InvalidParameter"),
        (json!({"PHONE_NUMBER": "12345"}), "InvalidParameter"),
        (json!({"PHONE_NUMBER": "+88213123456"}), "CodeDeliveryFailure"),
        (json!({"EMAIL": "a@example.test", "email": "b@example.test"}), "InvalidParameter"),
    ] {
        assert_eq!(refused(&set_up(&desk, &challenge, wrong.clone()).await).0, name, "{wrong}");
    }
    let sent = done(&set_up(&desk, &challenge, json!({"EMAIL": "ada@example.test"})).await);
    assert_eq!(sent["ChallengeName"], "EMAIL_OTP");
    assert_eq!(sent["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "a***@e***");
    assert!(
        desk.attribute("ada", "email").await.is_empty(),
        "nothing of the account changes before the code comes back"
    );
    let code = mailed(&desk, "ada@example.test").await;
    let wrong = respond(&desk, &sent, json!({ "EMAIL_OTP_CODE": super::other_than(&code) })).await;
    assert_refused(&wrong, "CodeMismatch", "Invalid code received for user");
    let tokens = done(&respond(&desk, &sent, json!({ "EMAIL_OTP_CODE": code })).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string(), "{tokens}");
    assert_eq!(desk.attribute("ada", "email_verified").await, "true");
    let seen = desk.seen("ada").await;
    assert_eq!(
        (&seen["UserMFASettingList"], &seen["PreferredMfaSetting"]),
        (&json!(["EMAIL_OTP"]), &json!("EMAIL_OTP"))
    );
    assert_eq!(desk.app.events(EventName::FactorRegistered).await, 1);
    asked(&desk, "EMAIL_OTP").await;
}

/// The way that AWS documents, and the person changes their mind twice.
#[actix_web::test]
async fn a_number_is_set_up_after_another_thought() {
    let desk = bare_desk().await;
    let challenge = asked(&desk, "MFA_SETUP").await;
    let first = done(&set_up(&desk, &challenge, json!({"email": "ada@example.test"})).await);
    let by_mail = mailed(&desk, "ada@example.test").await;
    let sent = done(&set_up(&desk, &first, json!({ "PHONE_NUMBER": NUMBER })).await);
    assert_eq!(sent["ChallengeName"], "SMS_MFA");
    assert_eq!(sent["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS");
    let crossed = respond(&desk, &named(&sent, "EMAIL_OTP"), json!({ "EMAIL_OTP_CODE": by_mail })).await;
    assert_refused(&crossed, "NotAuthorized", "Invalid session for the user.");
    if texted_code(&desk.app, NUMBER).await != by_mail {
        let wrong = respond(&desk, &sent, json!({ "SMS_MFA_CODE": by_mail })).await;
        assert_eq!(refused(&wrong).0, "CodeMismatch");
    }
    let recovery = respond(&desk, &sent, json!({"RECOVERY_CODE": "7KQ2-M9XW-41TB"})).await;
    assert_refused(&recovery, "NotAuthorized", "Invalid session for the user.");
    let begun = json!({ "Session": sent["Session"] });
    let app = App::learn(done(&desk.try_global("AssociateSoftwareToken", begun).await)["SecretCode"].as_str().unwrap());
    assert!(!app.code(&desk.app).is_empty(), "an app is another way still");
    done(&respond(&desk, &sent, json!({ "SMS_MFA_CODE": texted_code(&desk.app, NUMBER).await })).await);
    assert_eq!(desk.attribute("ada", "phone_number").await, NUMBER);
    assert!(desk.attribute("ada", "email").await.is_empty());
    let again = respond(&desk, &sent, json!({"SMS_MFA_CODE": "000000"})).await;
    assert_refused(&again, "NotAuthorized", "Invalid session for the user, session can only be used once.");
}

/// Whoever knows a password does not come by somebody else's name with it, or by a contact that may not change.
#[actix_web::test]
async fn what_is_somebody_elses_is_not_set_up() {
    let desk = bare_desk().await;
    desk.person("bob", &[("email", "bob@example.test"), ("email_verified", "true")]).await;
    let challenge = asked(&desk, "MFA_SETUP").await;
    let taken = set_up(&desk, &challenge, json!({"EMAIL": "bob@example.test"})).await;
    assert_eq!(refused(&taken).0, "AliasExists");
    done(&desk.update_client(json!({"WriteAttributes": ["name"]})).await);
    let unwritable = set_up(&desk, &challenge, json!({"EMAIL": "ada@example.test"})).await;
    assert_eq!(refused(&unwritable).0, "NotAuthorized");
    desk.app.node().run_jobs().await;
    assert!(desk.app.node().mailbox().all().is_empty());
}

/// Lesson L8: the number is the word of somebody who knows one password.
#[actix_web::test]
async fn numbers_to_be_set_up_count_with_all_that_strangers_set_off() {
    let desk = bare_desk().await;
    let challenge = asked(&desk, "MFA_SETUP").await;
    for _ in 0..3 {
        done(&set_up(&desk, &challenge, json!({ "PHONE_NUMBER": NUMBER })).await);
    }
    let fourth = set_up(&desk, &challenge, json!({ "PHONE_NUMBER": NUMBER })).await;
    assert_eq!(refused(&fourth).0, "LimitExceeded");
    assert_eq!(texts_to(&desk.app, NUMBER).await.len(), 3);
    let code = texted_code(&desk.app, NUMBER).await;
    done(&respond(&desk, &named(&challenge, "SMS_MFA"), json!({ "SMS_MFA_CODE": code })).await);
}

/// Case 144 for what is set up, over two nodes.
#[actix_web::test]
async fn five_guesses_end_it_over_two_nodes() {
    let desk = bare_desk().await;
    let challenge = asked(&desk, "MFA_SETUP").await;
    let sent = done(&set_up(&desk, &challenge, json!({"EMAIL": "ada@example.test"})).await);
    let code = mailed(&desk, "ada@example.test").await;
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let answer = |code: &str| {
        json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "EMAIL_OTP", "Session": sent["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "EMAIL_OTP_CODE": code},
        })
    };
    let wrong = answer(super::other_than(&code));
    let tries = (0..30).map(|number: usize| {
        let (sdk, wrong) = (&sdks[number % 2], &wrong);
        async move { refused(&sdk.call("RespondToAuthChallenge", wrong).await) }
    });
    let refusals = futures_util::future::join_all(tries).await;
    assert_eq!(refusals.iter().filter(|(name, _)| name == "CodeMismatch").count(), 5, "{refusals:?}");
    assert_eq!(refused(&sdks[0].call("RespondToAuthChallenge", &answer(&code)).await).0, "NotAuthorized");
    assert!(desk.attribute("ada", "email").await.is_empty());
}

#[actix_web::test]
async fn a_person_chooses_and_sets_up_at_the_pages() {
    let desk = bare_desk().await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/mfa/enrol"), "{page:?}");
    let writes = desk.app.statements().writes;
    let page = browser.open(page.url.as_str()).await;
    assert_eq!(desk.app.statements().writes, writes, "a reload writes nothing");
    let form = page.form_with("/mfa/enrol", "way", "sms").fill("phone_number", "12345");
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("aria-invalid=\"true\""), "{page:?}");
    let form = page.form_with("/mfa/enrol", "way", "sms").fill("phone_number", NUMBER);
    let page = browser.submit(&page, &form).await;
    let body = &page.shown().body;
    assert!(page.url.path().ends_with("/mfa") && body.contains("Check your phone"), "{page:?}");
    assert!(body.contains("+*********5678"));
    let old = texted_code(&desk.app, NUMBER).await;
    let resend = page.form("/mfa/enrol");
    let page = browser.submit(&page, &resend).await;
    assert!(page.shown().body.contains("A new code is on its way."), "{page:?}");
    let new = texted_code(&desk.app, NUMBER).await;
    let other = browser.open(&page.link("/mfa/enrol")).await;
    assert!(other.shown().body.contains("Set up an authenticator app"), "another way is open: {other:?}");
    if old != new {
        let form = page.form("/mfa").fill("code", &old);
        let page = browser.submit(&page, &form).await;
        assert!(page.shown().body.contains("That code is not right or too old.") && browser.session().is_none());
    }
    let mut stranger = desk.app.browser();
    let form = page.form("/mfa").fill("code", &new);
    assert!(!stranger.submit(&page, &form).await.has_left(), "in another browser it is worth nothing");
    let codes = browser.submit(&page, &form).await;
    assert!(
        codes.url.path().ends_with("/mfa/codes"),
        "recovery codes for the day on which the phone is lost: {codes:?}"
    );
    let done = browser.submit(&codes, &codes.form("/mfa/codes")).await;
    assert!(done.has_left() && browser.session().is_some(), "{done:?}");
    assert_eq!(desk.attribute("ada", "phone_number_verified").await, "true");
    assert_eq!(desk.app.rows("recovery_codes").await, 10);
}

#[actix_web::test]
async fn an_app_is_chosen_at_the_pages_and_something_else_after_all() {
    let desk = bare_desk().await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    let form = page.form("/mfa/enrol").press("way", "app");
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/mfa/setup"), "{page:?}");
    let page = browser.open(&page.link("/mfa/enrol")).await;
    let form = page.form_with("/mfa/enrol", "way", "email").fill("email", "ada@example.test");
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("Check your email"), "{page:?}");
    let form = page.form("/mfa").fill("code", &mailed(&desk, "ada@example.test").await);
    let codes = browser.submit(&page, &form).await;
    let done = browser.submit(&codes, &codes.form("/mfa/codes")).await;
    assert!(done.has_left(), "{done:?}");
}
