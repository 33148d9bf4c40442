//! The filters' rules, free of either template engine.

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
