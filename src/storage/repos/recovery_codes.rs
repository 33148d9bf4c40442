//! Recovery codes of users, as keyed hashes.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use super::super::StorageError;
use super::super::entities::recovery_codes::{self, Column};
use super::Repos;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// The repository of recovery codes.
#[derive(Clone, Copy, Debug)]
pub struct RecoveryCodes<'a>(pub(super) Repos<'a>);

impl RecoveryCodes<'_> {
    /// Keeps these in the place of all that the user had.
    pub async fn replace(
        &self,
        pool: &PoolId,
        user: UserId,
        hashes: &[String],
        now: Micros,
    ) -> Result<(), StorageError> {
        self.remove_all(pool, user).await?;
        let rows = hashes.iter().map(|hash| {
            let model = recovery_codes::Model {
                pool_id: pool.to_string(),
                user_id: user.to_string(),
                code_hash: hash.clone(),
                created_at: now.0,
                used_at: None,
            };
            model.into_active_model()
        });
        recovery_codes::Entity::insert_many(rows).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The one of `hashes` that is a code of this user which nobody has used.
    pub async fn find_unused(
        &self,
        pool: &PoolId,
        user: UserId,
        hashes: &[String],
    ) -> Result<Option<String>, StorageError> {
        let unused = unused(pool, user).add(Column::CodeHash.is_in(hashes));
        let found = recovery_codes::Entity::find().filter(unused).one(&self.0.reader()).await?;
        Ok(found.map(|model| model.code_hash))
    }

    /// How many the user has left.
    pub async fn left(&self, pool: &PoolId, user: UserId) -> Result<u64, StorageError> {
        Ok(recovery_codes::Entity::find().filter(unused(pool, user)).count(&self.0.reader()).await?)
    }

    /// Uses one up; `true` exactly once.
    pub async fn use_up(&self, pool: &PoolId, user: UserId, hash: &str, now: Micros) -> Result<bool, StorageError> {
        let done = recovery_codes::Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(Some(now.0)))
            .filter(unused(pool, user).add(Column::CodeHash.eq(hash)))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Forgets all of a user.
    pub async fn remove_all(&self, pool: &PoolId, user: UserId) -> Result<(), StorageError> {
        recovery_codes::Entity::delete_many().filter(of(pool, user)).exec(&self.0.writer()?).await?;
        Ok(())
    }
}

fn of(pool: &PoolId, user: UserId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()))
}

fn unused(pool: &PoolId, user: UserId) -> Condition {
    of(pool, user).add(Column::UsedAt.is_null())
}
