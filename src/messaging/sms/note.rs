//! What a text message says, whatever its event.

use serde::Serialize;

use super::super::one_line;
use crate::render::Translator;

/// The longest name of a brand in a text message, in characters: with it every shipped text of a code is one part where
/// its language is in the alphabet of GSM, and two where it is not.
const LONGEST_BRAND: usize = 30;

/// The context of the text-message templates, under the name `sms`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Note {
    /// The BCP 47 tag of the message's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The pool's name as people know it, cut where it is long.
    pub brand_name: String,
    /// What the recipient signs in with.
    pub username: String,
    /// The code, or the temporary password.
    pub code: String,
}

impl Note {
    /// A note to a person of a pool with a code or a temporary password.
    #[must_use]
    pub fn new(translator: &Translator, brand_name: &str, username: &str, code: &str) -> Self {
        Self {
            lang: translator.language(),
            dir: translator.direction().as_str().to_owned(),
            brand_name: one_line(brand_name).chars().take(LONGEST_BRAND).collect::<String>().trim().to_owned(),
            username: one_line(username),
            code: one_line(code),
        }
    }
}
