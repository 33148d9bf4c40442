//! An admin looks at a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{EpochSeconds, structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::AttributeType;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`AdminGetUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminGetUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Their username.
    pub username: String,
    /// Their attributes, `sub` first.
    pub user_attributes: Vec<AttributeType>,
    /// The second factors that are on.
    #[serde(rename = "UserMFASettingList", skip_serializing_if = "Vec::is_empty")]
    pub user_mfa_setting_list: Vec<&'static str>,
    /// The one that is asked first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_mfa_setting: Option<&'static str>,
    /// When the account was made.
    pub user_create_date: EpochSeconds,
    /// When it was last changed.
    pub user_last_modified_date: EpochSeconds,
    /// Whether anything opens it.
    pub enabled: bool,
    /// How far it has come.
    pub user_status: &'static str,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let user = users::find(deps, &pool, &request.username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    let (user_mfa_setting_list, preferred_mfa_setting) = views::user::second_factors(&user.second_factors);
    Ok(Response {
        user_mfa_setting_list,
        preferred_mfa_setting,
        user_attributes: views::user::attributes(&user, |_| true),
        user_create_date: user.created_at.into(),
        user_last_modified_date: user.updated_at.into(),
        enabled: user.enabled,
        user_status: user.status.as_str(),
        username: user.username,
    })
}
