//! An admin makes a resource server.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::resource_servers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::resource_server::{self, ResourceServerResponse, ResourceServerScopeType};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target, views};

structure! {
    /// What [`CreateResourceServer`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateResourceServerRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// What its scopes begin with.
        identifier: String = required("Identifier", text::RESOURCE_SERVER_IDENTIFIER),
        /// What people call it.
        name: String = required("Name", text::RESOURCE_SERVER_NAME),
        /// Its scopes.
        scopes: Option<Vec<ResourceServerScopeType>> = optional("Scopes", resource_server::SCOPES),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<ResourceServerResponse, CognitoError> {
    let Request { user_pool_id, identifier, name, scopes } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let scopes = members::custom_scopes(scopes.unwrap_or_default());
    let change = resource_servers::create(deps, &pool.id, identifier.clone(), name, scopes).await?;
    let server = refusals::resource_servers::changed(&identifier, change)?;
    Ok(views::resource_server::one(&server))
}
