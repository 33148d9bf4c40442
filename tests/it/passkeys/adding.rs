//! Passkeys are added and removed by whoever signed in just now.

use serde_json::json;
use vestibule::domain::client::AuthFlow;
use vestibule::domain::event::EventName;

use super::{ada_with, add, allow, begin, desk, sign_in, try_finish, try_sign_in};
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::tokens::claims;

async fn mails_to(desk: &Desk, address: &str) -> Vec<String> {
    desk.app.node().run_jobs().await;
    let all = desk.app.node().mailbox().all().into_iter();
    all.filter(|mail| mail.to == address).map(|mail| mail.mail.subject).collect()
}

#[actix_web::test]
async fn a_passkey_is_added_used_and_removed() {
    let desk = desk().await;
    let token = desk.access_token("ada").await;
    let sub = claims(&token)["sub"].as_str().unwrap().to_owned();
    let options = begin(&desk, &token).await;
    assert_eq!(options["rp"], json!({"id": "id.example.test", "name": "People"}));
    assert_eq!((&options["user"]["name"], &options["attestation"]), (&json!("ada"), &json!("none")));
    let selection = &options["authenticatorSelection"];
    assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&json!("required"), &json!("preferred")));
    assert!(options.to_string().find(&sub).is_none(), "the handle is no text");
    let mut key = Authenticator::new();
    let credential = key.create(&options);
    done(&try_finish(&desk, &token, credential).await);
    assert_eq!(desk.app.events(EventName::PasskeyAdded).await, 1);
    assert!(mails_to(&desk, "ada@example.test").await[0].contains("passkey was added"));

    let listed = desk.user(&token, "ListWebAuthnCredentials", json!({})).await;
    let mut shown = listed["Credentials"][0].clone();
    assert!(shown["CreatedAt"].take().is_number());
    let name = shown["FriendlyCredentialName"].take();
    assert_eq!(name, "Passkey 2027-01-15");
    let expected = json!({
        "CredentialId": key.name(), "FriendlyCredentialName": null, "RelyingPartyId": "id.example.test",
        "AuthenticatorAttachment": "platform", "AuthenticatorTransports": ["internal", "hybrid"], "CreatedAt": null,
    });
    assert_eq!(shown, expected);
    assert!(listed["NextToken"].is_null());
    sign_in(&desk, "ada", &mut key).await;

    let foreign = desk.access_token("bob").await;
    let of_ada = json!({ "CredentialId": key.name() });
    let not_his = desk.try_user(&foreign, "DeleteWebAuthnCredential", of_ada.clone()).await;
    assert_refused(&not_his, "ResourceNotFound", "The credential does not exist.");
    sign_in(&desk, "ada", &mut key).await;
    desk.user(&token, "DeleteWebAuthnCredential", of_ada.clone()).await;
    assert_eq!(desk.app.events(EventName::PasskeyRemoved).await, 1);
    assert!(mails_to(&desk, "ada@example.test").await[1].contains("passkey was removed"));
    try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
    let again = desk.try_user(&token, "DeleteWebAuthnCredential", of_ada).await;
    assert_eq!(refused(&again).0, "ResourceNotFound");
}

/// Case 157: a borrowed access token becomes no key of its own, and takes none away.
#[actix_web::test]
async fn only_who_signed_in_just_now_adds_or_removes_one() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let token = desk.access_token("ada").await;
    desk.app.advance_secs(10 * 60);
    let late = desk.try_user(&token, "StartWebAuthnRegistration", json!({})).await;
    assert_refused(&late, "NotAuthorized", "Sign in again: this needs a sign-in of the last 10 minutes.");
    let removed = desk.try_user(&token, "DeleteWebAuthnCredential", json!({ "CredentialId": key.name() })).await;
    assert_eq!(refused(&removed).0, "NotAuthorized");
    desk.user(&token, "ListWebAuthnCredentials", json!({})).await;
    let fresh = sign_in(&desk, "ada", &mut key).await["AccessToken"].as_str().unwrap().to_owned();
    begin(&desk, &fresh).await;
}

