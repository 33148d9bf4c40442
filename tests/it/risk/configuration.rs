//! What a pool and its clients say about risk: set, read back, and refused.

use serde_json::{Value, json};

use super::{ELSEWHERE, HOME, always, confidential, desk, from, newest_risk, signed_in, watched};
use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, refused};

fn whole() -> Value {
    let mail = |words: &str| json!({ "Subject": words, "HtmlBody": "<p>{username} {ip-address}</p>", "TextBody": "{username} at {login-time}" });
    json!({
        "CompromisedCredentialsRiskConfiguration": {
            "EventFilter": ["SIGN_IN", "PASSWORD_CHANGE"], "Actions": { "EventAction": "BLOCK" },
        },
        "AccountTakeoverRiskConfiguration": {
            "NotifyConfiguration": {
                "SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
                "BlockEmail": mail("Blocked"), "MfaEmail": mail("Asked"), "NoActionEmail": mail("New sign-in"),
            },
            "Actions": {
                "LowAction": { "Notify": true, "EventAction": "NO_ACTION" },
                "MediumAction": { "Notify": false, "EventAction": "MFA_IF_CONFIGURED" },
                "HighAction": { "Notify": true, "EventAction": "BLOCK" },
            },
        },
        "RiskExceptionConfiguration": { "BlockedIPRangeList": ["192.0.2.0/24"], "SkippedIPRangeList": ["10.0.0.0/8"] },
    })
}

async fn described(desk: &Desk, input: Value) -> Value {
    desk.admin("DescribeRiskConfiguration", input).await["RiskConfiguration"].clone()
}

#[actix_web::test]
async fn what_is_set_is_read_back() {
    let desk = watched("ENFORCED").await;
    let nothing = described(&desk, json!({})).await;
    assert_eq!(nothing, json!({ "UserPoolId": desk.app.pool.id.to_string() }));
    let set = desk.admin("SetRiskConfiguration", whole()).await["RiskConfiguration"].clone();
    assert_eq!(set, described(&desk, json!({})).await);
    for (member, value) in whole().as_object().unwrap() {
        assert_eq!(&set[member], value, "{member}");
    }
    assert_eq!(set["LastModifiedDate"], json!(1_800_000_001.0));
    // The three are set together.
    desk.admin("SetRiskConfiguration", json!({ "RiskExceptionConfiguration": { "SkippedIPRangeList": ["10.1.2.3"] } }))
        .await;
    let after = described(&desk, json!({})).await;
    assert_eq!(after["RiskExceptionConfiguration"], json!({ "SkippedIPRangeList": ["10.1.2.3/32"] }));
    assert!(after["AccountTakeoverRiskConfiguration"].is_null());
    desk.admin("SetRiskConfiguration", json!({})).await;
    assert_eq!(described(&desk, json!({})).await, nothing);
}

#[actix_web::test]
async fn a_client_can_say_something_else_than_its_pool() {
    let desk = desk("ENFORCED", &always("NO_ACTION")).await;
    let client = json!({ "ClientId": desk.app.client.id.to_string() });
    let fallen_back = described(&desk, client.clone()).await;
    assert_eq!(fallen_back["AccountTakeoverRiskConfiguration"]["Actions"]["LowAction"]["EventAction"], "NO_ACTION");
    assert_eq!(fallen_back["ClientId"], client["ClientId"]);
    let mut own = client.clone();
    own["AccountTakeoverRiskConfiguration"] = json!({ "Actions": always("BLOCK") });
    desk.admin("SetRiskConfiguration", own).await;
    assert_eq!(described(&desk, client.clone()).await["AccountTakeoverRiskConfiguration"]["Actions"], always("BLOCK"));
    assert_eq!(described(&desk, json!({})).await["AccountTakeoverRiskConfiguration"]["Actions"], always("NO_ACTION"));
    assert_refused(
        &from(&desk, ELSEWHERE, PASSWORD).await,
        "NotAuthorized",
        "Unable to login because of security reasons",
    );
    desk.admin("SetRiskConfiguration", client).await;
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
}

