//! One-time codes: at most one of a kind for each user, kept as a keyed hash.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::StorageError;
use super::super::entities::codes::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::code::CodeKind;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// A code as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCode {
    /// The pool.
    pub pool: PoolId,
    /// Whose it is.
    pub user: UserId,
    /// What it is for.
    pub kind: CodeKind,
    /// Its keyed hash.
    pub code_hash: String,
    /// The attribute to whose address it was sent.
    pub attribute: String,
    /// How often somebody tried.
    pub attempts: i32,
    /// When it was made.
    pub created_at: Micros,
    /// When it stops working.
    pub expires_at: Micros,
    /// When it was used.
    pub consumed_at: Option<Micros>,
    /// The address that it proves, where that is not the user's yet.
    pub address: Option<String>,
}

/// The repository of one-time codes.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'a>(pub(super) Repos<'a>);

impl Codes<'_> {
    /// Stores a code in the place of the one of the same user and kind, attempts included as given.
    pub async fn put(&self, code: &StoredCode) -> Result<(), StorageError> {
        let model = codes::Model {
            pool_id: code.pool.to_string(),
            user_id: code.user.to_string(),
            kind: code.kind.as_str().to_owned(),
            code_hash: code.code_hash.clone(),
            attribute: code.attribute.clone(),
            attempts: code.attempts,
            created_at: code.created_at.0,
            expires_at: code.expires_at.0,
            consumed_at: code.consumed_at.map(|at| at.0),
            address: code.address.clone(),
        };
        let replace = OnConflict::columns([Column::PoolId, Column::UserId, Column::Kind])
            .update_columns([
                Column::CodeHash,
                Column::Attribute,
                Column::Attempts,
                Column::CreatedAt,
                Column::ExpiresAt,
                Column::ConsumedAt,
                Column::Address,
            ])
            .to_owned();
        let insert = codes::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The code of this user and kind, dead or alive.
    pub async fn find(&self, pool: &PoolId, user: UserId, kind: CodeKind) -> Result<Option<StoredCode>, StorageError> {
        let model = codes::Entity::find().filter(of_kind(pool, user, kind)).one(&self.0.reader()).await?;
        model.map(|model| code(&model)).transpose()
    }

    /// Counts an attempt before the code is compared; `false`: no such live code, or all `max` attempts are used up.
    /// `code_hash` names the code that was read, so that attempts are never counted on its successor.
    #[expect(clippy::too_many_arguments, reason = "the first four name the code, the others the rule")]
    pub async fn reserve_attempt(
        &self,
        pool: &PoolId,
        user: UserId,
        kind: CodeKind,
        code_hash: &str,
        max: i32,
        now: Micros,
    ) -> Result<bool, StorageError> {
        let done = codes::Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(live(pool, user, kind, code_hash, now))
            .filter(Column::Attempts.lt(max))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Uses a code up; `true` exactly once.
    pub async fn consume(
        &self,
        pool: &PoolId,
        user: UserId,
        kind: CodeKind,
        code_hash: &str,
        now: Micros,
    ) -> Result<bool, StorageError> {
        let done = codes::Entity::update_many()
            .col_expr(Column::ConsumedAt, Expr::value(Some(now.0)))
            .filter(live(pool, user, kind, code_hash, now))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes a user's code of this kind; `false`: there was none.
    pub async fn remove(&self, pool: &PoolId, user: UserId, kind: CodeKind) -> Result<bool, StorageError> {
        let codes = codes::Entity::delete_many().filter(of_kind(pool, user, kind));
        Ok(codes.exec(&self.0.writer()?).await?.rows_affected > 0)
    }

    /// Removes all codes of a user.
    pub async fn remove_all(&self, pool: &PoolId, user: UserId) -> Result<(), StorageError> {
        let codes = codes::Entity::delete_many()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::UserId.eq(user.to_string()));
        codes.exec(&self.0.writer()?).await?;
        Ok(())
    }
}

fn of_kind(pool: &PoolId, user: UserId, kind: CodeKind) -> Condition {
    Condition::all()
        .add(Column::PoolId.eq(pool.as_str()))
        .add(Column::UserId.eq(user.to_string()))
        .add(Column::Kind.eq(kind.as_str()))
}

fn live(pool: &PoolId, user: UserId, kind: CodeKind, code_hash: &str, now: Micros) -> Condition {
    of_kind(pool, user, kind)
        .add(Column::CodeHash.eq(code_hash))
        .add(Column::ConsumedAt.is_null())
        .add(Column::ExpiresAt.gt(now.0))
}

fn code(model: &codes::Model) -> Result<StoredCode, StorageError> {
    let row = Row { table: "codes", key: &model.user_id };
    Ok(StoredCode {
        pool: row.pool(&model.pool_id)?,
        user: row.user(&model.user_id)?,
        kind: row.word(CodeKind::parse(&model.kind))?,
        code_hash: model.code_hash.clone(),
        attribute: model.attribute.clone(),
        attempts: model.attempts,
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
        consumed_at: model.consumed_at.map(Micros),
        address: model.address.clone(),
    })
}
