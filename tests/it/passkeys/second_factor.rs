//! A passkey after the password, where the pool takes one for two factors.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;

use super::{add, as_two_factors, desk, offered, options};
use crate::mfa::App;
use crate::support::authenticator::Authenticator;
use crate::support::browser::Page;
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::tokens::claims;
use crate::support::{Answer, PASSWORD};

async fn with_app(desk: &Desk) -> App {
    let token = desk.access_token("ada").await;
    let begun = desk.user(&token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(&token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    desk.app.advance_secs(30);
    app
}

/// `ada` with an app and a passkey in a pool that lets people choose.
async fn both() -> (Desk, Authenticator, App) {
    let desk = desk().await;
    as_two_factors(&desk, "OPTIONAL").await;
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    let app = with_app(&desk).await;
    (desk, key, app)
}

async fn wish(desk: &Desk, wish: Value) -> Answer {
    let mut wish = wish;
    wish["Username"] = json!("ada");
    desk.try_admin("AdminSetUserMFAPreference", wish).await
}

async fn respond(desk: &Desk, asked: &Value, name: &str, responses: Value) -> Answer {
    let mut responses = responses;
    responses["USERNAME"] = json!("ada");
    let input = json!({"ChallengeName": name, "Session": asked["Session"], "ChallengeResponses": responses});
    desk.try_app("RespondToAuthChallenge", input).await
}

async fn respond_with(desk: &Desk, asked: &Value, credential: &Value) -> Answer {
    respond(desk, asked, "WEB_AUTHN", json!({ "CREDENTIAL": credential.to_string() })).await
}

async fn asked(desk: &Desk, name: &str) -> Value {
    let asked = done(&desk.try_sign_in("ada", PASSWORD).await);
    assert_eq!(asked["ChallengeName"], name, "{asked}");
    asked
}

#[actix_web::test]
async fn users_switch_it_on_and_off() {
    let desk = desk().await;
    let on = json!({"WebAuthnMfaSettings": {"Enabled": true}});
    let early = wish(&desk, on.clone()).await;
    assert!(refused(&early).1.starts_with("Passkeys are no MFA method"), "{early:?}");
    as_two_factors(&desk, "OPTIONAL").await;
    assert_refused(&wish(&desk, on.clone()).await, "InvalidParameter", "User has no passkey");
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    let token = desk.access_token("ada").await;
    let alone = desk.try_user(&token, "SetUserMFAPreference", on.clone()).await;
    assert!(refused(&alone).1.starts_with("Another MFA method must be on"), "{alone:?}");
    with_app(&desk).await;
    let both = json!({"SoftwareTokenMfaSettings": {"Enabled": true}, "WebAuthnMfaSettings": {"Enabled": true}});
    let token = desk.access_token("ada").await;
    desk.user(&token, "SetUserMFAPreference", both).await;
    let shown = desk.user(&token, "GetUser", json!({})).await;
    assert_eq!(shown["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA", "WEB_AUTHN"]));
    done(&wish(&desk, json!({"WebAuthnMfaSettings": {"Enabled": false}})).await);
    asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    done(&wish(&desk, on).await);
    let select = asked(&desk, "SELECT_MFA_TYPE").await;
    assert_eq!(select["ChallengeParameters"]["MFAS_CAN_CHOOSE"], json!("[\"SOFTWARE_TOKEN_MFA\",\"WEB_AUTHN\"]"));
    // Who has none left is asked for none.
    let chosen = done(&respond(&desk, &select, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
    let tokens = done(&respond_with(&desk, &chosen, &key.get(&options(&chosen))).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    desk.user(token, "DeleteWebAuthnCredential", json!({ "CredentialId": key.name() })).await;
    asked(&desk, "SOFTWARE_TOKEN_MFA").await;
}

#[actix_web::test]
async fn over_the_api_it_is_a_challenge_like_others() {
    let (desk, mut key, app) = both().await;
    done(
        &wish(&desk, json!({"SoftwareTokenMfaSettings": {"Enabled": true}, "WebAuthnMfaSettings": {"Enabled": true}}))
            .await,
    );
    let select = asked(&desk, "SELECT_MFA_TYPE").await;
    let unasked = respond_with(&desk, &select, &json!({})).await;
    assert_refused(&unasked, "NotAuthorized", "Invalid session for the user.");
    let chosen = done(&respond(&desk, &select, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
    let given = options(&chosen);
    assert_eq!(given["allowCredentials"][0]["id"], key.name());
    assert_eq!((&given["userVerification"], &given["rpId"]), (&json!("required"), &json!("id.example.test")));
    let mut stranger = Authenticator::new();
    stranger.user_handle = key.user_handle.clone();
    respond_with(&desk, &chosen, &stranger.get(&given)).await.assert_wrong_password();
    // A wrong answer ends its challenge; asked again there is another one.
    respond_with(&desk, &chosen, &key.get(&given)).await.assert_wrong_password();
    let again = done(&respond(&desk, &chosen, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
    assert_ne!(options(&again)["challenge"], given["challenge"]);
    let honest = key.get(&options(&again));
    done(&respond_with(&desk, &again, &honest).await);
    let replayed = respond_with(&desk, &again, &honest).await;
    assert_eq!(refused(&replayed).0, "NotAuthorized");

    // The other way is open, and a challenge of one sign-in is worthless in another.
    let select = asked(&desk, "SELECT_MFA_TYPE").await;
    let chosen = done(&respond(&desk, &select, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
    let other = asked(&desk, "SELECT_MFA_TYPE").await;
    let other = done(&respond(&desk, &other, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
    respond_with(&desk, &other, &key.get(&options(&chosen))).await.assert_wrong_password();
    let by_app = done(&respond(&desk, &chosen, "SELECT_MFA_TYPE", json!({"ANSWER": "SOFTWARE_TOKEN_MFA"})).await);
    done(
        &respond(&desk, &by_app, "SOFTWARE_TOKEN_MFA", json!({ "SOFTWARE_TOKEN_MFA_CODE": app.code(&desk.app) })).await,
    );
}

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

/// Where everybody is asked, a passkey is asked for whoever has one: a guessed password sets up no app in its place.
#[actix_web::test]
async fn at_the_pages_it_is_asked_for_after_the_password() {
    let desk = desk().await;
    as_two_factors(&desk, "ON").await;
    let mut key = Authenticator::new();
    super::allow(&desk, &["PASSWORD", "WEB_AUTHN"]).await;
    let off = json!({"MfaConfiguration": "OFF"});
    desk.admin("SetUserPoolMfaConfig", off).await;
    add(&desk, "ada", &mut key).await;
    as_two_factors(&desk, "ON").await;
    asked(&desk, "WEB_AUTHN").await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/mfa") && says(&page, "Use your passkey"), "{page:?}");
    assert!(browser.session().is_none() && says(&page, "<bdi>ada</bdi>"));
    assert!(page.shown().header("content-security-policy").contains("script-src 'self'; "));
    let writes = desk.app.statements().writes;
    let page = browser.open(page.url.as_str()).await;
    assert_eq!(desk.app.statements().writes, writes, "to look at the page writes nothing");
    assert_eq!(offered(&page)["allowCredentials"][0]["id"], key.name());

    let mut stranger = Authenticator::new();
    stranger.credential_id = key.credential_id.clone();
    stranger.user_handle = key.user_handle.clone();
    let lie = stranger.get(&offered(&page)).to_string();
    let wrong = browser.submit(&page, &page.form("/mfa").fill("credential", &lie)).await;
    assert!(says(&wrong, "That passkey does not open an account here.") && browser.session().is_none(), "{wrong:?}");
    let credential = key.get(&offered(&wrong)).to_string();
    let form = wrong.form("/mfa").fill("credential", &credential);
    let mut other = desk.app.browser();
    assert!(!other.submit(&wrong, &form).await.has_left(), "in another browser it is worthless");
    let done = browser.submit(&wrong, &form).await;
    assert!(done.has_left(), "{done:?}");
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["amr"], json!(["pwd", "pop", "mfa"]));
    assert_eq!(desk.app.events(EventName::SignInFailed).await, 1);
}

/// Lesson L11: somebody who knows the password and guesses codes does not keep the holder of a passkey out, nor do wrong
/// passkeys close the account for the app.
#[actix_web::test]
async fn guesses_at_one_factor_do_not_close_the_other() {
    let (desk, mut key, app) = both().await;
    done(
        &wish(&desk, json!({"SoftwareTokenMfaSettings": {"Enabled": true}, "WebAuthnMfaSettings": {"Enabled": true}}))
            .await,
    );
    let mut stranger = Authenticator::new();
    for _ in 0..12 {
        let select = asked(&desk, "SELECT_MFA_TYPE").await;
        let chosen = done(&respond(&desk, &select, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
        respond_with(&desk, &chosen, &stranger.get(&options(&chosen))).await.assert_wrong_password();
    }
    let by_app = async || {
        let select = asked(&desk, "SELECT_MFA_TYPE").await;
        done(&respond(&desk, &select, "SELECT_MFA_TYPE", json!({"ANSWER": "SOFTWARE_TOKEN_MFA"})).await)
    };
    let code = json!({ "SOFTWARE_TOKEN_MFA_CODE": app.code(&desk.app) });
    done(&respond(&desk, &by_app().await, "SOFTWARE_TOKEN_MFA", code).await);
    for _ in 0..8 {
        respond(&desk, &by_app().await, "SOFTWARE_TOKEN_MFA", json!({"SOFTWARE_TOKEN_MFA_CODE": "000000"})).await;
    }
    let locked =
        respond(&desk, &by_app().await, "SOFTWARE_TOKEN_MFA", json!({"SOFTWARE_TOKEN_MFA_CODE": "000000"})).await;
    assert_eq!(refused(&locked).1, "Password attempts exceeded");
    let select = asked(&desk, "SELECT_MFA_TYPE").await;
    let chosen = done(&respond(&desk, &select, "SELECT_MFA_TYPE", json!({"ANSWER": "WEB_AUTHN"})).await);
    done(&respond_with(&desk, &chosen, &key.get(&options(&chosen))).await);
}

/// The box beside a passkey as the second factor: ticked, the device is remembered, and spares the passkey next time.
#[actix_web::test]
async fn a_device_is_remembered_beside_a_passkey() {
    let desk = desk().await;
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    as_two_factors(&desk, "ON").await;
    let devices = json!({"ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true});
    desk.admin("UpdateUserPool", json!({ "DeviceConfiguration": devices })).await;
    let mut browser = desk.app.browser();
    for (ticks, is_spared) in [(false, false), (true, true)] {
        let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
        assert!(page.url.path().ends_with("/mfa") && says(&page, "name=\"remember\""), "{page:?}");
        let form = page.form("/mfa").fill("credential", &key.get(&offered(&page)).to_string());
        let form = if ticks { form.tick("remember") } else { form };
        assert!(browser.submit(&page, &form).await.has_left());
        let next = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
        assert_eq!(next.has_left(), is_spared, "{next:?}");
    }
}
