//! Asks for a recovery code.

use std::sync::Arc;

use serde_json::json;

use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery, Destination};
use crate::domain::event::{Event, EventName};
use crate::domain::identifier::fold;
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::{User, UserStatus};
use crate::fail_points::fail_point;
use crate::flows::earliest::as_for_every_name;
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::sign_in::person_bucket;
use crate::flows::sign_up::{simulated, typed_destination};
use crate::flows::{Deps, Error, Undeliverable, admission, codes, events};
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
    /// Nothing can be sent to the number that there is, where the client tells.
    Undeliverable(Undeliverable),
    /// Enough for now.
    LimitExceeded,
}

/// Sends a recovery code to the first proven contact of the pool's order that can be reached. Unless the client tells, every name gets the same answer, derived
/// from the typed name and the pool alone, and only those who can recover get a message.
pub async fn request(deps: &Deps, request: Request) -> Result<RequestOutcome, Error> {
    admission::admit(deps, Rate::Codes, Some(&request.pool.id))?.keep();
    as_for_every_name(send_if_known(deps, request)).await
}

async fn send_if_known(deps: &Deps, request: Request) -> Result<RequestOutcome, Error> {
    let Request { pool, client, username, language } = request;
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let hides = client.settings.hides_users();
    let simulated = simulated(pool.settings.recovered_by().next().unwrap_or(Contact::Email), &username);
    let to = match &user {
        Some(user) => reached(deps, &pool, user),
        None => typed_destination(&username, pool.settings.recovered_by()),
    };
    let obstacle = match may_ask(deps, &pool, user.as_ref(), &folded, to).await? {
        Asked::Send => None,
        Asked::Undeliverable(why) => Some(RequestOutcome::Undeliverable(why)),
        Asked::SendNothing if hides => return Ok(RequestOutcome::Sent(simulated)),
        Asked::SendNothing | Asked::Refused => return Ok(RequestOutcome::LimitExceeded),
    };
    let obstacle = match &user {
        None => Some(RequestOutcome::UserNotFound),
        Some(user) => state_obstacle(user).or(obstacle),
    };
    let outcome = match (&user, to, obstacle) {
        (Some(user), Some(to), None) => send(deps, &pool, &client, user, to, &language).await?,
        (_, _, obstacle) => {
            if hides {
                send_nothing(deps, &pool, &client, user.as_ref(), &folded).await?;
            }
            obstacle.unwrap_or(RequestOutcome::NoVerifiedContact)
        }
    };
    Ok(if hides { RequestOutcome::Sent(simulated) } else { outcome })
}

/// Where the code goes: to the first proven contact, in the pool's order, that something can be sent to; else to the first.
pub(crate) fn reached<'a>(deps: &Deps, pool: &Pool, user: &'a User) -> Option<Destination<'a>> {
    let mut proven = user.recovered_at(&pool.settings);
    let is_reached = |to: &Destination<'_>| deps.sms.obstacle(pool, *to).is_none();
    user.recovered_at(&pool.settings).find(is_reached).or_else(|| proven.next())
}

fn state_obstacle(user: &User) -> Option<RequestOutcome> {
    match user.status {
        _ if !user.enabled => Some(RequestOutcome::Disabled),
        UserStatus::ForceChangePassword | UserStatus::ExternalProvider => Some(RequestOutcome::NotInThisState),
        UserStatus::Unconfirmed | UserStatus::Confirmed | UserStatus::ResetRequired => None,
    }
}

async fn send(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    user: &User,
    to: Destination<'_>,
    language: &str,
) -> Result<RequestOutcome, Error> {
    let event = events::of_user(deps, EventName::RecoveryRequested, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<Delivery, Error> {
        tx.events().add(&event).await?;
        let sent = codes::Sent { kind: CodeKind::ResetPassword, to, is_pending: false, language };
        let delivery = codes::issue(deps, tx, pool, user, sent).await?;
        fail_point!("recovery.written");
        Ok(delivery)
    };
    let delivery = deps.storage.unit(write).await?;
    fail_point!("recovery.committed");
    Ok(RequestOutcome::Sent(delivery))
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
