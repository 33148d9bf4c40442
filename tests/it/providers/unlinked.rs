//! An admin takes away what an account at a provider opens.

use serde_json::json;

use super::{account, configure, google, linking, links, newcomer, oidc};
use crate::support::PASSWORD;
use crate::support::desk::{Desk, refused};

const SUBJECT: &str = "Cognito_Subject";

#[actix_web::test]
async fn a_link_goes_and_what_was_open_ends() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    desk.app.person("ada").await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Corp", SUBJECT, "1")).await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "1")).await;
    let tokens = desk.sign_in("ada").await;
    let token = tokens["AccessToken"].as_str().unwrap();
    desk.user(token, "GetUser", json!({})).await;
    desk.admin("AdminDisableProviderForUser", account("Google", SUBJECT, "1")).await;
    assert_eq!(links(&desk, "ada").await, [("Corp".to_owned(), "1".to_owned())]);
    assert_eq!(refused(&desk.try_user(token, "GetUser", json!({})).await).0, "NotAuthorized");
    desk.sign_in("ada").await;
    let again = desk.try_admin("AdminDisableProviderForUser", account("Google", SUBJECT, "1")).await;
    assert_eq!(refused(&again).0, "UserNotFound");
    desk.admin("AdminDisableProviderForUser", account("Corp", SUBJECT, "1")).await;
    assert!(links(&desk, "ada").await.is_empty(), "no empty list is left");
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "1")).await;
}

#[actix_web::test]
async fn who_came_with_it_is_closed() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[google()]).await;
    let name = newcomer(&desk, "Google", "1").await;
    desk.admin("AdminDisableProviderForUser", account("Google", SUBJECT, "1")).await;
    let user = desk.admin("AdminGetUser", json!({ "Username": name })).await;
    assert_eq!((&user["Enabled"], &user["UserStatus"]), (&json!(false), &json!("EXTERNAL_PROVIDER")));
    assert_eq!(links(&desk, &name).await.len(), 1, "else the same person would be somebody new the next time");
    let own = desk.try_admin("AdminDisableProviderForUser", account("Cognito", SUBJECT, "ada")).await;
    assert_eq!(refused(&own).0, "InvalidParameter");
    let nowhere = desk.try_admin("AdminDisableProviderForUser", account("Nowhere", SUBJECT, "1")).await;
    assert_eq!(refused(&nowhere).0, "ResourceNotFound");
}

/// Who comes from a provider has no password to be reset, and can be given one: then they are a user like any other.
#[actix_web::test]
async fn passwords_of_people_who_come_from_a_provider() {
    let desk = Desk::open(|pool| {
        pool.sign_in_names.alias_attributes.insert(vestibule::domain::pool::Alias::Email);
    })
    .await;
    configure(&desk, &[google()]).await;
    let name = newcomer(&desk, "Google", "1").await;
    let username = json!({ "Username": name });
    let reset = desk.try_admin("AdminResetUserPassword", username.clone()).await;
    assert_eq!(
        refused(&reset),
        ("NotAuthorized".to_owned(), "User password cannot be reset in the current state.".to_owned())
    );
    let password = |name: &str| json!({ "Username": name, "Password": PASSWORD, "Permanent": true });
    desk.admin("AdminSetUserPassword", password(&name)).await;
    assert_eq!(desk.admin("AdminGetUser", username).await["UserStatus"], "CONFIRMED");
    desk.sign_in(&name).await;
    // From now on the link can go without closing the account.
    desk.admin("AdminDisableProviderForUser", account("Google", SUBJECT, "1")).await;
    desk.sign_in(&name).await;

    // With a password they would sign in with an address that is another user's.
    let second = newcomer(&desk, "Google", "2").await;
    let proven = json!([{ "Name": "email_verified", "Value": "true" }]);
    desk.admin("AdminUpdateUserAttributes", json!({ "Username": second, "UserAttributes": proven })).await;
    let taken = json!({
        "Username": "owner",
        "UserAttributes": [{ "Name": "email", "Value": "2@example.test" }, { "Name": "email_verified", "Value": "true" }],
        "MessageAction": "SUPPRESS",
    });
    desk.admin("AdminCreateUser", taken).await;
    assert_eq!(refused(&desk.try_admin("AdminSetUserPassword", password(&second)).await).0, "AliasExists");
    let clash = json!({ "Username": second, "MessageAction": "SUPPRESS" });
    assert_eq!(refused(&desk.try_admin("AdminCreateUser", clash).await).0, "UsernameExists");
}
