//! What raises the risk, and honest traffic, which does not.

use serde_json::json;
use vestibule::flows::manage::users::import;

use super::{ELSEWHERE, HOME, NEIGHBOUR, always, desk, from, newest, newest_risk, signed_in, watched};
use crate::support::PASSWORD;
use crate::support::desk::done;

fn none() -> (String, Vec<String>) {
    ("none".to_owned(), vec![])
}

#[actix_web::test]
async fn the_usual_place_is_no_risk_and_another_network_is_a_low_one() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    assert_eq!(newest(&desk).await, none(), "a first sign-in is compared with nothing");
    signed_in(&from(&desk, NEIGHBOUR, PASSWORD).await);
    assert_eq!(newest(&desk).await, none());
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert_eq!(newest(&desk).await, ("low".to_owned(), vec!["new_network".to_owned()]));
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert_eq!(newest(&desk).await, none(), "who was there once is known there");
    signed_in(&from(&desk, HOME, PASSWORD).await);
    assert_eq!(newest(&desk).await, none(), "and still at home");
}

#[actix_web::test]
async fn failures_right_before_are_a_risk_and_those_of_long_ago_are_not() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    for _ in 0..4 {
        from(&desk, HOME, "wrong horse 7 battery").await.assert_wrong_password();
    }
    signed_in(&from(&desk, HOME, PASSWORD).await);
    assert_eq!(newest(&desk).await, ("low".to_owned(), vec!["failure_burst".to_owned()]));
    for _ in 0..3 {
        from(&desk, HOME, "wrong horse 7 battery").await.assert_wrong_password();
    }
    signed_in(&from(&desk, HOME, PASSWORD).await);
    assert_eq!(newest(&desk).await, none(), "three times is looking for the right one");
    for _ in 0..4 {
        from(&desk, HOME, "wrong horse 7 battery").await.assert_wrong_password();
    }
    desk.app.advance_secs(16 * 60);
    signed_in(&from(&desk, HOME, PASSWORD).await);
    assert_eq!(newest(&desk).await, none());
}

#[actix_web::test]
async fn ranges_of_the_pool_are_never_a_risk() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    let skipped = json!({ "RiskExceptionConfiguration": { "SkippedIPRangeList": ["198.51.100.0/24"] } });
    desk.admin("SetRiskConfiguration", skipped).await;
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert_eq!(newest(&desk).await, ("none".to_owned(), vec!["skipped_address".to_owned()]));
    signed_in(&from(&desk, "192.0.2.9", PASSWORD).await);
    assert_eq!(newest(&desk).await.0, "low", "other addresses are weighed as before");
}

/// Nobody may choose such a password here; people bring them along. It is changed by recovery, in no other way.
#[actix_web::test]
async fn a_password_known_from_a_breach_is_changed_where_the_pool_says_so() {
    // Django's hash of `password1`, with 10000 iterations.
    const HASH: &str = "pbkdf2_sha256$10000$salt$auNV3bTASuoDBfMcgxrOejnVQJcUU01Hgg4/qL28W24=";
    const KNOWN: &str = "password1";
    let desk = watched("ENFORCED").await;
    let row = json!({"username": "bob", "password_hash": HASH, "attributes": {"email": "bob@example.test", "email_verified": "true"}});
    let row = import::read(&row.to_string()).unwrap();
    import::import(&desk.app.deps(), &desk.app.pool, &[row], import::Mode::Write).await.unwrap();
    done(&desk.try_sign_in("bob", KNOWN).await);

    let compromised = |action: &str| json!({ "EventFilter": ["SIGN_IN"], "Actions": { "EventAction": action } });
    let set = async |action: &str| {
        let input = json!({ "CompromisedCredentialsRiskConfiguration": compromised(action) });
        desk.admin("SetRiskConfiguration", input).await;
    };
    let found = async || {
        desk.app.advance_secs(1);
        let events = desk.admin("AdminListUserAuthEvents", json!({ "Username": "bob" })).await;
        events["AuthEvents"][0]["EventRisk"]["CompromisedCredentialsDetected"].clone()
    };
    assert_eq!(found().await, json!(false), "not looked up");
    set("NO_ACTION").await;
    done(&desk.try_sign_in("bob", KNOWN).await);
    assert_eq!(found().await, json!(true));
    set("BLOCK").await;
    desk.try_sign_in("bob", KNOWN).await.assert_exception("PasswordResetRequiredException");
    desk.try_sign_in("bob", "password2").await.assert_wrong_password();
    desk.app("ForgotPassword", json!({ "Username": "bob" })).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("bob@example.test");
    let new = json!({ "Username": "bob", "ConfirmationCode": code, "Password": PASSWORD });
    desk.app("ConfirmForgotPassword", new).await;
    desk.app.advance_secs(1);
    done(&desk.try_sign_in("bob", PASSWORD).await);
    assert_eq!(found().await, json!(false));
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" } })).await;
}

/// What anybody could say of themselves changes nothing: neither a header nor a member.
#[actix_web::test]
async fn nobody_says_themselves_where_they_are() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    desk.app.advance_secs(1);
    let node = desk.app.node().seen_from(ELSEWHERE);
    let liar = desk
        .app
        .anonymous()
        .through(&node)
        .with_headers(&[("x-forwarded-for", HOME), ("forwarded", "for=203.0.113.7")]);
    let input = json!({
        "ClientId": desk.app.client.id.to_string(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD }, "UserContextData": { "IpAddress": HOME },
    });
    signed_in(&liar.call("InitiateAuth", &input).await);
    let risk = newest_risk(&desk).await;
    assert_eq!((&risk["Level"], &risk["IpAddress"]), (&json!("low"), &json!(ELSEWHERE)), "not lowered");
    let raised = desk
        .app
        .anonymous()
        .through(&desk.app.node().seen_from(HOME))
        .with_headers(&[("x-forwarded-for", "192.0.2.9")]);
    desk.app.advance_secs(1);
    let mut input = input;
    input["UserContextData"] = json!({ "IpAddress": "192.0.2.9" });
    signed_in(&raised.call("InitiateAuth", &input).await);
    assert_eq!(newest(&desk).await, none(), "and not raised");
}

/// A sign-in at a usual place writes no more than where nothing is weighed; a new place is one row more.
#[actix_web::test]
async fn places_are_written_when_they_are_new_or_a_day_old() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    let count = async |address: &str| {
        let before = desk.app.statements().writes;
        signed_in(&from(&desk, address, PASSWORD).await);
        desk.app.statements().writes - before
    };
    let usual = count(HOME).await;
    assert_eq!(count(NEIGHBOUR).await, usual);
    assert_eq!(count(ELSEWHERE).await, usual + 1);
    desk.app.advance_secs(86_400);
    assert_eq!(count(HOME).await, usual + 1);
    assert_eq!(count(HOME).await, usual);
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "OFF" } })).await;
    assert_eq!(count("192.0.2.9").await, usual, "where nothing is weighed nothing is remembered");
    assert_eq!(desk.app.rows("usual_places").await, 1);
    desk.admin("AdminDeleteUser", json!({ "Username": "ada" })).await;
    assert_eq!(desk.app.rows("usual_places").await, 0, "places go with their person");
}

#[actix_web::test]
async fn places_are_forgotten_after_a_year() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    desk.app.advance_secs(364 * 86_400);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.rows("usual_places").await, 1);
    desk.app.advance_secs(2 * 86_400);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.rows("usual_places").await, 0);
}
