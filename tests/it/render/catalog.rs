//! No template asks for a message that is not there, and no message is there for nobody.

use std::collections::BTreeSet;

use vestibule::i18n::Catalog;
use vestibule::messaging::mail::Event;
use vestibule::render::page::Problem;

use super::{english, mails, pages, template_files};

/// The keys written as literals before a translating filter.
fn literal_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, source) in template_files() {
        for (at, _) in source.match_indices("\"|t") {
            let before = &source[..at];
            let start = before.rfind('"').map_or(0, |quote| quote + 1);
            keys.insert(before[start..].to_owned());
        }
    }
    keys
}

#[test]
fn every_key_of_a_template_has_an_english_message() {
    let translator = english();
    let keys = literal_keys();
    assert!(keys.contains("login-heading"));
    for key in keys {
        assert!(translator.find(&key, &[]).is_some(), "no message `{key}`");
    }
}

#[test]
fn no_sample_shows_a_missing_message_or_a_bare_key() {
    let translator = english();
    let catalog = Catalog::embedded().unwrap();
    for sample in pages().into_iter().chain(mails()) {
        let written = sample.render(&translator).unwrap();
        assert!(!written.contains('⟦'), "{} in state {}: {written}", sample.template, sample.state);
        let text = super::markup::visible_text(&written);
        for key in catalog.english().keys().iter().filter(|key| key.contains('-')) {
            assert!(!text.contains(key.as_str()), "{} in state {} shows `{key}`", sample.template, sample.state);
        }
    }
}

#[test]
fn messages_carry_no_markup() {
    let catalog = Catalog::embedded().unwrap();
    let translator = english();
    for key in catalog.english().keys() {
        let text = translator.text(key, &[]);
        assert!(!text.contains(['<', '>', '\u{2068}', '\u{2069}']), "`{key}`: {text}");
    }
}

#[test]
fn the_codes_that_flows_send_have_words() {
    let codes = [
        "required",
        "not-authorized",
        "too-many-attempts",
        "limit-exceeded",
        "account-locked",
        "user-disabled",
        "too-risky",
        "user-not-confirmed",
        "password-reset-required",
        "code-mismatch",
        "code-expired",
        "username-taken",
        "alias-taken",
        "invalid-username",
        "invalid-email",
        "invalid-phone",
        "invalid-date",
        "invalid-value",
        "too-long",
        "too-short",
        "not-a-number",
        "password-too-short",
        "password-too-long",
        "password-needs-uppercase",
        "password-needs-lowercase",
        "password-needs-number",
        "password-needs-symbol",
        "password-has-spaces-around",
        "password-breached",
        "password-used-before",
        "session-expired",
        "csrf-stale",
        "sign-up-disabled",
        "delivery-failed",
        "number-not-served",
        "refused",
    ];
    let translator = english();
    for code in codes {
        let problem = Problem::new(code).with_count(3);
        assert!(translator.find(&problem.key, &[("count", &problem.count)]).is_some(), "no words for `{code}`");
    }
    assert_eq!(
        translator.text("problem-too-many-attempts", &[("count", "1")]),
        "Too many attempts. Try again in a minute."
    );
}

#[test]
fn every_mail_event_has_its_three_templates() {
    let files: BTreeSet<String> = template_files().into_iter().map(|(name, _)| name).collect();
    for event in Event::ALL {
        for part in ["subject.txt", "body.txt", "body.html"] {
            assert!(files.contains(&format!("email/{}/{part}", event.folder())), "{event:?} {part}");
        }
    }
}
