//! The code of a sign-up comes back: the address is proven and the account opens.

use std::sync::Arc;

use super::pledge::{self, Pledge, Pledged};
use crate::domain::client::Client;
use crate::domain::code::CodeKind;
use crate::domain::event::EventName;
use crate::domain::identifier::{IdentifierKind, fold};
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::{User, UserStatus};
use crate::fail_points::fail_point;
use crate::flows::codes::{self, CodeRefused, Guess};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, admission, aliases, events};
use crate::limits::{Limit, Rate};
use crate::storage::{Tx, UserWrite};

/// The code of a sign-up.
#[derive(Debug)]
pub struct Confirm {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client.
    pub client: Arc<Client>,
    /// What was typed as the name.
    pub username: String,
    /// The code.
    pub code: String,
    /// Whether a contact that another user has proven as an alias moves here (Cognito's `ForceAliasCreation`).
    pub takes_over: bool,
    /// What the browser kept from its sign-up; `None` where it did not sign up, or an app calls the API.
    pub pledge: Option<Pledge>,
}

/// How a confirmation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// The account is open.
    Confirmed,
    /// It is, and has no password, because several were chosen for it: the way in is recovery.
    ConfirmedWithoutPassword,
    /// No such user, where the client tells.
    UserNotFound,
    /// The code does not do.
    Code(CodeRefused),
    /// Too many tries for now.
    LimitExceeded,
    /// The user is in a state that has nothing to confirm, where the client tells.
    NotUnconfirmed(UserStatus),
    /// Another user has proven that address since.
    AliasTaken(IdentifierKind),
}

/// Confirms a sign-up. Unknown names are answered as a wrong code is, unless the client tells.
pub async fn confirm(deps: &Deps, confirm: Confirm) -> Result<ConfirmOutcome, Error> {
    let Confirm { pool, client, username, code, takes_over, pledge } = confirm;
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let bucket = person_bucket(deps, &pool, user.as_ref(), &folded);
    if deps.limiter.reserve(Limit::ConfirmSignUp, &bucket, deps.now()).await?.is_err() {
        return Ok(ConfirmOutcome::LimitExceeded);
    }
    let hides = client.settings.hides_users();
    match &user {
        None if !hides => return Ok(ConfirmOutcome::UserNotFound),
        Some(user) if user.status != UserStatus::Unconfirmed && !hides => {
            return Ok(ConfirmOutcome::NotUnconfirmed(user.status));
        }
        _ => {}
    }
    // Who cannot know that the user exists must not learn it here: whoever has nothing to confirm guesses in vain.
    let user = user.filter(|user| user.status == UserStatus::Unconfirmed);
    let guess = Guess {
        pool: &pool,
        client: &client,
        bucket: &bucket,
        user: user.as_ref(),
        kind: CodeKind::SignUp,
        presented: &code,
    };
    let right = match codes::check(deps, guess).await? {
        Ok(right) => right,
        Err(refused) => return Ok(ConfirmOutcome::Code(refused)),
    };
    admission.give_back();
    fail_point!("confirm.checked");
    let user = right.user;
    let pledged = pledge.and_then(|pledge| pledge::open(deps, &pool, &username, &pledge));
    let confirmed = confirmed(deps, user, right.contact(), pledged);
    if !takes_over && let Some(kind) = aliases::taken(deps, &pool, &confirmed).await? {
        // The code still works, for another try that takes over.
        return Ok(ConfirmOutcome::AliasTaken(kind));
    }
    let event = events::of_user(deps, EventName::UserConfirmed, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<ConfirmOutcome, Error> {
        if !codes::consume(deps, tx, &right).await? {
            return Ok(ConfirmOutcome::Code(CodeRefused::Expired.told_to(&client)));
        }
        if takes_over {
            aliases::take_over(deps, tx, &pool, &confirmed).await?;
        }
        match tx.users().save(&confirmed, user.version, &pool.settings).await? {
            UserWrite::Done => {}
            UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
            UserWrite::Conflict(kind) => return Ok(ConfirmOutcome::AliasTaken(kind)),
        }
        tx.events().add(&event).await?;
        fail_point!("confirm.written");
        Ok(match confirmed.password {
            Some(_) => ConfirmOutcome::Confirmed,
            None => ConfirmOutcome::ConfirmedWithoutPassword,
        })
    };
    let outcome = deps.storage.unit(write).await?;
    fail_point!("confirm.committed");
    Ok(outcome)
}

/// The user with the account open and the contact proven. They have the password of the browser that brings the code,
/// else the one that nobody contested ([`super::taken`] says why no other).
fn confirmed(deps: &Deps, user: &User, proven: Contact, pledged: Option<Pledged>) -> User {
    let mut confirmed = user.clone();
    if let Some(pledged) = pledged {
        pledged.fulfil(&mut confirmed);
    }
    confirmed.status = UserStatus::Confirmed;
    confirmed.updated_at = deps.now();
    confirmed.attributes.insert(proven.verified_attribute().to_owned(), "true".to_owned());
    confirmed
}
