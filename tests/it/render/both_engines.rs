//! The compiled and the interpreted templates are one source: same bytes for every sample.

use std::fmt::Display;

use askama::filters::{Html, escape};
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use vestibule::i18n::Translator;
use vestibule::render::rules;

use super::{english, mails, pages, template_files};

fn html(text: impl Display) -> String {
    match escape(text, Html) {
        Ok(safe) => safe.to_string(),
        Err(never) => match never {},
    }
}

/// The interpreting engine, set up so that it writes what the compiling one does.
fn environment(translator: &Translator) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(1_000_000));
    // An include counts as ten.
    environment.set_recursion_limit(50);
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "txt")) => AutoEscape::None,
        _ => AutoEscape::Html,
    });
    environment.set_formatter(|out, state, value| {
        let text = if let Ok(claim) = bool::try_from(value.clone()) { claim.to_string() } else { value.to_string() };
        let is_safe = value.is_safe() || matches!(state.auto_escape(), AutoEscape::None);
        let text = if is_safe { text } else { html(text) };
        out.write_str(&text).map_err(|_| Error::new(ErrorKind::WriteFailure, "the output is full"))
    });
    let words = translator.clone();
    environment.add_filter("t", move |key: String| words.text(&key, &[]));
    let words = translator.clone();
    environment
        .add_filter("t_with", move |key: String, name: String, value: String| words.text(&key, &[(&name, &value)]));
    let words = translator.clone();
    environment.add_filter("t_with2", move |key: String, one: String, a: String, two: String, b: String| {
        words.text(&key, &[(&one, &a), (&two, &b)])
    });
    let words = translator.clone();
    environment.add_filter("t_or", move |key: String, fallback: String| rules::text_or(&words, &key, &fallback));
    let words = translator.clone();
    environment.add_filter("t_strong", move |key: String, name: String, value: String| {
        Value::from_safe_string(rules::text_strong(&words, &key, &name, &value))
    });
    environment.add_filter("both", |one: bool, other: bool| one && other);
    environment.add_filter("either", |one: bool, other: bool| one || other);
    environment.add_filter("negate", |claim: bool| !claim);
    for (name, source) in template_files() {
        let parsed = environment.add_template_owned(name.clone(), source);
        assert!(parsed.is_ok(), "{name} does not parse: {parsed:?}");
    }
    environment
}

#[test]
fn every_sample_has_the_same_bytes_from_both_engines() {
    let translator = english();
    let environment = environment(&translator);
    let samples: Vec<_> = pages().into_iter().chain(mails()).collect();
    assert!(samples.len() > 100, "the samples are listed");
    for sample in samples {
        let place = format!("{} in state {}", sample.template, sample.state);
        let compiled = sample.render(&translator).unwrap_or_else(|why| panic!("{place}: {why:?}"));
        let template = environment.get_template(sample.template).expect("the template is there");
        let interpreted = template.render(Serde(&sample.context)).unwrap_or_else(|why| panic!("{place}: {why:#}"));
        assert_eq!(compiled, interpreted, "{place}");
    }
}
