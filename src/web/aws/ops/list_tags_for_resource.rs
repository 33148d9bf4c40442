//! An admin reads the tags of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTagsForResource.html>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`ListTagsForResource`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListTagsForResourceRequest" {
        /// The pool, as `DescribeUserPool` shows its ARN.
        resource_arn: String = required("ResourceArn", text::ARN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Values by key.
    pub tags: BTreeMap<String, String>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let id = target::pool_of_arn(&request.resource_arn)?;
    let found = pools::describe(deps, &id).await?;
    let (pool, _) = found.ok_or_else(|| CognitoError::pool_does_not_exist(id.as_str()))?;
    Ok(Response { tags: pool.settings.tags })
}
