//! The completed result of a sign-in. Its fields are private and its makers few: the machine, and the resumption of a
//! live session under the request's demands.

use super::{Acr, Factor, Proof, SecondFactor, SignIn, SignInPolicy};
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::device::{DeviceId, TrustedDevice};
use crate::domain::pool::PoolId;
use crate::domain::provider::ProviderId;
use crate::domain::session::{SessionLogin, UpstreamSession};
use crate::domain::user::{User, UserId};

/// The word for several factors (RFC 8176 §2).
pub const MFA: &str = "mfa";
/// The word for an upstream provider, which came first. RFC 8176 has none; it says nothing of what was asked there.
pub const PROVIDER: &str = "fed";

/// Proof, for the rest of the program, that a user did all that the policy asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    pool: PoolId,
    client: ClientId,
    user: UserId,
    auth_time: Micros,
    amr: Vec<String>,
    epoch: i64,
    has_proven_second: bool,
    stood_in: Option<DeviceId>,
    provider: Option<ProviderId>,
    upstream: Option<UpstreamSession>,
}

impl Authentication {
    /// Called by the machine only. `passkey_is_two`: the pool takes a passkey of a verified holder for two factors;
    /// `stood_in`: the remembered device that spared the person the second one. It is no factor, and says nothing in `amr`.
    pub(super) fn of(sign_in: &SignIn, passkey_is_two: bool, stood_in: Option<DeviceId>) -> Self {
        let factors = sign_in.factors();
        let by_provider = sign_in.is_by_provider().then_some(PROVIDER);
        let words = by_provider.into_iter().chain(factors.iter().map(|factor| factor.amr()));
        let mut amr: Vec<String> = words.map(str::to_owned).collect();
        amr.dedup();
        let later = sign_in.later_factors();
        let are_several = factors.iter().any(|factor| *factor != Factor::Password) && !later.is_empty();
        let is_two = passkey_is_two && sign_in.began_with_verified_passkey();
        if are_several || is_two {
            amr.push(MFA.to_owned());
        }
        // Whoever needed a recovery code has lost something, and is remembered once they have proven a factor again.
        let is_own = |factor: &Factor| *factor != Factor::RecoveryCode;
        let has_proven_second = is_two || later.iter().any(is_own);
        Self {
            pool: sign_in.pool.clone(),
            client: sign_in.client.clone(),
            user: sign_in.user,
            auth_time: sign_in.proven_at,
            amr,
            epoch: sign_in.epoch,
            has_proven_second,
            stood_in,
            provider: sign_in.provider(),
            upstream: sign_in.upstream,
        }
    }

    /// The pool in which it holds.
    pub fn pool(&self) -> &PoolId {
        &self.pool
    }

    /// The client for which it was made.
    pub fn client(&self) -> &ClientId {
        &self.client
    }

    /// Who it is.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The upstream provider that vouched for them; `None`: they proved it here.
    pub fn provider(&self) -> Option<ProviderId> {
        self.provider
    }

    /// The session at that provider, where it is remembered.
    pub fn upstream(&self) -> Option<UpstreamSession> {
        self.upstream
    }

    /// When they proved it.
    pub fn auth_time(&self) -> Micros {
        self.auth_time
    }

    /// How they proved it (RFC 8176).
    pub fn amr(&self) -> &[String] {
        &self.amr
    }

    /// The user's epoch when the sign-in began.
    pub fn epoch(&self) -> i64 {
        self.epoch
    }

    /// Whether a second factor was proven in this sign-in, and not by a recovery code: the device may be remembered for it.
    pub fn has_proven_second(&self) -> bool {
        self.has_proven_second
    }

    /// The remembered device that spared the person the second factor.
    pub fn stood_in(&self) -> Option<DeviceId> {
        self.stood_in
    }
}

/// What a request asks of a session that it would use (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    /// `prompt=login`: a fresh proof in any case.
    pub fresh: bool,
    /// `max_age`: seconds since the proof at most.
    pub max_age_secs: Option<i64>,
    /// `acr_values`: how much must be proven.
    pub acr: Option<Acr>,
}

/// What becomes of a live session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resumption {
    /// It serves.
    Resumed(Authentication),
    /// It would, but for a second factor that is asked for by now.
    LacksSecond,
    /// The user must prove themselves again: it is of another pool or user, over, ended by a sign-out everywhere, or too old
    /// for the request; or the account is not open.
    Unusable,
}

/// Whether a second factor is asked of `user`, one that they have or one that they must set up, where `acr` is demanded.
pub fn asks_second(policy: &SignInPolicy, acr: Option<Acr>, user: &User) -> bool {
    let when = policy.asks_second(acr);
    when == SecondFactor::Required || !user.asked_second(when, &policy.second_kinds).is_empty()
}

/// What came first in the sign-in of a session. Only what can come first has a word in `amr` here.
pub fn first_proof_of(login: &SessionLogin) -> Option<Proof> {
    let can_be = [Factor::Password, Factor::EmailCode, Factor::SmsCode, Factor::Passkey];
    if let Some(provider) = login.provider {
        return Some(Proof::Provider(provider));
    }
    let first = login.amr.first()?;
    can_be.into_iter().find(|factor| first == factor.amr()).map(Proof::Factor)
}

/// Resumes a live session for `client`, if it serves.
///
/// Where the second factor was spared by a device, `device` must still be remembered.
pub fn resume(
    login: &SessionLogin,
    (user, device): (&User, Option<&TrustedDevice>),
    client: &ClientId,
    (policy, requirements): (&SignInPolicy, Requirements),
    now: Micros,
) -> Resumption {
    let policy = &policy.clone().by_provider(login.is_by_provider());
    let age_holds = requirements.max_age_secs.is_none_or(|max| now.secs() - login.auth_time.secs() <= max && max > 0);
    // In the place of a factor that is set up only, as in a sign-in.
    let is_own = device.is_some_and(|device| device.of(&login.pool, login.user).is_some());
    let stands_in = policy.device_stands_in
        && is_own
        && requirements.acr != Some(Acr::TwoFactors)
        && !user.asked_second(policy.second, &policy.second_kinds).is_empty();
    let usable = login.pool == user.pool
        && login.user == user.id
        && user.enabled
        && user.status.is_open(login.is_by_provider())
        && !user.has_ended(login.epoch)
        && login.is_live(now)
        && !requirements.fresh
        && age_holds;
    if !usable {
        return Resumption::Unusable;
    }
    if asks_second(policy, requirements.acr, user) && !login.has_several_factors() && !stands_in {
        return Resumption::LacksSecond;
    }
    Resumption::Resumed(Authentication {
        pool: login.pool.clone(),
        client: client.clone(),
        user: login.user,
        auth_time: login.auth_time,
        amr: login.amr.clone(),
        epoch: login.epoch,
        has_proven_second: false,
        stood_in: None,
        provider: login.provider,
        upstream: login.upstream,
    })
}
