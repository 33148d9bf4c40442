//! Two users want one name: who has proven it keeps it, unless it is moved on purpose.

use serde_json::json;

use super::one_person::all_aliases;
use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, list};

const TAKEN: &str = "An account with the given email already exists.";
const SHARED: (&str, &str) = ("email", "shared@example.test");

/// Case 172: the second account that confirms an address is told, and its code still works to move the address.
#[actix_web::test]
async fn a_proven_address_moves_only_on_purpose() {
    let desk = Desk::open(all_aliases).await;
    done(&desk.sign_up("ada", &[SHARED]).await);
    let first = desk.app.mailed_code(SHARED.1);
    desk.app("ConfirmSignUp", json!({"Username": "ada", "ConfirmationCode": first})).await;
    let held = desk.sign_in("ada").await;
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.node().run_jobs().await;
    let recovery = desk.app.mailed_code(SHARED.1);

    done(&desk.sign_up("eve", &[SHARED]).await);
    let second = desk.app.mailed_code(SHARED.1);
    let mut input = json!({"Username": "eve", "ConfirmationCode": second});
    assert_refused(&desk.try_app("ConfirmSignUp", input.clone()).await, "AliasExists", TAKEN);
    assert_eq!(desk.seen("eve").await["UserStatus"], "UNCONFIRMED");
    assert_eq!(desk.attribute("ada", "email_verified").await, "true");
    let ada = desk.who_signs_in("ada").await;
    assert_eq!(desk.who_signs_in(SHARED.1).await, ada);

    input["ForceAliasCreation"] = json!(true);
    desk.app("ConfirmSignUp", input).await;
    let eve = desk.who_signs_in("eve").await;
    assert_ne!(ada, eve);
    assert_eq!(desk.who_signs_in(SHARED.1).await, eve, "moved");
    assert_eq!(desk.who_signs_in("ada").await, ada, "her name is still hers");
    assert_eq!(desk.attribute("ada", "email").await, SHARED.1);
    assert_eq!(desk.attribute("ada", "email_verified").await, "false");
    // What she held stays hers, and what was on its way to the address opens her account no more.
    let refresh = json!({"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": held["RefreshToken"]}});
    let again = desk.app("InitiateAuth", refresh).await;
    let token = again["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    assert_eq!(desk.user(token, "GetUser", json!({})).await["Username"], "ada");
    let told = told(&desk, SHARED.1).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("The account of ada is still there"), "{told:?}");
    let stolen = json!({"Username": "ada", "ConfirmationCode": recovery, "Password": "another 9 battery"});
    let refused = desk.try_app("ConfirmForgotPassword", stolen).await;
    assert_refused(&refused, "CodeMismatch", "Invalid verification code provided, please try again.");
}

/// What the mails to an address say of a contact that moved.
async fn told(desk: &Desk, address: &str) -> Vec<String> {
    desk.app.node().run_jobs().await;
    let all = desk.app.node().mailbox().all();
    let told = all.into_iter().filter(|mail| mail.to == address && mail.mail.subject.contains("now"));
    told.map(|mail| mail.mail.text).collect()
}

/// Case 172: of a number that moved, its person is told at the address that they have proven; who has none hears nothing.
#[actix_web::test]
async fn who_loses_a_number_is_told_by_mail() {
    let desk = Desk::open(all_aliases).await;
    let number = ("phone_number", "+4915112345678");
    let proven = [number, ("phone_number_verified", "true")];
    desk.person("ada", &[number, proven[1], ("email", "ada@example.test"), ("email_verified", "true")]).await;
    let taken = json!({"Username": "eve", "MessageAction": "SUPPRESS", "UserAttributes": list(&proven)});
    assert_refused(
        &desk.try_admin("AdminCreateUser", taken.clone()).await,
        "UsernameExists",
        "An account with the given phone_number already exists.",
    );
    assert!(told(&desk, "ada@example.test").await.is_empty(), "nothing moved");
    let mut moved = taken;
    moved["ForceAliasCreation"] = json!(true);
    desk.admin("AdminCreateUser", moved.clone()).await;
    let mails = told(&desk, "ada@example.test").await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("Another account has your phone number now"), "{mails:?}");
    assert_eq!(desk.attribute("ada", "email_verified").await, "true", "the rest is as it was");

    let count = desk.app.node().mailbox().all().len();
    moved["Username"] = json!("mallory");
    desk.admin("AdminCreateUser", moved).await;
    assert_eq!(desk.seen("mallory").await["Username"], "mallory");
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.node().mailbox().all().len(), count, "eve has no address");
}

