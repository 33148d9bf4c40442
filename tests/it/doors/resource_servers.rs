//! Resource servers at the API, and custom scopes from the client's settings to the token.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::client::Client;
use vestibule::domain::event::EventName;
use vestibule::domain::pool::PoolId;

use super::groups::{done, keyholder, refusal};
use crate::support::aws_sdk::AwsSdk;
use crate::support::{TestApp, TokenSet};

const API: &str = "https://api.test/v1";

fn scope(name: &str) -> Value {
    json!({ "ScopeName": name, "ScopeDescription": format!("May {name}") })
}

/// A resource server with these scopes.
pub(super) fn server(pool: &PoolId, scopes: &[&str]) -> Value {
    let scopes: Vec<Value> = scopes.iter().map(|name| scope(name)).collect();
    json!({ "UserPoolId": pool.as_str(), "Identifier": API, "Name": "Orders", "Scopes": scopes })
}

fn one(pool: &PoolId) -> Value {
    json!({ "UserPoolId": pool.as_str(), "Identifier": API })
}

async fn list_scopes(sdk: &AwsSdk, client: &Client, scopes: &[&str]) {
    let change =
        json!({ "UserPoolId": client.pool.as_str(), "ClientId": client.id.as_str(), "AllowedOAuthScopes": scopes });
    done(sdk, "UpdateUserPoolClient", &change).await;
}

async fn listed_scopes(sdk: &AwsSdk, client: &Client) -> Value {
    let one = json!({ "UserPoolId": client.pool.as_str(), "ClientId": client.id.as_str() });
    done(sdk, "DescribeUserPoolClient", &one).await["UserPoolClient"]["AllowedOAuthScopes"].clone()
}

#[actix_web::test]
async fn a_resource_server_is_made_read_changed_listed_and_deleted() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Admin, None).await, app.pool.id.clone());
    let made = done(&sdk, "CreateResourceServer", &server(&pool, &["read", "write"])).await["ResourceServer"].clone();
    assert_eq!(made, server(&pool, &["read", "write"]));
    assert_eq!(done(&sdk, "DescribeResourceServer", &one(&pool)).await["ResourceServer"], made);
    let again = refusal(&sdk.call("CreateResourceServer", &server(&pool, &[])).await);
    assert_eq!(again.0, "InvalidParameterException");

    let renamed = json!({ "UserPoolId": pool.as_str(), "Identifier": API, "Name": "Shop" });
    let changed = done(&sdk, "UpdateResourceServer", &renamed).await["ResourceServer"].clone();
    assert_eq!((&changed["Name"], &changed["Scopes"]), (&json!("Shop"), &made["Scopes"]), "what is not said stays");
    done(&sdk, "UpdateResourceServer", &server(&pool, &["admin"])).await;
    let described = done(&sdk, "DescribeResourceServer", &one(&pool)).await["ResourceServer"].clone();
    assert_eq!(described["Scopes"], json!([scope("admin")]));

    let other = json!({ "UserPoolId": pool.as_str(), "Identifier": "a", "Name": "A" });
    done(&sdk, "CreateResourceServer", &other).await;
    let first = done(&sdk, "ListResourceServers", &json!({ "UserPoolId": pool.as_str(), "MaxResults": 1 })).await;
    assert_eq!(first["ResourceServers"][0]["Identifier"], "a");
    let rest = json!({ "UserPoolId": pool.as_str(), "NextToken": first["NextToken"] });
    let rest = done(&sdk, "ListResourceServers", &rest).await;
    assert_eq!((&rest["ResourceServers"][0]["Identifier"], rest.get("NextToken")), (&json!(API), None));

    done(&sdk, "DeleteResourceServer", &one(&pool)).await;
    let gone = ("ResourceNotFoundException".to_owned(), format!("Resource server {API} does not exist."));
    for (operation, input) in [
        ("DescribeResourceServer", one(&pool)),
        ("UpdateResourceServer", server(&pool, &[])),
        ("DeleteResourceServer", one(&pool)),
    ] {
        assert_eq!(refusal(&sdk.call(operation, &input).await), gone, "{operation}");
    }
    for (name, times) in [
        (EventName::ResourceServerCreated, 2),
        (EventName::ResourceServerUpdated, 2),
        (EventName::ResourceServerDeleted, 1),
    ] {
        assert_eq!(app.events(name).await, times, "{name:?}");
    }
}

#[actix_web::test]
async fn what_cannot_be_a_resource_server_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Admin, None).await, app.pool.id.clone());
    let many: Vec<Value> = (0..101).map(|number| scope(&format!("s{number}"))).collect();
    for (member, value) in [
        ("Identifier", json!("")),
        ("Identifier", json!("with space")),
        ("Identifier", json!("i".repeat(257))),
        ("Name", json!("<b>")),
        ("Scopes", json!([scope("a/b")])),
        ("Scopes", json!([scope("a b")])),
        ("Scopes", json!([scope("a"), scope("a")])),
        ("Scopes", json!([{ "ScopeName": "a" }])),
        ("Scopes", json!(many)),
    ] {
        let mut given = server(&pool, &["read"]);
        given[member] = value.clone();
        let refused = refusal(&sdk.call("CreateResourceServer", &given).await);
        assert_eq!(refused.0, "InvalidParameterException", "{member}={value}");
    }
    assert_eq!(app.rows("resource_servers").await, 0);
    // Operators keep people, not what apps may do.
    let operator = keyholder(&app, Role::Operator, None).await;
    for operation in ["CreateResourceServer", "UpdateResourceServer"] {
        let refused = refusal(&operator.call(operation, &server(&pool, &["read"])).await);
        assert_eq!(refused.0, "AccessDeniedException", "{operation}");
    }
}

