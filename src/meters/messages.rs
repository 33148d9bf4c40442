//! Messages on their way out.

use metrics::{counter, gauge};

use super::series::{MAILS, OUTBOX_AGE_SECONDS, OUTBOX_LENGTH, SMS, SMS_PARTS};
use crate::domain::clock::Micros;
use crate::domain::pool::Contact;

/// How a try to deliver a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageEnd {
    /// The mail server, or the gateway, took it.
    Delivered,
    /// It will be tried again.
    Delayed,
    /// It will not be tried again.
    GivenUp,
    /// It had waited so long that it was replaced by one with a fresh code.
    Replaced,
}

impl MessageEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Delayed => "delayed",
            Self::GivenUp => "given_up",
            Self::Replaced => "replaced",
        }
    }
}

/// A try to deliver a message to such a contact ended.
pub fn message_ended(contact: Contact, end: MessageEnd) {
    let series = match contact {
        Contact::Email => MAILS,
        Contact::PhoneNumber => SMS,
    };
    counter!(series, "outcome" => end.as_str()).increment(1);
}

/// A text message of so many parts was handed to the gateway.
pub fn sms_parts(parts: usize) {
    counter!(SMS_PARTS).increment(parts as u64);
}

/// So many messages wait at `now`, the oldest since `oldest`.
#[expect(clippy::cast_precision_loss, reason = "counts and seconds far below where that matters")]
pub fn backlog(waiting: u64, oldest: Option<Micros>, now: Micros) {
    gauge!(OUTBOX_LENGTH).set(waiting as f64);
    let age = oldest.map_or(0, |oldest| now.since(oldest).max(0));
    gauge!(OUTBOX_AGE_SECONDS).set(age as f64 / 1e6);
}
