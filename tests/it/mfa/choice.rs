//! Several second factors: which one is asked, and another way.

use serde_json::{Value, json};

use super::{
    asked, mail_desk, mailed, named, respond, respond_with_code, respond_with_mail, with_app_on, with_mail_on,
};
use crate::support::PASSWORD;
use crate::support::browser::Page;
use crate::support::desk::{Desk, assert_refused, done};

async fn choose(desk: &Desk, challenge: &Value, answer: &str) -> crate::support::Answer {
    respond(desk, &named(challenge, "SELECT_MFA_TYPE"), json!({ "ANSWER": answer })).await
}

#[actix_web::test]
async fn who_prefers_none_is_asked_which_it_shall_be() {
    let desk = mail_desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    with_mail_on(&desk, false).await;
    asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let none = json!({"Username": "ada", "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": false}});
    desk.admin("AdminSetUserMFAPreference", none).await;

    let challenge = asked(&desk, "SELECT_MFA_TYPE").await;
    let offered = json!("[\"SOFTWARE_TOKEN_MFA\",\"EMAIL_OTP\"]");
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_CHOOSE"], offered);
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_SELECT"], offered);
    let early = respond_with_code(&desk, &named(&challenge, "SOFTWARE_TOKEN_MFA"), &app.code(&desk.app)).await;
    assert_refused(&early, "NotAuthorized", "Invalid session for the user.");
    let sms = choose(&desk, &challenge, "SMS_MFA").await;
    assert_refused(&sms, "InvalidParameter", "Invalid MFA type selected.");

    let by_mail = done(&choose(&desk, &challenge, "EMAIL_OTP").await);
    assert_eq!(by_mail["ChallengeName"], "EMAIL_OTP");
    let crossed = respond_with_code(&desk, &named(&by_mail, "SOFTWARE_TOKEN_MFA"), &app.code(&desk.app)).await;
    assert_refused(&crossed, "NotAuthorized", "Invalid session for the user.");
    done(&respond_with_mail(&desk, &by_mail, &mailed(&desk).await).await);

    let by_app = done(&choose(&desk, &asked(&desk, "SELECT_MFA_TYPE").await, "SOFTWARE_TOKEN_MFA").await);
    assert_eq!(by_app["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    done(&respond_with_code(&desk, &by_app, &app.code(&desk.app)).await);
}

/// Another way over the API too: the phone is in the other coat.
#[actix_web::test]
async fn who_is_asked_for_one_may_choose_the_other() {
    let desk = mail_desk("OPTIONAL").await;
    with_app_on(&desk).await;
    with_mail_on(&desk, false).await;
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let by_mail = done(&choose(&desk, &challenge, "EMAIL_OTP").await);
    done(&respond_with_mail(&desk, &by_mail, &mailed(&desk).await).await);
}

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

#[actix_web::test]
async fn a_person_chooses_another_way_at_the_pages() {
    let desk = mail_desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    with_mail_on(&desk, true).await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/mfa") && says(&page, "Check your email"), "{page:?}");
    assert!(says(&page, "a***@e***") && !says(&page, "ada@example.test"));
    let old = mailed(&desk).await;

    let writes = desk.app.statements().writes;
    let page = browser.open(page.url.as_str()).await;
    assert_eq!(desk.app.statements().writes, writes, "a reload writes nothing");
    let resend = page.form("/mfa/choose");
    let page = browser.submit(&page, &resend).await;
    assert!(says(&page, "A new code is on its way."), "{page:?}");
    let new = mailed(&desk).await;
    assert_ne!(old, new);
    let form = page.form("/mfa").fill("code", &old);
    let page = browser.submit(&page, &form).await;
    assert!(says(&page, "That code is not right or too old."), "{page:?}");

    let page = browser.open(&page.link("/mfa/choose")).await;
    let form = page.form("/mfa/choose").press("way", "app");
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/mfa") && says(&page, "authenticator app"), "{page:?}");
    let form = page.form("/mfa").fill("code", &new);
    let page = browser.submit(&page, &form).await;
    assert!(!page.has_left() && browser.session().is_none(), "a mailed code is not an app's");
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    assert!(browser.submit(&page, &form).await.has_left());
}

#[actix_web::test]
async fn nobody_chooses_for_another_browser() {
    let desk = mail_desk("OPTIONAL").await;
    with_app_on(&desk).await;
    with_mail_on(&desk, false).await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    let page = browser.open(&page.link("/mfa/choose")).await;
    let form = page.form("/mfa/choose").press("way", "email");
    let mut other = desk.app.browser();
    other.submit(&page, &form).await;
    desk.app.node().run_jobs().await;
    assert!(desk.app.node().mailbox().all().iter().all(|mail| !mail.mail.subject.contains("sign-in code")));
    let unknown = page.form("/mfa/choose").press("way", "sms");
    let page = browser.submit(&page, &unknown).await;
    assert!(page.url.path().ends_with("/mfa/choose"));
    let chosen = browser.submit(&page, &form).await;
    assert!(says(&chosen, "Check your email"), "where it belongs it still works: {chosen:?}");
}
