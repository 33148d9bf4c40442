//! What a pool asks of a password (Cognito's `PasswordPolicyType`). Knows nothing of hashing.

use serde::{Deserialize, Serialize};

/// The longest password taken, in characters (`cognito.md` §3.3; cases 228 and 229).
pub const MAXIMUM_LENGTH: usize = 256;

/// Symbols that count for [`PasswordPolicy::require_symbols`]; an inner space counts too.
const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

/// What a pool asks of a password. New pools ask for eight characters and no composition (decision D6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent switch of the policy, as on the wire")]
pub struct PasswordPolicy {
    /// Fewest characters, 6 to 99.
    pub minimum_length: u16,
    /// At least one upper-case letter.
    pub require_uppercase: bool,
    /// At least one lower-case letter.
    pub require_lowercase: bool,
    /// At least one digit.
    pub require_numbers: bool,
    /// At least one symbol.
    pub require_symbols: bool,
    /// How many of a user's last passwords, the one in use among them, may not be chosen again; 0 to 24.
    #[serde(default)]
    pub history_size: u16,
    /// Days for which a temporary password opens the account, 1 to 365.
    pub temporary_password_validity_days: u16,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: false,
            require_lowercase: false,
            require_numbers: false,
            require_symbols: false,
            history_size: 0,
            temporary_password_validity_days: 7,
        }
    }
}

/// Why a password does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PasswordProblem {
    /// Fewer characters than the policy asks for.
    TooShort,
    /// More than [`MAXIMUM_LENGTH`] characters.
    TooLong,
    /// No lower-case letter.
    NeedsLowercase,
    /// No upper-case letter.
    NeedsUppercase,
    /// No digit.
    NeedsNumber,
    /// No symbol.
    NeedsSymbol,
    /// Known to others: from a list of common passwords, or from a breach.
    Known,
    /// Hardly more than the user's name or address, or the pool's name.
    Personal,
    /// One of the user's last passwords ([`PasswordPolicy::history_size`]).
    UsedBefore,
}

impl PasswordPolicy {
    /// All that is wrong with `password`, in the order in which Cognito names it; empty when it will do.
    pub fn problems(&self, password: &str) -> Vec<PasswordProblem> {
        let length = password.chars().count();
        let inner = password.trim();
        let has_symbol = inner.chars().any(|c| SYMBOLS.contains(c) || c == ' ');
        let checks = [
            (length < usize::from(self.minimum_length), PasswordProblem::TooShort),
            (length > MAXIMUM_LENGTH, PasswordProblem::TooLong),
            (self.require_lowercase && !password.chars().any(char::is_lowercase), PasswordProblem::NeedsLowercase),
            (self.require_uppercase && !password.chars().any(char::is_uppercase), PasswordProblem::NeedsUppercase),
            (self.require_numbers && !password.chars().any(|c| c.is_ascii_digit()), PasswordProblem::NeedsNumber),
            (self.require_symbols && !has_symbol, PasswordProblem::NeedsSymbol),
        ];
        checks.into_iter().filter_map(|(wrong, problem)| wrong.then_some(problem)).collect()
    }
}

/// Whether a password is hardly more than one of these names: the name itself, or with a few digits and signs around it
/// (case 231).
pub fn is_personal<'a>(password: &str, names: impl IntoIterator<Item = &'a str>) -> bool {
    let plain = |text: &str| text.to_lowercase();
    let password = plain(password);
    let core = password.trim_matches(|c: char| !c.is_alphabetic());
    // A name of two letters would forbid too much.
    names.into_iter().filter(|name| name.chars().count() > 2).any(|name| {
        let name = plain(name);
        let rest = password.chars().count() - core.chars().count();
        password == name
            || (rest <= LOOSE && core == name.trim_matches(|c: char| !c.is_alphabetic()) && !core.is_empty())
    })
}

/// As many digits and signs around a name do not make it a password.
const LOOSE: usize = 4;

#[cfg(test)]
mod tests {
    use super::{PasswordPolicy, PasswordProblem, is_personal};

    #[test]
    fn a_name_with_a_few_digits_is_no_password() {
        let names = ["ada.lovelace", "ada.lovelace@example.test", "Analytical", "al"];
        for personal in ["ada.lovelace", "Ada.Lovelace1815", "ada.lovelace@example.test", "analytical!", "12analytical"]
        {
            assert!(is_personal(personal, names), "{personal}");
        }
        for own in ["lovelace", "ada.lovelace and more", "analytical12345", "al1234567", ""] {
            assert!(!is_personal(own, names), "{own}");
        }
        assert!(!is_personal("12345678", ["2024"]), "digits alone are no name");
    }

    fn strict() -> PasswordPolicy {
        PasswordPolicy {
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            ..PasswordPolicy::default()
        }
    }

    #[test]
    fn a_plain_long_password_will_do_by_default() {
        assert_eq!(PasswordPolicy::default().problems("correct horse"), []);
        assert_eq!(PasswordPolicy::default().problems("short"), [PasswordProblem::TooShort]);
    }

    #[test]
    fn each_class_is_asked_for() {
        assert_eq!(strict().problems("Abcdef1!"), []);
        assert_eq!(strict().problems("Abcdef1 x"), [], "an inner space is a symbol");
        assert_eq!(strict().problems("Abcdefg1 "), [PasswordProblem::NeedsSymbol], "a trailing space is not");
        assert_eq!(
            strict().problems(""),
            [
                PasswordProblem::TooShort,
                PasswordProblem::NeedsLowercase,
                PasswordProblem::NeedsUppercase,
                PasswordProblem::NeedsNumber,
                PasswordProblem::NeedsSymbol
            ]
        );
    }

    #[test]
    fn length_counts_characters_up_to_256() {
        assert_eq!(PasswordPolicy::default().problems(&"🦀".repeat(256)), []);
        assert_eq!(PasswordPolicy::default().problems(&"a".repeat(257)), [PasswordProblem::TooLong]);
    }
}
