//! Where a phone number is, as far as its digits tell: the country's calling code (ITU-T E.164), and the block of ten
//! thousand numbers that it is in. Knows nothing of who pays for what.

use serde::{Deserialize, Serialize};

/// Digits that one block of numbers differs in.
const BLOCK_DIGITS: usize = 4;

/// What a phone number begins with: `+` and up to seven digits, the first not zero. Of a country, or of a part of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DialPrefix(String);

impl DialPrefix {
    /// Reads a prefix.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let is_prefix = (1..=7).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0');
        is_prefix.then(|| Self(text.to_owned()))
    }

    /// What every number begins with.
    #[must_use]
    pub fn anywhere() -> Self {
        Self("+".to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the number begins so.
    #[must_use]
    pub fn covers(&self, number: &str) -> bool {
        number.starts_with(&self.0)
    }
}

/// The calling code that an E.164 number begins with, with its `+`: one digit for zones 1 and 7, two where the code has
/// two, three everywhere else.
#[must_use]
pub fn calling_code(number: &str) -> &str {
    let digits = number.strip_prefix('+').unwrap_or(number).as_bytes();
    let length = match (digits.first(), digits.get(1)) {
        (Some(b'1' | b'7'), _) => 1,
        (Some(b'2'), Some(b'0' | b'7'))
        | (Some(b'3'), Some(b'0'..=b'4' | b'6' | b'9'))
        | (Some(b'4'), Some(b'0' | b'1' | b'3'..=b'9'))
        | (Some(b'5'), Some(b'1'..=b'8'))
        | (Some(b'6'), Some(b'0'..=b'6'))
        | (Some(b'8'), Some(b'1' | b'2' | b'4' | b'6'))
        | (Some(b'9'), Some(b'0'..=b'5' | b'8')) => 2,
        _ => 3,
    };
    number.get(..=length).unwrap_or(number)
}

/// The number without its last digits: whoever pumps messages owns numbers in a row.
#[must_use]
pub fn block(number: &str) -> &str {
    number.get(..number.len().saturating_sub(BLOCK_DIGITS)).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::{DialPrefix, block, calling_code};

    #[test]
    fn the_calling_code_is_read_off_the_number() {
        for (number, code) in [
            ("+12065550123", "+1"),
            ("+79123456789", "+7"),
            ("+4915112345678", "+49"),
            ("+420601123456", "+420"),
            ("+201001234567", "+20"),
            ("+212612345678", "+212"),
            ("+966501234567", "+966"),
            ("+981234567890", "+98"),
            ("+35312345678", "+353"),
            ("+8613812345678", "+86"),
            ("+85212345678", "+852"),
        ] {
            assert_eq!(calling_code(number), code, "{number}");
        }
        assert_eq!((calling_code("+4"), block("+49")), ("+4", ""));
        assert_eq!(block("+4915112345678"), "+491511234");
    }

    #[test]
    fn a_prefix_is_of_digits_and_covers_what_begins_so() {
        let germany = DialPrefix::parse("+49").unwrap();
        assert!(germany.covers("+4915112345678") && !germany.covers("+4815112345678"));
        assert!(DialPrefix::anywhere().covers("+4915112345678"));
        for bad in ["", "+", "49", "+049", "+4 9", "+49151123", "+٤٩"] {
            assert!(DialPrefix::parse(bad).is_none(), "{bad}");
        }
    }
}
