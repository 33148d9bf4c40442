//! Hashes of the passwords that users had before. Kept where the pool lets none of them come back, and no longer.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::StorageError;
use super::super::entities::password_history::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// The repository of former passwords.
#[derive(Clone, Copy, Debug)]
pub struct PasswordHistory<'a>(pub(super) Repos<'a>);

impl PasswordHistory<'_> {
    /// The hashes of this user's former passwords, the newest first.
    pub async fn find(&self, pool: &PoolId, user: UserId) -> Result<Vec<String>, StorageError> {
        let found = password_history::Entity::find().filter(of(pool, user)).one(&self.0.reader()).await?;
        let Some(model) = found else { return Ok(Vec::new()) };
        Row { table: "password_history", key: &model.user_id }.read_json(&model.hashes)
    }

    /// Keeps these hashes, and no others.
    pub async fn put(&self, pool: &PoolId, user: UserId, hashes: &[String]) -> Result<(), StorageError> {
        if hashes.is_empty() {
            password_history::Entity::delete_many().filter(of(pool, user)).exec(&self.0.writer()?).await?;
            return Ok(());
        }
        let user_id = user.to_string();
        let hashes = Row { table: "password_history", key: &user_id }.write_json(hashes)?;
        let model = password_history::Model { pool_id: pool.to_string(), user_id, hashes };
        let replace = OnConflict::columns([Column::PoolId, Column::UserId]).update_column(Column::Hashes).to_owned();
        let insert = password_history::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }
}

fn of(pool: &PoolId, user: UserId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()))
}
