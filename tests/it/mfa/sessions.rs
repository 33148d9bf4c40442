//! A browser's session from before the second factor does not go around it.

use serde_json::json;

use super::{desk, with_app_on};

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
