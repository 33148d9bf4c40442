//! Devices over the API: the pool's setting, and the operations of users and admins.

use serde_json::{Value, json};
use vestibule::domain::device::MOST_DEVICES;

use super::{ALWAYS, OPT_IN, desk, devices, firefox, is_spared, token, value, with_code};
use crate::support::desk::{Desk, assert_refused, done, value_of};

#[actix_web::test]
pub(crate) async fn a_pool_says_what_becomes_of_devices() {
    let desk = Desk::open(|_| {}).await;
    desk.person("bob", &[]).await;
    let shown = async || desk.admin("DescribeUserPool", json!({})).await["UserPool"]["DeviceConfiguration"].clone();
    assert_eq!(shown().await, Value::Null);
    assert!(is_spared(&desk, &mut firefox(&desk), "bob").await && devices(&desk, "bob").await.is_empty());
    let set = async |given: Value| {
        desk.admin("UpdateUserPool", json!({ "DeviceConfiguration": given })).await;
    };
    let always = json!({"ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false});
    set(json!({ "ChallengeRequiredOnNewDevice": true })).await;
    assert_eq!(shown().await, always);
    desk.admin("UpdateUserPool", json!({ "DeletionProtection": "INACTIVE" })).await;
    assert_eq!(shown().await, always, "what is not said stays");
    assert!(is_spared(&desk, &mut firefox(&desk), "bob").await);
    assert!(devices(&desk, "bob").await[0].is_remembered);
    set(json!({ "DeviceOnlyRememberedOnUserPrompt": true })).await;
    let asked = json!({"ChallengeRequiredOnNewDevice": false, "DeviceOnlyRememberedOnUserPrompt": true});
    assert_eq!(shown().await, asked);
    assert!(is_spared(&desk, &mut firefox(&desk), "bob").await);
    assert_eq!(devices(&desk, "bob").await.iter().filter(|device| device.is_remembered).count(), 1);
    set(json!({})).await;
    assert_eq!(shown().await, Value::Null, "without a member it is off again");
    let made = desk.make_pool(json!({ "PoolName": "P", "DeviceConfiguration": asked.clone() })).await;
    assert_eq!(done(&made)["UserPool"]["DeviceConfiguration"], asked);
}

#[actix_web::test]
async fn a_user_sees_and_forgets_their_devices() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "bob").await);
    let token = token(&desk, &app).await;
    assert_eq!(devices(&desk, "ada").await.len(), 1, "an app of the API is no device");
    let listed = desk.user(&token, "ListDevices", json!({})).await;
    let device = &listed["Devices"][0];
    assert_eq!((listed["Devices"].as_array().unwrap().len(), &listed["PaginationToken"]), (1, &Value::Null));
    let key = device["DeviceKey"].as_str().unwrap();
    assert!(key.starts_with("xx-local-1_") && key.len() == 11 + 36, "{key}");
    let attribute = |name: &str| value_of(&device["DeviceAttributes"], name);
    assert_eq!((attribute("device_name").as_str(), attribute("device_status").as_str()), ("Firefox on Linux", "valid"));
    assert_eq!(attribute("dev:device_remembered_status"), "remembered");
    assert!(!attribute("last_ip_used").is_empty());
    for date in ["DeviceCreateDate", "DeviceLastModifiedDate", "DeviceLastAuthenticatedDate"] {
        assert!(device[date].is_number(), "{date}: {device}");
    }
    let one = desk.user(&token, "GetDevice", json!({ "DeviceKey": key })).await;
    assert_eq!(&one["Device"], device);

    let bobs = desk.admin("AdminListDevices", json!({ "Username": "bob" })).await;
    let foreign = &bobs["Devices"][0]["DeviceKey"];
    for operation in ["GetDevice", "ForgetDevice", "UpdateDeviceStatus"] {
        let refused = desk.try_user(&token, operation, json!({ "DeviceKey": foreign })).await;
        assert_refused(&refused, "ResourceNotFound", "Device does not exist.");
    }
    assert_eq!(devices(&desk, "bob").await.len(), 1);
    desk.user(&token, "ForgetDevice", json!({ "DeviceKey": key })).await;
    assert!(!is_spared(&desk, &mut browser, "ada").await);
    let again = desk.try_user(&token, "ForgetDevice", json!({ "DeviceKey": key })).await;
    assert_refused(&again, "ResourceNotFound", "Device does not exist.");
}

