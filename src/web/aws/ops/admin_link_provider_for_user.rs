//! An admin links an account at an identity provider to a user of the pool: whoever signs in with it is that user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html>

use serde::Deserialize;

use crate::domain::provider::OWN_USERS;
use crate::flows::Deps;
use crate::flows::manage::users::identities;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::provider::ProviderUserIdentifierType;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`AdminLinkProviderForUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminLinkProviderForUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::ANY),
        /// Whom the account is linked to.
        destination_user: ProviderUserIdentifierType =
            required("DestinationUser", Shape::Structure(ProviderUserIdentifierType::SHAPE)),
        /// The account at the provider.
        source_user: ProviderUserIdentifierType =
            required("SourceUser", Shape::Structure(ProviderUserIdentifierType::SHAPE)),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, destination_user, source_user } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    // The name of the attribute is ignored: users of the pool's own are named by their username.
    let is_own = destination_user.provider_name.is_some_and(|name| name.eq_ignore_ascii_case(OWN_USERS));
    let name = destination_user.provider_attribute_value.filter(|name| is_own && !name.is_empty());
    let name = name.ok_or_else(CognitoError::destination_is_federated)?;
    let account = members::account(source_user).ok_or_else(CognitoError::source_incomplete)?;
    if account.provider.eq_ignore_ascii_case(OWN_USERS) {
        return Err(CognitoError::source_is_own_user());
    }
    refusals::providers::linked(&account.provider, identities::link(deps, &pool, &name, &account).await?)?;
    Ok(Empty {})
}
