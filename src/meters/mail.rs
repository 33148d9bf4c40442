//! Mail on its way out.

use metrics::{counter, gauge};

use super::series::{MAILS, OUTBOX_AGE_SECONDS, OUTBOX_LENGTH};
use crate::domain::clock::Micros;

/// How a try to deliver a mail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailEnd {
    /// The mail server took it.
    Delivered,
    /// It will be tried again.
    Delayed,
    /// It will not be tried again.
    GivenUp,
    /// It had waited so long that it was replaced by one with a fresh code.
    Replaced,
}

impl MailEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Delayed => "delayed",
            Self::GivenUp => "given_up",
            Self::Replaced => "replaced",
        }
    }
}

/// A try to deliver a mail ended.
pub fn mail_ended(end: MailEnd) {
    counter!(MAILS, "outcome" => end.as_str()).increment(1);
}

/// So many mails wait at `now`, the oldest since `oldest`.
#[expect(clippy::cast_precision_loss, reason = "counts and seconds far below where that matters")]
pub fn backlog(waiting: u64, oldest: Option<Micros>, now: Micros) {
    gauge!(OUTBOX_LENGTH).set(waiting as f64);
    let age = oldest.map_or(0, |oldest| now.since(oldest).max(0));
    gauge!(OUTBOX_AGE_SECONDS).set(age as f64 / 1e6);
}
