//! A pool's look as data: named tokens with checked values, light and dark, and a logo.
//!
//! A theme can change colours, the font stack, corners and the card's width; it can bring no rule, no address and no
//! markup of its own, so that a theme cannot read a form's token or draw over a page. Text that nobody can read is
//! refused when the theme is saved.

mod color;
mod footer;
mod logo;
mod token;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

pub use color::Color;
pub use footer::FooterLink;
pub use logo::{Logo, LogoKind, LogoProblem};
pub use token::{Kind, TOKENS, Token};

/// The values that differ from the product's own look, by token name (without the leading `--`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Theme {
    /// The light scheme, and what is the same in both (font, corners, width).
    pub tokens: BTreeMap<String, String>,
    /// Colours of the dark scheme.
    pub dark_tokens: BTreeMap<String, String>,
    /// Links below the card of each page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<FooterLink>,
}

/// The two colour schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `prefers-color-scheme: light`, and every browser that does not say.
    Light,
    /// `prefers-color-scheme: dark`.
    Dark,
}

/// Why a theme was refused, in words for its author.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ThemeProblem {
    /// No such token.
    #[error("there is no token `{0}`; the tokens are {names}", names = token::names())]
    UnknownToken(String),
    /// The value does not fit the token's grammar.
    #[error("`{value}` is not {expected}, which `{token}` needs")]
    BadValue {
        /// The token.
        token: String,
        /// What was given, shortened.
        value: String,
        /// What would do.
        expected: &'static str,
    },
    /// Only colours differ between the schemes.
    #[error("`{0}` is the same in both schemes: set it in `tokens`, not in `dark_tokens`")]
    NotAColor(String),
    /// The links below the pages do not do.
    #[error("`footer`: {0}")]
    Footer(String),
    /// Two colours are too close for people to tell apart.
    #[error("in the {scheme} scheme `{front}` on `{back}` has a contrast of {found:.2}:1; it needs {needed}:1")]
    Contrast {
        /// `light` or `dark`.
        scheme: &'static str,
        /// The colour in front.
        front: &'static str,
        /// The colour behind it.
        back: &'static str,
        /// The contrast as it is (WCAG 2.2).
        found: f64,
        /// The least contrast.
        needed: f64,
    },
}

/// Text and what it stands on: WCAG 2.2, 1.4.3.
const TEXT: f64 = 4.5;
/// Borders of fields and focus rings: WCAG 2.2, 1.4.11.
const SHAPE: f64 = 3.0;

/// What must be told apart.
const PAIRS: &[(&str, &str, f64)] = &[
    ("text", "bg", TEXT),
    ("text", "surface", TEXT),
    ("text", "field", TEXT),
    ("muted", "bg", TEXT),
    ("muted", "surface", TEXT),
    ("accent", "surface", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("danger", "danger-bg", TEXT),
    ("danger", "surface", TEXT),
    ("ok", "ok-bg", TEXT),
    ("field-line", "surface", SHAPE),
    ("field-line", "field", SHAPE),
    ("focus", "surface", SHAPE),
    ("focus", "bg", SHAPE),
];

impl Theme {
    /// Checks names, values and contrast. Returns everything that is wrong, so that it can be put right at once.
    pub fn check(&self) -> Result<(), Vec<ThemeProblem>> {
        let mut problems = Vec::new();
        for (name, value) in &self.tokens {
            problems.extend(token::check(name, value).err());
        }
        for (name, value) in &self.dark_tokens {
            let known = token::find(name);
            match known {
                Some(token) if token.kind != Kind::Color => problems.push(ThemeProblem::NotAColor(name.clone())),
                Some(_) | None => problems.extend(token::check(name, value).err()),
            }
        }
        problems.extend(footer::check(&self.footer).map(ThemeProblem::Footer));
        if problems.is_empty() {
            problems.extend(self.contrast_problems(Scheme::Light));
            problems.extend(self.contrast_problems(Scheme::Dark));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The style sheet that overrides the product's own values. Empty for a theme that changes nothing; a value that
    /// would not pass [`Theme::check`] is left out, wherever it came from.
    #[must_use]
    pub fn css(&self) -> String {
        let mut sheet = String::new();
        let light = declarations(&self.tokens);
        let dark = declarations(&self.dark_tokens);
        if !light.is_empty() {
            let _ = writeln!(sheet, ":root{{{light}}}");
            // The light rule comes after the product's own dark one in the cascade: what the theme says nothing
            // about in the dark must be said again.
            let again = self.tokens.keys().filter(|name| !self.dark_tokens.contains_key(*name));
            let restored: String = again
                .filter_map(|name| token::find(name).filter(|token| token.kind == Kind::Color))
                .fold(String::new(), |mut css, token| {
                    let _ = write!(css, "--{}:{};", token.name, token.dark);
                    css
                });
            if !restored.is_empty() {
                let _ = writeln!(sheet, "@media (prefers-color-scheme:dark){{:root{{{restored}}}}}");
            }
        }
        if !dark.is_empty() {
            let _ = writeln!(sheet, "@media (prefers-color-scheme:dark){{:root{{{dark}}}}}");
        }
        sheet
    }

    fn contrast_problems(&self, scheme: Scheme) -> impl Iterator<Item = ThemeProblem> + '_ {
        PAIRS.iter().filter_map(move |(front, back, needed)| {
            let found = self.color(front, scheme)?.contrast(self.color(back, scheme)?);
            (found < *needed).then_some(ThemeProblem::Contrast {
                scheme: if scheme == Scheme::Light { "light" } else { "dark" },
                front,
                back,
                found,
                needed: *needed,
            })
        })
    }

    /// A colour as people will see it: the theme's, or the product's own.
    fn color(&self, name: &str, scheme: Scheme) -> Option<Color> {
        let token = token::find(name)?;
        let (own, default) = match scheme {
            Scheme::Light => (self.tokens.get(name), token.light),
            Scheme::Dark => (self.dark_tokens.get(name), token.dark),
        };
        Color::parse(own.map_or(default, String::as_str))
    }
}

fn declarations(tokens: &BTreeMap<String, String>) -> String {
    tokens.iter().filter(|(name, value)| token::check(name, value).is_ok()).fold(
        String::new(),
        |mut css, (name, value)| {
            let _ = write!(css, "--{name}:{};", value.trim());
            css
        },
    )
}

#[cfg(test)]
mod tests;
