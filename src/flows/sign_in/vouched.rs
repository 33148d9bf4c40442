//! A sign-in that begins with the word of an upstream provider, which `flows/federation` has checked.

use std::sync::Arc;

use super::advance::advance;
use super::{Holder, Outcome};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::provider::ProviderId;
use crate::domain::session::UpstreamSession;
use crate::domain::sign_in::{Acr, Proof, SignIn};
use crate::domain::user::User;
use crate::flows::risk::Clues;
use crate::flows::{Deps, Error, admission};

/// Begins it, and goes as far as it goes without another answer. `upstream` is the session there, where it is remembered.
pub(crate) async fn vouched(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    (user, provider, upstream): (User, ProviderId, Option<UpstreamSession>),
    acr: Option<Acr>,
    holder: &Holder,
) -> Result<Outcome, Error> {
    admission::succeeded(deps, pool);
    let now = deps.now();
    let sign_in = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, user.epoch), now)
        .demanding(acr)
        .from_upstream(upstream)
        .with(Proof::Provider(provider), now);
    advance(deps, pool, sign_in, user, (client, holder), (None, Clues::default())).await
}
