//! What a mail says, whatever its event.

use serde::Serialize;

use super::super::one_line;
use crate::render::Translator;

/// As many recovery codes as are few.
const FEW: u64 = 3;

/// How long a code or a password in a mail lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Minutes.
    Minutes(u32),
    /// Hours.
    Hours(u32),
    /// Days.
    Days(u32),
}

impl Lifetime {
    /// The largest unit in which the seconds are a whole number; minutes, rounded down but at least one, otherwise.
    #[must_use]
    pub fn from_secs(secs: u32) -> Self {
        match secs {
            secs if secs > 0 && secs.is_multiple_of(86_400) => Self::Days(secs / 86_400),
            secs if secs > 0 && secs.is_multiple_of(3600) => Self::Hours(secs / 3600),
            secs => Self::Minutes((secs / 60).max(1)),
        }
    }
}

/// The context of the mail templates, under the name `mail`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Letter {
    /// The BCP 47 tag of the mail's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The pool's name as people know it.
    pub brand_name: String,
    /// What the recipient signs in with.
    pub username: String,
    /// The code, or the temporary password; empty where there is none.
    pub code: String,
    /// The key of the sentence that tells how long the code lives; empty where there is none.
    pub lifetime: String,
    /// The number in that sentence.
    pub lifetime_count: String,
    /// How many recovery codes are left; empty where the mail is about something else.
    pub left: String,
    /// Whether so few are left that it is time for new ones.
    pub is_low: bool,
    /// When somebody signed in, or tried to; empty where the mail is about something else.
    pub at: String,
    /// From which address; empty where that is not known.
    pub address: String,
    /// From which place; empty where that is not known.
    pub place: String,
    /// In which browser or app, in its own words; empty where that is not known.
    pub device: String,
    /// Where the person says that it was them; empty where nothing is asked.
    pub valid_href: String,
    /// Where they say that it was not.
    pub invalid_href: String,
    /// How many passkeys sign in to the account; empty where there are none, or the mail is about something else.
    pub passkeys: String,
    /// What people call the provider that it is about; empty where the mail is about something else.
    pub provider: String,
    /// Where one signs in, from configuration and never from a request; empty for no link.
    pub sign_in_href: String,
}

impl Letter {
    /// A letter to a person of a pool.
    #[must_use]
    pub fn new(translator: &Translator, brand_name: &str, username: &str) -> Self {
        Self {
            lang: translator.language(),
            dir: translator.direction().as_str().to_owned(),
            brand_name: one_line(brand_name),
            username: one_line(username),
            ..Self::default()
        }
    }

    /// The letter with a code or a temporary password.
    #[must_use]
    pub fn with_code(self, code: &str, lifetime: Lifetime) -> Self {
        let (unit, count) = match lifetime {
            Lifetime::Minutes(count) => ("minutes", count),
            Lifetime::Hours(count) => ("hours", count),
            Lifetime::Days(count) => ("days", count),
        };
        let lifetime = format!("mail-lifetime-{unit}");
        Self { code: one_line(code), lifetime, lifetime_count: count.to_string(), ..self }
    }

    /// The letter with the number of recovery codes that are left.
    #[must_use]
    pub fn with_left(self, left: u64) -> Self {
        Self { left: left.to_string(), is_low: left <= FEW, ..self }
    }

    /// The letter about an attempt to sign in.
    #[must_use]
    pub fn with_attempt(self, at: &str, address: &str, place: &str, device: &str) -> Self {
        let (at, address, place, device) = (one_line(at), one_line(address), one_line(place), one_line(device));
        Self { at, address, place, device, ..self }
    }

    /// The letter that asks whether it was the person.
    #[must_use]
    pub fn with_answers(self, valid_href: &str, invalid_href: &str) -> Self {
        Self { valid_href: one_line(valid_href), invalid_href: one_line(invalid_href), ..self }
    }

    /// The letter with the number of passkeys that sign in to the account.
    #[must_use]
    pub fn with_passkeys(self, passkeys: u64) -> Self {
        Self { passkeys: if passkeys > 0 { passkeys.to_string() } else { String::new() }, ..self }
    }

    /// The letter about an account at a provider.
    #[must_use]
    pub fn with_provider(self, provider: &str) -> Self {
        Self { provider: one_line(provider), ..self }
    }

    /// The letter with a link to the sign-in page.
    #[must_use]
    pub fn with_sign_in(self, href: &str) -> Self {
        Self { sign_in_href: one_line(href), ..self }
    }
}
