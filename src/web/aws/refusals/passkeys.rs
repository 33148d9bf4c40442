//! Passkeys that are added.

use crate::flows::passkeys::{FinishOutcome, PasskeyRefused};
use crate::protocol::aws::error::CognitoError;

/// The answer of `CompleteWebAuthnRegistration`.
pub(in crate::web::aws) fn finished(outcome: FinishOutcome) -> Result<(), CognitoError> {
    match outcome {
        FinishOutcome::Added => Ok(()),
        FinishOutcome::NotEnabled => Err(CognitoError::passkeys_not_enabled()),
        FinishOutcome::NotConfigured => Err(CognitoError::no_relying_party()),
        FinishOutcome::NoChallenge => Err(CognitoError::passkey_challenge_not_found()),
        FinishOutcome::OtherClient => Err(CognitoError::passkey_client_mismatch()),
        FinishOutcome::TooMany => Err(CognitoError::too_many_passkeys()),
        FinishOutcome::Known => Err(CognitoError::passkey_exists()),
        FinishOutcome::Refused(refused) => Err(refusal(refused)),
    }
}

fn refusal(refused: PasskeyRefused) -> CognitoError {
    match refused {
        PasskeyRefused::Malformed => CognitoError::passkey_malformed(),
        PasskeyRefused::Challenge => CognitoError::passkey_challenge_not_found(),
        PasskeyRefused::Origin => CognitoError::passkey_origin_not_allowed(),
        PasskeyRefused::RelyingParty => CognitoError::passkey_relying_party_mismatch(),
        PasskeyRefused::HolderNotVerified => CognitoError::passkey_holder_not_verified(),
        PasskeyRefused::NotSupported => CognitoError::passkey_not_supported(),
        PasskeyRefused::CountWentBack | PasskeyRefused::Wrong => CognitoError::passkey_wrong(),
    }
}
