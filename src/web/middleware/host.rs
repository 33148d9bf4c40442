//! Which Host is answered. Another gets 421 without a body, so that no name of a stranger's choosing ever reaches a
//! page, a mail, a cache or a log. Nothing is ever built from the header.

use actix_web::{
    dev::ServiceRequest,
    http::{StatusCode, header::HOST},
};
use url::Url;

use super::Edge;

/// The hosts that are answered, as `name` or `name:port`: a handful, which are compared one by one.
#[derive(Clone, Debug)]
pub struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// The public URL's host (with its port, which may be left out where it is the scheme's own) and the others as
    /// written.
    #[must_use]
    pub fn new(public_url: &Url, others: &[String]) -> Self {
        let mut hosts = Vec::new();
        if let (Some(host), Some(port)) = (public_url.host_str(), public_url.port_or_known_default()) {
            hosts.push(format!("{host}:{port}"));
            if public_url.port().is_none() {
                hosts.push(host.to_owned());
            }
        }
        hosts.extend_from_slice(others);
        Self(hosts)
    }

    /// Whether a Host header's value is one of them; case does not matter (RFC 9110 §4.2.3).
    #[must_use]
    pub fn allows(&self, host: &str) -> bool {
        self.0.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    }
}

/// Whether a request is for a host that is ours.
///
/// # Errors
/// The status to answer: 421 (RFC 9110 §15.5.20), or 400 where there is not exactly one Host (RFC 9112 §3.2).
pub(super) fn check(request: &ServiceRequest) -> Result<(), StatusCode> {
    let edge = Edge::of(request);
    // the request line may name a host too (absolute form, or HTTP/2's :authority); then both must be ours
    let in_target = request.uri().authority().map(actix_web::http::uri::Authority::as_str);
    if in_target.is_some_and(|host| !edge.hosts.allows(host)) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    let mut headers = request.headers().get_all(HOST);
    match (headers.next(), headers.next()) {
        (Some(host), None) if host.to_str().is_ok_and(|host| edge.hosts.allows(host)) => Ok(()),
        (Some(_), None) => Err(StatusCode::MISDIRECTED_REQUEST),
        (None, _) if in_target.is_some() => Ok(()),
        _ => Err(StatusCode::BAD_REQUEST),
    }
}
