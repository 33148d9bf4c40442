//! Messages: the outbox's payloads, and the senders that deliver them.
//!
//! It refuses to know when a message is due and how often it is tried; `jobs` decides that.

mod composer;
pub mod mail;
mod message;
mod sender;

pub use self::composer::Composer;
pub use self::message::{Message, Queued};
pub use self::sender::{Delivered, Mailbox, SendError, Sender};
