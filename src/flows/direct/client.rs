//! Which client calls an operation that needs no signature, and the proof of its secret.
//!
//! There is no other way from a client's id to the client at these operations, so that none can forget the proof.

use std::sync::Arc;

use crate::crypto::secret_hash;
use crate::domain::client::{Client, ClientId};
use crate::domain::identifier::fold;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::User;
use crate::flows::risk::Told;
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;

/// Why the client may not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientRefused {
    /// There is no such client, in that pool.
    Unknown,
    /// It has a secret and the hash was not sent.
    HashMissing,
    /// The hash was made with another secret, client or username.
    HashWrong,
    /// A hash was sent for a client that has no secret.
    HashUnverifiable,
}

/// The client `id` and its pool, once the hash holds for `username` as typed, or for any name of the user whom it
/// finds (`cognito.md` §13 trap 11). `expected` is the only pool in which the client may live.
pub async fn identify_client(
    deps: &Deps,
    id: &str,
    expected: Option<&PoolId>,
    username: &str,
    hash: Option<&Secret>,
) -> Result<Result<(Arc<Client>, Arc<Pool>), ClientRefused>, Error> {
    let Some((client, pool)) = find_client(deps, id, expected).await? else {
        return Ok(Err(ClientRefused::Unknown));
    };
    let (secret, hash) = match required_hash(&client, hash) {
        Ok(Some(both)) => both,
        Ok(None) => return Ok(Ok((client, pool))),
        Err(refused) => return Ok(Err(refused)),
    };
    let admission = admission::admit(deps, Rate::ClientSecrets, Some(&pool.id))?;
    if !secret_hash::verify(hash, secret, username, client.id.as_str()) {
        let folded = fold(username, pool.settings.sign_in_names.case_sensitive);
        let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
        if !user.is_some_and(|user| is_hash_of(hash, secret, &user, &client)) {
            return Ok(Err(ClientRefused::HashWrong));
        }
    }
    admission.give_back();
    Ok(Ok((client, pool)))
}

/// The client `id` and its pool. The hash is still to be checked.
pub(super) async fn find_client(
    deps: &Deps,
    id: &str,
    expected: Option<&PoolId>,
) -> Result<Option<(Arc<Client>, Arc<Pool>)>, Error> {
    let Some(id) = ClientId::parse(id) else { return Ok(None) };
    let found = deps.directory.client_and_pool(&id).await?;
    Ok(found.filter(|(client, _)| expected.is_none_or(|expected| *expected == client.pool)))
}

/// What is said of the person, where it is believed: of the app's server, which holds an access key, and of a client with a
/// secret that may say it (`cognito.md` §8). Anybody else would say what makes them look harmless.
pub(super) async fn believed(deps: &Deps, id: &str, told: Option<Told>) -> Result<Option<Told>, Error> {
    let Some(told) = told else { return Ok(None) };
    if admission::actor().is_some() {
        return Ok(Some(told));
    }
    let client = find_client(deps, id, None).await?.map(|(client, _)| client);
    Ok(client.is_some_and(|client| client.settings.tells_addresses && client.secret.is_some()).then_some(told))
}

/// The secret and the hash to hold against it; `None` for a client without a secret.
pub(super) fn required_hash<'a>(
    client: &'a Client,
    hash: Option<&'a Secret>,
) -> Result<Option<(&'a Secret, &'a str)>, ClientRefused> {
    match (&client.secret, hash) {
        (Some(secret), Some(hash)) => Ok(Some((secret, hash.expose_secret()))),
        (Some(_), None) => Err(ClientRefused::HashMissing),
        (None, Some(hash)) if !hash.expose_secret().is_empty() => Err(ClientRefused::HashUnverifiable),
        (None, _) => Ok(None),
    }
}

/// Whether the hash is of any name of `user`: the username, the `sub`, or a contact or preferred name.
pub(super) fn is_hash_of(hash: &str, secret: &Secret, user: &User, client: &Client) -> bool {
    let sub = user.id.to_string();
    let aliases = ["email", "phone_number", "preferred_username"].into_iter().filter_map(|name| user.attribute(name));
    [user.username.as_str(), sub.as_str()]
        .into_iter()
        .chain(aliases)
        .any(|name| secret_hash::verify(hash, secret, name, client.id.as_str()))
}
