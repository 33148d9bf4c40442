//! A table of addresses in MaxMind's open format (MaxMind DB File Format 2.0), whoever made it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use maxminddb::Reader;
use serde::Deserialize;

use crate::domain::risk::Position;
use crate::flows::risk::Located;

/// The language in which cities are named.
const LANGUAGE: &str = "en";

/// A table, in memory.
pub(super) struct Table(Reader<Vec<u8>>);

/// What is read of a record: the names are those of the GeoIP2 tables, which others use too.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Record {
    country: Option<Country>,
    city: Option<City>,
    location: Option<Location>,
    autonomous_system_number: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Country {
    iso_code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct City {
    names: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location {
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl Table {
    /// Reads a table whole.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        Ok(Self(Reader::open_readfile(path)?))
    }

    /// What it says of `address`; nothing where it says nothing, or nothing that can be read.
    pub(super) fn look_up(&self, address: IpAddr) -> Located {
        let record = self.0.lookup(address).ok().and_then(|found| found.decode::<Record>().ok().flatten());
        let Record { country, city, location, autonomous_system_number } = record.unwrap_or_default();
        let position = location.and_then(|at| Some(Position { latitude: at.latitude?, longitude: at.longitude? }));
        Located {
            country: country.and_then(|country| country.iso_code),
            city: city.and_then(|mut city| city.names.remove(LANGUAGE)),
            operator: autonomous_system_number,
            position,
        }
    }
}
