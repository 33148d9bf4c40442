//! The account page of a pool, for which people sign in as they do for an app. It is no app: nobody makes, lists or
//! changes it, it asks for nothing over the API, and no code or token is ever issued to it.

use super::{Client, ClientId, ClientSettings};
use crate::domain::clock::Micros;
use crate::domain::pool::{Pool, PoolId};

/// What stands for it in the query of a sign-in; the pool is the path's.
pub const ACCOUNT_PAGE: &str = "account";
/// What its ids begin with. No other id has a `+`.
const PREFIX: &str = "account+";

impl ClientId {
    /// The id of the account page of `pool`, unique over all pools.
    pub fn of_account_page(pool: &PoolId) -> Self {
        Self(format!("{PREFIX}{}", pool.as_str().replace('-', "+")))
    }

    /// Whether it is the id of an account page.
    pub fn is_account_page(&self) -> bool {
        self.0.starts_with(PREFIX)
    }
}

impl Client {
    /// The account page of `pool`.
    pub fn account_page(pool: &Pool) -> Self {
        Self {
            id: ClientId::of_account_page(&pool.id),
            pool: pool.id.clone(),
            name: pool.name.clone(),
            secret: None,
            settings: ClientSettings::default(),
            version: 0,
            created_at: Micros(0),
            updated_at: Micros(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientId, PoolId};

    #[test]
    fn each_pool_has_its_own_and_no_app_has_one() {
        let [one, other] = ["xx-local-1_AbCdEfGhI", "xx_local-1_AbCdEfGhI"].map(|id| PoolId::parse(id).unwrap());
        let id = ClientId::of_account_page(&one);
        assert_ne!(id, ClientId::of_account_page(&other));
        assert!(id.is_account_page());
        assert_eq!(ClientId::parse(id.as_str()), Some(id), "it can be read back");
        assert!(!ClientId::parse("account").unwrap().is_account_page());
    }
}
