//! What the operator knows of addresses: where they are, and which of them are bad. The tables are read by the composition
//! root.

use std::net::IpAddr;
use std::sync::Arc;

use crate::domain::risk::Position;

/// Where an address is, as far as a table says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// The country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// The city, in English.
    pub city: Option<String>,
    /// The number of the network's operator.
    pub operator: Option<u32>,
    /// Where on the earth.
    pub position: Option<Position>,
}

/// A table of addresses. A look-up is in memory and waits for nothing.
pub trait LooksUpAddresses: Send + Sync {
    /// Where `address` is.
    fn locate(&self, address: IpAddr) -> Located;

    /// Whether `address` is on the list of bad ones.
    fn is_bad(&self, address: IpAddr) -> bool;

    /// Reads again what was replaced since. Waits for the disk.
    fn refresh(&self);
}

/// What is known of addresses.
#[derive(Clone, Default)]
pub struct Addresses(Option<Arc<dyn LooksUpAddresses>>);

impl Addresses {
    /// What this table says.
    pub fn of(table: Arc<dyn LooksUpAddresses>) -> Self {
        Self(Some(table))
    }

    /// Reads again what was replaced since. Waits for the disk.
    pub fn refresh(&self) {
        if let Some(table) = &self.0 {
            table.refresh();
        }
    }

    pub(super) fn locate(&self, address: IpAddr) -> Located {
        self.0.as_ref().map(|table| table.locate(address)).unwrap_or_default()
    }

    pub(super) fn is_bad(&self, address: IpAddr) -> bool {
        self.0.as_ref().is_some_and(|table| table.is_bad(address))
    }
}
