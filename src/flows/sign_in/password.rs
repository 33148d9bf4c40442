//! The password as a first factor.
//!
//! Order matters: the attempt is reserved before the hash is computed, the hash is computed whether or not the user
//! exists, and nothing specific about the account is said before the password has been proven (decision D5).

use std::sync::Arc;

use super::advance::advance;
use super::{Holder, Outcome, Refused};
use crate::crypto::hashing::{HashError, KeptPlace, Verified};
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::device::DeviceId;
use crate::domain::event::{Event, EventName};
use crate::domain::identifier::fold;
use crate::domain::pool::{MAXIMUM_LENGTH, Pool};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::{Acr, Factor, Proof, SignIn};
use crate::domain::user::{User, UserId};
use crate::fail_points::fail_point;
use crate::flows::earliest::Earliest;
use crate::flows::risk::{self, Clues};
use crate::flows::{Deps, Error, admission, device, events};
use crate::limits::{Limit, Rate};
use crate::meters::{self, SignInEnd};
use crate::storage::Tx;

/// One attempt with a password.
#[derive(Debug)]
pub struct PasswordAttempt {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client it is for.
    pub client: Arc<Client>,
    /// What was typed as the name.
    pub username: String,
    /// What was typed as the password.
    pub password: Secret,
    /// Whose hands the sign-in is in, should something more be asked.
    pub holder: Holder,
    /// What the client demands of the sign-in.
    pub acr: Option<Acr>,
}

/// Tries a password and says what comes next.
pub async fn submit_password(deps: &Deps, attempt: PasswordAttempt) -> Result<Outcome, Error> {
    // What is refused without a hash, for a lock or for being too long, is refused as late as a wrong password.
    let earliest_refusal = Earliest::begin(attempt.pool.settings.imported_hashes.earliest_refusal()).await;
    let outcome = try_password(deps, attempt).await;
    meters::sign_in_ended(end_of(&outcome));
    if matches!(outcome, Ok(Outcome::Refused(_))) {
        earliest_refusal.reached().await;
    }
    outcome
}

fn end_of(outcome: &Result<Outcome, Error>) -> SignInEnd {
    match outcome {
        Ok(Outcome::Complete(_)) => SignInEnd::Completed,
        Ok(Outcome::Challenge(_)) => SignInEnd::Challenged,
        Ok(Outcome::Refused(Refused::NotAuthorized | Refused::UserNotFound)) => SignInEnd::Wrong,
        Ok(Outcome::Refused(Refused::TooManyAttempts)) => SignInEnd::Locked,
        Ok(Outcome::Refused(Refused::Disabled | Refused::TemporaryPasswordExpired | Refused::TooRisky)) => {
            SignInEnd::Barred
        }
        Err(Error::Busy { .. } | Error::TooMany { .. }) => SignInEnd::Shed,
        Err(_) => SignInEnd::Failed,
    }
}

async fn try_password(deps: &Deps, attempt: PasswordAttempt) -> Result<Outcome, Error> {
    let PasswordAttempt { pool, client, username, password, holder, acr } = attempt;
    // Before anything is read or written: a flood must cost no more than its refusal.
    let place = deps.hasher.keep_place(pool.id.as_str())?;
    let admission = admission::admit(deps, Rate::SignIn, Some(&pool.id))?;
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    if risk::turn_away(deps, &pool, &client, user.as_ref()).await? {
        return Ok(Outcome::Refused(Refused::TooRisky));
    }
    let bucket = person_bucket(deps, &pool, user.as_ref(), &folded);
    let counted_in = match device::known(deps, &pool, user.as_ref(), &holder).await? {
        Some(device) => device_bucket(deps, &pool, device),
        None => bucket.clone(),
    };
    let Ok(reservation) = deps.limiter.reserve(Limit::SignIn, &counted_in, deps.now()).await? else {
        // Nothing was tried, so nothing counts against where it came from.
        admission.give_back();
        return Ok(Outcome::Refused(Refused::TooManyAttempts));
    };
    fail_point!("sign_in.reserved");
    let verified = verify(deps, place, user.as_ref(), &password).await?;
    let Some(user) = user else {
        note_failure(deps, (&pool, &client), &bucket, None, reservation.earlier()).await?;
        let refused = if client.settings.hides_users() { Refused::NotAuthorized } else { Refused::UserNotFound };
        return Ok(Outcome::Refused(refused));
    };
    if verified == Verified::No {
        note_failure(deps, (&pool, &client), &bucket, Some(user.id), reservation.earlier()).await?;
        return Ok(Outcome::Refused(Refused::NotAuthorized));
    }
    fail_point!("sign_in.verified");
    admission.give_back();
    admission::succeeded(deps, &pool);
    let user = if verified == Verified::YesUpgrade { upgrade(deps, &pool, user, &password).await? } else { user };
    let now = deps.now();
    let sign_in = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, user.epoch), now)
        .demanding(acr)
        .with(Proof::Factor(Factor::Password), now);
    let clues = Clues { earlier_failures: reservation.earlier(), password: Some(&password), ..Clues::default() };
    advance(deps, &pool, sign_in, user, (&client, &holder), (Some(reservation.bucket().to_owned()), clues)).await
}

