//! Changes keep what they do not say, and Describe shows what they left.

use serde_json::{Value, json};

use super::world::World;
use super::{done, exception, with};

/// What an object says, without when it was last changed.
fn undated(mut described: Value) -> Value {
    described["LastModifiedDate"] = Value::Null;
    described
}

async fn pool(world: &World) -> Value {
    let input = json!({ "UserPoolId": world.ours.pool_id() });
    undated(done(&world.reader.call("DescribeUserPool", &input).await)["UserPool"].clone())
}

async fn client(world: &World, id: &Value) -> Value {
    let input = json!({ "UserPoolId": world.ours.pool_id(), "ClientId": id });
    undated(done(&world.reader.call("DescribeUserPoolClient", &input).await)["UserPoolClient"].clone())
}

/// Each change of a pool, where Describe shows it, and what it shows; null: nothing any more.
fn pool_changes() -> Vec<(Value, &'static str, Value)> {
    let policy = |member: &str, value: Value| json!({ "Policies": { "PasswordPolicy": { member: value } } });
    vec![
        (json!({ "PoolName": "Renamed" }), "/Name", json!("Renamed")),
        (policy("MinimumLength", json!(12)), "/Policies/PasswordPolicy/MinimumLength", json!(12)),
        (policy("RequireNumbers", json!(true)), "/Policies/PasswordPolicy/RequireNumbers", json!(true)),
        (json!({ "AutoVerifiedAttributes": [] }), "/AutoVerifiedAttributes", Value::Null),
        (json!({ "DeletionProtection": "ACTIVE" }), "/DeletionProtection", json!("ACTIVE")),
        (
            json!({ "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true } }),
            "/AdminCreateUserConfig/AllowAdminCreateUserOnly",
            json!(true),
        ),
        (
            json!({ "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Name": "admin_only", "Priority": 1 }] } }),
            "/AccountRecoverySetting/RecoveryMechanisms",
            json!([{ "Name": "admin_only", "Priority": 1 }]),
        ),
        (
            json!({ "VerificationMessageTemplate": { "EmailSubject": "Hello" } }),
            "/VerificationMessageTemplate/EmailSubject",
            json!("Hello"),
        ),
    ]
}

#[actix_web::test]
async fn a_change_of_a_pool_changes_what_it_says_and_no_more() {
    let world = World::start().await;
    for (change, place, value) in pool_changes() {
        let mut expected = pool(&world).await;
        let old = expected.pointer(place).cloned();
        assert_ne!(old.as_ref(), Some(&value), "{place}: nothing would change");
        done(&world.admin.call("UpdateUserPool", &with(change, "UserPoolId", world.ours.pool_id())).await);
        let after = pool(&world).await;
        assert_eq!(after.pointer(place).cloned().unwrap_or_default(), value, "{place}");
        // All but this member, and what says the same under its old name, is as it was.
        let (parent, member) = place.rsplit_once('/').unwrap();
        let parent = expected.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        parent.remove(member);
        if !value.is_null() {
            parent.insert(member.to_owned(), value);
        }
        if let Some(subject) = after.get("EmailVerificationSubject") {
            expected["EmailVerificationSubject"] = subject.clone();
        }
        assert_eq!(after, expected, "{place}");
    }
    let all = pool(&world).await;
    done(&world.admin.call("UpdateUserPool", &json!({ "UserPoolId": world.ours.pool_id() })).await);
    assert_eq!(pool(&world).await, all, "a change that says nothing changes nothing");
}

#[actix_web::test]
async fn a_refused_change_of_a_pool_changes_nothing() {
    let world = World::start().await;
    let before = world.app.state_but(&[]).await;
    for change in [
        json!({ "PoolName": "Renamed", "MfaConfiguration": "ON" }),
        json!({ "PoolName": "Renamed", "Policies": { "PasswordPolicy": { "MinimumLength": 5 } } }),
        json!({ "PoolName": "Renamed", "Policies": { "PasswordPolicy": { "MinimumLength": 100 } } }),
        json!({ "PoolName": "Renamed", "AutoVerifiedAttributes": ["phone_number"] }),
        json!({ "PoolName": "Renamed", "LambdaConfig": { "PreSignUp": "arn:aws:lambda:eu-west-1:1:function:f" } }),
        json!({ "PoolName": "Renamed", "UsernameAttributes": ["email"] }),
        json!({ "PoolName": "Renamed", "DeletionProtection": "MAYBE" }),
        json!({ "PoolName": "" }),
        json!({ "PoolName": ["Renamed"] }),
    ] {
        let answer =
            world.admin.call("UpdateUserPool", &with(change.clone(), "UserPoolId", world.ours.pool_id())).await;
        assert_eq!(answer.code(), 400, "{change}: {answer:?}");
    }
    assert_eq!(world.app.state_but(&[]).await, before);
}

