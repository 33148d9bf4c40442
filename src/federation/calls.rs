//! Calls to providers: so many at a time to each, and documents that are fetched once for all.

use std::sync::Arc;
use std::time::Duration;

use http::header::ACCEPT;
use http::{Method, Request, Response, StatusCode};
use moka::sync::Cache;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::timeout;
use url::Url;

use super::{Failure, Fault};
use crate::domain::clock::{Micros, SharedClock};
use crate::domain::provider::ProviderId;
use crate::outbound::HttpClient;

/// Calls to one provider at a time, on this node (experiment F16).
const MOST_AT_A_TIME: usize = 50;
/// For how long one waits for its turn.
const LONGEST_TURN: Duration = Duration::from_secs(1);
/// Seconds for which a document is used without asking again.
const FRESH_SECS: i64 = 10 * 60;
/// Seconds for which it is used where asking again fails.
const STALE_SECS: i64 = 24 * 3600;
/// Seconds until a document that could not be fetched, or lacked something, is asked for again (case 183).
const PAUSE_SECS: i64 = 60;
/// The same where there is none at all: nobody can sign in until then.
const SHORT_PAUSE_SECS: i64 = 5;
/// Most documents and providers kept.
const CAPACITY: u64 = 10_000;

/// What connectors call providers with. Cheap to clone.
#[derive(Clone)]
pub struct Calls {
    http: HttpClient,
    clock: SharedClock,
    turns: Cache<ProviderId, Arc<Semaphore>>,
    documents: Cache<String, Arc<Mutex<Document>>>,
}

/// A document of a provider, as last fetched.
#[derive(Clone, Debug, Default)]
struct Document {
    body: Option<(Arc<[u8]>, Micros)>,
    asked_at: Option<Micros>,
    failed: Option<Failure>,
}

impl std::fmt::Debug for Calls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calls").finish_non_exhaustive()
    }
}

impl Calls {
    /// Calls by `http`.
    pub fn new(http: HttpClient, clock: SharedClock) -> Self {
        let turns = Cache::builder().max_capacity(CAPACITY).build();
        let documents = Cache::builder().max_capacity(CAPACITY).build();
        Self { http, clock, turns, documents }
    }

    /// The moment.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    /// Whether a provider may have this address, as far as that can be seen without looking its name up (case 195).
    pub fn may_call(&self, url: &Url) -> bool {
        self.http.may_call(url)
    }

    /// Sends a request to a provider, when it is its turn.
    pub async fn send(&self, provider: ProviderId, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Failure> {
        let turns = self.turns.get_with(provider, || Arc::new(Semaphore::new(MOST_AT_A_TIME)));
        let _turn = turn(&turns).await?;
        self.http.send(request).await.map_err(|error| Failure::from(&error))
    }

    /// The document at `url`. What was fetched a while ago does; what cannot be fetched again is used for a day.
    pub async fn document(&self, provider: ProviderId, url: &Url) -> Result<Arc<[u8]>, Failure> {
        self.fetched(provider, url, |age| age < FRESH_SECS).await
    }

    /// The document at `url`, which lacked something that it may have by now: fetched again, once a minute at most.
    pub async fn document_anew(&self, provider: ProviderId, url: &Url) -> Result<Arc<[u8]>, Failure> {
        self.fetched(provider, url, |age| age < PAUSE_SECS).await
    }

    async fn fetched(
        &self,
        provider: ProviderId,
        url: &Url,
        is_fresh: impl Fn(i64) -> bool,
    ) -> Result<Arc<[u8]>, Failure> {
        // Of each provider for itself: one does not read what another's URL led to.
        let kept = self.documents.get_with(format!("{provider} {url}"), Arc::default);
        let mut kept = kept.lock().await;
        let now = self.now();
        let age = |since: Micros| now.secs() - since.secs();
        if let Some((body, _)) = kept.body.as_ref().filter(|(_, at)| is_fresh(age(*at))) {
            return Ok(body.clone());
        }
        let pause = if kept.body.is_some() { PAUSE_SECS } else { SHORT_PAUSE_SECS };
        let is_paused = kept.asked_at.is_some_and(|at| age(at) < pause);
        if !is_paused || kept.failed.is_none() {
            kept.asked_at = Some(now);
            match self.get(provider, url).await {
                Ok(body) => {
                    kept.body = Some((body.clone(), now));
                    kept.failed = None;
                    return Ok(body);
                }
                Err(failure) => kept.failed = Some(failure),
            }
        }
        match (&kept.body, &kept.failed) {
            (Some((body, at)), _) if age(*at) < STALE_SECS => Ok(body.clone()),
            (_, Some(failure)) => Err(failure.clone()),
            (_, None) => Err(Failure::new(Fault::Unreachable, "the document cannot be fetched")),
        }
    }

    async fn get(&self, provider: ProviderId, url: &Url) -> Result<Arc<[u8]>, Failure> {
        let request = Request::builder().method(Method::GET).uri(url.as_str()).header(ACCEPT, "application/json");
        let request = request.body(Vec::new()).map_err(|_| Failure::misconfigured("a URL that cannot be asked"))?;
        let response = self.send(provider, request).await?;
        if response.status() != StatusCode::OK {
            return Err(Failure::new(Fault::ProviderError, "a document is not there"));
        }
        Ok(response.into_body().into())
    }
}

async fn turn(turns: &Semaphore) -> Result<SemaphorePermit<'_>, Failure> {
    let busy = || Failure::new(Fault::Busy, "too many calls at a time");
    timeout(LONGEST_TURN, turns.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())
}
