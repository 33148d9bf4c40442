//! A device that stood in for the second factor opens the account, and is not enough to change what is asked of whoever
//! comes in: a borrowed browser gives nobody a key of their own (case 157).

use serde_json::json;

use super::{ALWAYS, desk, firefox, is_spared, password, with_code};
use crate::passkeys::{allow, offered};
use crate::support::authenticator::Authenticator;
use crate::support::desk::assert_refused;

const LATE: &str = "Sign in again: this needs a sign-in of the last 10 minutes.";

#[actix_web::test]
async fn tokens_of_a_spared_sign_in_change_no_factor() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    let request = desk.app.app_client().request().with("scope", "openid aws.cognito.signin.user.admin");
    with_code(&desk, &mut browser, &app).await;
    let proven = desk.app.app_client().code(&mut browser, &request).await;
    assert!(is_spared(&desk, &mut browser, "ada").await);
    let spared = desk.app.app_client().code(&mut browser, &request).await;
    let token = async |code: &str| {
        let tokens = desk.app.app_client().redeem(code).await.json();
        tokens["access_token"].as_str().unwrap().to_owned()
    };
    let (proven, spared) = (token(&proven).await, token(&spared).await);
    let before = desk.seen("ada").await;
    let off = json!({"SoftwareTokenMfaSettings": {"Enabled": false}});
    for (operation, input) in [("SetUserMFAPreference", off.clone()), ("AssociateSoftwareToken", json!({}))] {
        assert_refused(&desk.try_user(&spared, operation, input).await, "NotAuthorized", LATE);
    }
    let codes = desk.try_own_user(&spared, "CreateRecoveryCodes").await;
    assert_refused(&codes, "NotAuthorized", LATE);
    assert_eq!((desk.seen("ada").await, desk.app.rows("recovery_codes").await), (before, 0));
    // It is still good for what every token is good for.
    desk.user(&spared, "GetUser", json!({})).await;
    desk.user(&proven, "SetUserMFAPreference", off).await;
    assert!(desk.seen("ada").await["UserMFASettingList"].is_null());
}

/// At the page the second factor is asked for, and nothing that was just proven is asked again.
#[actix_web::test]
async fn a_passkey_is_added_at_the_page_once_the_code_is_given() {
    let (desk, app) = desk(ALWAYS).await;
    allow(&desk, &["PASSWORD", "WEB_AUTHN"]).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await);
    let add = format!("/{}/passkeys/add?{}", desk.app.pool.id, desk.app.app_client().request().query());
    let page = browser.open(&add).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let page = browser.submit(&page, &page.form("/continue").press("choice", "continue")).await;
    assert!(page.url.path().ends_with("/mfa"), "{page:?}");
    let page = browser.submit(&page, &page.form("/mfa").fill("code", &app.code(&desk.app))).await;
    assert!(page.url.path().ends_with("/passkeys/add"), "{page:?}");
    let credential = Authenticator::new().create(&offered(&page)).to_string();
    let form = page.form("/passkeys/add").fill("credential", &credential);
    assert!(browser.submit(&page, &form).await.shown().body.contains("Your passkey is ready"));
    assert_eq!(desk.app.rows("passkeys").await, 1);

    // Nobody is in: the password, and then the code all the same.
    let mut later = browser.clone();
    later.jar.put(crate::support::browser::SESSION_COOKIE, "");
    let page = later.open(&add).await;
    let form = page.form("/login").fill("username", "ada").fill("password", crate::support::PASSWORD);
    let page = later.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/mfa"), "{page:?}");
    // What is spared on the way to the app stays spared.
    assert!(password(&desk, &mut browser, "ada").await.has_left());
}
