//! A passkey in the place of the password.

use serde_json::{Value, json};
use uuid::Uuid;
use vestibule::domain::event::EventName;
use vestibule::domain::grant::GrantId;

use super::{ada_with, ask, desk, options, respond, sign_in, try_ask, try_sign_in};
use crate::mfa::App;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::tokens::claims;

fn access_claims(tokens: &Value) -> serde_json::Map<String, Value> {
    claims(tokens["AccessToken"].as_str().unwrap())
}

/// How somebody proved who they are, as the grant behind their tokens has it: tokens of the API do not say it.
async fn proofs(desk: &Desk, tokens: &Value) -> Vec<String> {
    let id = Uuid::parse_str(access_claims(tokens)["origin_jti"].as_str().unwrap()).unwrap();
    desk.app.deps().storage.read().grants().find(GrantId(id)).await.unwrap().unwrap().amr
}

#[actix_web::test]
async fn a_passkey_signs_in_once_for_each_challenge() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let select = json!({"AuthFlow": "USER_AUTH", "AuthParameters": {"USERNAME": "ada"}});
    let select = done(&desk.try_app("InitiateAuth", select).await);
    assert_eq!(select["AvailableChallenges"], json!(["PASSWORD", "WEB_AUTHN"]));
    let chosen = json!({
        "ChallengeName": "SELECT_CHALLENGE", "Session": select["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "ANSWER": "WEB_AUTHN"},
    });
    let asked = done(&desk.try_app("RespondToAuthChallenge", chosen).await);
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN");
    let given = options(&asked);
    assert_eq!((&given["rpId"], &given["userVerification"]), (&json!("id.example.test"), &json!("preferred")));
    assert_eq!((&given["allowCredentials"], &given["timeout"]), (&json!([]), &json!(180_000)));
    let credential = key.get(&given);
    assert_refused(&respond(&desk, &asked, "bob", &credential).await, "NotAuthorized", "Invalid session for the user.");
    let tokens = done(&respond(&desk, &asked, "ada", &credential).await)["AuthenticationResult"].clone();
    let who = desk.user(tokens["AccessToken"].as_str().unwrap(), "GetUser", json!({})).await;
    assert_eq!(who["Username"], "ada");
    assert_eq!(proofs(&desk, &tokens).await, ["pop"]);
    assert_eq!(access_claims(&tokens)["username"], "ada");
    assert_eq!(desk.app.events(EventName::SignedIn).await, 2, "with the password before");
    let replayed = respond(&desk, &asked, "ada", &credential).await;
    assert_refused(&replayed, "NotAuthorized", "Invalid session for the user.");
    let elsewhere = ask(&desk, "ada").await;
    respond(&desk, &elsewhere, "ada", &credential).await.assert_wrong_password();

    let late = ask(&desk, "ada").await;
    let credential = key.get(&options(&late));
    desk.app.advance_secs(3 * 60);
    assert_eq!(refused(&respond(&desk, &late, "ada", &credential).await).1, "Invalid session for the user.");
    sign_in(&desk, "ada", &mut key).await;
}

/// Fifty answers to one challenge, over two nodes.
#[actix_web::test]
async fn many_answers_at_once_sign_in_once() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let asked = ask(&desk, "ada").await;
    let credential = key.get(&options(&asked)).to_string();
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let input = json!({
        "ClientId": desk.app.client.id.as_str(), "ChallengeName": "WEB_AUTHN", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "CREDENTIAL": credential},
    });
    let tries = (0..20).map(|number: usize| {
        let (sdk, input) = (&sdks[number % 2], &input);
        async move { sdk.call("RespondToAuthChallenge", input).await.code() }
    });
    let codes = futures_util::future::join_all(tries).await;
    assert_eq!(codes.iter().filter(|code| **code == 200).count(), 1, "{codes:?}");
}

