//! Apple tells a person's name once, when they first agree, and never again: if anything fails after that, whoever tries
//! again has none. So it is kept before anything else is done (lesson L5), until there is an account.
//!
//! It is kept for the browser that brought it, since nobody knows yet whose account at the provider it is about, and from the moment
//! that this is known for that account, so that they may try again elsewhere. Nobody signed it: it is a name to be shown.

use super::trip::Carried;
use crate::crypto::ring::MacPurpose;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Claims, Provider, ProviderType};
use crate::federation::{Answer, posted_name};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// Seconds for which a browser's is kept. Short: another person may come from the same browser.
const BROWSER_SECS: i64 = 3600;
/// Seconds for which that of an account at the provider is kept.
const ACCOUNT_SECS: i64 = 30 * 24 * 3600;

/// The name that may be kept for whoever is on a trip.
#[derive(Debug)]
pub(super) struct PostedName {
    pool: PoolId,
    /// As what it is kept for the browser.
    browser: String,
    /// What came with this trip; empty: nothing.
    came: Claims,
}

impl PostedName {
    /// What may be kept for whoever came in this browser. `None`: it is not a provider that posts names.
    pub(super) fn of(deps: &Deps, provider: &Provider, browser: &str) -> Option<Self> {
        let browser = whose(deps, provider, "browser", browser);
        let posted = Self { pool: provider.pool.clone(), browser, came: Claims::new() };
        Some(posted).filter(|_| provider.kind == ProviderType::SignInWithApple)
    }

    /// Keeps what came with an answer, if anything did. `None`: it is not a provider that posts names.
    pub(super) async fn keep(
        deps: &Deps,
        provider: &Provider,
        carried: &Carried,
        answer: &Answer,
    ) -> Result<Option<Self>, Error> {
        let Some(posted) = Self::of(deps, provider, &carried.browser) else { return Ok(None) };
        let came = match answer {
            Answer::Code { user: Some(user), .. } => posted_name(user),
            Answer::Code { .. } | Answer::Error { .. } | Answer::Saml(_) => Claims::new(),
        };
        let posted = Self { came, ..posted };
        posted.write(deps, &posted.browser, BROWSER_SECS).await?;
        Ok(Some(posted))
    }

    /// Adds the name to the claims of somebody who has no account yet, if it came with this trip or before.
    pub(super) async fn recall(
        &self,
        deps: &Deps,
        provider: &Provider,
        subject: &str,
        claims: &mut Claims,
    ) -> Result<(), Error> {
        let account = whose(deps, provider, "account", subject);
        if !self.came.is_empty() {
            return self.write(deps, &account, ACCOUNT_SECS).await;
        }
        for key in [&account, &self.browser] {
            let kept = deps.storage.read().posted_names().find(&self.pool, key, deps.now()).await?;
            let Some(name) = kept.and_then(|plain| serde_json::from_slice::<Claims>(&plain).ok()) else { continue };
            for (claim, value) in name {
                claims.entry(claim).or_insert(value);
            }
            break;
        }
        Ok(())
    }

    /// Forgets it: there is an account.
    pub(super) async fn forget(&self, deps: &Deps, provider: &Provider, subject: &str) -> Result<(), Error> {
        let all = [self.browser.clone(), whose(deps, provider, "account", subject)];
        let forget = async |tx: &Tx| -> Result<(), Error> { Ok(tx.posted_names().forget(&self.pool, &all).await?) };
        deps.storage.unit(forget).await
    }

    async fn write(&self, deps: &Deps, whose: &str, secs: i64) -> Result<(), Error> {
        if self.came.is_empty() {
            return Ok(());
        }
        let plain = serde_json::to_vec(&self.came).map_err(|_| Error::Internal("a name that is not written"))?;
        let (now, until): (Micros, Micros) = (deps.now(), deps.now().plus_secs(secs));
        let keep = async |tx: &Tx| -> Result<(), Error> {
            Ok(tx.posted_names().keep(&self.pool, whose, &plain, (now, until)).await?)
        };
        deps.storage.unit(keep).await
    }
}

/// The key under which a name is kept. No id at a provider and no browser stands there in the clear.
fn whose(deps: &Deps, provider: &Provider, kind: &str, value: &str) -> String {
    let id = provider.id.to_string();
    deps.ring.keyed_hash(MacPurpose::SignInHandle, &[b"posted name", kind.as_bytes(), id.as_bytes(), value.as_bytes()])
}
