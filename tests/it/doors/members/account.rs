//! What users do with their own account, and admins for them.

use serde_json::json;
use vestibule::domain::pool::{Contact, PoolSettings, RecoveryMechanism};

use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, list, refused};

const MISMATCH: &str = "Invalid verification code provided, please try again.";

fn by_email(settings: &mut PoolSettings) {
    settings.sign_in_names.username_attributes = [Contact::Email].into();
}

async fn ada(change: impl FnOnce(&mut PoolSettings)) -> (Desk, String) {
    let desk = Box::pin(Desk::open(change)).await;
    desk.person("ada@old.test", &[("email_verified", "true"), ("name", "Ada")]).await;
    let token = desk.access_token("ada@old.test").await;
    (desk, token)
}

/// Case 220: without the pool's rule a new address counts at once and is unproven; the old one hears of it.
#[actix_web::test]
async fn a_changed_address_is_unproven_until_its_code_comes_back() {
    let (desk, token) = ada(by_email).await;
    let new = json!({"UserAttributes": list(&[("email", "ada@new.test")])});
    let sent = desk.user(&token, "UpdateUserAttributes", new).await;
    let delivery = json!([{"Destination": "a***@n***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}]);
    assert_eq!(sent["CodeDeliveryDetailsList"], delivery);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.attribute("ada@new.test", "email_verified").await, "false");
    desk.try_sign_in("ada@old.test", PASSWORD).await.assert_wrong_password();
    let mails = desk.app.node().mailbox().all();
    let notice = mails.iter().find(|mail| mail.to == "ada@old.test").expect("the old address is told");
    assert!(notice.mail.subject.contains("email address was changed"), "{}", notice.mail.subject);

    let wrong = json!({"AttributeName": "email", "Code": "000000"});
    let refused = desk.try_user(&token, "VerifyUserAttribute", wrong).await;
    assert_refused(&refused, "CodeMismatch", MISMATCH);
    let code = json!({"AttributeName": "email", "Code": desk.app.mailed_code("ada@new.test")});
    desk.user(&token, "VerifyUserAttribute", code.clone()).await;
    assert_eq!(desk.attribute("ada@new.test", "email_verified").await, "true");
    assert_refused(&desk.try_user(&token, "VerifyUserAttribute", code).await, "CodeMismatch", MISMATCH);
}

/// Case 220: with the rule the old address holds until the new one is proven.
#[actix_web::test]
pub(super) async fn an_address_holds_until_the_new_one_is_proven() {
    let (desk, token) = ada(by_email).await;
    let rule = json!({"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}});
    desk.admin("UpdateUserPool", rule.clone()).await;
    let shown = desk.admin("DescribeUserPool", json!({})).await;
    assert_eq!(shown["UserPool"]["UserAttributeUpdateSettings"], rule["UserAttributeUpdateSettings"]);
    desk.person("eve@eve.test", &[]).await;

    let to = |address: &str| json!({"UserAttributes": list(&[("email", address), ("name", "Countess")])});
    let taken = desk.try_user(&token, "UpdateUserAttributes", to("eve@eve.test")).await;
    assert_refused(&taken, "AliasExists", "An account with the given email already exists.");
    assert_eq!(desk.attribute("ada@old.test", "name").await, "Ada", "nothing was changed");

    desk.user(&token, "UpdateUserAttributes", to("ada@new.test")).await;
    assert_eq!(desk.attribute("ada@old.test", "email").await, "ada@old.test");
    assert_eq!(desk.attribute("ada@old.test", "email_verified").await, "true");
    assert_eq!(desk.attribute("ada@old.test", "name").await, "Countess", "the rest changes at once");
    desk.user(&token, "GetUserAttributeVerificationCode", json!({"AttributeName": "email"})).await;
    desk.app.node().run_jobs().await;
    let code = json!({"AttributeName": "email", "Code": desk.app.mailed_code("ada@new.test")});
    desk.user(&token, "VerifyUserAttribute", code).await;
    assert_eq!(desk.attribute("ada@new.test", "email").await, "ada@new.test");
    assert_eq!(desk.attribute("ada@new.test", "email_verified").await, "true");
    desk.try_sign_in("ada@old.test", PASSWORD).await.assert_wrong_password();
    desk.sign_in("ada@new.test").await;
}

/// Case 250: a recovery code on its way to an address is worth nothing once the account has another.
#[actix_web::test]
async fn codes_to_the_old_address_die_with_it() {
    let (desk, token) = ada(by_email).await;
    desk.app("ForgotPassword", json!({"Username": "ada@old.test"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@old.test");
    desk.user(&token, "UpdateUserAttributes", json!({"UserAttributes": list(&[("email", "ada@new.test")])})).await;
    let stolen = json!({"Username": "ada@new.test", "ConfirmationCode": code, "Password": "another 9 battery"});
    assert_refused(&desk.try_app("ConfirmForgotPassword", stolen).await, "CodeMismatch", MISMATCH);
    desk.sign_in("ada@new.test").await;
}

/// Case 219: what a client may not write, and what nobody may.
#[actix_web::test]
async fn users_write_what_their_client_may_and_no_more() {
    let (desk, token) = ada(by_email).await;
    done(&desk.update_client(json!({"WriteAttributes": ["email", "name"]})).await);
    for (name, value, exception) in [
        ("nickname", "x", "NotAuthorized"),
        ("email_verified", "true", "NotAuthorized"),
        ("phone_number_verified", "true", "NotAuthorized"),
        ("sub", "x", "InvalidParameter"),
        ("identities", "[]", "InvalidParameter"),
        ("cognito:groups", "admin", "InvalidParameter"),
        ("custom:role", "admin", "InvalidParameter"),
        ("Email_Verified", "true", "InvalidParameter"),
        ("email", "no address", "InvalidParameter"),
    ] {
        let input = json!({"UserAttributes": list(&[("name", "Eve"), (name, value)])});
        assert_eq!(refused(&desk.try_user(&token, "UpdateUserAttributes", input).await).0, exception, "{name}");
    }
    let removal = json!({"UserAttributeNames": ["nickname"]});
    assert_eq!(refused(&desk.try_user(&token, "DeleteUserAttributes", removal).await).0, "NotAuthorized");
    assert_eq!(desk.attribute("ada@old.test", "name").await, "Ada");
    desk.user(&token, "DeleteUserAttributes", json!({"UserAttributeNames": ["name"]})).await;
    assert_eq!(desk.attribute("ada@old.test", "name").await, "");
    let by_admin = json!({"Username": "ada@old.test", "UserAttributeNames": ["email_verified"]});
    desk.admin("AdminDeleteUserAttributes", by_admin).await;
    assert_eq!(desk.attribute("ada@old.test", "email_verified").await, "");
    let phone = json!({"AttributeName": "phone_number"});
    let refused = refused(&desk.try_user(&token, "GetUserAttributeVerificationCode", phone).await);
    assert_eq!(refused.0, "InvalidParameter");
    let none = desk.try_user("eyJ.x.y", "UpdateUserAttributes", json!({"UserAttributes": []})).await;
    assert_refused(&none, "NotAuthorized", "Invalid Access Token");
}

/// Case 68: a new password closes what else is open; guesses at the old one count as sign-ins.
#[actix_web::test]
async fn a_password_is_changed_by_who_knows_it() {
    let (desk, token) = ada(by_email).await;
    let other = desk.sign_in("ada@old.test").await;
    let mut browser = desk.app.browser();
    assert!(browser.try_sign_in(&desk.app.client, "ada@old.test", PASSWORD).await.has_left());
    let change = |old: &str, new: &str| json!({"PreviousPassword": old, "ProposedPassword": new});
    let short = refused(&desk.try_user(&token, "ChangePassword", change(PASSWORD, "short")).await);
    assert_eq!(short.0, "InvalidPassword");
    let wrong = desk.try_user(&token, "ChangePassword", change("wrong", "another 9 battery")).await;
    wrong.assert_wrong_password();
    assert_eq!(
        refused(&desk.try_user(&token, "ChangePassword", json!({"ProposedPassword": "x"})).await).0,
        "InvalidParameter"
    );
    desk.user(&token, "ChangePassword", change(PASSWORD, "another 9 battery")).await;

    desk.try_sign_in("ada@old.test", PASSWORD).await.assert_wrong_password();
    done(&desk.try_sign_in("ada@old.test", "another 9 battery").await);
    desk.user(&token, "GetUser", json!({})).await;
    let dead = desk.try_user(other["AccessToken"].as_str().unwrap(), "GetUser", json!({})).await;
    assert_refused(&dead, "NotAuthorized", "Access Token has been revoked");
    assert_eq!(desk.app.rows("session_logins").await, 0);
    for _ in 0..5 {
        let _guess = desk.try_user(&token, "ChangePassword", change("wrong", PASSWORD)).await;
    }
    let locked = desk.try_user(&token, "ChangePassword", change("another 9 battery", PASSWORD)).await;
    assert_refused(&locked, "LimitExceeded", "Attempt limit exceeded, please try after some time.");
}

#[actix_web::test]
async fn a_user_who_deletes_themselves_is_gone() {
    let (desk, token) = ada(by_email).await;
    desk.user(&token, "DeleteUser", json!({})).await;
    assert_eq!(desk.app.rows("users").await + desk.app.rows("identifiers").await, 0);
    let gone = desk.try_user(&token, "GetUser", json!({})).await;
    assert_refused(&gone, "NotAuthorized", "Access Token has been revoked");
    done(&desk.sign_up("ada@old.test", &[]).await);
}

#[actix_web::test]
async fn an_admin_makes_a_user_choose_a_new_password() {
    let (desk, token) = ada(by_email).await;
    desk.admin("AdminResetUserPassword", json!({"Username": "ada@old.test"})).await;
    assert_eq!(desk.seen("ada@old.test").await["UserStatus"], "RESET_REQUIRED");
    assert_eq!(refused(&desk.try_user(&token, "GetUser", json!({})).await).0, "NotAuthorized");
    let asked = desk.try_sign_in("ada@old.test", PASSWORD).await;
    assert_refused(&asked, "PasswordResetRequired", "Password reset required for the user");
    desk.try_sign_in("ada@old.test", "wrong").await.assert_wrong_password();
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@old.test");
    let input = json!({"Username": "ada@old.test", "ConfirmationCode": code, "Password": "another 9 battery"});
    desk.app("ConfirmForgotPassword", input).await;
    desk.app.advance_secs(1);
    done(&desk.try_sign_in("ada@old.test", "another 9 battery").await);

    let invited = json!({"Username": "bob@bob.test", "MessageAction": "SUPPRESS"});
    desk.admin("AdminCreateUser", invited).await;
    let early = desk.try_admin("AdminResetUserPassword", json!({"Username": "bob@bob.test"})).await;
    assert_refused(&early, "NotAuthorized", "User password cannot be reset in the current state.");
}

/// Where only admins help, nobody is sent a recovery code, and nothing says so to strangers.
#[actix_web::test]
pub(super) async fn recovery_can_be_the_admins_alone() {
    let (desk, _) = ada(by_email).await;
    let alone = json!({"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]});
    desk.admin("UpdateUserPool", json!({ "AccountRecoverySetting": alone })).await;
    desk.app("ForgotPassword", json!({"Username": "ada@old.test"})).await;
    desk.app.node().run_jobs().await;
    assert!(desk.app.node().mailbox().all().is_empty());
    let none = desk.try_admin("AdminResetUserPassword", json!({"Username": "ada@old.test"})).await;
    let said = "Cannot reset password for the user as there is no registered/verified email or phone_number";
    assert_refused(&none, "InvalidParameter", said);
    let both = json!([{"Name": "admin_only", "Priority": 1}, {"Name": "verified_email", "Priority": 2}]);
    let both = json!({"AccountRecoverySetting": {"RecoveryMechanisms": both}});
    assert_eq!(desk.try_admin("UpdateUserPool", both).await.code(), 400);
    assert_eq!(
        desk.app.deps().directory.pool(&desk.app.pool.id).await.unwrap().unwrap().settings.recovery,
        [RecoveryMechanism::AdminOnly]
    );
}
