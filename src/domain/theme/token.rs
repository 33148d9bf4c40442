//! The tokens a theme may set, their values in the product's own look, and the grammar of their values.

use super::{Color, ThemeProblem};

/// What a token's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An opaque colour.
    Color,
    /// A length in `px` or `rem`, not negative.
    Length,
    /// A list of font families that are on the person's machine.
    Fonts,
}

/// A name that a theme may set.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// The custom property without its leading `--`.
    pub name: &'static str,
    /// The grammar of its values.
    pub kind: Kind,
    /// The product's own value in the light scheme.
    pub light: &'static str,
    /// The same in the dark scheme; the light value again for what is no colour.
    pub dark: &'static str,
}

const fn color(name: &'static str, light: &'static str, dark: &'static str) -> Token {
    Token { name, kind: Kind::Color, light, dark }
}

const fn length(name: &'static str, value: &'static str) -> Token {
    Token { name, kind: Kind::Length, light: value, dark: value }
}

const FONTS: &str =
    r#"ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif"#;

/// The theme contract. `static/vestibule.css` begins with the same values; a test compares them.
pub const TOKENS: &[Token] = &[
    color("accent", "#3b5bdb", "#93a5ff"),
    color("accent-strong", "#2f49b3", "#aebbff"),
    color("on-accent", "#ffffff", "#10142b"),
    color("focus", "#3b5bdb", "#93a5ff"),
    color("bg", "#f3f4f7", "#0d0f13"),
    color("surface", "#ffffff", "#16181e"),
    color("text", "#16181d", "#eceef3"),
    color("muted", "#5a6070", "#a5abb9"),
    color("line", "#dcdfe6", "#30343e"),
    color("field", "#ffffff", "#0f1116"),
    color("field-line", "#868d9d", "#757c8b"),
    color("danger", "#b3261e", "#ffb4ab"),
    color("danger-bg", "#fdeeec", "#3a1613"),
    color("ok", "#1b6e3c", "#86d9a3"),
    color("ok-bg", "#e8f5ed", "#10301d"),
    length("radius", "16px"),
    length("radius-field", "10px"),
    length("width", "26rem"),
    Token { name: "font", kind: Kind::Fonts, light: FONTS, dark: FONTS },
];

const GENERIC: &[&str] =
    &["serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded"];

pub(super) fn find(name: &str) -> Option<&'static Token> {
    TOKENS.iter().find(|token| token.name == name)
}

pub(super) fn names() -> String {
    TOKENS.iter().map(|token| token.name).collect::<Vec<_>>().join(", ")
}

pub(super) fn check(name: &str, value: &str) -> Result<(), ThemeProblem> {
    let token = find(name).ok_or_else(|| ThemeProblem::UnknownToken(shortened(name)))?;
    let (is_good, expected) = match token.kind {
        Kind::Color => (Color::parse(value).is_some(), "an opaque colour (#rrggbb, rgb(…) or hsl(…))"),
        Kind::Length => (is_length(value), "a length from 0 to 1000px or 60rem, such as 12px or 0.75rem"),
        Kind::Fonts => (is_font_stack(value), "a list of font names such as \"Inter\", Arial, sans-serif"),
    };
    if is_good {
        return Ok(());
    }
    Err(ThemeProblem::BadValue { token: name.to_owned(), value: shortened(value), expected })
}

/// What an author wrote goes into an error message: short, and on one line.
fn shortened(value: &str) -> String {
    value.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

fn is_length(value: &str) -> bool {
    let value = value.trim();
    let (number, most) = match (value.strip_suffix("px"), value.strip_suffix("rem")) {
        (Some(number), _) => (number, 1000.0),
        (_, Some(number)) => (number, 60.0),
        (None, None) => return value == "0",
    };
    let is_plain = !number.is_empty() && number.len() <= 8 && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_plain && number.parse::<f64>().is_ok_and(|length| length <= most)
}

/// Names in double quotes, or bare words, separated by commas. No escapes, no functions, nothing else.
fn is_font_stack(value: &str) -> bool {
    let families: Vec<&str> = value.split(',').map(str::trim).collect();
    let ends_generic = families.last().is_some_and(|last| GENERIC.contains(last));
    value.len() <= 300 && ends_generic && families.iter().all(|family| is_font(family))
}

fn is_font(family: &str) -> bool {
    let bare = match family.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').unwrap_or_default(),
        None => family,
    };
    let is_quoted = bare.len() != family.len();
    let fits =
        |letter: char| letter.is_alphanumeric() || letter == '-' || letter == ' ' || (is_quoted && letter == '.');
    !bare.trim().is_empty() && bare.len() <= 60 && bare.chars().all(fits)
}
