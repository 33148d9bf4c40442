//! An app's server signs a user in, or refreshes their tokens.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::direct::{self, Initiate};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::auth::AuthResponse;
use crate::protocol::aws::shapes::context::ContextDataType;
use crate::protocol::aws::shapes::{auth, inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::members::{self, Parameters};
use crate::web::aws::ops::initiate_auth::attempt;
use crate::web::aws::{target, views};

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
        /// Where the person is.
        context: Option<ContextDataType> = optional("ContextData", Shape::Structure(ContextDataType::SHAPE)),
    }
    also [inert::ANALYTICS_METADATA, inert::CLIENT_METADATA, Member::refused("Session", &[])]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<AuthResponse, CognitoError> {
    let Request { user_pool_id, client_id, auth_flow, auth_parameters, context } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let mut parameters = Parameters::new("AuthParameters", auth_parameters);
    let attempt = attempt(&auth_flow, &mut parameters)?;
    let secret_hash = parameters.optional("SECRET_HASH");
    parameters.end()?;
    let told = members::told_by_server(context)?;
    let initiate = Initiate { client_id: client_id.clone(), pool: Some(pool.id.clone()), secret_hash, attempt, told };
    views::auth::initiated(&client_id, direct::initiate(deps, initiate).await?)
}
