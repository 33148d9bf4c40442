//! What a provider says anew of somebody at each sign-in: an edit of it here would be undone by the next one.

use std::collections::BTreeMap;

use super::link::linked;
use crate::flows::account::Caller;
use crate::flows::{Deps, Error};

/// The attributes of the caller that a provider writes again at each sign-in, each with what people call that provider.
pub async fn rewritten(deps: &Deps, caller: &Caller) -> Result<BTreeMap<String, String>, Error> {
    let mut found = BTreeMap::new();
    for account in linked(deps, caller).await? {
        let (provider, identity) = (&account.provider, &account.identity);
        let again = provider.mapping.keys().filter(|name| provider.rewrites(name, identity.is_primary));
        for name in again.filter(|name| caller.user.attribute(name).is_some()) {
            found.entry(name.clone()).or_insert_with(|| provider.display_name().to_owned());
        }
    }
    Ok(found)
}
