//! What an admin is shown of a user's attempts.

use serde_json::{Value, json};

use super::{ELSEWHERE, HOME, always, desk, from, signed_in};
use crate::support::PASSWORD;
use crate::support::desk::refused;

#[actix_web::test]
async fn attempts_are_listed_with_their_risk_the_newest_first() {
    let desk = desk("ENFORCED", &always("BLOCK")).await;
    from(&desk, HOME, "wrong horse 7 battery").await.assert_wrong_password();
    assert_eq!(from(&desk, ELSEWHERE, PASSWORD).await.code(), 400);
    let listed = desk.admin("AdminListUserAuthEvents", json!({ "Username": "ada" })).await;
    let events = listed["AuthEvents"].as_array().unwrap();
    let brief = |event: &Value| {
        let risk = &event["EventRisk"];
        json!([
            event["EventType"],
            event["EventResponse"],
            risk["RiskDecision"],
            risk["RiskLevel"],
            event["ChallengeResponses"][0]["ChallengeResponse"],
            event["EventContextData"]["IpAddress"]
        ])
    };
    let expected = [
        json!(["SignIn", "Fail", "Block", "Low", "Success", ELSEWHERE]),
        json!(["SignIn", "Fail", "NoRisk", null, "Failure", HOME]),
        json!(["SignIn", "Pass", "NoRisk", null, "Success", HOME]),
    ];
    assert_eq!(events.iter().take(3).map(brief).collect::<Vec<_>>(), expected);
    assert!(events.iter().any(|event| event["EventType"] == "PasswordChange"));
    assert!(listed["NextToken"].is_null());
    assert_eq!(events[0]["EventRisk"]["CompromisedCredentialsDetected"], json!(false));
}

#[actix_web::test]
async fn pages_follow_each_other_and_belong_to_their_user() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    desk.person("bob", &[]).await;
    for _ in 0..3 {
        signed_in(&from(&desk, HOME, PASSWORD).await);
    }
    let whole = desk.admin("AdminListUserAuthEvents", json!({ "Username": "ada" })).await;
    let (mut pages, mut token) = (Vec::new(), Value::Null);
    loop {
        let mut input = json!({ "Username": "ada", "MaxResults": 2 });
        if token.is_string() {
            input["NextToken"] = token.clone();
        }
        let page = desk.admin("AdminListUserAuthEvents", input).await;
        let events = page["AuthEvents"].as_array().unwrap();
        assert!(events.len() <= 2);
        pages.extend(events.clone());
        match page["NextToken"].as_str() {
            Some(next) => token = json!(next),
            None => break,
        }
    }
    assert_eq!(json!(pages), whole["AuthEvents"]);
    let other = json!({ "Username": "bob", "NextToken": token });
    assert_eq!(refused(&desk.try_admin("AdminListUserAuthEvents", other).await).0, "InvalidParameter");
    let nobody = desk.try_admin("AdminListUserAuthEvents", json!({ "Username": "nobody" })).await;
    assert_eq!(refused(&nobody).0, "UserNotFound");
}
