//! The use cases. Every door calls these and none decides anything itself.
//!
//! A flow is `async fn verb(deps, input) -> Result<Outcome, Error>`. What a person can reach in the normal course of
//! things, refusals included, is an outcome, and outcomes commit; an [`Error`] is the rest, and rolls back. A flow owns
//! its transaction: read and decide, then begin, check again, write, enqueue events and messages, commit last. Hashing,
//! mail and calls to others never happen while a transaction is open.

pub mod account;
pub mod admission;
mod aliases;
pub mod authorize;
pub mod backup;
mod breached;
mod chosen_password;
pub mod codes;
pub mod csrf;
mod deps;
pub mod device;
pub mod direct;
pub mod directory;
pub mod doctor;
mod earliest;
mod error;
pub mod events;
pub mod federation;
pub mod health;
mod id_token_hint;
pub mod keys;
pub mod logout;
pub mod manage;
mod message_budget;
mod messages;
pub mod mfa;
pub mod page_state;
pub mod passkeys;
pub mod recovery;
pub mod risk;
pub mod session;
pub mod sign_in;
pub mod sign_up;
mod sms_reach;
pub mod time;
pub mod token;
mod versioned;
mod versions;

pub use self::breached::{BreachLookUp, BreachedPasswords, LookUpFailed};
pub use self::codes::CodeRefused;
pub use self::deps::{Deps, Urls};
pub use self::error::Error;
pub use self::sms_reach::{SmsReach, Undeliverable};
pub use self::versions::Versions;
