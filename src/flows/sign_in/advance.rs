//! Asks the machine what comes next and keeps what must be kept until it is answered.
//!
//! Before the first proof there is no row; one is written only when a proof does not complete the sign-in. Where a code is
//! asked for that must be sent, the message is queued in the transaction of that row.

use super::{Completed, Holder, Outcome, Pending, Refused};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::code::Channel;
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v7;
use crate::domain::secret::ExposeSecret;
use crate::domain::sign_in::{Challenge, Refusal, SignIn, SignInPolicy, Step, UserFactors, next_step};
use crate::domain::user::{User, UserStatus};
use crate::flows::mfa::SentCode;
use crate::flows::{Deps, Error, device};
use crate::storage::{StoredSignIn, Tx};

/// Seconds for which a page's challenge can be answered; the API's is the client's setting.
const PAGE_CHALLENGE_SECS: i64 = 15 * 60;

/// The policy of a pool.
pub(crate) fn policy_of(pool: &Pool) -> SignInPolicy {
    let second = &pool.settings.second_factor;
    SignInPolicy {
        first: pool.settings.first_factors.clone(),
        second: second.when,
        second_kinds: second.kinds.clone(),
        passkey_is_two: pool.settings.passkeys.is_two_factors,
        device_stands_in: pool.settings.devices.is_some_and(|devices| devices.stands_in),
    }
}

/// What the machine needs to know of `user`.
pub(crate) fn factors_of(pool: &Pool, user: &User, now: Micros) -> UserFactors {
    UserFactors {
        status: user.status,
        enabled: user.enabled,
        temporary_password_expired: user.status == UserStatus::ForceChangePassword
            && user.temporary_until.is_some_and(|until| now >= until),
        missing_attributes: pool.settings.schema.missing(&user.attributes),
        enrolled: user.asked_second(pool.settings.second_factor.when, &pool.settings.second_factor.kinds),
        preferred: user.second_factors.preferred(),
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
    let device = device::recognise(deps, pool, &user, by.1).await?;
    let sign_in = sign_in.on(device.as_ref().and_then(|seen| seen.trusted(&user, now)));
    match next_step(&policy_of(pool), &factors_of(pool, &user, now), &sign_in) {
        Step::Complete(authentication) => {
            Ok(Outcome::Complete(Box::new(Completed { authentication, user, clears, device, is_to_remember: false })))
        }
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
            let code = match asked_channel(&challenge) {
                Some(channel) => SentCode::reserve(deps, pool, &user, channel).await?,
                None => None,
            };
            let delivery = code.as_ref().map(SentCode::delivery);
            let handle = match challenge {
                // Answered elsewhere, with a code sent to the person: nothing to keep.
                Challenge::ConfirmSignUp | Challenge::ResetPassword => {
                    forget(deps, clears).await?;
                    String::new()
                }
                Challenge::FirstFactor(_) => return Ok(Outcome::Refused(Refused::NotAuthorized)),
                Challenge::NewPassword { .. } | Challenge::SecondFactor { .. } | Challenge::EnrolFactor(_) => {
                    keep(deps, (pool, &user), Kept { sign_in, client, holder, clears, code }).await?
                }
            };
            Ok(Outcome::Challenge(Box::new(Pending { challenge, user, handle, delivery })))
        }
    }
}

/// The way on which a code is sent for this challenge, where one is.
pub(super) fn asked_channel(challenge: &Challenge) -> Option<Channel> {
    let Challenge::SecondFactor { asked, .. } = challenge else { return None };
    asked.and_then(Channel::of)
}

async fn forget(deps: &Deps, clears: Option<String>) -> Result<(), Error> {
    let Some(bucket) = clears else { return Ok(()) };
    deps.storage
        .unit(async |tx: &Tx| -> Result<(), Error> { Ok(tx.attempts().remove(&bucket).await.map(|_| ())?) })
        .await
}

/// What is kept of a sign-in that waits.
pub(super) struct Kept<'a> {
    /// What has been proven.
    pub(super) sign_in: SignIn,
    /// The client it is for.
    pub(super) client: &'a Client,
    /// Whose hands it is in.
    pub(super) holder: &'a Holder,
    /// The attempts that are forgotten with it.
    pub(super) clears: Option<String>,
    /// The code that answers it, to be sent.
    pub(super) code: Option<SentCode>,
}

/// Keeps a sign-in until it is answered, under the handle that it answers, and sends its code.
pub(super) async fn keep(deps: &Deps, person: (&Pool, &User), kept: Kept<'_>) -> Result<String, Error> {
    let Kept { sign_in, client, holder, clears, code } = kept;
    let now = deps.now();
    let lifetime = challenge_secs(client, holder);
    let handle = bearer::mint(&deps.ring, MacPurpose::SignInHandle, deps.random.as_ref());
    let id = uuid_v7(deps.random.as_ref(), now);
    let row = StoredSignIn {
        id,
        handle_hash: handle.hash,
        sign_in,
        client: client.id.clone(),
        binding_hash: binding_hash(deps, holder),
        attempts: 0,
        created_at: now,
        expires_at: now.plus_secs(lifetime),
        consumed_at: None,
        code_hash: code.as_ref().map(|code| code.hash(deps, id)),
    };
    let write = async |tx: &Tx| -> Result<(), Error> {
        if let Some(bucket) = &clears {
            tx.attempts().remove(bucket).await?;
        }
        tx.sign_ins().add(&row).await?;
        match &code {
            Some(code) => code.queue(deps, tx, person, holder.language(), row.expires_at).await,
            None => Ok(()),
        }
    };
    deps.storage.unit(write).await?;
    Ok(handle.value.expose_secret().to_owned())
}

/// Seconds for which a challenge can be answered.
pub(super) fn challenge_secs(client: &Client, holder: &Holder) -> i64 {
    match holder {
        Holder::Api => client.settings.auth_session_secs(),
        Holder::Browser { .. } => PAGE_CHALLENGE_SECS,
    }
}

/// The keyed hash that binds a handle to its browser; empty for the API.
pub(super) fn binding_hash(deps: &Deps, holder: &Holder) -> String {
    match holder.binding() {
        "" => String::new(),
        cookie => deps.ring.keyed_hash(MacPurpose::SignInHandle, &[b"binding", cookie.as_bytes()]),
    }
}
