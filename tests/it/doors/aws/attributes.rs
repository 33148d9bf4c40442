//! Attributes and names that people and apps may not set, or that do not fit (group Z).

use serde_json::{Value, json};

use super::world::{World, sign_up};
use super::{assert_refused, done, exception, with};
use crate::support::PASSWORD;
use crate::support::aws_sdk::AwsSdk;

async fn pool_with_custom(world: &World) -> (Value, Value) {
    let schema = json!([
        { "Name": "role", "AttributeDataType": "String", "Mutable": true },
        { "Name": "team", "AttributeDataType": "String", "Mutable": true,
          "StringAttributeConstraints": { "MinLength": "2", "MaxLength": "5" } },
        { "Name": "age", "AttributeDataType": "Number", "Mutable": true,
          "NumberAttributeConstraints": { "MinValue": "0", "MaxValue": "150" } },
        { "Name": "badge", "AttributeDataType": "String", "Mutable": false },
    ]);
    let pool = json!({ "PoolName": "Custom", "Schema": schema });
    let pool = done(&world.admin.call("CreateUserPool", &pool).await)["UserPool"]["Id"].clone();
    let client = json!({
        "UserPoolId": pool,
        "ClientName": "App",
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "WriteAttributes": ["email", "name", "custom:team", "custom:age"],
    });
    let client = done(&world.admin.call("CreateUserPoolClient", &client).await)["UserPoolClient"]["ClientId"].clone();
    (pool, client)
}

fn new_user(client: &Value, username: &str, attributes: &[(&str, &str)]) -> Value {
    let attributes: Vec<Value> =
        attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    json!({ "ClientId": client, "Username": username, "Password": PASSWORD, "UserAttributes": attributes })
}

async fn count(sdk: &AwsSdk, pool: &Value) -> usize {
    done(&sdk.call("ListUsers", &json!({ "UserPoolId": pool })).await)["Users"].as_array().unwrap().len()
}

/// Case 219: nobody makes themselves more than they are.
#[actix_web::test]
async fn people_set_only_what_their_app_may_write() {
    let world = World::start().await;
    let (pool, client) = pool_with_custom(&world).await;
    for name in [
        "email_verified",
        "phone_number_verified",
        "custom:role",
        "custom:badge",
        "nickname",
        "sub",
        "cognito:groups",
        "cognito:user_status",
        "identities",
        "custom:unknown",
        "dev:custom:team",
        "Email_Verified",
        "EMAIL",
        "role",
        "username",
        "updated_at ",
    ] {
        let answer = world.anonymous.call("SignUp", &new_user(&client, "eve", &[(name, "true")])).await;
        let refused = exception(&answer);
        let expected = ["NotAuthorizedException", "InvalidParameterException"];
        assert!(expected.contains(&refused.as_str()), "{name}: {answer:?}");
    }
    let twice = new_user(&client, "eve", &[("name", "Eve"), ("name", "Ada")]);
    assert_eq!(exception(&world.anonymous.call("SignUp", &twice).await), "InvalidParameterException");
    assert_eq!(count(&world.reader, &pool).await, 0);
    let good = new_user(&client, "eve", &[("name", "Eve"), ("custom:team", "blue")]);
    done(&world.anonymous.call("SignUp", &good).await);
    assert_eq!(count(&world.reader, &pool).await, 1);
}

/// Case 226: types and bounds.
#[actix_web::test]
async fn values_fit_their_type_and_bounds() {
    let world = World::start().await;
    let (pool, client) = pool_with_custom(&world).await;
    let long = "x".repeat(2049);
    for (name, value) in [
        ("custom:team", "x"),
        ("custom:team", "longer"),
        ("custom:age", "-1"),
        ("custom:age", "151"),
        ("custom:age", "1e309"),
        ("custom:age", "1.5"),
        ("custom:age", "١٢"),
        ("custom:age", " 7"),
        ("name", long.as_str()),
        ("email", "not an address"),
        ("email", "a\r\nBcc: b@example.test"),
        ("name", "nul\0nul"),
    ] {
        let answer = world.anonymous.call("SignUp", &new_user(&client, "eve", &[(name, value)])).await;
        assert_eq!(exception(&answer), "InvalidParameterException", "{name}={value}");
        assert!(!answer.body.contains(value) || value.len() < 3, "{name}: the value is echoed");
    }
    assert_eq!(count(&world.reader, &pool).await, 0);
    let good = [("custom:team", "bl"), ("custom:age", "150"), ("name", "O'Neill <b>&")];
    done(&world.anonymous.call("SignUp", &new_user(&client, "eve", &good)).await);
    let shown = done(&world.reader.call("AdminGetUser", &json!({ "UserPoolId": pool, "Username": "eve" })).await);
    assert!(shown["UserAttributes"].to_string().contains("O'Neill <b>&"), "kept as it was given: {shown}");
}

