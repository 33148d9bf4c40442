//! A passkey after the first factor. Its challenge is a MAC over the sign-in that waits for it and the number of answers
//! that this sign-in took: nothing is kept of it, each answer has one of its own, and it dies with the sign-in.
//!
//! Wrong answers are no guesses, since nobody guesses a signature: they close nothing for the person, and guesses at
//! other factors do not keep the holder of a passkey out (lesson L11). One sign-in takes ten of them.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{ProofRefused, RightProof};
use crate::crypto::passkey::{Assertion, PasskeyRefused, RelyingParty, Unusable};
use crate::crypto::ring::{Mac, MacPurpose};
use crate::domain::event::EventName;
use crate::domain::passkey::{MOST_PASSKEYS, UserVerification};
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::passkeys::relying_party_of;
use crate::flows::{Deps, Error, admission, events};
use crate::limits::Rate;
use crate::storage::{PasskeyUse, Tx};

/// Seconds for which an authenticator may take.
const SECS: u64 = 5 * 60;

/// The sign-in that waits: its id, and how many answers it took.
pub(crate) type Waiting = (Uuid, i32);

/// What the browser is to be given, so that one of the person's passkeys answers; `None`: they have none that works here.
pub(crate) async fn ask(deps: &Deps, (pool, user): (&Pool, &User), waiting: Waiting) -> Result<Option<Value>, Error> {
    let Some(party) = relying_party_of(deps, pool) else { return Ok(None) };
    let mut held = deps.storage.read().passkeys().list(&pool.id, user.id, None, MOST_PASSKEYS).await?;
    held.retain(|passkey| passkey.relying_party == party.id);
    if held.is_empty() {
        return Ok(None);
    }
    let mac = deps.ring.mac(MacPurpose::PasskeyChallenge, &parts(&waiting.0, &waiting.1.to_be_bytes()));
    let challenge = [&mac.version.to_be_bytes()[..], &mac.bytes].concat();
    let verification = pool.settings.passkeys.asked_verification();
    let begun = party.begin_assertion_by(&challenge, verification, &held, SECS);
    begun.map(|begun| Some(begun.options)).map_err(|Unusable| Error::Internal("a relying party that cannot be one"))
}

/// Whether `presented` (`AuthenticationResponseJSON`) is made by a passkey of `user` for the sign-in that waits.
pub(crate) async fn check(
    deps: &Deps,
    (pool, user): (&Pool, &User),
    waiting: Waiting,
    presented: &str,
) -> Result<Result<RightProof, ProofRefused>, Error> {
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let refused = match Assertion::read(presented).zip(relying_party_of(deps, pool)) {
        Some((assertion, party)) => match held(deps, (pool, user), waiting, (&assertion, &party)).await? {
            Ok((id, shown)) => {
                admission.give_back();
                return Ok(Ok(RightProof::passkey(id, shown)));
            }
            Err(refused) => refused,
        },
        None => PasskeyRefused::Malformed,
    };
    let mut failed = events::of_user(deps, EventName::SignInFailed, &pool.id, user.id, None);
    failed.detail = json!({ "factor": Factor::Passkey });
    let mut events = vec![failed];
    if refused == PasskeyRefused::CountWentBack {
        events.push(events::of_user(deps, EventName::PasskeyCountWentBack, &pool.id, user.id, None));
    }
    let write = async |tx: &Tx| -> Result<(), Error> {
        for event in &events {
            tx.events().add(event).await?;
        }
        Ok(())
    };
    deps.storage.unit(write).await?;
    Ok(Err(ProofRefused::Mismatch))
}

async fn held(
    deps: &Deps,
    (pool, user): (&Pool, &User),
    waiting: Waiting,
    (assertion, party): (&Assertion, &RelyingParty),
) -> Result<Result<(Uuid, PasskeyUse), PasskeyRefused>, Error> {
    let Some(challenge) = assertion.challenge().filter(|challenge| is_ours(deps, waiting, challenge)) else {
        return Ok(Err(PasskeyRefused::Challenge));
    };
    let found = deps.storage.read().passkeys().find(&pool.id, &assertion.credential_id()).await?;
    let own = found.filter(|passkey| passkey.user == user.id && passkey.relying_party == party.id);
    let Some(passkey) = own.filter(|_| assertion.is_of(user.id.0.as_bytes(), false)) else {
        return Ok(Err(PasskeyRefused::Wrong));
    };
    let verification = pool.settings.passkeys.asked_verification();
    let begun = party.begin_assertion_by(&challenge, verification, &[], SECS);
    let begun = begun.map_err(|Unusable| Error::Internal("a relying party that cannot be one"))?;
    Ok(party.finish_assertion(assertion, &begun.state, &passkey).and_then(|asserted| {
        if verification == UserVerification::Required && !asserted.is_holder_verified {
            return Err(PasskeyRefused::HolderNotVerified);
        }
        let (sign_count, is_backed_up) = (asserted.sign_count, asserted.is_backed_up);
        Ok((passkey.id, PasskeyUse { read_count: passkey.sign_count, sign_count, is_backed_up }))
    }))
}

fn is_ours(deps: &Deps, waiting: Waiting, challenge: &[u8]) -> bool {
    let Some((version, bytes)) = challenge.split_first_chunk::<4>() else { return false };
    let Ok(bytes) = bytes.try_into() else { return false };
    let mac = Mac { version: u32::from_be_bytes(*version), bytes };
    deps.ring.verify_mac(MacPurpose::PasskeyChallenge, &parts(&waiting.0, &waiting.1.to_be_bytes()), &mac)
}

fn parts<'a>(sign_in: &'a Uuid, answers: &'a [u8; 4]) -> [&'a [u8]; 2] {
    [sign_in.as_bytes(), answers]
}
