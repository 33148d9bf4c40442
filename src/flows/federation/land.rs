//! A trip came back: the provider is asked who it is, and the sign-in goes on.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::time::timeout;
use tracing::info;

use super::identify::{Person, identify};
use super::offer::{self, Offer};
use super::posted_name::PostedName;
use super::trip::Carried;
use super::{allowed, newcomer, refresh, saml_key, saml_session, tokens};
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::provider::Provider;
use crate::domain::sign_in::Acr;
use crate::domain::user::User;
use crate::federation::{Answer, Failure, Fault, SamlSession, Trip, Upstream, connector_of};
use crate::flows::sign_in::{self, Holder, Outcome};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// For how long a provider may be asked, all calls together: the person waits (experiment F16).
pub(super) const LONGEST: Duration = Duration::from_millis(5500);

/// A trip that came back, and the request that it set out with, valid at this moment.
#[derive(Debug)]
pub struct Landing {
    /// The trip.
    pub carried: Carried,
    /// What came back with it.
    pub answer: Answer,
    /// The request.
    pub arrival: Arrival,
}

/// The request for which somebody arrives, valid at this moment, and the browser in which they do.
#[derive(Debug)]
pub struct Arrival {
    /// The pool of the request.
    pub pool: Arc<Pool>,
    /// Its client.
    pub client: Arc<Client>,
    /// What it demands.
    pub acr: Option<Acr>,
    /// The browser.
    pub holder: Holder,
}

/// How it ends.
#[derive(Debug)]
pub enum Landed {
    /// The sign-in goes on, of whoever has this name.
    SignIn(Outcome, String),
    /// It is somebody new, with the address of an account here. They are asked whether it is theirs; nothing is made yet.
    Offered(Offer),
    /// The provider is none that the client lets people come from, by now.
    NotAllowed,
    /// It came to nothing.
    Failed(Arc<Provider>, Failure),
    /// The provider did not say what the pool must know of everybody: these attributes.
    Lacks(Arc<Provider>, Vec<String>),
}

/// Asks the provider, finds or makes the user, writes what it says of them, and goes on with the sign-in.
pub async fn land(deps: &Deps, landing: Landing) -> Result<Landed, Error> {
    let Landing { carried, answer, arrival } = landing;
    let Arrival { pool, client, .. } = &arrival;
    let allowed = allowed(deps, pool, client).await?;
    let found = allowed.providers.iter().find(|provider| provider.id == carried.provider);
    let Some(provider) = found.filter(|_| carried.pool == pool.id).cloned() else { return Ok(Landed::NotAllowed) };
    let posted = PostedName::keep(deps, &provider, &carried, &answer).await?;
    let mut upstream = match redeem(deps, (pool, client), &provider, &carried, &answer).await? {
        Ok(upstream) => upstream,
        Err(failure) => return Ok(Landed::Failed(provider, failure)),
    };
    let user = match identify(deps, pool, &provider, &upstream).await? {
        Person::Known(user, identity) => refresh::refresh(deps, pool, &provider, &upstream, (*user, &identity)).await?,
        Person::New => {
            if let Some(posted) = &posted {
                posted.recall(deps, &provider, &upstream.subject, &mut upstream.claims).await?;
            }
            // Where they could not sign in to it, there is nothing to offer.
            if allowed.own_users
                && let Some(offer) = offer::make(deps, &arrival, &provider, &carried, &upstream).await?
            {
                return Ok(Landed::Offered(offer));
            }
            match welcome(deps, (pool, client), &provider, &upstream, posted.as_ref()).await? {
                Ok(user) => user,
                Err(lacks) => return Ok(lacks),
            }
        }
    };
    go_on(deps, arrival, &provider, &upstream, user).await
}

/// Makes the account of somebody new.
pub(super) async fn welcome(
    deps: &Deps,
    whose: (&Pool, &Client),
    provider: &Arc<Provider>,
    upstream: &Upstream,
    posted: Option<&PostedName>,
) -> Result<Result<User, Landed>, Error> {
    let user = match newcomer::make(deps, whose, provider, upstream).await? {
        newcomer::Made::User(user) => *user,
        newcomer::Made::Lacks(attributes) => return Ok(Err(Landed::Lacks(provider.clone(), attributes))),
    };
    if let Some(posted) = posted {
        posted.forget(deps, provider, &upstream.subject).await?;
    }
    Ok(Ok(user))
}

/// Goes on with the sign-in of `user`, for whom the provider vouches.
pub(super) async fn go_on(
    deps: &Deps,
    arrival: Arrival,
    provider: &Provider,
    upstream: &Upstream,
    user: User,
) -> Result<Landed, Error> {
    let Arrival { pool, client, acr, holder } = arrival;
    tokens::keep(deps, provider, upstream, &user).await?;
    let there = match &upstream.saml {
        Some(session) => saml_session::remember(deps, &pool, provider, session).await?,
        None => None,
    };
    let username = user.username.clone();
    let outcome = sign_in::vouched(deps, (&pool, &client), (user, provider.id, there), acr, &holder).await?;
    Ok(Landed::SignIn(outcome, username))
}

/// Asks the provider who came back. What goes wrong is told to the log and the events.
pub(super) async fn redeem(
    deps: &Deps,
    whose: (&Pool, &Client),
    provider: &Provider,
    carried: &Carried,
    answer: &Answer,
) -> Result<Result<Upstream, Failure>, Error> {
    let key = saml_key::for_trip(deps, provider).await?;
    let trip = Trip { key, ..carried.trip(deps, provider, String::new()) };
    let mut redeemed = ask(deps, provider, &trip, answer).await;
    if let Some(session) = redeemed.as_ref().ok().and_then(|upstream| upstream.saml.as_ref())
        && !is_first(deps, provider, session).await?
    {
        redeemed = Err(Failure::untrusted("the assertion was taken before"));
    }
    if let Err(failure) = &redeemed {
        note(deps, whose, provider, failure).await?;
    }
    Ok(redeemed)
}

/// Whether the assertion was not taken before, on any node (case 190).
async fn is_first(deps: &Deps, provider: &Provider, session: &SamlSession) -> Result<bool, Error> {
    let (id, until) = (&session.assertion_id, session.not_on_or_after);
    deps.storage.unit(async |tx: &Tx| saml_session::is_first(tx, provider, id, until).await).await
}

async fn ask(deps: &Deps, provider: &Provider, trip: &Trip, answer: &Answer) -> Result<Upstream, Failure> {
    let connector = connector_of(provider)?;
    let slow = |_| Failure::new(Fault::Slow, "no answer in time");
    timeout(LONGEST, connector.redeem(&deps.calls, trip, answer)).await.map_err(slow)?
}

/// Tells the log and the events what went wrong, in words that hold nothing of a stranger's.
async fn note(
    deps: &Deps,
    (pool, client): (&Pool, &Client),
    provider: &Provider,
    failure: &Failure,
) -> Result<(), Error> {
    info!(pool = %pool.id, provider = provider.name, %failure, "a sign-in through a provider came to nothing");
    let detail = json!({ "provider": provider.name, "fault": failure.fault.as_str(), "detail": failure.detail });
    let mut event = events::of_pool(deps, EventName::ProviderFailed, &pool.id, detail);
    event.client = Some(client.id.clone());
    deps.storage.unit(async |tx: &Tx| -> Result<(), Error> { Ok(tx.events().add(&event).await?) }).await
}
