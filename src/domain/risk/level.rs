//! How high a risk is, in the three words of Cognito's risk configuration and none.

use serde::{Deserialize, Serialize};

/// How high a risk is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing that counts.
    #[default]
    None,
    /// Something is new: another device at a place that is known, or another place.
    Low,
    /// Several things are.
    Medium,
    /// What hardly comes together by chance.
    High,
}

impl Level {
    /// From this score on a risk is low.
    const LOW: u32 = 20;
    /// From this score on a risk is medium.
    const MEDIUM: u32 = 50;
    /// From this score on a risk is high.
    const HIGH: u32 = 80;

    /// The level of a score of 0 to 100.
    pub fn of(score: u32) -> Self {
        match score {
            score if score >= Self::HIGH => Self::High,
            score if score >= Self::MEDIUM => Self::Medium,
            score if score >= Self::LOW => Self::Low,
            _ => Self::None,
        }
    }

    /// The word for it, as events and series have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn scores_have_their_levels() {
        for (score, level) in [
            (0, Level::None),
            (19, Level::None),
            (20, Level::Low),
            (49, Level::Low),
            (50, Level::Medium),
            (79, Level::Medium),
            (80, Level::High),
            (100, Level::High),
        ] {
            assert_eq!(Level::of(score), level, "{score}");
        }
    }
}
