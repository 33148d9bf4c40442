//! A passkey as the first factor.
//!
//! Any passkey of the relying party may answer, whoever was named: a list of those of one person would tell who has an
//! account and with what. So the same row is written and the same answer given for every name (cases 128 and 131). A wrong
//! answer does not count towards the lock of passwords, which cannot be guessed at here, nor does that lock keep the
//! holder of a passkey out (lesson L11).

use std::sync::Arc;

use serde_json::Value;

use super::advance::{advance, binding_hash, challenge_secs};
use super::passkey_proof::{check_first, note_refusal, proven, used};
use super::password::note_failure;
use super::{Holder, Outcome, person_bucket};
use crate::crypto::bearer;
use crate::crypto::passkey::{Asserted, Assertion, RelyingParty, Unusable};
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::identifier::fold;
use crate::domain::passkey::Passkey;
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v7;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::{Factor, SignIn};
use crate::domain::user::User;
use crate::flows::earliest::as_for_every_name;
use crate::flows::passkeys::relying_party_of;
use crate::flows::risk::Clues;
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;
use crate::storage::{StoredPasskeyChallenge, Tx};

/// Answers that one challenge takes before it ends.
const MOST_ANSWERS: i32 = 5;

/// Who wants to come with a passkey.
#[derive(Debug)]
pub struct AskFirstPasskey {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client it is for.
    pub client: Arc<Client>,
    /// What was typed as the name.
    pub username: String,
    /// Whose hands the sign-in is in.
    pub holder: Holder,
}

/// How it ends.
#[derive(Debug)]
pub enum AskedFirstPasskey {
    /// The handle that the answer brings back, and what the browser is to be given.
    Asked(String, Value),
    /// The pool lets nobody in by a passkey, or none can be made for it.
    NotOffered,
    /// No such user, where the client tells.
    UserNotFound,
}

/// Makes a challenge for whoever was named.
pub async fn ask_first_passkey(deps: &Deps, ask: AskFirstPasskey) -> Result<AskedFirstPasskey, Error> {
    if !ask.pool.settings.offered_first().contains(&Factor::Passkey) {
        return Ok(AskedFirstPasskey::NotOffered);
    }
    let Some(party) = relying_party_of(deps, &ask.pool) else { return Ok(AskedFirstPasskey::NotOffered) };
    // Kept: each leaves a row until it is over.
    admission::admit(deps, Rate::Codes, Some(&ask.pool.id))?.keep();
    as_for_every_name(challenge(deps, &party, ask)).await
}

async fn challenge(deps: &Deps, party: &RelyingParty, ask: AskFirstPasskey) -> Result<AskedFirstPasskey, Error> {
    let AskFirstPasskey { pool, client, username, holder } = ask;
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let found = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    if found.is_none() && !client.settings.hides_users() {
        return Ok(AskedFirstPasskey::UserNotFound);
    }
    let lifetime_secs = challenge_secs(&client, &holder);
    let verification = pool.settings.passkeys.asked_verification();
    let begun = party.begin_assertion(verification, lifetime_secs.unsigned_abs());
    let begun = begun.map_err(|Unusable| Error::Internal("a relying party that cannot be one"))?;
    let handle = bearer::mint(&deps.ring, MacPurpose::PasskeyHandle, deps.random.as_ref());
    let now = deps.now();
    let row = StoredPasskeyChallenge {
        id: uuid_v7(deps.random.as_ref(), now),
        handle_hash: Some(handle.hash),
        challenge: begun.challenge,
        pool: pool.id.clone(),
        user: found.as_ref().map(|user| user.id),
        client: client.id.clone(),
        bucket: person_bucket(deps, &pool, found.as_ref(), &folded),
        binding_hash: binding_hash(deps, &holder),
        state: begun.state,
        epoch: found.as_ref().map_or(0, |user| user.epoch),
        attempts: 0,
        created_at: now,
        expires_at: now.plus_secs(lifetime_secs),
        consumed_at: None,
    };
    deps.storage.unit(async |tx: &Tx| tx.passkey_challenges().add(&row).await).await?;
    Ok(AskedFirstPasskey::Asked(handle.value.expose_secret().to_owned(), begun.options))
}

/// The answer to such a challenge.
#[derive(Debug)]
pub struct FirstPasskeyAnswer {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that answers.
    pub client: Arc<Client>,
    /// The handle or Session string.
    pub handle: String,
    /// Whose hands it is in.
    pub holder: Holder,
    /// Whose answer it is.
    pub username: String,
    /// What the browser brought back (`AuthenticationResponseJSON`).
    pub credential: Secret,
}

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPasskeyRefused {
    /// The handle is unknown, of another client or browser, over, or used.
    SessionInvalid,
    /// The answer cannot be read; the handle still holds.
    Malformed,
    /// It does not let anybody in, for whatever reason; the handle still holds.
    NotAuthorized,
}

