//! Attempts to sign in, and the limits on them.

use metrics::counter;

use super::series::{LIMITS_REACHED, RATE_REFUSALS, RISKS, SIGN_INS, STUFFING};

/// How a password as a first factor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInEnd {
    /// Signed in.
    Completed,
    /// It was right, and something more is asked.
    Challenged,
    /// It was wrong, or nobody's.
    Wrong,
    /// It was right, and the account may not come in.
    Barred,
    /// It was not tried: the account is locked.
    Locked,
    /// It was not tried: too many came, or the hashing queue was full.
    Shed,
    /// Something failed.
    Failed,
}

impl SignInEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Challenged => "challenged",
            Self::Wrong => "wrong",
            Self::Barred => "barred",
            Self::Locked => "locked",
            Self::Shed => "shed",
            Self::Failed => "failed",
        }
    }
}

/// A password was tried.
pub fn sign_in_ended(end: SignInEnd) {
    counter!(SIGN_INS, "outcome" => end.as_str()).increment(1);
}

/// The risk of a sign-in was weighed, and this is what its pool does about it.
pub fn risk_weighed(level: &'static str, action: &'static str) {
    counter!(RISKS, "level" => level, "action" => action).increment(1);
}

/// An attempt was refused because the limit of this name is reached.
pub fn limit_reached(limit: &'static str) {
    counter!(LIMITS_REACHED, "limit" => limit).increment(1);
}

/// How often a rate has refused so far, for an address or for a pool.
pub fn rate_refused(rate: &'static str, scope: &'static str, so_far: u64) {
    counter!(RATE_REFUSALS, "rate" => rate, "scope" => scope).absolute(so_far);
}

/// How often stuffing has been suspected so far, from an address or at a pool.
pub fn stuffing_suspected(scope: &'static str, so_far: u64) {
    counter!(STUFFING, "scope" => scope).absolute(so_far);
}
