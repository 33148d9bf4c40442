//! Passkeys of signed-in people: added, listed, renamed, removed. Signing in with one is `flows::sign_in`.

mod add;
mod add_at_page;
mod add_by_token;
mod carried;
mod own;
mod owner;
mod related;
mod relying_party;

pub use crate::crypto::passkey::PasskeyRefused;

pub use self::add::{FinishOutcome, NotBegun};
pub use self::add_at_page::{Offered, PageAnswer, finish_offered, offer_own};
pub use self::add_by_token::{begin_own, finish_own};
pub(crate) use self::carried::{Carried, LONGEST_SECS, Whose};
pub use self::own::{RemoveOutcome, RenameOutcome, list_own, remove_own, rename_own};
pub use self::owner::Owner;
pub use self::related::related_origins;
pub(crate) use self::relying_party::relying_party_of;
