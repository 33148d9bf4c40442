//! Second factors.

use crate::flows::mfa::{PreferenceChange, TotpRefused};
use crate::protocol::aws::error::CognitoError;

impl From<TotpRefused> for CognitoError {
    fn from(refused: TotpRefused) -> Self {
        match refused {
            TotpRefused::Mismatch => Self::second_factor_mismatch(),
            TotpRefused::AlreadyUsed => Self::software_token_used(),
            TotpRefused::TooManyAttempts => Self::password_attempts_exceeded(),
        }
    }
}

/// The answer of `SetUserMFAPreference` and `AdminSetUserMFAPreference`.
pub(in crate::web::aws) fn preference(change: PreferenceChange) -> Result<(), CognitoError> {
    match change {
        PreferenceChange::Done => Ok(()),
        PreferenceChange::NotFound => Err(CognitoError::user_does_not_exist()),
        PreferenceChange::NotOffered(_) => Err(CognitoError::software_token_not_enabled()),
        PreferenceChange::NotRegistered => Err(CognitoError::software_token_not_verified()),
        PreferenceChange::SeveralPreferred => Err(CognitoError::several_preferred()),
    }
}
