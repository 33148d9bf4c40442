//! Another code for a sign-up that was not confirmed yet.

use std::sync::Arc;

use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery};
use crate::domain::identifier::{fold, is_email};
use crate::domain::pool::Pool;
use crate::domain::user::UserStatus;
use crate::flows::mail_budget::{Asked, may_ask};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, admission, codes};
use crate::limits::Rate;
use crate::storage::Tx;

/// Who asks.
#[derive(Debug)]
pub struct Resend {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client.
    pub client: Arc<Client>,
    /// What was typed as the name.
    pub username: String,
    /// The language of the page at which it is asked; empty where there is none.
    pub language: String,
}

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResendOutcome {
    /// Sent, or made to look so.
    Sent(Delivery),
    /// No such user, where the client tells.
    UserNotFound,
    /// Confirmed already, where the client tells.
    AlreadyConfirmed,
    /// There is no address to send to, where the client tells.
    NoAddress,
    /// Enough for now.
    LimitExceeded,
}

/// Sends another code. Unknown and confirmed users get the same answer and no mail, unless the client tells.
pub async fn resend(deps: &Deps, resend: Resend) -> Result<ResendOutcome, Error> {
    let Resend { pool, client, username, language } = resend;
    admission::admit(deps, Rate::Codes, Some(&pool.id))?.keep();
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let hides = client.settings.hides_users();
    match may_ask(deps, &pool, user.as_ref(), &folded).await? {
        Asked::Send => {}
        Asked::SendNothing if hides => return Ok(ResendOutcome::Sent(simulated(&username))),
        Asked::SendNothing | Asked::Refused => return Ok(ResendOutcome::LimitExceeded),
    }
    let sent = codes::Sent { kind: CodeKind::SignUp, language: &language };
    let delivery = match user.as_ref().filter(|user| user.status == UserStatus::Unconfirmed) {
        Some(user) if user.attribute("email").is_some() || !hides => {
            let write = async |tx: &Tx| codes::issue(deps, tx, &pool, user, sent).await;
            deps.storage.unit(write).await?
        }
        // As much is written for whoever gets none, where the answer must not tell (case 131).
        _ if hides => {
            let bucket = person_bucket(deps, &pool, user.as_ref(), &folded);
            let write = async |tx: &Tx| codes::issue_to_nobody(deps, tx, &pool, &bucket, sent.kind).await;
            deps.storage.unit(write).await?;
            None
        }
        _ => None,
    };
    Ok(match (user, delivery) {
        // The typed name decides what is shown, so that known and unknown names look alike.
        _ if hides => ResendOutcome::Sent(simulated(&username)),
        (_, Some(delivery)) => ResendOutcome::Sent(delivery),
        (None, None) => ResendOutcome::UserNotFound,
        (Some(user), None) if user.status == UserStatus::Unconfirmed => ResendOutcome::NoAddress,
        (Some(_), None) => ResendOutcome::AlreadyConfirmed,
    })
}

/// Where a code would go if there were such a user: derived from the typed name alone.
pub(crate) fn simulated(typed: &str) -> Delivery {
    if is_email(typed) { Delivery::email(typed) } else { Delivery::email("") }
}
