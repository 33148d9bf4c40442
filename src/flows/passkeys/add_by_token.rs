//! A passkey is added over the API: the challenge waits in the database, and is taken once when the authenticator answers it.

use serde_json::Value;

use super::add::{CHALLENGE_SECS, FinishOutcome, NotBegun, begin, finish};
use super::{Owner, relying_party_of};
use crate::crypto::passkey::{self, PasskeyRefused};
use crate::domain::random::uuid_v7;
use crate::domain::sign_in::Factor;
use crate::flows::{Deps, Error};
use crate::storage::{StoredPasskeyChallenge, Tx};

/// Begins to add a passkey: what the browser is to be given.
pub async fn begin_own(deps: &Deps, owner: Owner<'_>) -> Result<Result<Value, NotBegun>, Error> {
    let begun = match begin(deps, owner).await? {
        Ok(begun) => begun,
        Err(not_begun) => return Ok(Err(not_begun)),
    };
    let Owner { pool, user, client, .. } = owner;
    let now = deps.now();
    let row = StoredPasskeyChallenge {
        id: uuid_v7(deps.random.as_ref(), now),
        handle_hash: None,
        challenge: begun.challenge,
        pool: pool.id.clone(),
        user: Some(user.id),
        client: client.clone(),
        bucket: String::new(),
        binding_hash: String::new(),
        state: begun.state,
        epoch: user.epoch,
        attempts: 0,
        created_at: now,
        expires_at: now.plus_secs(CHALLENGE_SECS.into()),
        consumed_at: None,
    };
    deps.storage.unit(async |tx: &Tx| tx.passkey_challenges().add(&row).await).await?;
    Ok(Ok(begun.options))
}

/// Takes what the authenticator made. Whatever is wrong with it, its challenge is not taken again.
pub async fn finish_own(deps: &Deps, owner: Owner<'_>, answer: Value) -> Result<FinishOutcome, Error> {
    let Owner { pool, user, client, .. } = owner;
    if !pool.settings.first_factors.contains(&Factor::Passkey) {
        return Ok(FinishOutcome::NotEnabled);
    }
    if relying_party_of(deps, pool).is_none() {
        return Ok(FinishOutcome::NotConfigured);
    }
    let Some(challenge) = passkey::answered_challenge(&answer) else {
        return Ok(FinishOutcome::Refused(PasskeyRefused::Malformed));
    };
    let stored = deps.storage.read().passkey_challenges().find_registration(&pool.id, user.id, &challenge).await?;
    let now = deps.now();
    let is_live =
        |row: &StoredPasskeyChallenge| row.consumed_at.is_none() && now < row.expires_at && !user.has_ended(row.epoch);
    let Some(row) = stored.filter(is_live) else { return Ok(FinishOutcome::NoChallenge) };
    if row.client != *client {
        return Ok(FinishOutcome::OtherClient);
    }
    if !deps.storage.unit(async |tx: &Tx| tx.passkey_challenges().consume(row.id, now).await).await? {
        return Ok(FinishOutcome::NoChallenge);
    }
    finish(deps, owner, (&row.state, user.epoch), answer, "").await
}
