//! The mails that flows send: one [`Letter`], one template folder per [`Event`], composed into what a sender delivers.
//!
//! It refuses to know how mail is delivered. Every value in a letter is made one line before a template sees it, so
//! that neither a header nor the plain text can be continued by what a person chose as a name.

mod custom;
mod letter;
mod templates;

pub use custom::{CustomText, compose_custom, compose_notice};
pub use letter::{Letter, Lifetime};
pub use templates::{Event, samples};

use crate::render::RenderError;
use crate::render::Translator;

/// A mail, ready for a sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// One line without control characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML document.
    pub html: String,
}

/// Writes the mail of an event with the shipped templates.
pub fn compose(event: Event, letter: &Letter, translator: &Translator) -> Result<Composed, RenderError> {
    let (subject, text, html) = templates::render_all(event, letter, translator)?;
    Ok(Composed { subject: super::one_line(&subject), text, html })
}

#[cfg(test)]
mod tests;
