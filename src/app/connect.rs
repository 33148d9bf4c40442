//! Builds what every flow may use: the database, the ring, the hashing threads, the caches, from the configuration or from
//! the parts that a test brings.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use url::Url;

use super::{Limits, addresses, breached, start};
use crate::config::{self, Config};
use crate::crypto::hashing::{HashingParams, PasswordHasher};
use crate::crypto::ring::{KeyRing, MasterKey};
use crate::crypto::signing::KeySource;
use crate::domain::clock::{SharedClock, SteadyClock, SystemClock};
use crate::domain::random::{SharedRandom, SystemRandom};
use crate::domain::secret::ExposeSecret;
use crate::federation::Calls;
use crate::flows::directory::Directory;
use crate::flows::keys::Keys;
use crate::flows::risk::Addresses;
use crate::flows::time::{self, Follows, Time};
use crate::flows::{BreachedPasswords, Deps, SmsReach, Urls, Versions};
use crate::limits::{Gate, Limiter};
use crate::outbound::{HttpClient, Reach};
use crate::render::Catalog;
use crate::storage::{ConnectOptions, Database, Storage};

/// What the parts below the flows are made of: real ones in production, movable ones in tests.
pub struct Parts {
    /// The open database, its schema up to date.
    pub database: Database,
    /// The key under which the ring is wrapped.
    pub master_key: MasterKey,
    /// The time.
    pub clock: SharedClock,
    /// What it is put right by.
    pub follows: Follows,
    /// Randomness.
    pub random: SharedRandom,
    /// What a password hash costs.
    pub hashing: HashingParams,
    /// The passwords that nobody may choose.
    pub breached: BreachedPasswords,
    /// What is known of addresses.
    pub addresses: Addresses,
    /// Where new signing keys come from.
    pub key_source: KeySource,
    /// The public URL.
    pub public_url: Url,
    /// The region of new pools.
    pub region: String,
    /// What strangers may do, and how often.
    pub limits: Limits,
    /// What calls to others may reach.
    pub reach: Reach,
}

/// Builds what every flow may use. Makes the key ring on a database that never had one; stops where the master key does
/// not open the one that is there (case 249).
pub async fn assemble(parts: Parts) -> anyhow::Result<Deps> {
    let Parts {
        database,
        master_key,
        clock,
        follows,
        random,
        hashing,
        breached,
        addresses,
        key_source,
        public_url,
        region,
        limits,
        reach,
    } = parts;
    let time = Time::new(clock, follows);
    let clock = time.clock();
    if database.ring_keys().await?.is_empty() {
        refuse_what_another_ring_sealed(&database).await?;
        // Another node may be first: whichever row was stored is the one that counts.
        database.add_ring_key(&KeyRing::create_first(&master_key, random.as_ref(), clock.now())).await?;
    }
    let rows = database.ring_keys().await?;
    let ring = KeyRing::open_at(&master_key, &rows, random.clone(), clock.now())
        .context("the master key does not open this database's key ring")?;
    let ring = Arc::new(ring);
    let storage = Storage::new(database, ring.clone());
    let hasher = PasswordHasher::start(hashing, ring.clone(), random.clone()).context("hashing threads")?;
    let http = HttpClient::new(&reach).context("the client for calls to others")?;
    let versions = Versions::new(storage.clone(), clock.clone());
    Ok(Deps {
        limiter: Limiter::new(storage.clone(), limits.budgets),
        gate: Gate::new(limits.rates, limits.stuffing, clock.clone()),
        catalog: Arc::new(Catalog::embedded()?),
        directory: Directory::new(storage.clone(), versions.clone()),
        keys: Keys::new(storage.clone(), versions),
        storage,
        ring,
        hasher: Arc::new(hasher),
        breached,
        calls: Calls::new(http, clock.clone()),
        clock,
        time,
        random,
        key_source: Arc::new(key_source),
        addresses,
        sms: limits.sms,
        urls: Urls::new(&public_url),
        region,
    })
}

