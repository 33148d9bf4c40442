//! Recovery codes, and the admin's way out where they are lost too.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;

use super::{App, asked, desk, mail_desk, named, respond, respond_with_code, with_app_on, with_mail_on};
use crate::support::browser::Page;
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::{Answer, PASSWORD};

/// `ada` signs in with her app and asks for recovery codes.
async fn codes(desk: &Desk, app: &App) -> Vec<String> {
    let challenge = asked(desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = done(&respond_with_code(desk, &challenge, &app.code(&desk.app)).await);
    desk.app.advance_secs(30);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    made(&desk.try_own_user(token, "CreateRecoveryCodes").await)
}

fn made(answer: &Answer) -> Vec<String> {
    serde_json::from_value(done(answer)["RecoveryCodes"].clone()).unwrap()
}

async fn recover(desk: &Desk, challenge: &Value, code: &str) -> Answer {
    respond(desk, challenge, json!({ "RECOVERY_CODE": code })).await
}

async fn subjects(desk: &Desk) -> Vec<String> {
    desk.app.node().run_jobs().await;
    desk.app.node().mailbox().all().into_iter().map(|mail| mail.mail.subject).collect()
}

#[actix_web::test]
async fn a_code_stands_in_once_however_it_is_typed() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let codes = codes(&desk, &app).await;
    assert_eq!(codes.len(), 10);
    let kept = desk.app.dump(&["recovery_codes", "users", "events", "outbox"]).await;
    assert!(codes.iter().all(|code| !kept.contains(code) && !kept.contains(&code.replace('-', ""))), "only hashes");
    let (shown, typed) = (&codes[0], codes[0].to_lowercase().replace('-', " "));
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    for wrong in ["AAAA-AAAA-AAAA", "x", "123456"] {
        assert_eq!(refused(&recover(&desk, &challenge, wrong).await).0, "CodeMismatch", "{wrong}");
    }
    let tokens = done(&recover(&desk, &challenge, &typed).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(desk.app.events(EventName::RecoveryCodeUsed).await, 1);
    assert!(subjects(&desk).await.contains(&"A recovery code of your People account was used".to_owned()));
    let mail = desk.app.node().mailbox().all().pop().unwrap().mail;
    assert!(mail.text.contains("9 codes are left."), "{}", mail.text);
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    assert_eq!(refused(&recover(&desk, &challenge, shown).await).0, "CodeMismatch", "used");
    done(&recover(&desk, &challenge, &codes[1]).await);

    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let both = json!({"RECOVERY_CODE": codes[2], "SOFTWARE_TOKEN_MFA_CODE": app.code(&desk.app)});
    assert_eq!(refused(&respond(&desk, &challenge, both).await).0, "InvalidParameter", "one answer, not two");
    let alone = json!({"ChallengeName": "MFA_SETUP", "Session": asked(&desk, "SOFTWARE_TOKEN_MFA").await["Session"]});
    assert_eq!(refused(&recover(&desk, &alone, &codes[2]).await).0, "InvalidParameter");
}

/// Case 158: twenty at once, over two nodes.
#[actix_web::test]
async fn twenty_parallel_uses_of_a_code_let_one_in() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let codes = codes(&desk, &app).await;
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(asked(&desk, "SOFTWARE_TOKEN_MFA").await["Session"].clone());
    }
    let tries = (0..20).map(|number: usize| {
        let input = json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "SOFTWARE_TOKEN_MFA",
            "Session": sessions[number / 2 % 4],
            "ChallengeResponses": {"USERNAME": "ada", "RECOVERY_CODE": codes[0]},
        });
        let sdk = &sdks[number % 2];
        async move { sdk.call("RespondToAuthChallenge", &input).await.code() }
    });
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|code| **code == 200).count(), 1, "{answers:?}");
}

/// Case 158: ten wrong ones lock; the budget is the one of the second factor, whatever is guessed at.
#[actix_web::test]
async fn guesses_at_recovery_codes_are_guesses_at_the_second_factor() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let codes = codes(&desk, &app).await;
    for _ in 0..5 {
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        assert_eq!(refused(&recover(&desk, &challenge, "AAAA-AAAA-AAAA").await).0, "CodeMismatch");
    }
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let locked = recover(&desk, &challenge, &codes[0]).await;
    assert_refused(&locked, "NotAuthorized", "Password attempts exceeded");
    let locked = respond_with_code(&desk, &challenge, &app.code(&desk.app)).await;
    assert_refused(&locked, "NotAuthorized", "Password attempts exceeded");
    desk.app.advance_secs(30);
    done(&recover(&desk, &challenge, &codes[0]).await);
}

