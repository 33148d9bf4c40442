//! A view in one of its states, with its type forgotten, so that all views fit one list.

use crate::i18n::Translator;

use super::{RenderError, View, render};

type Writer = Box<dyn Fn(&Translator) -> Result<String, RenderError>>;

/// One state of one view.
pub struct Sample {
    /// The template's name below `templates/`.
    pub template: &'static str,
    /// The state's name, unique within the template.
    pub state: &'static str,
    /// The view as the interpreting engine sees it.
    pub context: serde_json::Value,
    write: Writer,
}

impl Sample {
    /// All samples of a view.
    #[must_use]
    pub fn of<V: View + 'static>() -> Vec<Self> {
        V::samples()
            .into_iter()
            .map(|(state, view)| Self {
                template: V::TEMPLATE,
                state,
                context: serde_json::to_value(&view).unwrap_or_default(),
                write: Box::new(move |translator| render(&view, translator)),
            })
            .collect()
    }

    /// The state written by the compiled template.
    pub fn render(&self, translator: &Translator) -> Result<String, RenderError> {
        (self.write)(translator)
    }
}
