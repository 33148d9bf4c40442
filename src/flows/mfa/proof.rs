//! A second factor that was proven, to be used up in the transaction of what comes of it.

use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::Error;
use crate::storage::Tx;

/// An answer that is right.
#[derive(Debug)]
pub(crate) struct RightProof {
    way: Way,
    /// Counters that end with it: guesses, and codes that were sent.
    clears: Vec<String>,
}

/// How an answer is used up.
#[derive(Debug)]
enum Way {
    /// The step of an authenticator app.
    Totp(i64),
    /// A code that was sent: the sign-in that it belongs to is used up with it.
    Sent(Factor),
}

impl RightProof {
    pub(super) fn totp(step: i64, guesses: String) -> Self {
        Self { way: Way::Totp(step), clears: vec![guesses] }
    }

    pub(super) fn sent(factor: Factor, clears: Vec<String>) -> Self {
        Self { way: Way::Sent(factor), clears }
    }

    /// What was proven.
    pub(crate) fn factor(&self) -> Factor {
        match self.way {
            Way::Totp(_) => Factor::Totp,
            Way::Sent(factor) => factor,
        }
    }

    /// Uses it up, and forgets the guesses before it; `false`, and nothing is forgotten, when somebody else was first.
    pub(crate) async fn consume(&self, tx: &Tx, user: &User) -> Result<bool, Error> {
        let is_first = match self.way {
            Way::Totp(step) => tx.totp_secrets().take_step(&user.pool, user.id, step).await?,
            Way::Sent(_) => true,
        };
        if is_first {
            for bucket in &self.clears {
                tx.attempts().remove(bucket).await?;
            }
        }
        Ok(is_first)
    }
}
