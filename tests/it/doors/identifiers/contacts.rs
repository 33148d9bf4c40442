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

/// Case 221: mail goes to the address that is stored, whatever was typed. Where case counts, two addresses are two people.
#[actix_web::test]
async fn a_recovery_goes_to_the_stored_address_however_it_was_typed() {
    for case_sensitive in [false, true] {
        let desk = Desk::open(|settings| {
            settings.sign_in_names.username_attributes = [Contact::Email].into();
            settings.sign_in_names.case_sensitive = case_sensitive;
        })
        .await;
        desk.person("Ada@example.test", &[("email", "Ada@example.test"), ("email_verified", "true")]).await;
        let others = desk.sign_up("ada@example.test", &[]).await;
        assert_eq!(others.code(), if case_sensitive { 200 } else { 400 }, "{others:?}");
        if case_sensitive {
            desk.admin("AdminConfirmSignUp", json!({ "Username": "ada@example.test" })).await;
            let own = json!({ "Username": "ada@example.test",
                "UserAttributes": list(&[("email_verified", "true")]) });
            desk.admin("AdminUpdateUserAttributes", own).await;
        }
        let mails = async |typed: &str| {
            let before = desk.app.node().mailbox().all().len();
            desk.app("ForgotPassword", json!({ "Username": typed })).await;
            desk.app.node().run_jobs().await;
            let mails = desk.app.node().mailbox().all().split_off(before);
            mails.into_iter().map(|mail| mail.to).collect::<Vec<_>>()
        };
        assert_eq!(mails("Ada@example.test").await, ["Ada@example.test"]);
        if case_sensitive {
            assert_eq!(mails("ada@example.test").await, ["ada@example.test"]);
            assert!(mails("ADA@EXAMPLE.TEST").await.is_empty(), "nobody has that name");
        } else {
            assert_eq!(mails("ada@example.test").await, ["Ada@example.test"]);
            assert_eq!(mails("ADA@EXAMPLE.TEST").await, ["Ada@example.test"]);
        }
        let code = desk.app.mailed_code("Ada@example.test");
        let input = json!({ "Username": "Ada@example.test", "ConfirmationCode": code, "Password": "another horse 8" });
        desk.app("ConfirmForgotPassword", input).await;
        assert_eq!(desk.try_sign_in("Ada@example.test", "another horse 8").await.code(), 200);
        if case_sensitive {
            assert_eq!(desk.try_sign_in("ada@example.test", PASSWORD).await.code(), 200, "the other is as before");
        }
    }
}
