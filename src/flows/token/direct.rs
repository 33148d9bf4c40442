//! Tokens for a sign-in over the API: the grant is given and redeemed in one step.

use uuid::Uuid;

use crate::domain::client::{Client, SELF_SERVICE_SCOPE};
use crate::domain::event::EventName;
use crate::domain::grant::{Grant, GrantId, NewGrant};
use crate::domain::pool::Pool;
use crate::domain::random;
use crate::fail_points::fail_point;
use crate::flows::sign_in::Completed;
use crate::flows::token::{Tokens, issue};
use crate::flows::{Deps, Error, events};
use crate::meters;
use crate::storage::Tx;

/// Gives a grant to the client of a completed sign-in and issues its tokens. API tokens have the self-service scope
/// only (`cognito.md` §2.2).
pub async fn grant_directly(deps: &Deps, pool: &Pool, client: &Client, completed: Completed) -> Result<Tokens, Error> {
    let Completed { authentication, user, clears, .. } = completed;
    let new = NewGrant {
        id: GrantId(Uuid::from_bytes(random::bytes(deps.random.as_ref()))),
        session: None,
        scope: SELF_SERVICE_SCOPE.to_owned(),
        nonce: String::new(),
        code: None,
        refresh_secs: client.settings.lifetimes.refresh_secs(),
    };
    let grant = Grant::give(&authentication, new, deps.now());
    let event = events::of_user(deps, EventName::SignedIn, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        if let Some(bucket) = &clears {
            tx.attempts().remove(bucket).await?;
        }
        tx.grants().add(&grant).await?;
        tx.events().add(&event).await?;
        fail_point!("sign_in.written");
        Ok(())
    };
    deps.storage.unit(write).await?;
    fail_point!("sign_in.committed");
    let groups = deps.storage.read().groups().of_user(&pool.id, user.id).await?;
    let answer = issue::Answer { scope: &grant.scope, groups: &groups, nonce: "", is_oauth: false, with_refresh: true };
    let tokens = issue::issue(deps, pool, client, &grant, &user, answer).await?;
    meters::tokens_issued("direct");
    Ok(tokens)
}
