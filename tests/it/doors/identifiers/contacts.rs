//! Pools whose users sign in with a contact: it is their name, and what is behind it is made up.

use serde_json::json;
use vestibule::domain::pool::{Contact, PoolSettings};
use vestibule::domain::user::UserId;

use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, list};

fn by(contacts: &'static [Contact]) -> impl FnOnce(&mut PoolSettings) {
    |settings| settings.sign_in_names.username_attributes = contacts.iter().copied().collect()
}

#[actix_web::test]
async fn an_address_is_the_name_before_it_is_proven() {
    let desk = Desk::open(by(&[Contact::Email])).await;
    let made = done(&desk.sign_up("Ada@example.test", &[]).await);
    let code = desk.app.mailed_code("Ada@example.test");
    desk.app("ConfirmSignUp", json!({"Username": "ada@EXAMPLE.test", "ConfirmationCode": code})).await;
    assert_eq!(desk.who_signs_in("ada@example.test").await, made["UserSub"]);
    let seen = desk.seen("ada@example.test").await;
    assert_eq!(seen["Username"], made["UserSub"], "made up");
    assert!(UserId::parse(seen["Username"].as_str().unwrap()).is_some());
    assert_eq!(desk.attribute("ada@example.test", "email").await, "Ada@example.test");
    for same in ["ada@example.test", "ADA@EXAMPLE.TEST"] {
        let taken = "An account with the given email already exists.";
        assert_refused(&desk.sign_up(same, &[]).await, "UsernameExists", taken);
    }
    assert_refused(&desk.sign_up("ada", &[]).await, "InvalidParameter", "Username should be an email.");
    assert_eq!(desk.app.rows("users").await, 1);
    // A new address is the new name, and the old one is free.
    let changed = json!({"Username": "ada@example.test",
        "UserAttributes": list(&[("email", "countess@example.test"), ("email_verified", "true")])});
    desk.admin("AdminUpdateUserAttributes", changed).await;
    assert_eq!(desk.who_signs_in("countess@example.test").await, made["UserSub"]);
    desk.try_sign_in("ada@example.test", PASSWORD).await.assert_wrong_password();
}

#[actix_web::test]
async fn a_phone_number_is_a_name_too() {
    let desk = Desk::open(by(&[Contact::PhoneNumber])).await;
    let made = done(&desk.sign_up("+4915112345678", &[]).await);
    assert!(made["CodeDeliveryDetails"].is_null(), "nothing can be sent there");
    desk.admin("AdminConfirmSignUp", json!({"Username": "+4915112345678"})).await;
    assert_eq!(desk.who_signs_in("+4915112345678").await, made["UserSub"]);
    assert!(desk.app.browser().try_sign_in(&desk.app.client, "+4915112345678", PASSWORD).await.has_left());
    let taken = "An account with the given phone_number already exists.";
    assert_refused(&desk.sign_up("+4915112345678", &[]).await, "UsernameExists", taken);
    for other in ["ada", "ada@example.test", "015112345678"] {
        assert_refused(&desk.sign_up(other, &[]).await, "InvalidParameter", "Username should be a phone number.");
    }
    assert_eq!(desk.app.rows("users").await, 1);
}

#[actix_web::test]
async fn either_contact_may_be_the_name() {
    let desk = Desk::open(by(&[Contact::Email, Contact::PhoneNumber])).await;
    let made = done(&desk.sign_up("+4915112345678", &[("email", "ada@example.test")]).await);
    let code = desk.app.mailed_code("ada@example.test");
    desk.app("ConfirmSignUp", json!({"Username": "+4915112345678", "ConfirmationCode": code})).await;
    for name in ["+4915112345678", "ada@example.test"] {
        assert_eq!(desk.who_signs_in(name).await, made["UserSub"], "{name}");
    }
    let neither = "Username should be either an email or a phone number.";
    assert_refused(&desk.sign_up("ada", &[]).await, "InvalidParameter", neither);
}
