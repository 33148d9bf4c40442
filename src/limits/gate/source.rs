//! Whom a request is counted against.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// Bits of an IPv6 address that are given to one customer; the rest they choose themselves (case 139).
const IPV6_BITS: u32 = 64;

/// One address (IPv4) or network of one customer (IPv6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(IpAddr);

impl Source {
    /// The source that `address` belongs to.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - IPV6_BITS))).into(),
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(f, "{address}/32"),
            IpAddr::V6(address) => write!(f, "{address}/{IPV6_BITS}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn source(address: &str) -> String {
        Source::of(address.parse().unwrap()).to_string()
    }

    /// Case 139.
    #[test]
    fn all_of_a_customers_ipv6_network_is_one_source() {
        assert_eq!(source("2001:db8:1:2::1"), "2001:db8:1:2::/64");
        assert_eq!(source("2001:db8:1:2:ffff:ffff:ffff:ffff"), "2001:db8:1:2::/64");
        assert_ne!(source("2001:db8:1:3::1"), source("2001:db8:1:2::1"));
    }

    #[test]
    fn ipv4_addresses_are_sources_of_their_own_however_written() {
        assert_eq!(source("203.0.113.5"), "203.0.113.5/32");
        assert_eq!(source("::ffff:203.0.113.5"), "203.0.113.5/32");
        assert_ne!(source("203.0.113.5"), source("203.0.113.6"));
    }
}
