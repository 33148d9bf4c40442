//! Recovery codes: made ten at a time and shown once, used one by one in the place of any second factor.

use super::guess::Guess;
use super::{ProofRefused, RightProof};
use crate::crypto::recovery_code;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Factor, SecondFactor};
use crate::domain::user::User;
use crate::flows::account::{Caller, require_recent_proof};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Fresh codes: what is shown, and what is kept.
pub(crate) struct FreshCodes {
    codes: Vec<Secret>,
    hashes: Vec<String>,
}

impl FreshCodes {
    /// Makes ten.
    pub(crate) fn make(deps: &Deps, pool: &Pool, user: &User) -> Self {
        let codes: Vec<Secret> =
            (0..recovery_code::COUNT).map(|_| recovery_code::generate(deps.random.as_ref())).collect();
        let hashes = codes.iter().map(|code| recovery_code::hash(&deps.ring, &pool.id, user.id, code)).collect();
        Self { codes, hashes }
    }

    /// Keeps them in the place of all that the user had.
    pub(crate) async fn keep(&self, deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
        tx.recovery_codes().replace(&pool.id, user.id, &self.hashes, deps.now()).await?;
        let made = events::of_user(deps, EventName::RecoveryCodesMade, &pool.id, user.id, None);
        Ok(tx.events().add(&made).await?)
    }

    /// What the person must write down now: it is never shown again.
    pub(crate) fn shown(self) -> Vec<Secret> {
        self.codes
    }
}

/// How asking for recovery codes ends.
#[derive(Debug)]
pub enum OwnCodesOutcome {
    /// These, and no others any more.
    Made(Vec<Secret>),
    /// There is no second factor that they could stand in for.
    NoSecondFactor,
    /// The sign-in was too long ago.
    NotRecent,
}

/// Makes new codes for a signed-in user.
pub async fn make_own(deps: &Deps, caller: &Caller) -> Result<OwnCodesOutcome, Error> {
    let Caller { pool, user, .. } = caller;
    let policy = &pool.settings.second_factor;
    if policy.when == SecondFactor::Off || user.provable().is_disjoint(&policy.kinds) {
        return Ok(OwnCodesOutcome::NoSecondFactor);
    }
    // A borrowed access token must not become ten ways around the second factor.
    if require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(OwnCodesOutcome::NotRecent);
    }
    let fresh = FreshCodes::make(deps, pool, user);
    deps.storage.unit(async |tx: &Tx| fresh.keep(deps, tx, pool, user).await).await?;
    Ok(OwnCodesOutcome::Made(fresh.shown()))
}

/// Whether `presented` is a code of `user` that nobody has used.
pub(crate) async fn check(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    presented: &str,
) -> Result<Result<RightProof, ProofRefused>, Error> {
    let guess = match Guess::reserve(deps, pool, user, Factor::RecoveryCode).await? {
        Ok(guess) => guess,
        Err(refused) => return Ok(Err(refused)),
    };
    let hashes = recovery_code::lookup(&deps.ring, &pool.id, user.id, presented);
    match deps.storage.read().recovery_codes().find_unused(&pool.id, user.id, &hashes).await? {
        Some(hash) => Ok(Ok(RightProof::recovery(hash, guess.was_right()))),
        None => guess.was_wrong().await.map(Err),
    }
}