/// An admin who says that an address is proven is told whose it is, and may move it.
#[actix_web::test]
async fn an_admin_moves_an_address_on_purpose_too() {
    let desk = Desk::open(all_aliases).await;
    let ada = desk.person("ada", &[SHARED, ("email_verified", "true")]).await;
    let proven = list(&[SHARED, ("email_verified", "true")]);
    let mut input = json!({"Username": "eve", "MessageAction": "SUPPRESS", "UserAttributes": proven});
    assert_refused(&desk.try_admin("AdminCreateUser", input.clone()).await, "UsernameExists", TAKEN);
    assert_eq!(desk.app.rows("users").await, 1);

    // Where the address is not said to be proven, there is nothing to move.
    let unproven = json!({"Username": "bob", "MessageAction": "SUPPRESS", "ForceAliasCreation": true,
        "UserAttributes": list(&[SHARED])});
    desk.admin("AdminCreateUser", unproven).await;
    assert_eq!(desk.who_signs_in(SHARED.1).await, ada);

    input["ForceAliasCreation"] = json!(true);
    desk.admin("AdminCreateUser", input).await;
    assert_eq!(desk.seen(SHARED.1).await["Username"], "eve");
    assert_eq!(desk.attribute("ada", "email_verified").await, "false");
    let back = json!({"Username": "ada", "UserAttributes": list(&[("email_verified", "true")])});
    assert_refused(&desk.try_admin("AdminUpdateUserAttributes", back).await, "AliasExists", TAKEN);
}

#[actix_web::test]
async fn a_preferred_name_is_one_users_at_a_time() {
    let desk = Desk::open(all_aliases).await;
    desk.person("ada", &[("preferred_username", "countess")]).await;
    let taken = "An account with the given preferred_username already exists.";
    // As somebody's username, at confirmation, and with a new password.
    let input = json!({"Username": "Countess", "Password": PASSWORD});
    assert_refused(&desk.try_app("SignUp", input).await, "UsernameExists", "User already exists");
    done(&desk.sign_up("eve", &[("preferred_username", "COUNTESS")]).await);
    assert_refused(&desk.try_admin("AdminConfirmSignUp", json!({"Username": "eve"})).await, "AliasExists", taken);
    assert_eq!(desk.seen("eve").await["UserStatus"], "UNCONFIRMED");

    let made = json!({"Username": "bob", "MessageAction": "SUPPRESS", "TemporaryPassword": PASSWORD});
    desk.admin("AdminCreateUser", made).await;
    let asked = done(&desk.try_sign_in("bob", PASSWORD).await);
    let mut answer = json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "bob", "NEW_PASSWORD": "another 9 battery",
            "userAttributes.preferred_username": "countess"}});
    assert_refused(&desk.try_app("RespondToAuthChallenge", answer.clone()).await, "AliasExists", taken);
    answer["ChallengeResponses"]["userAttributes.preferred_username"] = json!("builder");
    desk.app("RespondToAuthChallenge", answer).await;
    assert_eq!(desk.seen("builder").await["Username"], "bob");
    assert_eq!(desk.seen("countess").await["Username"], "ada");
}

/// Whoever could take another's address as a name of their own would be signed in in the other's place.
#[actix_web::test]
async fn no_chosen_name_is_somebodys_contact() {
    let desk = Desk::open(all_aliases).await;
    for (name, message) in [
        ("victim@example.test", "Username cannot be of email format, since user pool is configured for email alias."),
        ("victim＠example.test", "Username cannot be of email format, since user pool is configured for email alias."),
        (
            "+4915112345678",
            "Username cannot be of phone number format, since user pool is configured for phone number alias.",
        ),
    ] {
        assert_refused(&desk.sign_up(name, &[]).await, "InvalidParameter", message);
        let made = desk.try_admin("AdminCreateUser", json!({"Username": name, "MessageAction": "SUPPRESS"})).await;
        assert_refused(&made, "InvalidParameter", message);
        let refused = desk.sign_up("eve", &[("preferred_username", name)]).await;
        let said = "Attributes did not conform to the schema: preferred_username: \
                    The value does not fit the attribute's type or bounds";
        assert_refused(&refused, "InvalidParameter", said);
    }
    assert_eq!(desk.app.rows("users").await, 0);
    // Where they are no aliases, a name may look like anything.
    let desk = Desk::open(|_| ()).await;
    done(&desk.sign_up("victim@example.test", &[("preferred_username", "Any Name At All")]).await);
}
