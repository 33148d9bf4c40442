//! The one HTTP client for calls to others: bounded in time and size, without redirects, and unable to reach what only
//! this machine or its network can reach, unless the operator or the composition root named it ([`Reach`]).
//!
//! URLs come from administrators, discovery documents and tokens, so the question is not whether a URL *looks*
//! harmless but which address the connection goes to. A name is looked up by a resolver of our own, and only the
//! addresses that it lets pass are given to the connector; no second look-up happens between the check and the
//! connection, so a name that answers differently the second time gains nothing. An address written in the URL is
//! never resolved and is checked before the call, in every spelling that URLs know (decimal, octal, IPv4 within IPv6). A
//! redirect is an answer and not followed, so that nothing is sent on to where it points. Proxies of the environment are not used: they would resolve names
//! themselves.
//!
//! Knows nothing of what is called and why.

mod address;
mod reach;
mod resolver;

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;

pub use self::reach::Reach;
use self::reach::{Allowed, Way};
use self::resolver::{CheckedResolver, LookUp};

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
    /// An authority in [`Reach`] is no certificate.
    #[error("a certificate authority cannot be read")]
    Authority,
    /// A scheme other than https (or http, to what was named).
    #[error("only https may be called")]
    Scheme,
    /// A port that is not one of the web's.
    #[error("only port 443 and those from 1024 may be called")]
    Port,
    /// The URL names an address that is not public, or a name that leads to such addresses only.
    #[error("the address is private")]
    PrivateAddress,
    /// No connection: refused, or no such name.
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
        if is_refused_by_resolver(&error) {
            Self::PrivateAddress
        } else if error.is_timeout() {
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

/// Whether the resolver found addresses, but none that may be reached.
fn is_refused_by_resolver(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The client. Cheap to clone.
#[derive(Clone, Debug)]
pub struct HttpClient {
    /// Resolves to addresses that may be reached only.
    checked: reqwest::Client,
    /// For the named origins: resolves as the machine does.
    named: reqwest::Client,
    allowed: Arc<Allowed>,
}

impl HttpClient {
    /// A client that reaches public addresses over https, and besides them what `reach` names.
    ///
    /// # Errors
    /// An authority in `reach` cannot be read, or the system has none.
    pub fn new(reach: &Reach) -> Result<Self, OutboundError> {
        Self::with_look_up(reach, resolver::of_the_machine())
    }

    fn with_look_up(reach: &Reach, look_up: LookUp) -> Result<Self, OutboundError> {
        let allowed = Arc::new(Allowed::new(reach));
        let resolver = CheckedResolver { allowed: allowed.clone(), look_up };
        let checked = bounded(reach)?.dns_resolver(resolver).build().map_err(OutboundError::Setup)?;
        let named = bounded(reach)?.build().map_err(OutboundError::Setup)?;
        Ok(Self { checked, named, allowed })
    }

    /// Whether this URL may be called, as far as that can be seen without looking its name up.
    pub fn may_call(&self, url: &url::Url) -> bool {
        self.allowed.judge(url).is_ok()
    }

    /// Sends a request and reads the whole answer. A redirect is an answer like any other.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, OutboundError> {
        let request = reqwest::Request::try_from(request).map_err(OutboundError::from)?;
        let client = match self.allowed.judge(request.url())? {
            Way::Named => &self.named,
            Way::Checked => &self.checked,
        };
        read(client.execute(request).await?).await
    }
}

fn bounded(reach: &Reach) -> Result<reqwest::ClientBuilder, OutboundError> {
    let authority = |der: &Vec<u8>| reqwest::Certificate::from_der(der).map_err(|_| OutboundError::Authority);
    let authorities = reach.authorities.iter().map(authority).collect::<Result<Vec<_>, _>>()?;
    let builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(TOTAL_TIMEOUT)
        .no_proxy()
        // Each server thread is a runtime of its own: an idle connection would be driven by the thread that opened it.
        .pool_max_idle_per_host(0)
        .user_agent(concat!("vestibule/", env!("CARGO_PKG_VERSION")));
    Ok(if authorities.is_empty() { builder } else { builder.tls_certs_merge(authorities) })
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
