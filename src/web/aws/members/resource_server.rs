//! The scopes of a resource server.

use crate::domain::resource_server::CustomScope;
use crate::protocol::aws::shapes::resource_server::ResourceServerScopeType;

/// The scopes that `given` says.
pub(in crate::web::aws) fn custom_scopes(given: Vec<ResourceServerScopeType>) -> Vec<CustomScope> {
    let scope =
        |given: ResourceServerScopeType| CustomScope { name: given.scope_name, description: given.scope_description };
    given.into_iter().map(scope).collect()
}
