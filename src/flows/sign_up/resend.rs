//! Another code for a sign-up that was not confirmed yet.

use std::sync::Arc;

use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery, Destination};
use crate::domain::identifier::{fold, is_email, is_phone_number};
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::UserStatus;
use crate::flows::earliest::as_for_every_name;
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, Undeliverable, admission, codes};
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
    /// Nothing can be sent to the number that there is, where the client tells.
    Undeliverable(Undeliverable),
    /// Enough for now.
    LimitExceeded,
}

/// Sends another code. Unknown and confirmed users get the same answer and no mail, unless the client tells.
pub async fn resend(deps: &Deps, resend: Resend) -> Result<ResendOutcome, Error> {
    admission::admit(deps, Rate::Codes, Some(&resend.pool.id))?.keep();
    as_for_every_name(send_if_unconfirmed(deps, resend)).await
}

async fn send_if_unconfirmed(deps: &Deps, resend: Resend) -> Result<ResendOutcome, Error> {
    let Resend { pool, client, username, language } = resend;
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let hides = client.settings.hides_users();
    let simulated = simulated(typed_contact(&pool, &username), &username);
    let to = match &user {
        Some(user) => user.confirmed_at(&pool.settings).or_else(|| user.reached_by(Contact::Email)),
        None => typed_destination(&username, pool.settings.proven_at_sign_up().chain([Contact::Email])),
    };
    let to = match may_ask(deps, &pool, user.as_ref(), &folded, to).await? {
        Asked::Send => to,
        Asked::Undeliverable(_) if hides => None,
        Asked::SendNothing if hides => return Ok(ResendOutcome::Sent(simulated)),
        Asked::Undeliverable(why) => return Ok(ResendOutcome::Undeliverable(why)),
        Asked::SendNothing | Asked::Refused => return Ok(ResendOutcome::LimitExceeded),
    };
    let delivery = match (user.as_ref().filter(|user| user.status == UserStatus::Unconfirmed), to) {
        (Some(user), Some(to)) => {
            let sent = codes::Sent { kind: CodeKind::SignUp, to, is_pending: false, language: &language };
            let write = async |tx: &Tx| codes::issue(deps, tx, &pool, user, sent).await;
            Some(deps.storage.unit(write).await?)
        }
        // As much is written for whoever gets none, where the answer must not tell (case 131).
        _ if hides => {
            let bucket = person_bucket(deps, &pool, user.as_ref(), &folded);
            let write = async |tx: &Tx| codes::issue_to_nobody(deps, tx, &pool, &bucket, CodeKind::SignUp).await;
            deps.storage.unit(write).await?;
            None
        }
        _ => None,
    };
    Ok(match (user, delivery) {
        // The typed name decides what is shown, so that known and unknown names look alike.
        _ if hides => ResendOutcome::Sent(simulated),
        (_, Some(delivery)) => ResendOutcome::Sent(delivery),
        (None, None) => ResendOutcome::UserNotFound,
        (Some(user), None) if user.status == UserStatus::Unconfirmed => ResendOutcome::NoAddress,
        (Some(_), None) => ResendOutcome::AlreadyConfirmed,
    })
}

/// Where a code goes when somebody of that name signed up, as far as the typed name tells.
fn typed_contact(pool: &Pool, typed: &str) -> Contact {
    let proven = || pool.settings.proven_at_sign_up();
    typed_destination(typed, proven()).map(|to| to.contact).or_else(|| proven().next()).unwrap_or(Contact::Email)
}

/// The contact that a typed name is, if it is one, of those to which codes go here: what nobody has is counted as what
/// somebody has, and nothing else.
pub(crate) fn typed_destination(typed: &str, among: impl IntoIterator<Item = Contact>) -> Option<Destination<'_>> {
    let contact = match typed {
        _ if is_email(typed) => Contact::Email,
        _ if is_phone_number(typed) => Contact::PhoneNumber,
        _ => return None,
    };
    among.into_iter().any(|one| one == contact).then_some(Destination { contact, address: typed })
}

/// A delivery to such a contact as if there were such a user: derived from the typed name alone.
pub(crate) fn simulated(contact: Contact, typed: &str) -> Delivery {
    Delivery::to(typed_destination(typed, [contact]).unwrap_or(Destination { contact, address: "" }))
}
