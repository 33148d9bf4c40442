//! Pools.

use crate::domain::passkey::PasskeyProblem;
use crate::domain::pool::{Contact, Pool, PoolProblem};
use crate::domain::risk::RiskProblem;
use crate::flows::manage::pools::PoolChange;
use crate::protocol::aws::error::CognitoError;

impl From<PoolProblem> for CognitoError {
    fn from(problem: PoolProblem) -> Self {
        match problem {
            PoolProblem::AliasesBesideUsernames => Self::aliases_beside_usernames(),
            PoolProblem::NoSmsGateway => Self::no_sms_gateway(),
            PoolProblem::Recovery => Self::invalid_parameter(
                "'AccountRecoverySetting' needs each mechanism once at most, and admin_only alone.",
            ),
            PoolProblem::UnknownAttribute(name) => {
                Self::invalid_parameter(format!("There is no standard attribute {name}."))
            }
            PoolProblem::AttributeName(name) => {
                Self::invalid_parameter(format!("{name} cannot be the name of a custom attribute."))
            }
            PoolProblem::DuplicateAttribute(name) => Self::attribute_exists(&name),
            PoolProblem::TooManyAttributes => Self::invalid_parameter("A user pool has at most 50 custom attributes."),
            PoolProblem::AttributeBounds(name) => {
                Self::invalid_parameter(format!("The bounds of attribute {name} let no value through."))
            }
            PoolProblem::PasswordPolicy(member) => Self::out_of_range(member),
            PoolProblem::UpdateNeedsVerification => Self::invalid_parameter(
                "'AttributesRequireVerificationBeforeUpdate' may only have attributes of 'AutoVerifiedAttributes'.",
            ),
            PoolProblem::Tags => Self::invalid_parameter(
                "A user pool has at most 50 tags, with keys of 1 to 128 and values of at most 256 characters.",
            ),
            PoolProblem::SecondFactor => Self::mfa_without_factor(),
            PoolProblem::FirstFactors => Self::invalid_parameter("'AllowedFirstAuthFactors' must have PASSWORD."),
            PoolProblem::Passkeys(PasskeyProblem::RelyingParty) => Self::invalid_parameter(
                "'RelyingPartyId' must be a domain in lower case, without scheme and port, and not one of a single label.",
            ),
            PoolProblem::Passkeys(PasskeyProblem::Origin(origin)) => Self::invalid_parameter(format!(
                "'RelatedOrigins' has {origin}, which is not an origin with https such as https://app.example.com."
            )),
            PoolProblem::Passkeys(PasskeyProblem::TooManyOrigins) => {
                Self::invalid_parameter("'RelatedOrigins' has more than 20 origins.")
            }
            PoolProblem::Risk(problem) => problem.into(),
            PoolProblem::IsAllThatIsAsked(Contact::Email) => Self::mail_is_all_that_is_asked(),
            PoolProblem::IsAllThatIsAsked(Contact::PhoneNumber) => Self::sms_is_all_that_is_asked(),
            PoolProblem::SessionLifetimes => Self::invalid_parameter(
                "'SessionIdleSeconds' and 'SessionAbsoluteSeconds' must lie between 60 and 7776000, and the first must \
                 not be greater than the second.",
            ),
            PoolProblem::SigningKeyRotation => {
                Self::invalid_parameter("'SigningKeyRotationDays' must lie between 1 and 3650, or be 0 for never.")
            }
        }
    }
}

impl From<RiskProblem> for CognitoError {
    fn from(problem: RiskProblem) -> Self {
        match problem {
            RiskProblem::TooManyRanges => {
                Self::invalid_parameter("A risk configuration has at most 200 ranges of addresses of each kind.")
            }
        }
    }
}

/// The pool after a change.
pub(in crate::web::aws) fn changed(id: &str, change: PoolChange) -> Result<Pool, CognitoError> {
    match change {
        PoolChange::Done(pool) => Ok(*pool),
        PoolChange::NotFound => Err(CognitoError::pool_does_not_exist(id)),
        PoolChange::Refused(problem) => Err(problem.into()),
        PoolChange::Protected => Err(CognitoError::deletion_protection_active()),
        PoolChange::Concurrent => Err(CognitoError::concurrent_modification()),
    }
}
