//! An admin lists the devices of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html>

use serde::Deserialize;

use crate::flows::manage::users;
use crate::flows::{Deps, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::device::DevicesResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`AdminListDevices`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminListDevicesRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Most devices on a page; unset or 0: 60.
        limit: Option<u16> = optional("Limit", Shape::Integer(0, 60)),
        /// Where the last page ended.
        pagination_token: Option<String> = optional("PaginationToken", text::PAGE_TOKEN),
    }
}

/// Most devices on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<DevicesResponse, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let user = users::find(deps, &pool, &request.username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    let limit = request.limit.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = device::list(deps, &pool, &user, request.pagination_token.as_deref(), limit).await??;
    Ok(views::device::page(&page))
}
