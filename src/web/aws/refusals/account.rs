//! What users do with their own account.

use crate::flows::account::{AttributesOutcome, ChangeOutcome, VerificationOutcome, VerificationSent};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::user::CodeDeliveryDetailsType;

/// The answer of `UpdateUserAttributes` and `DeleteUserAttributes`.
pub(in crate::web::aws) fn attributes_changed(
    outcome: AttributesOutcome,
) -> Result<Vec<CodeDeliveryDetailsType>, CognitoError> {
    Err(match outcome {
        AttributesOutcome::Done(deliveries) => return Ok(deliveries.into_iter().map(super::delivery).collect()),
        AttributesOutcome::Refused(problems) => super::attributes(&problems),
        AttributesOutcome::Taken(kind) => super::alias_taken(kind),
        AttributesOutcome::Undeliverable(why) => why.into(),
        AttributesOutcome::LimitExceeded => CognitoError::attempt_limit_exceeded(),
        AttributesOutcome::NotRecent => CognitoError::sign_in_not_recent(),
    })
}

/// The answer of `GetUserAttributeVerificationCode`.
pub(in crate::web::aws) fn verification_sent(sent: VerificationSent) -> Result<CodeDeliveryDetailsType, CognitoError> {
    Err(match sent {
        VerificationSent::Sent(delivery) => return Ok(super::delivery(delivery)),
        VerificationSent::NoAddress => CognitoError::no_address_for_code(),
        VerificationSent::Undeliverable(why) => why.into(),
        VerificationSent::LimitExceeded => CognitoError::attempt_limit_exceeded(),
    })
}

/// The answer of `VerifyUserAttribute`.
pub(in crate::web::aws) fn verified(outcome: VerificationOutcome) -> Result<(), CognitoError> {
    Err(match outcome {
        VerificationOutcome::Done => return Ok(()),
        VerificationOutcome::Code(refused) => refused.into(),
        VerificationOutcome::Taken(kind) => super::alias_taken(kind),
    })
}

/// The answer of `ChangePassword`.
pub(in crate::web::aws) fn password_changed(outcome: ChangeOutcome) -> Result<(), CognitoError> {
    Err(match outcome {
        ChangeOutcome::Done => return Ok(()),
        ChangeOutcome::Wrong => CognitoError::incorrect_username_or_password(),
        ChangeOutcome::Refused(problems) => super::password(&problems),
        ChangeOutcome::LimitExceeded => CognitoError::attempt_limit_exceeded(),
        ChangeOutcome::NotRecent => CognitoError::sign_in_not_recent(),
    })
}
