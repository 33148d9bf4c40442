//! Resource servers.

use crate::domain::resource_server::{ResourceServer, ResourceServerProblem};
use crate::flows::manage::resource_servers::ResourceServerChange;
use crate::protocol::aws::error::CognitoError;

/// The resource server `identifier` after a change.
pub(in crate::web::aws) fn changed(
    identifier: &str,
    change: ResourceServerChange,
) -> Result<ResourceServer, CognitoError> {
    match change {
        ResourceServerChange::Done(server) => Ok(*server),
        ResourceServerChange::NotFound => Err(CognitoError::resource_server_does_not_exist(identifier)),
        ResourceServerChange::Taken => Err(CognitoError::resource_server_exists(identifier)),
        ResourceServerChange::TooMany => Err(CognitoError::too_many_resource_servers()),
        ResourceServerChange::Refused(ResourceServerProblem::TooManyScopes) => Err(CognitoError::too_many_scopes()),
        ResourceServerChange::Refused(ResourceServerProblem::RepeatedScope(name)) => {
            Err(CognitoError::repeated_scope(&name))
        }
    }
}
