//! How an offer to link is answered: by an account of its own, or by the sign-in to the account that is offered.

use std::sync::Arc;

use super::allowed;
use super::identify::{Person, identify};
use super::land::{Arrival, Landed, go_on, welcome};
use super::link::{LinkWrite, write_link};
use super::offer::{Offer, take};
use super::posted_name::PostedName;
use super::refresh::refresh;
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::user::User;
use crate::flows::sign_in::{Completed, Holder};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// The person goes on with an account of its own. `None`: the offer is over, or was answered before.
pub async fn decline_offer(deps: &Deps, arrival: Arrival, offer: &Offer) -> Result<Option<Landed>, Error> {
    let Arrival { pool, client, holder, .. } = &arrival;
    let taken = async |tx: &Tx| take(deps, tx, (pool, &client.id, holder), offer).await;
    let Some(kept) = deps.storage.unit(taken).await? else { return Ok(None) };
    let allowed = allowed(deps, pool, client).await?;
    let Some(provider) = allowed.providers.iter().find(|provider| provider.id == kept.provider).cloned() else {
        return Ok(Some(Landed::NotAllowed));
    };
    let posted = PostedName::of(deps, &provider, &kept.browser);
    let upstream = kept.into_upstream();
    // Somebody may have linked it meanwhile, in another browser.
    let user = match identify(deps, pool, &provider, &upstream).await? {
        Person::Known(user, identity) => refresh(deps, pool, &provider, &upstream, (*user, &identity)).await?,
        Person::New => match welcome(deps, (pool, client), &provider, &upstream, posted.as_ref()).await? {
            Ok(user) => user,
            Err(lacks) => return Ok(Some(lacks)),
        },
    };
    go_on(deps, arrival, &provider, &upstream, user).await.map(Some)
}

/// What came of an offer when somebody had signed in to link.
#[derive(Debug)]
pub enum TakenUp {
    /// It is linked: this is the user now.
    Linked(Box<User>),
    /// The sign-in proves nothing for it: it came from a provider, or is older than the offer. It goes on without a link.
    NotProven,
    /// It is over, or was answered before, or the account is not what it was.
    Over,
    /// Somebody else signed in than whose address it is.
    OtherAccount,
    /// The account at the provider opens an account here by now.
    Taken,
    /// There are as many links as there may be.
    TooMany,
}

/// Links what is offered to the account in which a sign-in has just ended, all of it, the second factor included.
pub async fn take_up_offer(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    completed: &Completed,
    (holder, offer): (&Holder, &Offer),
) -> Result<TakenUp, Error> {
    let authentication = &completed.authentication;
    if authentication.provider().is_some() || !offer.is_before(authentication.auth_time()) {
        return Ok(TakenUp::NotProven);
    }
    if !offer.is_of(&completed.user) {
        return Ok(TakenUp::OtherAccount);
    }
    let allowed = allowed(deps, pool, client).await?;
    let write = async |tx: &Tx| -> Result<TakenUp, Error> {
        let Some(kept) = take(deps, tx, (pool, &client.id, holder), offer).await? else { return Ok(TakenUp::Over) };
        let provider = allowed.providers.iter().find(|provider| provider.id == kept.provider);
        let user = tx.users().find(&pool.id, completed.user.id).await?;
        let user = user.filter(|user| offer.is_of(user) && !user.has_ended(authentication.epoch()));
        let (Some(provider), Some(user)) = (provider, user) else { return Ok(TakenUp::Over) };
        Ok(match write_link(deps, tx, (pool, &client.id, &user), provider, &kept.subject).await? {
            LinkWrite::Done(user) => TakenUp::Linked(user),
            LinkWrite::Taken => TakenUp::Taken,
            LinkWrite::TooMany => TakenUp::TooMany,
        })
    };
    deps.storage.unit(write).await
}
