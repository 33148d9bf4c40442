//! Token signing keys: what they sign and how far they have come. Their bits are made and used in `crypto/`.

use serde::{Deserialize, Serialize};

use crate::domain::clock::Micros;

/// What a key signs. ID and access tokens have different keys, so that one is never taken for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyUse {
    /// ID tokens.
    Id,
    /// Access tokens.
    Access,
}

impl KeyUse {
    /// The word kept in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Access => "access",
        }
    }

    /// Reads the word kept in the database.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Id, Self::Access].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How far a key has come. It moves forward only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPhase {
    /// Published, not yet used: verifiers may fetch it.
    Announced,
    /// Signs.
    Signing,
    /// Published until what it signed is over.
    Retired,
    /// Neither published nor accepted.
    Gone,
}

impl KeyPhase {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Signing => "signing",
            Self::Retired => "retired",
            Self::Gone => "gone",
        }
    }

    /// Whether verifiers find it among the pool's published keys.
    #[must_use]
    pub fn is_published(self) -> bool {
        self != Self::Gone
    }
}

/// Seconds for which verifiers may keep the published keys (`Cache-Control: max-age` of the JWKS document).
pub const JWKS_MAX_AGE_SECS: i64 = 300;
/// Seconds from a key's announcement to its first signature: whoever fetched the set just before has asked again, though
/// a node published the old set a little longer and clocks differ.
pub const ANNOUNCED_SECS: i64 = 2 * JWKS_MAX_AGE_SECS;
/// Seconds from a key's last signature to its end: the longest life that a token of any client can be given (a day, see
/// [`crate::domain::client`]), and the most by which a clock may be off.
pub const RETIRED_SECS: i64 = 24 * 3600 + 30;

/// When a key passes from phase to phase. The phase follows from the moment, so that all nodes agree on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTimes {
    /// From when it signs.
    pub signs_at: Micros,
    /// From when its successor signs; `None`: it has none.
    pub retires_at: Option<Micros>,
    /// From when it is worth nothing; `None`: no end is set.
    pub gone_at: Option<Micros>,
}

impl KeyTimes {
    /// A key that signs from `at` on, with no end in sight.
    #[must_use]
    pub const fn from(at: Micros) -> Self {
        Self { signs_at: at, retires_at: None, gone_at: None }
    }

    /// The same with a successor that signs from `at` on.
    #[must_use]
    pub fn succeeded_at(self, at: Micros) -> Self {
        Self { retires_at: Some(at), gone_at: Some(at.plus_secs(RETIRED_SECS)), ..self }
    }

    /// The same, worth nothing from `at` on.
    #[must_use]
    pub fn withdrawn_at(self, at: Micros) -> Self {
        Self { retires_at: Some(self.retires_at.map_or(at, |set| set.min(at))), gone_at: Some(at), ..self }
    }

    /// The phase at `now`.
    #[must_use]
    pub fn phase(self, now: Micros) -> KeyPhase {
        let is_past = |at: Option<Micros>| at.is_some_and(|at| at <= now);
        if is_past(self.gone_at) {
            KeyPhase::Gone
        } else if is_past(self.retires_at) {
            KeyPhase::Retired
        } else if self.signs_at <= now {
            KeyPhase::Signing
        } else {
            KeyPhase::Announced
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ANNOUNCED_SECS, KeyPhase, KeyTimes, RETIRED_SECS};
    use crate::domain::clock::Micros;

    #[test]
    fn a_key_goes_through_its_phases_and_its_successor_takes_over_at_the_same_instant() {
        let rotated = Micros::from_secs(1_000_000);
        let switch = rotated.plus_secs(ANNOUNCED_SECS);
        let old = KeyTimes::from(Micros(0)).succeeded_at(switch);
        let new = KeyTimes::from(switch);
        let just_before = Micros(switch.0 - 1);
        assert_eq!((old.phase(just_before), new.phase(just_before)), (KeyPhase::Signing, KeyPhase::Announced));
        assert_eq!((old.phase(switch), new.phase(switch)), (KeyPhase::Retired, KeyPhase::Signing));
        let end = switch.plus_secs(RETIRED_SECS);
        assert_eq!((old.phase(Micros(end.0 - 1)), old.phase(end)), (KeyPhase::Retired, KeyPhase::Gone));
        assert_eq!(new.withdrawn_at(rotated).phase(rotated), KeyPhase::Gone, "even one that never signed");
    }
}
