//! An admin changes a client.
//!
//! What the request does not say stays as it is, unlike on Cognito, where it goes back to its default (`cognito.md`
//! §12, 9). A list is one member: an empty one empties it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::client::UserPoolClientType;
use crate::protocol::aws::shapes::client_settings::ClientSettingsMembers;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target, views};

structure! {
    /// What [`UpdateUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// The new name.
        client_name: Option<String> = optional("ClientName", text::TITLE),
    }
    with
        /// What is to change.
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
pub(super) async fn run(deps: &Deps, caller: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, client_id, client_name, settings: given } = request;
    let (pool, id) = (target::pool(deps, &user_pool_id).await?, target::client_id(&client_id)?);
    let change = clients::update(deps, &pool, &id, |client| {
        client.name = client_name.unwrap_or_else(|| std::mem::take(&mut client.name));
        members::apply_client(given, &mut client.settings)
    });
    let client = refusals::clients::changed(&client_id, change.await??)?;
    Ok(Response { user_pool_client: views::client::client(&client, caller.sees_client_secrets()) })
}
