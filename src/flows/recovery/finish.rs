//! The recovery code comes back with a new password. Everything that was open before is then closed: sessions, grants,
//! pending sign-ins and codes (cases 68 and 163). No session and no token is given (case 154).

use std::sync::Arc;

use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery};
use crate::domain::event::EventName;
use crate::domain::identifier::fold;
use crate::domain::pool::{PasswordProblem, Pool};
use crate::domain::secret::Secret;
use crate::domain::user::{Attributes, User, UserStatus};
use crate::fail_points::fail_point;
use crate::flows::account::end_everything;
use crate::flows::codes::{self, CodeRefused, Guess};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, admission, chosen_password, events, messages};
use crate::limits::{Limit, Rate};
use crate::storage::{Tx, UserWrite};

/// The code and the new password.
#[derive(Debug)]
pub struct Finish {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client.
    pub client: Arc<Client>,
    /// What was typed as the name.
    pub username: String,
    /// The code.
    pub code: String,
    /// The new password.
    pub password: Secret,
}

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinishOutcome {
    /// The new password is set. What the account has and nobody has proven is named, masked: whoever was there before may
    /// have put it there (pre-hijacking, case 163).
    Done {
        /// Contacts that are not proven.
        unproven: Vec<Delivery>,
    },
    /// The password does not do; the code still works.
    Password(Vec<PasswordProblem>),
    /// The code does not do.
    Code(CodeRefused),
    /// No such user, where the client tells.
    UserNotFound,
    /// Too many tries for now.
    LimitExceeded,
}

/// Sets the new password.
pub async fn finish(deps: &Deps, finish: Finish) -> Result<FinishOutcome, Error> {
    let Finish { pool, client, username, code, password } = finish;
    let problems = chosen_password::problems(deps, &pool, &password, (&username, &Attributes::new()));
    if !problems.is_empty() {
        return Ok(FinishOutcome::Password(problems));
    }
    // First, so that a guess that cannot be answered in time is not counted.
    let place = deps.hasher.keep_place(pool.id.as_str())?;
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let bucket = person_bucket(deps, &pool, user.as_ref(), &folded);
    if deps.limiter.reserve(Limit::ConfirmForgotPassword, &bucket, deps.now()).await?.is_err() {
        return Ok(FinishOutcome::LimitExceeded);
    }
    let user = user.filter(|user| user.enabled);
    if user.is_none() && !client.settings.hides_users() {
        return Ok(FinishOutcome::UserNotFound);
    }
    let guess = Guess {
        pool: &pool,
        client: &client,
        bucket: &bucket,
        user: user.as_ref(),
        kind: CodeKind::ResetPassword,
        presented: &code,
    };
    let right = match codes::check(deps, guess).await? {
        Ok(right) => right,
        Err(refused) => return Ok(FinishOutcome::Code(refused)),
    };
    admission.give_back();
    let user = right.user;
    let problems = chosen_password::problems_for_own(deps, &pool, user, &password).await?;
    if !problems.is_empty() {
        return Ok(FinishOutcome::Password(problems));
    }
    fail_point!("reset.checked");
    let hash = deps.hasher.hash(place, &password).await?;
    fail_point!("reset.hashed");
    let renewed = renewed(deps, user, hash);
    let attempts = format!("{}:{bucket}", Limit::SignIn.as_str());
    let write = async |tx: &Tx| -> Result<bool, Error> {
        if !codes::consume(deps, tx, &right).await? {
            return Ok(false);
        }
        if tx.users().save(&renewed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        chosen_password::keep_former(tx, &pool, user).await?;
        end_everything(deps, tx, &renewed).await?;
        tx.attempts().remove(&attempts).await?;
        tx.events()
            .add(&events::of_user(deps, EventName::PasswordChanged, &pool.id, user.id, Some(&client.id)))
            .await?;
        messages::password_changed(deps, tx, &pool, &renewed).await?;
        fail_point!("reset.written");
        Ok(true)
    };
    let is_done = deps.storage.unit(write).await?;
    fail_point!("reset.committed");
    if !is_done {
        return Ok(FinishOutcome::Code(CodeRefused::Expired.told_to(&client)));
    }
    let unproven = renewed.unproven().map(Delivery::to).collect();
    Ok(FinishOutcome::Done { unproven })
}

fn renewed(deps: &Deps, user: &User, hash: String) -> User {
    let now = deps.now();
    let mut renewed = user.clone();
    renewed.password = Some(hash);
    renewed.temporary_until = None;
    renewed.end_all(now);
    renewed.updated_at = now;
    // The code went to the verified address, so whoever brings it back is the owner of a confirmed account.
    renewed.status = UserStatus::Confirmed;
    renewed
}
