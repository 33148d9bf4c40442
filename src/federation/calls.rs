//! Calls to providers: so many at a time to each, and documents that are fetched once for all.
//!
//! A provider that is slow or away costs the people who come from it a wait, and nobody else anything: whoever waits for it
//! holds neither a thread nor a database connection, at most fifty ask at a time, and what is known of it (its metadata, its keys) is used
//! for a day without it. That it failed is remembered too, so that those behind do not each wait for the same silence
//! (experiment F16).

use std::convert::Infallible;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::ACCEPT;
use http::{Method, Request, Response, StatusCode};
use quick_cache::sync::Cache;
use tokio::sync::{Mutex as AsyncMutex, Semaphore, SemaphorePermit};
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
/// For how long a document is waited for that there is an older one of.
const LONGEST_RENEWAL: Duration = Duration::from_secs(2);
/// Seconds for which a document is used without asking again.
const FRESH_SECS: i64 = 10 * 60;
/// Seconds for which it is used where asking again fails.
const STALE_SECS: i64 = 24 * 3600;
/// Seconds until a document that could not be fetched, or lacked something, is asked for again (case 183).
const PAUSE_SECS: i64 = 60;
/// The same where there is none at all: nobody can sign in until then.
const SHORT_PAUSE_SECS: i64 = 5;
/// Largest document that is kept, in bytes: metadata and keys are a few thousand.
const LARGEST_DOCUMENT: usize = 128 * 1024;
/// Most documents kept; with their size, what they take of memory at most.
const MOST_DOCUMENTS: usize = 4_000;
/// Most providers whose turns are counted.
const MOST_PROVIDERS: usize = 10_000;

/// What connectors call providers with. Cheap to clone.
#[derive(Clone)]
pub struct Calls {
    http: HttpClient,
    clock: SharedClock,
    turns: Arc<Cache<ProviderId, Arc<Semaphore>>>,
    documents: Arc<Cache<String, Arc<Document>>>,
}

/// A document of a provider.
#[derive(Debug, Default)]
struct Document {
    /// As last fetched.
    kept: Mutex<Kept>,
    /// Held by whoever fetches it.
    asking: AsyncMutex<()>,
}

/// What is known of a document.
#[derive(Clone, Debug, Default)]
struct Kept {
    body: Option<(Arc<[u8]>, Micros)>,
    /// Why it could not be fetched the last time, and when.
    failed: Option<(Failure, Micros)>,
}

impl Kept {
    /// The body, where it is younger than this.
    fn fresh(&self, now: Micros, secs: i64) -> Option<Arc<[u8]>> {
        self.body.as_ref().filter(|(_, at)| now.secs() - at.secs() < secs).map(|(body, _)| body.clone())
    }

    /// What is answered where asking failed a moment ago: the body that there is, else why it failed.
    fn paused(&self, now: Micros) -> Option<Result<Arc<[u8]>, Failure>> {
        let usable = self.usable(now);
        let pause = if usable.is_some() { PAUSE_SECS } else { SHORT_PAUSE_SECS };
        let (failure, _) = self.failed.as_ref().filter(|(_, at)| now.secs() - at.secs() < pause)?;
        Some(usable.ok_or_else(|| failure.clone()))
    }

    /// The body, where it is not too old.
    fn usable(&self, now: Micros) -> Option<Arc<[u8]>> {
        self.fresh(now, STALE_SECS)
    }
}

impl Document {
    fn kept(&self) -> Kept {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, fetched: Result<&Arc<[u8]>, &Failure>, now: Micros) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match fetched {
            Ok(body) => *kept = Kept { body: Some((body.clone(), now)), failed: None },
            Err(failure) => kept.failed = Some((failure.clone(), now)),
        }
    }
}

impl std::fmt::Debug for Calls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calls").finish_non_exhaustive()
    }
}

impl Calls {
    /// Calls by `http`.
    pub fn new(http: HttpClient, clock: SharedClock) -> Self {
        let (turns, documents) = (Cache::new(MOST_PROVIDERS), Cache::new(MOST_DOCUMENTS));
        Self { http, clock, turns: Arc::new(turns), documents: Arc::new(documents) }
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
        let turns = made(&self.turns, &provider, || Arc::new(Semaphore::new(MOST_AT_A_TIME)));
        let _turn = turn(&turns).await?;
        self.http.send(request).await.map_err(|error| Failure::from(&error))
    }

