//! An admin takes all second factors of a user away, whose device and recovery codes are lost. Passkeys go with them, first
//! factors as they are: one on the lost device would go on opening the account for whoever found it. So would the sessions
//! and tokens on it, and so everything that is open for the user ends too (case 68).

use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::user::{SecondFactors, User};
use crate::flows::account::end_everything;
use crate::flows::manage::users;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, events, messages};
use crate::limits::Limit;
use crate::storage::{Tx, UserWrite};

/// Takes them away, with the passkeys, the recovery codes, the guesses that were counted and everything that is open, and
/// tells the person; `false`: there is no such user.
pub async fn reset(deps: &Deps, pool: &Pool, name: &str) -> Result<bool, Error> {
    let Some(user) = users::find(deps, pool, name).await? else { return Ok(false) };
    let mut changed = User { second_factors: SecondFactors::default(), updated_at: deps.now(), ..user.clone() };
    changed.end_all(deps.now());
    let event = events::of_user(deps, EventName::FactorsReset, &pool.id, user.id, None);
    let person = person_bucket(deps, pool, Some(&user), "");
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&changed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        tx.totp_secrets().remove(&pool.id, user.id).await?;
        tx.recovery_codes().remove_all(&pool.id, user.id).await?;
        tx.passkeys().remove_all_of(&pool.id, user.id).await?;
        end_everything(deps, tx, &changed).await?;
        for limit in [Limit::SecondFactor, Limit::SignInCodesHourly, Limit::SignInCodesDaily] {
            tx.attempts().remove(&format!("{}:{person}", limit.as_str())).await?;
        }
        tx.events().add(&event).await?;
        messages::second_factors_reset(deps, tx, pool, &user).await
    };
    deps.storage.unit(write).await?;
    Ok(true)
}
