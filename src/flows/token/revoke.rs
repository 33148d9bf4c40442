//! `/oauth2/revoke` (RFC 7009) and the `RevokeToken` operation: one rule, two wires.
//!
//! It ends one family of tokens and nothing else (decision D12): the session stays, and so do the person's other grants.

use crate::crypto::refresh_token;
use crate::domain::event::EventName;
use crate::domain::pool::PoolId;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::token::{ClientAuthentication, ClientRefused, authenticate_client};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Why nothing is revoked. A token that is unknown, dead or another client's is no reason: nothing is left to end, and
/// whoever asks learns nothing of it (RFC 7009 §2.2, case 85).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokeRefused {
    /// The client is not believed.
    Client(ClientRefused),
    /// The client's tokens cannot be revoked one by one (`EnableTokenRevocation`).
    Disabled,
    /// An access or ID token: only refresh tokens are revoked (RFC 7009 §2.2.1).
    NotRefreshToken,
}

/// Ends the family of a refresh token, whichever generation of it is presented; `expected` is the pool of the URL, where
/// it names one.
pub async fn revoke(
    deps: &Deps,
    client: &ClientAuthentication,
    token: &Secret,
    expected: Option<&PoolId>,
) -> Result<Result<(), RevokeRefused>, Error> {
    let (client, pool) = match authenticate_client(deps, client, expected).await? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(RevokeRefused::Client(refused))),
    };
    if !client.settings.revokes_tokens() {
        return Ok(Err(RevokeRefused::Disabled));
    }
    if is_signed(token) {
        return Ok(Err(RevokeRefused::NotRefreshToken));
    }
    let Ok(parsed) = refresh_token::parse(&deps.ring, token, &client.id, &pool.id) else { return Ok(Ok(())) };
    let found = deps.storage.read().grants().find(parsed.grant).await?;
    let Some(grant) = found.filter(|grant| grant.pool == pool.id && grant.client == client.id) else {
        return Ok(Ok(()));
    };
    let event = events::of_user(deps, EventName::GrantRevoked, &pool.id, grant.user, Some(&client.id));
    let end = async |tx: &Tx| -> Result<(), Error> {
        if tx.grants().revoke(grant.id, deps.now()).await? {
            tx.events().add(&event).await?;
        }
        Ok(())
    };
    deps.storage.unit(end).await?;
    Ok(Ok(()))
}

/// Whether it has the form of a signed token (RFC 7515 §3.1); refresh tokens have no dots.
fn is_signed(token: &Secret) -> bool {
    token.expose_secret().split('.').count() == 3
}
