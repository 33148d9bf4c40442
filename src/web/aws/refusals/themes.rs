//! Themes and logos.

use crate::domain::theme::{LogoProblem, ThemeProblem};
use crate::protocol::aws::error::CognitoError;

/// A theme that does not do, with everything that is wrong, so that it can be put right at once.
pub(in crate::web::aws) fn theme_problems(problems: &[ThemeProblem]) -> CognitoError {
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    CognitoError::invalid_parameter(format!("The theme cannot be kept: {}.", said.join("; ")))
}

impl From<LogoProblem> for CognitoError {
    fn from(problem: LogoProblem) -> Self {
        Self::invalid_parameter(format!("The logo cannot be kept: {problem}."))
    }
}
