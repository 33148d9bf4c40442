//! The person chooses what comes first (`USER_AUTH`), and a code by mail in the place of the password.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;

use super::{App, named, respond, respond_with_code};
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::{Answer, PASSWORD, TestApp};

/// An application in which codes by mail may come first, and `ada` in it.
pub(super) async fn first_desk() -> Desk {
    let desk = Desk::open(|_| {}).await;
    allow(&desk, &["PASSWORD", "EMAIL_OTP"]).await;
    let flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    done(&desk.update_client(json!({ "ExplicitAuthFlows": flows })).await);
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk
}

async fn allow(desk: &Desk, factors: &[&str]) {
    let policies = json!({"SignInPolicy": {"AllowedFirstAuthFactors": factors}});
    desk.admin("UpdateUserPool", json!({ "Policies": policies })).await;
}

async fn begin(desk: &Desk, parameters: Value) -> Answer {
    desk.try_app("InitiateAuth", json!({"AuthFlow": "USER_AUTH", "AuthParameters": parameters})).await
}

async fn code_for(desk: &Desk, username: &str) -> Answer {
    begin(desk, json!({"USERNAME": username, "PREFERRED_CHALLENGE": "EMAIL_OTP"})).await
}

async fn mailed(desk: &Desk) -> String {
    desk.app.node().run_jobs().await;
    desk.app.mailed_digits("ada@example.test", 8)
}

async fn mails(app: &TestApp) -> usize {
    app.node().run_jobs().await;
    app.node().mailbox().all().len()
}

async fn answer_as(desk: &Desk, challenge: &Value, username: &str, responses: Value) -> Answer {
    let mut responses = responses;
    responses["USERNAME"] = json!(username);
    let input = json!({
        "ChallengeName": challenge["ChallengeName"], "Session": challenge["Session"], "ChallengeResponses": responses,
    });
    desk.try_app("RespondToAuthChallenge", input).await
}

