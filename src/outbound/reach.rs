//! What may be reached and trusted besides the internet and the system's authorities.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Origin, Url};

use super::OutboundError;
use super::address::is_public;

/// What the operator and the composition root grant. Nothing by default.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Origins (scheme, host and port) that may be reached whatever their address, over http too.
    pub origins: Vec<Url>,
    /// Host names that may lead to any address, over http too; in lower case.
    pub hosts: Vec<String>,
    /// Networks whose addresses may be reached.
    pub networks: Vec<IpNet>,
    /// DER of certificate authorities that are trusted besides the system's.
    pub authorities: Vec<Vec<u8>>,
}

/// The same, as each call asks it.
#[derive(Debug)]
pub(super) struct Allowed {
    origins: Vec<Origin>,
    hosts: Vec<String>,
    networks: Vec<IpNet>,
}

/// How a URL that may be called is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Wherever its name leads.
    Named,
    /// Only to addresses that may be reached.
    Checked,
}

impl Allowed {
    pub(super) fn new(reach: &Reach) -> Self {
        let origins = reach.origins.iter().map(Url::origin).collect();
        let hosts = reach.hosts.iter().map(|host| plain(host)).collect();
        Self { origins, hosts, networks: reach.networks.clone() }
    }

    /// Judges a URL before anything is looked up. What it cannot judge, the resolver does.
    pub(super) fn judge(&self, url: &Url) -> Result<Way, OutboundError> {
        if self.origins.contains(&url.origin()) {
            return Ok(Way::Named);
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
            Some(Host::Domain(_)) | None => None,
        };
        // http is for what the operator named; what is of the internet is called over https, on ports of the web
        let is_named = url.domain().is_some_and(|name| self.names_host(name))
            || literal.is_some_and(|address| self.is_in_networks(address));
        match url.scheme() {
            "https" => {}
            "http" if is_named => {}
            _ => return Err(OutboundError::Scheme),
        }
        let is_refused = match url.domain() {
            Some(name) => !is_named && is_this_machine(name) && !self.permits_loopback(),
            None => literal.is_some_and(|address| !self.permits(address)),
        };
        if is_refused {
            return Err(OutboundError::PrivateAddress);
        }
        let is_usual = url.port_or_known_default().is_some_and(|port| port == 443 || port >= 1024);
        if !is_named && !is_usual {
            return Err(OutboundError::Port);
        }
        Ok(Way::Checked)
    }

    /// Whether the operator named this host.
    pub(super) fn names_host(&self, name: &str) -> bool {
        self.hosts.contains(&plain(name))
    }

    /// Whether the address may be connected to.
    pub(super) fn permits(&self, address: IpAddr) -> bool {
        is_public(address) || self.is_in_networks(address)
    }

    fn permits_loopback(&self) -> bool {
        self.permits(Ipv4Addr::LOCALHOST.into()) || self.permits(Ipv6Addr::LOCALHOST.into())
    }

    fn is_in_networks(&self, address: IpAddr) -> bool {
        // an IPv4 address inside an IPv6 one is what it is
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }
}

/// Names that are this machine by definition, whatever a resolver makes of them (RFC 6761 §6.3).
fn is_this_machine(name: &str) -> bool {
    let name = plain(name);
    name == "localhost" || name.ends_with(".localhost")
}

/// A name as it is compared: `LOCALHOST.` is `localhost`.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
