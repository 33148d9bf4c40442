//! How arguments become the domain's types; a refusal says what is allowed.

use uuid::Uuid;

use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::domain::user::UserId;
use crate::domain::{access_key::Role, client::ClientId, pool::PoolId};

/// A pool's id.
pub(super) fn pool_id(text: &str) -> Result<PoolId, String> {
    PoolId::parse(text).ok_or_else(|| "must be a pool's id, such as xx-local-1_AbCd12345".to_owned())
}

/// A client's id.
pub(super) fn client_id(text: &str) -> Result<ClientId, String> {
    ClientId::parse(text).ok_or_else(|| "must be a client's id".to_owned())
}

/// A user's `sub`.
pub(super) fn user_id(text: &str) -> Result<UserId, String> {
    Uuid::parse_str(text).map(UserId).map_err(|_| "must be a user's sub".to_owned())
}

/// A role's word.
pub(super) fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "must be admin, operator or read-only".to_owned())
}

/// The name of a signature algorithm.
pub(super) fn signing_algorithm(text: &str) -> Result<SigningAlgorithm, &'static str> {
    SigningAlgorithm::from_name(text).ok_or("one of RS256, PS256, ES256, EdDSA")
}
