//! Who a user is linked to is shown as on Cognito: a list in the ID token, text everywhere else; and nobody writes it.

use serde_json::{Value, json};

use super::{configure, google, linking, links};
use crate::support::desk::{Desk, refused};
use crate::support::tokens::claims;

const SUBJECT: &str = "Cognito_Subject";

fn of(attributes: &Value) -> Option<Value> {
    let mut found = attributes.as_array().unwrap().iter().filter(|one| one["Name"] == "identities");
    found.next().map(|one| serde_json::from_str(one["Value"].as_str().unwrap()).unwrap())
}

#[actix_web::test]
async fn links_are_shown_where_cognito_shows_them() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[google()]).await;
    let person = desk.app.person("ada").await;
    let before = desk.sign_in("ada").await;
    assert_eq!(claims(before["IdToken"].as_str().unwrap()).get("identities"), None, "who has none has no claim");
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "1234")).await;
    let tokens = desk.sign_in("ada").await;
    let in_token = claims(tokens["IdToken"].as_str().unwrap())["identities"].clone();
    assert_eq!((&in_token[0]["userId"], &in_token[0]["providerType"]), (&json!("1234"), &json!("Google")));
    assert_eq!(claims(tokens["AccessToken"].as_str().unwrap()).get("identities"), None);

    let token = tokens["AccessToken"].as_str().unwrap();
    assert_eq!(of(&desk.user(token, "GetUser", json!({})).await["UserAttributes"]).as_ref(), Some(&in_token));
    let listed = desk.admin("ListUsers", json!({})).await;
    assert_eq!(of(&listed["Users"][0]["Attributes"]).as_ref(), Some(&in_token));

    let mut browser = desk.app.browser();
    let app = desk.app.app_client();
    let set = app.sign_in(&desk.app.client, &mut browser, &person).await;
    assert_eq!(claims(&set.id)["identities"], in_token, "whichever scopes were asked for");
    let info = app.user_info(&set.access).await.json();
    assert_eq!(serde_json::from_str::<Value>(info["identities"].as_str().unwrap()).unwrap(), in_token);
}

#[actix_web::test]
async fn nobody_writes_them() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[google()]).await;
    desk.app.person("ada").await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "1234")).await;
    let tokens = desk.sign_in("ada").await;
    let token = tokens["AccessToken"].as_str().unwrap();
    let forged = json!([{ "Name": "identities", "Value": "[]" }]);
    let names = json!(["identities"]);
    let by_user = [
        ("UpdateUserAttributes", json!({ "UserAttributes": forged })),
        ("DeleteUserAttributes", json!({ "UserAttributeNames": names })),
    ];
    for (operation, input) in by_user {
        assert_eq!(refused(&desk.try_user(token, operation, input).await).0, "InvalidParameter", "{operation}");
    }
    let by_admin = [
        ("AdminUpdateUserAttributes", json!({ "Username": "ada", "UserAttributes": forged })),
        ("AdminDeleteUserAttributes", json!({ "Username": "ada", "UserAttributeNames": names })),
        ("AdminCreateUser", json!({ "Username": "eve", "UserAttributes": forged })),
        ("CreateUserPoolClient", json!({ "ClientName": "App", "WriteAttributes": ["identities"] })),
    ];
    for (operation, input) in by_admin {
        assert_eq!(refused(&desk.try_admin(operation, input).await).0, "InvalidParameter", "{operation}");
    }
    let sign_up = json!({ "Username": "eve", "Password": crate::support::PASSWORD, "UserAttributes": forged });
    assert_eq!(refused(&desk.try_app("SignUp", sign_up).await).0, "InvalidParameter");
    assert_eq!(links(&desk, "ada").await.len(), 1);
}
