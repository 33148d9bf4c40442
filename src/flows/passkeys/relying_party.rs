//! For whom the passkeys of a pool are.

use url::{Host, Url};

use crate::crypto::passkey::RelyingParty;
use crate::domain::passkey::PasskeyPolicy;
use crate::domain::pool::Pool;
use crate::flows::Deps;

/// The relying party of `pool`, and the pages that may use its passkeys: the server's own, and those of apps that the pool
/// lists. `None`: the pool names no domain, and the server is reached under an address that is none.
pub(crate) fn relying_party_of(deps: &Deps, pool: &Pool) -> Option<RelyingParty> {
    let policy = &pool.settings.passkeys;
    let public = Url::parse(deps.urls.base()).ok()?;
    let id = id_of(policy, &public)?;
    let origins = std::iter::once(public.origin().ascii_serialization()).chain(policy.related_origins.iter().cloned());
    Some(RelyingParty { id, name: pool.name.clone(), origins: origins.collect() })
}

/// The domain that passkeys under this policy belong to, where the server is reached at `public`.
pub(super) fn id_of(policy: &PasskeyPolicy, public: &Url) -> Option<String> {
    let host = match public.host() {
        Some(Host::Domain(domain)) => Some(domain.to_owned()),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => None,
    };
    policy.relying_party.clone().or(host)
}
