//! The application under test: a database of its own, a clock that the test moves, one or more nodes, a pool and a
//! client to begin with.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use vestibule::app::Limits;
use vestibule::crypto::hashing::HashingParams;
use vestibule::crypto::ring::MasterKey;
use vestibule::domain::client::{Client, ClientSettings};
use vestibule::domain::clock::{Clock as _, ManualClock, Micros, SharedClock};
use vestibule::domain::dialling::DialPrefix;
use vestibule::domain::event::EventName;
use vestibule::domain::pool::{Pool, PoolSettings};
use vestibule::flows::manage::clients::{self, ClientChange};
use vestibule::flows::manage::pools;
use vestibule::flows::time::Follows;
use vestibule::flows::{Deps, SmsReach};
use vestibule::storage::{Database, OutboxMessage, StatementCount};

use super::aws_sdk::AwsSdk;
use super::browser::Browser;
use super::canaries::Watch;
use super::database::{self, TestDatabase};
use super::node::Node;
use super::oauth_client::OAuthClient;
use super::sample_settings;

/// When every test begins.
const BEGIN: Micros = Micros::from_secs(1_800_000_000);

/// The application under test. Its database goes away with it.
pub(crate) struct TestApp {
    /// The pool to begin with.
    pub(crate) pool: Pool,
    /// A public client of that pool.
    pub(crate) client: Client,
    clock: Arc<ManualClock>,
    node: RefCell<Node>,
    seed: Cell<u64>,
    database: TestDatabase,
    limits: Limits,
    _watch: Watch,
}

/// What a test changes before the application starts.
pub(crate) struct Setup {
    pool: PoolSettings,
    client: ClientSettings,
    limits: Limits,
}

impl Setup {
    /// Changes the limits, which are the usual ones otherwise.
    pub(crate) fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.limits);
        self
    }

    /// With a gateway that sends to Germany and North America.
    pub(crate) fn texting(self) -> Self {
        let prefixes = ["+49", "+1"].into_iter().filter_map(DialPrefix::parse).collect();
        self.limits(|limits| limits.sms = SmsReach::new(prefixes))
    }

    /// Changes the settings of the pool.
    pub(crate) fn pool(mut self, change: impl FnOnce(&mut PoolSettings)) -> Self {
        change(&mut self.pool);
        self
    }

    /// Changes the settings of the client.
    pub(crate) fn client(mut self, change: impl FnOnce(&mut ClientSettings)) -> Self {
        change(&mut self.client);
        self
    }

    /// Starts it: on PostgreSQL where a server is named, else on SQLite.
    pub(crate) async fn start(self) -> TestApp {
        let watch = Watch::begin();
        let database = database::fresh().await;
        let clock = Arc::new(ManualClock::new(BEGIN));
        let shared = database.database().clone();
        let node = Node::start(
            shared,
            database.master_key(),
            (clock.clone(), Follows::Nothing),
            2,
            HashingParams::weak_for_tests(),
            self.limits.clone(),
        )
        .await;
        // Pools and clients come from the flows behind the admin API; each has suites of its own.
        let pool = pools::create(node.deps(), "People".to_owned(), self.pool).await.unwrap().unwrap();
        let client = create_client(node.deps(), &pool, "App", self.client, false).await;
        let (node, seed, limits) = (RefCell::new(node), Cell::new(3), self.limits);
        TestApp { pool, client, clock, node, seed, database, limits, _watch: watch }
    }
}

impl TestApp {
    /// The application with its usual settings.
    pub(crate) async fn start() -> Self {
        Self::setup().start().await
    }

    /// The application with other settings.
    pub(crate) fn setup() -> Setup {
        Setup { pool: sample_settings::pool(), client: sample_settings::client(), limits: Limits::default() }
    }

    /// The first node.
    pub(crate) fn node(&self) -> Node {
        self.node.borrow().clone()
    }

    /// What the first node's flows use.
    pub(crate) fn deps(&self) -> Deps {
        self.node.borrow().deps().clone()
    }

    /// Where its database is, for programs that use it too.
    pub(crate) fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Another node over the same database, through connections and caches of its own.
    pub(crate) async fn second_node(&self) -> Node {
        self.node_over(self.database.connect_again().await).await
    }