/// Saying that a device is remembered proves nothing: it must have proven a second factor.
#[actix_web::test]
async fn a_status_alone_spares_nothing() {
    let (desk, app) = desk(OPT_IN).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let token = token(&desk, &app).await;
    let key = desk.user(&token, "ListDevices", json!({})).await["Devices"][0]["DeviceKey"].clone();
    let remembered = json!({ "DeviceKey": key, "DeviceRememberedStatus": "remembered" });
    desk.user(&token, "UpdateDeviceStatus", remembered.clone()).await;
    assert!(devices(&desk, "ada").await[0].is_remembered);
    assert!(!is_spared(&desk, &mut browser, "ada").await);
    let mut input = remembered;
    input["Username"] = json!("ada");
    desk.admin("AdminUpdateDeviceStatus", input).await;
    assert!(!is_spared(&desk, &mut browser, "ada").await);
}

#[actix_web::test]
async fn a_device_that_is_not_remembered_any_more_spares_nothing_even_if_it_is_again() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await);
    let listed = desk.admin("AdminListDevices", json!({ "Username": "ada" })).await;
    let key = &listed["Devices"][0]["DeviceKey"];
    for status in ["not_remembered", "remembered"] {
        let input = json!({ "Username": "ada", "DeviceKey": key, "DeviceRememberedStatus": status });
        desk.admin("AdminUpdateDeviceStatus", input).await;
        assert!(!is_spared(&desk, &mut browser, "ada").await, "{status}");
    }
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "ada").await, "a factor was proven on it again");
}

#[actix_web::test]
async fn an_admin_pages_through_the_devices_and_forgets_one() {
    let (desk, _) = desk(ALWAYS).await;
    for _ in 0..MOST_DEVICES {
        desk.app.advance_secs(1);
        assert!(is_spared(&desk, &mut firefox(&desk), "bob").await);
    }
    let (mut keys, mut token) = (Vec::new(), Value::Null);
    loop {
        let mut input = json!({ "Username": "bob", "Limit": 7 });
        if token.is_string() {
            input["PaginationToken"] = token;
        }
        let page = desk.admin("AdminListDevices", input).await;
        keys.extend(page["Devices"].as_array().unwrap().iter().map(|device| device["DeviceKey"].to_string()));
        token = page["PaginationToken"].clone();
        if token.is_null() {
            break;
        }
    }
    keys.sort();
    keys.dedup();
    assert_eq!(u64::try_from(keys.len()).unwrap(), MOST_DEVICES);
    let bad = desk.try_admin("AdminListDevices", json!({ "Username": "bob", "PaginationToken": "x" })).await;
    assert_eq!(bad.code(), 400);
    let mut browser = firefox(&desk);
    assert!(is_spared(&desk, &mut browser, "bob").await && value(&desk, &browser).is_some());
    let key: Value = serde_json::from_str(&keys[3]).unwrap();
    let of_bob = json!({ "Username": "bob", "DeviceKey": key });
    desk.admin("AdminGetDevice", of_bob.clone()).await;
    desk.admin("AdminForgetDevice", of_bob.clone()).await;
    assert_refused(&desk.try_admin("AdminGetDevice", of_bob).await, "ResourceNotFound", "Device does not exist.");
    for bad in ["", "xx-local-1", "xx-local-1_", "yy-1_00000000-0000-4000-8000-000000000000", "\u{0}_a"] {
        let input = json!({ "Username": "bob", "DeviceKey": bad });
        assert_eq!(desk.try_admin("AdminGetDevice", input).await.code(), 400, "{bad}");
    }
}
