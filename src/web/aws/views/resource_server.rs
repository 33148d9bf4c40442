//! Resource servers.

use crate::domain::resource_server::{CustomScope, ResourceServer};
use crate::protocol::aws::shapes::resource_server::{
    ResourceServerResponse, ResourceServerScopeType, ResourceServerType,
};

/// A resource server.
pub(in crate::web::aws) fn resource_server(server: &ResourceServer) -> ResourceServerType {
    let scope = |scope: &CustomScope| ResourceServerScopeType {
        scope_name: scope.name.clone(),
        scope_description: scope.description.clone(),
    };
    ResourceServerType {
        user_pool_id: server.pool.to_string(),
        identifier: server.identifier.clone(),
        name: server.name.clone(),
        scopes: server.scopes.iter().map(scope).collect(),
    }
}

/// The answer of operations that show one resource server.
pub(in crate::web::aws) fn one(server: &ResourceServer) -> ResourceServerResponse {
    ResourceServerResponse { resource_server: resource_server(server) }
}
