//! Users, with the rows beside them that are written in the same transaction (`user_names.rs`).

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseExecutor, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};

use super::super::StorageError;
use super::super::entities::identifiers;
use super::super::entities::users::{self, Column};
use super::Repos;
use super::row::{Row, can_be_stored};
use super::user_filter::UserFilter;
use super::user_names::{Difference, write_search};
use crate::domain::clock::Micros;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{PoolId, PoolSettings};
use crate::domain::user::{User, UserId, UserStatus};

/// What came of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum UserWrite {
    /// Written.
    Done,
    /// The user is no longer the version that was read; nothing is written.
    Stale,
    /// Another user of the pool signs in with the same name of this kind; nothing is written.
    Conflict(IdentifierKind),
}

/// The repository of users.
#[derive(Clone, Copy, Debug)]
pub struct Users<'a>(pub(super) Repos<'a>);

impl Users<'_> {
    /// The user of this id in this pool.
    pub async fn find(&self, pool: &PoolId, id: UserId) -> Result<Option<User>, StorageError> {
        let query = users::Entity::find_by_id((pool.to_string(), id.to_string()));
        query.one(&self.0.reader()).await?.map(user).transpose()
    }

    /// The user who signs in with this folded name, in one statement.
    pub async fn find_by_identifier(&self, pool: &PoolId, folded: &str) -> Result<Option<User>, StorageError> {
        if !can_be_stored(folded) {
            return Ok(None);
        }
        let found = identifiers::Entity::find_by_id((pool.to_string(), folded.to_owned()))
            .find_also_related(users::Entity)
            .one(&self.0.reader())
            .await?;
        found.and_then(|(_, parent)| parent).map(user).transpose()
    }

    /// Adds a user with their names; never answers [`UserWrite::Stale`].
    pub async fn add(&self, user: &User, settings: &PoolSettings) -> Result<UserWrite, StorageError> {
        let db = self.0.transaction()?;
        let difference = Difference::find(&db, user, settings).await?;
        if let Some(kind) = difference.taken {
            return Ok(UserWrite::Conflict(kind));
        }
        let point = db.begin().await?;
        let inside = DatabaseExecutor::from(&point);
        users::Entity::insert(model(user)?.into_active_model()).exec_without_returning(&inside).await?;
        if let Some(kind) = difference.write(&inside, user).await? {
            point.rollback().await?;
            return Ok(UserWrite::Conflict(kind));
        }
        write_search(&inside, user, true).await?;
        point.commit().await?;
        Ok(UserWrite::Done)
    }

    /// Writes a user as version `read_version + 1`, and what changed of their names.
    pub async fn save(
        &self,
        user: &User,
        read_version: i64,
        settings: &PoolSettings,
    ) -> Result<UserWrite, StorageError> {
        let db = self.0.transaction()?;
        let difference = Difference::find(&db, user, settings).await?;
        if let Some(kind) = difference.taken {
            return Ok(UserWrite::Conflict(kind));
        }
        if difference.is_empty() {
            if !update(&db, user, read_version).await? {
                return Ok(UserWrite::Stale);
            }
            write_search(&db, user, false).await?;
            return Ok(UserWrite::Done);
        }
        // Names change: should another user be faster with one of them, all of this is undone and the caller's
        // transaction goes on.
        let point = db.begin().await?;
        let inside = DatabaseExecutor::from(&point);
        if !update(&inside, user, read_version).await? {
            point.rollback().await?;
            return Ok(UserWrite::Stale);
        }
        if let Some(kind) = difference.write(&inside, user).await? {
            point.rollback().await?;
            return Ok(UserWrite::Conflict(kind));
        }
        write_search(&inside, user, false).await?;
        point.commit().await?;
        Ok(UserWrite::Done)
    }

    /// Removes a user with everything that is theirs; `false`: the pool has no such user.
    pub async fn remove(&self, pool: &PoolId, id: UserId) -> Result<bool, StorageError> {
        let key = (pool.to_string(), id.to_string());
        let done = users::Entity::delete_by_id(key).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    /// Up to `limit` users who signed up before `moment` and never confirmed.
    pub async fn unconfirmed_before(&self, moment: Micros, limit: u64) -> Result<Vec<(PoolId, UserId)>, StorageError> {
        let found: Vec<(String, String)> = users::Entity::find()
            .select_only()
            .columns([Column::PoolId, Column::Id])
            .filter(Column::Status.eq(UserStatus::Unconfirmed.as_str()))
            .filter(Column::CreatedAt.lte(moment.0))
            .order_by_asc(Column::CreatedAt)
            .limit(limit)
            .into_tuple()
            .all(&self.0.reader())
            .await?;
        let ids = found.iter().map(|(pool, id)| {
            let row = Row { table: "users", key: id };
            Ok((row.pool(pool)?, row.user(id)?))
        });
        ids.collect()
    }

    /// Removes a user with everything that is theirs, unless they have confirmed meanwhile; `false`: nothing was removed.
    pub async fn remove_unconfirmed(&self, pool: &PoolId, id: UserId) -> Result<bool, StorageError> {
        let key = (pool.to_string(), id.to_string());
        let remove = users::Entity::delete_by_id(key).filter(Column::Status.eq(UserStatus::Unconfirmed.as_str()));
        Ok(remove.exec(&self.0.writer()?).await?.rows_affected == 1)
    }

    /// Up to `limit` users in the order in which they were made, beginning behind the user `after`.
    pub async fn list(
        &self,
        pool: &PoolId,
        filter: Option<&UserFilter>,
        after: Option<(Micros, UserId)>,
        limit: u64,
    ) -> Result<Vec<User>, StorageError> {
        let mut query = users::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .limit(limit);
        if let Some(filter) = filter {
            if !can_be_stored(&filter.value) {
                return Ok(Vec::new());
            }
            query = query.filter(filter.condition(pool));
        }
        if let Some((created_at, id)) = after {
            let key =
                Expr::tuple([Expr::col((users::Entity, Column::CreatedAt)), Expr::col((users::Entity, Column::Id))]);
            let last = Expr::tuple([Expr::value(created_at.0), Expr::value(id.to_string())]);
            query = query.filter(key.gt(last));
        }
        query.all(&self.0.reader()).await?.into_iter().map(user).collect()
    }
}

