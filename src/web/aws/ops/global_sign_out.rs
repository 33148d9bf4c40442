//! A user ends all their sessions and grants.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`GlobalSignOut`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GlobalSignOutRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}
