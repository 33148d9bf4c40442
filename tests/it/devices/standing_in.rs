//! What a remembered device spares, and what it does not.

use serde_json::json;
use vestibule::domain::device::{DevicePolicy, TRUST_DAYS};
use vestibule::domain::event::EventName;

use super::{ALWAYS, cookie, desk, devices, firefox, is_spared, switch, token, value, with_code};
use crate::support::tokens::claims;

const DAY: i64 = 24 * 3600;

#[actix_web::test]
async fn a_device_is_remembered_with_the_second_factor_and_spares_it_from_then_on() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    assert!(!is_spared(&desk, &mut browser, "ada").await && value(&desk, &browser).is_none(), "nothing is proven yet");
    with_code(&desk, &mut browser, &app).await;
    let first = value(&desk, &browser).unwrap();
    let known = devices(&desk, "ada").await;
    assert_eq!((known.len(), known[0].name.as_str()), (1, "Firefox on Linux"));
    assert!(known[0].is_remembered && !known[0].last_address.is_empty());

    let page = super::password(&desk, &mut browser, "ada").await;
    let tokens = desk.app.app_client().redeem(&page.parameter("code")).await.json();
    let claims = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["amr"], json!(["pwd"]), "a device is no factor");
    assert_ne!(value(&desk, &browser).unwrap(), first, "the value is replaced where it spared a factor");
    let same = devices(&desk, "ada").await;
    assert_eq!((same.len(), same[0].id), (1, known[0].id));
    assert_eq!(desk.app.events(EventName::DeviceRemembered).await, 1);
    assert_eq!(desk.app.events(EventName::DeviceStoodIn).await, 1);

    let mut other = firefox(&desk);
    assert!(!is_spared(&desk, &mut other, "ada").await, "another browser is asked");
    assert!(!desk.app.dump(&["devices", "events"]).await.contains(&first), "only hashes are kept");
}

#[actix_web::test]
async fn it_spares_nothing_where_the_pool_does_not_say_so_or_says_nothing() {
    let (desk, app) = desk(DevicePolicy { stands_in: false, asks_person: false }).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(devices(&desk, "ada").await[0].is_remembered);
    assert!(!is_spared(&desk, &mut browser, "ada").await);

    let plain = crate::support::desk::Desk::open(|_| {}).await;
    plain.person("bob", &[]).await;
    let mut browser = firefox(&plain);
    assert!(is_spared(&plain, &mut browser, "bob").await);
    assert!(browser.jar.get(&cookie(&plain)).is_none() && plain.app.rows("devices").await == 0);
}

/// Remembering what never proved a second factor spares none: who turns the factor on later is asked.
#[actix_web::test]
async fn a_device_without_a_proven_second_factor_spares_none() {
    let (desk, app) = desk(ALWAYS).await;
    let token = token(&desk, &app).await;
    switch(&desk, &token, false).await;
    let mut browser = firefox(&desk);
    assert!(is_spared(&desk, &mut browser, "ada").await, "nothing is asked");
    let known = devices(&desk, "ada").await;
    assert!(known[0].is_remembered && known[0].second_factor_at.is_none());
    switch(&desk, &token, true).await;
    assert!(!is_spared(&desk, &mut browser, "ada").await);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await);
    assert_eq!(devices(&desk, "ada").await.len(), 1);
}

#[actix_web::test]
async fn the_code_is_asked_again_after_a_month_however_often_the_device_is_used() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    for _ in 0..TRUST_DAYS - 1 {
        desk.app.advance_secs(DAY);
        assert!(is_spared(&desk, &mut browser, "ada").await);
    }
    desk.app.advance_secs(DAY);
    assert!(!is_spared(&desk, &mut browser, "ada").await);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await);
}

/// Single sign-on to a second app asks for no code either, as long as the device is remembered; what it proves stays one
/// factor.
#[actix_web::test]
async fn a_session_of_a_remembered_device_is_resumed_while_it_is_remembered() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await);
    let target = desk.app.app_client().request().target();
    let before = desk.app.statements();
    let resumed = browser.open(&target).await;
    let spent = desk.app.statements().since(before);
    assert!(resumed.has_left(), "{resumed:?}");
    assert_eq!((spent.reads, spent.writes), (2, 1), "the code; and the device is read");

    // The account page asks, and only for what was spared.
    let mut at_account = browser.clone();
    let page = at_account.open(&format!("/{}/account", desk.app.pool.id)).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let page = at_account.submit(&page, &page.form("/continue").press("choice", "continue")).await;
    assert!(page.url.path().ends_with("/mfa"), "{page:?}");

    let mut without = browser.clone();
    without.jar.put(&cookie(&desk), "");
    assert!(!without.open(&target).await.has_left(), "the session alone is not enough");
    let id = devices(&desk, "ada").await[0].id;
    let user = vestibule::domain::user::UserId::parse(&desk.attribute("ada", "sub").await).unwrap();
    let pool = desk.app.pool.id.clone();
    let forget = async |tx: &vestibule::storage::Tx| tx.devices().remove(&pool, user, id).await;
    assert!(desk.app.deps().storage.unit(forget).await.unwrap());
    assert!(!browser.open(&target).await.has_left(), "it was forgotten");
}

/// DESIGN §5: a device that is known costs a read, and a write where it spares more than it costs, or once a day.
#[actix_web::test]
async fn what_devices_cost() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    let cost = async |browser: &mut crate::support::browser::Browser, who: &str| {
        let before = desk.app.statements();
        assert!(is_spared(&desk, browser, who).await);
        desk.app.statements().since(before).writes
    };
    // The attempt is reserved and cleared, the session, the grant, the event; and the device.
    assert_eq!(cost(&mut browser, "bob").await, 3 + 1 + 1 + 2, "a new device, and the event that says so");
    assert_eq!(cost(&mut browser, "bob").await, 3 + 1 + 1 + 1, "again: the session's key; nothing of the device");
    desk.app.advance_secs(DAY);
    assert_eq!(cost(&mut browser, "bob").await, 3 + 1 + 1 + 1 + 1, "once a day");
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert_eq!(cost(&mut browser, "ada").await, 3 + 1 + 1 + 1 + 2, "its value, and the event that says so");
}