#[actix_web::test]
pub(crate) async fn a_pool_that_weighs_nothing_says_so() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    for (operation, input) in [
        ("SetRiskConfiguration", whole()),
        ("DescribeRiskConfiguration", json!({})),
        ("AdminListUserAuthEvents", json!({ "Username": "ada" })),
    ] {
        assert_eq!(refused(&desk.try_admin(operation, input).await).0, "UserPoolAddOnNotEnabled", "{operation}");
    }
    let shown = desk.admin("DescribeUserPool", json!({})).await;
    assert!(shown["UserPool"]["UserPoolAddOns"].is_null());
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" } })).await;
    let shown = desk.admin("DescribeUserPool", json!({})).await;
    assert_eq!(shown["UserPool"]["UserPoolAddOns"], json!({ "AdvancedSecurityMode": "AUDIT" }));
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "OFF" } })).await;
}

#[actix_web::test]
async fn what_cannot_be_done_is_refused_by_name() {
    let desk = watched("ENFORCED").await;
    let refuses = async |path: &str, value: Value, says: &str| {
        let mut input = whole();
        *input.pointer_mut(path).unwrap() = value;
        let (name, message) = refused(&desk.try_admin("SetRiskConfiguration", input).await);
        assert!(name == "InvalidParameter" && message.contains(says), "{path}: {name} {message}");
    };
    let notices = "/AccountTakeoverRiskConfiguration/NotifyConfiguration";
    let from =
        json!({ "SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/example.com", "From": "a@example.test" });
    refuses(notices, from, "From").await;
    refuses("/RiskExceptionConfiguration/BlockedIPRangeList", json!(["192.0.2.0/99"]), "192.0.2.0/99").await;
    let many: Vec<String> = (0..201).map(|third| format!("10.0.{third}.0/24")).collect();
    let mut input = whole();
    input["RiskExceptionConfiguration"]["BlockedIPRangeList"] = json!(many);
    assert_eq!(desk.try_admin("SetRiskConfiguration", input).await.code(), 400);
    assert!(described(&desk, json!({})).await["LastModifiedDate"].is_null(), "nothing was set");
}

/// `UserContextData` and `ContextData`: believed of servers that may say it, and of nobody else.
#[actix_web::test]
pub(crate) async fn servers_say_where_their_users_are() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    let (client, hash) = confidential(&desk).await;
    let input = json!({
        "ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "UserContextData": { "IpAddress": HOME, "EncodedData": "x" },
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD, "SECRET_HASH": hash },
    });
    desk.app.advance_secs(1);
    let server = desk.app.anonymous().through(&desk.app.node().seen_from(ELSEWHERE));
    signed_in(&server.call("InitiateAuth", &input).await);
    assert_eq!(newest_risk(&desk).await["IpAddress"], ELSEWHERE, "it may not say so");
    desk.admin("UpdateUserPoolClient", json!({ "ClientId": client, "EnablePropagateAdditionalUserContextData": true }))
        .await;
    desk.app.advance_secs(1);
    signed_in(&server.call("InitiateAuth", &input).await);
    assert_eq!(newest_risk(&desk).await["IpAddress"], HOME);
    desk.app.advance_secs(1);

    let context = |address: &str| {
        json!({
            "IpAddress": address, "ServerName": "app", "ServerPath": "/", "HttpHeaders": [{ "headerName": "User-Agent", "headerValue": "Firefox" }],
        })
    };
    let mut signed =
        json!({ "ClientId": client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "ContextData": context("192.0.2.77") });
    signed["AuthParameters"] = input["AuthParameters"].clone();
    desk.admin("AdminInitiateAuth", signed.clone()).await;
    let risk = newest_risk(&desk).await;
    assert_eq!((&risk["IpAddress"], &risk["Level"]), (&json!("192.0.2.77"), &json!("low")));
    signed["ContextData"] = context("nowhere");
    assert_eq!(refused(&desk.try_admin("AdminInitiateAuth", signed.clone()).await).0, "InvalidParameter");
    signed.as_object_mut().unwrap().remove("ContextData");
    desk.app.advance_secs(1);
    desk.admin("AdminInitiateAuth", signed).await;
    let risk = newest_risk(&desk).await;
    assert!(risk["IpAddress"].is_null() && risk["Level"] == "none", "nothing is known: {risk}");

    let public =
        json!({ "ClientId": desk.app.client.id.to_string(), "EnablePropagateAdditionalUserContextData": true });
    assert_eq!(refused(&desk.try_admin("UpdateUserPoolClient", public).await).0, "InvalidParameter");
}
