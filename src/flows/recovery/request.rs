//! Asks for a recovery code.

use std::sync::Arc;

use serde_json::json;

use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery};
use crate::domain::event::{Event, EventName};
use crate::domain::identifier::fold;
use crate::domain::pool::{Contact, Pool, RecoveryMechanism};
use crate::domain::user::{User, UserStatus};
use crate::fail_points::fail_point;
use crate::flows::mail_budget::{Asked, may_ask};
use crate::flows::sign_in::person_bucket;
use crate::flows::sign_up::simulated;
use crate::flows::{Deps, Error, admission, codes, events};
use crate::limits::Rate;
use crate::storage::Tx;

/// Who asks.
#[derive(Debug)]
pub struct Request {
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
pub enum RequestOutcome {
    /// Sent, or made to look so.
    Sent(Delivery),
    /// No such user, where the client tells.
    UserNotFound,
    /// There is no verified address, or only an admin can help, where the client tells.
    NoVerifiedContact,
    /// Users made by an admin who never signed in, where the client tells.
    NotInThisState,
    /// The account is switched off, where the client tells.
    Disabled,
    /// Enough for now.
    LimitExceeded,
}

/// Sends a recovery code to the verified address. Unless the client tells, every name gets the same answer, derived
/// from the typed name alone, and only those who can recover get a mail.
pub async fn request(deps: &Deps, request: Request) -> Result<RequestOutcome, Error> {
    let Request { pool, client, username, language } = request;
    admission::admit(deps, Rate::Codes, Some(&pool.id))?.keep();
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    match may_ask(deps, &pool, user.as_ref(), &folded).await? {
        Asked::Send => {}
        Asked::SendNothing if client.settings.hides_users() => return Ok(RequestOutcome::Sent(simulated(&username))),
        Asked::SendNothing | Asked::Refused => return Ok(RequestOutcome::LimitExceeded),
    }
    let hides = client.settings.hides_users();
    let obstacle = match &user {
        None => Some(RequestOutcome::UserNotFound),
        Some(user) => obstacle(&pool, user),
    };
    let outcome = match (&user, obstacle) {
        (Some(user), None) => send(deps, &pool, &client, user, &language).await?,
        (_, obstacle) => {
            if hides {
                send_nothing(deps, &pool, &client, user.as_ref(), &folded).await?;
            }
            obstacle.unwrap_or(RequestOutcome::UserNotFound)
        }
    };
    Ok(if hides { RequestOutcome::Sent(simulated(&username)) } else { outcome })
}

fn obstacle(pool: &Pool, user: &User) -> Option<RequestOutcome> {
    let by_mail = pool.settings.recovery.contains(&RecoveryMechanism::VerifiedEmail);
    match user.status {
        _ if !user.enabled => Some(RequestOutcome::Disabled),
        UserStatus::ForceChangePassword => Some(RequestOutcome::NotInThisState),
        _ if !by_mail || !user.has_verified(Contact::Email) => Some(RequestOutcome::NoVerifiedContact),
        UserStatus::Unconfirmed | UserStatus::Confirmed | UserStatus::ResetRequired => None,
    }
}

async fn send(deps: &Deps, pool: &Pool, client: &Client, user: &User, language: &str) -> Result<RequestOutcome, Error> {
    let event = events::of_user(deps, EventName::RecoveryRequested, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<Option<Delivery>, Error> {
        tx.events().add(&event).await?;
        let delivery =
            codes::issue(deps, tx, pool, user, codes::Sent { kind: CodeKind::ResetPassword, language }).await?;
        fail_point!("recovery.written");
        Ok(delivery)
    };
    let delivery = deps.storage.unit(write).await?;
    fail_point!("recovery.committed");
    Ok(delivery.map_or(RequestOutcome::NoVerifiedContact, RequestOutcome::Sent))
}

/// Costs what [`send`] costs and sends nothing, where the answer must not tell (case 131).
async fn send_nothing(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    user: Option<&User>,
    folded: &str,
) -> Result<(), Error> {
    let event = Event {
        user: user.map(|user| user.id),
        client: Some(client.id.clone()),
        ..events::of_pool(deps, EventName::RecoveryRequested, &pool.id, json!({}))
    };
    let bucket = person_bucket(deps, pool, user, folded);
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.events().add(&event).await?;
        codes::issue_to_nobody(deps, tx, pool, &bucket, CodeKind::ResetPassword).await
    };
    deps.storage.unit(write).await
}
