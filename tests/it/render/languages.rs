//! Every language says everything that English says, with the same values, on every page and in every mail.

use std::collections::BTreeSet;

use vestibule::i18n::Catalog;

use super::markup::tags;
use super::{mails, pages};

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

/// The product speaks at least one language of each direction beside English.
#[test]
fn there_are_languages_of_both_directions() {
    let catalog = catalog();
    let directions: BTreeSet<&str> =
        catalog.languages().iter().map(|tag| catalog.translator(tag, &[]).direction().as_str()).collect();
    assert_eq!(directions, BTreeSet::from(["ltr", "rtl"]));
    assert!(catalog.languages().len() >= 3, "{:?}", catalog.languages());
}

#[test]
fn every_catalog_has_every_message_with_the_same_values() {
    let catalog = catalog();
    let english = catalog.english();
    let all: BTreeSet<&String> = english.keys().iter().collect();
    for tag in catalog.languages() {
        let layer = catalog.layer(tag).unwrap();
        let keys: BTreeSet<&String> = layer.keys().iter().collect();
        assert_eq!(layer.keys().len(), keys.len(), "{tag}: a message occurs twice");
        assert_eq!(all.difference(&keys).collect::<Vec<_>>(), Vec::<&&String>::new(), "{tag} lacks messages");
        assert_eq!(keys.difference(&all).collect::<Vec<_>>(), Vec::<&&String>::new(), "{tag} has messages for nobody");
        for key in english.keys() {
            assert_eq!(layer.variables(key), english.variables(key), "{tag}: the values of `{key}`");
        }
    }
}

/// Messages that are the same in another language are names, or were forgotten.
#[test]
fn hardly_a_message_is_left_in_english() {
    let catalog = catalog();
    let english = catalog.translator("en", &[]);
    for tag in catalog.languages().into_iter().filter(|tag| *tag != "en") {
        let own = catalog.translator(tag, &[]);
        let args = [("count", "3"), ("app", "A"), ("brand", "B"), ("user", "U"), ("code", "C")];
        let same: Vec<&String> =
            catalog.english().keys().iter().filter(|key| own.text(key, &args) == english.text(key, &args)).collect();
        assert!(same.len() <= 8, "{tag}: {same:?}");
    }
}

#[test]
fn messages_of_every_language_carry_no_markup_and_no_hole() {
    let catalog = catalog();
    for tag in catalog.languages() {
        let translator = catalog.translator(tag, &[]);
        for key in catalog.english().keys() {
            for count in ["0", "1", "2", "3", "11", "100"] {
                let text = translator.text(key, &[("count", count)]);
                assert!(
                    !text.trim().is_empty() && !text.contains(['<', '>', '⟦', '\u{2068}', '\u{2069}']),
                    "{tag}: {text}"
                );
            }
        }
    }
}

/// Every page and every mail in every state and every language is written whole. Light and dark differ in the style
/// sheet alone, which every page links to.
#[test]
fn every_sample_is_written_in_every_language() {
    let catalog = catalog();
    for tag in catalog.languages() {
        let translator = catalog.translator(tag, &[]);
        for sample in pages().into_iter().chain(mails()) {
            let place = format!("{} in state {} in {tag}", sample.template, sample.state);
            let written = sample.render(&translator).unwrap_or_else(|why| panic!("{place}: {why}"));
            assert!(!written.contains('⟦'), "{place}: {written}");
            let is_text = sample.template.rsplit('.').next() == Some("txt");
            assert!(
                is_text || !written.replace("<script src=\"/static/", "").contains("<script"),
                "{place}: {written}"
            );
            if sample.template.starts_with("pages/") {
                let tags = tags(&written);
                assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1, "{place}");
                assert!(tags.iter().any(|tag| tag.get("rel") == Some("stylesheet")), "{place}");
            }
        }
    }
}
