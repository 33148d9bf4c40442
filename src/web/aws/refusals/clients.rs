//! Clients: what they cannot be, and why one may not call.

use crate::domain::client::{Client, RedirectUriProblem};
use crate::flows::direct::ClientRefused;
use crate::flows::manage::clients::{ClientChange, ClientCredentialsProblem, ClientProblem};
use crate::protocol::aws::error::CognitoError;

/// Why the client `id` may not call.
pub(in crate::web::aws) fn client_refused(id: &str, refused: ClientRefused) -> CognitoError {
    match refused {
        ClientRefused::Unknown => CognitoError::client_does_not_exist(id),
        ClientRefused::HashMissing => CognitoError::secret_hash_missing(id),
        ClientRefused::HashWrong => CognitoError::secret_hash_mismatch(id),
        ClientRefused::HashUnverifiable => CognitoError::secret_hash_unverifiable(id),
    }
}

/// The client after a change.
pub(in crate::web::aws) fn changed(id: &str, change: ClientChange) -> Result<Client, CognitoError> {
    match change {
        ClientChange::Done(client) => Ok(*client),
        ClientChange::NotFound => Err(CognitoError::client_does_not_exist(id)),
        ClientChange::Refused(problem) => Err(problem.into()),
        ClientChange::Concurrent => Err(CognitoError::concurrent_modification()),
    }
}

impl From<ClientProblem> for CognitoError {
    fn from(problem: ClientProblem) -> Self {
        match problem {
            ClientProblem::CallbackUrl(url, problem) => url_problem("CallbackURLs", &url, problem),
            ClientProblem::LogoutUrl(url, problem) => url_problem("LogoutURLs", &url, problem),
            ClientProblem::TooManyUrls => {
                Self::invalid_parameter("A client has at most 100 callback and 100 logout URLs.")
            }
            ClientProblem::DefaultRedirectUri => {
                Self::invalid_parameter("'DefaultRedirectURI' must be one of 'CallbackURLs'.")
            }
            ClientProblem::OAuthIncomplete(member) => Self::invalid_parameter(format!(
                "'{member}' is required where 'AllowedOAuthFlowsUserPoolClient' is true."
            )),
            ClientProblem::Scope(scope) => Self::new(
                crate::protocol::aws::error::Exception::ScopeDoesNotExist,
                format!("The scope {scope} does not exist."),
            ),
            ClientProblem::Lifetime(member) | ClientProblem::OutOfRange(member) => Self::out_of_range(member),
            ClientProblem::RotationWithRefreshFlow => Self::invalid_parameter(
                "'RefreshTokenRotation' cannot be enabled for a client that lists ALLOW_REFRESH_TOKEN_AUTH.",
            ),
            ClientProblem::Attribute(name) => Self::attribute_unknown(&name),
            ClientProblem::RequiredAttribute(name) => Self::invalid_parameter(format!(
                "Invalid write attributes specified while creating a client: {name} is required."
            )),
            ClientProblem::TellsAddresses => Self::invalid_parameter(
                "'EnablePropagateAdditionalUserContextData' can be true only for a client with a secret.",
            ),
            ClientProblem::Risk(problem) => problem.into(),
            ClientProblem::ClientCredentials(problem) => client_credentials(&problem),
            ClientProblem::IdentityProvider(pool, name) => {
                Self::provider_of_client_does_not_exist(&name, pool.as_str())
            }
        }
    }
}

fn client_credentials(problem: &ClientCredentialsProblem) -> CognitoError {
    match problem {
        ClientCredentialsProblem::NoSecret => CognitoError::client_credentials_without_secret(),
        ClientCredentialsProblem::OtherFlow => CognitoError::client_credentials_beside_code(),
        ClientCredentialsProblem::Scope(scope) => CognitoError::client_credentials_with_scope(scope),
    }
}

fn url_problem(member: &str, url: &str, problem: RedirectUriProblem) -> CognitoError {
    let why = match problem {
        RedirectUriProblem::Malformed => "it is not an absolute URI",
        RedirectUriProblem::Fragment => "it has a fragment",
        RedirectUriProblem::UserInfo => "it has a user name or password in it",
        RedirectUriProblem::InsecureScheme => "http is for localhost only",
        RedirectUriProblem::ForbiddenScheme => "its scheme does not open an app",
        RedirectUriProblem::Wildcard => "it has a wildcard",
    };
    CognitoError::invalid_parameter(format!("'{url}' cannot stand in '{member}': {why}."))
}

#[cfg(test)]
mod tests {
    use super::{ClientRefused, client_refused};

    #[test]
    fn the_proof_of_a_secret_is_refused_in_cognitos_words() {
        for (refused, exception, message) in [
            (ClientRefused::Unknown, "ResourceNotFoundException", "User pool client abc does not exist."),
            (
                ClientRefused::HashMissing,
                "NotAuthorizedException",
                "Client abc is configured with secret but SECRET_HASH was not received",
            ),
            (ClientRefused::HashWrong, "NotAuthorizedException", "SecretHash does not match for the client: abc"),
            (ClientRefused::HashUnverifiable, "NotAuthorizedException", "Unable to verify secret hash for client abc"),
        ] {
            let error = client_refused("abc", refused);
            assert_eq!((error.exception().name(), error.message()), (exception, message));
        }
    }
}