/// Cases 128 and 131: the same answers and as many statements, whoever is named.
#[actix_web::test]
async fn nobody_learns_who_has_an_account_or_a_passkey() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    desk.sign_up("fresh", &[("email", "fresh@example.test")]).await;
    desk.person("closed", &[("email", "closed@example.test")]).await;
    desk.admin("AdminDisableUser", json!({"Username": "closed"})).await;
    let mut seen = Vec::new();
    for username in ["ada", "bob", "nobody", "fresh", "closed"] {
        let (start, rows) = (desk.app.statements(), desk.app.rows("passkey_challenges").await);
        let mut asked = ask(&desk, username).await;
        let writes = desk.app.statements().writes - start.writes;
        assert_eq!(desk.app.rows("passkey_challenges").await, rows + 1, "{username}");
        let mut given = options(&asked);
        let mut stranger = Authenticator::new();
        stranger.user_handle = b"nobody".to_vec();
        let (start, lie) = (desk.app.statements(), stranger.get(&given));
        let wrong = refused(&respond(&desk, &asked, username, &lie).await);
        let guesses = desk.app.statements().writes - start.writes;
        let lengths = (asked["Session"].as_str().unwrap().len(), given["challenge"].as_str().unwrap().len());
        asked["Session"].take();
        asked["ChallengeParameters"].take();
        given["challenge"].take();
        seen.push((asked, given, lengths, writes, wrong, guesses));
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:#?}");
    sign_in(&desk, "ada", &mut key).await;
    done(&desk.update_client(json!({
        "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"], "PreventUserExistenceErrors": "LEGACY",
    })).await);
    assert_eq!(refused(&try_ask(&desk, "nobody").await).0, "UserNotFound", "where the client tells");
}

/// Lesson L11: neither door's failures close the other.
#[actix_web::test]
async fn guessed_passwords_do_not_keep_the_holder_of_a_passkey_out() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    for _ in 0..7 {
        desk.try_sign_in("ada", "wrong horse 7 battery").await;
    }
    assert_eq!(refused(&desk.try_sign_in("ada", PASSWORD).await).1, "Password attempts exceeded");
    sign_in(&desk, "ada", &mut key).await;
    let mut stranger = Authenticator::new();
    for _ in 0..7 {
        try_sign_in(&desk, "bob", &mut stranger).await.assert_wrong_password();
    }
    desk.access_token("bob").await;
}

async fn two_factors(desk: &Desk, factors: &str) {
    let policy = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "ON",
        "WebAuthnConfiguration": {"FactorConfiguration": factors},
    });
    desk.admin("SetUserPoolMfaConfig", policy).await;
}

/// Case 156: the second factor is asked after a passkey too, unless the pool takes a verified one for both.
#[actix_web::test]
async fn a_passkey_is_two_factors_only_where_the_pool_says_so() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    two_factors(&desk, "SINGLE_FACTOR").await;
    let asked = done(&try_sign_in(&desk, "ada", &mut key).await);
    assert_eq!(asked["ChallengeName"], "MFA_SETUP");
    assert!(asked["AuthenticationResult"].is_null());
    two_factors(&desk, "MULTI_FACTOR_WITH_USER_VERIFICATION").await;
    let tokens = sign_in(&desk, "ada", &mut key).await;
    assert_eq!(proofs(&desk, &tokens).await, ["pop", "mfa"]);

    let token = tokens["AccessToken"].as_str().unwrap();
    let begun = desk.user(token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    desk.app.advance_secs(30);
    sign_in(&desk, "ada", &mut key).await;
    two_factors(&desk, "SINGLE_FACTOR").await;
    let asked = done(&try_sign_in(&desk, "ada", &mut key).await);
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let responses = json!({"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": app.code(&desk.app)});
    let input =
        json!({"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": asked["Session"], "ChallengeResponses": responses});
    let tokens = done(&desk.try_app("RespondToAuthChallenge", input).await)["AuthenticationResult"].clone();
    assert_eq!(proofs(&desk, &tokens).await, ["pop", "otp", "mfa"]);
}

/// F27: what waited when the backup was taken is not answered afterwards; the passkeys are there.
#[actix_web::test]
async fn a_restore_revives_no_challenge_and_keeps_passkeys() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let asked = ask(&desk, "ada").await;
    let token = desk.access_token("ada").await;
    super::begin(&desk, &token).await;
    let restored = desk.app.restored(&desk.app.backup().await).await;
    let sdk = desk.app.anonymous().through(&restored.node);
    let credential = key.get(&options(&asked));
    let input = |asked: &Value, credential: &Value| {
        json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "WEB_AUTHN", "Session": asked["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "CREDENTIAL": credential.to_string()},
        })
    };
    let revived = sdk.call("RespondToAuthChallenge", &input(&asked, &credential)).await;
    assert_refused(&revived, "NotAuthorized", "Invalid session for the user.");
    let begin = json!({
        "ClientId": desk.app.client.id.as_str(), "AuthFlow": "USER_AUTH",
        "AuthParameters": {"USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN"},
    });
    let asked = done(&sdk.call("InitiateAuth", &begin).await);
    let credential = key.get(&options(&asked));
    done(&sdk.call("RespondToAuthChallenge", &input(&asked, &credential)).await);
}
