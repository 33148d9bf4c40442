//! A code by text message in the place of the password. What a first code is held to whatever its channel is in
//! `first_codes`.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;

use crate::sms::{NUMBER, texts_to};
use crate::support::desk::{Desk, assert_refused, done, refused};
use crate::support::{Answer, PASSWORD};

/// An application in which codes by text message and mail may come first, and `ada` in it.
async fn first_desk() -> Desk {
    let desk = Desk::open_texting(|_| {}).await;
    let first = json!({"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]}});
    desk.admin("UpdateUserPool", json!({ "Policies": first })).await;
    let flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    done(&desk.update_client(json!({ "ExplicitAuthFlows": flows })).await);
    with_number(&desk, "ada", NUMBER, "true").await;
    desk
}

async fn with_number(desk: &Desk, username: &str, number: &str, is_proven: &str) {
    desk.person(username, &[("phone_number", number), ("phone_number_verified", is_proven)]).await;
}

async fn code_for(desk: &Desk, username: &str) -> Answer {
    let parameters = json!({"USERNAME": username, "PREFERRED_CHALLENGE": "SMS_OTP"});
    desk.try_app("InitiateAuth", json!({"AuthFlow": "USER_AUTH", "AuthParameters": parameters})).await
}

async fn answer_as(desk: &Desk, challenge: &Value, username: &str, responses: Value) -> Answer {
    let mut responses = responses;
    responses["USERNAME"] = json!(username);
    let input = json!({
        "ChallengeName": challenge["ChallengeName"], "Session": challenge["Session"], "ChallengeResponses": responses,
    });
    desk.try_app("RespondToAuthChallenge", input).await
}

async fn texted(desk: &Desk) -> String {
    let newest = texts_to(&desk.app, NUMBER).await.pop().unwrap();
    newest.split(|letter: char| !letter.is_ascii_digit()).find(|word| word.len() == 8).unwrap().to_owned()
}

#[actix_web::test]
async fn a_code_by_text_signs_in_once() {
    let desk = first_desk().await;
    let select = done(
        &desk.try_app("InitiateAuth", json!({"AuthFlow": "USER_AUTH", "AuthParameters": {"USERNAME": "ada"}})).await,
    );
    assert_eq!(select["AvailableChallenges"], json!(["PASSWORD", "SMS_OTP", "EMAIL_OTP"]));
    let asked = done(&answer_as(&desk, &select, "ada", json!({"ANSWER": "SMS_OTP"})).await);
    assert_eq!(asked["ChallengeName"], "SMS_OTP");
    assert_eq!(asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS");
    let code = texted(&desk).await;
    let as_mail = super::named(&asked, "EMAIL_OTP");
    let crossed = answer_as(&desk, &as_mail, "ada", json!({ "EMAIL_OTP_CODE": code })).await;
    assert_refused(&crossed, "NotAuthorized", "Invalid session for the user.");
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let mismatch = answer_as(&desk, &asked, "ada", json!({ "SMS_OTP_CODE": wrong })).await;
    assert_refused(&mismatch, "CodeMismatch", "Invalid code received for user");
    let tokens = done(&answer_as(&desk, &asked, "ada", json!({ "SMS_OTP_CODE": code })).await);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    let again = answer_as(&desk, &asked, "ada", json!({ "SMS_OTP_CODE": code })).await;
    assert_eq!(refused(&again).0, "NotAuthorized");
}

/// Cases 128 and 131: the same answers and as many writes, whoever is named, by name or by number.
#[actix_web::test]
async fn nobody_learns_who_has_an_account_or_which_number() {
    let desk = first_desk().await;
    with_number(&desk, "unproven", "+4915112345679", "false").await;
    with_number(&desk, "abroad", "+88213123456", "true").await;
    with_number(&desk, "closed", "+4915212345678", "true").await;
    desk.admin("AdminDisableUser", json!({"Username": "closed"})).await;
    desk.person("numberless", &[("email", "n@example.test")]).await;
    let mut seen = Vec::new();
    for username in ["ada", "nobody", "unproven", "closed", "numberless", "abroad"] {
        let before = (desk.app.statements(), desk.app.rows("first_codes").await, desk.app.rows("outbox").await);
        let mut asked = done(&code_for(&desk, username).await);
        let writes = desk.app.statements().writes - before.0.writes;
        assert_eq!(desk.app.rows("first_codes").await, before.1 + 1, "{username}");
        assert_eq!(desk.app.rows("outbox").await, before.2 + 1, "{username}");
        let challenge = json!({"ChallengeName": "SMS_OTP", "Session": asked["Session"].take()});
        let start = desk.app.statements().writes;
        let wrong = refused(&answer_as(&desk, &challenge, username, json!({"SMS_OTP_CODE": "00000000"})).await);
        seen.push((asked, writes, wrong, desk.app.statements().writes - start));
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:#?}");
    desk.app.node().run_jobs().await;
    let to: Vec<String> = desk.app.node().mailbox().texts().into_iter().map(|text| text.to).collect();
    assert_eq!(to, [NUMBER]);
}

/// Lesson L8: nothing was proven by whoever asks, so that these count as every message that a stranger sets off.
#[actix_web::test]
async fn a_number_gets_three_an_hour_and_nobody_is_told() {
    let desk = first_desk().await;
    for _ in 0..5 {
        done(&code_for(&desk, "ada").await);
    }
    assert_eq!(texts_to(&desk.app, NUMBER).await.len(), 3);
    let (known, unknown) = (code_for(&desk, "ada").await, {
        for _ in 0..5 {
            done(&code_for(&desk, "nobody").await);
        }
        code_for(&desk, "nobody").await
    });
    assert_eq!(refused(&known), refused(&unknown));
}

/// Case 144: five burn a code, over sign-ins and nodes on the curve of the password.
#[actix_web::test]
async fn guesses_lock_as_passwords_do() {
    let desk = first_desk().await;
    let asked = done(&code_for(&desk, "ada").await);
    let code = texted(&desk).await;
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let input = json!({
        "ClientId": desk.app.client.id.as_str(), "ChallengeName": "SMS_OTP", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "SMS_OTP_CODE": if code == "00000000" { "00000001" } else { "00000000" }},
    });
    let tries = (0..40).map(|number: usize| {
        let (sdk, input) = (&sdks[number % 2], &input);
        async move { refused(&sdk.call("RespondToAuthChallenge", input).await) }
    });
    let refusals = futures_util::future::join_all(tries).await;
    assert_eq!(refusals.iter().filter(|(name, _)| name == "CodeMismatch").count(), 5, "{refusals:?}");
    assert_refused(&desk.try_sign_in("ada", PASSWORD).await, "NotAuthorized", "Password attempts exceeded");
    assert_eq!(desk.app.events(EventName::SignedIn).await, 0);
}

/// GHSA-wc43-73w7-x2f5: a phone is one factor, however often it is asked.
#[actix_web::test]
async fn a_phone_is_not_both_factors() {
    let desk = first_desk().await;
    let both = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": true}, "SmsMfaConfiguration": {}, "MfaConfiguration": "OPTIONAL",
    });
    desk.admin("SetUserPoolMfaConfig", both).await;
    super::text_codes::with_texts_on(&desk, true).await;
    let asked = done(&code_for(&desk, "ada").await);
    assert_eq!(asked["ChallengeName"], "SMS_OTP", "as for everybody");
    assert!(
        texts_to(&desk.app, NUMBER).await.is_empty(),
        "who has the phone as a second factor comes with the password"
    );
    let texts_only = json!({
        "SoftwareTokenMfaConfiguration": {"Enabled": false}, "SmsMfaConfiguration": {}, "MfaConfiguration": "ON",
    });
    desk.admin("SetUserPoolMfaConfig", texts_only).await;
    let begin = json!({"AuthFlow": "USER_AUTH", "AuthParameters": {"USERNAME": "ada"}});
    let select = done(&desk.try_app("InitiateAuth", begin).await);
    assert_eq!(select["AvailableChallenges"], json!(["PASSWORD", "EMAIL_OTP"]));
}

#[actix_web::test]
async fn a_code_is_texted_at_the_pages() {
    let desk = first_desk().await;
    let mut browser = desk.app.browser();
    let page = browser.open(&format!("/login?{}", desk.app.app_client().request().query())).await;
    let form = page.form("/login").fill("username", "ada").press("way", "sms");
    let page = browser.submit(&page, &form).await;
    let body = &page.shown().body;
    assert!(page.url.path().ends_with("/login/code") && body.contains("Check your phone"), "{page:?}");
    assert!(!body.contains("open the link"), "a text message has none");
    let code = texted(&desk).await;
    let text = texts_to(&desk.app, NUMBER).await.pop().unwrap();
    assert!(!text.contains("http"), "{text}");
    let resend = page.form("/login/code").press("way", "sms");
    let page = browser.submit(&page, &resend).await;
    assert!(page.shown().body.contains("A new code is on its way."), "{page:?}");
    let new = texted(&desk).await;
    assert_ne!(code, new);
    let form = page.form("/login/code").fill("code", &new);
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left(), "{done:?}");
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    let amr = &crate::support::tokens::claims(tokens["id_token"].as_str().unwrap())["amr"];
    assert_eq!(*amr, json!(["sms"]));
}
