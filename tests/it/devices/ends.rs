//! What ends a device: everything that ends everything else of a user, and time.

use serde_json::{Value, json};
use vestibule::domain::device::IDLE_DAYS;

use super::{ALWAYS, desk, devices, firefox, is_spared, with_code};
use crate::support::PASSWORD;
use crate::support::desk::Desk;

const DAY: i64 = 24 * 3600;

/// `ada` has a device that spares her the code, something happens, and it does not any more.
async fn ended_by(what: &str, happens: impl AsyncFnOnce(&Desk)) {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await, "{what}");
    happens(&desk).await;
    assert!(devices(&desk, "ada").await.is_empty(), "{what}: it is still there");
    assert!(!is_spared(&desk, &mut browser, "ada").await, "{what}: it still spares");
    desk.app.advance_secs(30);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await, "{what}: and can be remembered again");
}

async fn admin(desk: &Desk, operation: &str, more: Value) {
    let mut input = more;
    input["Username"] = json!("ada");
    desk.admin(operation, input).await;
}

#[actix_web::test]
async fn a_password_set_by_an_admin_ends_it() {
    ended_by("AdminSetUserPassword", async |desk| {
        admin(desk, "AdminSetUserPassword", json!({ "Password": PASSWORD, "Permanent": true })).await;
    })
    .await;
}

/// Case 163.
#[actix_web::test]
async fn a_reset_ends_it() {
    ended_by("ForgotPassword", async |desk| {
        desk.app("ForgotPassword", json!({ "Username": "ada" })).await;
        desk.app.node().run_jobs().await;
        let code = desk.app.mailed_code("ada@example.test");
        let confirm = json!({ "Username": "ada", "ConfirmationCode": code, "Password": PASSWORD });
        desk.app("ConfirmForgotPassword", confirm).await;
    })
    .await;
}

#[actix_web::test]
async fn a_sign_out_everywhere_ends_it() {
    ended_by("AdminUserGlobalSignOut", async |desk| admin(desk, "AdminUserGlobalSignOut", json!({})).await).await;
}

#[actix_web::test]
async fn a_closed_account_ends_it() {
    ended_by("AdminDisableUser", async |desk| {
        admin(desk, "AdminDisableUser", json!({})).await;
        admin(desk, "AdminEnableUser", json!({})).await;
    })
    .await;
}

/// A device is trusted for a factor that is not set up any more.
#[actix_web::test]
async fn a_reset_of_the_factors_ends_it() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let answer = desk.try_own_admin("ResetSecondFactors", json!({ "Username": "ada" })).await;
    assert_eq!(answer.code(), 200, "{answer:?}");
    assert!(devices(&desk, "ada").await.is_empty());
}

/// The row may be there still: that all was ended for the user is enough.
#[actix_web::test]
async fn a_device_from_before_the_end_of_everything_is_dead_on_every_node() {
    let (desk, app) = desk(ALWAYS).await;
    let second = desk.app.second_node().await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let mut there = browser.clone().through(&second);
    admin(&desk, "AdminUserGlobalSignOut", json!({})).await;
    assert!(!is_spared(&desk, &mut there, "ada").await);
    assert!(!is_spared(&desk, &mut browser, "ada").await);
    with_code(&desk, &mut browser, &app).await;
    let mut there = browser.clone().through(&second);
    assert!(is_spared(&desk, &mut there, "ada").await, "what one node remembers the other knows");
}

#[actix_web::test]
async fn a_device_that_nobody_uses_is_forgotten() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    desk.app.advance_secs(IDLE_DAYS * DAY);
    assert!(!is_spared(&desk, &mut browser, "ada").await);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.rows("devices").await, 0);
}

/// A restored device may have been forgotten since the backup was taken: none comes back.
#[actix_web::test]
async fn no_backup_brings_one_back() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let restored = desk.app.restored(&desk.app.backup().await).await;
    let there = &mut browser.clone().through(&restored.node);
    assert!(!is_spared(&desk, there, "ada").await);
    assert!(is_spared(&desk, &mut browser, "ada").await);
}
