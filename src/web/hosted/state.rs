//! What a page shows again after a form was answered by 303: what was wrong, what was typed, where the code went.
//!
//! It travels in a sealed cookie of its own per sign-in, so that three tabs of three apps never mix. A password is never
//! part of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::code::Channel;
use crate::domain::secret::ExposeSecret;
use crate::flows::federation::Offer;
use crate::flows::sign_in::Enrolled;
use crate::flows::{Deps, page_state};
use crate::render::page::Problem;

use super::cookies::STATE_SECS;
use super::provider_problem::Mishap;

/// The longest sealed state in characters: a cookie may have 4096 bytes, its name and attributes included.
const LONGEST: usize = 3400;

/// Something that was wrong, as a code of the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wrong {
    /// The code.
    #[serde(rename = "c")]
    pub(super) code: String,
    /// The field it is about; empty for the whole form.
    #[serde(rename = "f", default, skip_serializing_if = "String::is_empty")]
    pub(super) field: String,
    /// The number in its words.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub(super) count: Option<u32>,
}

impl Wrong {
    /// Wrong with the form as a whole.
    pub(super) fn form(code: &str) -> Self {
        Self { code: code.to_owned(), ..Self::default() }
    }

    /// Wrong with one field.
    pub(super) fn field(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), ..Self::form(code) }
    }

    /// With the number in its words.
    pub(super) fn with_count(self, count: u32) -> Self {
        Self { count: Some(count), ..self }
    }

    /// As pages show it.
    pub(super) fn problem(&self) -> Problem {
        let problem = Problem::at(&self.field, &self.code);
        match self.count {
            Some(count) => problem.with_count(count),
            None => problem,
        }
    }
}

/// The state of one sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is kept for a page of its own")]
pub(super) struct State {
    /// The name as it was typed.
    #[serde(rename = "u", skip_serializing_if = "String::is_empty")]
    pub(super) username: String,
    /// Whether an earlier step says that a code was sent for that name: it is not asked again.
    #[serde(rename = "k", skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_known: bool,
    /// Where the code went, masked.
    #[serde(rename = "d", skip_serializing_if = "String::is_empty")]
    pub(super) destination: String,
    /// The way on which it went: `email` or `sms`.
    #[serde(rename = "y", skip_serializing_if = "String::is_empty")]
    pub(super) way: String,
    /// The handle of a sign-in that waits for a new password.
    #[serde(rename = "h", skip_serializing_if = "String::is_empty")]
    pub(super) handle: String,
    /// Recovery codes that are shown on the way in, and kept nowhere else.
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    pub(super) codes: Vec<String>,
    /// Whether the person wants this device to be remembered.
    #[serde(rename = "m", skip_serializing_if = "std::ops::Not::not")]
    pub(super) remembers: bool,
    /// What a sign-up leaves with the browser until its code comes back.
    #[serde(rename = "s", skip_serializing_if = "String::is_empty")]
    pub(super) pledge: String,
    /// The person chose to sign in as somebody else than the session.
    #[serde(rename = "a", skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_another: bool,
    /// Where the person wanted to go when they were asked to sign in (`passkeys`); empty: to the app. It stays for all of the
    /// sign-in, whatever else is kept of it.
    #[serde(rename = "e", skip_serializing_if = "String::is_empty")]
    pub(super) errand: String,
    /// What the account has and nobody has proven, masked, by the name of its attribute: shown after a reset.
    #[serde(rename = "x", skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) unproven: BTreeMap<String, String>,
    /// Attributes as they were typed.
    #[serde(rename = "t", skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) typed: BTreeMap<String, String>,
    /// What became of a trip to a provider; shown once.
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    pub(super) failed: Option<Mishap>,
    /// The account that they may link once they have proven it, where they came from a provider first. It stays, too.
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    pub(super) offer: Option<Offer>,
    /// The providers through which alone the person can prove anew who they are; empty: in any way that there is.
    #[serde(rename = "v", skip_serializing_if = "Vec::is_empty")]
    pub(super) through: Vec<String>,
    /// Whether a form led to a page from which a browser sets out for a provider: it stops there (`departure`).
    #[serde(rename = "o", skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_after_form: bool,
    /// Whether such a trip failed: nobody is sent on another without being asked.
    #[serde(rename = "g", skip_serializing_if = "std::ops::Not::not")]
    pub(super) has_failed: bool,
    /// What was wrong; shown once.
    #[serde(rename = "w", skip_serializing_if = "Vec::is_empty")]
    pub(super) wrong: Vec<Wrong>,
    /// The key of what went well; shown once.
    #[serde(rename = "n", skip_serializing_if = "String::is_empty")]
    pub(super) notice: String,
}

impl State {
    /// The state in which a person was only just named.
    pub(super) fn of(username: &str) -> Self {
        Self { username: username.to_owned(), ..Self::default() }
    }

    /// The way on which a code went.
    pub(super) fn channel(&self) -> Channel {
        Channel::parse(&self.way).unwrap_or(Channel::Email)
    }

    /// What follows after something was set up: recovery codes to be shown, where there are any.
    pub(super) fn enrolled(before: &Self, Enrolled { handle, codes }: Enrolled) -> Self {
        let codes = codes.iter().map(|code| code.expose_secret().to_owned()).collect();
        Self { handle, codes, ..Self::of(&before.username) }
    }

    /// The same with what stays of the state before it for all of the sign-in.
    pub(super) fn following(&self, before: &Self) -> Self {
        let errand = if self.errand.is_empty() { &before.errand } else { &self.errand };
        let offer = self.offer.as_ref().or(before.offer.as_ref());
        Self { errand: errand.clone(), offer: offer.cloned(), ..self.clone() }
    }

    /// What remains after it was shown.
    pub(super) fn shown(&self) -> Self {
        Self { wrong: Vec::new(), failed: None, notice: String::new(), ..self.clone() }
    }

    /// What was wrong, as pages show it.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.wrong.iter().map(Wrong::problem).collect()
    }

    /// Seals it for `context`. What was typed is left out where it would not fit.
    pub(super) fn seal(&self, deps: &Deps, context: &str) -> Result<String, crate::flows::Error> {
        let whole = page_state::seal(deps, context, self, STATE_SECS);
        if let Ok(sealed) = &whole
            && sealed.len() <= LONGEST
        {
            return whole;
        }
        let lean = Self { typed: BTreeMap::new(), ..self.clone() };
        let lean =
            if lean.username.len() > 512 { Self { username: String::new(), is_known: false, ..lean } } else { lean };
        page_state::seal(deps, context, &lean, STATE_SECS)
    }
}
