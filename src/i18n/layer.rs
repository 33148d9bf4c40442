//! One layer of messages: one Fluent resource in one language.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The longest wording a pool may bring, in bytes.
const WORDING_LIMIT: usize = 256 * 1024;

/// Messages of one language from one source. Immutable once parsed, shared between translators.
pub struct Layer {
    language: LanguageIdentifier,
    keys: Vec<String>,
    bundle: FluentBundle<FluentResource>,
}

/// Why a wording was refused. The text names the message, so that its author can find it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WordingProblem {
    /// The source is not Fluent.
    #[error("not a Fluent resource: {0}")]
    Syntax(String),
    /// The source is larger than a wording may be.
    #[error("the wording is larger than {WORDING_LIMIT} bytes")]
    TooLarge,
    /// A key which the product does not have would never be shown.
    #[error("there is no message `{0}`")]
    UnknownKey(String),
    /// Messages are text; markup would be shown as typed.
    #[error("the message `{0}` contains markup")]
    Markup(String),
}

impl Layer {
    /// Parses a Fluent resource. Later definitions of a key replace earlier ones.
    pub fn parse(language: LanguageIdentifier, source: &str) -> Result<Self, WordingProblem> {
        if source.len() > WORDING_LIMIT {
            return Err(WordingProblem::TooLarge);
        }
        let keys = message_keys(source);
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            WordingProblem::Syntax(errors.first().map_or_else(String::new, ToString::to_string))
        })?;
        let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
        // The isolation marks U+2068 and U+2069 would end up in mail subjects and copied codes.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Ok(Self { language, keys, bundle })
    }

    /// Parses a pool's own wording: only keys the product has (`known`), and no markup.
    pub fn wording(language: LanguageIdentifier, source: &str, known: &Self) -> Result<Self, WordingProblem> {
        let layer = Self::parse(language, source)?;
        for key in &layer.keys {
            // Labels of custom attributes are the one family of keys that pools invent.
            if !known.has(key) && !key.starts_with("attribute-custom-") {
                return Err(WordingProblem::UnknownKey(key.clone()));
            }
            let text = layer.text(key, &[]).unwrap_or_default();
            if text.contains('<') || text.contains('>') {
                return Err(WordingProblem::Markup(key.clone()));
            }
        }
        Ok(layer)
    }

    /// The language of these messages.
    #[must_use]
    pub fn language(&self) -> &LanguageIdentifier {
        &self.language
    }

    /// The keys of these messages, in the order of the source.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Whether the layer has a message under this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The message with its arguments filled in, or nothing where the layer does not have it.
    pub(super) fn text(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set(*name, argument(name, value));
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned())
    }
}

/// `count` chooses plural forms and is a number; every other argument is a text, whatever it looks like.
fn argument(name: &str, value: &str) -> FluentValue<'static> {
    match value.parse::<u32>() {
        Ok(count) if name == "count" => FluentValue::Number(FluentNumber::from(count)),
        _ => FluentValue::String(value.to_owned().into()),
    }
}

/// The identifiers at the beginning of a line that are followed by `=`: Fluent's messages (terms begin with `-`).
fn message_keys(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .collect()
}
