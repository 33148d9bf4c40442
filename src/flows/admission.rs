//! Where a request comes from, and whether one more from there is let in: the one place where flows ask the rates.
//!
//! The address is not an argument of flows but goes with the request's task, put there by one middleware for all doors:
//! a new door cannot forget it. What has no address is not a stranger's request: jobs, the command line, and callers who
//! proved that they hold an access key. Which key that is goes the same way, into the events that the request causes.

use std::future::Future;
use std::net::IpAddr;

use crate::domain::access_key::AccessKeyId;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::{Pool, PoolId};
use crate::flows::{Deps, Error, events};
use crate::limits::{Admission, Rate, Suspicion};

tokio::task_local! {
    static ASKER: Asker;
}

/// Longest name of a program that is kept, in characters.
const LONGEST_AGENT: usize = 256;

/// Whose request it is.
#[derive(Clone, Debug)]
pub struct Asker {
    origin: Origin,
    /// What the program calls itself, as it said it.
    agent: Box<str>,
}

#[derive(Clone, Debug)]
enum Origin {
    Stranger(IpAddr),
    KeyHolder(AccessKeyId),
}

impl Asker {
    /// Whoever is at `address`, through a program that says that it is `agent`: what people are shown of where they are
    /// signed in. It proves nothing.
    #[must_use]
    pub fn stranger(address: IpAddr, agent: &str) -> Self {
        Self { origin: Origin::Stranger(address), agent: agent.into() }
    }

    /// Does `work` on their behalf.
    pub async fn does<F: Future>(self, work: F) -> F::Output {
        ASKER.scope(self, work).await
    }
}

/// Where the request comes from and through which program, to be shown to whoever signed in by it; empty where that is not
/// known.
pub(crate) fn whereabouts() -> (String, String) {
    let address = from().filter(|address| !address.is_unspecified()).map(|address| address.to_string());
    let agent = |asker: &Asker| asker.agent.chars().filter(|letter| !letter.is_control()).take(LONGEST_AGENT).collect();
    (address.unwrap_or_default(), ASKER.try_with(agent).unwrap_or_default())
}

/// Does `work` on behalf of a caller who proved that they hold the access key `key`: a server that speaks for many people,
/// whose own address says nothing.
pub async fn on_behalf_of_key_holder<F: Future>(key: AccessKeyId, work: F) -> F::Output {
    let agent = ASKER.try_with(|asker| asker.agent.clone()).unwrap_or_default();
    Asker { origin: Origin::KeyHolder(key), agent }.does(work).await
}

/// The access key whose holder asked for what is being done; `None`: the person themself, the command line, a job.
pub(crate) fn actor() -> Option<AccessKeyId> {
    match origin()? {
        Origin::KeyHolder(key) => Some(key),
        Origin::Stranger(_) => None,
    }
}

/// Lets one more unsigned call of the API in, or not. It is given back when the call is answered.
pub fn admit_call(deps: &Deps) -> Result<Admission, Error> {
    admit(deps, Rate::Calls, None)
}

/// Lets one more of `rate` in, or not.
pub(crate) fn admit(deps: &Deps, rate: Rate, pool: Option<&PoolId>) -> Result<Admission, Error> {
    deps.gate
        .admit(rate, from(), pool)
        .map_err(|too_many| Error::TooMany { retry_after_secs: too_many.retry_after_secs })
}

/// Notes a first factor that was wrong, of somebody or nobody; answers the events that are to be written.
pub(crate) fn failed(deps: &Deps, pool: &Pool, person_bucket: &str) -> Vec<Event> {
    let suspicions = deps.gate.note_failure(from(), &pool.id, person_bucket);
    suspicions.iter().map(|suspicion| suspected(deps, pool, suspicion)).collect()
}

/// Notes a first factor that was right.
pub(crate) fn succeeded(deps: &Deps, pool: &Pool) {
    deps.gate.note_success(from(), &pool.id);
}

/// Where the request comes from, as a name to count it by; `None` for what is not a stranger's, or exempt.
pub(crate) fn source(deps: &Deps) -> Option<String> {
    deps.gate.source(from()).map(|source| source.to_string())
}

/// The address of the person who asks, to be kept with what they did; `None` for what is not a stranger's.
pub(crate) fn address() -> Option<IpAddr> {
    from()
}

fn from() -> Option<IpAddr> {
    match origin()? {
        Origin::Stranger(address) => Some(address),
        Origin::KeyHolder(_) => None,
    }
}

fn origin() -> Option<Origin> {
    ASKER.try_with(|asker| asker.origin.clone()).ok()
}

fn suspected(deps: &Deps, pool: &Pool, suspicion: &Suspicion) -> Event {
    let detail = serde_json::json!({
        "source": suspicion.source.map(|source| source.to_string()),
        "people": suspicion.people,
        "window_secs": suspicion.window_secs,
    });
    events::of_pool(deps, EventName::StuffingSuspected, &pool.id, detail)
}
