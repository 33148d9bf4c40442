//! A user signs in, or their app refreshes its tokens.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::protocol::aws::json::{Member, structure};
use crate::protocol::aws::shapes::{auth, inert, text};

structure! {
    /// What [`InitiateAuth`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "InitiateAuthRequest" {
        /// Which way.
        auth_flow: String = required("AuthFlow", auth::AUTH_FLOW),
        /// What that way needs: names, passwords, tokens.
        auth_parameters: Option<BTreeMap<String, Secret>> = optional("AuthParameters", auth::PARAMETERS),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
    }
    also [inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA, Member::refused("Session", &[])]
}
