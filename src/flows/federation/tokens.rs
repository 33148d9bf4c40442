//! What a provider's token endpoint gave is kept where an admin asked for it, and forgotten at once otherwise.

use crate::domain::provider::Provider;
use crate::domain::user::User;
use crate::federation::Upstream;
use crate::flows::{Deps, Error};
use crate::storage::{StoredTokens, Tx};

/// Keeps the tokens of `upstream` for `user`, sealed, where the provider's settings say so.
pub(super) async fn keep(deps: &Deps, provider: &Provider, upstream: &Upstream, user: &User) -> Result<(), Error> {
    let is_kept = provider.settings.keeps_tokens && user.enabled;
    let Some(tokens) = upstream.tokens.as_ref().filter(|_| is_kept) else { return Ok(()) };
    let tokens = StoredTokens {
        access: tokens.access.clone(),
        refresh: tokens.refresh.clone(),
        id: tokens.id.clone(),
        created_at: deps.now(),
    };
    let put = async |tx: &Tx| -> Result<(), Error> {
        Ok(tx.provider_tokens().put(&provider.pool, (provider.id, user.id), &tokens).await?)
    };
    deps.storage.unit(put).await
}
