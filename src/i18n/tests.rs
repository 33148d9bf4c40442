//! Layers, negotiation and their bounds.

use std::sync::Arc;

use unic_langid::LanguageIdentifier;

use super::*;

fn tag(tag: &str) -> LanguageIdentifier {
    tag.parse().unwrap()
}

fn catalog() -> Catalog {
    let german =
        "login-heading = Willkommen zurück\nproblem-count = { $count ->\n    [one] eine\n   *[other] { $count }\n }\n";
    let arabic = "login-heading = مرحبًا بعودتك\n";
    Catalog::embedded()
        .unwrap()
        .with(Layer::parse(tag("de"), german).unwrap())
        .with(Layer::parse(tag("ar"), arabic).unwrap())
}

#[test]
fn a_pools_wording_comes_before_the_products_and_english_is_last() {
    let catalog = catalog();
    let own =
        Arc::new(Layer::wording(tag("de"), "login-heading = Moin\n", catalog.english()).expect("the wording is good"));
    let plain = catalog.translator("de", &[]);
    let pools = catalog.translator("de", std::slice::from_ref(&own));
    assert_eq!(plain.text("login-heading", &[]), "Willkommen zurück");
    assert_eq!(pools.text("login-heading", &[]), "Moin");
    assert_eq!(pools.text("login-submit", &[]), catalog.translator("en", &[]).text("login-submit", &[]));
    let english = catalog.translator("en", &[own]);
    assert_ne!(english.text("login-heading", &[]), "Moin", "a German wording stays out of English pages");
}

#[test]
fn a_wording_with_markup_or_unknown_keys_is_refused() {
    let catalog = catalog();
    let refused = |source: &str| Layer::wording(tag("en"), source, catalog.english()).err();
    assert_eq!(refused("login-heading = <b>Hi</b>\n"), Some(WordingProblem::Markup("login-heading".into())));
    assert_eq!(refused("login-heding = Hi\n"), Some(WordingProblem::UnknownKey("login-heding".into())));
    assert!(matches!(refused("login-heading = { $\n"), Some(WordingProblem::Syntax { line: 1, .. })));
    assert_eq!(refused(&"#".repeat(300_000)), Some(WordingProblem::TooLarge));
    assert!(matches!(refused("\n\nlogin-heading = { $\n"), Some(WordingProblem::Syntax { line: 3, .. })));
    assert_eq!(refused("attribute-custom-team = Team\nlogin-heading = Hi\n"), None);
}

#[test]
fn a_wording_hides_nothing_in_variants_literals_or_references() {
    let catalog = catalog();
    let refused = |source: &str| Layer::wording(tag("en"), source, catalog.english()).err();
    let key = || "rule-length".to_owned();
    let variant = "rule-length = { $count ->\n    [one] <script>\n   *[other] fine\n }\n";
    assert_eq!(refused(variant), Some(WordingProblem::Markup(key())));
    assert_eq!(refused("rule-length = { \"\\u003Cb\" }\n"), Some(WordingProblem::Markup(key())));
    assert_eq!(refused("rule-length = a\u{202e}b\n"), Some(WordingProblem::Control(key())));
    let unknown = WordingProblem::UnknownVariable(key(), "password".to_owned());
    assert_eq!(refused("rule-length = { $password }\n"), Some(unknown));
    for reference in ["{ rule-length }", "{ -term }", "{ NUMBER($count) }", "{ login-heading }"] {
        let source = format!("rule-length = {reference}\n");
        assert_eq!(refused(&source), Some(WordingProblem::Reference(key())), "{reference}");
    }
    assert_eq!(refused("rule-length = a\nrule-length = b\n"), Some(WordingProblem::Repeated(key())));
    assert_eq!(
        refused("rule-length = a\n    .title = b\n"),
        Some(WordingProblem::UnknownKey("rule-length.title".into()))
    );
    assert_eq!(refused("-brand = b\n"), Some(WordingProblem::UnknownKey("-brand".into())));
    assert_eq!(refused("rule-length = { \"\" }\n"), Some(WordingProblem::Hole(key())));
    assert_eq!(refused(&format!("rule-length = {}\n", "a".repeat(2000))), Some(WordingProblem::TooLong(key())));
    assert_eq!(refused("# nothing\n"), Some(WordingProblem::Empty));
    assert_eq!(refused("rule-length = { $count ->\n    [one] One sign\n   *[other] { $count } signs\n }\n"), None);
}

/// A source that would take the parser down a stack without end is refused before it is parsed.
#[test]
fn a_wording_of_braces_is_refused() {
    let catalog = catalog();
    for nest in ["{", "{ A(", "{ $a ->\n *[x] {", "{\nNUMBER({", "{ \"}\" ->\n *[x] \"{"] {
        let source = format!("login-heading = {}", nest.repeat(9000 / nest.len()));
        let refused = Layer::wording(tag("en"), &source, catalog.english()).err();
        assert!(matches!(refused, Some(WordingProblem::Syntax { .. })), "{nest}: {refused:?}");
    }
}

#[test]
fn only_count_is_a_number_and_no_invisible_marks_are_added() {
    let translator = catalog().translator("de", &[]);
    assert_eq!(translator.text("problem-count", &[("count", "1")]), "eine");
    let english = catalog().translator("en", &[]);
    assert!(english.text("login-lead", &[("app", "007")]).contains(" 007"));
    assert!(!english.text("login-lead", &[("app", "Orders")]).contains('\u{2068}'));
}

#[test]
fn a_missing_message_is_visible() {
    assert_eq!(catalog().translator("en", &[]).text("no-such-key", &[]), "⟦no-such-key⟧");
}

#[test]
fn direction_follows_the_language() {
    let catalog = catalog();
    assert_eq!(catalog.translator("ar", &[]).direction(), Direction::Rtl);
    assert_eq!(catalog.translator("de", &[]).direction(), Direction::Ltr);
    assert_eq!(catalog.translator("xx", &[]).language(), "en");
}

#[test]
fn negotiation_prefers_explicit_wishes_then_weights() {
    let available = ["ar", "de", "en"];
    let pick =
        |lang, ui_locales, accept_language| negotiate(Wishes { lang, ui_locales, accept_language }, &available, "en");
    assert_eq!(pick("de", "ar", "en"), "de");
    assert_eq!(pick("", "xx de-AT ar", "en"), "de");
    assert_eq!(pick("", "", "en;q=0.3, de-CH;q=0.9, ar;q=0.8"), "de");
    assert_eq!(pick("", "", "de;q=0, ar;q=0.1"), "ar");
    assert_eq!(pick("", "", ""), "en");
    assert_eq!(pick("", "", "fr"), "en");
}

#[test]
fn hostile_wishes_are_bounded_and_harmless() {
    let flood = format!("{}de", "fr,".repeat(100_000));
    let wide = "é".repeat(5000);
    let pick = |lang, accept_language| negotiate(Wishes { lang, ui_locales: "", accept_language }, &["de", "en"], "en");
    assert_eq!(pick("../../etc/passwd", "de"), "de");
    assert_eq!(pick("\"><script>", ""), "en");
    assert_eq!(pick("", &flood), "en", "what stands beyond the bound is not read");
    assert_eq!(pick("", &wide), "en");
    assert_eq!(pick("", "de;q=NaN, de;q=1e9, de;q=2"), "en");
}
