//! Every challenge answered in the place of every other: only the documented edges lead anywhere, and what leads nowhere
//! changes nothing.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::{App, named};
use crate::passkeys;
use crate::support::authenticator::Authenticator;
use crate::support::desk::{Desk, done};
use crate::support::{Answer, PASSWORD};

/// What is asked, and the names under which it may be answered. The Session string of the first two is the same.
const EDGES: [(&str, &[&str]); 11] = [
    ("SELECT_CHALLENGE", &["SELECT_CHALLENGE", "PASSWORD"]),
    ("PASSWORD", &["SELECT_CHALLENGE", "PASSWORD"]),
    ("EMAIL_OTP, first", &["EMAIL_OTP"]),
    ("SMS_OTP", &["SMS_OTP"]),
    ("WEB_AUTHN", &["WEB_AUTHN"]),
    ("NEW_PASSWORD_REQUIRED", &["NEW_PASSWORD_REQUIRED"]),
    // "Another way" is open where there are several.
    ("SOFTWARE_TOKEN_MFA", &["SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE"]),
    ("EMAIL_OTP, second", &["EMAIL_OTP", "SELECT_MFA_TYPE"]),
    ("SMS_MFA", &["SMS_MFA", "SELECT_MFA_TYPE"]),
    ("SELECT_MFA_TYPE", &["SELECT_MFA_TYPE"]),
    // Answered by the operations that set an app up.
    ("MFA_SETUP", &[]),
];

/// The names in Cognito's model.
fn names() -> Vec<String> {
    let model: Value = serde_json::from_str(include_str!("../../../src/web/aws/ops/model.json")).unwrap();
    let member = &model["RespondToAuthChallenge"]["request"]["members"]["ChallengeName"]["enum"];
    serde_json::from_value(member.clone()).unwrap()
}

/// Somebody who is asked something.
struct Asked {
    username: String,
    challenge: Value,
    app: Option<App>,
    passkey: Option<RefCell<Authenticator>>,
}

async fn set(desk: &Desk, when: &str) {
    let both = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "EmailMfaConfiguration": {}, "SmsMfaConfiguration": {},
        "MfaConfiguration": when,
    });
    desk.admin("SetUserPoolMfaConfig", both).await;
}

