//! How mail leaves the server: `[mail]`.
//!
//! Checks addresses and schemes only; sending is the messaging layer's business.

use std::{fmt, str::FromStr as _};

use email_address::EmailAddress;
use secrecy::ExposeSecret as _;
use url::Url;

use super::{key::section, problem::Problems, server};
use crate::domain::secret::Secret;

section! {
    /// How mail leaves the server.
    struct MailKeys in "mail" {
        /// The mail server: `smtps://user:password@host:465` (TLS from the first byte) or
        /// `smtp://user:password@host:587` (STARTTLS: required with a password, unless the host is this machine, and
        /// otherwise used where the server offers it; `?tls=required`, `?tls=opportunistic` and `?tls=none` say otherwise).
        /// Its certificate is checked against the system's authorities and those of `outbound.extra_ca_file`. Unset: `vestibule dev` shows messages in its mailbox page; `vestibule serve` keeps them
        /// until they expire.
        ("mail.smtp_url", "VESTIBULE_SMTP_URL")
        smtp_url: Option<Secret> = None;
        /// The sender, `name@example.com` or `Name <name@example.com>`. Unset: `no-reply@` the host of the public URL.
        ("mail.from", "VESTIBULE_MAIL__FROM")
        from: Option<String> = None;
    }
}

/// A URL that may hold a password: readable on purpose only, never by `Debug`.
#[derive(Clone)]
pub struct SecretUrl(Url);

impl SecretUrl {
    pub(super) fn new(url: Url) -> Self {
        Self(url)
    }

    /// The URL with its password.
    #[must_use]
    pub fn expose(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretUrl({}://…)", self.0.scheme())
    }
}

/// The section, read and checked.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The mail server, `smtp` or `smtps` with a host; `None` when mail cannot be sent.
    pub smtp: Option<SecretUrl>,
    /// The sender: an address, with or without a display name.
    pub from: String,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &MailKeys, public_url: &Url, problems: &mut Problems) -> Option<Mail> {
    let smtp = match &keys.smtp_url {
        Some(text) => smtp_url(text.expose_secret(), problems).map(Some),
        None => Some(None),
    };
    let from = match &keys.from {
        Some(text) if EmailAddress::from_str(text).is_ok() && !text.contains(char::is_control) => Some(text.clone()),
        Some(_) => {
            problems.add("mail.from", "must be an address: name@example.com or Name <name@example.com>");
            None
        }
        None => Some(default_sender(public_url)),
    };
    Some(Mail { smtp: smtp?, from: from? })
}

fn smtp_url(text: &str, problems: &mut Problems) -> Option<SecretUrl> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
    let url = url.filter(|url| url.host_str().is_some_and(|host| !host.is_empty()));
    let Some(url) = url else {
        problems.add("mail.smtp_url", "must be smtp://host:port or smtps://host:port");
        return None;
    };
    if !asks_for_known_tls(&url) {
        let message =
            "may end in ?tls=required, ?tls=opportunistic or ?tls=none where it is smtp://, and in nothing else";
        problems.add("mail.smtp_url", message);
        return None;
    }
    Some(SecretUrl(url))
}

fn asks_for_known_tls(url: &Url) -> bool {
    let ends_there = matches!(url.path(), "" | "/") && url.fragment().is_none();
    let is_known = match url.query() {
        None => true,
        Some(query) => url.scheme() == "smtp" && ["tls=required", "tls=opportunistic", "tls=none"].contains(&query),
    };
    ends_there && is_known
}

/// A mail domain must be a name, so an address literal or a loopback host becomes `localhost`.
fn default_sender(public_url: &Url) -> String {
    let domain = public_url.domain().filter(|_| !server::is_loopback(public_url)).unwrap_or("localhost");
    format!("no-reply@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(public_url: &str) -> String {
        default_sender(&Url::parse(public_url).unwrap())
    }

    #[test]
    fn the_default_sender_lives_at_the_public_host() {
        assert_eq!(sender("https://id.example.com"), "no-reply@id.example.com");
        assert_eq!(sender("http://localhost:8080"), "no-reply@localhost");
        assert_eq!(sender("https://192.0.2.7"), "no-reply@localhost");
    }

    #[test]
    fn only_a_known_word_on_tls_may_follow_the_server() {
        for (url, is_good) in [
            ("smtp://mail.test", true),
            ("smtp://mail.test/", true),
            ("smtp://mail.test?tls=required", true),
            ("smtp://mail.test/?tls=none", true),
            ("smtps://mail.test?tls=none", false),
            ("smtp://mail.test?tls=maybe", false),
            ("smtp://mail.test?starttls=required", false),
            ("smtp://mail.test/inbox", false),
        ] {
            let mut problems = Problems::default();
            assert_eq!(smtp_url(url, &mut problems).is_some(), is_good, "{url}");
        }
    }

    #[test]
    fn the_mail_servers_password_is_not_printed() {
        let url = SecretUrl(Url::parse("smtps://user:hunter2@mail.example.com").unwrap());
        assert!(!format!("{url:?}").contains("hunter2"));
        assert_eq!(url.expose().password(), Some("hunter2"));
    }
}
