//! An admin writes tags on a pool, beside those that are there.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::{pool_settings, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`TagResource`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "TagResourceRequest" {
        /// The pool, as `DescribeUserPool` shows its ARN.
        resource_arn: String = required("ResourceArn", text::ARN),
        /// Values by key.
        tags: BTreeMap<String, String> = required("Tags", pool_settings::TAGS),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { resource_arn, tags } = request;
    let id = target::pool_of_arn(&resource_arn)?;
    let change = pools::update(deps, &id, |pool| {
        pool.settings.tags.extend(tags);
        Ok::<(), CognitoError>(())
    });
    refusals::pools::changed(id.as_str(), change.await??)?;
    Ok(Empty {})
}
