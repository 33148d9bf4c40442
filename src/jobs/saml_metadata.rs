//! Fetches the metadata of SAML providers again, where they lie at a URL: keys change there first (`cognito.md` §1.11).

use crate::domain::provider::ProviderType;
use crate::flows::federation::refresh_saml_metadata;
use crate::flows::{Deps, Error};

/// Providers read in one query.
const PAGE: u64 = 50;

/// Fetches for all of them; answers 0, since nothing is left then. What cannot be fetched stays as it is until the next time.
pub(super) async fn refresh_all(deps: &Deps) -> Result<u64, Error> {
    let mut after = None;
    loop {
        let page = deps.storage.read().providers().of_kind(ProviderType::Saml, after, PAGE).await?;
        let fetches = page.iter().map(|provider| refresh_saml_metadata(deps, provider));
        for done in futures_util::future::join_all(fetches).await {
            let _is_changed = done?;
        }
        match page.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(0),
        }
    }
}
