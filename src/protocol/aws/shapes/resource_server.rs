//! Resource servers and their scopes.

use serde::{Deserialize, Serialize};

use super::text;
use crate::protocol::aws::json::{List, Shape, structure};

structure! {
    /// A scope.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct ResourceServerScopeType = "ResourceServerScopeType" {
        /// Its name.
        scope_name: String = required("ScopeName", text::SCOPE_NAME),
        /// What it allows.
        scope_description: String = required("ScopeDescription", text::SCOPE_DESCRIPTION),
    }
}

/// `ResourceServerScopeListType`.
pub const SCOPES: Shape = Shape::List(&List { of: Shape::Structure(ResourceServerScopeType::SHAPE), min: 0, max: 100 });

/// A resource server.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResourceServerType {
    /// Its pool.
    pub user_pool_id: String,
    /// What its scopes begin with.
    pub identifier: String,
    /// What people call it.
    pub name: String,
    /// Its scopes.
    pub scopes: Vec<ResourceServerScopeType>,
}

/// The answer of operations that show one resource server.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResourceServerResponse {
    /// The resource server as it now is.
    pub resource_server: ResourceServerType,
}