/// A protected pool stays until it is no longer protected.
#[actix_web::test]
async fn a_protected_pool_is_not_deleted() {
    let world = World::start().await;
    let pool = json!({ "UserPoolId": world.ours.pool_id() });
    done(&world.admin.call("UpdateUserPool", &with(pool.clone(), "DeletionProtection", "ACTIVE")).await);
    assert_eq!(exception(&world.admin.call("DeleteUserPool", &pool).await), "InvalidParameterException");
    done(&world.reader.call("DescribeUserPool", &pool).await);
    done(&world.admin.call("UpdateUserPool", &with(pool.clone(), "DeletionProtection", "INACTIVE")).await);
    done(&world.admin.call("DeleteUserPool", &pool).await);
    assert_eq!(exception(&world.reader.call("DescribeUserPool", &pool).await), "ResourceNotFoundException");
}

#[actix_web::test]
async fn a_change_of_a_client_changes_what_it_says_and_no_more() {
    let world = World::start().await;
    let new = json!({
        "UserPoolId": world.ours.pool_id(),
        "ClientName": "App",
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "CallbackURLs": ["https://app.test/cb"],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email"],
        "AllowedOAuthFlowsUserPoolClient": true,
        "AccessTokenValidity": 10,
        "TokenValidityUnits": { "AccessToken": "minutes" },
        "ReadAttributes": ["email"],
    });
    let made = done(&world.admin.call("CreateUserPoolClient", &new).await)["UserPoolClient"].clone();
    let id = made["ClientId"].clone();
    assert_eq!(client(&world, &id).await, undated(made));
    for (member, value) in [
        ("ClientName", json!("Renamed")),
        ("ExplicitAuthFlows", json!(["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"])),
        ("CallbackURLs", json!(["https://app.test/other"])),
        ("LogoutURLs", json!(["https://app.test/bye"])),
        ("AllowedOAuthScopes", json!(["email", "openid", "profile"])),
        ("AccessTokenValidity", json!(20)),
        ("RefreshTokenValidity", json!(3)),
        ("ReadAttributes", json!(["email", "name"])),
        ("WriteAttributes", json!(["name"])),
        ("PreventUserExistenceErrors", json!("LEGACY")),
        ("EnableTokenRevocation", json!(false)),
        ("AuthSessionValidity", json!(5)),
        ("RefreshTokenRotation", json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": 30 })),
    ] {
        let before = client(&world, &id).await;
        let input = json!({ "UserPoolId": world.ours.pool_id(), "ClientId": id });
        let mut said = value.clone();
        sort(&mut said);
        done(&world.admin.call("UpdateUserPoolClient", &with(input, member, value)).await);
        let mut after = client(&world, &id).await;
        sort(&mut after[member]);
        assert_eq!(after, with(before, member, said), "{member}");
    }
}

fn sort(value: &mut Value) {
    if let Some(list) = value.as_array_mut() {
        list.sort_by_key(Value::to_string);
    }
}

/// Cases 27 and 59: what a client cannot be is refused, and it stays what it was.
#[actix_web::test]
async fn a_refused_change_of_a_client_changes_nothing() {
    let world = World::start().await;
    let before = world.app.state_but(&[]).await;
    let rotation = |feature: &str, grace: i64| json!({ "Feature": feature, "RetryGracePeriodSeconds": grace });
    let mut refused = vec![
        ("RefreshTokenRotation", rotation("ENABLED", 61)),
        ("RefreshTokenRotation", rotation("ENABLED", -1)),
        ("RefreshTokenRotation", rotation("SOMETIMES", 1)),
        ("AccessTokenValidity", json!(90_000)),
        ("RefreshTokenValidity", json!(315_360_001)),
        ("AuthSessionValidity", json!(2)),
        ("AuthSessionValidity", json!(16)),
        ("AllowedOAuthScopes", json!(["openid", "orders/write"])),
        ("AllowedOAuthFlows", json!(["implicit"])),
        ("ExplicitAuthFlows", json!(["ALLOW_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])),
        ("SupportedIdentityProviders", json!(["Google"])),
        ("DefaultRedirectURI", json!("https://app.test/other")),
        ("ReadAttributes", json!(["custom:nothing"])),
        ("ClientSecret", json!("a secret of my own choice")),
    ];
    for url in [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "http://app.test/cb",
        "https://*.app.test/cb",
        "https://user@app.test/cb",
        "https://app.test/cb#part",
        "app.test/cb",
        "*",
    ] {
        refused.push(("CallbackURLs", json!([url])));
        refused.push(("LogoutURLs", json!([url])));
    }
    let input =
        json!({ "UserPoolId": world.ours.pool_id(), "ClientId": world.ours.client_id(), "ClientName": "Renamed" });
    for (member, value) in refused {
        let answer = world.admin.call("UpdateUserPoolClient", &with(input.clone(), member, value.clone())).await;
        assert_eq!(answer.code(), 400, "{member} {value}: {answer:?}");
    }
    assert_eq!(world.app.state_but(&[]).await, before);
}
