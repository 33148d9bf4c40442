//! One layer of messages: one Fluent resource in one language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

use super::wording::{self, WORDING_LIMIT, WordingProblem};

/// Messages of one language from one source. Immutable once parsed, shared between translators.
pub struct Layer {
    language: LanguageIdentifier,
    keys: Vec<String>,
    variables: BTreeMap<String, BTreeSet<String>>,
    size: usize,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Layer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Layer")
            .field("language", &self.language)
            .field("messages", &self.keys.len())
            .finish_non_exhaustive()
    }
}

impl Layer {
    /// Parses a Fluent resource. Later definitions of a key replace earlier ones.
    pub fn parse(language: LanguageIdentifier, source: &str) -> Result<Self, WordingProblem> {
        if source.len() > WORDING_LIMIT {
            return Err(WordingProblem::TooLarge);
        }
        wording::check_nesting(source)?;
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            let first = errors.first();
            let before = first.and_then(|error| source.get(..error.pos.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            WordingProblem::Syntax { line, why: first.map_or_else(String::new, |error| error.kind.to_string()) }
        })?;
        let (mut keys, mut variables) = (Vec::new(), BTreeMap::new());
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                keys.push(message.id.name.to_owned());
                variables.insert(message.id.name.to_owned(), wording::variables(message));
            }
        }
        let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
        // The isolation marks U+2068 and U+2069 would end up in mail subjects and copied codes.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Ok(Self { language, keys, variables, size: source.len(), bundle })
    }

    /// Parses a pool's own wording: only keys the product has (`known`), with the values it gives them, and no markup.
    pub fn wording(language: LanguageIdentifier, source: &str, known: &Self) -> Result<Self, WordingProblem> {
        let layer = Self::parse(language, source)?;
        // Parsed again for its tree: the bundle has taken the first one.
        let tree = FluentResource::try_new(source.to_owned()).map_err(|_| WordingProblem::Empty)?;
        wording::check(tree.entries(), known)?;
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

    /// The variables that the message under `key` uses; nothing where there is no such message.
    #[must_use]
    pub fn variables(&self, key: &str) -> Option<&BTreeSet<String>> {
        self.variables.get(key)
    }

    /// How large its source is, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
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
