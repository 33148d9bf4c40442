//! Which pages of other domains may use the passkeys of a domain (Web Authentication Level 3 §5.11). Browsers ask the domain
//! itself, whatever pool a page is of.

use std::collections::BTreeSet;

use url::Url;

use super::relying_party::id_of;
use crate::flows::{Deps, Error};

/// The origins that may use passkeys of the domain `host`, as far as pools here say so; empty: none says anything. Those of
/// several pools stand together, since a domain has one list: what a browser lets a page ask for, each pool still takes from
/// its own pages only.
pub async fn related_origins(deps: &Deps, host: &str) -> Result<BTreeSet<String>, Error> {
    let Ok(public) = Url::parse(deps.urls.base()) else { return Ok(BTreeSet::new()) };
    let policies = deps.directory.passkeys_of_other_origins().await?;
    let of_host = policies.iter().filter(|policy| id_of(policy, &public).is_some_and(|id| id == host));
    let mut origins: BTreeSet<String> = of_host.flat_map(|policy| policy.related_origins.iter().cloned()).collect();
    let is_own_domain = public.host_str().is_some_and(|own| own == host || own.ends_with(&format!(".{host}")));
    if !origins.is_empty() && !is_own_domain {
        origins.insert(public.origin().ascii_serialization());
    }
    Ok(origins)
}
