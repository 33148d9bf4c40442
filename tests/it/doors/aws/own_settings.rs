//! The operations that Cognito has no members for: what is set can be read back, at the API and in what it does.

use serde_json::{Value, json};

use super::world::World;
use super::{assert_refused, done, exception, with};
use crate::support::Answer;
use crate::support::aws_sdk::AwsSdk;

async fn call(sdk: &AwsSdk, operation: &str, input: &Value) -> Answer {
    sdk.call_target(&format!("VestibuleService.{operation}"), input).await
}

#[actix_web::test]
async fn settings_of_a_pool_are_read_back_and_bounded() {
    let world = World::start().await;
    let pool = json!({ "UserPoolId": world.ours.pool_id() });
    let before = done(&call(&world.reader, "DescribeUserPoolSettings", &pool).await);
    assert_eq!((&before["SessionIdleSeconds"], &before["SessionAbsoluteSeconds"]), (&json!(3600), &json!(86_400)));

    for (member, value) in [
        ("SessionIdleSeconds", json!(59)),
        ("SessionIdleSeconds", json!(86_401)),
        ("SessionAbsoluteSeconds", json!(7_776_001)),
        ("SessionAbsoluteSeconds", json!(0)),
        ("SessionIdleSeconds", json!("600")),
        ("SessionIdleMinutes", json!(10)),
    ] {
        let answer = call(&world.admin, "UpdateUserPoolSettings", &with(pool.clone(), member, value)).await;
        assert_eq!(answer.code(), 400, "{member}: {answer:?}");
        assert_eq!(done(&call(&world.reader, "DescribeUserPoolSettings", &pool).await), before);
    }
    let changed = with(pool.clone(), "SessionIdleSeconds", 600);
    let answered = done(&call(&world.admin, "UpdateUserPoolSettings", &changed).await);
    let after = done(&call(&world.reader, "DescribeUserPoolSettings", &pool).await);
    assert_eq!(answered, after);
    assert_eq!(after, with(before, "SessionIdleSeconds", 600), "what was not said stays");
    let theirs = json!({ "UserPoolId": world.theirs.pool_id() });
    assert_eq!(done(&call(&world.reader, "DescribeUserPoolSettings", &theirs).await)["SessionIdleSeconds"], 3600);
}

#[actix_web::test]
async fn settings_of_a_client_are_read_back_and_in_force() {
    let world = World::start().await;
    let client = json!({ "UserPoolId": world.ours.pool_id(), "ClientId": world.ours.client_id() });
    let before = done(&call(&world.reader, "DescribeUserPoolClientSettings", &client).await);
    assert_eq!((&before["RequirePkce"], &before["CodeLifetimeSeconds"]), (&json!(true), &json!(60)));
    for (member, value) in
        [("CodeLifetimeSeconds", json!(301)), ("CodeLifetimeSeconds", json!(0)), ("Pkce", json!(true))]
    {
        let answer = call(&world.admin, "UpdateUserPoolClientSettings", &with(client.clone(), member, value)).await;
        assert_eq!(exception(&answer), "InvalidParameterException", "{member}");
    }
    assert_eq!(done(&call(&world.reader, "DescribeUserPoolClientSettings", &client).await), before);

    let request = world.app.app_client().request().without_pkce();
    assert_eq!(world.app.browser().get(&request.target()).await.redirected("error"), "invalid_request");
    done(&call(&world.admin, "UpdateUserPoolClientSettings", &with(client.clone(), "RequirePkce", false)).await);
    let after = done(&call(&world.reader, "DescribeUserPoolClientSettings", &client).await);
    assert_eq!(after, with(before, "RequirePkce", false));
    let page = world.app.browser().open(&request.target()).await;
    assert!(page.url.path().ends_with("/login"), "the switch is in force: {page:?}");

    // Cognito's own view of the client is not touched.
    let described = done(&world.admin.call("DescribeUserPoolClient", &client).await);
    assert_eq!(described["UserPoolClient"]["ClientName"], "App");
}

#[actix_web::test]
async fn a_theme_is_read_back_until_it_is_reset() {
    let world = World::start().await;
    let pool = json!({ "UserPoolId": world.ours.pool_id() });
    let plain = done(&call(&world.reader, "DescribeTheme", &pool).await);
    let bad = with(pool.clone(), "Tokens", json!({ "accent": "url(https://evil.test/)" }));
    let answer = call(&world.admin, "UpdateTheme", &bad).await;
    assert_eq!(exception(&answer), "InvalidParameterException");
    assert_eq!(done(&call(&world.reader, "DescribeTheme", &pool).await), plain);

    let good = with(pool.clone(), "Tokens", json!({ "accent": "#0b5fff" }));
    let answered = done(&call(&world.admin, "UpdateTheme", &good).await);
    let themed = done(&call(&world.reader, "DescribeTheme", &pool).await);
    assert_eq!(answered, themed);
    assert_eq!(themed["Tokens"]["accent"], "#0b5fff");
    done(&call(&world.admin, "ResetTheme", &pool).await);
    assert_eq!(done(&call(&world.reader, "DescribeTheme", &pool).await), plain);
}

#[actix_web::test]
async fn operations_are_found_under_their_own_service_only() {
    let world = World::start().await;
    let pool = json!({ "UserPoolId": world.ours.pool_id() });
    assert_refused(
        &world.admin.call("DescribeTheme", &pool).await,
        "UnknownOperationException",
        "The operation is not known.",
    );
    assert_eq!(exception(&call(&world.admin, "DescribeUserPool", &pool).await), "UnknownOperationException");
    done(&call(&world.admin, "DescribeTheme", &pool).await);
}
