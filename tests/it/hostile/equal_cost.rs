//! Somebody and nobody cost the same: as many statements, as many rows, as many hashes (case 131). What a stopwatch says of
//! it on a quiet machine is measured by `make timing`.

use serde_json::{Value, json};

use crate::support::aws_sdk::AwsSdk;
use crate::support::{PASSWORD, TestApp};

/// Where flows write when somebody is wrong.
const WRITTEN: [&str; 4] = ["attempts", "codes", "events", "outbox"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cost {
    reads: u64,
    writes: u64,
    hashes: u64,
    rows: i64,
}

async fn cost(app: &TestApp, work: impl Future<Output = ()>) -> Cost {
    let rows = async || {
        let mut rows = 0;
        for table in WRITTEN {
            rows += app.rows(table).await;
        }
        rows
    };
    let (rows_before, hashes, statements) = (rows().await, app.deps().hasher.begun(), app.statements());
    work.await;
    let spent = app.statements().since(statements);
    Cost {
        reads: spent.reads,
        writes: spent.writes,
        hashes: app.deps().hasher.begun() - hashes,
        rows: rows().await - rows_before,
    }
}

/// One of each kind. Unknown ones come first, and once more last: what is read once is read by then.
const NAMES: [&str; 7] =
    ["nobody", "nobody@example.test", "known", "unconfirmed", "disabled", "federated", "nobody-else"];

async fn people() -> TestApp {
    let app = TestApp::start().await;
    app.person("known").await;
    let disabled = app.person("disabled").await;
    app.set_enabled(&disabled, false).await;
    let federated = app.person("federated").await;
    app.comes_from_elsewhere(&app.pool, &federated).await;
    sign_up(&app).await;
    app.node().run_jobs().await;
    app
}

async fn sign_up(app: &TestApp) {
    let attributes = json!([{"Name": "email", "Value": "unconfirmed@example.test"}]);
    let input = json!({"ClientId": app.client.id.as_str(), "Username": "unconfirmed", "Password": PASSWORD,
        "UserAttributes": attributes});
    assert_eq!(app.anonymous().call("SignUp", &input).await.code(), 200);
}

fn of_client(app: &TestApp, name: &str, more: &Value) -> Value {
    let mut input = json!({"ClientId": app.client.id.as_str(), "Username": name});
    for (member, value) in more.as_object().unwrap() {
        input[member] = value.clone();
    }
    input
}

/// Asks for each name twice: the second time, counters are there already.
async fn assert_equal(app: &TestApp, what: &str, ask: impl AsyncFn(&str)) {
    ask("warm-up").await;
    for round in 1..=2 {
        let mut costs = Vec::new();
        for name in NAMES {
            costs.push((name, cost(app, ask(name)).await));
        }
        if round == 1 {
            // Who signed up has the row of a code already, which others get now.
            for (_, cost) in &mut costs {
                cost.rows = 0;
            }
        }
        let (_, of_nobody) = costs[0];
        assert!(of_nobody.writes > 0, "{what}: something is counted");
        for (name, cost) in &costs {
            assert_eq!(*cost, of_nobody, "{what}, round {round}: {name} among {costs:?}");
        }
    }
}

async fn try_password(app: &TestApp, sdk: &AwsSdk, name: &str) {
    let input = json!({"ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": name, "PASSWORD": "not the password"}});
    assert_eq!(sdk.call("InitiateAuth", &input).await.code(), 400);
}

#[actix_web::test]
async fn a_wrong_password_costs_the_same_for_everybody_at_both_doors() {
    let app = people().await;
    let sdk = app.anonymous();
    assert_equal(&app, "InitiateAuth", async |name| try_password(&app, &sdk, name).await).await;
    let at_page = async |name: &str| {
        let page = app.browser().try_sign_in(&app.client, name, "not the password").await;
        assert!(!page.has_left());
    };
    assert_equal(&app, "the page", at_page).await;
}

#[actix_web::test]
async fn a_locked_account_and_a_locked_name_cost_the_same() {
    let app = people().await;
    let sdk = app.anonymous();
    for _ in 0..5 {
        for name in NAMES {
            try_password(&app, &sdk, name).await;
        }
    }
    let mut costs = Vec::new();
    for name in NAMES {
        costs.push(cost(&app, try_password(&app, &sdk, name)).await);
    }
    assert_eq!(costs[0].hashes, 0, "nothing is tried");
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
}

#[actix_web::test]
async fn asking_for_a_code_costs_the_same_for_everybody() {
    let app = people().await;
    let sdk = app.anonymous();
    for operation in ["ForgotPassword", "ResendConfirmationCode"] {
        let ask = async |name: &str| {
            let input = of_client(&app, name, &json!({}));
            assert_eq!(sdk.call(operation, &input).await.code(), 200);
        };
        assert_equal(&app, operation, ask).await;
        app.advance_secs(3600);
    }
    let query = app.app_client().request().query();
    let at_page = async |name: &str| {
        let mut browser = app.browser();
        let page = browser.open(&format!("/forgotPassword?{query}")).await;
        let next = browser.submit(&page, &page.form("/forgotPassword").fill("username", name)).await;
        assert!(next.url.path().ends_with("/confirmforgotPassword"), "{next:?}");
    };
    assert_equal(&app, "the page", at_page).await;
    let sent = app.node().mailbox().all().len();
    app.node().run_jobs().await;
    let mails: Vec<String> = app.node().mailbox().all().into_iter().skip(sent).map(|mail| mail.to).collect();
    assert!(
        mails.iter().all(|to| ["known@example.test", "unconfirmed@example.test"].contains(&to.as_str())),
        "{mails:?}"
    );
}

#[actix_web::test]
async fn a_wrong_code_costs_the_same_for_everybody() {
    let app = people().await;
    let sdk = app.anonymous();
    for name in NAMES {
        sdk.call("ForgotPassword", &of_client(&app, name, &json!({}))).await;
    }
    for (operation, more) in [
        ("ConfirmSignUp", json!({"ConfirmationCode": "000000"})),
        ("ConfirmForgotPassword", json!({"ConfirmationCode": "000000", "Password": "another password 8"})),
    ] {
        let ask = async |name: &str| {
            sdk.call(operation, &of_client(&app, name, &more)).await.assert_exception("CodeMismatchException");
        };
        ask("warm-up").await;
        // Five wrong guesses burn a code; after that, none is left to be told from nobody's.
        for guess in 1..=7 {
            let mut costs = Vec::new();
            for name in NAMES {
                let Cost { reads, writes, hashes, .. } = cost(&app, ask(name)).await;
                costs.push((name, (reads, writes, hashes)));
            }
            assert!(costs.iter().all(|(_, cost)| *cost == costs[0].1), "{operation}, guess {guess}: {costs:?}");
        }
    }
}
