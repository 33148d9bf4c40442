//! Passkeys: added, used, removed, and all that somebody without one might try.

mod adding;
mod adding_at_page;
mod at_account;
mod first_factor;
mod lies;
mod lists;
mod pages;
mod recovery;
mod related;
mod second_factor;
mod settings;

use serde_json::{Value, json};

use crate::support::Answer;
use crate::support::authenticator::Authenticator;
use crate::support::browser::Page;
use crate::support::desk::{Desk, done};

/// An application in which passkeys may come first, and `ada` and `bob` in it.
async fn desk() -> Desk {
    let desk = Desk::open(|_| {}).await;
    allow(&desk, &["PASSWORD", "WEB_AUTHN"]).await;
    let flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    done(&desk.update_client(json!({ "ExplicitAuthFlows": flows })).await);
    for name in ["ada", "bob"] {
        let address = format!("{name}@example.test");
        desk.person(name, &[("email", &address), ("email_verified", "true")]).await;
    }
    desk
}

pub(crate) async fn allow(desk: &Desk, factors: &[&str]) {
    let policies = json!({"SignInPolicy": {"AllowedFirstAuthFactors": factors}});
    desk.admin("UpdateUserPool", json!({ "Policies": policies })).await;
}

/// What the browser of whoever holds the token is given.
async fn begin(desk: &Desk, token: &str) -> Value {
    desk.user(token, "StartWebAuthnRegistration", json!({})).await["CredentialCreationOptions"].clone()
}

async fn try_finish(desk: &Desk, token: &str, credential: Value) -> Answer {
    desk.try_user(token, "CompleteWebAuthnRegistration", json!({ "Credential": credential })).await
}

/// Somebody adds a passkey.
pub(crate) async fn add(desk: &Desk, username: &str, key: &mut Authenticator) {
    let token = desk.access_token(username).await;
    let credential = key.create(&begin(desk, &token).await);
    done(&try_finish(desk, &token, credential).await);
}

/// `ada` with a passkey of her own.
async fn ada_with(desk: &Desk) -> Authenticator {
    let mut key = Authenticator::new();
    add(desk, "ada", &mut key).await;
    key
}

async fn try_ask(desk: &Desk, username: &str) -> Answer {
    let parameters = json!({"USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN"});
    desk.try_app("InitiateAuth", json!({"AuthFlow": "USER_AUTH", "AuthParameters": parameters})).await
}

/// The challenge for whoever is named.
async fn ask(desk: &Desk, username: &str) -> Value {
    let asked = done(&try_ask(desk, username).await);
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN", "{asked}");
    asked
}

/// What the browser is given with a challenge.
pub(crate) fn options(asked: &Value) -> Value {
    serde_json::from_str(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"].as_str().unwrap()).unwrap()
}

async fn respond(desk: &Desk, asked: &Value, username: &str, credential: &Value) -> Answer {
    let responses = json!({"USERNAME": username, "CREDENTIAL": credential.to_string()});
    let input = json!({"ChallengeName": "WEB_AUTHN", "Session": asked["Session"], "ChallengeResponses": responses});
    desk.try_app("RespondToAuthChallenge", input).await
}

/// Tries to sign in with a passkey.
async fn try_sign_in(desk: &Desk, username: &str, key: &mut Authenticator) -> Answer {
    let asked = ask(desk, username).await;
    let credential = key.get(&options(&asked));
    respond(desk, &asked, username, &credential).await
}

/// Signs in with a passkey: the tokens.
async fn sign_in(desk: &Desk, username: &str, key: &mut Authenticator) -> Value {
    let answer = done(&try_sign_in(desk, username, key).await);
    assert!(answer["ChallengeName"].is_null(), "{answer}");
    answer["AuthenticationResult"].clone()
}

/// What the script of a page gives the browser.
#[track_caller]
pub(crate) fn offered(page: &Page) -> Value {
    let body = &page.shown().body;
    let written = body.split("data-options=\"").nth(1).and_then(|rest| rest.split('"').next());
    let written = written.unwrap_or_else(|| panic!("no passkey is asked for: {page:?}"));
    serde_json::from_str(&written.replace("&#34;", "\"").replace("&#38;", "&")).unwrap()
}

/// Passkeys are two factors in one, and `when` says who is asked for a second.
async fn as_two_factors(desk: &Desk, when: &str) {
    let policy = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": when,
        "WebAuthnConfiguration": {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"},
    });
    desk.admin("SetUserPoolMfaConfig", policy).await;
}
