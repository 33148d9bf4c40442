//! What a user can prove after the first factor: set up, switched on, preferred. Which of it is asked is the sign-in
//! machine's rule.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::sign_in::{Factor, SecondFactor};

/// The second factors of one user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecondFactors {
    /// Set up: a proof of it can be checked.
    registered: BTreeSet<Factor>,
    /// Switched on by the user or an admin; always set up too.
    enabled: BTreeSet<Factor>,
    /// The one that is asked first; always switched on.
    preferred: Option<Factor>,
}

/// What is to become of one factor (Cognito's `SoftwareTokenMfaSettings` and its siblings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The factor.
    pub factor: Factor,
    /// Whether it is on.
    pub is_enabled: bool,
    /// Whether it is asked first.
    pub is_preferred: bool,
}

impl SecondFactors {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.registered.is_empty()
    }

    /// Those that are set up.
    pub fn registered(&self) -> &BTreeSet<Factor> {
        &self.registered
    }

    /// Those that are on.
    pub fn enabled(&self) -> &BTreeSet<Factor> {
        &self.enabled
    }

    /// The one that is asked first.
    pub fn preferred(&self) -> Option<Factor> {
        self.preferred
    }

    /// The ones that count where a pool asks `when`: with a choice only what is on, without one all that is set up.
    pub fn asked(&self, when: SecondFactor) -> BTreeSet<Factor> {
        match when {
            SecondFactor::Off => BTreeSet::new(),
            SecondFactor::Optional => self.enabled.clone(),
            SecondFactor::Required => self.registered.clone(),
        }
    }

    /// A factor has been set up.
    pub fn register(&mut self, factor: Factor) {
        self.registered.insert(factor);
    }

    /// A factor is not set up any more.
    pub fn forget(&mut self, factor: Factor) {
        self.registered.remove(&factor);
        self.enabled.remove(&factor);
        self.preferred = self.preferred.filter(|preferred| *preferred != factor);
    }

    /// Does what is wished; `false`, and nothing changes, where a factor is to be on that was never set up.
    pub fn wish(&mut self, wishes: &[Wish]) -> bool {
        let is_possible = |wish: &Wish| !wish.is_enabled || self.registered.contains(&wish.factor);
        if !wishes.iter().all(is_possible) {
            return false;
        }
        for wish in wishes {
            if wish.is_enabled {
                self.enabled.insert(wish.factor);
            } else {
                self.enabled.remove(&wish.factor);
            }
            if wish.is_enabled && wish.is_preferred {
                self.preferred = Some(wish.factor);
            } else if self.preferred == Some(wish.factor) {
                self.preferred = None;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Factor, SecondFactor, SecondFactors, Wish};

    const ON: Wish = Wish { factor: Factor::Totp, is_enabled: true, is_preferred: true };
    const OFF: Wish = Wish { is_enabled: false, is_preferred: false, ..ON };

    #[test]
    fn only_what_is_set_up_can_be_on() {
        let mut factors = SecondFactors::default();
        assert!(!factors.wish(&[ON]));
        assert_eq!(factors, SecondFactors::default());
        factors.register(Factor::Totp);
        assert!(factors.asked(SecondFactor::Optional).is_empty(), "set up is not on");
        assert!(factors.asked(SecondFactor::Required).contains(&Factor::Totp));
        assert!(factors.wish(&[ON]));
        assert_eq!(factors.preferred(), Some(Factor::Totp));
        assert!(factors.asked(SecondFactor::Off).is_empty());
    }

    #[test]
    fn what_is_off_is_not_preferred_and_still_set_up() {
        let mut factors = SecondFactors::default();
        factors.register(Factor::Totp);
        assert!(factors.wish(&[ON]) && factors.wish(&[OFF]));
        assert_eq!(factors.preferred(), None);
        assert!(factors.enabled().is_empty() && !factors.is_empty());
        factors.forget(Factor::Totp);
        assert_eq!(factors, SecondFactors::default());
        factors.register(Factor::Totp);
        let both = [ON, Wish { factor: Factor::SmsCode, ..ON }];
        assert!(!factors.wish(&both), "all or nothing");
        assert!(factors.enabled().is_empty());
    }
}
