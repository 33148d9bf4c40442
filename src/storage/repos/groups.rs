//! Groups and who is in them. Every lookup names the pool.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, TryInsertResult,
};

use super::super::StorageError;
use super::super::entities::group_members;
use super::super::entities::groups::{self, Column};
use super::super::entities::users;
use super::Repos;
use super::row::{Row, can_be_stored};
use super::users::user;
use crate::domain::clock::Micros;
use crate::domain::group::{Group, MOST_GROUPS_OF_USER, UserGroups};
use crate::domain::pool::PoolId;
use crate::domain::user::{User, UserId};

/// The repository of groups.
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a>(pub(super) Repos<'a>);

impl Groups<'_> {
    /// The group of this name. In a transaction nobody else changes it until the end.
    pub async fn find(&self, pool: &PoolId, name: &str) -> Result<Option<Group>, StorageError> {
        if !can_be_stored(name) {
            return Ok(None);
        }
        let mut query = groups::Entity::find_by_id((pool.to_string(), name.to_owned()));
        if self.0.writer().is_ok() {
            query = query.lock_exclusive();
        }
        query.one(&self.0.reader()).await?.map(group).transpose()
    }

    /// Adds a group; `false`: the pool has one of this name, and nothing is written.
    pub async fn add(&self, group: &Group) -> Result<bool, StorageError> {
        let insert = groups::Entity::insert(model(group).into_active_model())
            .on_conflict_do_nothing_on([Column::PoolId, Column::Name]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Writes description, role, precedence and `updated_at`; `false`: the pool has no such group.
    pub async fn save(&self, group: &Group) -> Result<bool, StorageError> {
        let done = groups::Entity::update_many()
            .col_expr(Column::Description, Expr::value(group.description.clone()))
            .col_expr(Column::RoleArn, Expr::value(group.role_arn.clone()))
            .col_expr(Column::Precedence, Expr::value(group.precedence))
            .col_expr(Column::UpdatedAt, Expr::value(group.updated_at.0))
            .filter(Column::PoolId.eq(group.pool.as_str()))
            .filter(Column::Name.eq(group.name.as_str()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes a group with its memberships; `false`: the pool has no such group.
    pub async fn remove(&self, pool: &PoolId, name: &str) -> Result<bool, StorageError> {
        let key = (pool.to_string(), name.to_owned());
        let done = groups::Entity::delete_by_id(key).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    /// How many groups a pool has.
    pub async fn count(&self, pool: &PoolId) -> Result<u64, StorageError> {
        let query = groups::Entity::find().filter(Column::PoolId.eq(pool.as_str()));
        Ok(query.count(&self.0.reader()).await?)
    }

    /// Up to `limit` groups of a pool in the order of their names, beginning behind `after`.
    pub async fn list(&self, pool: &PoolId, after: Option<&str>, limit: u64) -> Result<Vec<Group>, StorageError> {
        let mut query =
            groups::Entity::find().filter(Column::PoolId.eq(pool.as_str())).order_by_asc(Column::Name).limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Name.gt(after));
        }
        query.all(&self.0.reader()).await?.into_iter().map(group).collect()
    }

    /// Puts a user into a group; `false`: they were in it.
    pub async fn add_member(&self, group: &Group, user: UserId, now: Micros) -> Result<bool, StorageError> {
        let membership = group_members::Model {
            pool_id: group.pool.to_string(),
            user_id: user.to_string(),
            group_name: group.name.clone(),
            created_at: now.0,
        };
        let insert = group_members::Entity::insert(membership.into_active_model()).on_conflict_do_nothing_on([
            group_members::Column::PoolId,
            group_members::Column::UserId,
            group_members::Column::GroupName,
        ]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Takes a user out of a group; `false`: they were not in it.
    pub async fn remove_member(&self, group: &Group, user: UserId) -> Result<bool, StorageError> {
        let key = (group.pool.to_string(), user.to_string(), group.name.clone());
        let done = group_members::Entity::delete_by_id(key).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    /// All groups that a user is in.
    pub async fn of_user(&self, pool: &PoolId, user: UserId) -> Result<UserGroups, StorageError> {
        self.list_of_user(pool, user, None, MOST_GROUPS_OF_USER).await.map(UserGroups::new)
    }

    /// Up to `limit` groups that a user is in, in the order of their names, beginning behind `after`.
    pub async fn list_of_user(
        &self,
        pool: &PoolId,
        user: UserId,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Group>, StorageError> {
        let mut query = groups::Entity::find()
            .join_rev(JoinType::InnerJoin, group_members::Relation::Group.def())
            .filter(group_members::Column::PoolId.eq(pool.as_str()))
            .filter(group_members::Column::UserId.eq(user.to_string()))
            .order_by_asc(Column::Name)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Name.gt(after));
        }
        query.all(&self.0.reader()).await?.into_iter().map(group).collect()
    }

    /// In how many groups a user is. In a transaction nobody else puts them into one until the end.
    pub async fn count_of_user(&self, pool: &PoolId, user: UserId) -> Result<u64, StorageError> {
        if self.0.writer().is_ok() {
            let held = users::Entity::find_by_id((pool.to_string(), user.to_string())).lock_exclusive();
            let _held = held.one(&self.0.reader()).await?;
        }
        let query = group_members::Entity::find()
            .filter(group_members::Column::PoolId.eq(pool.as_str()))
            .filter(group_members::Column::UserId.eq(user.to_string()));
        Ok(query.count(&self.0.reader()).await?)
    }

    /// Up to `limit` users in a group in the order of their ids, beginning behind `after`.
    pub async fn list_members(
        &self,
        pool: &PoolId,
        name: &str,
        after: Option<UserId>,
        limit: u64,
    ) -> Result<Vec<User>, StorageError> {
        let mut query = users::Entity::find()
            .join_rev(JoinType::InnerJoin, group_members::Relation::User.def())
            .filter(group_members::Column::PoolId.eq(pool.as_str()))
            .filter(group_members::Column::GroupName.eq(name))
            .order_by_asc(group_members::Column::UserId)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(group_members::Column::UserId.gt(after.to_string()));
        }
        query.all(&self.0.reader()).await?.into_iter().map(user).collect()
    }
}

fn model(group: &Group) -> groups::Model {
    groups::Model {
        pool_id: group.pool.to_string(),
        name: group.name.clone(),
        description: group.description.clone(),
        role_arn: group.role_arn.clone(),
        precedence: group.precedence,
        created_at: group.created_at.0,
        updated_at: group.updated_at.0,
    }
}

pub(super) fn group(model: groups::Model) -> Result<Group, StorageError> {
    Ok(Group {
        pool: Row { table: "groups", key: &model.name }.pool(&model.pool_id)?,
        name: model.name,
        description: model.description,
        role_arn: model.role_arn,
        precedence: model.precedence,
        created_at: Micros(model.created_at),
        updated_at: Micros(model.updated_at),
    })
}
