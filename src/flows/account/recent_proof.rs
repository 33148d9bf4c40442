//! What outlives an access token or a session is changed only by who proved just now who they are (case 157): with a token
//! that was borrowed or left behind nobody gives an account another second factor, or takes the one away that it has.
//!
//! Asked for where a passkey is added or removed, where recovery codes are made, where an app takes the place of another,
//! and where a second factor is switched off. What carries a proof of its own (the previous password) does not need it, nor
//! what adds the first protection that an account has.

use crate::domain::clock::Micros;
use crate::flows::Deps;

/// Seconds for which a proof of who somebody is counts as one of just now.
const RECENT_SECS: i64 = 10 * 60;

/// The proof was too long ago: the person must sign in again first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRecent;

/// Whether somebody who proved who they are at `proven_at` (the `auth_time` of their grant or session; a refresh leaves it
/// as it is) did so in the last ten minutes.
pub fn require_recent_proof(deps: &Deps, proven_at: Micros) -> Result<(), NotRecent> {
    if deps.now() < proven_at.plus_secs(RECENT_SECS) { Ok(()) } else { Err(NotRecent) }
}
