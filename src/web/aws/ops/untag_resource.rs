//! An admin takes tags off a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UntagResource.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{List, Shape, structure};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

/// `UserPoolTagsListType`; the bound is ours.
const KEYS: Shape = Shape::List(&List { of: text::TAG_KEY, min: 0, max: 200 });

structure! {
    /// What [`UntagResource`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UntagResourceRequest" {
        /// The pool, as `DescribeUserPool` shows its ARN.
        resource_arn: String = required("ResourceArn", text::ARN),
        /// Keys; those that are not there do no harm.
        tag_keys: Vec<String> = required("TagKeys", KEYS),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { resource_arn, tag_keys } = request;
    let id = target::pool_of_arn(&resource_arn)?;
    let change = pools::update(deps, &id, |pool| {
        pool.settings.tags.retain(|key, _| !tag_keys.contains(key));
        Ok::<(), CognitoError>(())
    });
    refusals::pools::changed(id.as_str(), change.await??)?;
    Ok(Empty {})
}
