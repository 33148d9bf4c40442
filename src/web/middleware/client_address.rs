//! Who is at the other end: the connection's peer, or what a trusted proxy says about the connection it forwards.
//!
//! Everything left of the last trusted proxy in `X-Forwarded-For` is the client's own invention and is not read.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::X_FORWARDED_FOR};
use ipnet::IpNet;

use super::Edge;

/// Extractor: the client's address, for limits and events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl FromRequest for ClientAddress {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(of(request))))
    }
}

/// The client's address; unspecified (`0.0.0.0`) where the connection has none, as in in-process tests.
pub(super) fn of(request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let lines = request.headers().get_all(X_FORWARDED_FOR).map(|line| line.to_str().unwrap_or("?"));
    client(peer, lines.rev(), &Edge::of_request(request).trusted_proxies)
}

/// Walks from the peer towards the client for as long as the hop that speaks is trusted. An entry that is no address
/// ends the walk at the hop that sent it.
fn client<'a>(peer: IpAddr, lines_from_last: impl Iterator<Item = &'a str>, trusted: &[IpNet]) -> IpAddr {
    let mut client = peer.to_canonical();
    for entry in lines_from_last.flat_map(|line| line.rsplit(',')) {
        if !trusted.iter().any(|network| network.contains(&client)) {
            break;
        }
        match address(entry.trim()) {
            Some(next) => client = next.to_canonical(),
            None => break,
        }
    }
    client
}

/// An address, with or without the port that some proxies add.
fn address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip())).or_else(|| {
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        inner.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, lines: &[&str]) -> String {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        client(peer.parse().unwrap(), lines.iter().rev().copied(), &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        assert_eq!(seen("198.51.100.9", &["127.0.0.1"]), "198.51.100.9");
        assert_eq!(seen("198.51.100.9", &["10.0.0.1, 10.0.0.2"]), "198.51.100.9");
    }

    #[test]
    fn behind_a_trusted_proxy_the_rightmost_untrusted_address_counts() {
        assert_eq!(seen("10.0.0.1", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["127.0.0.1, 192.0.2.66, 203.0.113.5, 10.9.9.9"]), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["192.0.2.66", "203.0.113.5", "10.9.9.9"]), "203.0.113.5");
        assert_eq!(seen("fd00::1", &["2001:db8::7"]), "2001:db8::7");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_read() {
        assert_eq!(seen("10.0.0.1", &["203.0.113.5:4711"]), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::7]"]), "2001:db8::7");
        assert_eq!(seen("::ffff:10.0.0.1", &["::ffff:203.0.113.5"]), "203.0.113.5");
    }

    #[test]
    fn what_is_no_address_is_attributed_to_the_hop_that_sent_it() {
        for junk in ["", "unknown", "203.0.113.5, ", "203.0.113.5,_hidden", "203.0.113.5, 1.2.3.4.5"] {
            assert_eq!(seen("10.0.0.1", &[junk]), "10.0.0.1", "{junk}");
        }
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["10.0.0.2"]), "10.0.0.2", "all hops trusted: the furthest");
    }
}
