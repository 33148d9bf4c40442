//! A theme's style sheet and its address.

use crate::domain::theme::Theme;

/// A theme as served: the style sheet and the hash in its path `/theme/<hash>.css`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSheet {
    /// The first 128 bits of the style sheet's SHA-256, in hexadecimal.
    pub hash: String,
    /// The style sheet.
    pub css: String,
}

impl ThemeSheet {
    /// Writes a theme's style sheet. `sha256` is the digest of `crypto`, which this module does not know.
    #[must_use]
    pub fn of(theme: &Theme, sha256: impl Fn(&[u8]) -> [u8; 32]) -> Self {
        let css = theme.css();
        let hash = sha256(css.as_bytes());
        Self { hash: hex::encode(hash.get(..16).unwrap_or_default()), css }
    }

    /// The path that pages link to. It changes with the content, so the answer may be cached for ever.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/theme/{}.css", self.hash)
    }
}
