//! Whether an assertion lets the person of a passkey in, wherever its challenge was kept.

use super::password::note_failure;
use crate::crypto::passkey::{Asserted, Assertion, PasskeyRefused};
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::passkey::{Passkey, UserVerification};
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Factor, Proof, SignIn};
use crate::domain::user::UserId;
use crate::flows::passkeys::relying_party_of;
use crate::flows::{Deps, Error, events};
use crate::storage::{PasskeyUse, Tx};

/// Whether `assertion` answers the challenge of `state` by `passkey`, as the first factor.
pub(super) fn check_first(
    deps: &Deps,
    pool: &Pool,
    state: &str,
    (assertion, passkey): (&Assertion, &Passkey),
) -> Result<Asserted, PasskeyRefused> {
    // The policy of now: it may ask for more than it did when the challenge was made.
    let is_offered = pool.settings.offered_first().contains(&Factor::Passkey);
    let party = relying_party_of(deps, pool).filter(|party| is_offered && party.id == passkey.relying_party);
    let Some(party) = party else { return Err(PasskeyRefused::RelyingParty) };
    if !assertion.is_of(passkey.user.0.as_bytes(), true) {
        return Err(PasskeyRefused::Wrong);
    }
    let asserted = party.finish_assertion(assertion, state, passkey)?;
    let must_verify = pool.settings.passkeys.asked_verification() == UserVerification::Required;
    if must_verify && !asserted.is_holder_verified {
        return Err(PasskeyRefused::HolderNotVerified);
    }
    Ok(asserted)
}

/// What `passkey` showed, to be noted in the transaction of what comes of it.
pub(super) fn used(passkey: &Passkey, asserted: Asserted) -> PasskeyUse {
    PasskeyUse { read_count: passkey.sign_count, sign_count: asserted.sign_count, is_backed_up: asserted.is_backed_up }
}

/// The sign-in with what was shown.
pub(super) fn proven(deps: &Deps, sign_in: SignIn, asserted: Asserted) -> SignIn {
    let now = deps.now();
    let sign_in = sign_in.with(Proof::Factor(Factor::Passkey), now);
    if asserted.is_holder_verified { sign_in.with(Proof::HolderVerified, now) } else { sign_in }
}

/// Records a refusal. A count that went back is told of by an event of its own: somebody may hold a copy.
pub(super) async fn note_refusal(
    deps: &Deps,
    (pool, client): (&Pool, &Client),
    (bucket, user): (&str, Option<UserId>),
    refused: PasskeyRefused,
) -> Result<(), Error> {
    if let (PasskeyRefused::CountWentBack, Some(user)) = (refused, user) {
        let event = events::of_user(deps, EventName::PasskeyCountWentBack, &pool.id, user, Some(&client.id));
        deps.storage.unit(async |tx: &Tx| tx.events().add(&event).await).await?;
    }
    note_failure(deps, (pool, client), bucket, user, 0).await
}
