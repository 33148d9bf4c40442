//! What a user can prove after the first factor: set up, switched on, preferred. Which of it is asked is the sign-in
//! machine's rule.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::User;
use crate::domain::code::Channel;
use crate::domain::sign_in::{Factor, SecondFactor};

/// The second factors of one user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecondFactors {
    /// Set up: a proof of it can be checked. A code that is sent is never among them: it needs a proven address only.
    registered: BTreeSet<Factor>,
    /// Switched on by the user or an admin.
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

impl User {
    /// The second factors of which a proof can be checked: those that are set up, and codes to addresses that are proven.
    pub fn provable(&self) -> BTreeSet<Factor> {
        let sent = Channel::ALL.into_iter().filter(|channel| self.has_verified(channel.contact()));
        self.second_factors.registered.iter().copied().chain(sent.map(Channel::factor)).collect()
    }

    /// Those of `kinds` that count where a pool asks `when`. With a choice only what is on. Without one all that is set up
    /// or on; a proven address alone counts only where there is nothing else, so that whoever reads the mail does not get
    /// around an app that its owner set up.
    pub fn asked_second(&self, when: SecondFactor, kinds: &BTreeSet<Factor>) -> BTreeSet<Factor> {
        let provable: BTreeSet<Factor> = self.provable().intersection(kinds).copied().collect();
        let factors = &self.second_factors;
        let among = |counts: &dyn Fn(&Factor) -> bool| provable.iter().copied().filter(|kind| counts(kind)).collect();
        match when {
            SecondFactor::Off => BTreeSet::new(),
            SecondFactor::Optional => among(&|kind| factors.enabled.contains(kind)),
            SecondFactor::Required => {
                let own: BTreeSet<Factor> =
                    among(&|kind| factors.enabled.contains(kind) || factors.registered.contains(kind));
                if own.is_empty() { provable } else { own }
            }
        }
    }
}

impl SecondFactors {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
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

    /// Does what is wished; `false`, and nothing changes, where a factor is to be on that is not among the `provable`.
    pub fn wish(&mut self, wishes: &[Wish], provable: &BTreeSet<Factor>) -> bool {
        let is_possible = |wish: &Wish| !wish.is_enabled || provable.contains(&wish.factor);
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
    use std::collections::BTreeSet;

    use super::{Factor, SecondFactor, SecondFactors, User, Wish};
    use crate::domain::clock::Micros;
    use crate::domain::pool::PoolId;
    use crate::domain::user::{UserId, UserStatus};

    const ON: Wish = Wish { factor: Factor::Totp, is_enabled: true, is_preferred: true };
    const OFF: Wish = Wish { is_enabled: false, is_preferred: false, ..ON };
    const MAIL_ON: Wish = Wish { factor: Factor::EmailCode, is_enabled: true, is_preferred: false };

    fn ada(verified: &str) -> User {
        User {
            id: UserId(uuid::Uuid::nil()),
            pool: PoolId::parse("xx-local-1_AbCdEfGhI").unwrap(),
            username: "ada".to_owned(),
            status: UserStatus::Confirmed,
            enabled: true,
            attributes: [("email", "ada@example.com"), ("email_verified", verified)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            password: None,
            temporary_until: None,
            signed_out_at: None,
            second_factors: SecondFactors::default(),
            epoch: 0,
            version: 1,
            created_at: Micros(0),
            updated_at: Micros(0),
        }
    }

    fn wish(user: &mut User, wishes: &[Wish]) -> bool {
        let provable = user.provable();
        user.second_factors.wish(wishes, &provable)
    }

    fn both() -> BTreeSet<Factor> {
        BTreeSet::from([Factor::Totp, Factor::EmailCode])
    }

    #[test]
    fn only_what_can_be_proven_can_be_on() {
        let mut ada = ada("false");
        assert!(!wish(&mut ada, &[ON]) && !wish(&mut ada, &[MAIL_ON]));
        assert_eq!(ada.second_factors, SecondFactors::default());
        ada.second_factors.register(Factor::Totp);
        assert!(ada.asked_second(SecondFactor::Optional, &both()).is_empty(), "set up is not on");
        assert_eq!(ada.asked_second(SecondFactor::Required, &both()), [Factor::Totp].into());
        assert!(wish(&mut ada, &[ON]));
        assert_eq!(ada.second_factors.preferred(), Some(Factor::Totp));
        assert!(ada.asked_second(SecondFactor::Off, &both()).is_empty());
        assert!(ada.asked_second(SecondFactor::Optional, &[Factor::EmailCode].into()).is_empty(), "not offered");
        assert!(!wish(&mut ada, &[OFF, MAIL_ON]), "all or nothing");
        assert!(ada.second_factors.enabled().contains(&Factor::Totp));
    }

    #[test]
    fn what_is_off_is_not_preferred_and_still_set_up() {
        let mut ada = ada("false");
        ada.second_factors.register(Factor::Totp);
        assert!(wish(&mut ada, &[ON]) && wish(&mut ada, &[OFF]));
        assert_eq!(ada.second_factors.preferred(), None);
        assert!(ada.second_factors.enabled().is_empty() && !ada.second_factors.is_empty());
        ada.second_factors.forget(Factor::Totp);
        assert_eq!(ada.second_factors, SecondFactors::default());
    }

    #[test]
    fn a_proven_address_stands_in_only_where_there_is_nothing_else() {
        let mut ada = ada("true");
        assert!(ada.asked_second(SecondFactor::Optional, &both()).is_empty());
        assert_eq!(ada.asked_second(SecondFactor::Required, &both()), [Factor::EmailCode].into());
        ada.second_factors.register(Factor::Totp);
        assert_eq!(ada.asked_second(SecondFactor::Required, &both()), [Factor::Totp].into());
        assert!(wish(&mut ada, &[MAIL_ON]) && !ada.second_factors.is_empty());
        assert_eq!(ada.asked_second(SecondFactor::Required, &both()), both());
        ada.attributes.insert("email_verified".to_owned(), "false".to_owned());
        assert_eq!(ada.asked_second(SecondFactor::Required, &both()), [Factor::Totp].into(), "unproven is not asked");
    }
}
