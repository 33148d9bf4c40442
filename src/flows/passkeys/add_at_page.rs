//! A passkey is added at a page. Opening a page writes nothing, so the challenge travels in it, sealed for its person and
//! browser; a row is written when an answer comes, and stands in the way of a second one on every node.

use serde_json::Value;

use super::Owner;
use super::add::{CHALLENGE_SECS, FinishOutcome, NotBegun, begin, finish};
use super::carried::{Carried, Whose};
use crate::crypto::passkey::PasskeyRefused;
use crate::domain::passkey::name_of;
use crate::domain::sign_in::Factor;
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// What a page is to show the browser.
#[derive(Clone, Debug)]
pub struct Offered {
    /// What `navigator.credentials` is to be given.
    pub options: Value,
    /// What must come back with the answer.
    pub sealed: String,
}

/// What came back.
#[derive(Debug)]
pub struct PageAnswer<'a> {
    /// The value of the browser's cookie.
    pub browser: &'a str,
    /// What the page was given with the options.
    pub sealed: &'a str,
    /// What the browser made (`RegistrationResponseJSON`).
    pub credential: &'a str,
    /// What the person calls it; empty where they did not say.
    pub name: &'a str,
}

/// Begins to add a passkey at a page of the browser with this cookie.
pub async fn offer_own(deps: &Deps, owner: Owner<'_>, browser: &str) -> Result<Result<Offered, NotBegun>, Error> {
    let begun = match begin(deps, owner).await? {
        Ok(begun) => begun,
        Err(not_begun) => return Ok(Err(not_begun)),
    };
    let options = begun.options.clone();
    let sealed =
        Carried::new(deps, begun, owner.user.epoch).seal(deps, whose(owner, browser), CHALLENGE_SECS.into())?;
    Ok(Ok(Offered { options, sealed }))
}

/// Takes what the browser made. Whatever is wrong with it, its challenge is not taken again.
pub async fn finish_offered(deps: &Deps, owner: Owner<'_>, answer: PageAnswer<'_>) -> Result<FinishOutcome, Error> {
    let Owner { pool, user, client, .. } = owner;
    if !pool.settings.first_factors.contains(&Factor::Passkey) {
        return Ok(FinishOutcome::NotEnabled);
    }
    let opened = Carried::open(deps, whose(owner, answer.browser), answer.sealed);
    let Some(carried) = opened.filter(|carried| !user.has_ended(carried.epoch) && owner.is_recent(deps)) else {
        return Ok(FinishOutcome::NoChallenge);
    };
    let Ok(credential) = serde_json::from_str(answer.credential) else {
        return Ok(FinishOutcome::Refused(PasskeyRefused::Malformed));
    };
    let used = carried.used(deps, (pool, client), Some(user), "");
    if !deps.storage.unit(async |tx: &Tx| tx.passkey_challenges().use_up(&used).await).await? {
        return Ok(FinishOutcome::NoChallenge);
    }
    let name = name_of(answer.name).unwrap_or_default();
    finish(deps, owner, (&carried.state, carried.epoch), credential, &name).await
}

fn whose<'a>(owner: Owner<'a>, browser: &'a str) -> Whose<'a> {
    let Owner { pool, client, user, .. } = owner;
    Whose { what: "add", pool: &pool.id, client, user: Some(user.id), browser }
}
