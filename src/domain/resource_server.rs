//! Resource servers: the APIs that a pool's access tokens are for. Each defines scopes, which a client lists and asks
//! for as `identifier/name` (`cognito.md` §2.5).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// Most scopes of a resource server.
pub const MOST_SCOPES: usize = 100;
/// Most resource servers of a pool.
pub const MOST_RESOURCE_SERVERS: u64 = 300;

/// A scope that a resource server defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomScope {
    /// Its name, without the identifier and without a slash.
    pub name: String,
    /// What it allows.
    pub description: String,
}

/// A resource server as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceServer {
    /// The pool.
    pub pool: PoolId,
    /// What its scopes begin with, often a URL; unique in the pool.
    pub identifier: String,
    /// What people call it.
    pub name: String,
    /// Its scopes.
    pub scopes: Vec<CustomScope>,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

/// Why a resource server cannot be as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceServerProblem {
    /// More than a hundred scopes.
    TooManyScopes,
    /// Two scopes of this name.
    RepeatedScope(String),
}

impl ResourceServer {
    /// Its scopes as clients list them.
    pub fn full_scopes(&self) -> BTreeSet<String> {
        self.scopes.iter().map(|scope| format!("{}/{}", self.identifier, scope.name)).collect()
    }

    /// What is wrong with it.
    pub fn problem(&self) -> Option<ResourceServerProblem> {
        if self.scopes.len() > MOST_SCOPES {
            return Some(ResourceServerProblem::TooManyScopes);
        }
        let mut seen = BTreeSet::new();
        let repeated = self.scopes.iter().find(|scope| !seen.insert(&scope.name));
        repeated.map(|scope| ResourceServerProblem::RepeatedScope(scope.name.clone()))
    }
}

/// The identifier in a custom scope; `None` for what can only be a standard one. Names have no slash, identifiers may.
pub fn identifier_of(scope: &str) -> Option<&str> {
    scope.rsplit_once('/').map(|(identifier, _)| identifier)
}

#[cfg(test)]
mod tests {
    use super::{CustomScope, Micros, PoolId, ResourceServer, ResourceServerProblem, identifier_of};

    #[test]
    fn an_identifier_may_have_slashes() {
        assert_eq!(identifier_of("https://api.test/v1/read"), Some("https://api.test/v1"));
        assert_eq!(identifier_of("orders/read"), Some("orders"));
        assert_eq!(identifier_of("openid"), None);
        assert_eq!(identifier_of("aws.cognito.signin.user.admin"), None);
    }

    #[test]
    fn a_scope_is_defined_once() {
        let scope = |name: &str| CustomScope { name: name.to_owned(), description: "d".to_owned() };
        let with = |scopes| ResourceServer {
            pool: PoolId::parse("xx-local-1_AbCdEfGhI").unwrap(),
            identifier: "orders".to_owned(),
            name: "Orders".to_owned(),
            scopes,
            created_at: Micros(0),
            updated_at: Micros(0),
        };
        let honest = with(vec![scope("read"), scope("write")]);
        assert_eq!(honest.problem(), None);
        assert_eq!(honest.full_scopes().into_iter().collect::<Vec<_>>(), ["orders/read", "orders/write"]);
        let twice = with(vec![scope("read"), scope("read")]);
        assert_eq!(twice.problem(), Some(ResourceServerProblem::RepeatedScope("read".to_owned())));
        let many = with((0..101).map(|n| scope(&n.to_string())).collect());
        assert_eq!(many.problem(), Some(ResourceServerProblem::TooManyScopes));
    }
}
