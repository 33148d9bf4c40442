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
    /// The second factors that are on.
    #[serde(rename = "UserMFASettingList", skip_serializing_if = "Vec::is_empty")]
    pub user_mfa_setting_list: Vec<&'static str>,
    /// The one that is asked first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_mfa_setting: Option<&'static str>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    let readable = |name: &str| name == "sub" || caller.client.settings.reads(name);
    let user_attributes = views::user::attributes(&caller.user, readable);
    let (user_mfa_setting_list, preferred_mfa_setting) = views::user::second_factors(&caller.user.second_factors);
    Ok(Response { username: caller.user.username, user_attributes, user_mfa_setting_list, preferred_mfa_setting })
}
