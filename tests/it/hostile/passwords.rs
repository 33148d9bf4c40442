//! What passwords may be, the same at each door that takes one (cases 228, 229, 230 and 233).

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use vestibule::crypto::hashing::HashingParams;
use vestibule::domain::pool::Contact;

use crate::support::desk::{Desk, done, list};
use crate::support::{Answer, PASSWORD, TestApp};

/// Names a user on the way to each door, and sets a password there.
const DOORS: [&str; 6] =
    ["SignUp", "AdminSetUserPassword", "ConfirmForgotPassword", "ChangePassword", "NEW_PASSWORD_REQUIRED", "page"];

async fn open() -> Desk {
    Desk::open(|pool| pool.auto_verified.extend([Contact::Email])).await
}

/// Sets `password` at a door for a new user `name`.
async fn set(desk: &Desk, door: &str, name: &str, password: &str) -> Answer {
    let email = format!("{name}@example.test");
    let attributes = [("email", email.as_str()), ("email_verified", "true")];
    match door {
        "SignUp" => {
            let input =
                json!({"Username": name, "Password": password, "UserAttributes": list(&[("email", email.as_str())])});
            let answer = desk.try_app("SignUp", input).await;
            if answer.code() == 200 {
                desk.admin("AdminConfirmSignUp", json!({ "Username": name })).await;
            }
            answer
        }
        "AdminSetUserPassword" => {
            desk.person(name, &attributes).await;
            desk.try_admin(door, json!({"Username": name, "Password": password, "Permanent": true})).await
        }
        "ConfirmForgotPassword" => {
            desk.person(name, &attributes).await;
            desk.app("ForgotPassword", json!({ "Username": name })).await;
            desk.app.node().run_jobs().await;
            let code = desk.app.mailed_code(&email);
            desk.try_app(door, json!({"Username": name, "ConfirmationCode": code, "Password": password})).await
        }
        "ChangePassword" => {
            desk.person(name, &attributes).await;
            let token = desk.access_token(name).await;
            desk.try_user(&token, door, json!({"PreviousPassword": PASSWORD, "ProposedPassword": password})).await
        }
        "NEW_PASSWORD_REQUIRED" => {
            let input = json!({"Username": name, "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS",
                "UserAttributes": list(&attributes)});
            desk.admin("AdminCreateUser", input).await;
            let session = done(&desk.try_sign_in(name, PASSWORD).await)["Session"].clone();
            let responses = json!({"USERNAME": name, "NEW_PASSWORD": password});
            let input = json!({"ChallengeName": door, "Session": session, "ChallengeResponses": responses});
            desk.try_app("RespondToAuthChallenge", input).await
        }
        "page" => at_page(&desk.app, name, &email, password).await,
        other => panic!("{other} is no door"),
    }
}

/// Recovers at the pages; the answer is what the last form was answered with.
async fn at_page(app: &TestApp, name: &str, email: &str, password: &str) -> Answer {
    let person = app.person(name).await;
    assert_eq!(email, format!("{}@example.test", person.username));
    let mut browser = app.browser();
    let page = browser.open(&format!("/forgotPassword?{}", app.app_client().request().query())).await;
    let page = browser.submit(&page, &page.form("/forgotPassword").fill("username", name)).await;
    app.node().run_jobs().await;
    let code = app.mailed_code(email);
    let form = page.form("/confirmforgotPassword").fill("code", &code).fill("new_password", password);
    browser.submit(&page, &form).await.shown().clone()
}

/// Signs in at both doors.
async fn opens(desk: &Desk, name: &str, password: &str) -> bool {
    let at_api = desk.try_sign_in(name, password).await.code() == 200;
    let at_page = desk.app.browser().try_sign_in(&desk.app.client, name, password).await.has_left();
    assert_eq!(at_api, at_page, "both doors agree about {name}");
    at_api
}

/// Cases 228 and 230: long, of any letters, all of it counts, and however its letters are composed.
#[actix_web::test]
async fn every_door_takes_long_and_foreign_passwords_whole() {
    let desk = open().await;
    let at_73 = |letter: char| format!("{}{letter}{}", "p".repeat(72), "q".repeat(20));
    // As set, the same otherwise spelled, and another that is close.
    let cases = [
        ("sixtyfour", "x".repeat(64), "x".repeat(64), "x".repeat(63)),
        ("longest", "é".repeat(256), "é".repeat(256), "é".repeat(255)),
        ("emoji", "🦀🧩🪐🫧🦀🧩🪐🫧".to_owned(), "🦀🧩🪐🫧🦀🧩🪐🫧".to_owned(), "🦀🧩🪐🫧🦀🧩🪐🦀".to_owned()),
        ("late", at_73('a'), at_73('a'), at_73('b')),
        ("composed", "caf\u{e9} cr\u{e8}me".to_owned(), "cafe\u{301} cre\u{300}me".to_owned(), "cafe creme".to_owned()),
        (
            "decomposed",
            "cafe\u{301} cre\u{300}me".to_owned(),
            "caf\u{e9} cr\u{e8}me".to_owned(),
            "cafe creme".to_owned(),
        ),
        (
            "spaces",
            " a blank at each end ".to_owned(),
            " a blank at each end ".to_owned(),
            "a blank at each end".to_owned(),
        ),
    ];
    for door in DOORS {
        for (case, password, same, other) in &cases {
            let name = format!("{}-{case}", door.to_lowercase());
            let answer = set(&desk, door, &name, password).await;
            assert_eq!(answer.code(), 200, "{name}: {answer:?}");
            desk.app.advance_secs(1);
            assert!(opens(&desk, &name, same).await, "{name}");
            assert!(!opens(&desk, &name, other).await, "{name}, close");
        }
    }
}

