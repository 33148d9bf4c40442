//! A second factor that was proven, to be used up in the transaction of what comes of it.

use uuid::Uuid;

use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{PasskeyUse, Tx};

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
    /// The hash of a recovery code.
    Recovery(String),
    /// A passkey, and what it showed.
    Passkey(Uuid, PasskeyUse),
}

impl RightProof {
    pub(super) fn totp(step: i64, guesses: String) -> Self {
        Self { way: Way::Totp(step), clears: vec![guesses] }
    }

    pub(super) fn sent(factor: Factor, clears: Vec<String>) -> Self {
        Self { way: Way::Sent(factor), clears }
    }

    pub(super) fn recovery(hash: String, guesses: String) -> Self {
        Self { way: Way::Recovery(hash), clears: vec![guesses] }
    }

    pub(super) fn passkey(id: Uuid, shown: PasskeyUse) -> Self {
        Self { way: Way::Passkey(id, shown), clears: Vec::new() }
    }

    /// What was proven.
    pub(crate) fn factor(&self) -> Factor {
        match self.way {
            Way::Totp(_) => Factor::Totp,
            Way::Sent(factor) => factor,
            Way::Recovery(_) => Factor::RecoveryCode,
            Way::Passkey(..) => Factor::Passkey,
        }
    }

    /// Uses it up, and forgets the guesses before it; `false`, and nothing is forgotten, when somebody else was first.
    pub(crate) async fn consume(&self, deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<bool, Error> {
        let is_first = match &self.way {
            Way::Totp(step) => tx.totp_secrets().take_step(&pool.id, user.id, *step).await?,
            Way::Sent(_) => true,
            Way::Recovery(hash) => use_up(deps, tx, (pool, user), hash).await?,
            Way::Passkey(id, shown) => tx.passkeys().note_use(*id, *shown, deps.now()).await?,
        };
        if is_first {
            for bucket in &self.clears {
                tx.attempts().remove(bucket).await?;
            }
        }
        Ok(is_first)
    }
}

/// Uses a recovery code up, and tells its person: somebody else may have found the paper.
async fn use_up(deps: &Deps, tx: &Tx, (pool, user): (&Pool, &User), hash: &str) -> Result<bool, Error> {
    if !tx.recovery_codes().use_up(&pool.id, user.id, hash, deps.now()).await? {
        return Ok(false);
    }
    let left = tx.recovery_codes().left(&pool.id, user.id).await?;
    tx.events().add(&events::of_user(deps, EventName::RecoveryCodeUsed, &pool.id, user.id, None)).await?;
    messages::recovery_code_used(deps, tx, pool, user, left).await?;
    Ok(true)
}
