//! An admin lets a pool speak in its own words, in one language: the source takes the place of the one there is.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::wordings;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::wording::{LANGUAGE, SOURCE, WordingsType};
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`UpdateWording`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateWordingRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The language, one of those that the product speaks.
        language: String = required("Language", LANGUAGE),
        /// Messages in Fluent's syntax, under keys of the English catalog.
        source: String = required("Source", SOURCE),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<WordingsType, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    wordings::set(deps, &pool.id, &request.language, &request.source).await??;
    Ok(views::wording::wordings(deps, &pool.id, wordings::list(deps, &pool.id).await?))
}
