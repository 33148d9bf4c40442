//! The attributes that pages ask for: refused at their field, taken when they fit, and no others (case 219).

use std::collections::BTreeSet;

use serde_json::json;
use vestibule::domain::pool::{AttributeRule, AttributeType, PoolSettings};

use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;
use crate::support::forms::Form;
use crate::support::people::PASSWORD;

const TEMPORARY: &str = "temporary 7 horse";
const NEW: &str = "another horse 7 battery";

/// Asks for a given name and a birthday; has custom attributes.
fn asking(pool: &mut PoolSettings) {
    pool.schema.required.extend(["given_name", "birthdate"].map(str::to_owned));
    let custom = |name: &str, data_type| AttributeRule {
        name: format!("custom:{name}"),
        data_type,
        mutable: true,
        min: None,
        max: None,
    };
    pool.schema.custom = vec![custom("role", AttributeType::String), custom("level", AttributeType::Number)];
}

/// The same, with a client that may write the custom attributes too.
async fn writing() -> Desk {
    let desk = Desk::open(asking).await;
    let all = ["email", "phone_number", "given_name", "birthdate", "nickname", "custom:role", "custom:level"]
        .map(str::to_owned);
    assert_eq!(desk.update_client(json!({ "WriteAttributes": all })).await.code(), 200);
    desk
}

/// The sign-up page, open in a new browser.
async fn sign_up_page(desk: &Desk) -> (Browser, Page) {
    let mut browser = desk.app.browser();
    let page = browser.open(&format!("/signup?{}", desk.app.app_client().request().query())).await;
    (browser, page)
}

fn filled(page: &Page, username: &str) -> Form {
    let form = page.form("/signup").fill("username", username).fill("password", PASSWORD);
    form.fill("email", &format!("{username}@example.test")).fill("given_name", "Eve").fill("birthdate", "1815-12-10")
}

