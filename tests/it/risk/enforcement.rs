//! What is done about a risk: a second factor of some or of all, an end, and nothing where a pool only watches.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;

use super::{ELSEWHERE, HOME, always, desk, from, newest, newest_risk, signed_in};
use crate::mfa::App;
use crate::support::desk::{Desk, assert_refused, done};
use crate::support::{Answer, PASSWORD};

const BLOCKED: &str = "Unable to login because of security reasons";

#[track_caller]
fn assert_blocked(answer: &Answer) {
    assert_refused(answer, "NotAuthorized", BLOCKED);
}

/// `ada` sets up an app and does not switch it on: the pool never asks for it.
async fn with_app(desk: &Desk) -> App {
    let token = signed_in(&from(desk, HOME, PASSWORD).await)["AccessToken"].as_str().unwrap().to_owned();
    let begun = desk.user(&token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(&token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    desk.app.advance_secs(30);
    app
}

async fn answer(desk: &Desk, asked: &Value, code: &str) -> Answer {
    let input = json!({
        "ChallengeName": asked["ChallengeName"], "Session": asked["Session"],
        "ChallengeResponses": { "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": code },
    });
    desk.try_app("RespondToAuthChallenge", input).await
}

#[actix_web::test]
async fn a_second_factor_is_asked_of_who_has_one_and_only_where_it_is_new() {
    let desk = desk("ENFORCED", &always("MFA_IF_CONFIGURED")).await;
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert_eq!(newest_risk(&desk).await["Action"], "mfa_if_configured", "of who has none nothing is asked");

    let app = with_app(&desk).await;
    signed_in(&from(&desk, HOME, PASSWORD).await);
    let asked = done(&from(&desk, "192.0.2.9", PASSWORD).await);
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(desk.app.events(EventName::SignInQuestioned).await, 1);
    let wrong = answer(&desk, &asked, "000000").await;
    assert_ne!(wrong.code(), 200);
    signed_in(&answer(&desk, &asked, &app.code(&desk.app)).await);
    signed_in(&from(&desk, "192.0.2.9", PASSWORD).await);
    assert_eq!(newest(&desk).await.0, "none", "from then on it is a usual place");
}

/// Whoever has nothing to prove is refused, and cannot set up something of their own to get around that.
#[actix_web::test]
async fn a_required_second_factor_that_is_not_there_is_an_end() {
    let desk = desk("ENFORCED", &always("MFA_REQUIRED")).await;
    for when in ["OPTIONAL", "ON"] {
        desk.admin("SetUserPoolMfaConfig", json!({ "MfaConfiguration": when })).await;
        assert_blocked(&from(&desk, ELSEWHERE, PASSWORD).await);
    }
    assert_eq!(desk.app.rows("sign_ins").await, 0);
    desk.admin("SetUserPoolMfaConfig", json!({ "MfaConfiguration": "OPTIONAL" })).await;
    let app = with_app(&desk).await;
    let asked = done(&from(&desk, ELSEWHERE, PASSWORD).await);
    signed_in(&answer(&desk, &asked, &app.code(&desk.app)).await);
}

/// What was demanded when the sign-in began is demanded to its end, whatever the pool says meanwhile.
#[actix_web::test]
async fn a_demand_stays_with_its_sign_in() {
    let desk = desk("ENFORCED", &always("MFA_REQUIRED")).await;
    let app = with_app(&desk).await;
    let asked = done(&from(&desk, ELSEWHERE, PASSWORD).await);
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "OFF" } })).await;
    let skipped = desk
        .try_app(
            "RespondToAuthChallenge",
            json!({ "ChallengeName": "MFA_SETUP", "Session": asked["Session"], "ChallengeResponses": { "USERNAME": "ada" } }),
        )
        .await;
    assert_eq!(skipped.code(), 400, "{skipped:?}");
    signed_in(&answer(&desk, &asked, &app.code(&desk.app)).await);
}

#[actix_web::test]
async fn a_block_says_why_to_the_admin_only_and_changes_nothing() {
    let desk = desk("ENFORCED", &always("BLOCK")).await;
    let before = desk.app.state_but(&["events", "attempts", "configuration_version"]).await;
    assert_blocked(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert_eq!(desk.app.state_but(&["events", "attempts", "configuration_version"]).await, before);
    let risk = newest_risk(&desk).await;
    assert_eq!((&risk["EventName"], &risk["Action"]), (&json!("sign_in.blocked"), &json!("block")));
    assert_eq!(risk["Reasons"][0]["Reason"], "new_network");
    from(&desk, ELSEWHERE, "wrong horse 7 battery").await.assert_wrong_password();
    signed_in(&from(&desk, HOME, PASSWORD).await);
    assert_blocked(&from(&desk, ELSEWHERE, PASSWORD).await);
}

/// From a blocked range nothing is judged: right and wrong, somebody and nobody are answered alike, and nobody is locked out.
#[actix_web::test]
async fn from_a_blocked_range_nothing_is_learnt_and_nobody_is_locked_out() {
    let desk = desk("ENFORCED", &always("NO_ACTION")).await;
    let exceptions = json!({ "BlockedIPRangeList": ["198.51.100.0/24"] });
    desk.admin("SetRiskConfiguration", json!({ "RiskExceptionConfiguration": exceptions })).await;
    let attempts = desk.app.rows("attempts").await;
    for password in [PASSWORD, "wrong horse 7 battery"] {
        for _ in 0..10 {
            assert_blocked(&from(&desk, ELSEWHERE, password).await);
        }
    }
    let nobody = json!({
        "ClientId": desk.app.client.id.to_string(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "nobody", "PASSWORD": PASSWORD },
    });
    let node = desk.app.node().seen_from(ELSEWHERE);
    assert_blocked(&desk.app.anonymous().through(&node).call("InitiateAuth", &nobody).await);
    assert_eq!(desk.app.rows("attempts").await, attempts);
    assert_eq!(desk.app.events(EventName::SignInBlocked).await, 21);
    signed_in(&from(&desk, HOME, PASSWORD).await);
}

/// Watching only writes events: the same answers, the same rows.
#[actix_web::test]
async fn a_pool_that_only_watches_does_nothing() {
    let desk = desk("AUDIT", &always("BLOCK")).await;
    let exceptions = json!({ "BlockedIPRangeList": ["198.51.100.0/24"] });
    let takeover = json!({ "Actions": always("BLOCK") });
    let both = json!({ "RiskExceptionConfiguration": exceptions, "AccountTakeoverRiskConfiguration": takeover });
    desk.admin("SetRiskConfiguration", both).await;
    for address in [ELSEWHERE, "192.0.2.9"] {
        signed_in(&from(&desk, address, PASSWORD).await);
        let risk = newest_risk(&desk).await;
        assert_eq!((&risk["Action"], &risk["IsEnforced"]), (&json!("block"), &json!(false)), "{address}");
    }
    let names = [EventName::SignInBlocked, EventName::SignInQuestioned];
    for name in names {
        assert_eq!(desk.app.events(name).await, 0);
    }
    assert!(desk.app.outbox().await.is_empty());
}

#[actix_web::test]
async fn two_nodes_know_the_same_places() {
    let desk = desk("ENFORCED", &always("BLOCK")).await;
    let second = desk.app.second_node().await;
    let input = json!({
        "ClientId": desk.app.client.id.to_string(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
    });
    let at = async |address: &str| {
        desk.app.anonymous().through(&second.seen_from(address)).call("InitiateAuth", &input).await
    };
    signed_in(&at(HOME).await);
    assert_blocked(&at(ELSEWHERE).await);
}
