//! An admin goes back to the product's words, in one language or in all.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::wordings;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::wording::LANGUAGE;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`ResetWording`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ResetWordingRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The language; absent: all of them.
        language: Option<String> = optional("Language", LANGUAGE),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    // A pool without words of its own has the product's already.
    wordings::reset(deps, &pool.id, request.language.as_deref()).await??;
    Ok(Empty {})
}
