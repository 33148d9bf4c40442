//! A browser's session from before the second factor does not go around it.

use serde_json::json;

use super::{desk, with_app_on};
use crate::support::desk::done;
use crate::support::tokens::claims;
use crate::support::{PASSWORD, TokenSet};

#[actix_web::test]
async fn a_session_without_the_second_factor_is_not_resumed_where_one_is_asked() {
    let desk = desk("OPTIONAL").await;
    let person = crate::support::Person { username: "ada".to_owned(), id: id_of(&desk).await };
    let mut browser = desk.app.browser();
    browser.sign_in(&desk.app.client, &person).await;
    let client = desk.app.app_client();
    let target = client.request().target();
    let resumed = browser.open(&target).await;
    assert!(resumed.has_left(), "single sign-on: {resumed:?}");

    with_app_on(&desk).await;
    let asked = browser.open(&target).await;
    assert!(!asked.has_left(), "the session is from before the app");
    let off = json!({"Username": "ada", "SoftwareTokenMfaSettings": {"Enabled": false}});
    desk.admin("AdminSetUserMFAPreference", off).await;
    assert!(browser.open(&target).await.has_left());
    desk.admin("UpdateUserPool", json!({"MfaConfiguration": "ON"})).await;
    assert!(!browser.open(&target).await.has_left());
}

async fn id_of(desk: &crate::support::desk::Desk) -> vestibule::domain::user::UserId {
    let sub = desk.attribute("ada", "sub").await;
    vestibule::domain::user::UserId::parse(&sub).unwrap()
}

/// Case 104: with the second factor the session gets another key, and what was copied before it is worth nothing.
#[actix_web::test]
async fn a_session_gets_a_new_key_when_it_is_stepped_up() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let off = json!({"Username": "ada", "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": false}});
    desk.admin("AdminSetUserMFAPreference", off).await;
    let person = crate::support::Person { username: "ada".to_owned(), id: id_of(&desk).await };
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, &person.username, PASSWORD).await;
    assert_eq!(browser.session(), None, "nobody is signed in between the factors");
    let page = browser.submit(&page, &page.form("/mfa").fill("code", &app.code(&desk.app))).await;
    assert!(page.has_left() && browser.session().is_some(), "{page:?}");

    // The same in a session that has one factor.
    desk.admin("SetUserPoolMfaConfig", json!({"MfaConfiguration": "OFF"})).await;
    let mut browser = desk.app.browser();
    browser.sign_in(&desk.app.client, &person).await;
    let before = browser.clone();
    let apps = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "OPTIONAL"});
    desk.admin("SetUserPoolMfaConfig", apps).await;
    desk.app.advance_secs(30);
    let target = desk.app.app_client().request().target();
    let page = browser.open(&target).await;
    let page = browser.submit(&page, &page.form("/continue").press("choice", "continue")).await;
    let page = browser.submit(&page, &page.form("/mfa").fill("code", &app.code(&desk.app))).await;
    assert!(page.has_left(), "{page:?}");
    assert_ne!(before.session(), browser.session());
    assert!(browser.open(&target).await.has_left());
    let page = before.clone().open(&target).await;
    assert!(page.url.path().ends_with("/login") && page.shown().body.contains("name=\"password\""), "{page:?}");
}

/// Cases 156 and 159: what was granted before the pool asked everybody goes on until the next sign-in, and says of itself what
/// was done and no more.
#[actix_web::test]
async fn tokens_from_before_the_second_factor_do_not_claim_one() {
    let desk = desk("OPTIONAL").await;
    let person = crate::support::Person { username: "ada".to_owned(), id: id_of(&desk).await };
    let client = desk.app.app_client();
    let held = client.sign_in(&desk.app.client, &mut desk.app.browser(), &person).await;
    let api = desk.sign_in("ada").await;
    desk.admin("UpdateUserPool", json!({"MfaConfiguration": "ON"})).await;
    desk.app.advance_secs(60);
    let (before, after) = (claims(&held.id), claims(&TokenSet::of(&client.refresh(&held.refresh).await).id));
    assert_eq!((&after["amr"], &after["auth_time"]), (&json!(["pwd"]), &before["auth_time"]));
    assert_eq!(after["acr"], "urn:vestibule:acr:one-factor");
    let refresh = json!({"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": api["RefreshToken"]}});
    let again = desk.app("InitiateAuth", refresh).await;
    let after = claims(again["AuthenticationResult"]["IdToken"].as_str().unwrap());
    assert!(!serde_json::to_string(&after).unwrap().contains("mfa"), "{after:?}");
    super::asked(&desk, "MFA_SETUP").await;
}

/// Case 154: a new password is the first factor and no more, at both doors.
#[actix_web::test]
async fn a_reset_does_not_go_around_the_second_factor() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    let code = super::mailed(&desk).await;
    let new = json!({"Username": "ada", "ConfirmationCode": code, "Password": "another horse 7 battery"});
    assert_eq!(desk.app("ConfirmForgotPassword", new).await, json!({}), "neither tokens nor a session");
    desk.app.advance_secs(1);
    let asked = done(&desk.try_sign_in("ada", "another horse 7 battery").await);
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA", "{asked}");
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", "another horse 7 battery").await;
    assert!(page.url.path().ends_with("/mfa") && browser.session().is_none(), "{page:?}");
    done(&super::respond_with_code(&desk, &asked, &app.code(&desk.app)).await);
}
