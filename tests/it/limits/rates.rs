//! What one address, and one pool, are held to: at every door, in its own words.

use serde_json::json;
use vestibule::limits::{Allowance, Rate, Rates};

use super::{confirm, forgot, from, guess_password, refusal, sign_up};
use crate::support::{Answer, PASSWORD, TestApp};

/// So little of one rate that a test can exceed it: five at once from an address, ten at once at a pool.
fn little(rates: &mut Rates, rate: Rate, few: Allowance) {
    let of_rate = match rate {
        Rate::SignIn => &mut rates.sign_in,
        Rate::SignUp => &mut rates.sign_up,
        Rate::Codes => &mut rates.codes,
        Rate::Guesses => &mut rates.guesses,
        Rate::ClientSecrets => &mut rates.client_secrets,
        Rate::Calls => &mut rates.calls,
    };
    *of_rate = few;
}

/// One try that counts: the `n`th, from an address; each about another name, so that no account's limit is met.
async fn attempt(app: &TestApp, rate: Rate, n: u32, address: &str) -> Answer {
    let sdk = from(app, address);
    let name = format!("name{n}");
    match rate {
        Rate::SignIn => guess_password(app, &sdk, &name, "wrong").await,
        Rate::SignUp => sign_up(app, &sdk, &name, &format!("{name}@example.test")).await,
        Rate::Codes => forgot(app, &sdk, &name).await,
        Rate::Guesses => confirm(app, &sdk, &name, "000000").await,
        Rate::ClientSecrets => {
            let client = app.app_client().through(&app.node().seen_from(address));
            let form = [("grant_type", "refresh_token"), ("client_id", client.id.as_str()), ("client_secret", "wrong")];
            client.token(&form).await
        }
        Rate::Calls => sdk.call("GetUser", &json!({ "AccessToken": "no token" })).await,
    }
}

/// Whether the answer says, in its door's words, that there were too many.
fn is_too_many(rate: Rate, answer: &Answer) -> bool {
    let says_so = match rate {
        Rate::ClientSecrets => answer.code() == 429 && answer.json()["error"] == "temporarily_unavailable",
        Rate::SignIn | Rate::SignUp | Rate::Codes | Rate::Guesses | Rate::Calls => {
            answer.code() != 200 && refusal(answer) == "TooManyRequestsException"
        }
    };
    if says_so {
        assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0, "{answer:?}");
    }
    says_so
}

pub(super) async fn exceed_by_address(rate: Rate) {
    let few = Allowance { per_address: 1, per_pool: 1_000 };
    let app = TestApp::setup().limits(|limits| little(&mut limits.rates, rate, few)).start().await;
    app.person("ada").await;
    for n in 0..5 {
        let answer = attempt(&app, rate, n, "203.0.113.5").await;
        assert!(!is_too_many(rate, &answer), "{rate:?} {n}: {answer:?}");
    }
    let tables = ["users", "attempts", "outbox", "events"];
    let before = app.dump(&tables).await;
    assert!(is_too_many(rate, &attempt(&app, rate, 5, "203.0.113.5").await), "{rate:?}");
    assert_eq!(app.dump(&tables).await, before, "{rate:?}: nothing was written");
    assert!(!is_too_many(rate, &attempt(&app, rate, 6, "203.0.113.6").await), "{rate:?}: others are not concerned");
    let honest = guess_password(&app, &from(&app, "203.0.113.7"), "ada", PASSWORD).await;
    assert_eq!(honest.code(), 200, "{rate:?}");
    app.advance_secs(60);
    assert!(!is_too_many(rate, &attempt(&app, rate, 7, "203.0.113.5").await), "{rate:?}: it fills up again");
}

pub(super) async fn exceed_at_pool(rate: Rate) {
    let few = Allowance { per_address: 1_000, per_pool: 2 };
    let app = TestApp::setup().limits(|limits| little(&mut limits.rates, rate, few)).start().await;
    for n in 0..10 {
        let answer = attempt(&app, rate, n, &format!("203.0.113.{n}")).await;
        assert!(!is_too_many(rate, &answer), "{rate:?} {n}: {answer:?}");
    }
    assert!(is_too_many(rate, &attempt(&app, rate, 10, "198.51.100.1").await), "{rate:?}");
    app.advance_secs(30);
    assert!(!is_too_many(rate, &attempt(&app, rate, 11, "198.51.100.2").await), "{rate:?}: it fills up again");
}