#[actix_web::test]
async fn a_client_lists_only_scopes_that_exist() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Admin, None).await, app.pool.id.clone());
    done(&sdk, "CreateResourceServer", &server(&pool, &["read"])).await;
    let before = listed_scopes(&sdk, &app.client).await;
    for absent in ["https://api.test/v1/write", "https://api.test/read", "https://api.test/v1", "profiles", "x/read"] {
        let change = json!({ "UserPoolId": pool.as_str(), "ClientId": app.client.id.as_str(),
            "AllowedOAuthScopes": ["openid", "https://api.test/v1/read", absent] });
        assert_eq!(
            refusal(&sdk.call("UpdateUserPoolClient", &change).await).0,
            "ScopeDoesNotExistException",
            "{absent}"
        );
        let new = json!({ "UserPoolId": pool.as_str(), "ClientName": "x", "AllowedOAuthScopes": [absent] });
        assert_eq!(refusal(&sdk.call("CreateUserPoolClient", &new).await).0, "ScopeDoesNotExistException", "{absent}");
    }
    assert_eq!(listed_scopes(&sdk, &app.client).await, before);
    // The account page has one of its own.
    assert_eq!(app.rows("clients").await, 2);
    list_scopes(&sdk, &app.client, &["openid", "https://api.test/v1/read"]).await;
    assert_eq!(listed_scopes(&sdk, &app.client).await, json!(["https://api.test/v1/read", "openid"]));
    // Another pool's scopes are nobody's.
    let other = app.add_pool("Others").await;
    let new = json!({ "UserPoolId": other.id.as_str(), "ClientName": "x",
        "AllowedOAuthScopes": ["https://api.test/v1/read"] });
    assert_eq!(refusal(&sdk.call("CreateUserPoolClient", &new).await).0, "ScopeDoesNotExistException");
}

#[actix_web::test]
async fn custom_scopes_go_from_the_request_into_the_token() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Admin, None).await, app.pool.id.clone());
    done(&sdk, "CreateResourceServer", &server(&pool, &["read", "write"])).await;
    list_scopes(&sdk, &app.client, &["openid", "https://api.test/v1/read"]).await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let asked = rp.request().with("scope", "openid https://api.test/v1/read");
    let tokens = TokenSet::of(&rp.redeem(&rp.code(&mut browser, &asked).await).await);
    let access = rp.verify_access_token(&tokens.access).await;
    assert_eq!(access["scope"], "openid https://api.test/v1/read");
    let narrowed = rp.refresh_with(&tokens.refresh, &[("scope", "https://api.test/v1/read")]).await;
    let narrowed = TokenSet::of(&narrowed);
    assert_eq!(rp.verify_access_token(&narrowed.access).await["scope"], "https://api.test/v1/read");
    assert_eq!(narrowed.id, "", "without openid there is no ID token");
    // It exists, and this client may not have it.
    let wider = rp.request().with("scope", "openid https://api.test/v1/write");
    assert_eq!(browser.get(&wider.target()).await.redirected("error"), "invalid_scope");
}

/// A scope that goes away goes from every client and from the next token, and one of the same name that comes later
/// is not given to those who had the first.
#[actix_web::test]
async fn a_scope_goes_with_its_resource_server() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Admin, None).await, app.pool.id.clone());
    done(&sdk, "CreateResourceServer", &server(&pool, &["read", "write"])).await;
    let (read, write) = ("https://api.test/v1/read", "https://api.test/v1/write");
    list_scopes(&sdk, &app.client, &["openid", read, write]).await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let asked = rp.request().with("scope", &format!("openid {read} {write}"));
    let tokens = TokenSet::of(&rp.redeem(&rp.code(&mut browser, &asked).await).await);
    let waiting = rp.code(&mut browser, &asked).await;

    done(&sdk, "UpdateResourceServer", &server(&pool, &["read"])).await;
    assert_eq!(listed_scopes(&sdk, &app.client).await, json!([read, "openid"]));
    let tokens = TokenSet::of(&rp.refresh(&tokens.refresh).await);
    assert_eq!(rp.verify_access_token(&tokens.access).await["scope"], format!("openid {read}"));
    let redeemed = TokenSet::of(&rp.redeem(&waiting).await);
    assert_eq!(rp.verify_access_token(&redeemed.access).await["scope"], format!("openid {read}"));
    rp.refresh_with(&tokens.refresh, &[("scope", write)]).await.assert_refused(400, "invalid_scope");

    done(&sdk, "DeleteResourceServer", &one(&pool)).await;
    assert_eq!(listed_scopes(&sdk, &app.client).await, json!(["openid"]));
    assert_eq!(browser.get(&asked.target()).await.redirected("error"), "invalid_scope");
    done(&sdk, "CreateResourceServer", &server(&pool, &["read", "write"])).await;
    let tokens = TokenSet::of(&rp.refresh(&tokens.refresh).await);
    assert_eq!(rp.verify_access_token(&tokens.access).await["scope"], "openid");
}