    /// Another node whose clock is so many seconds ahead of the others', and stands still.
    pub(crate) async fn second_node_at(&self, offset_secs: i64) -> Node {
        let clock = Arc::new(ManualClock::new(self.now().plus_secs(offset_secs)));
        let (database, key) = (self.database.connect_again().await, self.database.master_key());
        let seed = self.seed.replace(self.seed.get() + 1);
        let time = (clock as SharedClock, Follows::Nothing);
        Node::start(database, key, time, seed, HashingParams::weak_for_tests(), self.limits.clone()).await
    }

    /// A node over another database, with the same clock and master key.
    pub(super) async fn node_over(&self, database: Database) -> Node {
        self.start_node(database, HashingParams::weak_for_tests()).await
    }

    /// A connection that is bound by no rule of the repositories.
    pub(crate) async fn raw(&self) -> sea_orm::DatabaseConnection {
        self.database.raw().await
    }

    /// The key that opens the database's ring.
    pub(crate) fn master_key(&self) -> MasterKey {
        self.database.master_key()
    }

    /// Another node that hashes passwords in its own way.
    pub(crate) async fn hashing_node(&self, hashing: HashingParams) -> Node {
        self.start_node(self.database.connect_again().await, hashing).await
    }

    async fn start_node(&self, database: Database, hashing: HashingParams) -> Node {
        let seed = self.seed.replace(self.seed.get() + 1);
        let (key, clock) = (self.database.master_key(), self.clock.clone());
        Node::start(database, key, (clock, Follows::Nothing), seed, hashing, self.limits.clone()).await
    }

    /// Another node that has no SMS gateway.
    pub(crate) async fn node_without_sms(&self) -> Node {
        let seed = self.seed.replace(self.seed.get() + 1);
        let (database, key) = (self.database.connect_again().await, self.database.master_key());
        let limits = Limits { sms: SmsReach::default(), ..self.limits.clone() };
        let time = (self.clock.clone() as SharedClock, Follows::Nothing);
        Node::start(database, key, time, seed, HashingParams::weak_for_tests(), limits).await
    }

    /// Another node whose machine's clock is its own, and which is put right by the application's.
    pub(crate) async fn node_with_clock(&self, own: Arc<ManualClock>) -> Node {
        let seed = self.seed.replace(self.seed.get() + 1);
        let (database, key) = (self.database.connect_again().await, self.database.master_key());
        let follows = Follows::Clock(self.clock.clone());
        Node::start(database, key, (own, follows), seed, HashingParams::weak_for_tests(), self.limits.clone()).await
    }

    /// A clock that differs from the application's by so many seconds.
    pub(crate) fn clock_ahead_by(&self, secs: i64) -> Arc<ManualClock> {
        Arc::new(ManualClock::new(self.clock.now().plus_secs(secs)))
    }

    /// Stops the first node and starts it again: what was in memory is gone.
    pub(crate) async fn restart(&self) {
        let again = self.second_node().await;
        self.node.replace(again);
    }

    /// A second pool. The test keys suffice for four, or for two and two rotations.
    pub(crate) async fn add_pool(&self, name: &str) -> Pool {
        pools::create(&self.deps(), name.to_owned(), sample_settings::pool()).await.unwrap().unwrap()
    }

    /// Another public client of `pool`.
    pub(crate) async fn add_public(&self, pool: &Pool, change: impl FnOnce(&mut ClientSettings)) -> Client {
        self.add_client(pool, change, false).await
    }

    /// A client of `pool` with a secret.
    pub(crate) async fn add_confidential(&self, pool: &Pool, change: impl FnOnce(&mut ClientSettings)) -> Client {
        self.add_client(pool, change, true).await
    }

    async fn add_client(&self, pool: &Pool, change: impl FnOnce(&mut ClientSettings), has_secret: bool) -> Client {
        let mut settings = sample_settings::client();
        change(&mut settings);
        create_client(&self.deps(), pool, "Other app", settings, has_secret).await
    }

    /// An admin changes a client.
    pub(crate) async fn change_client(&self, client: &Client, change: impl FnOnce(&mut ClientSettings)) {
        let apply = |client: &mut Client| {
            change(&mut client.settings);
            Ok::<(), ()>(())
        };
        let changed = clients::update(&self.deps(), &self.pool, &client.id, apply).await.unwrap();
        assert!(matches!(changed, Ok(ClientChange::Done(_))), "{changed:?}");
    }