/// Case 139.
#[actix_web::test]
async fn rotating_inside_one_ipv6_network_gains_nothing() {
    let few = Allowance { per_address: 1, per_pool: 1_000 };
    let app = TestApp::setup().limits(|limits| limits.rates.sign_in = few).start().await;
    for n in 0..5 {
        let answer = attempt(&app, Rate::SignIn, n, &format!("2001:db8:1:2:{n:x}::1")).await;
        assert!(!is_too_many(Rate::SignIn, &answer));
    }
    assert!(is_too_many(Rate::SignIn, &attempt(&app, Rate::SignIn, 5, "2001:db8:1:2:ffff::9").await));
    assert!(!is_too_many(Rate::SignIn, &attempt(&app, Rate::SignIn, 6, "2001:db8:1:3::1").await));
}

/// A whole office behind one address: who signs in rightly is never counted, however many they are.
#[actix_web::test]
async fn an_office_that_signs_in_rightly_is_never_held_up() {
    let few = Allowance { per_address: 1, per_pool: 1 };
    let change = |rates: &mut Rates| {
        for rate in Rate::ALL {
            little(rates, rate, few);
        }
    };
    let app = TestApp::setup().limits(|limits| change(&mut limits.rates)).start().await;
    let ada = app.person("ada").await;
    let sdk = from(&app, "203.0.113.5");
    for _ in 0..20 {
        assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200);
    }
    for _ in 0..8 {
        app.browser().through(&app.node().seen_from("203.0.113.5")).sign_in(&app.client, &ada).await;
    }
}

/// The pages count with the API, and say so with a page.
#[actix_web::test]
async fn pages_and_the_api_are_one_address() {
    let few = Allowance { per_address: 1, per_pool: 1_000 };
    let app = TestApp::setup().limits(|limits| limits.rates.sign_in = few).start().await;
    app.person("ada").await;
    for n in 0..4 {
        assert!(!is_too_many(Rate::SignIn, &attempt(&app, Rate::SignIn, n, "203.0.113.5").await));
    }
    let mut browser = app.browser().through(&app.node().seen_from("203.0.113.5"));
    let page = browser.try_sign_in(&app.client, "ada", "wrong").await;
    assert_eq!(page.shown().code(), 200, "the fifth is tried");
    let page = browser.try_sign_in(&app.client, "ada", PASSWORD).await;
    assert_eq!(page.shown().code(), 429);
    assert!(page.shown().header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(page.shown().header("content-type").starts_with("text/html"));
    assert!(is_too_many(Rate::SignIn, &attempt(&app, Rate::SignIn, 9, "203.0.113.5").await));
}

/// A server that holds an access key signs many people in from one address.
#[actix_web::test]
async fn key_holders_and_exempt_networks_are_not_held_to_their_address() {
    let few = Allowance { per_address: 1, per_pool: 1_000 };
    let exempt = vec!["192.0.2.0/24".parse().unwrap()];
    let change = |rates: &mut Rates| {
        for rate in Rate::ALL {
            little(rates, rate, few);
        }
        rates.exempt = exempt;
    };
    let app = TestApp::setup().limits(|limits| change(&mut limits.rates)).start().await;
    let deps = app.deps();
    let role = vestibule::domain::access_key::Role::Admin;
    let key = vestibule::flows::manage::access_keys::create(&deps, role, None).await.unwrap();
    let sdk = app.aws_sdk(&key).through(&app.node().seen_from("203.0.113.5"));
    for n in 0..20 {
        let input = json!({
            "UserPoolId": app.pool.id.as_str(), "ClientId": app.client.id.as_str(), "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": format!("name{n}"), "PASSWORD": "wrong" },
        });
        assert_eq!(refusal(&sdk.call("AdminInitiateAuth", &input).await), "NotAuthorizedException", "{n}");
    }
    for n in 0..20 {
        let answer = attempt(&app, Rate::SignIn, n, "192.0.2.77").await;
        assert!(!is_too_many(Rate::SignIn, &answer), "{n}");
    }
}
