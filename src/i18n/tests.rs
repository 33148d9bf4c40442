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
    assert!(matches!(refused("login-heading = { $\n"), Some(WordingProblem::Syntax(_))));
    assert_eq!(refused(&"#".repeat(300_000)), Some(WordingProblem::TooLarge));
    assert_eq!(refused("attribute-custom-team = Team\nlogin-heading = Hi\n"), None);
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
