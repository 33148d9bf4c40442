//! A database of its own for each test: a SQLite file always, a PostgreSQL database where `TEST_POSTGRES_URL` names a
//! server on which the test may create some.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use vestibule::crypto::ring::{KeyRing, MasterKey};
use vestibule::domain::clock::Micros;
use vestibule::domain::random::{self, SeededRandom, SystemRandom};
use vestibule::storage::{ConnectOptions, Database, Storage};

/// A migrated, empty database that goes away with the test.
pub(crate) struct TestDatabase {
    storage: Storage,
    master_key: MasterKey,
    url: String,
    _place: Place,
}

/// Where a database lies; dropping it removes the database.
pub(crate) enum Place {
    Folder { _folder: TempDir },
    Server { url: String, name: String },
}

impl TestDatabase {
    /// Where it is, to look at it past the repositories.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The key that opens its ring.
    pub(crate) fn master_key(&self) -> MasterKey {
        self.master_key.clone()
    }

    /// The same database through connections of its own, as another node has them.
    pub(crate) async fn connect_again(&self) -> Database {
        connect(&self.url).await
    }

    /// A connection that is bound by no rule of the repositories.
    pub(crate) async fn raw(&self) -> sea_orm::DatabaseConnection {
        sea_orm::Database::connect(&self.url).await.unwrap()
    }
}

impl Deref for TestDatabase {
    type Target = Storage;

    fn deref(&self) -> &Storage {
        &self.storage
    }
}

/// On PostgreSQL where a server was named, else on SQLite.
pub(crate) async fn fresh() -> TestDatabase {
    match postgres().await {
        Some(database) => database,
        None => sqlite().await,
    }
}

/// Runs a test on every database there is.
pub(crate) async fn each(test: impl AsyncFn(TestDatabase)) {
    test(sqlite().await).await;
    if let Some(database) = postgres().await {
        test(database).await;
    }
}

/// A database with the schema and without a single row, not even the ring's: on PostgreSQL where a server was named, else
/// on SQLite.
pub(crate) async fn empty() -> (Database, Place) {
    let (url, place) = match empty_postgres().await {
        Some(found) => found,
        None => empty_sqlite(),
    };
    let database = connect(&url).await;
    database.migrate().await.unwrap();
    (database, place)
}

/// A SQLite file that is not there yet.
pub(crate) fn empty_sqlite() -> (String, Place) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    (url, Place::Folder { _folder: folder })
}

/// A new SQLite file.
pub(crate) async fn sqlite() -> TestDatabase {
    let (url, place) = empty_sqlite();
    let (storage, master_key) = open(&url).await;
    TestDatabase { storage, master_key, url, _place: place }
}

/// A new database on the server that was named.
pub(crate) async fn postgres() -> Option<TestDatabase> {
    let (url, place) = empty_postgres().await?;
    let (storage, master_key) = open(&url).await;
    Some(TestDatabase { storage, master_key, url, _place: place })
}

/// A new database on the server that was named, without a schema: its URL, and what keeps it.
pub(crate) async fn empty_postgres() -> Option<(String, Place)> {
    let server = postgres_server()?;
    let name = format!("vestibule_test_{}", random::lower_alphanumeric(&SystemRandom, 16));
    create(&server, &name).await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    Some((url.to_string(), Place::Server { url: server, name }))
}

#[expect(clippy::disallowed_methods, reason = "the test command says by this variable where PostgreSQL is")]
fn postgres_server() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

/// Opens the database at `url`.
pub(crate) async fn connect(url: &str) -> Database {
    // What is slow on a busy machine is not what these tests look at.
    Database::connect(url, ConnectOptions { readers: 4, longest: Duration::from_mins(1) }).await.unwrap()
}

async fn open(url: &str) -> (Storage, MasterKey) {
    let database = connect(url).await;
    database.migrate().await.unwrap();
    let random = Arc::new(SeededRandom::new(1));
    let master = MasterKey::generate(&*random);
    let first = KeyRing::create_first(&master, &*random, Micros::from_secs(1_800_000_000));
    assert!(database.add_ring_key(&first).await.unwrap());
    let rows = database.ring_keys().await.unwrap();
    let storage = Storage::new(database, Arc::new(KeyRing::open(&master, &rows, random).unwrap()));
    (storage, master)
}

/// Copying the template's files takes a tenth of the time of logging every page of it, which is the default since
/// PostgreSQL 15; older servers copy files anyway and do not know the word.
async fn create(server: &str, name: &str) {
    let connection = sea_orm::Database::connect(server).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    if connection.execute_unprepared(&format!("{create} STRATEGY FILE_COPY")).await.is_err() {
        connection.execute_unprepared(&create).await.unwrap();
    }
    connection.close().await.unwrap();
}

async fn run(server: &str, sql: &str) {
    let connection = sea_orm::Database::connect(server).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

impl Drop for Place {
    #[expect(clippy::disallowed_methods, reason = "a runtime of its own, while the test's is being dropped")]
    fn drop(&mut self) {
        let Self::Server { url, name } = self else { return };
        let (url, sql) = (url.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
        // The test's own runtime is busy dropping us.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(&url, &sql));
        });
        let _finished = dropping.join();
    }
}