/// What an admin sees of somebody: names and values, the id apart.
async fn attributes(desk: &Desk, username: &str) -> Vec<(String, String)> {
    let seen = desk.seen(username).await;
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let all = seen["UserAttributes"].as_array().unwrap().iter().map(|one| (text(&one["Name"]), text(&one["Value"])));
    let mut all: Vec<_> = all.filter(|(name, _)| name != "sub").collect();
    all.sort();
    all
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[actix_web::test]
async fn a_sign_up_is_refused_at_the_field_that_is_missing_or_does_not_fit_and_taken_then() {
    let desk = Desk::open(asking).await;
    let (mut browser, page) = sign_up_page(&desk).await;
    for (name, value, words) in [
        ("given_name", "", "Fill this in."),
        ("birthdate", "", "Fill this in."),
        ("birthdate", "1815", "Enter a date"),
        ("email", "eve", "Enter an email address"),
    ] {
        let again = browser.submit(&page, &filled(&page, "eve").fill(name, value)).await;
        assert!(again.url.path().ends_with("/signup") && again.shown().code() == 200, "{name}={value}: {again:?}");
        let field = again.shown().body.split(&format!("id=\"{name}\"")).nth(1).unwrap_or_default();
        let field = field.split('>').next().unwrap_or_default().to_owned();
        assert!(field.contains("aria-invalid"), "{name}={value} at its field: {field}");
        assert!(again.shown().body.contains(words), "{name}={value}: {again:?}");
        assert_eq!(again.form("/signup").get("given_name"), Some(if name == "given_name" { "" } else { "Eve" }));
        assert_eq!(again.form("/signup").get("password"), Some(""), "the password is typed again");
        assert_eq!((desk.app.rows("users").await, desk.app.rows("outbox").await), (0, 0), "{name}={value}");
    }
    let (mut browser, page) = sign_up_page(&desk).await;
    let page = browser.submit(&page, &filled(&page, "eve")).await;
    assert!(page.url.path().ends_with("/confirm"), "{page:?}");
    let expected = [
        ("birthdate", "1815-12-10"),
        ("email", "eve@example.test"),
        ("email_verified", "false"),
        ("given_name", "Eve"),
    ];
    assert_eq!(attributes(&desk, "eve").await, pairs(&expected));
}

/// Case 219: what the page does not ask for is not taken from it, although the client may write it at the API.
#[actix_web::test]
async fn what_the_page_does_not_ask_for_has_no_effect() {
    let desk = writing().await;
    let extras = [
        ("custom:role", "admin"),
        ("custom:level", "9"),
        ("role", "admin"),
        ("nickname", "boss"),
        ("email_verified", "true"),
        ("Email_Verified", "true"),
        ("phone_number", "+4915112345678"),
        ("phone_number_verified", "true"),
        ("sub", "00000000-0000-4000-8000-000000000000"),
        ("cognito:groups", "admins"),
        ("cognito:user_status", "CONFIRMED"),
        ("identities", "[]"),
        ("status", "CONFIRMED"),
        ("UserAttributes", "[{\"Name\":\"custom:role\",\"Value\":\"admin\"}]"),
    ];
    let (mut browser, page) = sign_up_page(&desk).await;
    let mut form = filled(&page, "eve");
    form.fields.extend(pairs(&extras));
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/confirm"), "{page:?}");
    let expected = [
        ("birthdate", "1815-12-10"),
        ("email", "eve@example.test"),
        ("email_verified", "false"),
        ("given_name", "Eve"),
    ];
    assert_eq!(attributes(&desk, "eve").await, pairs(&expected));
    let seen = desk.seen("eve").await;
    assert_eq!(seen["UserStatus"], "UNCONFIRMED");
    assert_ne!(crate::support::desk::value_of(&seen["UserAttributes"], "sub"), extras[8].1);

    // A field that is given twice is none.
    let (mut browser, page) = sign_up_page(&desk).await;
    let mut form = filled(&page, "mallory");
    form.fields.push(("email".to_owned(), "victim@example.test".to_owned()));
    let again = browser.submit(&page, &form).await;
    assert!(again.shown().code() < 500);
    desk.app.node().run_jobs().await;
    assert!(desk.app.node().mailbox().all().iter().all(|mail| mail.to != "victim@example.test"));

    // The API is where a client writes them.
    let given = [("email", "bob@example.test"), ("given_name", "Bob"), ("birthdate", "1815-12-10")];
    let with = |more: (&'static str, &'static str)| given.into_iter().chain([more]).collect::<Vec<_>>();
    for refused in [("custom:level", "high"), ("custom:none", "x"), ("email_verified", "true"), ("sub", "x")] {
        assert_eq!(desk.sign_up("bob", &with(refused)).await.code(), 400, "{refused:?}");
    }
    assert_eq!(desk.sign_up("bob", &with(("custom:level", "9"))).await.code(), 200);
    assert_eq!(desk.attribute("bob", "custom:level").await, "9");
}

/// Somebody whom an admin invited without what the pool requires, at the page that replaces the temporary password.
async fn invited(desk: &Desk) -> (Browser, Page) {
    let email =
        json!([{ "Name": "email", "Value": "ada@example.test" }, { "Name": "email_verified", "Value": "true" }]);
    let input = json!({ "Username": "ada", "TemporaryPassword": TEMPORARY, "UserAttributes": email });
    desk.admin("AdminCreateUser", input).await;
    desk.app.advance_secs(1);
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", TEMPORARY).await;
    assert!(page.url.path().ends_with("/changePassword"), "{page:?}");
    (browser, page)
}

#[actix_web::test]
async fn who_was_invited_gives_what_is_missing_with_the_new_password() {
    let desk = Desk::open(asking).await;
    let (mut browser, mut page) = invited(&desk).await;
    let form = page.form("/changePassword");
    let asked: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
    let expected = ["_csrf", "username", "new_password", "birthdate", "given_name"];
    assert_eq!(BTreeSet::from_iter(asked), BTreeSet::from(expected), "and no address, which is there");
    for (given_name, birthdate) in [("", ""), ("Ada", ""), ("", "1815-12-10"), ("Ada", "1815")] {
        let form = page.form("/changePassword").fill("new_password", NEW);
        let form = form.fill("given_name", given_name).fill("birthdate", birthdate);
        page = browser.submit(&page, &form).await;
        assert!(page.url.path().ends_with("/changePassword"), "{given_name:?} {birthdate:?}: {page:?}");
        assert!(page.shown().body.contains("aria-invalid") && !page.shown().body.contains(NEW), "{page:?}");
        assert_eq!(page.form("/changePassword").get("given_name"), Some(given_name), "what was typed stays");
        assert_eq!(desk.seen("ada").await["UserStatus"], "FORCE_CHANGE_PASSWORD");
        assert_eq!(browser.session(), None);
    }
    let mut form = page.form("/changePassword").fill("new_password", NEW);
    form = form.fill("given_name", "Ada").fill("birthdate", "1815-12-10");
    form.fields.extend(pairs(&[("custom:role", "admin"), ("email", "x@example.test"), ("email_verified", "false")]));
    let back = browser.submit(&page, &form).await;
    assert!(back.has_left() && !back.parameter("code").is_empty(), "{back:?}");
    let expected =
        [("birthdate", "1815-12-10"), ("email", "ada@example.test"), ("email_verified", "true"), ("given_name", "Ada")];
    assert_eq!(attributes(&desk, "ada").await, pairs(&expected));
    assert_eq!(desk.seen("ada").await["UserStatus"], "CONFIRMED");
    assert_eq!(desk.try_sign_in("ada", NEW).await.code(), 200);
}

#[actix_web::test]
async fn the_api_asks_for_the_same_and_refuses_the_same() {
    let desk = writing().await;
    invited(&desk).await;
    let challenge = desk.try_sign_in("ada", TEMPORARY).await.json();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let required = challenge["ChallengeParameters"]["requiredAttributes"].as_str().unwrap();
    assert_eq!(required, r#"["userAttributes.birthdate","userAttributes.given_name"]"#);
    let answer = async |attributes: &[(&str, &str)]| {
        let mut responses = json!({ "USERNAME": "ada", "NEW_PASSWORD": NEW });
        for (name, value) in attributes {
            responses[format!("userAttributes.{name}")] = json!(value);
        }
        let input = json!({ "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": challenge["Session"],
            "ChallengeResponses": responses });
        desk.try_app("RespondToAuthChallenge", input).await
    };
    let given = [("given_name", "Ada"), ("birthdate", "1815-12-10")];
    for refused in [
        &[][..],
        &given[..1],
        &[given[0], ("birthdate", "1815")],
        &[given[0], given[1], ("custom:level", "high")],
        &[given[0], given[1], ("custom:none", "x")],
        &[given[0], given[1], ("phone_number_verified", "true")],
    ] {
        let answer = answer(refused).await;
        assert_eq!(answer.code(), 400, "{refused:?}: {answer:?}");
        assert_eq!(desk.seen("ada").await["UserStatus"], "FORCE_CHANGE_PASSWORD", "{refused:?}");
    }
    let done = answer(&[given[0], given[1], ("custom:level", "9")]).await;
    assert!(done.json()["AuthenticationResult"]["AccessToken"].is_string(), "{done:?}");
    assert_eq!(desk.attribute("ada", "custom:level").await, "9");
}
