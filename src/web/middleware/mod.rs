//! Middleware shared by the doors: what holds for every request, whichever endpoint it reaches.
//!
//! `app.rs` puts an [`Edge`] into the application's data and wraps the functions in this order, outermost first:
//! [`crate::web::limits::hurry`], [`answer()`], [`admit()`].
//! Nothing here knows an endpoint, a pool or a user.

mod admit;
mod answer;
pub mod client_address;
pub mod drain;
pub mod host;
mod measure;
mod origin;
pub mod request_id;
mod security_headers;
pub mod session_store;

use actix_web::{HttpRequest, dev::ServiceRequest, web::Data};
use ipnet::IpNet;
use url::Url;

pub use self::{admit::admit, answer::answer};
use crate::domain::{clock::SharedClock, random::SharedRandom};
use drain::Draining;
use host::AllowedHosts;

/// What the middleware needs to know about the edge between the world and this server.
pub struct Edge {
    hosts: AllowedHosts,
    trusted_proxies: Vec<IpNet>,
    is_https: bool,
    clock: SharedClock,
    random: SharedRandom,
    /// Whether this node is about to stop.
    pub draining: Draining,
}

impl Edge {
    /// `public_url` and `allowed_hosts` name the hosts that are answered; `trusted_proxies` are the networks whose
    /// `X-Forwarded-For` counts.
    #[must_use]
    pub fn new(
        public_url: &Url,
        allowed_hosts: &[String],
        trusted_proxies: Vec<IpNet>,
        clock: SharedClock,
        random: SharedRandom,
    ) -> Self {
        Self {
            hosts: AllowedHosts::new(public_url, allowed_hosts),
            trusted_proxies,
            is_https: public_url.scheme() == "https",
            clock,
            random,
            draining: Draining::default(),
        }
    }

    fn of(request: &ServiceRequest) -> Data<Self> {
        request.app_data::<Data<Self>>().expect("app.rs adds the edge to the application's data").clone()
    }

    fn of_request(request: &HttpRequest) -> &Self {
        request.app_data::<Data<Self>>().expect("app.rs adds the edge to the application's data")
    }
}

#[cfg(test)]
mod tests;
