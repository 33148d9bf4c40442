//! Pages and mail from templates, with the filters both template engines share.
//!
//! A *view* is what a template may see: strings, booleans, lists and structs of these, never an `Option`, because an
//! overridden template is interpreted by another engine with the same view. [`render`] writes a view with the
//! compiled template; the filters' [`rules`] are written once and registered in both engines. This module refuses to know flows,
//! requests and databases.

pub mod assets;
pub mod filters;
pub mod page;
pub mod qr;
pub mod rules;
mod sample;
pub mod theme;

use std::any::Any;

use askama::{Template, Values};
use serde::Serialize;

// What a view is written with; callers that only render need not know where words come from.
pub use crate::i18n::{Catalog, Layer, Translator};
pub use sample::Sample;

/// The name under which the filters find the translator.
pub(crate) const TRANSLATOR: &str = "translator";

/// A template's context together with the states it can be in.
pub trait View: Template + Serialize + Sized {
    /// The template's name below `templates/`.
    const TEMPLATE: &'static str;

    /// Each state of the view under a short name. Overrides are checked against all of them before they are saved.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// A template could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the template could not be rendered")]
pub struct RenderError(#[from] askama::Error);

/// Writes a view in the translator's language.
pub fn render<V: Template>(view: &V, translator: &Translator) -> Result<String, RenderError> {
    Ok(view.render_with_values(&Words(translator))?)
}

/// What the filters may read beside their arguments.
struct Words<'a>(&'a Translator);

impl Values for Words<'_> {
    fn get_value<'v>(&'v self, key: &str) -> Option<&'v dyn Any> {
        (key == TRANSLATOR).then_some(self.0 as &dyn Any)
    }
}
