//! A user reads their own attributes.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::Secret;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::AttributeType;
use crate::web::aws::caller::Caller;
use crate::web::aws::views;

structure! {
    /// What [`GetUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetUserRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Their username.
    pub username: String,
    /// Those of their attributes that the client may read; `sub` first.
    pub user_attributes: Vec<AttributeType>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    let readable = |name: &str| name == "sub" || caller.client.settings.reads(name);
    let user_attributes = views::user::attributes(&caller.user, readable);
    Ok(Response { username: caller.user.username, user_attributes })
}
