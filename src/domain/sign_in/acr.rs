//! Authentication context classes (OpenID Connect Core §2 `acr`, §3.1.2.1 `acr_values`): what a client may demand of a
//! sign-in, and what its tokens say was done. Few words, each with a meaning that can be checked.

use serde::{Deserialize, Serialize};

use super::authentication::MFA;

/// How much was proven, or is to be. A greater one satisfies whoever demands a lesser one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acr {
    /// One factor.
    OneFactor,
    /// Two factors of different kinds, or one that is two (a passkey of a verified holder, where the pool says so).
    TwoFactors,
}

impl Acr {
    /// All of them, the least first.
    pub const ALL: [Self; 2] = [Self::OneFactor, Self::TwoFactors];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneFactor => "urn:vestibule:acr:one-factor",
            Self::TwoFactors => "urn:vestibule:acr:two-factors",
        }
    }

    /// What was done where `amr` (RFC 8176) says how.
    pub fn of(amr: &[String]) -> Self {
        if amr.iter().any(|word| word == MFA) { Self::TwoFactors } else { Self::OneFactor }
    }

    /// What a list in order of preference demands: its first word that is known here. Others are ignored, since the
    /// parameter demands nothing that would be an error (OpenID Connect Core §3.1.2.1: a voluntary claim).
    pub fn demanded(values: &str) -> Option<Self> {
        values.split(' ').find_map(|word| Self::ALL.into_iter().find(|acr| acr.as_str() == word))
    }
}

#[cfg(test)]
mod tests {
    use super::Acr;

    #[test]
    fn the_first_word_that_is_known_counts() {
        let two = Acr::TwoFactors.as_str();
        assert_eq!(Acr::demanded(two), Some(Acr::TwoFactors));
        assert_eq!(Acr::demanded(&format!("phr  {two} {}", Acr::OneFactor.as_str())), Some(Acr::TwoFactors));
        assert_eq!(Acr::demanded(&format!("{} {two}", Acr::OneFactor.as_str())), Some(Acr::OneFactor));
        assert_eq!((Acr::demanded(""), Acr::demanded("phr")), (None, None));
    }

    #[test]
    fn what_was_done_is_read_off_how() {
        let of = |words: &[&str]| Acr::of(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!((of(&["pwd"]), of(&["pwd", "otp", "mfa"])), (Acr::OneFactor, Acr::TwoFactors));
        assert_eq!(of(&[]), Acr::OneFactor);
    }
}