/// Case 229: refused before anything is hashed, and the password stays what it was.
#[actix_web::test]
async fn no_door_hashes_a_password_that_is_too_long() {
    let desk = open().await;
    for door in DOORS {
        for (case, password) in [("longer", "x".repeat(257)), ("huge", "x".repeat(900_000))] {
            let name = format!("{}-{case}", door.to_lowercase());
            let before = desk.app.deps().hasher.begun();
            let answer = set(&desk, door, &name, &password).await;
            // On the way there, the user got a password and signed in.
            let on_the_way = match door {
                "SignUp" => 0,
                "ChangePassword" => 3,
                _ => 2,
            };
            assert_eq!(desk.app.deps().hasher.begun() - before, on_the_way, "{name}");
            if door == "page" {
                assert!([200, 400, 403, 413].contains(&answer.code()) && !answer.body.contains(&password), "{name}");
            } else {
                assert!([400, 413].contains(&answer.code()), "{name}: {answer:?}");
            }
            if door != "SignUp" && door != "NEW_PASSWORD_REQUIRED" {
                assert!(opens(&desk, &name, PASSWORD).await, "{name} has the password from before");
            }
        }
    }
    let before = desk.app.deps().hasher.begun();
    desk.person("ada", &[]).await;
    for length in [257, 900_000] {
        assert!(!opens(&desk, "ada", &"x".repeat(length)).await);
    }
    assert_eq!(desk.app.deps().hasher.begun() - before, 2, "nor does a sign-in, after those that made the account");
}

/// Case 230: no door takes a NUL, so that none takes a password that another would not.
#[actix_web::test]
async fn no_door_takes_a_nul() {
    let desk = open().await;
    for door in DOORS {
        let name = format!("{}-nul", door.to_lowercase());
        let answer = set(&desk, door, &name, "before\0behind").await;
        assert_eq!(answer.code(), 400, "{name}: {answer:?}");
        assert!(!opens(&desk, &name, "before").await && !opens(&desk, &name, "beforebehind").await, "{name}");
        if door != "SignUp" && door != "NEW_PASSWORD_REQUIRED" {
            assert!(opens(&desk, &name, PASSWORD).await, "{name} has the password from before");
        }
    }
}

async fn stored_hash(app: &TestApp, username: &str) -> String {
    let raw = app.raw().await;
    let select = format!("SELECT password FROM users WHERE username = '{username}'");
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), select)).await.unwrap().unwrap();
    let hash = row.try_get("", "password").unwrap();
    raw.close().await.unwrap();
    hash
}

/// Case 233: what is stored is argon2id with a salt of 16 bytes; a weaker hash is made anew when the password is seen.
#[actix_web::test]
async fn a_sign_in_leaves_a_stronger_hash_in_the_place_of_a_weak_one() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let weak = stored_hash(&app, "ada").await;
    assert!(weak.contains("m=64,t=1,p=1"), "{weak}");
    let strong = app.hashing_node(HashingParams::production(19_456, 2).unwrap()).await;
    let sdk = app.anonymous().through(&strong);
    let attempt = async |password: &str| {
        let input = json!({"ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "ada", "PASSWORD": password}});
        sdk.call("InitiateAuth", &input).await
    };
    assert_eq!(attempt("not the password").await.code(), 400);
    assert_eq!(stored_hash(&app, "ada").await, weak, "a wrong password changes nothing");
    let signed_in: Value = attempt(PASSWORD).await.json();
    assert!(signed_in["AuthenticationResult"].is_object(), "{signed_in}");
    let stronger = stored_hash(&app, "ada").await;
    assert!(stronger.contains("argon2id") && stronger.contains("m=19456,t=2,p=1"), "{stronger}");
    let salt = stronger.split('$').nth_back(1).unwrap();
    assert_eq!(salt.len(), 22, "16 bytes in base64: {stronger}");
    assert!(!stronger.contains(PASSWORD));
    assert_eq!(attempt(PASSWORD).await.code(), 200);
    assert_eq!(stored_hash(&app, "ada").await, stronger, "once is enough");
}