    /// A browser without a history.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.node())
    }

    /// The program behind `client`.
    pub(crate) fn oauth_client(&self, client: &Client) -> OAuthClient {
        OAuthClient::new(self.node(), client, self.clock.clone())
    }

    /// The program behind the client to begin with.
    pub(crate) fn app_client(&self) -> OAuthClient {
        self.oauth_client(&self.client)
    }

    /// Somebody who calls the API without a key.
    pub(crate) fn anonymous(&self) -> AwsSdk {
        AwsSdk::anonymous(self.node(), self.clock.clone())
    }

    /// The moment.
    pub(crate) fn now(&self) -> Micros {
        self.clock.now()
    }

    /// The clock itself, for what runs beside the application.
    pub(crate) fn clock(&self) -> SharedClock {
        self.clock.clone()
    }

    /// Lets time pass.
    pub(crate) fn advance_secs(&self, secs: i64) {
        self.clock.advance_secs(secs);
    }

    /// Statements that the first node ran so far.
    pub(crate) fn statements(&self) -> StatementCount {
        self.deps().storage.statement_count()
    }

    /// How often an event was recorded in the pool to begin with.
    pub(crate) async fn events(&self, name: EventName) -> usize {
        let events = self.deps().storage.read().events().list(&self.pool.id, 1000).await.unwrap();
        events.iter().filter(|event| event.name == name).count()
    }

    /// Rows of a table, counted past the repositories.
    pub(crate) async fn rows(&self, table: &str) -> i64 {
        use sea_orm::{ConnectionTrait as _, Statement};
        let raw = self.database.raw().await;
        let count = Statement::from_string(raw.get_database_backend(), format!("SELECT COUNT(*) AS n FROM {table}"));
        let row = raw.query_one_raw(count).await.unwrap().unwrap();
        let count = row.try_get("", "n").unwrap();
        raw.close().await.unwrap();
        count
    }

    /// The messages in the outbox, oldest first, in whatever state.
    pub(crate) async fn outbox(&self) -> Vec<OutboxMessage> {
        use sea_orm::{ConnectionTrait as _, Statement};
        let raw = self.database.raw().await;
        let ids = Statement::from_string(raw.get_database_backend(), "SELECT id FROM outbox ORDER BY created_at, id");
        let mut messages = Vec::new();
        for row in raw.query_all_raw(ids).await.unwrap() {
            let id: String = row.try_get("", "id").unwrap();
            let found = self.deps().storage.read().outbox().find(id.parse().unwrap()).await.unwrap();
            messages.push(found.unwrap());
        }
        raw.close().await.unwrap();
        messages
    }

    /// Everything that the database holds, by table, but for some tables: what a refusal must leave as it was.
    pub(crate) async fn state_but(&self, left_out: &[&str]) -> BTreeMap<String, Vec<String>> {
        use sea_orm::{ConnectionTrait as _, DatabaseBackend, FromQueryResult as _, JsonValue, Statement};
        let raw = self.database.raw().await;
        let names = if raw.get_database_backend() == DatabaseBackend::Sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        } else {
            "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = 'public'"
        };
        let mut state = BTreeMap::new();
        for row in raw.query_all_raw(Statement::from_string(raw.get_database_backend(), names)).await.unwrap() {
            let name: String = row.try_get("", "name").unwrap();
            if left_out.contains(&name.as_str()) {
                continue;
            }
            let all = Statement::from_string(raw.get_database_backend(), format!("SELECT * FROM {name}"));
            let rows = raw.query_all_raw(all).await.unwrap();
            let mut rows: Vec<_> = rows.iter().map(|row| JsonValue::from_query_result(row, "").unwrap()).collect();
            rows.sort_by_key(JsonValue::to_string);
            state.insert(name, rows.iter().map(JsonValue::to_string).collect());
        }
        raw.close().await.unwrap();
        state
    }

    /// Everything that the database holds as text, for searching it.
    pub(crate) async fn dump(&self, tables: &[&str]) -> String {
        use sea_orm::{ConnectionTrait as _, FromQueryResult as _, JsonValue, Statement};
        let raw = self.database.raw().await;
        let mut dump = String::new();
        for table in tables {
            let all = Statement::from_string(raw.get_database_backend(), format!("SELECT * FROM {table}"));
            for row in raw.query_all_raw(all).await.unwrap() {
                dump.push_str(&JsonValue::from_query_result(&row, "").unwrap().to_string());
            }
        }
        raw.close().await.unwrap();
        dump
    }
}

async fn create_client(deps: &Deps, pool: &Pool, name: &str, settings: ClientSettings, has_secret: bool) -> Client {
    let made = clients::create(deps, pool, name.to_owned(), settings, has_secret).await.unwrap();
    let ClientChange::Done(client) = made else { panic!("the client could not be made: {made:?}") };
    *client
}