async fn with_app(desk: &Desk, username: &str) -> App {
    let token = desk.access_token(username).await;
    let begun = desk.user(&token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(&token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    desk.app.advance_secs(30);
    app
}

async fn put(desk: &Desk, asked: &str, username: &str) -> Asked {
    set(desk, if asked == "MFA_SETUP" { "ON" } else { "OPTIONAL" }).await;
    let proven = if asked == "MFA_SETUP" { "false" } else { "true" };
    let address = address(username);
    let number = number(username);
    let attributes = [
        ("email", address.as_str()),
        ("email_verified", proven),
        ("phone_number", &number),
        ("phone_number_verified", proven),
    ];
    desk.person(username, &attributes).await;
    let has_second = ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP, second", "SMS_MFA", "SELECT_MFA_TYPE"].contains(&asked);
    let app = if has_second { Some(with_app(desk, username).await) } else { None };
    if has_second {
        let is_preferred = |factor: &str| json!({"Enabled": true, "PreferredMfa": asked.starts_with(factor)});
        let wish = json!({
            "Username": username, "SoftwareTokenMfaSettings": is_preferred("SOFTWARE_TOKEN_MFA"),
            "EmailMfaSettings": is_preferred("EMAIL_OTP"), "SMSMfaSettings": is_preferred("SMS_MFA"),
        });
        desk.admin("AdminSetUserMFAPreference", wish).await;
    }
    if asked == "NEW_PASSWORD_REQUIRED" {
        let temporary = json!({"Username": username, "Password": PASSWORD, "Permanent": false});
        desk.admin("AdminSetUserPassword", temporary).await;
    }
    let passkey = if asked == "WEB_AUTHN" {
        let mut key = Authenticator::new();
        passkeys::add(desk, username, &mut key).await;
        Some(RefCell::new(key))
    } else {
        None
    };
    let preferred = match asked {
        "SELECT_CHALLENGE" => None,
        "EMAIL_OTP, first" => Some("EMAIL_OTP"),
        "SMS_OTP" => Some("SMS_OTP"),
        "WEB_AUTHN" => Some("WEB_AUTHN"),
        _ => Some("PASSWORD"),
    };
    let mut parameters = json!({ "USERNAME": username });
    if let Some(preferred) = preferred {
        parameters["PREFERRED_CHALLENGE"] = json!(preferred);
    }
    if !["SELECT_CHALLENGE", "EMAIL_OTP, first", "SMS_OTP", "WEB_AUTHN", "PASSWORD"].contains(&asked) {
        parameters["PASSWORD"] = json!(PASSWORD);
    }
    let begin = json!({"AuthFlow": "USER_AUTH", "AuthParameters": parameters});
    let challenge = done(&desk.try_app("InitiateAuth", begin).await);
    assert_eq!(challenge["ChallengeName"], asked.split(',').next().unwrap(), "{challenge}");
    Asked { username: username.to_owned(), challenge, app, passkey }
}

fn code_in(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_ascii_digit());
    words.find(|word| word.len() == 6 || word.len() == 8).map(str::to_owned)
}

fn address(username: &str) -> String {
    format!("{username}@example.test")
}

/// Numbers of different blocks, and of different people in each.
fn number(username: &str) -> String {
    let digits: u64 = username.bytes().filter(u8::is_ascii_digit).fold(7, |sum, byte| sum * 100 + u64::from(byte));
    format!("+4915{}", 100_000_000 + digits % 100_000_000)
}

/// Answers under a name, with everything right that the person has.
async fn answer(desk: &Desk, asked: &Asked, name: &str) -> Answer {
    desk.app.node().run_jobs().await;
    let mailed = desk.app.node().mailbox().all().into_iter().rfind(|mail| mail.to == address(&asked.username));
    let digits = mailed.and_then(|mail| code_in(&mail.mail.text));
    let texts = desk.app.node().mailbox().texts();
    let texted = texts.into_iter().rfind(|text| text.to == number(&asked.username));
    let texted = texted.and_then(|text| code_in(text.text.as_str())).unwrap_or("000000".to_owned());
    let code = asked.app.as_ref().map_or("000000".to_owned(), |app| app.code(&desk.app));
    let mut responses = match name {
        "SOFTWARE_TOKEN_MFA" => json!({ "SOFTWARE_TOKEN_MFA_CODE": code }),
        "EMAIL_OTP" => json!({ "EMAIL_OTP_CODE": digits.unwrap_or("000000".to_owned()) }),
        "SMS_MFA" => json!({ "SMS_MFA_CODE": texted }),
        "SMS_OTP" => json!({ "SMS_OTP_CODE": texted }),
        "NEW_PASSWORD_REQUIRED" => json!({"NEW_PASSWORD": "another horse 7"}),
        "SELECT_MFA_TYPE" => json!({"ANSWER": "SOFTWARE_TOKEN_MFA"}),
        "SELECT_CHALLENGE" => json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD}),
        "PASSWORD" => json!({ "PASSWORD": PASSWORD }),
        "WEB_AUTHN" => match &asked.passkey {
            Some(key) => {
                json!({ "CREDENTIAL": key.borrow_mut().get(&passkeys::options(&asked.challenge)).to_string() })
            }
            None => json!({"CREDENTIAL": "{}"}),
        },
        _ => json!({}),
    };
    responses["USERNAME"] = json!(asked.username);
    let mut input = named(&asked.challenge, name);
    input["ChallengeResponses"] = responses;
    desk.try_app("RespondToAuthChallenge", input).await
}

#[actix_web::test]
async fn only_the_documented_edges_lead_anywhere() {
    let desk = Desk::open_texting(|_| {}).await;
    let flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
    done(&desk.update_client(json!({ "ExplicitAuthFlows": flows })).await);
    let all = json!({"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]}});
    desk.admin("UpdateUserPool", json!({ "Policies": all })).await;
    let by_admin = json!({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}});
    desk.admin("UpdateUserPool", by_admin).await;
    for (number, (asked, edges)) in EDGES.iter().enumerate() {
        let mut waiting = put(&desk, asked, &format!("u{number}x0")).await;
        for (turn, name) in names().iter().enumerate() {
            let answered = answer(&desk, &waiting, name).await;
            let is_edge = edges.contains(&name.as_str());
            assert_eq!(answered.code() == 200, is_edge, "{name} in the place of {asked}: {answered:?}");
            if is_edge {
                // What it leads to is the business of other tests; the next name needs a fresh one.
                desk.app.advance_secs(30);
                waiting = put(&desk, asked, &format!("u{number}x{}", turn + 1)).await;
            } else {
                assert!(!answered.body.contains("AccessToken"), "{name} in the place of {asked}: {answered:?}");
            }
        }
        // After all the refusals what is asked can still be answered.
        if let Some(own) = edges.first() {
            assert_eq!(answer(&desk, &waiting, own).await.code(), 200, "{asked}");
        } else {
            let begun = json!({ "Session": waiting.challenge["Session"] });
            assert_eq!(desk.try_global("AssociateSoftwareToken", begun).await.code(), 200, "{asked}");
        }
    }
}
