//! The ways in which a message leaves: a mail by SMTP, a text message by an HTTP gateway, both into the memory mailbox of
//! `dev` and the tests, or not yet at all.

mod smtp;
mod wire;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lettre::Message as Mail;
use lettre::message::{Mailbox as Address, MultiPart};
use thiserror::Error;
use url::Url;

use self::smtp::MailServer;
use crate::domain::clock::Micros;
use crate::messaging::gateway::Gateway;
use crate::messaging::mail::Composed;
use crate::messaging::sms::Text;

/// Most mails, and most text messages, kept in the memory mailbox.
const MOST_KEPT: usize = 200;

/// Why a message did not leave. The texts go to the log and to the outbox row: no address, no content.
#[derive(Clone, Debug, Error)]
pub enum SendError {
    /// It may work later.
    #[error("not now: {0}")]
    Temporary(String),
    /// It will not work: the server refuses it, or it cannot be written.
    #[error("never: {0}")]
    Permanent(String),
}

/// A mail in the memory mailbox.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Its number.
    pub id: u64,
    /// To whom.
    pub to: String,
    /// What it says.
    pub mail: Composed,
    /// When it arrived.
    pub at: Micros,
}

/// A text message in the memory mailbox.
#[derive(Clone, Debug)]
pub struct DeliveredText {
    /// Its number, in one row with those of mails.
    pub id: u64,
    /// To which number.
    pub to: String,
    /// What it says.
    pub text: Text,
    /// When it arrived.
    pub at: Micros,
}

/// Mails and text messages kept in memory, newest last.
#[derive(Clone, Debug, Default)]
pub struct Mailbox(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    count: u64,
    mails: VecDeque<Delivered>,
    texts: VecDeque<DeliveredText>,
    failures: VecDeque<SendError>,
}

impl Mailbox {
    /// All mails, newest last.
    pub fn all(&self) -> Vec<Delivered> {
        self.kept().mails.iter().cloned().collect()
    }

    /// One mail.
    pub fn find(&self, id: u64) -> Option<Delivered> {
        self.all().into_iter().find(|mail| mail.id == id)
    }

    /// All text messages, newest last.
    pub fn texts(&self) -> Vec<DeliveredText> {
        self.kept().texts.iter().cloned().collect()
    }

    /// Lets the next message that is tried end so, as at a server that is away or refuses it; several wait their turn.
    pub fn fail_next(&self, error: SendError) {
        self.kept().failures.push_back(error);
    }

    /// Forgets the failures that wait.
    pub fn forgive(&self) {
        self.kept().failures.clear();
    }

    fn put(&self, to: &str, mail: Composed, at: Micros) -> Result<(), SendError> {
        let mut kept = self.kept();
        let id = kept.next()?;
        keep(&mut kept.mails, Delivered { id, to: to.to_owned(), mail, at });
        Ok(())
    }

    fn put_text(&self, to: &str, text: Text, at: Micros) -> Result<(), SendError> {
        let mut kept = self.kept();
        let id = kept.next()?;
        keep(&mut kept.texts, DeliveredText { id, to: to.to_owned(), text, at });
        Ok(())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The number of the next message, or the failure that waits for it.
    fn next(&mut self) -> Result<u64, SendError> {
        if let Some(error) = self.failures.pop_front() {
            return Err(error);
        }
        self.count += 1;
        Ok(self.count)
    }
}

fn keep<T>(list: &mut VecDeque<T>, newest: T) {
    if list.len() == MOST_KEPT {
        list.pop_front();
    }
    list.push_back(newest);
}

/// How mails leave.
#[derive(Clone)]
pub enum Sender {
    /// By SMTP, from this address.
    Smtp(Box<MailServer>, Box<Address>),
    /// Into memory.
    Memory(Mailbox),
    /// No server is configured: mails wait until they expire.
    Unconfigured,
}

impl Sender {
    /// A sender by SMTP to the server of `url`, which is trusted by the system's authorities and by `authorities`, in DER.
    /// `from` is the sender's address.
    ///
    /// # Errors
    /// The address, the URL or an authority cannot be used.
    pub fn smtp(url: &Url, from: &str, authorities: &[Vec<u8>]) -> Result<Self, SendError> {
        let address =
            from.parse().map_err(|_| SendError::Permanent("the sender's address cannot be read".to_owned()))?;
        Ok(Self::Smtp(Box::new(smtp::server(url, authorities)?), Box::new(address)))
    }

    /// Sends one mail. `message_id` stays the same over retries, so that a repeated mail can be told (F13).
    pub async fn send(&self, to: &str, mail: Composed, message_id: &str, at: Micros) -> Result<(), SendError> {
        match self {
            Self::Memory(mailbox) => mailbox.put(to, mail, at),
            Self::Unconfigured => Err(SendError::Temporary("no mail server is configured".to_owned())),
            Self::Smtp(server, from) => {
                let letter = write(to, mail, message_id, from)?;
                server.take(&letter).await
            }
        }
    }
}

fn write(to: &str, mail: Composed, message_id: &str, from: &Address) -> Result<Mail, SendError> {
    let unwritable = |_| SendError::Permanent("it cannot be written as a mail".to_owned());
    let to: Address = to.parse().map_err(unwritable)?;
    let domain = from.email.domain().to_owned();
    Mail::builder()
        .from(from.clone())
        .to(to)
        .subject(mail.subject)
        .message_id(Some(format!("<{message_id}@{domain}>")))
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(|_| SendError::Permanent("it cannot be written as a mail".to_owned()))
}

/// How text messages leave.
#[derive(Clone)]
pub enum SmsSender {
    /// By a gateway.
    Gateway(Box<Gateway>),
    /// Into memory.
    Memory(Mailbox),
    /// No gateway is configured: what waits, waits until it expires.
    Unconfigured,
}

impl SmsSender {
    /// Sends one text message. `id` stays the same over retries.
    pub async fn send(&self, to: &str, text: Text, id: &str, at: Micros) -> Result<(), SendError> {
        match self {
            Self::Gateway(gateway) => gateway.send(to, &text, id, at).await,
            Self::Memory(mailbox) => mailbox.put_text(to, text, at),
            Self::Unconfigured => Err(SendError::Temporary("no SMS gateway is configured".to_owned())),
        }
    }
}
