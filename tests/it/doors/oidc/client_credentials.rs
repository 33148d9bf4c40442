//! The client credentials grant: a client gets an access token for itself (RFC 6749 §4.4).

use std::collections::BTreeSet;

use actix_web::test::TestRequest;
use serde_json::json;
use vestibule::domain::client::{Client, OAuthFlow, TokenLifetimes};
use vestibule::domain::resource_server::CustomScope;
use vestibule::flows::manage::clients::{self, ClientChange, ClientCredentialsProblem, ClientProblem};
use vestibule::flows::manage::resource_servers::{self, ResourceServerChange};
use vestibule::storage::{KEPT, LEFT_OUT};

use crate::support::tokens::{kid, names};
use crate::support::{Answer, OAuthClient, TestApp, sample_settings};

const ALL: &str = "orders/read orders/write";

async fn define_scopes(app: &TestApp) {
    let scope = |name: &str| CustomScope { name: name.to_owned(), description: name.to_owned() };
    let scopes = ["read", "write", "admin"].map(scope).into();
    let (deps, name) = (app.deps(), "orders".to_owned());
    let made = resource_servers::create(&deps, &app.pool.id, name.clone(), name, scopes).await.unwrap();
    assert!(matches!(made, ResourceServerChange::Done(_)));
}

/// A client that asks for itself, with two of the three scopes.
async fn machine(app: &TestApp) -> Client {
    define_scopes(app).await;
    app.add_confidential(&app.pool, |settings| {
        settings.oauth_flows = [OAuthFlow::ClientCredentials].into();
        settings.oauth_scopes = ALL.split(' ').map(str::to_owned).collect();
        settings.callback_urls = Vec::new();
        settings.lifetimes = TokenLifetimes { access: Some(2), ..TokenLifetimes::default() };
    })
    .await
}

async fn ask(rp: &OAuthClient, scope: Option<&str>) -> Answer {
    let mut form = vec![("grant_type", "client_credentials")];
    form.extend(scope.map(|scope| ("scope", scope)));
    rp.token_with(&form, &[("authorization", &rp.basic())]).await
}

#[actix_web::test]
async fn a_client_gets_an_access_token_for_itself() {
    let app = TestApp::start().await;
    let client = machine(&app).await;
    let rp = app.oauth_client(&client);
    let answer = ask(&rp, None).await;
    assert_eq!((answer.code(), answer.header("cache-control")), (200, "no-store"));
    let body = answer.json();
    let members: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        members,
        BTreeSet::from(["access_token", "expires_in", "scope", "token_type"]),
        "nothing to refresh with"
    );
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(7200)));
    assert_eq!(body["scope"], ALL, "none was asked for, so it is told which were given (RFC 6749 §3.3)");

    let token = body["access_token"].as_str().unwrap();
    let claims = rp.verify_access_token(token).await;
    let expected = ["auth_time", "client_id", "exp", "iat", "iss", "jti", "scope", "sub", "token_use", "version"];
    assert_eq!(names(&claims), BTreeSet::from(expected), "nobody is behind it");
    assert_eq!((claims["sub"].as_str(), claims["scope"].as_str()), (Some(rp.id.as_str()), Some(ALL)));
    assert_eq!((claims["iat"].as_i64(), claims["version"].as_i64()), (Some(app.now().secs()), Some(2)));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 7200);
    let other = ask(&rp, None).await.json();
    let other = other["access_token"].as_str().unwrap();
    assert_ne!(rp.verify_access_token(other).await["jti"], claims["jti"]);
    assert_eq!(kid(other), kid(token));
    // The secret in the body does as well.
    let secret = rp.secret.clone().unwrap();
    let form = [("grant_type", "client_credentials"), ("client_id", &rp.id), ("client_secret", &secret)];
    assert_eq!(rp.token(&form).await.code(), 200);
}

#[actix_web::test]
async fn it_asks_for_fewer_scopes_and_never_for_others() {
    let app = TestApp::start().await;
    let rp = app.oauth_client(&machine(&app).await);
    for (asked, granted) in [
        ("orders/write", "orders/write"),
        ("orders/write orders/read", "orders/write orders/read"),
        ("orders/read orders/read", "orders/read"),
        ("", ALL),
        ("  ", ALL),
    ] {
        let body = ask(&rp, Some(asked)).await.json();
        let claims = rp.verify_access_token(body["access_token"].as_str().unwrap()).await;
        assert_eq!((&claims["scope"], &body["scope"]), (&json!(granted), &json!(granted)), "{asked:?}");
    }
    for asked in
        ["orders/admin", "orders/read orders/admin", "openid", "openid orders/read", "orders", "orders/READ", "x"]
    {
        ask(&rp, Some(asked)).await.assert_refused(400, "invalid_scope");
    }
    ask(&rp, Some("aws.cognito.signin.user.admin")).await.assert_refused(400, "invalid_scope");
}

