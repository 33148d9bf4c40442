//! A pool's own words.

use crate::i18n::WordingProblem;
use crate::protocol::aws::error::CognitoError;

impl From<WordingProblem> for CognitoError {
    fn from(problem: WordingProblem) -> Self {
        Self::invalid_parameter(format!("The wording cannot be kept: {problem}."))
    }
}
