//! The risk of sign-ins: what raises it and what does not, what is done about it, and who is told why.

mod configuration;
mod enforcement;
mod feedback;
mod geography;
mod history;
mod notices;
mod pages;
mod signals;

use serde_json::{Value, json};
use vestibule::domain::client::AuthFlow;

pub(crate) use self::configuration::{a_pool_that_weighs_nothing_says_so, servers_say_where_their_users_are};
use crate::support::desk::{Desk, done};
use crate::support::{Answer, PASSWORD};

/// Where `ada` usually is.
const HOME: &str = "203.0.113.7";
/// Next door to that.
const NEIGHBOUR: &str = "203.0.113.200";
/// Somewhere else.
const ELSEWHERE: &str = "198.51.100.9";

/// An application whose pool weighs sign-ins in this mode and does this at each level, with `ada` in it, who signed in
/// at home before.
async fn desk(mode: &str, actions: &Value) -> Desk {
    let desk = watched(mode).await;
    let takeover = json!({ "Actions": actions });
    desk.admin("SetRiskConfiguration", json!({ "AccountTakeoverRiskConfiguration": takeover })).await;
    signed_in(&from(&desk, HOME, PASSWORD).await);
    desk
}

/// The same before anything was said or done.
async fn watched(mode: &str) -> Desk {
    let desk = Desk::open(|_| {}).await;
    let apps = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "OPTIONAL"});
    desk.admin("SetUserPoolMfaConfig", apps).await;
    desk.admin("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": mode } })).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk
}

/// One action at all levels, without mails.
fn always(action: &str) -> Value {
    let at = json!({ "EventAction": action, "Notify": false });
    json!({ "LowAction": at, "MediumAction": at, "HighAction": at })
}

/// `ada` tries to sign in from an address.
async fn from(desk: &Desk, address: &str, password: &str) -> Answer {
    // Events of one instant are in no order.
    desk.app.advance_secs(1);
    let input = json!({
        "ClientId": desk.app.client.id.to_string(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": password },
    });
    desk.app.anonymous().through(&desk.app.node().seen_from(address)).call("InitiateAuth", &input).await
}

/// Tokens came.
#[track_caller]
fn signed_in(answer: &Answer) -> Value {
    let answer = done(answer);
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string(), "{answer}");
    answer["AuthenticationResult"].clone()
}

/// What was found of the newest attempt of `ada`.
async fn newest_risk(desk: &Desk) -> Value {
    let input = json!({ "Username": "ada", "MaxResults": 1 });
    done(&desk.try_own_admin("ListSignInRisks", input).await)["SignInRisks"][0].clone()
}

/// Level and reasons of the newest attempt of `ada`.
async fn newest(desk: &Desk) -> (String, Vec<String>) {
    let risk = newest_risk(desk).await;
    let reasons = risk["Reasons"].as_array().unwrap_or_else(|| panic!("not weighed: {risk}"));
    let words = reasons.iter().map(|reason| reason["Reason"].as_str().unwrap().to_owned());
    (risk["Level"].as_str().unwrap().to_owned(), words.collect())
}

/// A client of the pool with a secret that signs people in, and the hash that it sends for `ada`.
async fn confidential(desk: &Desk) -> (String, String) {
    use vestibule::crypto::secret_hash;
    let flows = [AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowAdminUserPasswordAuth];
    let client = desk.app.add_confidential(&desk.app.pool, |client| client.auth_flows = Some(flows.into())).await;
    let hash = secret_hash::compute(client.secret.as_ref().unwrap(), "ada", client.id.as_str());
    (client.id.to_string(), hash)
}
