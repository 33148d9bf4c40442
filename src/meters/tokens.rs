//! Tokens that were issued and refused.

use metrics::counter;

use super::series::{REFRESH_REUSE, TOKEN_REFUSALS, TOKENS};

/// Tokens were issued for a grant of this type: a word of ours, not the one that was sent.
pub fn tokens_issued(grant: &'static str) {
    counter!(TOKENS, "grant" => grant).increment(1);
}

/// The token endpoint refused with this error code.
pub fn token_refused(error: &'static str) {
    counter!(TOKEN_REFUSALS, "error" => error).increment(1);
}

/// What became of a refresh token that had been replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reuse {
    /// Within the grace window: it was answered with its successor.
    Replayed,
    /// After it: its family was killed.
    Killed,
}

impl Reuse {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Replayed => "replayed",
            Self::Killed => "killed",
        }
    }
}

/// A refresh token came after it had been replaced.
pub fn refresh_came_again(outcome: Reuse) {
    counter!(REFRESH_REUSE, "outcome" => outcome.as_str()).increment(1);
}
