//! A list of bad addresses: a range or an address on each line.

use std::net::IpAddr;
use std::path::Path;

use anyhow::{Context as _, bail};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::domain::risk::parse_network;

/// Ranges in order, none inside another.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    v4: Vec<Ipv4Net>,
    v6: Vec<Ipv6Net>,
}

impl Ranges {
    /// Reads a list: lines of `203.0.113.0/24` or `203.0.113.9`, what follows a `#` or a `;` aside.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        Self::parse(&std::fs::read_to_string(path).context("cannot be read")?)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            let said = line.split(['#', ';']).next().unwrap_or_default().trim();
            match parse_network(said) {
                Some(IpNet::V4(network)) => v4.push(network),
                Some(IpNet::V6(network)) => v6.push(network),
                None if said.is_empty() => {}
                None => bail!("line {number} is not a range of addresses such as 203.0.113.0/24"),
            }
        }
        let (mut v4, mut v6) = (Ipv4Net::aggregate(&v4), Ipv6Net::aggregate(&v6));
        v4.sort_unstable();
        v6.sort_unstable();
        Ok(Self { v4, v6 })
    }

    /// Whether a range has `address`.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let behind = self.v4.partition_point(|range| range.network() <= address);
                behind.checked_sub(1).and_then(|at| self.v4.get(at)).is_some_and(|range| range.contains(&address))
            }
            IpAddr::V6(address) => {
                let behind = self.v6.partition_point(|range| range.network() <= address);
                behind.checked_sub(1).and_then(|at| self.v6.get(at)).is_some_and(|range| range.contains(&address))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ranges;

    fn has(list: &str, address: &str) -> bool {
        Ranges::parse(list).unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn ranges_and_single_addresses_are_found() {
        let list = "# bad\n203.0.113.0/25 ; SBL1\n\n198.51.100.7\n203.0.113.128/25\n2001:db8::/32\r\n10.0.0.0/8\n10.1.0.0/16\n";
        for address in
            ["203.0.113.0", "203.0.113.255", "198.51.100.7", "2001:db8:ffff::1", "::ffff:10.9.9.9", "10.1.2.3"]
        {
            assert!(has(list, address), "{address}");
        }
        for address in ["203.0.112.255", "203.0.114.0", "198.51.100.8", "2001:db9::1", "11.0.0.0", "0.0.0.0"] {
            assert!(!has(list, address), "{address}");
        }
    }

    #[test]
    fn a_line_that_is_no_range_is_named() {
        let error = Ranges::parse("203.0.113.0/24\nexample.com\n").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
