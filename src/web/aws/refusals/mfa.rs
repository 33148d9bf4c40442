//! Second factors.

use crate::domain::sign_in::Factor;
use crate::flows::mfa::{OwnAppRefused, PreferenceChange, ProofRefused};
use crate::protocol::aws::error::CognitoError;

impl From<ProofRefused> for CognitoError {
    fn from(refused: ProofRefused) -> Self {
        match refused {
            ProofRefused::Mismatch => Self::second_factor_mismatch(),
            ProofRefused::AlreadyUsed => Self::software_token_used(),
            ProofRefused::TooManyAttempts => Self::password_attempts_exceeded(),
        }
    }
}

impl From<OwnAppRefused> for CognitoError {
    fn from(refused: OwnAppRefused) -> Self {
        match refused {
            OwnAppRefused::NotOffered => Self::software_token_not_enabled(),
            OwnAppRefused::NotRecent => Self::sign_in_not_recent(),
        }
    }
}

/// The answer of `SetUserMFAPreference` and `AdminSetUserMFAPreference`.
pub(in crate::web::aws) fn preference(change: PreferenceChange) -> Result<(), CognitoError> {
    match change {
        PreferenceChange::Done => Ok(()),
        PreferenceChange::NotFound => Err(CognitoError::user_does_not_exist()),
        PreferenceChange::NotOffered(Factor::EmailCode) => Err(CognitoError::email_code_not_enabled()),
        PreferenceChange::NotOffered(Factor::SmsCode) => Err(CognitoError::sms_code_not_enabled()),
        PreferenceChange::NotOffered(_) => Err(CognitoError::software_token_not_enabled()),
        PreferenceChange::NotRegistered(Factor::EmailCode) => Err(CognitoError::email_not_verified()),
        PreferenceChange::NotRegistered(Factor::SmsCode) => Err(CognitoError::phone_number_not_verified()),
        PreferenceChange::NotRegistered(_) => Err(CognitoError::software_token_not_verified()),
        PreferenceChange::SeveralPreferred => Err(CognitoError::several_preferred()),
        PreferenceChange::NotRecent => Err(CognitoError::sign_in_not_recent()),
    }
}
