//! An admin makes a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html>

use serde::{Deserialize, Serialize};

use crate::domain::client::ClientSettings;
use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::client::UserPoolClientType;
use crate::protocol::aws::shapes::client_settings::ClientSettingsMembers;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target, views};

structure! {
    /// What [`CreateUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// What people call it.
        client_name: String = required("ClientName", text::TITLE),
        /// Whether it gets a secret.
        generate_secret: Option<bool> = optional("GenerateSecret", Shape::Boolean),
    }
    also [Member::refused("ClientSecret", &[])]
    with
        /// What can be changed later.
        settings: ClientSettingsMembers
}

/// What it answers.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The client as it now is.
    pub user_pool_client: UserPoolClientType,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, client_name, generate_secret, settings: given } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let mut settings = ClientSettings::default();
    members::apply_client(given, &mut settings)?;
    let change = clients::create(deps, &pool, client_name, settings, generate_secret.unwrap_or_default()).await?;
    let client = refusals::clients::changed("", change)?;
    // The one time at which everybody who may make a client sees its secret.
    Ok(Response { user_pool_client: views::client::client(&client, true) })
}
