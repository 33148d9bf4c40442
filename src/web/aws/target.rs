//! What a request is about: the pool or the client that it names.

use std::sync::Arc;

use crate::domain::client::{Client, ClientId};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::OWN_USERS;
use crate::domain::risk::Mode;
use crate::domain::secret::Secret;
use crate::flows::{self, Deps, direct};
use crate::protocol::aws::error::CognitoError;
use crate::web::aws::refusals;

/// The id in `UserPoolId`. What cannot be an id is the id of no pool.
pub(super) fn pool_id(text: &str) -> Result<PoolId, CognitoError> {
    PoolId::parse(text).ok_or_else(|| CognitoError::pool_does_not_exist(text))
}

/// The id of the pool in `ResourceArn`, as `DescribeUserPool` shows it.
pub(super) fn pool_of_arn(arn: &str) -> Result<PoolId, CognitoError> {
    let id = arn.strip_prefix("arn:").and_then(|rest| rest.rsplit_once(":userpool/")).map(|(_, id)| id);
    pool_id(id.ok_or_else(|| CognitoError::invalid_parameter("'ResourceArn' is not the ARN of a user pool."))?)
}

/// The pool in `UserPoolId`.
pub(super) async fn pool(deps: &Deps, text: &str) -> Result<Arc<Pool>, CognitoError> {
    let found = deps.directory.pool(&pool_id(text)?).await.map_err(flows::Error::from)?;
    found.ok_or_else(|| CognitoError::pool_does_not_exist(text))
}

/// The pool in `UserPoolId`, where it weighs the risk of sign-ins.
pub(super) async fn pool_that_weighs(deps: &Deps, text: &str) -> Result<Arc<Pool>, CognitoError> {
    let pool = pool(deps, text).await?;
    if pool.settings.risk.mode == Mode::Off { Err(CognitoError::add_ons_not_enabled()) } else { Ok(pool) }
}

/// Refuses the name of the pool's own users where a provider is to be changed.
pub(super) fn is_provider(name: &str) -> Result<(), CognitoError> {
    if name.eq_ignore_ascii_case(OWN_USERS) { Err(CognitoError::provider_not_changeable(name)) } else { Ok(()) }
}

/// The id in `ClientId`.
pub(super) fn client_id(text: &str) -> Result<ClientId, CognitoError> {
    ClientId::parse(text).ok_or_else(|| CognitoError::client_does_not_exist(text))
}

/// The client in `ClientId` of an operation without a signature, and its pool, once the hash of its secret holds for
/// `username`.
pub(super) async fn client(
    deps: &Deps,
    id: &str,
    username: &str,
    secret_hash: Option<&Secret>,
) -> Result<(Arc<Client>, Arc<Pool>), CognitoError> {
    let found = direct::identify_client(deps, id, None, username, secret_hash).await?;
    found.map_err(|refused| refusals::client_refused(id, refused))
}
