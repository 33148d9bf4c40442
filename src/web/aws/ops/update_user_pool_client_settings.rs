//! An admin changes those settings of a client that Cognito has no members for. What is not said stays.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views::own_settings::{self, OwnClientSettings};
use crate::web::aws::{refusals, target};

structure! {
    /// What [`UpdateUserPoolClientSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolClientSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Whether an authorization request needs a code challenge.
        require_pkce: Option<bool> = optional("RequirePkce", Shape::Boolean),
        /// Seconds for which an authorization code lives.
        code_lifetime_seconds: Option<i64> = optional("CodeLifetimeSeconds", Shape::Integer(1, 300)),
        /// Whether the client's grants outlive the sign-out of the session they were born in.
        keep_grants_at_logout: Option<bool> = optional("KeepGrantsAtLogout", Shape::Boolean),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnClientSettings, CognitoError> {
    let Request { user_pool_id, client_id, require_pkce, code_lifetime_seconds, keep_grants_at_logout } = request;
    let (pool, id) = (target::pool(deps, &user_pool_id).await?, target::client_id(&client_id)?);
    let change = clients::update(deps, &pool, &id, |client| {
        let settings = &mut client.settings;
        settings.require_pkce = require_pkce.or(settings.require_pkce);
        settings.code_lifetime_secs = code_lifetime_seconds.or(settings.code_lifetime_secs);
        settings.keeps_grants_at_logout = keep_grants_at_logout.unwrap_or(settings.keeps_grants_at_logout);
        Ok::<(), CognitoError>(())
    });
    Ok(own_settings::client(&refusals::clients::changed(&client_id, change.await??)?))
}
