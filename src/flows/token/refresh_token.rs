//! `grant_type=refresh_token` (RFC 6749 §6) and the API's refresh: one rule, two wires.
//!
//! With rotation on, a refresh replaces the newest generation by the next in one conditional update. The predecessor
//! yields the *same* successor inside the grace window (lost answers, two tabs); anything older means that somebody else
//! holds the family, which is then killed (RFC 9700 §4.14.2, lesson L1).

use crate::crypto::refresh_token;
use crate::domain::client::{Client, RefreshRotation};
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::grant::Grant;
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::domain::user::User;
use crate::fail_points::fail_point;
use crate::flows::token::{TokenError, TokenErrorCode, TokenRequest, Tokens, issue};
use crate::flows::{Deps, Error, events};
use crate::meters::{self, Reuse};
use crate::storage::{Alone, Tx};

/// Why a refresh token does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshRefused {
    /// Not one of ours, or another client's.
    Invalid,
    /// Its time is over.
    Expired,
    /// It, its user or its session was signed out, disabled or deleted.
    Revoked,
    /// It was replaced before, and came back too late: the family is dead now.
    Reused,
}

/// Redeems a refresh token at the token endpoint.
pub(super) async fn redeem(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    request: &TokenRequest,
) -> Result<Result<Tokens, TokenError>, Error> {
    let Some(token) = &request.refresh_token else {
        return Ok(Err(TokenError::new(TokenErrorCode::InvalidRequest, "refresh_token is missing.")));
    };
    if request.code.is_some() || request.code_verifier.is_some() || request.redirect_uri.is_some() {
        return Ok(Err(TokenError::new(
            TokenErrorCode::InvalidRequest,
            "A refresh takes no parameter of another grant.",
        )));
    }
    match refresh(deps, pool, client, token, request.scope.as_deref(), true).await? {
        Ok(tokens) => Ok(Ok(tokens)),
        Err(Refresh::Scope) => {
            Ok(Err(TokenError::new(TokenErrorCode::InvalidScope, "The scope is wider than what was granted.")))
        }
        Err(Refresh::Refused(_)) => Ok(Err(TokenError::grant())),
    }
}

/// Why a refresh fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The token does not work.
    Refused(RefreshRefused),
    /// A wider scope was asked for (case 67).
    Scope,
}

/// Refreshes. `scope` may narrow what was granted, never widen it.
pub async fn refresh(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    token: &Secret,
    scope: Option<&str>,
    is_oauth: bool,
) -> Result<Result<Tokens, Refresh>, Error> {
    let refused = |why| Ok(Err(Refresh::Refused(why)));
    let Ok(parsed) = refresh_token::parse(&deps.ring, token, &client.id, &pool.id) else {
        return refused(RefreshRefused::Invalid);
    };
    let found = deps.storage.read().grants().find_with_user_and_groups(parsed.grant).await?;
    let Some((mut grant, user, groups)) = found else {
        return refused(RefreshRefused::Revoked);
    };
    let now = deps.now();
    if let Some(why) = obstacle(&grant, &user, pool, client, now) {
        return refused(why);
    }
    let Some(scope) = narrowed(&client.settings.remaining(&grant.scope), scope.unwrap_or_default()) else {
        return Ok(Err(Refresh::Scope));
    };
    let rotation = client.settings.rotation_in_force();
    let Some(successor) = rotate(deps, pool, &grant, parsed.generation, rotation).await? else {
        return refused(RefreshRefused::Reused);
    };
    grant.generation = successor;
    // Who comes with a predecessor gets what replaced it, also where rotation was switched off since.
    let with_refresh = rotation.enabled || successor != parsed.generation;
    let answer = issue::Answer { scope: &scope, groups: &groups, nonce: "", is_oauth, with_refresh };
    let tokens = issue::issue(deps, pool, client, &grant, &user, answer).await?;
    // The token endpoint counts its own answers.
    if !is_oauth {
        meters::tokens_issued("refresh_token");
    }
    Ok(Ok(tokens))
}

/// Whose refresh token this is, whatever has become of it; `None` where it is not one of ours for this client.
pub(crate) async fn user_of_refresh_token(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    token: &Secret,
) -> Result<Option<User>, Error> {
    let Ok(parsed) = refresh_token::parse(&deps.ring, token, &client.id, &pool.id) else { return Ok(None) };
    let found = deps.storage.read().grants().find_with_user(parsed.grant).await?;
    Ok(found.map(|(_, user)| user))
}

/// The scopes asked for, or all that are granted where none is; `None` when one of them is not granted.
fn narrowed(granted: &str, asked: &str) -> Option<String> {
    let scopes: Vec<&str> = asked.split(' ').filter(|name| !name.is_empty()).collect();
    if scopes.is_empty() {
        return Some(granted.to_owned());
    }
    let is_granted = |name: &&str| granted.split(' ').any(|scope| scope == *name);
    scopes.iter().all(is_granted).then(|| scopes.join(" "))
}

fn obstacle(grant: &Grant, user: &User, pool: &Pool, client: &Client, now: Micros) -> Option<RefreshRefused> {
    if grant.pool != pool.id || grant.client != client.id {
        return Some(RefreshRefused::Invalid);
    }
    if grant.revoked_at.is_some() || !user.enabled || user.has_ended(grant.epoch) {
        return Some(RefreshRefused::Revoked);
    }
    (now >= grant.expires_at).then_some(RefreshRefused::Expired)
}

/// The generation that answers `presented`, or `None` when the family had to be killed. Where rotation is off the newest
/// stays; what was replaced while it was on stays replaced.
async fn rotate(
    deps: &Deps,
    pool: &Pool,
    grant: &Grant,
    presented: u32,
    RefreshRotation { enabled, grace_secs }: RefreshRotation,
) -> Result<Option<u32>, Error> {
    let now = deps.now();
    if presented == grant.generation {
        if !enabled {
            return Ok(Some(presented));
        }
        fail_point!("refresh.decided");
        let rotate = async |one: Alone<'_>| one.grants().rotate(grant.id, presented, now).await;
        let rotated = deps.storage.alone(rotate).await?;
        fail_point!("refresh.committed");
        if rotated {
            return Ok(Some(presented + 1));
        }
    }
    // Lost the race, or came with a predecessor: what is stored now decides.
    let Some(current) = deps.storage.read().grants().find(grant.id).await? else { return Ok(None) };
    let is_parent = presented.checked_add(1) == Some(current.generation);
    // A window of 0 seconds still forgives the losers of a race for the same token, for 2 seconds (case 62).
    let window = grace_secs.max(2);
    let in_window = current.rotated_at.is_some_and(|at| now < at.plus_secs(window));
    if current.revoked_at.is_none() && is_parent && in_window && grace_secs > 0 {
        meters::refresh_came_again(Reuse::Replayed);
        return Ok(Some(current.generation));
    }
    if current.revoked_at.is_none() && !(is_parent && in_window) {
        let event = events::of_user(deps, EventName::ReplayDetected, &pool.id, grant.user, Some(&grant.client));
        let kill = async |tx: &Tx| -> Result<(), Error> {
            if tx.grants().revoke(grant.id, now).await? {
                tx.events().add(&event).await?;
            }
            Ok(())
        };
        deps.storage.unit(kill).await?;
        fail_point!("replay.committed");
        meters::refresh_came_again(Reuse::Killed);
    }
    Ok(None)
}
