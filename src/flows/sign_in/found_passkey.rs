//! A passkey that says itself whose it is, at the sign-in page: nobody is named, the browser offers what it has.
//!
//! The page is opened by GET, which writes nothing: its challenge travels in it, sealed for the browser and the client, and
//! is used up by a row when an answer comes, right or wrong. That row stands in the way of every other answer to it on every
//! node, for as long as the seal holds. No name is looked up, so that there is nothing to tell who has an account.

use std::sync::Arc;

use serde_json::Value;

use super::advance::advance;
use super::passkey_proof::{check_first, note_refusal, proven, used};
use super::{Holder, Outcome, person_bucket};
use crate::crypto::passkey::{Assertion, PasskeyRefused, Unusable};
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::passkey::Passkey;
use crate::domain::pool::Pool;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::{Acr, Factor, SignIn};
use crate::domain::user::User;
use crate::flows::passkeys::{Carried, LONGEST_SECS, Whose, relying_party_of};
use crate::flows::risk::Clues;
use crate::flows::{Deps, Error, admission, messages};
use crate::limits::Rate;
use crate::storage::Tx;

/// Seconds for which the dialog of a device stays open that was asked for by the button.
const DIALOG_SECS: u64 = 5 * 60;

/// What the sign-in page is to show the browser.
#[derive(Clone, Debug)]
pub struct OfferedPasskey {
    /// What `navigator.credentials` is to be given.
    pub options: Value,
    /// What must come back with the answer.
    pub sealed: String,
}

/// Offers to sign in with a passkey at a page; `None`: the pool lets nobody in by one. It can be answered for as long as the
/// page's form: a browser may fill it in at any moment while the page is open.
pub fn offer_passkey(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    holder: &Holder,
) -> Result<Option<OfferedPasskey>, Error> {
    if !pool.settings.offered_first().contains(&Factor::Passkey) {
        return Ok(None);
    }
    let Some(party) = relying_party_of(deps, pool) else { return Ok(None) };
    let begun = party.begin_assertion(pool.settings.passkeys.asked_verification(), DIALOG_SECS);
    let begun = begun.map_err(|Unusable| Error::Internal("a relying party that cannot be one"))?;
    let options = begun.options.clone();
    let sealed = Carried::new(deps, begun, 0).seal(deps, whose(pool, client, holder), LONGEST_SECS)?;
    Ok(Some(OfferedPasskey { options, sealed }))
}

/// The answer to such an offer.
#[derive(Debug)]
pub struct FoundPasskey {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client it is for.
    pub client: Arc<Client>,
    /// What the client demands.
    pub acr: Option<Acr>,
    /// The browser that was shown the page.
    pub holder: Holder,
    /// What the page was given with the options.
    pub sealed: String,
    /// What the browser made (`AuthenticationResponseJSON`).
    pub credential: Secret,
}

/// Why it was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundPasskeyRefused {
    /// The offer is not for this browser and client, over, or used.
    Over,
    /// The answer does not let anybody in, for whatever reason.
    NotAuthorized,
}

/// Takes the answer and goes on with the sign-in of whoever the passkey belongs to, whose name comes with it.
pub async fn answer_found_passkey(
    deps: &Deps,
    answer: FoundPasskey,
) -> Result<Result<(Outcome, String), FoundPasskeyRefused>, Error> {
    let FoundPasskey { pool, client, acr, holder, sealed, credential } = answer;
    let Some(carried) = Carried::open(deps, whose(&pool, &client, &holder), &sealed) else {
        return Ok(Err(FoundPasskeyRefused::Over));
    };
    let Some(assertion) = Assertion::read(credential.expose_secret()) else {
        return Ok(Err(FoundPasskeyRefused::NotAuthorized));
    };
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let owned = owned(deps, &pool, &carried, &assertion).await?;
    let checked = match &owned {
        Some((passkey, _)) => check_first(deps, &pool, &carried.state, (&assertion, passkey)),
        None => Err(PasskeyRefused::Wrong),
    };
    let user = owned.as_ref().map(|(_, user)| user);
    let bucket = person_bucket(deps, &pool, user, &assertion.credential_id());
    let row = carried.used(deps, (&pool, &client.id), user, &bucket);
    let now = deps.now();
    let take = async |tx: &Tx| -> Result<bool, Error> {
        if !tx.passkey_challenges().use_up(&row).await? {
            return Ok(false);
        }
        match (&checked, &owned) {
            // Two answers with one count: the second finds another count, and its challenge is used up all the same.
            (Ok(asserted), Some((passkey, _))) => {
                Ok(tx.passkeys().note_use(passkey.id, used(passkey, *asserted), now).await?)
            }
            _ => Ok(true),
        }
    };
    if !deps.storage.unit(take).await? {
        return Ok(Err(FoundPasskeyRefused::Over));
    }
    let (asserted, user) = match (checked, owned) {
        (Ok(asserted), Some((_, user))) => (asserted, user),
        (checked, owned) => {
            let refused = checked.err().unwrap_or(PasskeyRefused::Wrong);
            let whose = owned.map(|(_, user)| user.id);
            note_refusal(deps, (&pool, &client), (&bucket, whose), refused).await?;
            return Ok(Err(FoundPasskeyRefused::NotAuthorized));
        }
    };
    admission.give_back();
    admission::succeeded(deps, &pool);
    let name = messages::shown_name(&pool, &user);
    let begun = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, user.epoch), now).demanding(acr);
    let sign_in = proven(deps, begun, asserted);
    let outcome = advance(deps, &pool, sign_in, user, (&client, &holder), (None, Clues::default())).await?;
    Ok(Ok((outcome, name)))
}

/// The passkey that answers with its person, unless they ended everything since the offer was made.
async fn owned(
    deps: &Deps,
    pool: &Pool,
    carried: &Carried,
    assertion: &Assertion,
) -> Result<Option<(Passkey, User)>, Error> {
    let Some(passkey) = deps.storage.read().passkeys().find(&pool.id, &assertion.credential_id()).await? else {
        return Ok(None);
    };
    let user = deps.storage.read().users().find(&pool.id, passkey.user).await?;
    // Nobody was known when it was made, so there is no epoch to compare. Clocks of nodes may differ by moments; then
    // somebody who opened the page just before signing out everywhere has to press the button once more.
    let is_older = |user: &User| user.signed_out_at.is_some_and(|ended| Micros(carried.made_at) <= ended);
    Ok(user.filter(|user| !is_older(user)).map(|user| (passkey, user)))
}

fn whose<'a>(pool: &'a Pool, client: &'a Client, holder: &'a Holder) -> Whose<'a> {
    Whose { what: "sign-in", pool: &pool.id, client: &client.id, user: None, browser: holder.binding() }
}