/// Takes the answer and goes on with the sign-in.
pub async fn answer_first_passkey(
    deps: &Deps,
    answer: FirstPasskeyAnswer,
) -> Result<Result<Outcome, FirstPasskeyRefused>, Error> {
    let FirstPasskeyAnswer { pool, client, handle, holder, username, credential } = answer;
    let found = find(deps, &handle).await?.filter(|row| is_here(deps, row, (&pool, &client), &holder));
    let Some(row) = found else { return Ok(Err(FirstPasskeyRefused::SessionInvalid)) };
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let named = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let is_id = row.user.is_some_and(|user| user.to_string() == folded);
    if !is_id && person_bucket(deps, &pool, named.as_ref(), &folded) != row.bucket {
        return Ok(Err(FirstPasskeyRefused::SessionInvalid));
    }
    let Some(assertion) = Assertion::read(credential.expose_secret()) else {
        return Ok(Err(FirstPasskeyRefused::Malformed));
    };
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let reserve = async |tx: &Tx| tx.passkey_challenges().reserve_attempt(row.id, MOST_ANSWERS, deps.now()).await;
    if !deps.storage.unit(reserve).await? {
        return Ok(Err(FirstPasskeyRefused::SessionInvalid));
    }
    let passkey = deps.storage.read().passkeys().find(&pool.id, &assertion.credential_id()).await?;
    let Some((passkey, user)) = owned(deps, &pool, &row, passkey).await? else {
        note_failure(deps, (&pool, &client), &row.bucket, row.user, 0).await?;
        return Ok(Err(FirstPasskeyRefused::NotAuthorized));
    };
    let asserted = match check_first(deps, &pool, &row.state, (&assertion, &passkey)) {
        Ok(asserted) => asserted,
        Err(refused) => {
            note_refusal(deps, (&pool, &client), (&row.bucket, row.user), refused).await?;
            return Ok(Err(FirstPasskeyRefused::NotAuthorized));
        }
    };
    if !take(deps, &row, (&passkey, asserted)).await? {
        return Ok(Err(FirstPasskeyRefused::SessionInvalid));
    }
    admission.give_back();
    admission::succeeded(deps, &pool);
    let begun = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, row.epoch), deps.now());
    let sign_in = proven(deps, begun, asserted);
    advance(deps, &pool, sign_in, user, (&client, &holder), (None, Clues::default())).await.map(Ok)
}

/// The passkey with its person, if it is theirs who were named and nothing was ended since.
async fn owned(
    deps: &Deps,
    pool: &Pool,
    row: &StoredPasskeyChallenge,
    passkey: Option<Passkey>,
) -> Result<Option<(Passkey, User)>, Error> {
    let Some(passkey) = passkey.filter(|passkey| row.user == Some(passkey.user)) else { return Ok(None) };
    let user = deps.storage.read().users().find(&pool.id, passkey.user).await?;
    Ok(user.filter(|user| !user.has_ended(row.epoch)).map(|user| (passkey, user)))
}

/// Uses the challenge up and notes what the passkey showed; `false`: somebody else was first.
async fn take(
    deps: &Deps,
    row: &StoredPasskeyChallenge,
    (passkey, asserted): (&Passkey, Asserted),
) -> Result<bool, Error> {
    let used = used(passkey, asserted);
    let now = deps.now();
    let write = async |tx: &Tx| -> Result<bool, Error> {
        // Two answers with one count: the second finds another count, and its challenge is used up all the same.
        Ok(tx.passkey_challenges().consume(row.id, now).await? && tx.passkeys().note_use(passkey.id, used, now).await?)
    };
    deps.storage.unit(write).await
}

fn is_here(deps: &Deps, row: &StoredPasskeyChallenge, (pool, client): (&Pool, &Client), holder: &Holder) -> bool {
    row.consumed_at.is_none()
        && deps.now() < row.expires_at
        && row.pool == pool.id
        && row.client == client.id
        && row.binding_hash == binding_hash(deps, holder)
}

/// Whether this handle, dead or alive, is of a sign-in that asks for a passkey first.
pub async fn is_first_passkey(deps: &Deps, handle: &str) -> Result<bool, Error> {
    Ok(find(deps, handle).await?.is_some())
}

async fn find(deps: &Deps, handle: &str) -> Result<Option<StoredPasskeyChallenge>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::PasskeyHandle, handle) {
        if let Some(row) = deps.storage.read().passkey_challenges().find_by_handle(&hash).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
