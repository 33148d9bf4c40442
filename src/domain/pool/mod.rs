//! A pool: a directory of users with its own issuer, keys and policy.

mod imported_hashes;
mod password_policy;
mod password_strength;
mod problem;
mod schema;
mod settings;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::imported_hashes::ImportedHashes;
pub use self::password_policy::{MAXIMUM_LENGTH, PasswordPolicy, PasswordProblem, is_personal};
pub use self::password_strength::PasswordStrength;
pub use self::problem::PoolProblem;
pub use self::schema::{
    AttributeProblem, AttributeRule, AttributeType, Bounds, STANDARD_ATTRIBUTES, Schema, is_custom, is_verified_flag,
};
pub use self::settings::{
    Alias, Contact, MessageSettings, MessageText, PoolSettings, RecoveryMechanism, SecondFactorPolicy,
    SessionLifetimes, SignInNames, SmsCaller, SmsSettings,
};
use crate::domain::clock::Micros;
use crate::domain::random::{self, Random};

/// The name of a pool: `{region}_{nine letters or digits}`.
///
/// Cognito's clients split it at the underscore and use both halves, so the form is part of the contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PoolId(String);

impl PoolId {
    /// A fresh id in `region`.
    pub fn generate(region: &str, random: &dyn Random) -> Self {
        Self(format!("{region}_{}", random::alphanumeric(random, 9)))
    }

    /// Reads an id from a wire; `None` unless it has the form of one (at most 55 characters of `[\w-]+_[0-9a-zA-Z]+`).
    pub fn parse(text: &str) -> Option<Self> {
        let (region, name) = text.rsplit_once('_')?;
        let region_holds =
            !region.is_empty() && region.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let name_holds = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric());
        (text.len() <= 55 && region_holds && name_holds).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The region: what stands before the last underscore.
    pub fn region(&self) -> &str {
        self.0.rsplit_once('_').map_or("", |(region, _)| region)
    }
}

impl fmt::Display for PoolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A pool as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Its name in URLs, tokens and API calls.
    pub id: PoolId,
    /// What people call it; shown on its pages.
    pub name: String,
    /// Everything an admin may set.
    pub settings: PoolSettings,
    /// Grows by one with each change; a change states the version it read.
    pub version: i64,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

#[cfg(test)]
mod tests {
    use super::PoolId;

    #[test]
    fn an_id_has_a_region_and_a_name() {
        let id = PoolId::parse("xx-local-1_AbCdEfGhI").unwrap();
        assert_eq!(id.region(), "xx-local-1");
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        let long = format!("a_{}", "b".repeat(60));
        for text in ["", "_", "a_", "_b", "noscore", "a_b/c", "a b_c", "a_ü", long.as_str()] {
            assert_eq!(PoolId::parse(text), None, "{text}");
        }
    }
}