#[actix_web::test]
async fn new_codes_end_the_old_ones_and_need_a_recent_sign_in_with_something_to_stand_in_for() {
    let desk = desk("OPTIONAL").await;
    let token = desk.access_token("ada").await;
    let nothing = desk.try_own_user(&token, "CreateRecoveryCodes").await;
    let message = "User has no MFA method that a recovery code could stand in for.";
    assert_refused(&nothing, "InvalidParameter", message);
    assert_eq!(desk.app.rows("recovery_codes").await, 0);

    let app = with_app_on(&desk).await;
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let old = made(&desk.try_own_user(token, "CreateRecoveryCodes").await);
    let new = made(&desk.try_own_user(token, "CreateRecoveryCodes").await);
    assert_eq!(desk.app.rows("recovery_codes").await, 10);
    desk.app.advance_secs(10 * 60);
    let late = desk.try_own_user(token, "CreateRecoveryCodes").await;
    assert_refused(&late, "NotAuthorized", "Sign in again: this needs a sign-in of the last 10 minutes.");
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    assert_eq!(refused(&recover(&desk, &challenge, &old[0]).await).0, "CodeMismatch");
    done(&recover(&desk, &challenge, &new[0]).await);
}

#[actix_web::test]
async fn a_code_answers_whichever_factor_is_asked() {
    let desk = mail_desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let codes = codes(&desk, &app).await;
    with_mail_on(&desk, true).await;
    done(&recover(&desk, &asked(&desk, "EMAIL_OTP").await, &codes[0]).await);
    let none = json!({"Username": "ada", "EmailMfaSettings": {"Enabled": true, "PreferredMfa": false}});
    desk.admin("AdminSetUserMFAPreference", none).await;
    let challenge = asked(&desk, "SELECT_MFA_TYPE").await;
    done(&recover(&desk, &challenge, &codes[1]).await);
}

/// Nothing is left: the admin takes it all away, and the person hears of it.
#[actix_web::test]
async fn an_admin_resets_what_is_lost() {
    let desk = desk("ON").await;
    let begun = {
        let challenge = asked(&desk, "MFA_SETUP").await;
        done(&desk.try_global("AssociateSoftwareToken", json!({ "Session": challenge["Session"] })).await)
    };
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    let proof = json!({ "Session": begun["Session"], "UserCode": app.code(&desk.app) });
    let verified = done(&desk.try_global("VerifySoftwareToken", proof).await);
    let tokens = done(&respond(&desk, &named(&verified, "MFA_SETUP"), json!({})).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let codes = made(&desk.try_own_user(token, "CreateRecoveryCodes").await);
    desk.app.advance_secs(30);

    let waiting = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    done(&desk.try_own_admin("ResetSecondFactors", json!({"Username": "ada"})).await);
    assert_eq!((desk.app.rows("recovery_codes").await, desk.app.rows("totp_secrets").await), (0, 0));
    assert_eq!(refused(&recover(&desk, &waiting, &codes[0]).await).0, "NotAuthorized", "what waited is over");
    asked(&desk, "MFA_SETUP").await;
    let subjects = subjects(&desk).await;
    assert!(subjects.contains(&"The second factors of your People account were taken away".to_owned()), "{subjects:?}");
    let nobody = desk.try_own_admin("ResetSecondFactors", json!({"Username": "nobody"})).await;
    assert_eq!(refused(&nobody).0, "UserNotFound");
}

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

fn shown_codes(page: &Page) -> Vec<String> {
    let parts = page.shown().body.split("<li><code>").skip(1);
    parts.map(|rest| rest.split("</code>").next().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn codes_are_shown_once_on_the_way_in_and_used_at_the_pages() {
    let desk = desk("ON").await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    let secret =
        page.shown().body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap().to_owned();
    let app = App::learn(&secret);
    let form = page.form("/mfa/setup").fill("code", &app.code(&desk.app));
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/mfa/codes") && says(&page, "Save your recovery codes"), "{page:?}");
    assert!(browser.session().is_none(), "not yet");
    let codes = shown_codes(&page);
    assert_eq!(codes.len(), 10);
    assert_eq!(shown_codes(&browser.open(page.url.as_str()).await), codes, "a reload shows the same");
    let mut other = desk.app.browser();
    assert!(other.open(page.url.as_str()).await.url.path().ends_with("/login"), "another browser does not");
    let left = browser.submit(&page, &page.form("/mfa/codes")).await;
    assert!(left.has_left() && browser.session().is_some(), "{left:?}");
    assert!(browser.open(page.url.as_str()).await.url.path().ends_with("/login"), "never again");

    desk.app.advance_secs(30);
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    let page = browser.open(&page.link("/mfa/choose")).await;
    let page = browser.open(&page.link("/mfa/recovery")).await;
    let form = page.form("/mfa/recovery").fill("code", "AAAA-AAAA-AAAA");
    let page = browser.submit(&page, &form).await;
    assert!(says(&page, "That is not one of your codes"), "{page:?}");
    let form = page.form("/mfa/recovery").fill("code", &codes[3].to_lowercase());
    assert!(browser.submit(&page, &form).await.has_left());
}