/// Writes the user's own row; `false`: it is no longer the version that was read.
async fn update(db: &DatabaseExecutor<'_>, user: &User, read_version: i64) -> Result<bool, StorageError> {
    let model = model(user)?;
    let done = users::Entity::update_many()
        .col_expr(Column::Username, Expr::value(model.username))
        .col_expr(Column::Status, Expr::value(model.status))
        .col_expr(Column::Enabled, Expr::value(model.enabled))
        .col_expr(Column::Attributes, Expr::value(model.attributes))
        .col_expr(Column::Password, Expr::value(model.password))
        .col_expr(Column::TemporaryUntil, Expr::value(model.temporary_until))
        .col_expr(Column::SignedOutAt, Expr::value(model.signed_out_at))
        .col_expr(Column::SecondFactors, Expr::value(model.second_factors))
        .col_expr(Column::Epoch, Expr::value(model.epoch))
        .col_expr(Column::UpdatedAt, Expr::value(model.updated_at))
        .col_expr(Column::Version, Expr::value(read_version + 1))
        .filter(Column::PoolId.eq(model.pool_id))
        .filter(Column::Id.eq(model.id))
        .filter(Column::Version.eq(read_version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

fn model(user: &User) -> Result<users::Model, StorageError> {
    let id = user.id.to_string();
    let row = Row { table: "users", key: &id };
    let attributes = row.write_json(&user.attributes)?;
    let second_factors = match &user.second_factors {
        none if none.is_empty() => None,
        factors => Some(row.write_json(factors)?),
    };
    Ok(users::Model {
        pool_id: user.pool.to_string(),
        id,
        username: user.username.clone(),
        status: user.status.as_str().to_owned(),
        enabled: user.enabled,
        attributes,
        password: user.password.clone(),
        temporary_until: user.temporary_until.map(|at| at.0),
        signed_out_at: user.signed_out_at.map(|at| at.0),
        second_factors,
        epoch: user.epoch,
        version: user.version,
        created_at: user.created_at.0,
        updated_at: user.updated_at.0,
    })
}

pub(super) fn user(model: users::Model) -> Result<User, StorageError> {
    let row = Row { table: "users", key: &model.id };
    Ok(User {
        id: row.user(&model.id)?,
        pool: row.pool(&model.pool_id)?,
        status: row.word(UserStatus::parse(&model.status))?,
        attributes: row.read_json(&model.attributes)?,
        second_factors: model.second_factors.map(|text| row.read_json(&text)).transpose()?.unwrap_or_default(),
        enabled: model.enabled,
        username: model.username,
        password: model.password,
        temporary_until: model.temporary_until.map(Micros),
        signed_out_at: model.signed_out_at.map(Micros),
        epoch: model.epoch,
        version: model.version,
        created_at: Micros(model.created_at),
        updated_at: Micros(model.updated_at),
    })
}
