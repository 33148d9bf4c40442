//! Puts users into groups and takes them out. Tokens show it from the next one on (case 69).

use serde_json::json;

use crate::domain::event::{Event, EventName};
use crate::domain::group::{Group, MOST_GROUPS_OF_USER};
use crate::domain::pool::Pool;
use crate::domain::user::User;
use crate::flows::manage::users;
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// How a change of a membership ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipChange {
    /// Done, or it was so before.
    Done,
    /// There is no such user.
    UserNotFound,
    /// There is no such group.
    GroupNotFound,
    /// The user is in as many groups as one can be in.
    TooMany,
}

/// Puts a user into a group.
pub async fn add_user(deps: &Deps, pool: &Pool, name: &str, group: &str) -> Result<MembershipChange, Error> {
    let Some(user) = users::find(deps, pool, name).await? else { return Ok(MembershipChange::UserNotFound) };
    let now = deps.now();
    let event = event(deps, EventName::UserAddedToGroup, &user, group);
    let write = async |tx: &Tx| -> Result<MembershipChange, Error> {
        // Users before groups, as everywhere; the count holds the user.
        let count = tx.groups().count_of_user(&pool.id, user.id).await?;
        let Some(group) = tx.groups().find(&pool.id, group).await? else {
            return Ok(MembershipChange::GroupNotFound);
        };
        if tx.users().find(&pool.id, user.id).await?.is_none() {
            return Ok(MembershipChange::UserNotFound);
        }
        if !tx.groups().add_member(&group, user.id, now).await? {
            return Ok(MembershipChange::Done);
        }
        if count >= MOST_GROUPS_OF_USER {
            tx.groups().remove_member(&group, user.id).await?;
            return Ok(MembershipChange::TooMany);
        }
        tx.events().add(&event).await?;
        Ok(MembershipChange::Done)
    };
    deps.storage.unit(write).await
}

/// Takes a user out of a group.
pub async fn remove_user(deps: &Deps, pool: &Pool, name: &str, group: &str) -> Result<MembershipChange, Error> {
    let Some(user) = users::find(deps, pool, name).await? else { return Ok(MembershipChange::UserNotFound) };
    let Some(group) = deps.storage.read().groups().find(&pool.id, group).await? else {
        return Ok(MembershipChange::GroupNotFound);
    };
    let event = event(deps, EventName::UserRemovedFromGroup, &user, &group.name);
    let write = async |tx: &Tx| -> Result<(), Error> { end(tx, &group, &user, &event).await };
    deps.storage.unit(write).await?;
    Ok(MembershipChange::Done)
}

async fn end(tx: &Tx, group: &Group, user: &User, event: &Event) -> Result<(), Error> {
    if tx.groups().remove_member(group, user.id).await? {
        tx.events().add(event).await?;
    }
    Ok(())
}

fn event(deps: &Deps, name: EventName, user: &User, group: &str) -> Event {
    Event { detail: json!({ "group": group }), ..events::of_user(deps, name, &user.pool, user.id, None) }
}
