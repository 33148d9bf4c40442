//! An admin sets a user's password, for good or for the next sign-in.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`AdminSetUserPassword`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminSetUserPasswordRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// The password.
        password: Secret = required("Password", text::PASSWORD),
        /// `true`: for good.
        permanent: Option<bool> = optional("Permanent", Shape::Boolean),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, username, password, permanent } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let is_permanent = permanent.unwrap_or_default();
    refusals::users::password_set(users::set_password(deps, &pool, &username, &password, is_permanent).await?)?;
    Ok(Empty {})
}