/// Stops where the ring is gone but what it sealed is there. A new ring would open none of it: every token, password and
/// secret would be lost for good, behind a server that seems to run.
async fn refuse_what_another_ring_sealed(database: &Database) -> anyhow::Result<()> {
    let Some(table) = database.first_in_use().await? else { return Ok(()) };
    // A node that starts at the same time makes the ring before anything else.
    if database.ring_keys().await?.is_empty() {
        bail!(
            "the database has no key ring (the table ring_keys is empty) although {table} holds what was sealed under one: \
             restore ring_keys from a backup; a new ring would open none of it"
        );
    }
    Ok(())
}

/// Opens the configured database, brings its schema up to date and builds what every flow may use.
pub async fn connect(config: &Config) -> anyhow::Result<Deps> {
    connect_to(up_to_date(config).await?, config, super::reach(&config.outbound)).await
}

/// The same for `vestibule dev`, which may call itself, as Demo ID, although it is on loopback and speaks http.
pub async fn connect_dev(config: &Config) -> anyhow::Result<Deps> {
    let reach = Reach { origins: vec![config.public_url.clone()], ..super::reach(&config.outbound) };
    connect_to(up_to_date(config).await?, config, reach).await
}

async fn up_to_date(config: &Config) -> anyhow::Result<Database> {
    let database = open(config).await?;
    start::check(&database, &SystemClock).await?;
    database.migrate().await.context("the database's schema could not be brought up to date")?;
    Ok(database)
}

/// The same, for commands that must not change the schema: they stop where it is not this program's.
pub async fn connect_as_is(config: &Config) -> anyhow::Result<Deps> {
    let database = open(config).await?;
    same_schema(&database).await?;
    connect_to(database, config, super::reach(&config.outbound)).await
}

async fn connect_to(database: Database, config: &Config, reach: Reach) -> anyhow::Result<Deps> {
    let deps = assemble(Parts {
        database,
        master_key: master_key(config),
        clock: Arc::new(SteadyClock::start()),
        follows: Follows::Database,
        random: Arc::new(SystemRandom),
        hashing: hashing(&config.hashing)?,
        breached: breached::places(&config.passwords, &super::reach(&config.outbound))?,
        addresses: addresses::open(&config.addresses)?,
        key_source: KeySource::Fresh,
        public_url: config.public_url.clone(),
        region: config.region.clone(),
        reach,
        limits: Limits { sms: SmsReach::new(config.sms.prefixes.clone()), ..Limits::from(&config.limits) },
    })
    .await?;
    time::keep(&deps).await.context("the database's clock cannot be read")?;
    Ok(deps)
}

/// Stops where the database's schema is not the one of this program: for commands that do not change it.
pub async fn same_schema(database: &Database) -> anyhow::Result<()> {
    match database.pending_migrations().await? {
        0 => Ok(()),
        lacking => bail!("the database lacks {lacking} schema changes: run `vestibule migrate` first"),
    }
}

/// Opens the configured database as it is.
pub async fn open(config: &Config) -> anyhow::Result<Database> {
    let options = ConnectOptions { readers: config.database.max_connections, longest: config.database.timeout };
    Database::connect(config.database.url.expose_secret(), options).await.context("the database cannot be opened")
}

/// The configured master key; it also opens what the previous one wrapped, where one is configured.
pub fn master_key(config: &Config) -> MasterKey {
    let key = MasterKey::from_bytes(config.master_key.expose_secret());
    match &config.previous_master_key {
        Some(previous) => key.with_previous(&MasterKey::from_bytes(previous.expose_secret())),
        None => key,
    }
}

fn hashing(config: &config::Hashing) -> anyhow::Result<HashingParams> {
    let mut params = HashingParams::production(config.memory_kib, config.iterations)?;
    if let Some(workers) = config.workers {
        params = params.with_workers(workers)?;
    }
    Ok(params.with_max_wait(Duration::from_millis(config.max_wait_ms)))
}
