//! An admin looks at the look of a pool.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::themes;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::theme::ThemeType;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeTheme`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeThemeRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<ThemeType, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    Ok(views::theme::theme(&pool.id, themes::describe(deps, &pool.id).await?))
}