/// `Policies.SignInPolicy.AllowedFirstAuthFactors`.
#[actix_web::test]
pub(crate) async fn a_pool_says_what_may_come_first() {
    let desk = Desk::open(|_| {}).await;
    let shown =
        async || desk.admin("DescribeUserPool", json!({})).await["UserPool"]["Policies"]["SignInPolicy"].clone();
    assert_eq!(shown().await, json!({"AllowedFirstAuthFactors": ["PASSWORD"]}));
    allow(&desk, &["EMAIL_OTP", "PASSWORD"]).await;
    assert_eq!(shown().await, json!({"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}));
    desk.admin("UpdateUserPool", json!({"PoolName": "People"})).await;
    for (wrong, message) in [
        (json!(["EMAIL_OTP"]), "'AllowedFirstAuthFactors' must have PASSWORD."),
        (json!(["SMS_OTP"]), "'AllowedFirstAuthFactors' must have PASSWORD."),
    ] {
        let policies = json!({"SignInPolicy": {"AllowedFirstAuthFactors": wrong}});
        let refusal = refused(&desk.try_admin("UpdateUserPool", json!({ "Policies": policies })).await);
        assert!(refusal.0 == "InvalidParameter" && refusal.1.contains(message), "{refusal:?}");
    }
    assert_eq!(shown().await, json!({"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}), "what is not said stays");
    let unlisted = begin(&desk, json!({"USERNAME": "ada"})).await;
    assert_refused(&unlisted, "InvalidParameter", "USER_AUTH flow not enabled for this client");
}

#[actix_web::test]
async fn a_person_chooses_what_comes_first() {
    let desk = first_desk().await;
    let asked = done(&begin(&desk, json!({"USERNAME": "ada"})).await);
    assert_eq!(asked["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(asked["AvailableChallenges"], json!(["PASSWORD", "EMAIL_OTP"]));
    assert_eq!(desk.app.rows("first_codes").await, 0, "nothing is stored before something is sent or proven");
    let wrong = respond(&desk, &asked, json!({"ANSWER": "PASSWORD", "PASSWORD": "wrong horse 7"})).await;
    assert_refused(&wrong, "NotAuthorized", "Incorrect username or password.");
    let none = respond(&desk, &asked, json!({"ANSWER": "WEB_AUTHN"})).await;
    assert_refused(&none, "InvalidParameter", "Selected challenge is not available.");
    let someone_else = answer_as(&desk, &asked, "bob", json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD})).await;
    assert_refused(&someone_else, "NotAuthorized", "Invalid session for the user.");
    let tokens = done(&respond(&desk, &asked, json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD})).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());

    let asked = done(&begin(&desk, json!({"USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD"})).await);
    assert_eq!(asked["ChallengeName"], "PASSWORD");
    done(&respond(&desk, &asked, json!({ "PASSWORD": PASSWORD })).await);
    let at_once = json!({"USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD});
    assert!(done(&begin(&desk, at_once).await)["AuthenticationResult"].is_object());
    let unknown = done(&begin(&desk, json!({"USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN"})).await);
    assert_eq!(unknown["ChallengeName"], "SELECT_CHALLENGE", "what is not there is not preferred");
    desk.app.advance_secs(3 * 60);
    let late = respond(&desk, &unknown, json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD})).await;
    assert_eq!(refused(&late).0, "NotAuthorized");
    let stolen = json!({"ChallengeName": "SELECT_CHALLENGE", "Session": "A".repeat(60)});
    let forged = respond(&desk, &stolen, json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD})).await;
    assert_refused(&forged, "NotAuthorized", "Invalid session for the user.");
}

#[actix_web::test]
async fn a_code_by_mail_signs_in_once() {
    let desk = first_desk().await;
    let select = done(&begin(&desk, json!({"USERNAME": "ada"})).await);
    let asked = done(&respond(&desk, &select, json!({"ANSWER": "EMAIL_OTP"})).await);
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP");
    assert_eq!(asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "EMAIL");
    let code = mailed(&desk).await;
    let mail = desk.app.node().mailbox().all().pop().unwrap().mail;
    assert!(!mail.text.contains("/login/link"), "no link where there is no browser");
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let mismatch = respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": wrong })).await;
    assert_refused(&mismatch, "CodeMismatch", "Invalid code received for user");
    let other = answer_as(&desk, &asked, "bob", json!({ "EMAIL_OTP_CODE": code })).await;
    assert_refused(&other, "NotAuthorized", "Invalid session for the user.");
    let tokens = done(&respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": code })).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(refused(&respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": code })).await).0, "NotAuthorized");

    let asked = done(&code_for(&desk, "ada").await);
    let code = mailed(&desk).await;
    desk.app.advance_secs(3 * 60);
    assert_eq!(refused(&respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": code })).await).0, "NotAuthorized");
}

/// Cases 128 and 131: the same answers and as many statements, whoever is named.
#[actix_web::test]
async fn nobody_learns_who_has_an_account() {
    let desk = first_desk().await;
    desk.person("unproven", &[("email", "unproven@example.test")]).await;
    desk.sign_up("fresh", &[("email", "fresh@example.test")]).await;
    desk.person("closed", &[("email", "closed@example.test"), ("email_verified", "true")]).await;
    desk.admin("AdminDisableUser", json!({"Username": "closed"})).await;
    let mut seen = Vec::new();
    for username in ["ada", "nobody", "unproven", "fresh", "closed"] {
        let before = (desk.app.statements(), desk.app.rows("first_codes").await, desk.app.rows("outbox").await);
        let mut asked = done(&code_for(&desk, username).await);
        let after = desk.app.statements();
        assert_eq!(desk.app.rows("first_codes").await, before.1 + 1, "{username}");
        assert_eq!(desk.app.rows("outbox").await, before.2 + 1, "{username}");
        let session = asked["Session"].take();
        let challenge = json!({"ChallengeName": "EMAIL_OTP", "Session": session});
        let writes = after.writes - before.0.writes;
        let start = desk.app.statements();
        let wrong = refused(&answer_as(&desk, &challenge, username, json!({"EMAIL_OTP_CODE": "00000000"})).await);
        let guesses = desk.app.statements().writes - start.writes;
        seen.push((asked, writes, wrong, guesses, session.as_str().unwrap().len()));
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:#?}");
    desk.app.node().run_jobs().await;
    let to: Vec<String> = desk.app.node().mailbox().all().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to.iter().filter(|to| *to != "fresh@example.test").collect::<Vec<_>>(), ["ada@example.test"]);
    let limited: Vec<_> = {
        let mut answers = Vec::new();
        for username in ["ada", "nobody"] {
            for _ in 0..5 {
                answers.push((username, code_for(&desk, username).await.code()));
            }
        }
        answers.chunks(5).map(|chunk| chunk.iter().map(|(_, code)| *code).collect::<Vec<_>>()).collect()
    };
    assert_eq!(limited[0], limited[1], "and the same at the limit");
}

/// Whoever signed up with somebody else's address is not let in by its owner.
#[actix_web::test]
async fn a_code_confirms_nobody() {
    let desk = first_desk().await;
    desk.sign_up("mallory", &[("email", "victim@example.test")]).await;
    let before = mails(&desk.app).await;
    done(&code_for(&desk, "mallory").await);
    assert_eq!(mails(&desk.app).await, before, "nothing is sent to an address that is not proven");
}

/// Guesses are those at the first factor, over sign-ins, and five burn a code.
#[actix_web::test]
async fn guesses_at_first_codes_lock_as_passwords_do() {
    let desk = first_desk().await;
    let asked = done(&code_for(&desk, "ada").await);
    let code = mailed(&desk).await;
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let input = json!({
        "ClientId": desk.app.client.id.as_str(), "ChallengeName": "EMAIL_OTP", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "EMAIL_OTP_CODE": wrong},
    });
    let tries = (0..40).map(|number: usize| {
        let (sdk, input) = (&sdks[number % 2], &input);
        async move { refused(&sdk.call("RespondToAuthChallenge", input).await) }
    });
    let refusals = futures_util::future::join_all(tries).await;
    assert_eq!(refusals.iter().filter(|(name, _)| name == "CodeMismatch").count(), 5, "{refusals:?}");
    let locked = desk.try_sign_in("ada", PASSWORD).await;
    assert_refused(&locked, "NotAuthorized", "Password attempts exceeded");
    desk.app.advance_secs(30);
    let burned = respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": code })).await;
    assert_eq!(refused(&burned).0, "NotAuthorized", "burned");
    let asked = done(&code_for(&desk, "ada").await);
    done(&respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": mailed(&desk).await })).await);
}

/// What was ended is not begun again by an older code.
#[actix_web::test]
async fn a_code_dies_with_a_sign_out_everywhere() {
    let desk = first_desk().await;
    let asked = done(&code_for(&desk, "ada").await);
    let code = mailed(&desk).await;
    desk.admin("AdminUserGlobalSignOut", json!({"Username": "ada"})).await;
    assert_eq!(refused(&respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": code })).await).0, "CodeMismatch");
    assert_eq!(desk.app.events(EventName::SignedIn).await, 0);
}

/// GHSA-wc43-73w7-x2f5: a mailbox is one factor, however often it is asked.
#[actix_web::test]
async fn a_code_by_mail_is_no_way_around_the_second_factor() {
    let desk = first_desk().await;
    let by_admin = json!({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}});
    desk.admin("UpdateUserPool", by_admin).await;
    let both = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "EmailMfaConfiguration": {}, "MfaConfiguration": "OPTIONAL",
    });
    desk.admin("SetUserPoolMfaConfig", both).await;
    super::with_mail_on(&desk, true).await;
    let before = mails(&desk.app).await;
    let asked = done(&code_for(&desk, "ada").await);
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP");
    assert_eq!(mails(&desk.app).await, before, "who has the mailbox as a second factor comes with the password");
    let off = json!({"Username": "ada", "EmailMfaSettings": {"Enabled": false}});
    desk.admin("AdminSetUserMFAPreference", off).await;

    let token = desk.access_token("ada").await;
    let begun = desk.user(&token, "AssociateSoftwareToken", json!({})).await;
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    desk.user(&token, "VerifySoftwareToken", json!({ "UserCode": app.code(&desk.app) })).await;
    let on = json!({"SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": true}});
    desk.user(&token, "SetUserMFAPreference", on).await;
    desk.app.advance_secs(30);
    let asked = done(&code_for(&desk, "ada").await);
    let second = done(&respond(&desk, &asked, json!({ "EMAIL_OTP_CODE": mailed(&desk).await })).await);
    assert_eq!(second["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert!(second["AuthenticationResult"].is_null());
    done(&respond_with_code(&desk, &second, &app.code(&desk.app)).await);

    let mail_only = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": false}, "EmailMfaConfiguration": {}, "MfaConfiguration": "ON",
    });
    desk.admin("SetUserPoolMfaConfig", mail_only).await;
    let select = done(&begin(&desk, json!({"USERNAME": "ada"})).await);
    assert_eq!(select["AvailableChallenges"], json!(["PASSWORD"]));
    let chosen = respond(&desk, &named(&select, "SELECT_CHALLENGE"), json!({"ANSWER": "EMAIL_OTP"})).await;
    assert_refused(&chosen, "InvalidParameter", "Selected challenge is not available.");
}

#[actix_web::test]
async fn a_client_that_stops_to_allow_it_is_heard_at_once() {
    let desk = first_desk().await;
    let select = done(&begin(&desk, json!({"USERNAME": "ada"})).await);
    assert!(desk.client().await["ExplicitAuthFlows"].to_string().contains("ALLOW_USER_AUTH"));
    done(&desk.update_client(json!({"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]})).await);
    let late = respond(&desk, &select, json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD})).await;
    assert_refused(&late, "NotAuthorized", "Invalid session for the user.");
    assert_eq!(refused(&begin(&desk, json!({"USERNAME": "ada"})).await).0, "InvalidParameter");
}
