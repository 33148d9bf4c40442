//! Asks the machine what comes next and keeps what must be kept until it is answered.
//!
//! Before the first proof there is no row; one is written only when a proof does not complete the sign-in. Where a code is
//! asked for that must be sent, the message is queued in the transaction of that row.

use serde_json::Value;
use uuid::Uuid;

use super::{Completed, Holder, Outcome, Pending, Refused};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::{Client, ClientId};
use crate::domain::clock::Micros;
use crate::domain::code::Channel;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v7;
use crate::domain::secret::ExposeSecret;
use crate::domain::sign_in::{
    Challenge, Factor, Proof, Refusal, SecondFactor, SignIn, SignInPolicy, Step, UserFactors, next_step,
};
use crate::domain::user::{User, UserStatus};
use crate::flows::mfa::{self, SentCode};
use crate::flows::risk::{self, Aftermath, Clues, Found};
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
        second_kinds: pool.settings.second_kinds(),
        passkey_is_two: pool.settings.passkeys.is_two_factors,
        device_stands_in: pool.settings.devices.is_some_and(|devices| devices.stands_in),
        provider_needs_second: pool.settings.providers_need_second,
    }
}

/// The policy of a pool for this client. At the account page the way in is changed: no device stands in for a factor there.
pub(crate) fn policy_for(pool: &Pool, client: &ClientId) -> SignInPolicy {
    let policy = policy_of(pool);
    SignInPolicy { device_stands_in: policy.device_stands_in && !client.is_account_page(), ..policy }
}

