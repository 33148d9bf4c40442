//! What is not a whole backup of this installation and this version is refused by name, and leaves the database as it was
//! (F28).

use std::io::{BufRead as _, BufReader, Write as _};

use vestibule::crypto::backup::{SealedReader, SealedWriter};
use vestibule::crypto::ring::MasterKey;
use vestibule::storage::{BackupError, Database, KEPT};

use crate::support::app::TestApp;
use crate::support::database;

async fn assert_untouched(database: &Database) {
    assert!(database.ring_keys().await.unwrap().is_empty());
}

async fn refused(app: &TestApp, master_key: &MasterKey, backup: &[u8]) -> String {
    let (database, _place) = database::empty().await;
    let error = app.restore_into(&database, master_key, backup).await.unwrap_err();
    assert_untouched(&database).await;
    error.to_string()
}

/// The lines of a backup, changed and sealed again: what a program of another version could have written.
fn rewritten(app: &TestApp, backup: &[u8], change: impl Fn(usize, String) -> Option<String>) -> Vec<u8> {
    let lines = BufReader::new(SealedReader::open(backup, &app.master_key()).unwrap()).lines();
    let deps = app.deps();
    let mut writer = SealedWriter::begin(Vec::new(), &app.master_key(), deps.random.as_ref()).unwrap();
    for line in lines.enumerate().filter_map(|(number, line)| change(number, line.unwrap())) {
        writeln!(writer, "{line}").unwrap();
    }
    writer.finish().unwrap()
}

#[actix_web::test]
async fn another_master_key_a_cut_file_and_no_backup_are_named() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let backup = app.backup().await;
    let other = MasterKey::from_bytes(&[9; 32]);
    assert!(refused(&app, &other, &backup).await.contains("master key"));
    for len in [backup.len() - 1, backup.len() / 2] {
        assert!(refused(&app, &app.master_key(), &backup[..len]).await.contains("damaged or incomplete"));
    }
    assert!(refused(&app, &app.master_key(), b"-- PostgreSQL database dump").await.contains("not a Vestibule backup"));
    assert!(refused(&app, &app.master_key(), b"").await.contains("not a Vestibule backup"));
    app.restored(&backup).await;
}

#[actix_web::test]
async fn a_backup_of_another_schema_is_refused_with_both_names() {
    let app = TestApp::start().await;
    let ours = vestibule::storage::schema();
    let newer = rewritten(&app, &app.backup().await, |_, line| Some(line.replace(&ours, "m9999_from_the_future")));
    let error = refused(&app, &app.master_key(), &newer).await;
    assert!(error.contains("m9999_from_the_future") && error.contains(&ours), "{error}");
}

#[actix_web::test]
async fn missing_and_foreign_lines_are_refused_whole() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let backup = app.backup().await;
    let without_a_row = rewritten(&app, &backup, |number, line| (number != 2).then_some(line));
    assert!(refused(&app, &app.master_key(), &without_a_row).await.contains("makes no sense"));
    let foreign =
        rewritten(&app, &backup, |_, line| Some(line.replace(r#"{"table":"users"}"#, r#"{"table":"grants"}"#)));
    assert!(refused(&app, &app.master_key(), &foreign).await.contains("makes no sense"));
    let same = rewritten(&app, &backup, |_, line| Some(line));
    app.restored(&same).await;
}

#[actix_web::test]
async fn a_database_with_anything_in_it_is_not_overwritten() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let backup = app.backup().await;
    let deps = app.deps();
    let error = app.restore_into(deps.storage.database(), &app.master_key(), &backup).await.unwrap_err();
    assert!(matches!(error, BackupError::NotEmpty(table) if KEPT.contains(&table)), "{error}");
    app.app_client().sign_in(&app.client, &mut app.browser(), &ada).await;
}
