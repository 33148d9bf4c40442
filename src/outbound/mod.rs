//! The one HTTP client for calls to others: bounded in time and size, without redirects, and unable to reach what only
//! this machine or its network can reach, unless the composition root named it.
//!
//! URLs come from administrators, discovery documents and tokens, so the question is not whether a URL *looks*
//! harmless but which address the connection goes to. A name is looked up by a resolver of our own, and only the
//! addresses that it lets pass are given to the connector; no second look-up happens between the check and the
//! connection, so a name that answers differently the second time gains nothing. An address written in the URL is
//! never resolved and is checked before the call. Proxies of the environment are not used: they would resolve names
//! themselves.
//!
//! Knows nothing of what is called and why.

mod address;
mod resolver;

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use url::{Host, Origin, Url};

use self::address::is_public;
use self::resolver::PublicResolver;

/// How long a call may take, from the look-up of the name to the last byte.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(5);
/// The largest answer, in bytes.
pub const MAX_RESPONSE: usize = 1024 * 1024;

/// Why there is no answer. No variant carries the URL, which may hold secrets in its query.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The client cannot be built.
    #[error("the HTTP client cannot be built")]
    Setup(#[source] reqwest::Error),
    /// The request is not one that can be sent.
    #[error("the request cannot be sent")]
    Request(#[source] reqwest::Error),
    /// A scheme other than https (or http, to an origin that was named).
    #[error("only https may be called")]
    Scheme,
    /// The URL names an address that is not public.
    #[error("the address is private")]
    PrivateAddress,
    /// No connection: refused, no such name, or a name that leads to private addresses only.
    #[error("no connection{}", .0.source().map(|source| format!(": {source}")).unwrap_or_default())]
    Connect(#[source] reqwest::Error),
    /// It took too long.
    #[error("no answer within {} seconds", TOTAL_TIMEOUT.as_secs())]
    Timeout,
    /// The answer is larger than [`MAX_RESPONSE`].
    #[error("the answer is too large")]
    TooLarge,
    /// The connection broke, or what came is not HTTP.
    #[error("the answer cannot be read")]
    Broken(#[source] reqwest::Error),
}

impl From<reqwest::Error> for OutboundError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_timeout() {
            Self::Timeout
        } else if error.is_connect() {
            Self::Connect(error)
        } else if error.is_builder() {
            Self::Request(error)
        } else {
            Self::Broken(error)
        }
    }
}

/// The client. Cheap to clone.
#[derive(Clone, Debug)]
pub struct HttpClient {
    /// For the world: resolves to public addresses only.
    public: reqwest::Client,
    /// For the origins below: resolves as the machine does.
    inside: reqwest::Client,
    allowed: Arc<[Origin]>,
}

impl HttpClient {
    /// A client that reaches public addresses over https, and besides them exactly these origins (scheme, host and
    /// port), whatever their address.
    pub fn new(allowed: &[Url]) -> Result<Self, OutboundError> {
        let public = bounded().dns_resolver(PublicResolver).build().map_err(OutboundError::Setup)?;
        let inside = bounded().build().map_err(OutboundError::Setup)?;
        Ok(Self { public, inside, allowed: allowed.iter().map(Url::origin).collect() })
    }

    /// Sends a request and reads the whole answer. A redirect is an answer like any other.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, OutboundError> {
        let request = reqwest::Request::try_from(request).map_err(OutboundError::from)?;
        let response = self.client_for(request.url())?.execute(request).await?;
        read(response).await
    }

    fn client_for(&self, url: &Url) -> Result<&reqwest::Client, OutboundError> {
        if self.allowed.contains(&url.origin()) {
            return Ok(&self.inside);
        }
        if url.scheme() != "https" {
            return Err(OutboundError::Scheme);
        }
        match url.host() {
            Some(Host::Ipv4(address)) if !is_public(address.into()) => Err(OutboundError::PrivateAddress),
            Some(Host::Ipv6(address)) if !is_public(address.into()) => Err(OutboundError::PrivateAddress),
            _ => Ok(&self.public),
        }
    }
}

fn bounded() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(TOTAL_TIMEOUT)
        .no_proxy()
        // Each server thread is a runtime of its own: an idle connection would be driven by the thread that opened it.
        .pool_max_idle_per_host(0)
        .user_agent(concat!("vestibule/", env!("CARGO_PKG_VERSION")))
}

/// Reads the body up to the bound, whatever length it announces.
async fn read(mut response: reqwest::Response) -> Result<http::Response<Vec<u8>>, OutboundError> {
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |length| length > MAX_RESPONSE) {
        return Err(OutboundError::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MAX_RESPONSE {
            return Err(OutboundError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let mut answer = http::Response::new(body);
    *answer.status_mut() = response.status();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    Ok(answer)
}

#[cfg(test)]
mod tests;
