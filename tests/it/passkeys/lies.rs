//! What an authenticator, a browser or somebody between them may say that is not so. Each is refused, changes nothing but
//! the count of tries, and leaves the honest answer what it was.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use vestibule::domain::client::AuthFlow;
use vestibule::domain::event::EventName;

use super::{ada_with, add, ask, begin, desk, options, respond, sign_in, try_finish, try_sign_in};
use crate::support::authenticator::Authenticator;
use crate::support::desk::{assert_refused, done, refused};

/// Origins that are not the server's, though they look like it (lesson L9).
const ORIGINS: [&str; 8] = [
    "https://evil.test",
    "https://badid.example.test",
    "https://id.example.test.evil.test",
    "https://app.id.example.test",
    "https://example.test",
    "https://id.example.test:8443",
    "http://id.example.test",
    "https://id.example.test@evil.test",
];

/// A lie about who, where or how.
type Lie = (&'static str, fn(&mut Authenticator), &'static str);

const LIES: [Lie; 3] = [
    ("framed", |key| key.is_framed = true, "WebAuthnOriginNotAllowed"),
    ("another relying party", |key| key.relying_party = Some("evil.test".to_owned()), "WebAuthnRelyingPartyMismatch"),
    ("a domain above", |key| key.relying_party = Some("example.test".to_owned()), "WebAuthnRelyingPartyMismatch"),
];

/// The same answer with one of its parts changed by `change`.
fn tampered(credential: &Value, part: &str, change: impl Fn(&mut Vec<u8>)) -> Value {
    let mut tampered = credential.clone();
    let mut bytes = URL_SAFE_NO_PAD.decode(credential["response"][part].as_str().unwrap()).unwrap();
    change(&mut bytes);
    tampered["response"][part] = json!(URL_SAFE_NO_PAD.encode(bytes));
    tampered
}

#[actix_web::test]
async fn nothing_is_added_by_a_lie() {
    let desk = desk().await;
    let token = desk.access_token("ada").await;
    for origin in ORIGINS {
        let mut key = Authenticator::new();
        key.origin = origin.to_owned();
        let credential = key.create(&begin(&desk, &token).await);
        let name = refused(&try_finish(&desk, &token, credential).await).0;
        assert_eq!(name, "WebAuthnOriginNotAllowed", "{origin}");
    }
    for (lie, tell, expected) in LIES {
        let mut key = Authenticator::new();
        tell(&mut key);
        let credential = key.create(&begin(&desk, &token).await);
        assert_eq!(refused(&try_finish(&desk, &token, credential).await).0, expected, "{lie}");
    }
    let honest = Authenticator::new().create(&begin(&desk, &token).await);
    for (credential, message) in [
        (json!({}), "The credential is not valid."),
        (json!({"response": {"clientDataJSON": "e30"}}), "The credential is not valid."),
        (tampered(&honest, "clientDataJSON", Vec::clear), "The credential is not valid."),
    ] {
        let refusal = refused(&try_finish(&desk, &token, credential).await);
        assert_eq!(refusal, ("InvalidParameter".to_owned(), message.to_owned()));
    }
    done(&try_finish(&desk, &token, honest).await);

    let options = begin(&desk, &token).await;
    let cut = tampered(&Authenticator::new().create(&options), "attestationObject", |bytes| bytes.truncate(40));
    assert_eq!(desk.try_user(&token, "CompleteWebAuthnRegistration", json!({ "Credential": cut })).await.code(), 400);
    let unnamed = desk.try_user(&token, "CompleteWebAuthnRegistration", json!({"Credential": "text"})).await;
    assert_eq!(refused(&unnamed).0, "Serialization");
    assert_eq!(desk.app.rows("passkeys").await, 1);
    assert_eq!(desk.app.events(EventName::PasskeyAdded).await, 1);
}

#[actix_web::test]
async fn nobody_signs_in_by_a_lie() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    for origin in ORIGINS {
        key.origin = origin.to_owned();
        try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
    }
    key.origin = crate::support::node::PUBLIC_URL.to_owned();
    for (_, tell, _) in LIES {
        tell(&mut key);
        try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
        (key.is_framed, key.relying_party) = (false, None);
    }
    let asked = ask(&desk, "ada").await;
    let honest = key.get(&options(&asked));
    let flip = |bytes: &mut Vec<u8>| *bytes.last_mut().unwrap() ^= 1;
    for lie in [
        tampered(&honest, "signature", flip),
        tampered(&honest, "authenticatorData", flip),
        tampered(&honest, "clientDataJSON", |bytes| bytes.insert(1, b' ')),
        tampered(&honest, "userHandle", flip),
    ] {
        respond(&desk, &asked, "ada", &lie).await.assert_wrong_password();
    }
    for unreadable in [json!({}), json!("text"), tampered(&honest, "clientDataJSON", Vec::clear)] {
        let refusal = respond(&desk, &asked, "ada", &unreadable).await;
        assert_refused(&refusal, "InvalidParameter", "The credential is not valid.");
    }
    done(&respond(&desk, &asked, "ada", &honest).await);

    let asked = ask(&desk, "ada").await;
    let honest = key.get(&options(&asked));
    let mut silent = honest.clone();
    silent["response"]["userHandle"] = Value::Null;
    for _ in 0..5 {
        respond(&desk, &asked, "ada", &silent).await.assert_wrong_password();
    }
    let burned = respond(&desk, &asked, "ada", &honest).await;
    assert_refused(&burned, "NotAuthorized", "Invalid session for the user.");
    sign_in(&desk, "ada", &mut key).await;
}

