//! What is said of an attempt afterwards: that it was its person, or that it was not.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::clock::Micros;

/// Whether it was its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was.
    Valid,
    /// It was somebody else.
    Invalid,
}

impl Verdict {
    /// Cognito's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "Valid",
            Self::Invalid => "Invalid",
        }
    }

    /// Reads Cognito's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Valid, Self::Invalid].into_iter().find(|verdict| verdict.as_str() == text)
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// The person, by the link in the mail.
    User,
    /// An admin.
    Admin,
}

impl Witness {
    /// Cognito's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Admin => "Admin",
        }
    }

    /// Reads Cognito's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::User, Self::Admin].into_iter().find(|witness| witness.as_str() == text)
    }
}

/// What was said of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// The event.
    pub event: Uuid,
    /// What.
    pub verdict: Verdict,
    /// By whom.
    pub by: Witness,
    /// When.
    pub at: Micros,
}