/// The bucket of a person: one for all their names and all doors; unknown names get one too (decision D10).
pub(crate) fn person_bucket(deps: &Deps, pool: &Pool, user: Option<&User>, folded: &str) -> String {
    let person = user.map_or_else(|| folded.to_owned(), |user| user.id.to_string());
    let kind: &[u8] = if user.is_some() { b"user" } else { b"name" };
    deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), kind, person.as_bytes()])
}

/// The bucket of a person in a browser that is known to be theirs (case 141).
fn device_bucket(deps: &Deps, pool: &Pool, device: DeviceId) -> String {
    let device = device.to_string();
    deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), b"device", device.as_bytes()])
}

async fn verify(deps: &Deps, place: KeptPlace, user: Option<&User>, password: &Secret) -> Result<Verified, Error> {
    // Longer than any password that could have been set: wrong without hashing it (case 229).
    if password.expose_secret().chars().count() > MAXIMUM_LENGTH {
        return Ok(Verified::No);
    }
    let hash = user.and_then(|user| user.password.as_deref());
    if let Some(hash) = hash {
        return Ok(deps.hasher.verify(place, password, hash).await?);
    }
    deps.hasher.verify_nothing(place, password).await?;
    Ok(Verified::No)
}

/// Records a failure, and what it gives away of stuffing. That of nobody is an event too: were it none, a commit less would
/// tell within milliseconds that there is nobody (case 131).
pub(super) async fn note_failure(
    deps: &Deps,
    (pool, client): (&Pool, &Client),
    bucket: &str,
    user: Option<UserId>,
    earlier_failures: u32,
) -> Result<(), Error> {
    let mut events = admission::failed(deps, pool, bucket);
    let detail = risk::failed(deps, pool, client, user, earlier_failures).await?;
    let failed = events::of_pool(deps, EventName::SignInFailed, &pool.id, detail);
    events.push(Event { user, client: Some(client.id.clone()), ..failed });
    let write = async |tx: &Tx| -> Result<(), Error> {
        for event in &events {
            tx.events().add(event).await?;
        }
        Ok(())
    };
    deps.storage.unit(write).await
}

/// Replaces a hash whose parameters are weaker than the configured ones, now that the password is seen. Where there is no
/// room for another hash, the next sign-in does it.
async fn upgrade(deps: &Deps, pool: &Pool, mut user: User, password: &Secret) -> Result<User, Error> {
    let read_version = user.version;
    user.password = match deps.hasher.hash(pool.id.as_str(), password).await {
        Ok(hash) => Some(hash),
        Err(HashError::Busy { .. }) => return Ok(user),
        Err(error) => return Err(error.into()),
    };
    let saved = deps
        .storage
        .unit(async |tx: &Tx| -> Result<_, Error> { Ok(tx.users().save(&user, read_version, &pool.settings).await?) })
        .await?;
    // Lost a race against another change: the sign-in goes on, the next one upgrades.
    if saved == crate::storage::UserWrite::Done {
        user.version = read_version + 1;
    }
    Ok(user)
}
