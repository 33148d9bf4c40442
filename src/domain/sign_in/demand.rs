//! What is demanded of one sign-in beyond the policy of its pool. It is decided once, after the first proof, goes with the
//! sign-in to its end, and only ever asks for more.

use serde::{Deserialize, Serialize};

/// What is demanded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// No more than the policy asks.
    #[default]
    Nothing,
    /// A second factor of who has one.
    SecondIfSetUp,
    /// A second factor; who has none is refused: a stranger with the password must not set up one of their own.
    Second,
    /// Another password, by recovery.
    Recovery,
    /// There is nothing that would do.
    Block,
}

impl Demand {
    /// Whether no more than the policy is asked.
    pub fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }

    /// Whether a second factor is asked for, of some.
    pub fn asks_second(self) -> bool {
        matches!(self, Self::SecondIfSetUp | Self::Second)
    }
}
