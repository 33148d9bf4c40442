//! Token signing keys: what they sign and how far they have come. Their bits are made and used in `crypto/`.

use serde::{Deserialize, Serialize};

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
    /// The word kept in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Signing => "signing",
            Self::Retired => "retired",
            Self::Gone => "gone",
        }
    }

    /// Reads the word kept in the database.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Announced, Self::Signing, Self::Retired, Self::Gone].into_iter().find(|phase| phase.as_str() == text)
    }

    /// Whether verifiers find it among the pool's published keys.
    #[must_use]
    pub fn is_published(self) -> bool {
        self != Self::Gone
    }
}