/// Case 226: fifty custom attributes and no more.
#[actix_web::test]
async fn the_fifty_first_custom_attribute_is_refused() {
    let world = World::start().await;
    let schema = |count: usize| -> Vec<Value> {
        (0..count).map(|at| json!({ "Name": format!("a{at}"), "AttributeDataType": "String" })).collect()
    };
    let pools = done(&world.reader.call("ListUserPools", &json!({ "MaxResults": 60 })).await);
    let refused = world.admin.call("CreateUserPool", &json!({ "PoolName": "Wide", "Schema": schema(51) })).await;
    assert_eq!(exception(&refused), "InvalidParameterException");
    assert_eq!(done(&world.reader.call("ListUserPools", &json!({ "MaxResults": 60 })).await), pools);
    done(&world.admin.call("CreateUserPool", &json!({ "PoolName": "Wide", "Schema": schema(50) })).await);
}

/// What is not said of a user stays; an empty value removes; an immutable value stays what it was first.
#[actix_web::test]
async fn an_admins_change_of_a_user_keeps_the_rest() {
    let world = World::start().await;
    let (pool, _) = pool_with_custom(&world).await;
    let user = json!({ "UserPoolId": pool, "Username": "ada" });
    let attribute = |name: &str, value: &str| json!([{ "Name": name, "Value": value }]);
    let new = json!([
        { "Name": "email", "Value": "ada@example.test" },
        { "Name": "email_verified", "Value": "true" },
        { "Name": "name", "Value": "Ada" },
        { "Name": "custom:badge", "Value": "7" },
    ]);
    let made = with(with(user.clone(), "UserAttributes", new), "MessageAction", "SUPPRESS");
    done(&world.admin.call("AdminCreateUser", &made).await);
    let read = async || {
        let shown = done(&world.reader.call("AdminGetUser", &user).await);
        let mut named = serde_json::Map::new();
        for one in shown["UserAttributes"].as_array().unwrap() {
            named.insert(one["Name"].as_str().unwrap().to_owned(), one["Value"].clone());
        }
        named
    };
    let before = read().await;
    for (name, value, expected) in [
        ("custom:badge", "8", "InvalidParameterException"),
        ("sub", "00000000-0000-4000-8000-000000000000", "InvalidParameterException"),
        ("email", "nonsense", "InvalidParameterException"),
        ("email_verified", "yes", "InvalidParameterException"),
        ("cognito:groups", "admins", "InvalidParameterException"),
    ] {
        let change = with(user.clone(), "UserAttributes", attribute(name, value));
        let answer = world.operator.call("AdminUpdateUserAttributes", &change).await;
        assert_eq!(exception(&answer), expected, "{name}");
        assert_eq!(read().await, before, "{name}");
    }
    let change = async |name: &str, value: &str| {
        let input = with(user.clone(), "UserAttributes", attribute(name, value));
        done(&world.operator.call("AdminUpdateUserAttributes", &input).await);
        read().await
    };
    let renamed = change("name", "Ada L.").await;
    assert_eq!((renamed["name"].as_str(), renamed.len()), (Some("Ada L."), before.len()));
    assert_eq!(renamed["email_verified"], "true");
    let removed = change("name", "").await;
    assert!(!removed.contains_key("name") && removed.len() == before.len() - 1);
    let moved = change("email", "ada@other.test").await;
    assert_eq!((moved["email_verified"].as_str(), moved["custom:badge"].as_str()), (Some("false"), Some("7")));
}

/// Cases 221 and 225: names that look alike are one name, and what cannot be seen is in none.
#[actix_web::test]
async fn names_that_look_alike_are_one() {
    let world = World::start().await;
    done(&world.anonymous.call("SignUp", &sign_up(&world.ours, "victor")).await);
    let users = async || count(&world.reader, &json!(world.ours.pool_id())).await;
    for twin in ["Victor", "VICTOR", "ｖｉｃｔｏｒ", "victoR"] {
        let input = with(sign_up(&world.ours, "twin"), "Username", twin);
        let answer = world.anonymous.call("SignUp", &input).await;
        assert_refused(&answer, "UsernameExistsException", "User already exists");
    }
    for hidden in ["vic\u{200B}tor", "\u{202E}rotciv", "vic\u{00AD}tor", "   ", "vic tor", "vic\ntor", "\u{FEFF}victor"]
    {
        let input = with(sign_up(&world.ours, "twin"), "Username", hidden);
        assert_eq!(exception(&world.anonymous.call("SignUp", &input).await), "InvalidParameterException", "{hidden:?}");
    }
    let long = with(sign_up(&world.ours, "twin"), "Username", "x".repeat(129));
    assert_eq!(exception(&world.anonymous.call("SignUp", &long).await), "InvalidParameterException");
    assert_eq!(users().await, 1);
    for odd in ["..", "a/b", "%00", "a+b.c", "名前", "🦀", &"x".repeat(128)] {
        let input = with(sign_up(&world.ours, &format!("odd{}", odd.len())), "Username", odd);
        done(&world.anonymous.call("SignUp", &input).await);
        let user = json!({ "UserPoolId": world.ours.pool_id(), "Username": odd });
        assert_eq!(done(&world.reader.call("AdminGetUser", &user).await)["Username"], odd);
    }
}
