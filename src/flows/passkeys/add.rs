//! A signed-in user adds a passkey: a challenge is made and kept, and taken once when the authenticator answers it.

use serde_json::Value;

use super::relying_party_of;
use crate::crypto::passkey::{self, PasskeyRefused, Registered, Registrant};
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::passkey::{MOST_PASSKEYS, Passkey};
use crate::domain::random::uuid_v7;
use crate::domain::sign_in::Factor;
use crate::flows::account::{Caller, require_recent_proof};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{StoredPasskeyChallenge, Tx};

/// Seconds for which an authenticator may take.
const CHALLENGE_SECS: u32 = 5 * 60;

/// How the beginning ends.
#[derive(Debug)]
pub enum BeginOutcome {
    /// What the browser is to be given.
    Begun(Value),
    /// The pool does not let people come with passkeys.
    NotEnabled,
    /// No domain is known that a passkey could belong to.
    NotConfigured,
    /// The sign-in was too long ago: a borrowed access token must not become a key of its own (case 157).
    NotRecent,
    /// The user has as many as one can have.
    TooMany,
}

/// How the end of it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinishOutcome {
    /// It is there.
    Added,
    /// The pool does not let people come with passkeys.
    NotEnabled,
    /// No domain is known that a passkey could belong to.
    NotConfigured,
    /// Nothing waits for this answer, or not any more.
    NoChallenge,
    /// Another client began it.
    OtherClient,
    /// The user has as many as one can have.
    TooMany,
    /// The pool has this passkey: of this user or of another.
    Known,
    /// The answer does not hold.
    Refused(PasskeyRefused),
}

/// Begins to add a passkey.
pub async fn begin_own(deps: &Deps, caller: &Caller) -> Result<BeginOutcome, Error> {
    let Caller { pool, user, client, .. } = caller;
    if !pool.settings.first_factors.contains(&Factor::Passkey) {
        return Ok(BeginOutcome::NotEnabled);
    }
    let Some(party) = relying_party_of(deps, pool) else { return Ok(BeginOutcome::NotConfigured) };
    if require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(BeginOutcome::NotRecent);
    }
    let held = deps.storage.read().passkeys().list(&pool.id, user.id, None, MOST_PASSKEYS).await?;
    if u64::try_from(held.len()).is_ok_and(|held| held >= MOST_PASSKEYS) {
        return Ok(BeginOutcome::TooMany);
    }
    let existing: Vec<String> = held.into_iter().map(|passkey| passkey.credential_id).collect();
    let name = messages::shown_name(pool, user);
    let registrant = Registrant { handle: user.id.0.as_bytes(), name: &name, existing: &existing };
    let verification = pool.settings.passkeys.asked_verification();
    let begun = party.begin_registration(registrant, verification, CHALLENGE_SECS.into());
    let begun = begun.map_err(|passkey::Unusable| Error::Internal("a relying party that cannot be one"))?;
    let now = deps.now();
    let row = StoredPasskeyChallenge {
        id: uuid_v7(deps.random.as_ref(), now),
        handle_hash: None,
        challenge: begun.challenge,
        pool: pool.id.clone(),
        user: Some(user.id),
        client: client.id.clone(),
        bucket: String::new(),
        binding_hash: String::new(),
        state: begun.state,
        epoch: user.epoch,
        attempts: 0,
        created_at: now,
        expires_at: now.plus_secs(CHALLENGE_SECS.into()),
        consumed_at: None,
    };
    let keep = async |tx: &Tx| -> Result<(), Error> { Ok(tx.passkey_challenges().add(&row).await?) };
    deps.storage.unit(keep).await?;
    Ok(BeginOutcome::Begun(begun.options))
}

/// Takes what the authenticator made. Whatever is wrong with it, its challenge is not taken again.
pub async fn finish_own(deps: &Deps, caller: &Caller, answer: Value) -> Result<FinishOutcome, Error> {
    let Caller { pool, user, client, .. } = caller;
    if !pool.settings.first_factors.contains(&Factor::Passkey) {
        return Ok(FinishOutcome::NotEnabled);
    }
    let Some(party) = relying_party_of(deps, pool) else { return Ok(FinishOutcome::NotConfigured) };
    let Some(challenge) = passkey::answered_challenge(&answer) else {
        return Ok(FinishOutcome::Refused(PasskeyRefused::Malformed));
    };
    let stored = deps.storage.read().passkey_challenges().find_registration(&pool.id, user.id, &challenge).await?;
    let now = deps.now();
    let is_live =
        |row: &StoredPasskeyChallenge| row.consumed_at.is_none() && now < row.expires_at && !user.has_ended(row.epoch);
    let Some(row) = stored.filter(is_live) else { return Ok(FinishOutcome::NoChallenge) };
    if row.client != client.id {
        return Ok(FinishOutcome::OtherClient);
    }
    if !deps.storage.unit(async |tx: &Tx| tx.passkey_challenges().consume(row.id, now).await).await? {
        return Ok(FinishOutcome::NoChallenge);
    }
    let attachment = attachment(&answer);
    let registered = match party.finish_registration(answer, &row.state) {
        Ok(registered) => registered,
        Err(refused) => return Ok(FinishOutcome::Refused(refused)),
    };
    add(deps, caller, made(deps, caller, (registered, party.id, attachment))).await
}

async fn add(deps: &Deps, caller: &Caller, passkey: Passkey) -> Result<FinishOutcome, Error> {
    let Caller { pool, user, client, .. } = caller;
    let event = events::of_user(deps, EventName::PasskeyAdded, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<FinishOutcome, Error> {
        // The count holds the user, so that nobody adds one in between.
        if tx.passkeys().count(&pool.id, user.id).await? >= MOST_PASSKEYS {
            return Ok(FinishOutcome::TooMany);
        }
        match tx.users().find(&pool.id, user.id).await? {
            // Signed out everywhere, disabled or deleted while the authenticator was asked.
            Some(fresh) if fresh.enabled && fresh.epoch == user.epoch => {}
            Some(_) | None => return Ok(FinishOutcome::NoChallenge),
        }
        if !tx.passkeys().add(&passkey).await? {
            return Ok(FinishOutcome::Known);
        }
        tx.events().add(&event).await?;
        messages::passkey_added(deps, tx, pool, user).await?;
        Ok(FinishOutcome::Added)
    };
    deps.storage.unit(write).await
}

fn made(deps: &Deps, caller: &Caller, (new, relying_party, attachment): (Registered, String, String)) -> Passkey {
    let now = deps.now();
    Passkey {
        id: uuid_v7(deps.random.as_ref(), now),
        pool: caller.pool.id.clone(),
        user: caller.user.id,
        credential_id: new.credential_id,
        credential: new.credential,
        sign_count: new.sign_count,
        can_be_backed_up: new.can_be_backed_up,
        is_backed_up: new.is_backed_up,
        name: format!("Passkey {}", day(now)),
        relying_party,
        attachment,
        transports: new.transports,
        created_at: now,
        last_used_at: None,
    }
}

fn day(at: Micros) -> String {
    chrono::DateTime::from_timestamp(at.secs(), 0).map(|at| at.date_naive().to_string()).unwrap_or_default()
}

/// What the browser said of where the authenticator is: one of two words, or nothing.
fn attachment(answer: &Value) -> String {
    let said = answer.get("authenticatorAttachment").and_then(Value::as_str).unwrap_or_default();
    if matches!(said, "platform" | "cross-platform") { said.to_owned() } else { String::new() }
}
