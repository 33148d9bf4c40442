//! Second factors: set up, asked, proven, at both doors.

mod api;
mod choice;
mod edges;
mod first_codes;
mod first_texts;
mod guesses;
mod links;
mod mail_codes;
mod pages;
mod races;
mod recent_proof;
mod recovery_codes;
mod sessions;
mod text_codes;

pub(crate) use self::api::a_pool_asks_for_a_second_factor;
pub(crate) use self::first_codes::a_pool_says_what_may_come_first;
pub(crate) use self::guesses::exceed_second_factor;
pub(crate) use self::mail_codes::{exceed_sign_in_codes_daily, exceed_sign_in_codes_hourly};
pub(crate) use self::text_codes::{
    a_pool_takes_codes_by_text_message_in_its_own_words, exceed_sms_sign_in_daily, exceed_sms_sign_in_hourly,
};
use serde_json::{Value, json};
use totp_rs::{Algorithm, Builder, Secret};
use vestibule::domain::pool::RecoveryMechanism;

use crate::support::desk::{Desk, done};
use crate::support::{Answer, PASSWORD, TestApp};

/// An authenticator app.
pub(crate) struct App(totp_rs::Totp);

impl App {
    /// An app that learnt this secret.
    pub(crate) fn learn(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
        Self(Builder::new().with_algorithm(Algorithm::SHA1).with_secret(secret).build().unwrap())
    }

    /// The code that it shows now.
    pub(crate) fn code(&self, app: &TestApp) -> String {
        self.0.generate(u64::try_from(app.now().secs()).unwrap()).to_string()
    }

    /// A code that it does not show now, nor one step before or after.
    fn wrong_code(&self, app: &TestApp) -> String {
        let now = u64::try_from(app.now().secs()).unwrap();
        let near: Vec<String> = [now - 30, now, now + 30].map(|at| self.0.generate(at).to_string()).into();
        (0..10).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).unwrap()
    }
}

/// An application whose pool asks `when`, and `ada` in it.
async fn desk(when: &str) -> Desk {
    let desk = Desk::open(|_| {}).await;
    desk.admin(
        "SetUserPoolMfaConfig",
        json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": when}),
    )
    .await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk
}

/// An application whose pool asks `when` and takes codes by mail beside those of apps; only an admin can recover.
async fn mail_desk(when: &str) -> Desk {
    let desk = Desk::open(|settings| settings.recovery = vec![RecoveryMechanism::AdminOnly]).await;
    let both = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "EmailMfaConfiguration": {}, "MfaConfiguration": when,
    });
    desk.admin("SetUserPoolMfaConfig", both).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk
}

/// `ada` wishes for codes by mail.
async fn with_mail_on(desk: &Desk, is_preferred: bool) {
    let on = json!({"Username": "ada", "EmailMfaSettings": {"Enabled": true, "PreferredMfa": is_preferred}});
    desk.admin("AdminSetUserMFAPreference", on).await;
}

/// The code in the newest mail to `ada`.
async fn mailed(desk: &Desk) -> String {
    desk.app.node().run_jobs().await;
    desk.app.mailed_code("ada@example.test")
}

/// Another code than that.
fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// The challenge as if it were the one of that name.
fn named(asked: &Value, name: &str) -> Value {
    json!({ "ChallengeName": name, "Session": asked["Session"] })
}

async fn respond_with_mail(desk: &Desk, asked: &Value, code: &str) -> Answer {
    respond(desk, asked, json!({ "EMAIL_OTP_CODE": code })).await
}

/// Answers a challenge of `ada`.
async fn respond(desk: &Desk, asked: &Value, responses: Value) -> Answer {
    let mut responses = responses;
    responses["USERNAME"] = json!("ada");
    let input = json!({
        "ChallengeName": asked["ChallengeName"], "Session": asked["Session"], "ChallengeResponses": responses,
    });
    desk.try_app("RespondToAuthChallenge", input).await
}

async fn respond_with_code(desk: &Desk, asked: &Value, code: &str) -> Answer {
    respond(desk, asked, json!({ "SOFTWARE_TOKEN_MFA_CODE": code })).await
}

/// `ada` signs in with her password, and is asked something.
async fn asked(desk: &Desk, challenge: &str) -> Value {
    let answer = done(&desk.try_sign_in("ada", PASSWORD).await);
    assert_eq!(answer["ChallengeName"], challenge, "{answer}");
    assert!(answer["AuthenticationResult"].is_null(), "{answer}");
    answer
}

/// `ada` sets up an app in a pool that lets her choose, and switches it on.
pub(crate) async fn with_app_on(desk: &Desk) -> App {
    let token = desk.access_token("ada").await;
    let begun = desk.user(&token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    let code = app.code(&desk.app);
    desk.user(&token, "VerifySoftwareToken", json!({ "UserCode": code })).await;
    let on = json!({"SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": true}});
    desk.user(&token, "SetUserMFAPreference", on).await;
    desk.app.advance_secs(30);
    app
}
