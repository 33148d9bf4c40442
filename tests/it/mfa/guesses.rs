//! Guesses at a second factor are counted for the person, over all sign-ins, doors and nodes.

use serde_json::json;

use super::{asked, desk, respond_with_code, with_app_on};
use crate::support::desk::{assert_refused, done, refused};
use crate::support::{PASSWORD, TestApp};

/// [`vestibule::limits::Limit::SecondFactor`].
pub(crate) async fn exceed_second_factor() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    for guess in 1..=5 {
        // A new sign-in for each: it brings no new guesses.
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        let wrong = respond_with_code(&desk, &challenge, &app.wrong_code(&desk.app)).await;
        assert_eq!(refused(&wrong).0, "CodeMismatch", "guess {guess}");
    }
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let locked = respond_with_code(&desk, &challenge, &app.code(&desk.app)).await;
    assert_refused(&locked, "NotAuthorized", "Password attempts exceeded");
    desk.app.advance_secs(30);
    done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
}

#[actix_web::test]
async fn guesses_over_two_nodes_share_one_budget() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let wrong = app.wrong_code(&desk.app);
    let other = desk.app.anonymous().through(&desk.app.second_node().await);
    let challenges = [asked(&desk, "SOFTWARE_TOKEN_MFA").await, asked(&desk, "SOFTWARE_TOKEN_MFA").await];
    let answer = |session: &serde_json::Value| {
        json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": session,
            "ChallengeResponses": {"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": wrong},
        })
    };
    let sdks = [desk.app.anonymous(), other];
    let tries = (0..40).map(|number: usize| {
        let input = answer(&challenges[number / 2 % 2]["Session"]);
        let sdk = &sdks[number % 2];
        async move { refused(&sdk.call("RespondToAuthChallenge", &input).await) }
    });
    let refusals = futures_util::future::join_all(tries).await;
    let compared = refusals.iter().filter(|(name, _)| name == "CodeMismatch").count();
    assert_eq!(compared, 5, "{refusals:?}");
}

#[actix_web::test]
async fn a_sign_in_dies_with_what_it_was_for() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    desk.admin("AdminSetUserPassword", json!({"Username": "ada", "Password": PASSWORD, "Permanent": true})).await;
    let code = app.code(&desk.app);
    let dead = respond_with_code(&desk, &challenge, &code).await;
    assert_eq!(refused(&dead).0, "NotAuthorized");
    let disabled = {
        desk.app.advance_secs(1);
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        desk.admin("AdminDisableUser", json!({"Username": "ada"})).await;
        respond_with_code(&desk, &challenge, &code).await
    };
    assert_eq!(refused(&disabled).0, "NotAuthorized");
    assert_eq!(sign_ins_completed(&desk.app).await, 1, "only the one that set the app up");
}

/// Who is locked out of a lost app is let in by a new one.
#[actix_web::test]
async fn guesses_at_an_app_do_not_outlive_it() {
    let desk = desk("OPTIONAL").await;
    let lost = with_app_on(&desk).await;
    for _ in 0..5 {
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        respond_with_code(&desk, &challenge, &lost.wrong_code(&desk.app)).await;
    }
    let off = json!({"Username": "ada", "SoftwareTokenMfaSettings": {"Enabled": false}});
    desk.admin("AdminSetUserMFAPreference", off).await;
    let app = with_app_on(&desk).await;
    for _ in 0..5 {
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        let wrong = respond_with_code(&desk, &challenge, &app.wrong_code(&desk.app)).await;
        assert_eq!(refused(&wrong).0, "CodeMismatch", "all guesses are there again");
    }
}

