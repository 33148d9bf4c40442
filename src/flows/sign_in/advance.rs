//! Asks the machine what comes next and keeps what must be kept until it is answered.
//!
//! Before the first proof there is no row; one is written only when a proof does not complete the sign-in.

use super::{Completed, Holder, Outcome, Pending, Refused};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v7;
use crate::domain::secret::ExposeSecret;
use crate::domain::sign_in::{Challenge, Refusal, SignIn, SignInPolicy, Step, UserFactors, next_step};
use crate::domain::user::{User, UserStatus};
use crate::flows::{Deps, Error};
use crate::storage::{StoredSignIn, Tx};

/// Seconds for which a page's challenge can be answered; the API's is the client's setting.
const PAGE_CHALLENGE_SECS: i64 = 15 * 60;

/// The policy of a pool.
pub(crate) fn policy_of(pool: &Pool) -> SignInPolicy {
    let second = &pool.settings.second_factor;
    SignInPolicy { second: second.when, second_kinds: second.kinds.clone(), ..SignInPolicy::default() }
}

/// What the machine needs to know of `user`.
pub(crate) fn factors_of(pool: &Pool, user: &User, now: Micros) -> UserFactors {
    UserFactors {
        status: user.status,
        enabled: user.enabled,
        temporary_password_expired: user.status == UserStatus::ForceChangePassword
            && user.temporary_until.is_some_and(|until| now >= until),
        missing_attributes: pool.settings.schema.missing(&user.attributes),
        enrolled: user.second_factors.asked(pool.settings.second_factor.when),
    }
}

/// What comes next in `sign_in`; keeps a pending one.
pub(super) async fn advance(
    deps: &Deps,
    pool: &Pool,
    sign_in: SignIn,
    user: User,
    by: (&Client, &Holder),
    clears: Option<String>,
) -> Result<Outcome, Error> {
    let now = deps.now();
    match next_step(&policy_of(pool), &factors_of(pool, &user, now), &sign_in) {
        Step::Complete(authentication) => Ok(Outcome::Complete(Box::new(Completed { authentication, user, clears }))),
        Step::Refused(refusal) => {
            forget(deps, clears).await?;
            Ok(Outcome::Refused(match refusal {
                Refusal::Disabled => Refused::Disabled,
                Refusal::TemporaryPasswordExpired => Refused::TemporaryPasswordExpired,
                Refusal::NoUsableFactor => Refused::NotAuthorized,
            }))
        }
        Step::Challenge(challenge) => {
            let (client, holder) = by;
            let handle = match challenge {
                // Answered elsewhere, with a code sent to the person: nothing to keep.
                Challenge::ConfirmSignUp | Challenge::ResetPassword => {
                    forget(deps, clears).await?;
                    String::new()
                }
                Challenge::FirstFactor(_) => return Ok(Outcome::Refused(Refused::NotAuthorized)),
                Challenge::NewPassword { .. } | Challenge::SecondFactor(_) | Challenge::EnrolFactor(_) => {
                    keep(deps, sign_in, client, holder, clears).await?
                }
            };
            Ok(Outcome::Challenge(Box::new(Pending { challenge, user, handle })))
        }
    }
}

async fn forget(deps: &Deps, clears: Option<String>) -> Result<(), Error> {
    let Some(bucket) = clears else { return Ok(()) };
    deps.storage
        .unit(async |tx: &Tx| -> Result<(), Error> { Ok(tx.attempts().remove(&bucket).await.map(|_| ())?) })
        .await
}

/// Keeps a sign-in until it is answered, under the handle that it answers.
pub(super) async fn keep(
    deps: &Deps,
    sign_in: SignIn,
    client: &Client,
    holder: &Holder,
    clears: Option<String>,
) -> Result<String, Error> {
    let now = deps.now();
    let lifetime = match holder {
        Holder::Api => client.settings.auth_session_secs(),
        Holder::Browser(_) => PAGE_CHALLENGE_SECS,
    };
    let handle = bearer::mint(&deps.ring, MacPurpose::SignInHandle, deps.random.as_ref());
    let row = StoredSignIn {
        id: uuid_v7(deps.random.as_ref(), now),
        handle_hash: handle.hash,
        sign_in,
        client: client.id.clone(),
        binding_hash: binding_hash(deps, holder),
        attempts: 0,
        created_at: now,
        expires_at: now.plus_secs(lifetime),
        consumed_at: None,
    };
    let write = async |tx: &Tx| -> Result<(), Error> {
        if let Some(bucket) = &clears {
            tx.attempts().remove(bucket).await?;
        }
        Ok(tx.sign_ins().add(&row).await?)
    };
    deps.storage.unit(write).await?;
    Ok(handle.value.expose_secret().to_owned())
}

/// The keyed hash that binds a handle to its browser; empty for the API.
pub(super) fn binding_hash(deps: &Deps, holder: &Holder) -> String {
    match holder.binding() {
        "" => String::new(),
        cookie => deps.ring.keyed_hash(MacPurpose::SignInHandle, &[b"binding", cookie.as_bytes()]),
    }
}
