//! The gate of the self-service operations: a live access token with the scope that lets it act for its user.

use crate::domain::client::SELF_SERVICE_SCOPE;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::account::{BearerRefused, Caller, authorize_bearer};
use crate::flows::{Deps, Error};

/// Why a token opens no self-service operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfServiceRefused {
    /// It speaks for nobody.
    Bearer(BearerRefused),
    /// It speaks for somebody, but not for this.
    LacksScope,
}

/// Who the token lets act for themselves.
pub async fn authorize_self_service(deps: &Deps, token: &Secret) -> Result<Result<Caller, SelfServiceRefused>, Error> {
    Ok(match authorize_bearer(deps, token.expose_secret(), None).await? {
        Ok(caller) if caller.has_scope(SELF_SERVICE_SCOPE) => Ok(caller),
        Ok(_) => Err(SelfServiceRefused::LacksScope),
        Err(refused) => Err(SelfServiceRefused::Bearer(refused)),
    })
}
