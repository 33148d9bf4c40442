//! A provider goes: out of every client, and out of what users are linked to. Its users stay.

use serde_json::json;

use super::{configure, google, linking, links, newcomer, oidc};
use crate::support::desk::Desk;

const SUBJECT: &str = "Cognito_Subject";

#[actix_web::test]
async fn nothing_of_a_provider_stays_but_its_users() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    desk.app.person("ada").await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Corp", SUBJECT, "1")).await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Google", SUBJECT, "1")).await;
    // More than one batch.
    for at in 0..120 {
        newcomer(&desk, "Corp", &format!("s{at}")).await;
    }
    let listing = json!({ "ClientName": "App", "SupportedIdentityProviders": ["COGNITO", "Corp", "Google"] });
    let client = desk.admin("CreateUserPoolClient", listing).await["UserPoolClient"]["ClientId"].clone();
    desk.admin("DeleteIdentityProvider", json!({ "ProviderName": "Corp" })).await;

    let after = desk.admin("DescribeUserPoolClient", json!({ "ClientId": client })).await;
    assert_eq!(after["UserPoolClient"]["SupportedIdentityProviders"], json!(["COGNITO", "Google"]));
    assert_eq!(links(&desk, "ada").await, [("Google".to_owned(), "1".to_owned())]);
    assert!(links(&desk, "Corp_s0").await.is_empty() && links(&desk, "Corp_s119").await.is_empty());
    assert_eq!(desk.app.rows("identities").await, 1);
    let user = desk.admin("AdminGetUser", json!({ "Username": "Corp_s0" })).await;
    assert_eq!((&user["UserStatus"], &user["Enabled"]), (&json!("EXTERNAL_PROVIDER"), &json!(true)));

    // One of the same name is another one: nobody is linked to it.
    configure(&desk, &[oidc("Corp")]).await;
    desk.admin("AdminLinkProviderForUser", linking("ada", "Corp", SUBJECT, "s0")).await;
}
