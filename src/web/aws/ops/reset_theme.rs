//! An admin goes back to the built-in look.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::themes;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`ResetTheme`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ResetThemeRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    // A pool without a look of its own has the built-in one already.
    themes::reset(deps, &pool.id).await?;
    Ok(Empty {})
}
