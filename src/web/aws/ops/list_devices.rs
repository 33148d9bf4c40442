//! A user lists their devices.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::device::DevicesResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views;

structure! {
    /// What [`ListDevices`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListDevicesRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
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
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    let limit = request.limit.filter(|limit| *limit != 0).unwrap_or(MOST);
    let token = request.pagination_token.as_deref();
    let page = device::list(deps, &caller.pool, &caller.user, token, limit).await??;
    Ok(views::device::page(&page))
}
