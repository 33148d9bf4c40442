//! All names of a person lead to the same account and are counted together.

use serde_json::json;
use vestibule::domain::pool::{Alias, PoolSettings};

use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, list};

/// Everything that can be an alias is one.
pub(super) fn all_aliases(settings: &mut PoolSettings) {
    settings.sign_in_names.alias_attributes = [Alias::Email, Alias::PhoneNumber, Alias::PreferredUsername].into();
}

const ADA: [(&str, &str); 5] = [
    ("email", "Ada@Example.test"),
    ("email_verified", "true"),
    ("phone_number", "+4915112345678"),
    ("phone_number_verified", "true"),
    ("preferred_username", "Countess"),
];

/// Her names as people type them: other cases, full-width letters, spaces around them.
const NAMES: [&str; 9] =
    ["ada", "ADA", " ada ", "ａｄａ", "ada@example.test", "ADA@EXAMPLE.TEST", "+4915112345678", "countess", "COUNTESS"];

#[actix_web::test]
async fn every_name_opens_the_same_account_at_both_doors() {
    let desk = Desk::open(all_aliases).await;
    let sub = desk.person("Ada", &ADA).await;
    for name in NAMES {
        // The API's constraint on `USERNAME` is the flow's: what is typed around a name does not matter.
        assert_eq!(desk.who_signs_in(name).await, sub, "{name}");
        let mut browser = desk.app.browser();
        assert!(browser.try_sign_in(&desk.app.client, name, PASSWORD).await.has_left(), "{name} at the page");
    }
    assert_eq!(desk.seen("+4915112345678").await["Username"], "Ada", "kept as it was given");
}

/// Case 221: changing the name or the door brings no new attempts.
#[actix_web::test]
async fn failures_under_all_names_and_at_both_doors_are_counted_together() {
    let desk = Desk::open(all_aliases).await;
    desk.person("Ada", &ADA).await;
    desk.person("grace", &[]).await;
    for name in ["ada", "ADA@example.test", "countess"] {
        assert_refused(&desk.try_sign_in(name, "wrong").await, "NotAuthorized", "Incorrect username or password.");
    }
    for name in ["+4915112345678", "ａｄａ"] {
        assert!(!desk.app.browser().try_sign_in(&desk.app.client, name, "wrong").await.has_left());
    }
    for name in NAMES {
        let locked = desk.try_sign_in(name, PASSWORD).await;
        assert_refused(&locked, "NotAuthorized", "Password attempts exceeded");
    }
    assert!(!desk.app.browser().try_sign_in(&desk.app.client, "countess", PASSWORD).await.has_left());
    done(&desk.try_sign_in("grace", PASSWORD).await);
    desk.app.advance_secs(900);
    desk.sign_in("countess").await;
}

#[actix_web::test]
async fn an_alias_signs_in_only_once_it_is_proven() {
    let desk = Desk::open(all_aliases).await;
    let contacts = [("email", "ada@example.test"), ("phone_number", "+4915112345678")];
    let sub = desk.person("ada", &contacts).await;
    for (name, value) in contacts {
        let early = desk.try_sign_in(value, PASSWORD).await;
        assert_refused(&early, "NotAuthorized", "Incorrect username or password.");
        let mut browser = desk.app.browser();
        assert!(!browser.try_sign_in(&desk.app.client, value, PASSWORD).await.has_left());
        let proven = list(&[(&format!("{name}_verified"), "true")]);
        desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": proven})).await;
        assert_eq!(desk.who_signs_in(value).await, sub);
    }
    // A new address is not proven by the old one.
    let changed = list(&[("email", "countess@example.test")]);
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": changed})).await;
    assert_eq!(desk.attribute("ada", "email_verified").await, "false");
    for address in ["ada@example.test", "countess@example.test"] {
        desk.try_sign_in(address, PASSWORD).await.assert_wrong_password();
    }
    assert_eq!(desk.who_signs_in("ada").await, sub);
}

/// A preferred name counts from the confirmation on (`cognito.md` §6.2).
#[actix_web::test]
async fn a_preferred_name_signs_in_once_its_user_is_confirmed() {
    let desk = Desk::open(all_aliases).await;
    done(&desk.sign_up("ada", &[("email", "ada@example.test"), ("preferred_username", "countess")]).await);
    desk.try_sign_in("countess", PASSWORD).await.assert_wrong_password();
    let code = desk.app.mailed_code("ada@example.test");
    desk.app("ConfirmSignUp", json!({"Username": "ada", "ConfirmationCode": code})).await;
    assert_eq!(desk.who_signs_in("countess").await, desk.who_signs_in("ada").await);
    assert_eq!(desk.who_signs_in("ada@example.test").await, desk.who_signs_in("ada").await, "proven by the code");
}

/// Recovery, like the sign-in, is reached by every name, and its codes are counted together.
#[actix_web::test]
async fn recovery_is_reached_by_every_name() {
    let desk = Desk::open(all_aliases).await;
    let sub = desk.person("Ada", &ADA).await;
    desk.app("ForgotPassword", json!({"Username": "COUNTESS"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("Ada@Example.test");
    let input = json!({"Username": "+4915112345678", "ConfirmationCode": code, "Password": "another 9 battery"});
    desk.app("ConfirmForgotPassword", input).await;
    desk.app.advance_secs(1);
    let answer = done(&desk.try_sign_in("ada", "another 9 battery").await);
    let token = answer["AuthenticationResult"]["AccessToken"].as_str().unwrap().to_owned();
    let user = desk.user(&token, "GetUser", json!({})).await;
    assert_eq!(crate::support::desk::value_of(&user["UserAttributes"], "sub"), sub);
    for name in ["ada", "countess", "ada@example.test", "+4915112345678"] {
        desk.app("ForgotPassword", json!({ "Username": name })).await;
    }
    let sixth = desk.try_app("ForgotPassword", json!({"Username": "ADA"})).await;
    assert_refused(&sixth, "LimitExceeded", "Attempt limit exceeded, please try after some time.");
}

/// In a pool that tells cases apart, `Ada` and `ada` are two people; compatibility forms are one all the same.
#[actix_web::test]
async fn a_pool_may_tell_cases_apart() {
    let desk = Desk::open(|settings| settings.sign_in_names.case_sensitive = true).await;
    let (upper, lower) = (desk.person("Ada", &[]).await, desk.person("ada", &[]).await);
    assert_ne!(upper, lower);
    assert_eq!(desk.who_signs_in("Ada").await, upper);
    assert_eq!(desk.who_signs_in("ada").await, lower);
    assert_eq!(desk.who_signs_in("ａｄａ").await, lower);
    desk.try_sign_in("ADA", PASSWORD).await.assert_wrong_password();
}
