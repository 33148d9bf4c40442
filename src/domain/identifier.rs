//! Identifiers: what one signs in with, how it is folded, and what counts as an e-mail address or a phone number.
//!
//! Folding decides who is the same person, so it lives here once: a look-alike that differs by case or by Unicode
//! compatibility form must never become a second user or a second attempt budget (cases 221 and 225).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::domain::pool::Contact;

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
    /// The contact that it is, if it is one.
    pub fn contact(self) -> Option<Contact> {
        match self {
            Self::Email => Some(Contact::Email),
            Self::PhoneNumber => Some(Contact::PhoneNumber),
            Self::Username | Self::PreferredUsername => None,
        }
    }

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

/// The form under which a typed name is looked up and counted: NFKC, trimmed, and without case unless the pool tells
/// cases apart. Case goes by way of the capitals and letter by letter, so that `ß` and `SS`, `ς` and `Σ`, `ı` and `I`
/// are one. Typed text itself is kept for display only (case 130).
pub fn fold(typed: &str, case_sensitive: bool) -> String {
    let compatible: String = typed.nfkc().collect();
    let compatible = compatible.trim();
    if case_sensitive {
        return compatible.to_owned();
    }
    // Decomposed first: an accent that is a letter of its own as a capital (U+0345) is folded like that letter. Lower
    // case comes before the capitals for the capital ß, which has no other.
    let lower = compatible.nfd().flat_map(char::to_lowercase);
    let folded = lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc();
    folded.collect::<String>().trim().to_owned()
}

/// Whether `text` may be a username: 1 to 128 visible characters, none of them white space or a control, invisible
/// or direction-changing character, and its letters not of scripts that are mistaken for each other (case 225).
pub fn is_username(text: &str) -> bool {
    let length = text.chars().count();
    (1..=128).contains(&length) && text.chars().all(is_visible) && !mixes_scripts(text)
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

/// Whether Latin, Greek and Cyrillic letters stand beside each other: one `а` of another script in `admin` is how
/// look-alikes are made (UTS 39 §5). A name in one script is taken as it is.
fn mixes_scripts(text: &str) -> bool {
    let mut seen = [false; 3];
    for letter in text.nfkc().filter(|c| c.is_alphabetic()) {
        match u32::from(letter) {
            0x41..=0x24F | 0x1E00..=0x1EFF => seen[0] = true,
            0x370..=0x3FF | 0x1F00..=0x1FFF => seen[1] = true,
            0x400..=0x52F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => seen[2] = true,
            _ => {}
        }
    }
    seen.into_iter().filter(|script| *script).count() > 1
}

/// Whether a character is seen: no white space, control, or one that is invisible or changes the direction (case 225).
pub fn is_visible(c: char) -> bool {
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
    fn case_never_makes_a_second_name() {
        for (one, other) in [
            ("straße", "STRASSE"),
            ("straße", "STRAẞE"),
            ("οδυσσεύς", "ΟΔΥΣΣΕΎΣ"),
            ("ﬁona", "FIONA"),
            ("\u{212A}im", "kim"),
            ("I", "ı"),
            ("é", "e\u{301}"),
            ("\u{a8}a", "\u{308}a"),
        ] {
            assert_eq!(fold(one, false), fold(other, false), "{one} {other}");
        }
        assert_ne!(fold("é", false), fold("e", false));
    }

    #[test]
    fn folding_twice_is_folding_once() {
        // Where letters have cases or forms; ideographs, syllables and private characters have neither.
        let blocks = [0..0x3400, 0xA640..0xAC00, 0xF900..0x1_0000, 0x1_0400..0x1_0500, 0x1_D400..0x1_D800];
        for c in blocks.into_iter().flatten().filter_map(char::from_u32) {
            let folded = fold(&format!("a{c}b"), false);
            assert_eq!(fold(&folded, false), folded, "{:x}", u32::from(c));
        }
    }

    #[test]
    fn letters_of_look_alike_scripts_do_not_mix() {
        for good in ["admin", "админ", "αδμιν", "名前a", "ada_1815", "ａdmin"] {
            assert!(is_username(good), "{good}");
        }
        for bad in ["\u{430}dmin", "admi\u{3bf}", "αд", "p\u{430}ypal"] {
            assert!(!is_username(bad), "{bad}");
        }
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
