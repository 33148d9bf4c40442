//! What one answer is written with.

use std::sync::Arc;

use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::Layer;

/// Looks messages up, most particular layer first. Cheap to clone.
#[derive(Clone)]
pub struct Translator {
    language: LanguageIdentifier,
    layers: Vec<Arc<Layer>>,
}

/// The direction of a language's script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Translator {
    pub(super) fn new(language: LanguageIdentifier, layers: Vec<Arc<Layer>>) -> Self {
        Self { language, layers }
    }

    /// The BCP 47 tag for the `lang` attribute and the `Content-Language` header.
    #[must_use]
    pub fn language(&self) -> String {
        self.language.to_string()
    }

    /// The direction of the language.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.language.character_direction() {
            CharacterDirection::RTL => Direction::Rtl,
            CharacterDirection::LTR | CharacterDirection::TTB => Direction::Ltr,
        }
    }

    /// The message, or nothing where no layer has it. Arguments are texts; the one named `count` chooses plurals.
    #[must_use]
    pub fn find(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        self.layers.iter().find_map(|layer| layer.text(key, args))
    }

    /// The message. A missing one shows as `⟦key⟧`: a page with a hole still signs people in, and a test keeps
    /// shipped pages free of holes.
    #[must_use]
    pub fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.find(key, args).unwrap_or_else(|| {
            tracing::warn!(key, language = %self.language, "no message under this key");
            format!("⟦{key}⟧")
        })
    }
}