/// What the machine needs to know of `user` in this sign-in.
pub(crate) fn factors_of(pool: &Pool, user: &User, sign_in: &SignIn, now: Micros) -> UserFactors {
    let kinds = pool.settings.second_kinds();
    let when = policy_of(pool).by_provider(sign_in.is_by_provider()).asks_second(sign_in.acr);
    UserFactors {
        status: user.status,
        enabled: user.enabled,
        temporary_password_expired: user.status == UserStatus::ForceChangePassword
            && user.temporary_until.is_some_and(|until| now >= until),
        missing_attributes: pool.settings.schema.missing(&user.attributes),
        enrolled: user.asked_second(when, &kinds),
        able: user.asked_second(SecondFactor::Required, &kinds),
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
    (clears, clues): (Option<String>, Clues<'_>),
) -> Result<Outcome, Error> {
    let (now, client) = (deps.now(), by.0);
    let device = device::recognise(deps, pool, &user, by.1).await?;
    let sign_in = sign_in.on(device.as_ref().and_then(|seen| seen.trusted(&user, now)));
    // Once, after the first proof, whichever entrance it came through.
    let (sign_in, notice) = match sign_in.risk {
        None => {
            let standing = device.as_ref().map(|seen| seen.standing(&user, now));
            let clues = Clues { device: risk::device(standing), ..clues };
            risk::weighed(deps, (pool, client, &user), sign_in, clues).await?
        }
        Some(_) => (sign_in, None),
    };
    match next_step(&policy_for(pool, &client.id), &factors_of(pool, &user, &sign_in, now), &sign_in) {
        Step::Complete(authentication) => {
            let risk = sign_in.risk.map(|decision| Found { decision, notice });
            let completed = Completed { authentication, user, clears, device, is_to_remember: false, risk };
            Ok(Outcome::Complete(Box::new(completed)))
        }
        Step::Refused(Refusal::TooRisky) => {
            // What was counted stays counted: whoever is refused for the risk has not shown that they are the person.
            let person = (pool, client, &user);
            let blocked = risk::aftermath(deps, EventName::SignInBlocked, person, (&sign_in, notice))?;
            forget(deps, None, &blocked).await?;
            Ok(Outcome::Refused(Refused::TooRisky))
        }
        Step::Refused(refusal) => {
            forget(deps, clears, &Aftermath::default()).await?;
            Ok(Outcome::Refused(match refusal {
                Refusal::Disabled => Refused::Disabled,
                Refusal::TemporaryPasswordExpired => Refused::TemporaryPasswordExpired,
                Refusal::NoUsableFactor | Refusal::ByProviderOnly => Refused::NotAuthorized,
                Refusal::TooRisky => Refused::TooRisky,
            }))
        }
        Step::Challenge(challenge) => {
            let holder = by.1;
            let is_first = sign_in.later_factors().is_empty() && !sign_in.proofs.contains(&Proof::NewPassword);
            let aftermath = if is_first {
                risk::questioned_or_nothing(deps, (pool, client, &user), (&sign_in, notice))?
            } else {
                Aftermath::default()
            };
            let code = match asked_channel(&challenge) {
                Some(channel) => SentCode::reserve(deps, pool, &user, channel).await?,
                None => None,
            };
            let delivery = code.as_ref().map(SentCode::delivery);
            let mut passkey = None;
            let handle = match challenge {
                // Answered elsewhere, with a code sent to the person: nothing to keep.
                Challenge::ConfirmSignUp | Challenge::ResetPassword => {
                    forget(deps, clears, &aftermath).await?;
                    String::new()
                }
                Challenge::FirstFactor(_) => return Ok(Outcome::Refused(Refused::NotAuthorized)),
                Challenge::NewPassword { .. }
                | Challenge::SecondFactor { .. }
                | Challenge::EnrolFactor(_)
                | Challenge::EnrolSent { .. } => {
                    let kept = Kept { sign_in, client, holder, clears, code, aftermath };
                    let (id, handle) = keep(deps, (pool, &user), kept).await?;
                    passkey = passkey_of(deps, (pool, &user), holder, &challenge, (id, 0)).await?;
                    handle
                }
            };
            Ok(Outcome::Challenge(Box::new(Pending { challenge, user, handle, delivery, passkey })))
        }
    }
}

/// What a program is to give its browser, where the challenge is a passkey.
pub(super) async fn passkey_of(
    deps: &Deps,
    person: (&Pool, &User),
    holder: &Holder,
    challenge: &Challenge,
    waiting: (Uuid, i32),
) -> Result<Option<Value>, Error> {
    let is_asked = matches!(challenge, Challenge::SecondFactor { asked: Some(Factor::Passkey), .. });
    if !is_asked || *holder != Holder::Api {
        return Ok(None);
    }
    mfa::ask_passkey(deps, person, waiting).await
}

/// The way on which a code is sent for this challenge, where one is.
pub(super) fn asked_channel(challenge: &Challenge) -> Option<Channel> {
    let Challenge::SecondFactor { asked, .. } = challenge else { return None };
    asked.and_then(Channel::of)
}

async fn forget(deps: &Deps, clears: Option<String>, aftermath: &Aftermath) -> Result<(), Error> {
    if clears.is_none() && aftermath.is_empty() {
        return Ok(());
    }
    let write = async |tx: &Tx| -> Result<(), Error> {
        if let Some(bucket) = &clears {
            tx.attempts().remove(bucket).await?;
        }
        aftermath.write(tx).await
    };
    deps.storage.unit(write).await
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
    /// What is written of its risk.
    pub(super) aftermath: Aftermath,
}

/// Keeps a sign-in until it is answered, and sends its code: its id, and the handle under which it is found.
pub(super) async fn keep(deps: &Deps, person: (&Pool, &User), kept: Kept<'_>) -> Result<(Uuid, String), Error> {
    let Kept { sign_in, client, holder, clears, code, aftermath } = kept;
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
        aftermath.write(tx).await?;
        match &code {
            Some(code) => code.queue(deps, tx, person, holder.language(), row.expires_at).await,
            None => Ok(()),
        }
    };
    deps.storage.unit(write).await?;
    Ok((id, handle.value.expose_secret().to_owned()))
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
