//! What the operator knows of addresses: tables in files, read into memory and read again when they were replaced.
//!
//! A file that cannot be read at the start stops the start. One that cannot be read later leaves what was read before in its
//! place, and an error in the log.

mod ranges;
mod table;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use self::ranges::Ranges;
use self::table::Table;
use crate::config;
use crate::flows::risk::{Addresses, Located, LooksUpAddresses};

/// How often the files are looked at.
const TICK: Duration = Duration::from_secs(5);

/// The configured tables, read. Waits for the disk.
pub fn open(config: &config::Addresses) -> anyhow::Result<Addresses> {
    if config.geoip_file.is_none() && config.asn_file.is_none() && config.bad_list.is_none() {
        return Ok(Addresses::default());
    }
    let tables = Tables {
        places: Watched::open("addresses.geoip_file", config.geoip_file.as_deref(), Table::read)?,
        operators: Watched::open("addresses.asn_file", config.asn_file.as_deref(), Table::read)?,
        bad: Watched::open("addresses.bad_list", config.bad_list.as_deref(), Ranges::read)?,
    };
    Ok(Addresses::of(Arc::new(tables)))
}

/// Looks at the files until `stop` says so.
pub(super) async fn watch(addresses: Addresses, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.changed() => return,
        }
        let addresses = addresses.clone();
        // Files of a hundred megabytes are read where nobody waits for it.
        if tokio::task::spawn_blocking(move || addresses.refresh()).await.is_err() {
            tracing::error!("the tables of addresses were not looked at");
        }
    }
}

struct Tables {
    places: Option<Watched<Table>>,
    operators: Option<Watched<Table>>,
    bad: Option<Watched<Ranges>>,
}

impl LooksUpAddresses for Tables {
    fn locate(&self, address: IpAddr) -> Located {
        let found = self.places.as_ref().map(|table| table.present().look_up(address)).unwrap_or_default();
        match &self.operators {
            Some(table) => Located { operator: table.present().look_up(address).operator, ..found },
            None => found,
        }
    }

    fn is_bad(&self, address: IpAddr) -> bool {
        self.bad.as_ref().is_some_and(|list| list.present().contains(address))
    }

    fn refresh(&self) {
        for table in self.places.iter().chain(&self.operators) {
            table.refresh();
        }
        self.bad.iter().for_each(Watched::refresh);
    }
}

/// When a file was last changed, and its length.
type Stamp = (SystemTime, u64);

/// A file, with what was read of it.
struct Watched<T> {
    key: &'static str,
    path: PathBuf,
    read: fn(&Path) -> anyhow::Result<T>,
    present: RwLock<(Stamp, Arc<T>)>,
}

impl<T> Watched<T> {
    fn open(
        key: &'static str,
        path: Option<&Path>,
        read: fn(&Path) -> anyhow::Result<T>,
    ) -> anyhow::Result<Option<Self>> {
        let Some(path) = path else { return Ok(None) };
        let says = || format!("{key} {}", path.display());
        let stamp = stamp(path).with_context(says)?;
        let present = RwLock::new((stamp, Arc::new(read(path).with_context(says)?)));
        Ok(Some(Self { key, path: path.to_owned(), read, present }))
    }

    fn present(&self) -> Arc<T> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    fn refresh(&self) {
        let before = self.present.read().unwrap_or_else(PoisonError::into_inner).0;
        // While a file is being replaced there may be none: what was read stays.
        let Ok(now) = stamp(&self.path) else { return };
        if now == before {
            return;
        }
        match (self.read)(&self.path) {
            Ok(read) => {
                *self.present.write().unwrap_or_else(PoisonError::into_inner) = (now, Arc::new(read));
                tracing::info!(key = self.key, "a table of addresses was read again");
            }
            Err(error) => {
                tracing::error!(key = self.key, error = %format!("{error:#}"), "a table of addresses cannot be read; the one before it stays");
                // Said once for each file.
                self.present.write().unwrap_or_else(PoisonError::into_inner).0 = now;
            }
        }
    }
}

fn stamp(path: &Path) -> std::io::Result<Stamp> {
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.modified()?, metadata.len()))
}
