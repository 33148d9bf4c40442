//! Users, as admins handle them.

use crate::flows::manage::users::{
    AttributesChange, ConfirmChange, CreateRefused, FilterProblem, ListRefused, PasswordChange, ResetChange,
};
use crate::protocol::aws::error::CognitoError;

impl From<CreateRefused> for CognitoError {
    fn from(refused: CreateRefused) -> Self {
        match refused {
            CreateRefused::UsernameInvalid(problem) => problem.into(),
            CreateRefused::Password(problems) => super::password(&problems),
            CreateRefused::Attributes(problems) => super::attributes(&problems),
            CreateRefused::Taken(kind) => super::name_taken(kind),
            CreateRefused::NotFound => Self::user_does_not_exist(),
            CreateRefused::NotInvited => Self::cannot_resend_invitation(),
            CreateRefused::Undeliverable(why) => why.into(),
            CreateRefused::NoAddress => Self::no_address_for_invitation(),
        }
    }
}

impl From<ListRefused> for CognitoError {
    fn from(refused: ListRefused) -> Self {
        match refused {
            ListRefused::Filter(FilterProblem::Malformed) => Self::filter_malformed(),
            ListRefused::Filter(FilterProblem::NotSearchable) => Self::filter_not_searchable(),
            ListRefused::PageToken => Self::invalid_pagination_token(),
        }
    }
}

/// The answer of `AdminConfirmSignUp`.
pub(in crate::web::aws) fn confirmed(change: ConfirmChange) -> Result<(), CognitoError> {
    match change {
        ConfirmChange::Done => Ok(()),
        ConfirmChange::NotFound => Err(CognitoError::user_does_not_exist()),
        ConfirmChange::AliasTaken(kind) => Err(super::alias_taken(kind)),
        ConfirmChange::NotUnconfirmed(status) => Err(CognitoError::cannot_be_confirmed(status.as_str())),
    }
}

/// The answer of `AdminResetUserPassword`.
pub(in crate::web::aws) fn reset(change: ResetChange) -> Result<(), CognitoError> {
    match change {
        ResetChange::Done => Ok(()),
        ResetChange::NotFound => Err(CognitoError::user_does_not_exist()),
        ResetChange::NotInThisState => Err(CognitoError::password_cannot_be_reset()),
        ResetChange::NoVerifiedContact => Err(CognitoError::no_way_to_recover()),
        ResetChange::Undeliverable(why) => Err(why.into()),
        ResetChange::LimitExceeded => Err(CognitoError::attempt_limit_exceeded()),
    }
}

/// The answer of `AdminSetUserPassword`.
pub(in crate::web::aws) fn password_set(change: PasswordChange) -> Result<(), CognitoError> {
    match change {
        PasswordChange::Done => Ok(()),
        PasswordChange::NotFound => Err(CognitoError::user_does_not_exist()),
        PasswordChange::Refused(problems) => Err(super::password(&problems)),
        PasswordChange::Taken(kind) => Err(super::alias_taken(kind)),
    }
}

/// The answer of `AdminUpdateUserAttributes`.
pub(in crate::web::aws) fn attributes_set(change: AttributesChange) -> Result<(), CognitoError> {
    match change {
        AttributesChange::Done => Ok(()),
        AttributesChange::NotFound => Err(CognitoError::user_does_not_exist()),
        AttributesChange::Refused(problems) => Err(super::attributes(&problems)),
        AttributesChange::Taken(kind) => Err(super::alias_taken(kind)),
    }
}

/// The answer of operations that find their user or not.
pub(in crate::web::aws) fn found(is_found: bool) -> Result<(), CognitoError> {
    is_found.then_some(()).ok_or_else(CognitoError::user_does_not_exist)
}
