//! Another code for a sign-up that was not confirmed yet.

use std::sync::Arc;

use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery};
use crate::domain::identifier::{fold, is_email};
use crate::domain::pool::Pool;
use crate::domain::user::UserStatus;
use crate::flows::mail_budget::{Asked, may_ask};
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
    let outcome = match user {
        Some(user) if user.status == UserStatus::Unconfirmed => {
            let sent = codes::Sent { kind: CodeKind::SignUp, language: &language };
            let write = async |tx: &Tx| codes::issue(deps, tx, &pool, &user, sent).await;
            match deps.storage.unit(write).await? {
                // The typed name decides what is shown, so that known and unknown names look alike.
                Some(delivery) => ResendOutcome::Sent(if hides { simulated(&username) } else { delivery }),
                None if hides => ResendOutcome::Sent(simulated(&username)),
                None => ResendOutcome::NoAddress,
            }
        }
        _ if hides => ResendOutcome::Sent(simulated(&username)),
        Some(_) => ResendOutcome::AlreadyConfirmed,
        None => ResendOutcome::UserNotFound,
    };
    Ok(outcome)
}

/// Where a code would go if there were such a user: derived from the typed name alone.
pub(crate) fn simulated(typed: &str) -> Delivery {
    if is_email(typed) { Delivery::email(typed) } else { Delivery::email("") }
}
