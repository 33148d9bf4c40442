//! What a page shows again after a refused form, sealed into a cookie: error codes, the typed name, the handle of a
//! pending sign-in. Sealed state is bound to its context (page, pool, transaction) and to the browser.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::crypto::ring::StatePurpose;
use crate::crypto::{digest, sealed_state};
use crate::domain::random;
use crate::flows::{Deps, Error};

/// Seals `value` for `context`, for so many seconds.
pub fn seal<T: Serialize>(deps: &Deps, context: &str, value: &T, lifetime_secs: i64) -> Result<String, Error> {
    let expires_at = deps.now().plus_secs(lifetime_secs);
    sealed_state::seal_json(&deps.ring, StatePurpose::PageState, context.as_bytes(), value, expires_at)
        .map_err(|_| Error::Internal("page state that cannot be sealed"))
}

/// Opens what [`seal`] made; `None` when it is not ours, not for `context`, or over.
pub fn open<T: DeserializeOwned>(deps: &Deps, context: &str, sealed: &str) -> Option<T> {
    sealed_state::open_json(&deps.ring, StatePurpose::PageState, context.as_bytes(), sealed, deps.now()).ok()
}

/// A fresh value for the browser's cookie.
pub fn new_browser(deps: &Deps) -> String {
    random::alphanumeric(deps.random.as_ref(), 43)
}

/// A short name for the sign-in that a query describes. It only tells cookies apart: what is sealed is bound to the whole
/// query by its context.
pub fn tag(query: &str) -> String {
    let mut tag = digest::sha256_hex(query.as_bytes());
    tag.truncate(8);
    tag
}
