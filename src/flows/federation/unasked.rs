//! A SAML provider sends a browser by itself (IdP-initiated sign-in, `cognito.md` §1.11). Off unless the admin switched it on for
//! the provider (decision D9), and then only to where the client may be sent anyway (case 191).
//!
//! Nobody asked, so nothing binds what comes to a browser: whoever makes somebody follow a link can sign them in to an
//! account of their own. The guide says so where the switch is.

use uuid::Uuid;

use super::Departing;
use super::trip::{Carried, Errand};
use crate::domain::provider::ProviderType;
use crate::domain::random;
use crate::federation::saml::is_on;
use crate::flows::Deps;

/// The state under which an answer that nobody asked for goes on; `None`: the provider may not do that, or says too much.
pub fn unasked(deps: &Deps, departing: &Departing<'_>) -> Option<String> {
    let Departing { request, provider, query, mount, .. } = departing;
    if provider.kind != ProviderType::Saml || !is_on(provider, "IDPInit") || provider.pool != request.pool.id {
        return None;
    }
    let carried = Carried {
        id: Uuid::from_bytes(random::bytes(deps.random.as_ref())),
        pool: request.pool.id.clone(),
        provider: provider.id,
        browser: String::new(),
        nonce: String::new(),
        verifier: String::new(),
        query: (*query).to_owned(),
        mount: (*mount).to_owned(),
        errand: Errand::SignIn,
        is_unasked: true,
        has_own_callback: false,
        demands_proof: false,
        began_at: deps.now().0,
    };
    carried.seal(deps)
}