/// A passkey opens the account of its person only, in its own pool.
#[actix_web::test]
async fn a_passkey_of_somebody_else_opens_nothing() {
    let desk = desk().await;
    let mut hers = ada_with(&desk).await;
    let mut his = Authenticator::new();
    add(&desk, "bob", &mut his).await;
    try_sign_in(&desk, "ada", &mut his).await.assert_wrong_password();
    let handle = std::mem::replace(&mut his.user_handle, hers.user_handle.clone());
    try_sign_in(&desk, "ada", &mut his).await.assert_wrong_password();
    his.credential_id = hers.credential_id.clone();
    try_sign_in(&desk, "ada", &mut his).await.assert_wrong_password();
    his.user_handle = handle;
    try_sign_in(&desk, "bob", &mut his).await.assert_wrong_password();
    sign_in(&desk, "ada", &mut hers).await;

    let theirs = desk.app.add_pool("Their people").await;
    let flows = [AuthFlow::AllowUserAuth];
    let client = desk.app.add_public(&theirs, |client| client.auth_flows = Some(flows.into())).await;
    desk.app.person_in(&theirs, "ada").await;
    let policies = json!({"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}});
    done(&desk.try_global("UpdateUserPool", json!({"UserPoolId": theirs.id.as_str(), "Policies": policies})).await);
    let begin = json!({
        "ClientId": client.id.as_str(), "AuthFlow": "USER_AUTH",
        "AuthParameters": {"USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN"},
    });
    let asked = done(&desk.app.anonymous().call("InitiateAuth", &begin).await);
    let credential = hers.get(&options(&asked));
    let responses = json!({"USERNAME": "ada", "CREDENTIAL": credential.to_string()});
    let answer = json!({"ChallengeName": "WEB_AUTHN", "Session": asked["Session"], "ChallengeResponses": responses});
    let mut there = answer.clone();
    there["ClientId"] = json!(client.id.as_str());
    desk.app.anonymous().call("RespondToAuthChallenge", &there).await.assert_wrong_password();
    let here = desk.try_app("RespondToAuthChallenge", answer).await;
    assert_refused(&here, "NotAuthorized", "Invalid session for the user.");
}

/// Web Authentication §6.1.1: a count that goes back, or stands still, is a copy's.
#[actix_web::test]
async fn a_count_that_goes_back_is_refused_and_told_of() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    sign_in(&desk, "ada", &mut key).await;
    sign_in(&desk, "ada", &mut key).await;
    for count in [2, 1, 0] {
        key.count = Some(count);
        let asked = ask(&desk, "ada").await;
        let copy = key.get_uncounted(&options(&asked));
        respond(&desk, &asked, "ada", &copy).await.assert_wrong_password();
    }
    assert_eq!(desk.app.events(EventName::PasskeyCountWentBack).await, 3);
    key.count = Some(2);
    sign_in(&desk, "ada", &mut key).await;
    key.count = Some(100);
    sign_in(&desk, "ada", &mut key).await;

    // Passkeys that live on several devices do not count.
    let mut synced = Authenticator::new();
    (synced.count, synced.is_backed_up) = (None, true);
    add(&desk, "ada", &mut synced).await;
    sign_in(&desk, "ada", &mut synced).await;
    sign_in(&desk, "ada", &mut synced).await;
    synced.count = Some(6);
    sign_in(&desk, "ada", &mut synced).await;
    synced.count = None;
    try_sign_in(&desk, "ada", &mut synced).await.assert_wrong_password();
}

#[actix_web::test]
async fn what_was_ended_is_not_begun_again_by_an_older_challenge() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let asked = ask(&desk, "ada").await;
    let credential = key.get(&options(&asked));
    desk.admin("AdminUserGlobalSignOut", json!({"Username": "ada"})).await;
    respond(&desk, &asked, "ada", &credential).await.assert_wrong_password();
    sign_in(&desk, "ada", &mut key).await;
    desk.admin("AdminDisableUser", json!({"Username": "ada"})).await;
    let closed = try_sign_in(&desk, "ada", &mut key).await;
    assert_refused(&closed, "NotAuthorized", "User is disabled.");
    desk.admin("AdminEnableUser", json!({"Username": "ada"})).await;
    sign_in(&desk, "ada", &mut key).await;
    desk.admin("AdminDeleteUser", json!({"Username": "ada"})).await;
    assert_eq!(desk.app.rows("passkeys").await, 0);
    try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
}
