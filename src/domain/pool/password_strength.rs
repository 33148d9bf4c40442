//! How hard a password is to guess: an estimate to tell people by, never a rule.

use zxcvbn::zxcvbn;

/// Characters that are looked at: the estimate of a longer password would take long, and it is strong by then.
const LOOKED_AT: usize = 64;

/// From 0, guessed at once, to 4, very hard to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PasswordStrength(pub u8);

impl PasswordStrength {
    /// Estimates it; `names` are what a guesser tries first with this person.
    pub fn of(password: &str, names: &[&str]) -> Self {
        let begin: String = password.chars().take(LOOKED_AT).collect();
        Self(zxcvbn(&begin, names).score().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_weakest() {
        assert_eq!(PasswordStrength::of("password", &[]), PasswordStrength(0));
        assert_eq!(PasswordStrength::of("correct horse 7 battery", &[]), PasswordStrength(4));
        let of_ada = PasswordStrength::of("adalovelace", &["adalovelace"]);
        assert!(of_ada < PasswordStrength::of("adalovelace", &[]), "{of_ada:?}");
        assert_eq!(PasswordStrength::of("", &[]), PasswordStrength(0));
        assert_eq!(PasswordStrength::of(&"kT9#vq_Lp2".repeat(100), &[]).0, 4);
    }
}
