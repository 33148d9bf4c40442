//! Which providers a client lets people come from, and which one a request chose.

use std::sync::Arc;

use crate::domain::client::Client;
use crate::domain::identifier::fold;
use crate::domain::pool::Pool;
use crate::domain::provider::{OWN_USERS, Provider};
use crate::domain::session::SessionLogin;
use crate::flows::{Deps, Error};

/// Who may sign in for a client.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Whether the pool's own users may.
    pub own_users: bool,
    /// The providers that people may come from, in the order of their names.
    pub providers: Vec<Arc<Provider>>,
}

/// The provider that a request names is none that the client lets people come from, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowed;

/// Who may sign in for `client`. What it does not say means the pool's own users, as on Cognito.
pub async fn allowed(deps: &Deps, pool: &Pool, client: &Client) -> Result<Allowed, Error> {
    if client.id.is_account_page() {
        // Whoever has an account may see it.
        let mut providers = deps.directory.providers(&pool.id).await?.to_vec();
        providers.retain(|provider| !provider.settings.is_leaving);
        return Ok(Allowed { own_users: true, providers });
    }
    let Some(listed) = &client.settings.identity_providers else {
        return Ok(Allowed { own_users: true, providers: Vec::new() });
    };
    let own_users = listed.contains(OWN_USERS);
    if listed.len() == usize::from(own_users) {
        return Ok(Allowed { own_users, providers: Vec::new() });
    }
    let of_pool = deps.directory.providers(&pool.id).await?;
    let providers = of_pool.iter().filter(|provider| listed.contains(&provider.name)).cloned().collect();
    Ok(Allowed { own_users, providers })
}

impl Allowed {
    /// The provider that `identity_provider` or `idp_identifier` chose; `None`: the pool's own users, or nobody in particular.
    pub fn chosen(&self, name: Option<&str>, identifier: Option<&str>) -> Result<Option<Arc<Provider>>, NotAllowed> {
        let found = match (name, identifier) {
            (None, None) => return Ok(None),
            (Some(OWN_USERS), None) if self.own_users => return Ok(None),
            (Some(name), None) => self.providers.iter().find(|provider| provider.name == name),
            (None, Some(identifier)) => self.by_identifier(identifier),
            (Some(_), Some(_)) => None,
        };
        found.cloned().map(Some).ok_or(NotAllowed)
    }

    /// The provider for whoever has an address at a domain that is one of its identifiers; `None`: none has it.
    pub fn at_home(&self, address: &str) -> Option<Arc<Provider>> {
        let (_, domain) = address.rsplit_once('@')?;
        let folded = fold(domain, false);
        let has = |provider: &&Arc<Provider>| provider.domains().any(|known| fold(known, false) == folded);
        self.providers.iter().find(has).cloned()
    }

    /// The only way in, where that is a provider: nobody is asked where they come from.
    pub fn only(&self) -> Option<&Provider> {
        match self.providers.as_slice() {
            [only] if !self.own_users => Some(only),
            _ => None,
        }
    }

    /// Whether whoever signed in like this may be here.
    pub fn lets_in(&self, login: &SessionLogin) -> bool {
        match login.provider {
            None => self.own_users,
            Some(id) => self.providers.iter().any(|provider| provider.id == id),
        }
    }

    fn by_identifier(&self, identifier: &str) -> Option<&Arc<Provider>> {
        let folded = fold(identifier, false);
        let has = |provider: &&Arc<Provider>| provider.identifiers.iter().any(|known| fold(known, false) == folded);
        self.providers.iter().find(has)
    }
}
