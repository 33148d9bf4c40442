//! An admin changes a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool_settings::PoolSettingsMembers;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`UpdateUserPool`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The new name.
        pool_name: Option<String> = optional("PoolName", text::TITLE),
    }
    with
        /// What is to change.
        settings: PoolSettingsMembers
}
