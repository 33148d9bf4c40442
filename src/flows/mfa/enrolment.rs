//! An authenticator app is set up: a secret is made and shown once, and taken into use when a code of it comes back.

use crate::crypto::totp;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::domain::sign_in::Factor;
use crate::domain::user::{User, Wish};
use crate::flows::mfa::ProofRefused;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, events, messages};
use crate::limits::Limit;
use crate::storage::{StoredTotp, Tx, UserWrite};

/// Seconds for which a secret waits for its first code.
const SETUP_SECS: i64 = 30 * 60;
/// Longest name of a device, in characters, as Cognito keeps it.
const LONGEST_NAME: usize = 256;

/// What the app must learn.
#[derive(Debug)]
pub struct Enrolment {
    /// The secret, to be typed.
    pub secret: Secret,
    /// The same as an address, to be drawn as a QR code.
    pub address: Secret,
}

/// A secret of which a right code came back; taken into use by [`ProvenApp::take_into_use`].
#[derive(Debug)]
pub(crate) struct ProvenApp {
    stored: StoredTotp,
    step: i64,
}

/// Makes a secret for `user`. Always a new one: what waited before may have been shown to somebody else who knew the
/// password, and must not become the secret of the right person. An app in use stays in use.
pub(crate) async fn begin(deps: &Deps, pool: &Pool, user: &User) -> Result<Enrolment, Error> {
    let secret = totp::generate(deps.random.as_ref());
    let until = deps.now().plus_secs(SETUP_SECS);
    let keep = async |tx: &Tx| -> Result<(), Error> {
        Ok(tx.totp_secrets().put_pending(&pool.id, user.id, &secret, until).await?)
    };
    deps.storage.unit(keep).await?;
    Ok(enrolment(pool, user, &secret))
}

/// What waits for its first code, to be shown again; `None`: nothing, or not any more.
pub(crate) async fn pending(deps: &Deps, pool: &Pool, user: &User) -> Result<Option<Enrolment>, Error> {
    let stored = deps.storage.read().totp_secrets().find(&pool.id, user.id).await?;
    let pending = stored.and_then(|stored| stored.pending).filter(|(_, until)| deps.now() < *until);
    Ok(pending.map(|(secret, _)| enrolment(pool, user, &secret)))
}

/// Whether `presented` is a code of the secret that waits. Guesses are not counted: whoever sets it up was shown it.
pub(crate) async fn prove(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    presented: &str,
) -> Result<Result<ProvenApp, ProofRefused>, Error> {
    let now = deps.now();
    let Some(stored) = deps.storage.read().totp_secrets().find(&pool.id, user.id).await? else {
        return Ok(Err(ProofRefused::Mismatch));
    };
    let live = stored.pending.as_ref().filter(|(_, until)| now < *until);
    let step = live.and_then(|(secret, _)| totp::step_of(secret, presented, now));
    Ok(step.map(|step| ProvenApp { stored, step }).ok_or(ProofRefused::Mismatch))
}

impl ProvenApp {
    /// Takes the secret into use, in the place of an earlier one, and notes it at the user, who hears of it; the changed
    /// user, or `None`, with nothing written, when the secret is not what was read any more. `is_asked_from_now_on`: the user need not
    /// switch it on.
    pub(crate) async fn take_into_use(
        &self,
        deps: &Deps,
        tx: &Tx,
        (pool, user): (&Pool, &User),
        device_name: &str,
        is_asked_from_now_on: bool,
    ) -> Result<Option<User>, Error> {
        let name: String = device_name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
        if !tx.totp_secrets().take_into_use(&pool.id, user.id, &self.stored, self.step, &name).await? {
            return Ok(None);
        }
        // Guesses at the app before it say nothing of this one, or the hard stop would outlive the app that it was for.
        let person = person_bucket(deps, pool, Some(user), "");
        tx.attempts().remove(&format!("{}:{person}", Limit::SecondFactor.as_str())).await?;
        let mut changed = User { updated_at: deps.now(), ..user.clone() };
        changed.second_factors.register(Factor::Totp);
        if is_asked_from_now_on {
            let is_preferred = changed.second_factors.preferred().is_none();
            let provable = changed.provable();
            let wish = Wish { factor: Factor::Totp, is_enabled: true, is_preferred };
            changed.second_factors.wish(&[wish], &provable);
        }
        if tx.users().save(&changed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        changed.version = user.version + 1;
        tx.events().add(&events::of_user(deps, EventName::FactorRegistered, &pool.id, user.id, None)).await?;
        messages::second_factor_added(deps, tx, pool, &changed).await?;
        Ok(Some(changed))
    }
}

fn enrolment(pool: &Pool, user: &User, secret: &[u8]) -> Enrolment {
    let account = messages::shown_name(pool, user);
    Enrolment { secret: totp::typed(secret), address: totp::address(secret, &pool.name, &account) }
}
