//! What outlives an access token or a session is changed only by who proved just now who they are (case 157): with a token
//! that was borrowed or left behind nobody gives an account another second factor, or takes the one away that it has.
//!
//! Asked for where a passkey is added or removed, where recovery codes are made, where an app takes the place of another,
//! and where a second factor is switched off. What carries a proof of its own (the previous password) does not need it, nor
//! what adds the first protection that an account has. E-mail address, phone number, password and the account itself are
//! asked for at the account page, and over the API where the client says so (`RequireRecentProof`): Cognito's apps change
//! them with any token.

use crate::domain::clock::Micros;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Acr, asks_second};
use crate::domain::user::User;
use crate::flows::Deps;
use crate::flows::sign_in::policy_of;

/// Seconds for which a proof of who somebody is counts as one of just now.
const RECENT_SECS: i64 = 10 * 60;

/// The proof was too long ago: the person must sign in again first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRecent;

/// When `user` proved all that is asked of them, in a sign-in that ended at `auth_time` and was done as `amr` says; `None`: a
/// remembered device may have stood in for the second factor.
pub(crate) fn proven_in_full(pool: &Pool, user: &User, (auth_time, amr): (Micros, &[String])) -> Option<Micros> {
    let policy = policy_of(pool);
    let may_be_spared = policy.device_stands_in && asks_second(&policy, None, user);
    (!may_be_spared || Acr::of(amr) == Acr::TwoFactors).then_some(auth_time)
}

/// Whether somebody who proved who they are at `proven_at` (the `auth_time` of their grant or session; a refresh leaves it
/// as it is) did so in the last ten minutes. `None`, of `proven_in_full`: a remembered device is enough to come in, and not
/// to change what is asked of whoever comes in.
pub fn require_recent_proof(deps: &Deps, proven_at: Option<Micros>) -> Result<(), NotRecent> {
    match proven_at {
        Some(at) if deps.now() < at.plus_secs(RECENT_SECS) => Ok(()),
        Some(_) | None => Err(NotRecent),
    }
}
