//! What is said of attempts to sign in.

use crate::domain::risk::Verdict;
use crate::protocol::aws::error::CognitoError;

/// The word in `FeedbackValue`, which the shape has checked.
pub(in crate::web::aws) fn verdict(word: &str) -> Result<Verdict, CognitoError> {
    Verdict::parse(word).ok_or_else(|| CognitoError::invalid_parameter("'FeedbackValue' can only be Valid or Invalid."))
}
