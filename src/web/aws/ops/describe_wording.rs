//! An admin reads what a pool says in its own words.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::wordings;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::wording::WordingsType;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeWording`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeWordingRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<WordingsType, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    Ok(views::wording::wordings(deps, &pool.id, wordings::list(deps, &pool.id).await?))
}
