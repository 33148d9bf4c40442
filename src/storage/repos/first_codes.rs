//! Codes that are sent to be the first factor of a sign-in, to somebody or to nobody.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::first_codes::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::code::Channel;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// A code as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFirstCode {
    /// Its id.
    pub id: Uuid,
    /// Keyed hash of the handle by which it is answered.
    pub handle_hash: String,
    /// Keyed hash of the link in its mail.
    pub link_hash: String,
    /// The pool.
    pub pool: PoolId,
    /// Whose it is; `None`: nobody's, and no answer is right.
    pub user: Option<UserId>,
    /// The client it is for.
    pub client: ClientId,
    /// The bucket in which attempts of the person, or at the name that nobody has, are counted.
    pub bucket: String,
    /// Keyed hash of the browser's cookie; empty for the API.
    pub binding_hash: String,
    /// The way on which it was sent.
    pub channel: Channel,
    /// Its keyed hash.
    pub code_hash: String,
    /// The query of the page at which it was asked for; empty for the API.
    pub query: String,
    /// The user's epoch when it was sent.
    pub epoch: i64,
    /// How often somebody tried.
    pub attempts: i32,
    /// When it was made.
    pub created_at: Micros,
    /// When it is over.
    pub expires_at: Micros,
    /// When it was used.
    pub consumed_at: Option<Micros>,
}

/// The repository of such codes.
#[derive(Clone, Copy, Debug)]
pub struct FirstCodes<'a>(pub(super) Repos<'a>);

impl FirstCodes<'_> {
    /// Adds one.
    pub async fn add(&self, stored: &StoredFirstCode) -> Result<(), StorageError> {
        let stored = stored.clone();
        let model = first_codes::Model {
            id: stored.id.to_string(),
            handle_hash: stored.handle_hash,
            link_hash: stored.link_hash,
            pool_id: stored.pool.to_string(),
            user_id: stored.user.map(|user| user.to_string()),
            client_id: stored.client.to_string(),
            bucket: stored.bucket,
            binding_hash: stored.binding_hash,
            channel: stored.channel.as_str().to_owned(),
            code_hash: stored.code_hash,
            query: stored.query,
            epoch: stored.epoch,
            attempts: stored.attempts,
            created_at: stored.created_at.0,
            expires_at: stored.expires_at.0,
            consumed_at: stored.consumed_at.map(|at| at.0),
        };
        first_codes::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The code of this handle, dead or alive.
    pub async fn find_by_handle(&self, hash: &str) -> Result<Option<StoredFirstCode>, StorageError> {
        self.find(Column::HandleHash, hash).await
    }

    /// The code of the mail with this link, dead or alive.
    pub async fn find_by_link(&self, hash: &str) -> Result<Option<StoredFirstCode>, StorageError> {
        self.find(Column::LinkHash, hash).await
    }

    async fn find(&self, column: Column, hash: &str) -> Result<Option<StoredFirstCode>, StorageError> {
        let model = first_codes::Entity::find().filter(column.eq(hash)).one(&self.0.reader()).await?;
        model.map(first_code).transpose()
    }

    /// Counts an attempt before the code is compared; `false`: it is over, or all `max` attempts are used up.
    pub async fn reserve_attempt(&self, id: Uuid, max: i32, now: Micros) -> Result<bool, StorageError> {
        let done = first_codes::Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(live(id, now))
            .filter(Column::Attempts.lt(max))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Uses it up; `true` exactly once.
    pub async fn consume(&self, id: Uuid, now: Micros) -> Result<bool, StorageError> {
        let done = first_codes::Entity::update_many()
            .col_expr(Column::ConsumedAt, Expr::value(Some(now.0)))
            .filter(live(id, now))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

fn live(id: Uuid, now: Micros) -> Condition {
    Condition::all()
        .add(Column::Id.eq(id.to_string()))
        .add(Column::ConsumedAt.is_null())
        .add(Column::ExpiresAt.gt(now.0))
}

fn first_code(model: first_codes::Model) -> Result<StoredFirstCode, StorageError> {
    let row = Row { table: "first_codes", key: &model.id };
    Ok(StoredFirstCode {
        id: row.uuid(&model.id)?,
        pool: row.pool(&model.pool_id)?,
        user: model.user_id.as_ref().map(|user| row.user(user)).transpose()?,
        client: row.client(&model.client_id)?,
        handle_hash: model.handle_hash,
        link_hash: model.link_hash,
        bucket: model.bucket,
        binding_hash: model.binding_hash,
        channel: row.channel(&model.channel)?,
        code_hash: model.code_hash,
        query: model.query,
        epoch: model.epoch,
        attempts: model.attempts,
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
        consumed_at: model.consumed_at.map(Micros),
    })
}
