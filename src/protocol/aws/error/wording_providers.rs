//! What Cognito says of identity providers, and of who is linked to an account at one.

use super::{CognitoError, Exception};

impl CognitoError {
    /// No such provider.
    #[must_use]
    pub fn provider_does_not_exist(name: &str) -> Self {
        Self::new(Exception::ResourceNotFound, format!("Identity provider {name} does not exist."))
    }

    /// No provider has this other name.
    #[must_use]
    pub fn provider_identifier_does_not_exist(identifier: &str) -> Self {
        Self::new(Exception::ResourceNotFound, format!("Identity provider for identifier {identifier} does not exist."))
    }

    /// The name is taken.
    #[must_use]
    pub fn provider_exists(name: &str, pool: &str) -> Self {
        Self::new(Exception::DuplicateProvider, format!("{name} already exists in user pool {pool}"))
    }

    /// The pool's own users are no provider that could be changed.
    #[must_use]
    pub fn provider_not_changeable(name: &str) -> Self {
        Self::new(
            Exception::UnsupportedIdentityProvider,
            format!("{name} is not an identity provider of the user pool."),
        )
    }

    /// The name and the type do not go together.
    #[must_use]
    pub fn provider_not_of_type(name: &str, kind: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("Provider {name} cannot be of type {kind}."))
    }

    /// A client lists a provider that the pool does not have.
    #[must_use]
    pub fn provider_of_client_does_not_exist(name: &str, pool: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("The provider {name} does not exist for User Pool {pool}."))
    }
}
