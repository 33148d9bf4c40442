//! An admin takes away what an account at an identity provider opens: the link, or the account that was made with it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html>

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
    /// What [`AdminDisableProviderForUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminDisableProviderForUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::ANY),
        /// The account at the provider.
        user: ProviderUserIdentifierType = required("User", Shape::Structure(ProviderUserIdentifierType::SHAPE)),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let account = members::account(request.user).ok_or_else(CognitoError::source_incomplete)?;
    if account.provider.eq_ignore_ascii_case(OWN_USERS) {
        return Err(CognitoError::own_user_not_unlinked());
    }
    refusals::providers::unlinked(&account.provider, identities::unlink(deps, &pool, &account).await?)?;
    Ok(Empty {})
}
