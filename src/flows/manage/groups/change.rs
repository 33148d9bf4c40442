//! Makes, changes and deletes groups.

use serde_json::json;

use crate::domain::event::EventName;
use crate::domain::group::{Group, MOST_GROUPS};
use crate::domain::pool::PoolId;
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// What a new group is to be.
#[derive(Clone, Debug, Default)]
pub struct NewGroup {
    /// Its name.
    pub name: String,
    /// The rest.
    pub changes: Changes,
}

/// What an admin says of a group. What is not said stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// What it is for.
    pub description: Option<String>,
    /// The role of its members.
    pub role_arn: Option<String>,
    /// Its rank.
    pub precedence: Option<i64>,
}

impl Changes {
    fn apply(&self, group: &mut Group) {
        let set = |place: &mut Option<String>, given: &Option<String>| {
            if let Some(given) = given {
                *place = Some(given.clone()).filter(|text| !text.is_empty());
            }
        };
        set(&mut group.description, &self.description);
        set(&mut group.role_arn, &self.role_arn);
        group.precedence = self.precedence.or(group.precedence);
    }
}

/// How a change ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupChange {
    /// Done.
    Done(Box<Group>),
    /// There is no such group in the pool.
    NotFound,
    /// The pool has a group of this name.
    Taken,
    /// The pool has as many groups as it can have.
    TooMany,
}

/// The group of this name.
pub async fn find(deps: &Deps, pool: &PoolId, name: &str) -> Result<Option<Group>, Error> {
    Ok(deps.storage.read().groups().find(pool, name).await?)
}

/// Makes a group.
pub async fn create(deps: &Deps, pool: &PoolId, new: NewGroup) -> Result<GroupChange, Error> {
    let now = deps.now();
    let mut group = Group {
        pool: pool.clone(),
        name: new.name,
        description: None,
        role_arn: None,
        precedence: None,
        created_at: now,
        updated_at: now,
    };
    new.changes.apply(&mut group);
    let event = events::of_pool(deps, EventName::GroupCreated, pool, json!({ "group": group.name }));
    let write = async |tx: &Tx| -> Result<GroupChange, Error> {
        if tx.groups().find(pool, &group.name).await?.is_some() {
            return Ok(GroupChange::Taken);
        }
        if tx.groups().count(pool).await? >= MOST_GROUPS {
            return Ok(GroupChange::TooMany);
        }
        if !tx.groups().add(&group).await? {
            return Ok(GroupChange::Taken);
        }
        tx.events().add(&event).await?;
        Ok(GroupChange::Done(Box::new(group.clone())))
    };
    deps.storage.unit(write).await
}

/// Changes a group.
pub async fn update(deps: &Deps, pool: &PoolId, name: &str, changes: Changes) -> Result<GroupChange, Error> {
    let now = deps.now();
    let event = events::of_pool(deps, EventName::GroupUpdated, pool, json!({ "group": name }));
    let write = async |tx: &Tx| -> Result<GroupChange, Error> {
        let Some(mut group) = tx.groups().find(pool, name).await? else { return Ok(GroupChange::NotFound) };
        changes.apply(&mut group);
        group.updated_at = now;
        if !tx.groups().save(&group).await? {
            return Ok(GroupChange::NotFound);
        }
        tx.events().add(&event).await?;
        Ok(GroupChange::Done(Box::new(group)))
    };
    deps.storage.unit(write).await
}

/// Deletes a group; nobody is in it any more. `false`: there is none.
pub async fn delete(deps: &Deps, pool: &PoolId, name: &str) -> Result<bool, Error> {
    let event = events::of_pool(deps, EventName::GroupDeleted, pool, json!({ "group": name }));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_removed = tx.groups().remove(pool, name).await?;
        if is_removed {
            tx.events().add(&event).await?;
        }
        Ok(is_removed)
    };
    deps.storage.unit(write).await
}
