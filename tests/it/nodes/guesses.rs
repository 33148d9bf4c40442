//! Guesses over two nodes and a restart: the budgets are one (cases 136 and 144, L11).

use futures_util::future::join_all;
use serde_json::json;
use vestibule::domain::code::CodeKind;
use vestibule::domain::event::EventName;

use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, PASSWORD, Person, TestApp};

/// Programs that are answered by two nodes.
async fn two(app: &TestApp) -> [AwsSdk; 2] {
    [app.anonymous(), app.anonymous().through(&app.second_node().await)]
}

async fn guess_password(app: &TestApp, sdk: &AwsSdk, password: &str) -> Answer {
    let parameters = json!({ "USERNAME": "ada", "PASSWORD": password });
    let input =
        json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    sdk.call("InitiateAuth", &input).await
}

/// Case 136: of a hundred, five are tried; the lock is there after a restart, and what follows is counted on.
#[actix_web::test]
async fn a_hundred_passwords_over_two_nodes_share_five_tries() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let nodes = two(&app).await;
    let answers = join_all((0..100).map(|n| guess_password(&app, &nodes[n % 2], "not the password"))).await;
    let said = |words: &str| answers.iter().filter(|answer| answer.json()["message"] == words).count();
    assert_eq!((said("Incorrect username or password."), said("Password attempts exceeded")), (5, 95));
    assert_eq!(app.events(EventName::SignInFailed).await, 5, "each try leaves one event");

    app.restart().await;
    let nodes = two(&app).await;
    for sdk in &nodes {
        let locked = guess_password(&app, sdk, PASSWORD).await;
        assert_eq!(locked.json()["message"], "Password attempts exceeded");
    }
    // The sixth may be tried a second later, the seventh two seconds after that: 2^(n-5).
    for lock in [1, 2, 4] {
        app.advance_secs(lock);
        let answers = join_all((0..10).map(|n| guess_password(&app, &nodes[n % 2], "not the password"))).await;
        let tried = answers.iter().filter(|answer| answer.json()["message"] == "Incorrect username or password.");
        assert_eq!(tried.count(), 1, "after {lock} s");
    }
    app.advance_secs(8);
    assert_eq!(guess_password(&app, &nodes[1], PASSWORD).await.code(), 200);
}

/// Somebody who was sent a code for a new password: the code.
async fn recovering(app: &TestApp) -> (Person, String) {
    let ada = app.person("ada").await;
    let asked = json!({ "ClientId": app.client.id.as_str(), "Username": "ada" });
    assert_eq!(app.anonymous().call("ForgotPassword", &asked).await.code(), 200);
    app.node().run_jobs().await;
    (ada, app.mailed_code("ada@example.test"))
}

async fn guess_code(app: &TestApp, sdk: &AwsSdk, code: &str) -> Answer {
    let input = json!({ "ClientId": app.client.id.as_str(), "Username": "ada", "ConfirmationCode": code,
        "Password": "another horse 8 battery" });
    sdk.call("ConfirmForgotPassword", &input).await
}

/// Case 144 and L11: five guesses of a hundred reach the code, and fifty a day are taken of all, whichever node is asked
/// and however often they start again.
#[actix_web::test]
async fn t_code_guess_budget_across_nodes() {
    let app = TestApp::start().await;
    let (ada, code) = recovering(&app).await;
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    let mut taken = Vec::new();
    for _ in 0..5 {
        let nodes = two(&app).await;
        let answers = join_all((0..100).map(|n| guess_code(&app, &nodes[n % 2], &wrong))).await;
        let of = |name: &str| answers.iter().filter(|answer| answer.json()["__type"] == name).count();
        let (mismatches, limited) = (of("CodeMismatchException"), of("LimitExceededException"));
        assert_eq!(mismatches + limited, 100, "{answers:?}");
        taken.push(mismatches);
        if taken.len() == 1 {
            let deps = app.deps();
            let codes = deps.storage.read();
            let stored = codes.codes().find(&app.pool.id, ada.id, CodeKind::ResetPassword).await.unwrap().unwrap();
            assert_eq!(stored.attempts, 5, "guesses that reached the code");
            for sdk in &nodes {
                guess_code(&app, sdk, &code).await.assert_exception("LimitExceededException");
            }
        }
        app.restart().await;
        app.advance_secs(3600);
    }
    assert_eq!(taken, [15, 15, 15, 5, 0], "fifteen an hour, fifty a day");
    let answer = guess_password(&app, &app.anonymous(), PASSWORD).await;
    assert_eq!(answer.code(), 200, "the password is the old one");
}

/// Case 144: right and wrong guesses at once: one success at most, and it is a whole one.
#[actix_web::test]
async fn of_right_and_wrong_guesses_at_once_one_succeeds_at_most() {
    let app = TestApp::start().await;
    let (_, code) = recovering(&app).await;
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    let nodes = two(&app).await;
    let before = app.events(EventName::PasswordChanged).await;
    let guess = |n: usize| guess_code(&app, &nodes[n % 2], if n % 25 == 3 { &code } else { &wrong });
    let answers = join_all((0..100).map(guess)).await;
    let successes = answers.iter().filter(|answer| answer.code() == 200).count();
    assert!(successes <= 1, "{successes}");
    let password = if successes == 1 { "another horse 8 battery" } else { PASSWORD };
    assert_eq!(guess_password(&app, &nodes[0], password).await.code(), 200);
    assert_eq!(app.events(EventName::PasswordChanged).await, before + successes);
}
