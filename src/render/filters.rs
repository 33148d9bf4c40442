//! The filters of both template engines. Each rule is a plain function of the `rules` module; what askama calls is
//! a thin wrapper around it, and the interpreting engine registers the same rules.

use std::fmt::Display;

use askama::filters::Safe;
use askama::{Result, Values, get_value};

use crate::i18n::Translator;

use super::TRANSLATOR;

/// The filters' rules, free of either engine.
pub mod rules {
    use askama::filters::{Html, escape};

    use crate::i18n::Translator;

    /// `key|t_or(fallback)`: the message, or the fallback where no layer has one.
    #[must_use]
    pub fn text_or(translator: &Translator, key: &str, fallback: &str) -> String {
        translator.find(key, &[]).unwrap_or_else(|| fallback.to_owned())
    }

    /// `key|t_strong(name, value)`: the message as HTML with the value set off from the sentence. The value is
    /// isolated (`bdi`), because an address in Latin letters breaks the order of a right-to-left sentence.
    #[must_use]
    pub fn text_strong(translator: &Translator, key: &str, name: &str, value: &str) -> String {
        // A noncharacter stands for the value; it cannot be in a message that came through a parser of UTF-8 text
        // files by any honest way, and if it is, the value is merely shown twice.
        const PLACE: &str = "\u{fdd0}";
        let value = format!("<strong><bdi>{}</bdi></strong>", escaped(value));
        escaped(&translator.text(key, &[(name, PLACE)])).replace(PLACE, &value)
    }

    fn escaped(text: &str) -> String {
        match escape(text, Html) {
            Ok(safe) => safe.to_string(),
            Err(never) => match never {},
        }
    }
}

fn translator(values: &dyn Values) -> Result<&Translator> {
    get_value::<Translator>(values, TRANSLATOR)
}

/// `key|t`: the message under a key.
#[askama::filter_fn]
pub fn t(key: impl Display, values: &dyn Values) -> Result<String> {
    Ok(translator(values)?.text(&key.to_string(), &[]))
}

/// `key|t_with(name, value)`: the message with one argument.
#[askama::filter_fn]
pub fn t_with(key: impl Display, values: &dyn Values, name: impl Display, value: impl Display) -> Result<String> {
    Ok(translator(values)?.text(&key.to_string(), &[(&name.to_string(), &value.to_string())]))
}

/// `key|t_or(fallback)`: the message, or the fallback where there is none.
#[askama::filter_fn]
pub fn t_or(key: impl Display, values: &dyn Values, fallback: impl Display) -> Result<String> {
    Ok(rules::text_or(translator(values)?, &key.to_string(), &fallback.to_string()))
}

/// `key|t_strong(name, value)`: the message with one argument set off in bold, as HTML.
#[askama::filter_fn]
pub fn t_strong(
    key: impl Display,
    values: &dyn Values,
    name: impl Display,
    value: impl Display,
) -> Result<Safe<String>> {
    let translator = translator(values)?;
    Ok(Safe(rules::text_strong(translator, &key.to_string(), &name.to_string(), &value.to_string())))
}

/// `xs|length`: how many there are.
#[askama::filter_fn]
pub fn length<T>(list: &[T], _: &dyn Values) -> Result<usize> {
    Ok(list.len())
}

/// `a|both(b)`: both are true.
#[askama::filter_fn]
pub fn both(one: &bool, _: &dyn Values, other: &bool) -> Result<bool> {
    Ok(*one && *other)
}

/// `a|either(b)`: at least one is true.
#[askama::filter_fn]
pub fn either(one: &bool, _: &dyn Values, other: &bool) -> Result<bool> {
    Ok(*one || *other)
}

/// `a|negate`: it is not true.
#[askama::filter_fn]
pub fn negate(claim: &bool, _: &dyn Values) -> Result<bool> {
    Ok(!*claim)
}
