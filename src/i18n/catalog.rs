//! The product's languages: the files of `locales/`, inside the binary.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_embed::Embed;
use unic_langid::LanguageIdentifier;

use super::{Layer, Translator, Wishes, WordingProblem, negotiate};

#[derive(Embed)]
#[folder = "../locales/"]
struct Locales;

/// The product's messages in every language it speaks. English is always among them.
pub struct Catalog {
    layers: BTreeMap<String, Arc<Layer>>,
    english: Arc<Layer>,
}

/// Why the product's own catalog cannot be used. It can only appear after a change to `locales/`.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// A file is not named after a language, or is not UTF-8.
    #[error("`locales/{0}` is not a catalog")]
    Name(String),
    /// A file cannot be parsed.
    #[error("`locales/{0}`: {1}")]
    Wording(String, #[source] WordingProblem),
    /// `locales/en.ftl` is missing.
    #[error("the English catalog is missing")]
    NoEnglish,
}

impl Catalog {
    /// Reads the catalogs inside the binary.
    pub fn embedded() -> Result<Self, CatalogError> {
        let mut layers = BTreeMap::new();
        for file in Locales::iter() {
            let name = file.as_ref().to_owned();
            let language: LanguageIdentifier = name
                .strip_suffix(".ftl")
                .and_then(|tag| tag.parse().ok())
                .ok_or_else(|| CatalogError::Name(name.clone()))?;
            let data = Locales::get(&name).ok_or_else(|| CatalogError::Name(name.clone()))?.data;
            let source = std::str::from_utf8(&data).map_err(|_| CatalogError::Name(name.clone()))?;
            let layer = Layer::parse(language.clone(), source).map_err(|why| CatalogError::Wording(name, why))?;
            layers.insert(language.to_string(), Arc::new(layer));
        }
        let english = layers.get("en").cloned().ok_or(CatalogError::NoEnglish)?;
        Ok(Self { layers, english })
    }

    /// Adds (or replaces) a product language, for instance one from the operator's own folder.
    #[must_use]
    pub fn with(mut self, layer: Layer) -> Self {
        self.layers.insert(layer.language().to_string(), Arc::new(layer));
        self
    }

    /// The tags of the languages that can be chosen, sorted.
    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        self.layers.keys().map(String::as_str).collect()
    }

    /// The product's messages in one of its languages.
    #[must_use]
    pub fn layer(&self, language: &str) -> Option<&Layer> {
        self.layers.get(language).map(AsRef::as_ref)
    }

    /// The English layer: the one that has every message.
    #[must_use]
    pub fn english(&self) -> &Layer {
        &self.english
    }

    /// The translator for a language (a tag from [`Catalog::languages`]; any other is written in English), with the
    /// pool's wordings on top: the one in exactly this language counts, the others do not.
    #[must_use]
    pub fn translator(&self, language: &str, wordings: &[Arc<Layer>]) -> Translator {
        let product = self.layers.get(language).unwrap_or(&self.english);
        let own = wordings.iter().filter(|wording| wording.language() == product.language());
        let mut layers: Vec<Arc<Layer>> = own.cloned().collect();
        layers.push(Arc::clone(product));
        layers.push(Arc::clone(&self.english));
        Translator::new(product.language().clone(), layers)
    }

    /// The translator for a reader of whom only a tag is known, as an OpenID `locale` has it (`de-AT`, `de_AT`): the
    /// nearest language that is spoken, else English.
    #[must_use]
    pub fn translator_for(&self, tag: &str, wordings: &[Arc<Layer>]) -> Translator {
        let tag = tag.replace('_', "-");
        let wishes = Wishes { lang: &tag, ..Wishes::default() };
        self.translator(&negotiate(wishes, &self.languages(), "en"), wordings)
    }
}
