//! Signing in, refreshing, and acting for oneself.

use crate::domain::client::AuthFlow;
use crate::domain::pool::AttributeProblem;
use crate::flows::account::{BearerRefused, SelfServiceRefused};
use crate::flows::sign_in::{Refused, SessionProblem};
use crate::flows::token::RefreshRefused;
use crate::protocol::aws::error::CognitoError;

impl From<Refused> for CognitoError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotAuthorized => Self::incorrect_username_or_password(),
            Refused::UserNotFound => Self::user_does_not_exist(),
            Refused::TooManyAttempts => Self::password_attempts_exceeded(),
            Refused::Disabled => Self::user_is_disabled(),
            Refused::TemporaryPasswordExpired => Self::temporary_password_expired(),
            Refused::TooRisky => Self::too_risky(),
        }
    }
}

impl From<RefreshRefused> for CognitoError {
    fn from(refused: RefreshRefused) -> Self {
        match refused {
            RefreshRefused::Invalid => Self::invalid_refresh_token(),
            RefreshRefused::Expired => Self::refresh_token_expired(),
            RefreshRefused::Revoked | RefreshRefused::Reused => Self::refresh_token_revoked(),
        }
    }
}

/// A refresh at the operation that has a name for reuse. A dead token is `NotAuthorized`: that is what makes an app sign
/// its user out (`cognito.md` §13).
pub(in crate::web::aws) fn refresh_refused(refused: RefreshRefused) -> CognitoError {
    match refused {
        RefreshRefused::Reused => CognitoError::refresh_token_reused(),
        RefreshRefused::Invalid | RefreshRefused::Expired | RefreshRefused::Revoked => refused.into(),
    }
}

impl From<SessionProblem> for CognitoError {
    fn from(problem: SessionProblem) -> Self {
        match problem {
            SessionProblem::Invalid => Self::invalid_session(),
            SessionProblem::Expired => Self::session_expired(),
            SessionProblem::Used => Self::session_used(),
        }
    }
}

impl From<SelfServiceRefused> for CognitoError {
    fn from(refused: SelfServiceRefused) -> Self {
        match refused {
            SelfServiceRefused::LacksScope => Self::access_token_lacks_scope(),
            SelfServiceRefused::Bearer(BearerRefused::Invalid) => Self::invalid_access_token(),
            SelfServiceRefused::Bearer(BearerRefused::Expired) => Self::access_token_expired(),
            SelfServiceRefused::Bearer(BearerRefused::Revoked) => Self::access_token_revoked(),
        }
    }
}

/// A way of signing in that the client does not list.
pub(in crate::web::aws) fn flow_not_enabled(flow: AuthFlow) -> CognitoError {
    match flow {
        AuthFlow::AllowUserPasswordAuth => CognitoError::password_flow_not_enabled(),
        AuthFlow::AllowUserAuth => CognitoError::user_auth_not_enabled(),
        AuthFlow::AllowAdminUserPasswordAuth | AuthFlow::AllowRefreshTokenAuth => CognitoError::auth_flow_not_enabled(),
    }
}

/// Attributes that do not do beside a new password.
pub(in crate::web::aws) fn new_password_attributes(problems: &[AttributeProblem]) -> CognitoError {
    match problems.first() {
        Some(AttributeProblem::Immutable(name)) => CognitoError::attribute_already_provided(name),
        _ => super::attributes(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::{AttributeProblem, BearerRefused, CognitoError, RefreshRefused, Refused, SelfServiceRefused};
    use super::{SessionProblem, new_password_attributes};

    #[test]
    fn clients_find_the_sentences_that_they_match() {
        for (error, message) in [
            (Refused::NotAuthorized.into(), "Incorrect username or password."),
            (Refused::TooManyAttempts.into(), "Password attempts exceeded"),
            (Refused::TooRisky.into(), "Unable to login because of security reasons"),
            (RefreshRefused::Reused.into(), "Refresh Token has been revoked"),
            (SessionProblem::Expired.into(), "Invalid session for the user, session is expired."),
            (SelfServiceRefused::LacksScope.into(), "Access Token does not have required scopes"),
            (SelfServiceRefused::Bearer(BearerRefused::Revoked).into(), "Access Token has been revoked"),
            (
                new_password_attributes(&[AttributeProblem::Immutable("email".to_owned())]),
                "Cannot modify an already provided email",
            ),
        ] {
            let error: CognitoError = error;
            assert_eq!((error.exception().name(), error.message()), ("NotAuthorizedException", message));
        }
        let unknown = CognitoError::from(Refused::UserNotFound);
        assert_eq!(unknown.exception().name(), "UserNotFoundException");
    }
}
