//! What the shipped texts say, and how long they are.

use super::{Alphabet, Event, Note, compose, fill_in, measure};
use crate::render::Catalog;

const BRAND: &str = "Donaudampfschifffahrtsgesellschaftskapitän & Co";

#[test]
fn a_code_is_one_part_or_two_in_every_language() {
    let catalog = Catalog::embedded().unwrap();
    for language in ["en", "de", "ar"] {
        let translator = catalog.translator(language, &[]);
        for event in Event::ALL {
            let note = Note::new(&translator, BRAND, "somebody@example.com", "391204");
            let text = compose(*event, &note, &translator).unwrap();
            let (alphabet, parts) = measure(text.as_str());
            let most = match (alphabet, event) {
                (Alphabet::Gsm7, Event::Invitation) | (Alphabet::Ucs2, _) => 2,
                (Alphabet::Gsm7, _) => 1,
            };
            assert!(parts <= most, "{language} {event:?}: {parts} parts: {}", text.as_str());
            assert_eq!(alphabet == Alphabet::Ucs2, language == "ar", "{language} {event:?}: {}", text.as_str());
            assert!(text.as_str().contains("391204"));
        }
    }
}

#[test]
fn nothing_in_a_text_is_evaluated_or_begins_a_line() {
    let translator = Catalog::embedded().unwrap().translator("en", &[]);
    let evil = "x\r\ny\u{202e}{{7*7}}{####}";
    for event in Event::ALL {
        let text = compose(*event, &Note::new(&translator, evil, evil, evil), &translator).unwrap();
        assert!(
            !text.as_str().chars().any(|letter| letter.is_control() || letter == '\u{202e}'),
            "{:?}",
            text.as_str()
        );
        assert!(text.as_str().contains("{{7*7}}"), "{:?}", text.as_str());
    }
}

#[test]
fn a_pools_own_text_is_plain_substitution() {
    assert_eq!(fill_in("{username}: {####} {other}", "391204", "{####}\n").as_str(), "{####}: 391204 {other}");
}
