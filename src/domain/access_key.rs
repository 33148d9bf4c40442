//! Access keys: the credentials of programs and people who administer, with what each may do.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::random::{self, Random};
use crate::domain::secret::Secret;

/// What a key may do. Each role may do what the next one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Get, List, Describe.
    ReadOnly,
    /// Users, groups, sessions.
    Operator,
    /// Everything.
    Admin,
}

impl Role {
    /// The word used by the CLI and kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::ReadOnly, Self::Operator, Self::Admin].into_iter().find(|role| role.as_str() == text)
    }

    /// Whether this role may read the secrets of clients. Who only looks, or looks after users, need not (case 215).
    pub fn sees_client_secrets(self) -> bool {
        self == Self::Admin
    }

    /// Whether this role may do what `needed` may.
    pub fn covers(self, needed: Self) -> bool {
        self >= needed
    }
}

/// The public half of a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccessKeyId(pub String);

impl AccessKeyId {
    /// A fresh id: `AKIA` and 16 upper-case letters or digits, the form that AWS tools expect.
    pub fn generate(random: &dyn Random) -> Self {
        Self(format!("AKIA{}", random::upper_alphanumeric(random, 16)))
    }
}

impl fmt::Display for AccessKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What may be shown of a key: everything but its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKeyView {
    /// The public half.
    pub id: AccessKeyId,
    /// What it may do.
    pub role: Role,
    /// The only pool in which it may do so; `None`: all.
    pub pool: Option<PoolId>,
    /// When it was made.
    pub created_at: Micros,
}

/// A key as stored.
#[derive(Clone, Debug)]
pub struct AccessKey {
    /// The public half.
    pub id: AccessKeyId,
    /// The secret half.
    pub secret: Secret,
    /// What it may do.
    pub role: Role,
    /// The only pool in which it may do so; `None`: all.
    pub pool: Option<PoolId>,
    /// When it was made.
    pub created_at: Micros,
}
