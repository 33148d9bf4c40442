//! "Remember this device": the box beside the second factor, without a line of script.

use serde_json::json;
use vestibule::domain::device::DevicePolicy;

use super::{ALWAYS, OPT_IN, desk, devices, firefox, is_spared, password, token, with_code};
use crate::mfa::App;
use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;

const BOX: &str = "name=\"remember\"";

/// `ada` gives the code of her app at `page`, with the box ticked.
async fn ticked(desk: &Desk, browser: &mut Browser, page: &Page, code: &str) -> Page {
    let form = page.form("/mfa").fill("code", code).tick("remember");
    let done = browser.submit(page, &form).await;
    desk.app.advance_secs(30);
    done
}

#[actix_web::test]
async fn a_device_is_remembered_where_the_box_was_ticked() {
    let (desk, app) = desk(OPT_IN).await;
    let mut browser = firefox(&desk);
    let page = password(&desk, &mut browser, "ada").await;
    assert!(page.shown().body.contains(BOX) && !page.shown().body.contains("checked"), "{page:?}");
    with_code(&desk, &mut browser, &app).await;
    assert!(!devices(&desk, "ada").await[0].is_remembered, "the box was left alone");
    assert!(!is_spared(&desk, &mut browser, "ada").await);

    // A wrong code does not lose the tick.
    let page = password(&desk, &mut browser, "ada").await;
    let wrong = ticked(&desk, &mut browser, &page, "000000").await;
    assert!(wrong.shown().body.contains("checked"), "{wrong:?}");
    let code = app.code(&desk.app);
    assert!(ticked(&desk, &mut browser, &wrong, &code).await.has_left());
    let known = devices(&desk, "ada").await;
    assert_eq!((known.len(), known[0].is_remembered), (1, true));
    assert!(is_spared(&desk, &mut browser, "ada").await);
}

#[actix_web::test]
async fn the_box_is_offered_where_there_is_something_to_gain_only() {
    let nothing = DevicePolicy { stands_in: false, asks_person: true };
    for policy in [ALWAYS, nothing] {
        let (desk, app) = desk(policy).await;
        let mut browser = firefox(&desk);
        let page = password(&desk, &mut browser, "ada").await;
        assert!(!page.shown().body.contains(BOX), "{policy:?}");
        // Whoever sends it all the same gets no more than the pool gives.
        let code = app.code(&desk.app);
        assert!(ticked(&desk, &mut browser, &page, &code).await.has_left());
        assert_eq!(is_spared(&desk, &mut browser, "ada").await, policy == ALWAYS, "{policy:?}");
    }
}

/// A tick at the password, or any step before the second factor, remembers nothing.
#[actix_web::test]
async fn a_tick_before_the_second_factor_is_none() {
    let (desk, app) = desk(OPT_IN).await;
    let mut browser = firefox(&desk);
    let page = password(&desk, &mut browser, "bob").await;
    assert!(page.has_left());
    assert!(!devices(&desk, "bob").await[0].is_remembered);

    let page = browser.open(&desk.app.app_client().request().with("prompt", "login").target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", crate::support::PASSWORD);
    let page = browser.submit(&page, &form.tick("remember")).await;
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    assert!(browser.submit(&page, &form).await.has_left());
    assert!(!devices(&desk, "ada").await[0].is_remembered);
}

/// Whoever needed a recovery code has lost something: the device is remembered once a factor is proven again.
#[actix_web::test]
async fn a_recovery_code_remembers_nothing() {
    let (desk, app) = desk(ALWAYS).await;
    let token = token(&desk, &app).await;
    let made = desk.try_own_user(&token, "CreateRecoveryCodes").await.json();
    let code = made["RecoveryCodes"][0].as_str().unwrap().to_owned();
    let mut browser = firefox(&desk);
    let page = password(&desk, &mut browser, "ada").await;
    let page = browser.open(&page.link("/mfa/choose")).await;
    let page = browser.open(&page.link("/mfa/recovery")).await;
    assert!(!page.shown().body.contains(BOX));
    let form = page.form("/mfa/recovery").fill("code", &code).tick("remember");
    assert!(browser.submit(&page, &form).await.has_left());
    let known = devices(&desk, "ada").await;
    assert!(known[0].second_factor_at.is_none(), "{known:?}");
    assert!(!is_spared(&desk, &mut browser, "ada").await);
}

/// An app that is set up on the way in is a second factor that was proven.
#[actix_web::test]
async fn the_box_is_offered_where_an_app_is_set_up() {
    let desk = Desk::open(|settings| settings.devices = Some(OPT_IN)).await;
    let on = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "ON"});
    desk.admin("SetUserPoolMfaConfig", on).await;
    desk.person("ada", &[]).await;
    let mut browser = firefox(&desk);
    let page = password(&desk, &mut browser, "ada").await;
    let body = &page.shown().body;
    assert!(body.contains(BOX), "{page:?}");
    let secret = body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
    let app = App::learn(secret);
    let form = page.form("/mfa/setup").fill("code", &app.code(&desk.app)).tick("remember");
    let codes = browser.submit(&page, &form).await;
    assert!(browser.submit(&codes, &codes.form("/mfa/codes")).await.has_left());
    desk.app.advance_secs(30);
    assert!(is_spared(&desk, &mut browser, "ada").await);
}
