//! What Cognito says of identity providers, and of who is linked to an account at one.

use super::wording::say;
use super::{CognitoError, Exception};

say! {
    /// The account opens somebody's account here already.
    source_is_linked: InvalidParameter, "SourceUser is already linked to DestinationUser";
    /// Whoever has it came with it before.
    source_signed_up: InvalidParameter,
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link";
    /// One of the pool's own users stands where an account at a provider belongs.
    source_is_own_user: InvalidParameter,
        "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a \
         DestinationUser";
    /// The name or the value of what is compared is missing or too long.
    source_incomplete: InvalidParameter,
        "Invalid SourceUser: ProviderName, ProviderAttributeName and ProviderAttributeValue are required, and a value has \
         at most 1024 bytes.";
    /// An account at a provider stands where one of the pool's own users belongs.
    destination_is_federated: InvalidParameter,
        "Invalid DestinationUser: only a user of the user pool's own can be linked to, by ProviderName Cognito and the \
         username.";
    /// The user has as many links as one can have.
    too_many_identities: InvalidParameter, "A user is linked to at most 5 accounts at identity providers.";
    /// The provider's accounts are linked by as many claims as can be.
    too_many_linked_claims: InvalidParameter,
        "Accounts at one identity provider are linked by at most 5 different attribute names.";
    /// The password of a user is taken away in another way.
    own_user_not_unlinked: InvalidParameter,
        "'User' must name an account at an identity provider; a user of the pool's own is closed by AdminDisableUser.";
}

impl CognitoError {
    /// Accounts at this provider cannot be linked by this claim.
    #[must_use]
    pub fn source_attribute_not_linked(name: &str) -> Self {
        Self::new(
            Exception::InvalidParameter,
            format!(
                "Invalid SourceUser: ProviderAttributeName can only be Cognito_Subject or, of OIDC and SAML providers, a \
                 mapped claim, and {name} is neither."
            ),
        )
    }

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
