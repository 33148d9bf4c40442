//! An admin reads what a pool, or one of its clients, does about the risk of sign-ins. A client that says nothing of its own
//! does what its pool does, and so it is shown.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::risk::RiskConfigurationResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeRiskConfiguration`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeRiskConfigurationRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client; unset: the pool itself.
        client_id: Option<String> = optional("ClientId", text::CLIENT_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<RiskConfigurationResponse, CognitoError> {
    let Request { user_pool_id, client_id } = request;
    let pool = target::pool_that_weighs(deps, &user_pool_id).await?;
    let own = match &client_id {
        Some(client_id) => {
            let client = clients::describe(deps, &pool.id, &target::client_id(client_id)?).await?;
            client.ok_or_else(|| CognitoError::client_does_not_exist(client_id))?.settings.risk
        }
        None => None,
    };
    let said = own.as_ref().or(pool.settings.risk.configuration.as_ref());
    Ok(views::risk::configuration(user_pool_id, client_id, said))
}
