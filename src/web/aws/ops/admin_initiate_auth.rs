//! An app's server signs a user in, or refreshes their tokens.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::protocol::aws::json::{Member, structure};
use crate::protocol::aws::shapes::{auth, inert, text};

structure! {
    /// What [`AdminInitiateAuth`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminInitiateAuthRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Which way.
        auth_flow: String = required("AuthFlow", auth::AUTH_FLOW),
        /// What that way needs: names, passwords, tokens.
        auth_parameters: Option<BTreeMap<String, Secret>> = optional("AuthParameters", auth::PARAMETERS),
    }
    also [inert::ANALYTICS_METADATA, inert::CONTEXT_DATA, inert::CLIENT_METADATA, Member::refused("Session", &[])]
}
