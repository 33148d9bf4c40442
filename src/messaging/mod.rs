//! Messages: the outbox's payloads, and the senders that deliver them as mail or as text messages.
//!
//! It refuses to know when a message is due and how often it is tried; `jobs` decides that.

mod attempt;
mod composer;
mod gateway;
pub mod mail;
mod message;
mod sender;
pub mod sms;
mod substitution;
mod text_message;

pub use self::attempt::Attempt;
pub use self::composer::Composer;
pub use self::gateway::{Gateway, GatewayShape};
pub use self::message::{Message, Queued};
pub use self::sender::{Delivered, DeliveredText, Mailbox, SendError, Sender, SmsSender};
use self::substitution::{one_line, substitute, substitute_all};
