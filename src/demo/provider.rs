//! The issuer as discovery describes it (OpenID Connect Discovery §4), kept for a minute with its keys.

use std::sync::Arc;

use openidconnect::core::CoreClient;
use openidconnect::{
    ClientId, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, ProviderMetadataWithLogout, RedirectUrl,
};
use tokio::sync::Mutex;
use url::Url;

use super::failure::{Failure, Step};
use crate::domain::clock::{Micros, SharedClock};
use crate::outbound::HttpClient;

/// Seconds for which a description is used.
const FRESH_SECS: i64 = 60;

/// The client of the `openidconnect` crate with what discovery gives.
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The issuer, described.
pub(super) struct Described {
    /// Makes requests to it, and verifies its ID tokens.
    pub(super) client: Client,
    /// Where one signs out, if it says so.
    pub(super) end_session: Option<Url>,
    fetched: Micros,
}

/// The issuer.
pub(super) struct Provider {
    issuer: String,
    client_id: String,
    redirect_uri: String,
    http: HttpClient,
    clock: SharedClock,
    described: Mutex<Option<Arc<Described>>>,
}

impl Provider {
    /// The issuer for the client `client_id`, which expects its answers at `redirect_uri`.
    pub(super) fn new(
        issuer: String,
        client_id: String,
        redirect_uri: String,
        http: HttpClient,
        clock: SharedClock,
    ) -> Self {
        Self { issuer, client_id, redirect_uri, http, clock, described: Mutex::default() }
    }

    /// Its description, fetched where the last one is older than a minute. Visitors who come meanwhile wait for the
    /// one call.
    pub(super) async fn described(&self) -> Result<Arc<Described>, Failure> {
        let mut kept = self.described.lock().await;
        let now = self.clock.now();
        if let Some(described) = kept.as_ref().filter(|described| now < described.fetched.plus_secs(FRESH_SECS)) {
            return Ok(described.clone());
        }
        let described = Arc::new(self.discover(now).await?);
        *kept = Some(described.clone());
        Ok(described)
    }

    /// Fetches anew at the next occasion, unless a newer description than `old` is there already.
    pub(super) async fn forget(&self, old: &Arc<Described>) {
        let mut kept = self.described.lock().await;
        if kept.as_ref().is_some_and(|described| Arc::ptr_eq(described, old)) {
            *kept = None;
        }
    }

    async fn discover(&self, now: Micros) -> Result<Described, Failure> {
        let failed = |error: &(dyn std::error::Error + 'static)| Failure::of(Step::Discovery, error);
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| failed(&error))?;
        let redirect_uri = RedirectUrl::new(self.redirect_uri.clone()).map_err(|error| failed(&error))?;
        let http = |request| self.http.send(request);
        let metadata =
            ProviderMetadataWithLogout::discover_async(issuer, &http).await.map_err(|error| failed(&error))?;
        let end_session = metadata.additional_metadata().end_session_endpoint.as_ref().map(|url| url.url().clone());
        let client_id = ClientId::new(self.client_id.clone());
        let client = CoreClient::from_provider_metadata(metadata, client_id, None).set_redirect_uri(redirect_uri);
        Ok(Described { client, end_session, fetched: now })
    }
}
