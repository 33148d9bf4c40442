//! A right answer and the sign-in that it is for are used up together, or neither is: of two right answers at once the later
//! one must not burn what it brought (a recovery code, a step of an app) for a sign-in that the other has taken.

use uuid::Uuid;

use super::second_factor::CodeRefused;
use crate::flows::mfa::ProofRefused;
use crate::flows::{Deps, Error};
use crate::storage::{StorageError, Transient, Tx};

/// Why a right answer is not taken after all. Each rolls back.
enum Untaken {
    /// What was brought has been used.
    Answer,
    /// The sign-in has.
    SignIn,
    Failed(Error),
}

impl From<Error> for Untaken {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<StorageError> for Untaken {
    fn from(error: StorageError) -> Self {
        Self::Failed(error.into())
    }
}

impl Transient for Untaken {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Failed(error) if error.is_transient())
    }
}

/// Uses up what was brought, by `effect`, and the sign-in of this id. `effect` answers what comes of it; `None`: it was used
/// before, and the sign-in goes on waiting.
pub(super) async fn take<T>(
    deps: &Deps,
    sign_in: Uuid,
    effect: impl AsyncFn(&Tx) -> Result<Option<T>, Error>,
) -> Result<Result<T, CodeRefused>, Error> {
    let work = async |tx: &Tx| -> Result<T, Untaken> {
        let done = effect(tx).await?.ok_or(Untaken::Answer)?;
        if !tx.sign_ins().consume(sign_in, deps.now()).await? {
            return Err(Untaken::SignIn);
        }
        Ok(done)
    };
    match deps.storage.unit(work).await {
        Ok(done) => Ok(Ok(done)),
        Err(Untaken::Answer) => Ok(Err(CodeRefused::Code(ProofRefused::AlreadyUsed))),
        Err(Untaken::SignIn) => Ok(Err(CodeRefused::SessionInvalid)),
        Err(Untaken::Failed(error)) => Err(error),
    }
}
