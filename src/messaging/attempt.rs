//! An attempt to sign in, as a mail tells its person of it.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use crate::domain::clock::Micros;
use crate::domain::risk::NoticeText;
use crate::messaging::mail::{self, Composed};

/// An attempt to sign in, as a mail tells of it. What is not known is empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attempt {
    /// The id of its event.
    pub event: String,
    /// When it was.
    pub at: Micros,
    /// From which address.
    pub address: String,
    /// In which city.
    pub city: String,
    /// In which country.
    pub country: String,
    /// In which browser or app, in its own words.
    pub device: String,
    /// By what the person can say whether it was them.
    #[serde(default)]
    pub token: String,
    /// Where they say that it was.
    #[serde(default)]
    pub valid_href: String,
    /// Where they say that it was not.
    #[serde(default)]
    pub invalid_href: String,
}

impl Attempt {
    /// When it was, as a person reads it.
    pub(super) fn when(&self) -> String {
        DateTime::from_timestamp_micros(self.at.0).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string()
    }

    /// Where it was.
    pub(super) fn place(&self) -> String {
        let parts = [self.city.as_str(), self.country.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The pool's own words about it, with Cognito's placeholders filled in (`cognito.md` §8).
    pub(super) fn told_by(&self, own: &NoticeText, username: &str, shipped: Composed) -> Composed {
        let at = self.when();
        let values = [
            username,
            self.address.as_str(),
            self.city.as_str(),
            self.country.as_str(),
            at.as_str(),
            self.device.as_str(),
            self.event.as_str(),
            self.token.as_str(),
            self.valid_href.as_str(),
            self.invalid_href.as_str(),
        ];
        let values: Vec<(&str, &str)> = NoticeText::PLACEHOLDERS.into_iter().zip(values).collect();
        mail::compose_notice(own, &values, shipped)
    }
}
