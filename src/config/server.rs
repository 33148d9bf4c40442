//! Where the server listens and what it is called: `[server]`.
//!
//! The rules here decide which names and proxies are believed; no request header is consulted.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use url::{Host, Url};

use super::{Rules, key::section, problem::Problems};

section! {
    /// Where the server listens, what it is called, and whom it believes.
    struct ServerKeys in "server" {
        /// Address and port of the public listener, such as `0.0.0.0:8080`. `vestibule dev` accepts loopback only.
        ("server.listen", "VESTIBULE_LISTEN")
        listen: String = "127.0.0.1:8080".to_owned();
        /// The URL that browsers and apps use, without a path. Every absolute URL that leaves the server is built from
        /// it. Must be `https`, except on loopback. Unset: `localhost` with the port of `server.listen`, as long as that
        /// is a loopback address; `https` when the server has a certificate, else `http`.
        ("server.public_url", "VESTIBULE_PUBLIC_URL")
        public_url: Option<String> = None;
        /// Host names (`name` or `name:port`) that are answered besides that of the public URL. Any other Host is
        /// answered 421.
        ("server.allowed_hosts", "VESTIBULE_ALLOWED_HOSTS")
        allowed_hosts: Vec<String> = Vec::new();
        /// Networks (CIDRs) of the proxies in front of the server. `X-Forwarded-For` counts only when the connection
        /// comes from one of them.
        ("server.trusted_proxies", "VESTIBULE_TRUSTED_PROXIES")
        trusted_proxies: Vec<String> = Vec::new();
        /// Address and port of a second listener for health and metrics. Unset: there is none.
        ("server.admin_listen", "VESTIBULE_ADMIN_LISTEN")
        admin_listen: Option<String> = None;
        /// Seconds between "not ready" and the end of accepting after SIGTERM, up to 300: longer than a load balancer takes
        /// to notice.
        ("server.drain_notice_secs", "VESTIBULE_SERVER__DRAIN_NOTICE_SECS")
        drain_notice_secs: u32 = 2;
        /// The region part of new pool ids: lower-case words and a number, joined by hyphens.
        ("server.region", "VESTIBULE_REGION")
        region: String = "xx-local-1".to_owned();
    }
}

/// The longest that a stop may wait for load balancers.
const LONGEST_NOTICE_SECS: u32 = 300;

/// The section, read and checked.
pub(super) struct Server {
    pub(super) listen: SocketAddr,
    pub(super) public_url: Url,
    pub(super) allowed_hosts: Vec<String>,
    pub(super) trusted_proxies: Vec<IpNet>,
    pub(super) admin_listen: Option<SocketAddr>,
    pub(super) drain_notice: Duration,
    pub(super) region: String,
}

/// Checks the section; `None` when a problem was added. `has_tls`: the listener speaks HTTPS itself.
pub(super) fn read(keys: &ServerKeys, has_tls: bool, rules: Rules, problems: &mut Problems) -> Option<Server> {
    let listen = listener("server.listen", &keys.listen, rules, problems);
    let admin_listen = match &keys.admin_listen {
        Some(text) => listener("server.admin_listen", text, rules, problems).map(Some),
        None => Some(None),
    };
    if let (Some(public), Some(Some(admin))) = (listen, admin_listen)
        && public == admin
    {
        problems.add("server.admin_listen", "must differ from server.listen");
        return None;
    }
    let public_url = listen.and_then(|listen| public_url(keys.public_url.as_deref(), listen, has_tls, problems));
    let allowed_hosts = keys.allowed_hosts.iter().map(|text| host(text, problems)).collect::<Option<Vec<_>>>();
    let trusted_proxies = keys.trusted_proxies.iter().map(|text| network(text, problems)).collect::<Option<Vec<_>>>();
    if !is_region(&keys.region) {
        problems.add(
            "server.region",
            "must look like eu-west-1: lower-case words, then a number, joined by hyphens, at most 32 characters",
        );
        return None;
    }
    if keys.drain_notice_secs > LONGEST_NOTICE_SECS {
        // Enough to refuse the whole; what depends on the public URL is checked all the same.
        problems.add("server.drain_notice_secs", format!("must be from 0 to {LONGEST_NOTICE_SECS}"));
    }
    Some(Server {
        listen: listen?,
        public_url: public_url?,
        allowed_hosts: allowed_hosts?,
        trusted_proxies: trusted_proxies?,
        admin_listen: admin_listen?,
        drain_notice: Duration::from_secs(keys.drain_notice_secs.into()),
        region: keys.region.clone(),
    })
}