/// F27: an app is there after a restore, and no code that may have been used since the backup.
#[actix_web::test]
async fn a_used_code_does_not_come_back_with_a_restore() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let backup = desk.app.backup().await;
    let code = app.code(&desk.app);
    done(&respond_with_code(&desk, &asked(&desk, "SOFTWARE_TOKEN_MFA").await, &code).await);

    let elsewhere = desk.app.restored(&backup).await;
    let sdk = desk.app.anonymous().through(&elsewhere.node);
    let client = desk.app.client.id.as_str();
    let parameters = json!({"USERNAME": "ada", "PASSWORD": PASSWORD});
    let begin = json!({"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters});
    let session = done(&sdk.call("InitiateAuth", &begin).await)["Session"].clone();
    let answer = |code: &str| {
        json!({
            "ClientId": client, "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": session,
            "ChallengeResponses": {"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": code},
        })
    };
    assert_eq!(refused(&sdk.call("RespondToAuthChallenge", &answer(&code)).await).0, "ExpiredCode");
    desk.app.advance_secs(60);
    done(&sdk.call("RespondToAuthChallenge", &answer(&app.code(&desk.app))).await);
}

async fn sign_ins_completed(app: &TestApp) -> usize {
    app.events(vestibule::domain::event::EventName::SignedIn).await
}

/// Case 150: five wrong codes end the sign-in they were given in; the password comes first again. The count of wrong codes is
/// another one than that of wrong passwords, so that nobody is locked out of the first by guesses at the second.
#[actix_web::test]
async fn five_wrong_codes_end_the_sign_in_and_lock_no_password() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    for _ in 0..5 {
        let wrong = respond_with_code(&desk, &challenge, &app.wrong_code(&desk.app)).await;
        assert_eq!(refused(&wrong).0, "CodeMismatch");
    }
    desk.app.advance_secs(30);
    let over = respond_with_code(&desk, &challenge, &app.code(&desk.app)).await;
    assert_refused(&over, "NotAuthorized", "Invalid session for the user.");
    let again = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    done(&respond_with_code(&desk, &again, &app.code(&desk.app)).await);

    let mut browser = desk.app.browser();
    let mut page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    for _ in 0..5 {
        let form = page.form("/mfa").fill("code", &app.wrong_code(&desk.app));
        page = browser.submit(&page, &form).await;
        desk.app.advance_secs(15 * 60 / 10);
    }
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/login") && browser.session().is_none(), "{page:?}");
}

/// Case 147: a code that was used is used, however it is written, at whichever door, node or flow.
#[actix_web::test]
async fn a_used_code_is_used_however_and_wherever_it_comes_again() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let code = app.code(&desk.app);
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = done(&respond_with_code(&desk, &challenge, &code).await);
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let wide: String = code.chars().map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0xFF10).unwrap()).collect();
    let forms = [code.clone(), format!(" {code}"), format!("{code} "), spaced, wide];
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let other = desk.app.anonymous().through(&desk.app.second_node().await);
    for (number, form) in forms.iter().take(2).enumerate() {
        let input = json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "SOFTWARE_TOKEN_MFA",
            "Session": challenge["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": form},
        });
        let refusal = refused(&other.call("RespondToAuthChallenge", &input).await);
        assert!(
            ["ExpiredCode", "CodeMismatch", "InvalidParameter"].contains(&refusal.0.as_str()),
            "{number} {refusal:?}"
        );
    }
    let mut browser = desk.app.browser();
    let mut page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    for form in &forms[1..4] {
        page = browser.submit(&page, &page.form("/mfa").fill("code", form)).await;
        assert!(!page.has_left() && browser.session().is_none(), "{form}: {page:?}");
    }
    // Nor does it set up an app.
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    desk.user(token, "AssociateSoftwareToken", json!({})).await;
    let verified = desk.try_user(token, "VerifySoftwareToken", json!({ "UserCode": code })).await;
    assert_eq!(refused(&verified).0, "EnableSoftwareTokenMFA");
    desk.app.advance_secs(30);
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
}

/// Case 149: what is no code is refused as one, or as no text at all; nothing breaks, and the sign-in goes on.
#[actix_web::test]
async fn what_is_no_code_is_refused() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    for bad in [json!("1234567"), json!("-12345"), json!(""), json!(null), json!(["123456"]), json!(123_456)] {
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        let answer = super::respond(&desk, &challenge, json!({ "SOFTWARE_TOKEN_MFA_CODE": bad })).await;
        let refusal = refused(&answer).0;
        assert!(
            ["CodeMismatch", "InvalidParameter", "Serialization", "NotAuthorized"].contains(&refusal.as_str()),
            "{bad}: {answer:?}"
        );
        desk.app.advance_secs(16 * 60);
        done(&respond_with_code(&desk, &asked(&desk, "SOFTWARE_TOKEN_MFA").await, &app.code(&desk.app)).await);
        desk.app.advance_secs(30);
    }
}
