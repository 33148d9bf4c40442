//! Signing up, codes, and recovery.

use crate::flows::CodeRefused;
use crate::flows::recovery::{FinishOutcome, RequestOutcome};
use crate::flows::sign_up::{ConfirmOutcome, ResendOutcome, SignUpRefused, UsernameProblem};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::user::CodeDeliveryDetailsType;

impl From<UsernameProblem> for CognitoError {
    fn from(problem: UsernameProblem) -> Self {
        match problem {
            UsernameProblem::Malformed => Self::invalid_parameter(
                "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy \
                 regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
            ),
            UsernameProblem::NotEmail => Self::username_should_be_email(),
            UsernameProblem::NotPhoneNumber => Self::username_should_be_phone_number(),
            UsernameProblem::NotContact => Self::username_should_be_contact(),
            UsernameProblem::LooksLikeEmail => Self::username_cannot_be_email(),
            UsernameProblem::LooksLikePhoneNumber => Self::username_cannot_be_phone_number(),
        }
    }
}

impl From<SignUpRefused> for CognitoError {
    fn from(refused: SignUpRefused) -> Self {
        match refused {
            SignUpRefused::NotPermitted => Self::sign_up_not_permitted(),
            SignUpRefused::UsernameInvalid(problem) => problem.into(),
            SignUpRefused::Password(problems) => super::password(&problems),
            SignUpRefused::Attributes(problems) => super::attributes(&problems),
            SignUpRefused::Taken(kind) => super::name_taken(kind),
            SignUpRefused::Undeliverable(why) => why.into(),
            SignUpRefused::LimitExceeded => Self::attempt_limit_exceeded(),
        }
    }
}

impl From<CodeRefused> for CognitoError {
    fn from(refused: CodeRefused) -> Self {
        match refused {
            CodeRefused::Mismatch => Self::code_mismatch(),
            CodeRefused::Expired => Self::code_expired(),
            CodeRefused::TooManyAttempts => Self::attempt_limit_exceeded(),
        }
    }
}

/// The answer of `ConfirmSignUp`.
pub(in crate::web::aws) fn confirmed(outcome: ConfirmOutcome) -> Result<(), CognitoError> {
    Err(match outcome {
        ConfirmOutcome::Confirmed | ConfirmOutcome::ConfirmedWithoutPassword => return Ok(()),
        ConfirmOutcome::UserNotFound => CognitoError::user_does_not_exist(),
        ConfirmOutcome::Code(refused) => refused.into(),
        ConfirmOutcome::LimitExceeded => CognitoError::attempt_limit_exceeded(),
        ConfirmOutcome::NotUnconfirmed(status) => CognitoError::cannot_be_confirmed(status.as_str()),
        ConfirmOutcome::AliasTaken(kind) => super::alias_taken(kind),
    })
}

/// The answer of `ResendConfirmationCode`.
pub(in crate::web::aws) fn resent(outcome: ResendOutcome) -> Result<CodeDeliveryDetailsType, CognitoError> {
    Err(match outcome {
        ResendOutcome::Sent(delivery) => return Ok(super::delivery(delivery)),
        ResendOutcome::UserNotFound => CognitoError::user_does_not_exist(),
        ResendOutcome::AlreadyConfirmed => CognitoError::user_already_confirmed(),
        ResendOutcome::NoAddress => CognitoError::no_address_for_code(),
        ResendOutcome::Undeliverable(why) => why.into(),
        ResendOutcome::LimitExceeded => CognitoError::attempt_limit_exceeded(),
    })
}

/// The answer of `ForgotPassword`.
pub(in crate::web::aws) fn recovery_sent(outcome: RequestOutcome) -> Result<CodeDeliveryDetailsType, CognitoError> {
    Err(match outcome {
        RequestOutcome::Sent(delivery) => return Ok(super::delivery(delivery)),
        RequestOutcome::UserNotFound => CognitoError::user_does_not_exist(),
        RequestOutcome::NoVerifiedContact => CognitoError::no_way_to_recover(),
        RequestOutcome::NotInThisState => CognitoError::password_cannot_be_reset(),
        RequestOutcome::Disabled => CognitoError::user_is_disabled(),
        RequestOutcome::Undeliverable(why) => why.into(),
        RequestOutcome::LimitExceeded => CognitoError::attempt_limit_exceeded(),
    })
}

/// The answer of `ConfirmForgotPassword`.
pub(in crate::web::aws) fn recovered(outcome: FinishOutcome) -> Result<(), CognitoError> {
    Err(match outcome {
        FinishOutcome::Done { .. } => return Ok(()),
        FinishOutcome::Password(problems) => super::password(&problems),
        FinishOutcome::Code(refused) => refused.into(),
        FinishOutcome::UserNotFound => CognitoError::user_does_not_exist(),
        FinishOutcome::LimitExceeded => CognitoError::attempt_limit_exceeded(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Delivery;
    use crate::domain::identifier::IdentifierKind;
    use crate::domain::user::UserStatus;

    #[test]
    fn a_code_that_was_sent_and_one_that_was_not_look_alike() {
        let sent = recovery_sent(RequestOutcome::Sent(Delivery::email("ada@example.com"))).unwrap();
        assert_eq!(
            (sent.destination.as_str(), sent.delivery_medium, sent.attribute_name),
            ("a***@e***", "EMAIL", "email")
        );
        assert_eq!(resent(ResendOutcome::Sent(Delivery::email("ada@example.com"))).unwrap(), sent);
    }

    #[test]
    fn refusals_have_the_names_that_clients_match() {
        for (error, name) in [
            (SignUpRefused::Taken(IdentifierKind::Email).into(), "UsernameExistsException"),
            (SignUpRefused::NotPermitted.into(), "NotAuthorizedException"),
            (SignUpRefused::UsernameInvalid(UsernameProblem::NotEmail).into(), "InvalidParameterException"),
            (confirmed(ConfirmOutcome::Code(CodeRefused::Mismatch)).unwrap_err(), "CodeMismatchException"),
            (confirmed(ConfirmOutcome::Code(CodeRefused::Expired)).unwrap_err(), "ExpiredCodeException"),
            (confirmed(ConfirmOutcome::AliasTaken(IdentifierKind::Email)).unwrap_err(), "AliasExistsException"),
            (confirmed(ConfirmOutcome::NotUnconfirmed(UserStatus::Confirmed)).unwrap_err(), "NotAuthorizedException"),
            (resent(ResendOutcome::AlreadyConfirmed).unwrap_err(), "InvalidParameterException"),
            (recovery_sent(RequestOutcome::LimitExceeded).unwrap_err(), "LimitExceededException"),
            (recovered(FinishOutcome::UserNotFound).unwrap_err(), "UserNotFoundException"),
        ] {
            let error: CognitoError = error;
            assert_eq!(error.exception().name(), name, "{error}");
        }
        assert!(
            confirmed(ConfirmOutcome::Confirmed).is_ok()
                && recovered(FinishOutcome::Done { unproven: Vec::new() }).is_ok()
        );
    }
}
