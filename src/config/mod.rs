//! Configuration: one file per section; defaults, then a TOML file, then the environment. The only reader of the
//! environment.
//!
//! [`Config::load`] answers a checked [`Config`] or everything that is wrong at once. How a *pool* behaves is data in
//! the database, not configuration.

mod addresses;
mod bootstrap;
mod database;
mod events;
mod hashing;
mod key;
mod limits;
mod log;
mod mail;
mod master_key;
mod outbound;
mod passwords;
mod problem;
mod reference;
mod server;
mod sms;
mod source;
#[cfg(test)]
mod tests;
mod tls;
mod traces;

use std::net::SocketAddr;
use std::time::Duration;

use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

pub use self::{
    addresses::Addresses,
    bootstrap::BootstrapKey,
    database::Database,
    events::Events,
    hashing::Hashing,
    key::{Key, Section, Shape},
    limits::Limits,
    log::{Log, LogFormat},
    mail::{Mail, SecretUrl},
    master_key::MasterKey,
    outbound::Outbound,
    passwords::Passwords,
    problem::{ConfigError, Problem},
    reference::reference,
    sms::{Sms, SmsGateway, SmsShape},
    source::Sources,
    traces::Traces,
};
use crate::domain::random::Random;
use crate::tls::Files;
use problem::Problems;

/// Which command the configuration is for; they differ in what they refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Production: everything must be said.
    Serve,
    /// A developer's machine: makes its own master key, listens on loopback only.
    Dev,
    /// Commands that work on the database of either: `migrate`, `admin` and the like.
    Operate,
}

/// Everything that an operator can set, read and checked.
#[derive(Debug)]
pub struct Config {
    /// The public listener.
    pub listen: SocketAddr,
    /// The URL that browsers and apps use: `https`, or `http` on loopback; never with a path, query or fragment.
    pub public_url: Url,
    /// Hosts answered besides the public URL's: lower case, `name` or `name:port`.
    pub allowed_hosts: Vec<String>,
    /// Networks of the proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
    /// The listener of health and metrics.
    pub admin_listen: Option<SocketAddr>,
    /// Time between "not ready" and the end of accepting after SIGTERM.
    pub drain_notice: Duration,
    /// The files of the certificate with which the public listener speaks HTTPS itself.
    pub tls: Option<Files>,
    /// Region part of new pool ids.
    pub region: String,
    /// Where everything is kept.
    pub database: Database,
    /// The key under which secrets in the database are sealed.
    pub master_key: MasterKey,
    /// The master key before it, while it is being exchanged.
    pub previous_master_key: Option<MasterKey>,
    /// How mail leaves the server.
    pub mail: Mail,
    /// How text messages leave the server.
    pub sms: Sms,
    /// Whom outbound calls may reach and trust.
    pub outbound: Outbound,
    /// Which passwords nobody may choose.
    pub passwords: Passwords,
    /// What is known of addresses.
    pub addresses: Addresses,
    /// What a password check may cost.
    pub hashing: Hashing,
    /// What strangers may do, and how often.
    pub limits: Limits,
    /// How long audited facts are kept.
    pub events: Events,
    /// An admin access key to create where none exists.
    pub bootstrap: Option<BootstrapKey>,
    /// What the server says about itself.
    pub log: Log,
    /// Where the traces of requests go.
    pub traces: Traces,
}

impl Config {
    /// Reads and checks the configuration for one kind of command.
    ///
    /// With [`Rules::Dev`] and no master key configured, makes one from `random` in the data folder (mode 0600), once.
    ///
    /// # Errors
    /// All problems found, each with its key and what is allowed.
    pub fn load(rules: Rules, sources: &Sources, random: &dyn Random) -> Result<Self, ConfigError> {
        let mut problems = Problems::default();
        let config =
            source::read(sources, &mut problems).and_then(|keys| check(&keys, rules, sources, random, &mut problems));
        problems.into_result(config)
    }

    /// The public URL without its final slash: what absolute URLs are built on.
    #[must_use]
    pub fn public_origin(&self) -> &str {
        self.public_url.as_str().trim_end_matches('/')
    }
}

fn check(
    keys: &Layers,
    rules: Rules,
    sources: &Sources,
    random: &dyn Random,
    problems: &mut Problems,
) -> Option<Config> {
    let tls = tls::read(&keys.tls, rules, problems);
    let server = server::read(&keys.server, tls::is_wanted(&keys.tls), rules, problems);
    let database = database::read(&keys.database, problems);
    let mail = server.as_ref().and_then(|server| mail::read(&keys.mail, &server.public_url, problems));
    let outbound = outbound::read(&keys.outbound, problems);
    let sms = outbound.as_ref().and_then(|outbound| sms::read(&keys.sms, outbound, rules, problems));
    let passwords = passwords::read(&keys.passwords, problems);
    let hashing = hashing::read(&keys.hashing, problems);
    let limits = limits::read(&keys.limits, problems);
    let events = events::read(&keys.events, problems);
    let bootstrap = bootstrap::read(&keys.bootstrap, problems);
    let log = log::read(&keys.log, rules, problems);
    let traces = traces::read(&keys.traces, problems);
    let place = master_key::Place {
        rules,
        development_key: &sources.data_folder.join("master.key"),
        uses_default_database: keys.database.url.is_none(),
    };
    let master_key = master_key::read(&keys.keys, &place, random, problems);
    let previous_master_key = master_key::read_previous(&keys.keys, problems);
    let server = server?;
    Some(Config {
        listen: server.listen,
        public_url: server.public_url,
        allowed_hosts: server.allowed_hosts,
        trusted_proxies: server.trusted_proxies,
        admin_listen: server.admin_listen,
        drain_notice: server.drain_notice,
        tls: tls.ok()?,
        region: server.region,
        database: database?,
        master_key: master_key?,
        previous_master_key,
        mail: mail?,
        sms: sms?,
        outbound: outbound?,
        passwords: passwords?,
        addresses: addresses::read(&keys.addresses),
        hashing: hashing?,
        limits: limits?,
        events: events?,
        bootstrap,
        log: log?,
        traces: traces?,
    })
}

/// Both layers over the defaults: one field per section.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Layers {
    server: server::ServerKeys,
    tls: tls::TlsKeys,
    database: database::DatabaseKeys,
    keys: master_key::MasterKeys,
    mail: mail::MailKeys,
    sms: sms::SmsKeys,
    outbound: outbound::OutboundKeys,
    passwords: passwords::PasswordKeys,
    addresses: addresses::AddressesKeys,
    hashing: hashing::HashingKeys,
    limits: limits::LimitsKeys,
    events: events::EventsKeys,
    bootstrap: bootstrap::BootstrapKeys,
    log: log::LogKeys,
    traces: traces::TracesKeys,
}

/// All sections in the order of the reference page.
pub(crate) const SECTIONS: &[Section] = &[
    server::SECTION,
    tls::SECTION,
    database::SECTION,
    master_key::SECTION,
    mail::SECTION,
    sms::SECTION,
    outbound::SECTION,
    passwords::SECTION,
    addresses::SECTION,
    hashing::SECTION,
    limits::SECTION,
    events::SECTION,
    bootstrap::SECTION,
    log::SECTION,
    traces::SECTION,
];

fn keys() -> impl Iterator<Item = &'static Key> {
    SECTIONS.iter().flat_map(|section| section.keys)
}
