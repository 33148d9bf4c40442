//! The text messages that flows send: one [`Note`], one template per [`Event`], composed into the text that a sender
//! delivers.
//!
//! It refuses to know how a text is delivered and who pays for it; it only measures what it will be paid for.

mod custom;
mod note;
mod segments;
mod templates;

pub use custom::fill_in;
pub use note::Note;
pub use segments::{Alphabet, measure};
pub use templates::{Event, samples};

use crate::render::{RenderError, Translator};

/// A text message, ready for a sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// A text without controls at its ends.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// What it says.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts that are paid for.
    #[must_use]
    pub fn segments(&self) -> usize {
        measure(&self.0).1
    }
}

/// Writes the text of an event with the shipped template.
pub fn compose(event: Event, note: &Note, translator: &Translator) -> Result<Text, RenderError> {
    Ok(Text::new(&templates::render_one(event, note, translator)?))
}

#[cfg(test)]
mod tests;