/// Case 53: not for a public client, nor for one that does not list the flow, nor without the secret.
#[actix_web::test]
async fn only_confidential_clients_that_list_the_flow_get_one() {
    let app = TestApp::start().await;
    let machine = machine(&app).await;
    let confidential = app.add_confidential(&app.pool, |_| {}).await;
    for client in [&app.client, &confidential] {
        let rp = app.oauth_client(client);
        let mut form = vec![("grant_type", "client_credentials"), ("client_id", rp.id.as_str())];
        form.extend(rp.secret.as_deref().map(|secret| ("client_secret", secret)));
        rp.token(&form).await.assert_refused(400, "unauthorized_client");
    }
    let rp = app.oauth_client(&machine);
    for secret in [None, Some(""), Some("wrong"), confidential.secret.as_ref().map(|_| rp.id.as_str())] {
        let mut form = vec![("grant_type", "client_credentials"), ("client_id", rp.id.as_str())];
        form.extend(secret.map(|secret| ("client_secret", secret)));
        rp.token(&form).await.assert_refused(400, "invalid_client");
    }
    app.change_client(&machine, |settings| settings.oauth_enabled = false).await;
    ask(&rp, None).await.assert_refused(400, "unauthorized_client");
    app.change_client(&machine, |settings| settings.oauth_enabled = true).await;
    assert_eq!(ask(&rp, None).await.code(), 200);
    // It has no page to send a person to.
    let answer = app.browser().get(&rp.request().target()).await;
    answer.assert_error_page();
}

/// Case 53: such a token speaks for nobody, even where a user has the client's id for a name.
#[actix_web::test]
async fn the_token_is_nobodys() {
    let app = TestApp::start().await;
    let rp = app.oauth_client(&machine(&app).await);
    app.person(&rp.id).await;
    let token = ask(&rp, None).await.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(rp.user_info(&token).await.code(), 401);
    for operation in ["GetUser", "GlobalSignOut"] {
        let answer = app.anonymous().call(operation, &json!({ "AccessToken": token })).await;
        assert_eq!(
            (answer.code(), answer.json()["__type"].as_str()),
            (400, Some("NotAuthorizedException")),
            "{operation}"
        );
    }
    let form = [("grant_type", "refresh_token"), ("refresh_token", &token)];
    rp.token_with(&form, &[("authorization", &rp.basic())]).await.assert_refused(400, "invalid_grant");
}

/// DESIGN.md §5: a metric, not an event. Once client, pool and keys were read, the database is not asked again.
#[actix_web::test]
async fn it_costs_no_statement_and_leaves_no_row() {
    let app = TestApp::start().await;
    let rp = app.oauth_client(&machine(&app).await);
    ask(&rp, None).await;
    let rows = async || {
        let mut rows = Vec::new();
        for table in KEPT.iter().chain(LEFT_OUT) {
            rows.push(app.rows(table).await);
        }
        rows
    };
    let (before, spent) = (rows().await, app.statements());
    for scope in [None, Some("orders/read"), Some("openid")] {
        ask(&rp, scope).await;
    }
    let spent = app.statements().since(spent);
    assert_eq!((spent.reads, spent.writes), (0, 0));
    assert_eq!(rows().await, before);
}

#[actix_web::test]
async fn a_client_that_could_not_use_the_flow_cannot_be_made() {
    let app = TestApp::start().await;
    define_scopes(&app).await;
    for (flows, scopes, has_secret, expected) in [
        (vec![OAuthFlow::ClientCredentials], "orders/read", false, ClientCredentialsProblem::NoSecret),
        (vec![OAuthFlow::ClientCredentials, OAuthFlow::Code], "orders/read", true, ClientCredentialsProblem::OtherFlow),
        (
            vec![OAuthFlow::ClientCredentials],
            "orders/read openid",
            true,
            ClientCredentialsProblem::Scope("openid".to_owned()),
        ),
    ] {
        let mut settings = sample_settings::client();
        settings.oauth_flows = flows.into_iter().collect();
        settings.oauth_scopes = scopes.split(' ').map(str::to_owned).collect();
        let made = clients::create(&app.deps(), &app.pool, "x".to_owned(), settings, has_secret).await.unwrap();
        let ClientChange::Refused(problem) = made else { panic!("{made:?}") };
        assert_eq!(problem, ClientProblem::ClientCredentials(expected));
    }
    // The account page has one of its own.
    assert_eq!(app.rows("clients").await, 2);
}

#[actix_web::test]
async fn discovery_tells_of_it() {
    let app = TestApp::start().await;
    let uri = format!("/{}/.well-known/openid-configuration", app.pool.id);
    let document = app.node().send(TestRequest::get().uri(&uri)).await.json();
    assert_eq!(document["grant_types_supported"], json!(["authorization_code", "refresh_token", "client_credentials"]));
    assert_eq!(
        document["scopes_supported"],
        json!(["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"])
    );
    let claims = document["claims_supported"].as_array().unwrap();
    for claim in ["cognito:groups", "cognito:roles", "cognito:preferred_role"] {
        assert!(claims.contains(&json!(claim)), "{claim}");
    }
}