#[actix_web::test]
async fn a_challenge_is_for_one_person_one_client_one_time_and_five_minutes() {
    let desk = desk().await;
    let (ada, bob) = (desk.access_token("ada").await, desk.access_token("bob").await);
    let mut key = Authenticator::new();
    let options = begin(&desk, &ada).await;
    let credential = key.create(&options);
    let not_his = try_finish(&desk, &bob, credential.clone()).await;
    assert_eq!(refused(&not_his).0, "WebAuthnChallengeNotFound");
    let by_password = [AuthFlow::AllowUserPasswordAuth];
    let other = desk.app.add_public(&desk.app.pool, |client| client.auth_flows = Some(by_password.into())).await;
    let input = json!({
        "ClientId": other.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "ada", "PASSWORD": PASSWORD},
    });
    let elsewhere = done(&desk.app.anonymous().call("InitiateAuth", &input).await);
    let elsewhere = elsewhere["AuthenticationResult"]["AccessToken"].as_str().unwrap().to_owned();
    assert_eq!(refused(&try_finish(&desk, &elsewhere, credential.clone()).await).0, "WebAuthnClientMismatch");
    assert_eq!(desk.app.rows("passkeys").await, 0);
    done(&try_finish(&desk, &ada, credential.clone()).await);
    assert_eq!(refused(&try_finish(&desk, &ada, credential).await).0, "WebAuthnChallengeNotFound", "once");

    let late = Authenticator::new().create(&begin(&desk, &ada).await);
    desk.app.advance_secs(5 * 60);
    assert_eq!(refused(&try_finish(&desk, &ada, late).await).0, "WebAuthnChallengeNotFound");
    let ended = Authenticator::new().create(&begin(&desk, &desk.access_token("ada").await).await);
    desk.admin("AdminUserGlobalSignOut", json!({"Username": "ada"})).await;
    let token = desk.access_token("ada").await;
    assert_eq!(refused(&try_finish(&desk, &token, ended).await).0, "WebAuthnChallengeNotFound");
    assert_eq!(desk.app.rows("passkeys").await, 1);
}

/// A passkey of somebody else's is not taken over by naming it.
#[actix_web::test]
async fn a_name_is_one_persons_in_a_pool() {
    let desk = desk().await;
    let mut key = ada_with(&desk).await;
    let token = desk.access_token("bob").await;
    let mut thief = Authenticator::new();
    thief.credential_id = key.credential_id.clone();
    let credential = thief.create(&begin(&desk, &token).await);
    let taken = try_finish(&desk, &token, credential).await;
    assert_refused(&taken, "InvalidParameter", "The credential is registered already.");
    assert_eq!(desk.app.rows("passkeys").await, 1);
    sign_in(&desk, "ada", &mut key).await;
}

#[actix_web::test]
async fn a_pool_that_takes_no_passkeys_takes_none() {
    let desk = desk().await;
    let token = desk.access_token("ada").await;
    let mut key = Authenticator::new();
    let credential = key.create(&begin(&desk, &token).await);
    let mut used = ada_with(&desk).await;
    allow(&desk, &["PASSWORD"]).await;
    assert_eq!(refused(&try_finish(&desk, &token, credential.clone()).await).0, "WebAuthnNotEnabled");
    let begun = desk.try_user(&token, "StartWebAuthnRegistration", json!({})).await;
    assert_eq!(refused(&begun).0, "WebAuthnNotEnabled");
    let select = done(&super::try_ask(&desk, "ada").await);
    assert_eq!(select["ChallengeName"], "SELECT_CHALLENGE", "what is not there is not preferred");
    allow(&desk, &["PASSWORD", "WEB_AUTHN"]).await;
    done(&try_finish(&desk, &token, credential).await);
    sign_in(&desk, "ada", &mut used).await;
    sign_in(&desk, "ada", &mut key).await;
}

/// Twenty are enough, two at once at the end included.
#[actix_web::test]
async fn nobody_has_more_than_twenty() {
    let desk = desk().await;
    for _ in 0..19 {
        add(&desk, "ada", &mut Authenticator::new()).await;
    }
    let token = desk.access_token("ada").await;
    let last = [begin(&desk, &token).await, begin(&desk, &token).await];
    assert_eq!(last[0]["excludeCredentials"].as_array().unwrap().len(), 19);
    let [one, two] = last.map(|options| Authenticator::new().create(&options));
    let both = futures_util::join!(try_finish(&desk, &token, one), try_finish(&desk, &token, two));
    let mut codes = [both.0.code(), both.1.code()];
    codes.sort_unstable();
    assert_eq!(codes, [200, 400]);
    assert_eq!(desk.app.rows("passkeys").await, 20);
    let more = desk.try_user(&token, "StartWebAuthnRegistration", json!({})).await;
    assert_refused(&more, "LimitExceeded", "A user has at most 20 passkeys.");
}
