//! Every table is in a backup or left out of it on purpose.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use vestibule::storage::{KEPT, LEFT_OUT};

use crate::support::app::TestApp;
use crate::support::database;

#[actix_web::test]
async fn every_table_is_kept_or_left_out() {
    let known: BTreeSet<String> = KEPT.iter().chain(LEFT_OUT).map(|name| (*name).to_owned()).collect();
    assert_eq!(known.len(), KEPT.len() + LEFT_OUT.len(), "a table is named twice");
    let database = database::sqlite().await;
    let raw = database.raw().await;
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'";
    let rows = raw.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
    let there: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    assert_eq!(known, there, "src/storage/backup/tables.rs must name every table");
}

/// A backup taken on one kind of database fills the other, both ways.
#[actix_web::test]
async fn a_backup_moves_an_installation_between_databases() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let backup = app.backup().await;
    let (url, _place) = database::empty_sqlite();
    let sqlite = database::connect(&url).await;
    sqlite.migrate().await.unwrap();
    let rows = app.restore_into(&sqlite, &app.master_key(), &backup).await.unwrap();

    // And from SQLite into whatever the suite runs on.
    let (deps, master_key) = (app.deps(), app.master_key());
    let taken =
        vestibule::flows::backup::take(&sqlite, &master_key, Vec::new(), deps.clock.as_ref(), deps.random.as_ref());
    let (again, rows_again) = taken.await.unwrap();
    assert_eq!(rows_again, rows + 1, "one event more");
    let elsewhere = app.restored(&again).await;
    let client = app.app_client().through(&elsewhere.node);
    client.sign_in(&app.client, &mut app.browser().through(&elsewhere.node), &ada).await;
}