fn listener(path: &str, text: &str, rules: Rules, problems: &mut Problems) -> Option<SocketAddr> {
    let parsed = match text.strip_prefix("localhost:") {
        Some(port) => port.parse().ok().map(|port| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)),
        None => text.parse().ok(),
    };
    let Some(address) = parsed else {
        problems.add(path, "must be an IP address (or localhost) and a port, such as 127.0.0.1:8080 or [::1]:8080");
        return None;
    };
    if rules == Rules::Dev && !address.ip().to_canonical().is_loopback() {
        problems.add(path, "`vestibule dev` listens on loopback addresses only; use `vestibule serve` for others");
        return None;
    }
    Some(address)
}

fn public_url(text: Option<&str>, listen: SocketAddr, has_tls: bool, problems: &mut Problems) -> Option<Url> {
    const PATH: &str = "server.public_url";
    let derived;
    let text = match text {
        Some(text) => text,
        None if listen.ip().to_canonical().is_loopback() => {
            derived = format!("{}://localhost:{}", if has_tls { "https" } else { "http" }, listen.port());
            &derived
        }
        None => {
            problems.add(PATH, "must be set when the server listens beyond loopback, such as https://id.example.com");
            return None;
        }
    };
    let Ok(url) = Url::parse(text) else {
        problems.add(PATH, "must be an absolute URL, such as https://id.example.com");
        return None;
    };
    let message = if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
        "must be an https URL with a host, such as https://id.example.com"
    } else if !url.username().is_empty() || url.password().is_some() {
        "must not contain a user name or password"
    } else if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        "must end after the host and port: no path, query or fragment"
    } else if url.scheme() == "http" && !is_loopback(&url) {
        "must be https, because passwords and tokens travel on it; http is allowed on loopback only"
    } else if url.scheme() == "http" && has_tls {
        "must be https, because the server has a certificate (tls.cert) and answers nothing else"
    } else {
        return Some(url);
    };
    problems.add(PATH, message);
    None
}

/// Whether a URL's host is this machine by definition (RFC 6761 §6.3 for the name).
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

fn host(text: &str, problems: &mut Problems) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let read_back = Url::parse(&format!("https://{lower}/"))
        .ok()
        .filter(|_| lower.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte)))
        .filter(|url| url.path() == "/" && url.username().is_empty() && url.password().is_none())
        .and_then(|url| url.host_str().map(str::to_owned))
        .filter(|host| *host == lower || lower.strip_prefix(host.as_str()).is_some_and(is_port));
    if read_back.is_none() {
        problems.add(
            "server.allowed_hosts",
            format!("`{text}` must be a host name or `name:port`, without scheme, path or wildcard"),
        );
        return None;
    }
    Some(lower)
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// A CIDR, or the network of one address.
pub(super) fn parse_network(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

fn network(text: &str, problems: &mut Problems) -> Option<IpNet> {
    match parse_network(text) {
        Some(network) if network.prefix_len() > 0 => Some(network.trunc()),
        Some(_) => {
            problems.add("server.trusted_proxies", format!("`{text}` would let every client choose its own address"));
            None
        }
        None => {
            problems.add("server.trusted_proxies", format!("`{text}` must be a network such as 10.0.0.0/8"));
            None
        }
    }
}

/// Clients take the region from the part of a pool id before its `_`, and demand this form.
fn is_region(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut parts: Vec<&str> = text.split('-').collect();
    let ends_in_number =
        parts.pop().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
    ends_in_number && parts.len() >= 2 && parts.iter().all(|word| is_word(word)) && text.len() <= 32
}

#[cfg(test)]
mod tests;
