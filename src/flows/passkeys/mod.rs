//! Passkeys of signed-in people: added, listed, removed. Signing in with one is `flows::sign_in`.

mod add;
mod own;
mod relying_party;

pub use crate::crypto::passkey::PasskeyRefused;

pub use self::add::{BeginOutcome, FinishOutcome, begin_own, finish_own};
pub use self::own::{RemoveOutcome, list_own, remove_own};
pub(crate) use self::relying_party::relying_party_of;
