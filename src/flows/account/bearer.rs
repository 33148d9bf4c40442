//! Who an access token speaks for. Its signature is not enough: the grant and the user are looked at in one statement,
//! so that revocation and sign-out take effect at once (DESIGN.md §5).

use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::crypto::signing::{unverified_issuer, verify_signature};
use crate::domain::client::ClientId;
use crate::domain::grant::GrantId;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::signing_key::KeyUse;
use crate::flows::account::{Caller, Through};
use crate::flows::token::grant_of_jti;
use crate::flows::{Deps, Error};

/// Longest access token read, in bytes (case 97).
const LONGEST: usize = 16 * 1024;

/// Why a token does not speak for anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BearerRefused {
    /// Not an access token of ours.
    Invalid,
    /// Its time is over.
    Expired,
    /// It, its grant or its user was signed out, disabled or deleted.
    Revoked,
}

/// Reads an access token; `expected` narrows the pools in which it may hold.
pub async fn authorize_bearer(
    deps: &Deps,
    token: &str,
    expected: Option<&PoolId>,
) -> Result<Result<Caller, BearerRefused>, Error> {
    let Some((pool, claims)) = verified(deps, token, expected).await? else { return Ok(Err(BearerRefused::Invalid)) };
    let now = deps.now();
    let (Some(expires), Some(grant_id), Some(client_id)) = (
        claims.get("exp").and_then(Value::as_i64),
        grant_of(deps, &claims),
        claim(&claims, "client_id").and_then(ClientId::parse),
    ) else {
        return Ok(Err(BearerRefused::Invalid));
    };
    if now.secs() >= expires {
        return Ok(Err(BearerRefused::Expired));
    }
    let Some((grant, user)) = deps.storage.read().grants().find_with_user(grant_id).await? else {
        return Ok(Err(BearerRefused::Revoked));
    };
    let Some(client) = deps.directory.client(&client_id).await?.filter(|client| client.pool == pool.id) else {
        return Ok(Err(BearerRefused::Revoked));
    };
    let is_live = grant.revoked_at.is_none()
        && grant.pool == pool.id
        && grant.client == client.id
        && user.id.to_string() == claim(&claims, "sub").unwrap_or_default()
        && user.enabled
        && !user.has_ended(grant.epoch);
    if !is_live {
        return Ok(Err(BearerRefused::Revoked));
    }
    let scope = claim(&claims, "scope").unwrap_or_default().to_owned();
    Ok(Ok(Caller { pool, client, user, through: Through::Token { grant: Box::new(grant), scope } }))
}

/// The pool and the claims of a well-signed access token. The pool is the one that the token names, and the token must
/// hold under that pool's access keys: an ID token or another pool's token does not (case 100).
async fn verified(
    deps: &Deps,
    token: &str,
    expected: Option<&PoolId>,
) -> Result<Option<(Arc<Pool>, Map<String, Value>)>, Error> {
    if token.len() > LONGEST {
        return Ok(None);
    }
    let Some(pool_id) = unverified_issuer(token).and_then(|issuer| deps.urls.pool_of_issuer(&issuer)) else {
        return Ok(None);
    };
    if expected.is_some_and(|expected| *expected != pool_id) {
        return Ok(None);
    }
    let Some(pool) = deps.directory.pool(&pool_id).await? else { return Ok(None) };
    let keys = deps.keys.verifying(&pool.id, KeyUse::Access).await?;
    let claims = verify_signature(token, keys.iter().map(|key| key.key.verifying_key())).ok().filter(|claims| {
        claim(claims, "token_use") == Some("access")
            && claim(claims, "iss") == Some(deps.urls.issuer(&pool.id).as_str())
    });
    Ok(claims.map(|claims| (pool, claims)))
}

/// The grant that a token names: openly, or by a `jti` with a MAC where its client hides it.
fn grant_of(deps: &Deps, claims: &Map<String, Value>) -> Option<GrantId> {
    match claim(claims, "origin_jti") {
        Some(open) => Uuid::parse_str(open).ok().map(GrantId),
        None => claim(claims, "jti").and_then(|jti| grant_of_jti(deps, jti)),
    }
}

fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name).and_then(Value::as_str)
}
