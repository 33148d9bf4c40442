//! What a start refuses.

use vestibule::storage::NewerSchema;

use crate::support::database::each;

#[tokio::test]
async fn a_schema_from_the_future_is_noticed_by_name() {
    each(async |database| {
        use sea_orm::ConnectionTrait as _;
        let open = database.database();
        assert_eq!(open.newer_schema().await.unwrap(), None);
        let raw = database.raw().await;
        let future = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 1)";
        raw.execute_unprepared(future).await.unwrap();
        let NewerSchema { database, program } = open.newer_schema().await.unwrap().unwrap();
        assert_eq!(database, "m9999_from_the_future");
        assert!(program.starts_with('m') && program < database, "{program}");
    })
    .await;
}

/// Lesson L16: the database's clock is only compared, and PostgreSQL's is the same machine's in the tests.
#[tokio::test]
async fn the_databases_clock_can_be_compared_where_it_is_another() {
    each(async |database| {
        use sea_orm::DbBackend;
        let is_server = database.raw().await.get_database_backend() == DbBackend::Postgres;
        let clock = database.database().clock().await.unwrap();
        assert_eq!(clock.is_some(), is_server);
        assert!(clock.is_none_or(|at| at.secs() > 1_700_000_000));
    })
    .await;
}

/// Lesson L21: an old program does not touch what a newer one made. Both versions are named.
#[tokio::test]
async fn the_program_refuses_a_newer_schema() {
    use sea_orm::ConnectionTrait as _;
    let database = crate::support::database::sqlite().await;
    let raw = database.raw().await;
    raw.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 1)")
        .await
        .unwrap();
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .arg("serve")
        .env_clear()
        .env("VESTIBULE_LISTEN", "127.0.0.1:0")
        .env("VESTIBULE_PUBLIC_URL", "http://localhost:8080")
        .env("VESTIBULE_DATABASE_URL", database.url())
        .env("VESTIBULE_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(!ended.status.success() && said.contains("m9999_from_the_future"), "{said}");
    assert!(said.contains("this program knows m0"), "{said}");
}