    /// The document at `url`. What was fetched a while ago does; what cannot be fetched again is used for a day. While one
    /// asks for it again, the others use the one there is.
    pub async fn document(&self, provider: ProviderId, url: &Url) -> Result<Arc<[u8]>, Failure> {
        let document = self.kept(provider, url);
        let kept = document.kept();
        if let Some(body) = kept.fresh(self.now(), FRESH_SECS) {
            return Ok(body);
        }
        match (kept.usable(self.now()), document.asking.try_lock()) {
            (Some(body), Err(_)) => Ok(body),
            (_, Ok(_asking)) => self.fetch(&document, provider, url, FRESH_SECS).await,
            (None, Err(_)) => self.wait(&document, provider, url, FRESH_SECS).await,
        }
    }

    /// The document at `url`, which lacked something that it may have by now: fetched again, once a minute at most.
    pub async fn document_anew(&self, provider: ProviderId, url: &Url) -> Result<Arc<[u8]>, Failure> {
        let document = self.kept(provider, url);
        self.wait(&document, provider, url, PAUSE_SECS).await
    }

    /// Of each provider for itself: one does not read what another's URL led to.
    fn kept(&self, provider: ProviderId, url: &Url) -> Arc<Document> {
        made(&self.documents, &format!("{provider} {url}"), Arc::default)
    }

    /// Waits for whoever asks for it already, and asks itself only where that came to nothing worth knowing.
    async fn wait(
        &self,
        document: &Document,
        provider: ProviderId,
        url: &Url,
        fresh_secs: i64,
    ) -> Result<Arc<[u8]>, Failure> {
        let _asking = document.asking.lock().await;
        self.fetch(document, provider, url, fresh_secs).await
    }

    /// Fetches it, if that is still wanted, and remembers what came of it. Called by whoever holds `asking`.
    async fn fetch(
        &self,
        document: &Document,
        provider: ProviderId,
        url: &Url,
        fresh_secs: i64,
    ) -> Result<Arc<[u8]>, Failure> {
        let kept = document.kept();
        let answer = kept.fresh(self.now(), fresh_secs).map(Ok).or_else(|| kept.paused(self.now()));
        if let Some(answer) = answer {
            return answer;
        }
        let usable = kept.usable(self.now());
        // Said beforehand: whoever asks may be gone before there is an answer, and the next one should not begin anew.
        document.note(Err(&slow()), self.now());
        let fetched = match usable {
            Some(_) => timeout(LONGEST_RENEWAL, self.get(provider, url)).await.unwrap_or_else(|_| Err(slow())),
            None => self.get(provider, url).await,
        };
        document.note(fetched.as_ref(), self.now());
        fetched.or_else(|failure| usable.ok_or(failure))
    }

    async fn get(&self, provider: ProviderId, url: &Url) -> Result<Arc<[u8]>, Failure> {
        let request = Request::builder().method(Method::GET).uri(url.as_str()).header(ACCEPT, "application/json");
        let request = request.body(Vec::new()).map_err(|_| Failure::misconfigured("a URL that cannot be asked"))?;
        let response = self.send(provider, request).await?;
        if response.status() != StatusCode::OK {
            return Err(Failure::new(Fault::ProviderError, "a document is not there"));
        }
        let body = response.into_body();
        if body.len() > LARGEST_DOCUMENT {
            return Err(Failure::malformed("a document is too large"));
        }
        Ok(body.into())
    }
}

fn slow() -> Failure {
    Failure::new(Fault::Slow, "no answer in time")
}

/// What is kept under a key, which is made where there is nothing.
fn made<K: Clone + Eq + Hash, V: Clone>(cache: &Cache<K, V>, key: &K, make: impl FnOnce() -> V) -> V {
    let Ok(value) = cache.get_or_insert_with(key, || Ok::<_, Infallible>(make()));
    value
}

async fn turn(turns: &Semaphore) -> Result<SemaphorePermit<'_>, Failure> {
    let busy = || Failure::new(Fault::Busy, "too many calls at a time");
    timeout(LONGEST_TURN, turns.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())
}
