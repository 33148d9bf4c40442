//! What the samples of several pages share.

use crate::render::assets;
use crate::render::page::{Form, Layout, Link, Rule};

/// A payload that must never reach a page as markup.
pub(super) const PAYLOAD: &str = "\"><script>alert('x')</script>{{7*7}}";
/// A word that does not break by itself.
pub(super) const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
/// A name written from right to left.
pub(super) const ARABIC: &str = "متجر النخيل";

pub(super) fn layout() -> Layout {
    Layout {
        lang: "en".to_owned(),
        dir: "ltr".to_owned(),
        css_href: assets::href("vestibule.css"),
        icon_href: assets::href("icon.svg"),
        brand_name: "Northwind".to_owned(),
        footer: vec![
            Link::new("footer-privacy", "https://northwind.example/privacy"),
            Link::new("footer-terms", "https://northwind.example/terms"),
        ],
        ..Layout::default()
    }
}

pub(super) fn right_to_left() -> Layout {
    Layout { lang: "ar".to_owned(), dir: "rtl".to_owned(), brand_name: ARABIC.to_owned(), ..layout() }
}

pub(super) fn branded(name: &str) -> Layout {
    Layout { brand_name: name.to_owned(), footer: Vec::new(), ..layout() }
}

pub(super) fn form(action: &str) -> Form {
    Form::new(format!("{action}?client_id=7h1&state=a%26b"), "MTIz.csrf")
}

pub(super) fn strict_rules() -> Vec<Rule> {
    let rule = |key: &str, count: &str| Rule { key: key.to_owned(), count: count.to_owned() };
    vec![
        rule("rule-length", "12"),
        rule("rule-uppercase", ""),
        rule("rule-lowercase", ""),
        rule("rule-number", ""),
        rule("rule-symbol", ""),
    ]
}

pub(super) fn plain_rules() -> Vec<Rule> {
    vec![Rule { key: "rule-length".to_owned(), count: "8".to_owned() }]
}
