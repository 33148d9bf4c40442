//! A person who is signed in at the pages is asked for the factor that is missing, and not for the first one again.
//!
//! Only for a factor that they have: to set one up, the first one must be proven anew, or whoever sits down at a browser
//! that somebody left would protect the account with a phone of his own.

use std::sync::Arc;

use super::advance::{advance, policy_of};
use super::{Holder, Outcome, Refused};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Requirements, Resumption, SignIn, first_proof_of};
use crate::flows::risk::Clues;
use crate::flows::session::Live;
use crate::flows::{Deps, Error};

/// Begins a sign-in in which the first factor of `live` counts as proven. Refused where the session serves as it is, or
/// serves nothing: then the whole sign-in is asked for.
pub async fn step_up(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    live: &Live,
    requirements: Requirements,
    holder: &Holder,
) -> Result<Outcome, Error> {
    let (login, user) = (&live.login, &live.user);
    let resumption = live.resume(deps, pool, client, requirements);
    let (Resumption::LacksSecond, Some(first)) = (resumption, first_proof_of(login)) else {
        return Ok(Outcome::Refused(Refused::NotAuthorized));
    };
    let policy = policy_of(pool).by_provider(login.is_by_provider());
    if user.asked_second(policy.asks_second(requirements.acr), &policy.second_kinds).is_empty() {
        return Ok(Outcome::Refused(Refused::NotAuthorized));
    }
    let sign_in = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, login.epoch), login.auth_time)
        .demanding(requirements.acr)
        .with(first, login.auth_time)
        .from_upstream(login.upstream);
    advance(deps, pool, sign_in, user.clone(), (client, holder), (None, Clues::default())).await
}
