//! Networks: what of an address stays the same from day to day at one place.

use std::net::IpAddr;

use ipnet::IpNet;

/// Bits of an IPv4 address that name its network: the smallest block that is routed by itself.
const V4_BITS: u8 = 24;
/// Bits of an IPv6 address that name its network: what a site is given (RFC 6177).
const V6_BITS: u8 = 48;

/// The network of an address. An IPv4 address that is written as an IPv6 one is the IPv4 address.
pub fn network_of(address: IpAddr) -> IpNet {
    let address = address.to_canonical();
    let bits = if address.is_ipv4() { V4_BITS } else { V6_BITS };
    IpNet::new(address, bits).map_or_else(|_| IpNet::from(address), |network| network.trunc())
}

/// Reads a network of an admin's list, `203.0.113.0/24`, or a single address; `None`: neither.
pub fn parse_network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)).map(|network| network.trunc())
}

#[cfg(test)]
mod tests {
    use super::{network_of, parse_network};

    fn of(address: &str) -> String {
        network_of(address.parse().unwrap()).to_string()
    }

    #[test]
    fn neighbours_are_one_network() {
        assert_eq!(of("203.0.113.7"), "203.0.113.0/24");
        assert_eq!(of("203.0.113.250"), "203.0.113.0/24");
        assert_eq!(of("203.0.114.7"), "203.0.114.0/24");
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.0/24");
        assert_eq!(of("2001:db8:1:2::7"), "2001:db8:1::/48");
        assert_eq!(of("2001:db8:1:ffff::1"), "2001:db8:1::/48");
        assert_eq!(of("2001:db8:2::1"), "2001:db8:2::/48");
    }

    #[test]
    fn lists_have_networks_and_single_addresses() {
        assert_eq!(parse_network(" 203.0.113.9/24 ").unwrap().to_string(), "203.0.113.0/24");
        assert_eq!(parse_network("203.0.113.9").unwrap().to_string(), "203.0.113.9/32");
        assert_eq!(parse_network("2001:db8::/32").unwrap().to_string(), "2001:db8::/32");
        for nonsense in ["", "203.0.113.9/33", "203.0.113", "example.com", "10.0.0.0-10.0.0.9"] {
            assert_eq!(parse_network(nonsense), None, "{nonsense}");
        }
    }
}
