//! Tables that do not grow.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, Statement};
use vestibule::domain::clock::Micros;
use vestibule::storage::{AttemptBucket, Expiry, StorageError, Tx};

use crate::support::TestApp;
use crate::support::database::sqlite;

/// Every short-lived row has its owner: a table with an end in it that no job empties fails here.
#[tokio::test]
async fn every_table_with_an_end_is_in_the_expiry_job() {
    let database = sqlite().await;
    let raw = database.raw().await;
    let ends = "SELECT DISTINCT m.name AS name FROM sqlite_master m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND c.name IN ('expires_at', 'gone_at')";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), ends)).await.unwrap();
    let with_an_end: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    let owned: BTreeSet<String> = Expiry::TABLES.iter().map(|table| (*table).to_owned()).collect();
    assert_eq!(with_an_end, owned);
}

/// Lesson L19, `soak_24h_fake_clock_90_days_row_count_flat`.
#[actix_web::test]
async fn ninety_days_of_use_leave_no_more_rows_than_forty_five() {
    let app = TestApp::start().await;
    let person = app.person("ada").await;
    let client = app.app_client();
    let mut half = Vec::new();
    for day in 1..=90 {
        let mut browser = app.browser();
        let _tokens = client.sign_in(&app.client, &mut browser, &person).await;
        app.browser().try_sign_in(&app.client, &format!("stranger{day}"), "wrong password").await;
        let asked = serde_json::json!({ "ClientId": app.client.id.as_str(), "Username": "ada" });
        assert_eq!(app.anonymous().call("ForgotPassword", &asked).await.code(), 200);
        app.node().run_jobs().await;
        app.advance_secs(24 * 3600);
        if day == 45 {
            half = rows(&app).await;
        }
    }
    assert_eq!(rows(&app).await, half);
}

/// Lesson L19, `t_abandoned_login_writes_zero_rows`: who opens every page, sends half a form and goes away was never here.
#[actix_web::test]
async fn who_goes_away_before_a_proof_leaves_no_row() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let request = app.app_client().request();
    let before = app.state_but(&[]).await;
    for _ in 0..2 {
        let mut browser = app.browser();
        let page = browser.open(&request.target()).await;
        browser.submit(&page, &page.form("/login").fill("username", "ada")).await;
        browser.get(&request.clone().with("prompt", "none").target()).await;
        for path in vestibule::app::paths::everywhere() {
            browser.get(&format!("{path}?{}", request.query())).await;
            browser.get(&format!("/{}{path}?{}", app.pool.id, request.query())).await;
        }
    }
    assert_eq!(app.state_but(&[]).await, before);
    let tokens = app.app_client().sign_in(&app.client, &mut app.browser(), &app.person("bob").await).await;
    assert!(!tokens.access.is_empty());
}

async fn rows(app: &TestApp) -> Vec<(&'static str, i64)> {
    let mut rows = Vec::new();
    for table in Expiry::TABLES {
        rows.push((table, app.rows(table).await));
    }
    rows
}

/// Lesson L18, `t_cleanup_during_load_no_5xx`: every answer of the application under test is looked at for a 5xx.
#[actix_web::test]
async fn cleaning_up_disturbs_nobody() {
    let app = TestApp::start().await;
    let person = app.person("ada").await;
    let over = app.now();
    for batch in 0..4 {
        let write = async |tx: &Tx| {
            for number in 0..400 {
                tx.attempts().insert_if_absent(&bucket(batch * 400 + number, over)).await?;
            }
            Ok::<_, StorageError>(())
        };
        app.deps().storage.unit(write).await.unwrap();
    }
    assert!(app.rows("attempts").await >= 1600);
    let other = app.second_node().await;
    let clients = [app.app_client(), app.app_client().through(&other), app.app_client()];
    let sign_ins = clients.each_ref().map(async |client| {
        for _ in 0..4 {
            let tokens = client.sign_in(&app.client, &mut app.browser(), &person).await;
            assert_eq!(client.refresh(&tokens.refresh).await.code(), 200);
        }
    });
    let node = app.node();
    let cleaning = futures_util::future::join(node.run_jobs(), other.run_jobs());
    futures_util::future::join(futures_util::future::join_all(sign_ins), cleaning).await;
    node.run_jobs().await;
    assert!(app.rows("attempts").await < 10);
}

fn bucket(number: usize, expires_at: Micros) -> AttemptBucket {
    AttemptBucket {
        bucket: format!("test:{number}"),
        failures: 1,
        consecutive: 1,
        window_started_at: expires_at,
        locked_until: None,
        updated_at: expires_at,
        expires_at,
    }
}
