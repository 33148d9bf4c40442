//! Asks a running server whether it can serve, as a load balancer does: for containers, whose image has no other program
//! that could ask.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::{Context as _, ensure};
use url::Url;

use crate::outbound::{HttpClient, Reach};

/// Fails where the server behind this listener does not answer, or says that it cannot serve. Answers what it said.
pub async fn ready(admin_listen: SocketAddr) -> anyhow::Result<String> {
    let url = Url::parse(&format!("http://{}/readyz", from_here(admin_listen)))?;
    let request = http::Request::get(url.as_str()).body(Vec::new())?;
    let http = HttpClient::new(&Reach { origins: vec![url], ..Reach::default() })?;
    let answer = http.send(request).await.context("the server does not answer")?;
    let said = String::from_utf8_lossy(answer.body()).into_owned();
    ensure!(answer.status().is_success(), "the server is not ready: {said}");
    Ok(said)
}

/// A listener on all addresses is asked on loopback.
fn from_here(listener: SocketAddr) -> SocketAddr {
    let loopback: IpAddr = if listener.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
    let ip = if listener.ip().is_unspecified() { loopback } else { listener.ip() };
    SocketAddr::new(ip, listener.port())
}

#[cfg(test)]
mod tests {
    use super::from_here;

    #[test]
    fn a_listener_on_all_addresses_is_asked_on_loopback() {
        for (listener, asked) in [
            ("0.0.0.0:9090", "127.0.0.1:9090"),
            ("[::]:9090", "[::1]:9090"),
            ("10.0.0.7:9090", "10.0.0.7:9090"),
            ("127.0.0.1:1", "127.0.0.1:1"),
        ] {
            assert_eq!(from_here(listener.parse().unwrap()), asked.parse().unwrap(), "{listener}");
        }
    }
}
