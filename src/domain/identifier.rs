//! Identifiers: what one signs in with, how it is folded, and what counts as an e-mail address or a phone number.
//!
//! Folding decides who is the same person, so it lives here once: a look-alike that differs by case or by Unicode
//! compatibility form must never become a second user or a second attempt budget (cases 221 and 225).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What kind of name an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// The username itself.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number.
    PhoneNumber,
    /// The preferred name.
    PreferredUsername,
}

impl IdentifierKind {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::PreferredUsername => "preferred_username",
        }
    }
}

/// Something that finds one user in one pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// What kind of name it is.
    pub kind: IdentifierKind,
    /// Its folded value.
    pub value: String,
}

/// The form under which a typed name is looked up and counted: NFKC, trimmed, and lower-case unless the pool tells
/// cases apart. Typed text itself is kept for display only (case 130).
pub fn fold(typed: &str, case_sensitive: bool) -> String {
    let compatible: String = typed.trim().nfkc().collect();
    if case_sensitive { compatible } else { compatible.to_lowercase().nfkc().collect() }
}

/// Whether `text` may be a username: 1 to 128 visible characters, none of them white space or a control, invisible
/// or direction-changing character.
pub fn is_username(text: &str) -> bool {
    let length = text.chars().count();
    (1..=128).contains(&length) && text.chars().all(is_visible)
}

/// Whether `text` is an e-mail address that mail can be sent to. Control characters never pass (case 245).
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= 254
        && !text.contains('"')
        && text.chars().all(is_visible)
        && !local.is_empty()
        && domain.contains('.')
        && email_address::EmailAddress::is_valid(text)
}

/// Whether `text` is an E.164 phone number: `+` and 7 to 15 digits, the first not zero.
pub fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

fn is_visible(c: char) -> bool {
    let hidden = matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFF}'
        | '\u{E0000}'..='\u{E0FFF}');
    !c.is_control() && !c.is_whitespace() && !hidden
}

#[cfg(test)]
mod tests {
    use super::{fold, is_email, is_phone_number, is_username};

    #[test]
    fn look_alikes_fold_to_one_name() {
        for typed in ["Ada", "ADA", " ada ", "ａｄａ"] {
            assert_eq!(fold(typed, false), "ada");
        }
        assert_eq!(fold("Ada", true), "Ada");
        assert_eq!(fold("a.d+a@example.com", false), "a.d+a@example.com", "dots and tags are kept (case 224)");
    }

    #[test]
    fn usernames_have_only_visible_characters() {
        for good in ["ada", "a", "Ünïcode", "name@example.com", "../..", "%00", "名前", "🦀"] {
            assert!(is_username(good), "{good}");
        }
        let long = "a".repeat(129);
        for bad in ["", " ", "a b", "a\u{200B}b", "a\u{202E}b", "a\0", "a\nb", "\u{FEFF}a", long.as_str()] {
            assert!(!is_username(bad), "{bad:?}");
        }
    }

    #[test]
    fn contacts_are_checked() {
        for good in ["a@example.com", "a.b+c@sub.example.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@", "@b.c", "a@b", "a b@c.de", "a@b.de\r\nBcc: x@y.z", "\"a\"@b.de", "a@b..de"] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(is_phone_number("+4915112345678"));
        for bad in ["", "+", "4915112345678", "+0151123456", "+49 151", "+1234567890123456"] {
            assert!(!is_phone_number(bad), "{bad}");
        }
    }
}
