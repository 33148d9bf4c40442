//! A signed-in person adds a passkey: what is asked before and after, however the challenge between is kept.

use serde_json::Value;

use super::{Owner, relying_party_of};
use crate::crypto::passkey::{self, Begun, PasskeyRefused, Registered, Registrant};
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::passkey::{MOST_PASSKEYS, Passkey};
use crate::domain::random::uuid_v7;
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{Tx, UserWrite};

/// Seconds for which an authenticator may take.
pub(super) const CHALLENGE_SECS: u32 = 5 * 60;

/// Why nothing is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBegun {
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

/// Begins to add a passkey; the state is its caller's to keep, and to take once.
pub(super) async fn begin(deps: &Deps, owner: Owner<'_>) -> Result<Result<Begun, NotBegun>, Error> {
    let Owner { pool, user, .. } = owner;
    // Who comes from a provider signs in with nothing here.
    if !pool.settings.first_factors.contains(&Factor::Passkey) || user.is_from_elsewhere() {
        return Ok(Err(NotBegun::NotEnabled));
    }
    let Some(party) = relying_party_of(deps, pool) else { return Ok(Err(NotBegun::NotConfigured)) };
    if !owner.is_recent(deps) {
        return Ok(Err(NotBegun::NotRecent));
    }
    let held = deps.storage.read().passkeys().list(&pool.id, user.id, None, MOST_PASSKEYS).await?;
    if u64::try_from(held.len()).is_ok_and(|held| held >= MOST_PASSKEYS) {
        return Ok(Err(NotBegun::TooMany));
    }
    let existing: Vec<String> = held.into_iter().map(|passkey| passkey.credential_id).collect();
    let name = messages::shown_name(pool, user);
    let registrant = Registrant { handle: user.id.0.as_bytes(), name: &name, existing: &existing };
    let verification = pool.settings.passkeys.asked_verification();
    let begun = party.begin_registration(registrant, verification, CHALLENGE_SECS.into());
    begun.map(Ok).map_err(|passkey::Unusable| Error::Internal("a relying party that cannot be one"))
}

/// Takes what the authenticator made for the challenge of `state`, which is used up already. `epoch` is the user's from when
/// it was begun; `name` what the person calls it, empty where they did not say.
pub(super) async fn finish(
    deps: &Deps,
    owner: Owner<'_>,
    (state, epoch): (&str, i64),
    answer: Value,
    name: &str,
) -> Result<FinishOutcome, Error> {
    let Owner { pool, user, .. } = owner;
    let Some(party) = relying_party_of(deps, pool) else { return Ok(FinishOutcome::NotConfigured) };
    let attachment = attachment(&answer);
    let registered = match party.finish_registration(answer, state) {
        Ok(registered) => registered,
        Err(refused) => return Ok(FinishOutcome::Refused(refused)),
    };
    let passkey = Passkey {
        name: if name.is_empty() { format!("Passkey {}", day(deps.now())) } else { name.to_owned() },
        relying_party: party.id,
        attachment,
        ..made(deps, owner, registered)
    };
    let event = events::of_user(deps, EventName::PasskeyAdded, &pool.id, user.id, Some(owner.client));
    let write = async |tx: &Tx| -> Result<FinishOutcome, Error> {
        // The count holds the user, so that nobody adds one in between.
        if tx.passkeys().count(&pool.id, user.id).await? >= MOST_PASSKEYS {
            return Ok(FinishOutcome::TooMany);
        }
        let fresh = match tx.users().find(&pool.id, user.id).await? {
            // Signed out everywhere, disabled or deleted while the authenticator was asked.
            Some(fresh) if fresh.enabled && fresh.epoch == epoch => fresh,
            Some(_) | None => return Ok(FinishOutcome::NoChallenge),
        };
        if !tx.passkeys().add(&passkey).await? {
            return Ok(FinishOutcome::Known);
        }
        note_at_user(deps, tx, owner, fresh).await?;
        tx.events().add(&event).await?;
        messages::passkey_added(deps, tx, pool, user).await?;
        Ok(FinishOutcome::Added)
    };
    deps.storage.unit(write).await
}

/// Notes at the user that they have one, so that it can be asked for after the password.
async fn note_at_user(deps: &Deps, tx: &Tx, owner: Owner<'_>, fresh: User) -> Result<(), Error> {
    if fresh.second_factors.registered().contains(&Factor::Passkey) {
        return Ok(());
    }
    let mut changed = User { updated_at: deps.now(), ..fresh.clone() };
    changed.second_factors.register(Factor::Passkey);
    match tx.users().save(&changed, fresh.version, &owner.pool.settings).await? {
        UserWrite::Done => Ok(()),
        UserWrite::Stale | UserWrite::Conflict(_) => Err(Error::Busy { retry_after_secs: 1 }),
    }
}

fn made(deps: &Deps, owner: Owner<'_>, new: Registered) -> Passkey {
    let now = deps.now();
    Passkey {
        id: uuid_v7(deps.random.as_ref(), now),
        pool: owner.pool.id.clone(),
        user: owner.user.id,
        credential_id: new.credential_id,
        credential: new.credential,
        sign_count: new.sign_count,
        can_be_backed_up: new.can_be_backed_up,
        is_backed_up: new.is_backed_up,
        name: String::new(),
        relying_party: String::new(),
        attachment: String::new(),
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
