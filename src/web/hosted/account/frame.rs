//! What stands around every page of the account: who it is, the way out, the navigation.

use serde::Serialize;

use crate::domain::clock::Micros;
use crate::render::page::Form;

/// What stands around a page of the account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Frame {
    /// The person's name, or the account where there is none.
    pub display_name: String,
    /// What the account signs in with.
    pub account: String,
    /// The first letter of the name.
    pub initial: String,
    /// The navigation.
    pub links: Vec<FrameLink>,
    /// The form that signs out: its button posts `end` = `here`.
    pub sign_out: Form,
}

/// A part of the navigation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FrameLink {
    /// The key of its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page is part of it.
    pub is_here: bool,
}

impl Frame {
    /// Around a page of `(name, account)`. The name may be empty.
    #[must_use]
    pub fn new<'a>(
        (name, account): (&str, &str),
        links: impl IntoIterator<Item = (&'a str, String, bool)>,
        sign_out: Form,
    ) -> Self {
        let display_name = if name.is_empty() { account } else { name };
        let initial = display_name.chars().find(|letter| letter.is_alphanumeric());
        Self {
            display_name: display_name.to_owned(),
            account: account.to_owned(),
            initial: initial.map_or_else(String::new, |letter| letter.to_uppercase().collect()),
            links: links
                .into_iter()
                .map(|(label, href, is_here)| FrameLink { label: label.to_owned(), href, is_here })
                .collect(),
            sign_out,
        }
    }

    /// What samples stand in.
    pub(in crate::web::hosted) fn sample(here: super::Place, name: &str, account: &str) -> Self {
        let links = super::Place::SECTIONS
            .map(|(place, label)| (label, format!("/xx-local-1_a{}", place.path()), place == here.section()));
        Self::new((name, account), links, Form::new("/xx-local-1_a/account/sessions", "MTIz.csrf"))
    }
}

/// A moment as every page of the account writes it: in the same way in every language, with its zone.
pub(in crate::web::hosted) fn moment(at: Micros) -> String {
    let utc = chrono::DateTime::from_timestamp(at.secs(), 0);
    utc.map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default()
}
