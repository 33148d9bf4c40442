//! Remembered devices: recognised by a cookie, sparing their user a second factor, and ending with everything else.

mod api;
mod asked;
mod cookies;
mod ends;
mod lockout;
mod recent_proof;
mod standing_in;

pub(crate) use self::api::a_pool_says_what_becomes_of_devices;

use serde_json::json;
use vestibule::domain::device::{Device, DevicePolicy};
use vestibule::domain::user::UserId;

use crate::mfa::{App, with_app_on};
use crate::support::PASSWORD;
use crate::support::browser::{Browser, Page};
use crate::support::desk::{Desk, done};

/// What Firefox sends.
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// Remembered without being asked, and spared the second factor.
const ALWAYS: DevicePolicy = DevicePolicy { stands_in: true, asks_person: false };

/// Remembered where the person says so, and spared the second factor.
const OPT_IN: DevicePolicy = DevicePolicy { stands_in: true, asks_person: true };

/// A pool that lets people choose a second factor and does with devices as `policy` says; `ada` has an app, and `bob` has
/// none.
async fn desk(policy: DevicePolicy) -> (Desk, App) {
    let desk = Desk::open(|settings| settings.devices = Some(policy)).await;
    let optional = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "OPTIONAL"});
    desk.admin("SetUserPoolMfaConfig", optional).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk.person("bob", &[]).await;
    let app = with_app_on(&desk).await;
    (desk, app)
}

/// A browser that says what it is.
fn firefox(desk: &Desk) -> Browser {
    desk.app.browser().with_header("user-agent", FIREFOX)
}

/// The name of the pool's device cookie.
fn cookie(desk: &Desk) -> String {
    format!("__Host-vestibule-device-{}", desk.app.pool.id)
}

/// The value of the pool's device cookie.
fn value(desk: &Desk, browser: &Browser) -> Option<String> {
    browser.jar.get(&cookie(desk)).map(str::to_owned)
}

/// `who` gives the password.
async fn password(desk: &Desk, browser: &mut Browser, who: &str) -> Page {
    browser.try_sign_in(&desk.app.client, who, PASSWORD).await
}

/// Whether the password alone is enough for `who`.
async fn is_spared(desk: &Desk, browser: &mut Browser, who: &str) -> bool {
    let page = password(desk, browser, who).await;
    assert!(page.has_left() || page.url.path().ends_with("/mfa"), "{page:?}");
    page.has_left()
}

/// `ada` signs in with the password and the code of her app.
async fn with_code(desk: &Desk, browser: &mut Browser, app: &App) -> Page {
    let page = password(desk, browser, "ada").await;
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left(), "{done:?}");
    desk.app.advance_secs(30);
    done
}

/// The devices of somebody.
async fn devices(desk: &Desk, who: &str) -> Vec<Device> {
    let id = UserId::parse(&desk.attribute(who, "sub").await).unwrap();
    desk.app.deps().storage.read().devices().list(&desk.app.pool.id, id, None, 100).await.unwrap()
}

/// `ada` signs in over the API: the access token.
async fn token(desk: &Desk, app: &App) -> String {
    let asked = done(&desk.try_sign_in("ada", PASSWORD).await);
    let answer = json!({
        "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": app.code(&desk.app)},
    });
    let tokens = desk.app("RespondToAuthChallenge", answer).await;
    desk.app.advance_secs(30);
    tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap().to_owned()
}

/// `ada` switches her app on or off.
async fn switch(desk: &Desk, token: &str, is_on: bool) {
    desk.user(token, "SetUserMFAPreference", json!({"SoftwareTokenMfaSettings": {"Enabled": is_on}})).await;
}
