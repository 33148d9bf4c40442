//! Running sign-ins with at least one proof. Before the first proof there is no row.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::sign_ins::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::sign_in::SignIn;
use crate::domain::user::UserId;

/// A running sign-in as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSignIn {
    /// Its id.
    pub id: Uuid,
    /// Keyed hash of the handle by which it is continued.
    pub handle_hash: String,
    /// What has been proven.
    pub sign_in: SignIn,
    /// The client it is for.
    pub client: ClientId,
    /// Keyed hash of the browser's cookie; empty for the API.
    pub binding_hash: String,
    /// How often somebody tried the open challenge.
    pub attempts: i32,
    /// When it began.
    pub created_at: Micros,
    /// When it is over.
    pub expires_at: Micros,
    /// When its handle was used up.
    pub consumed_at: Option<Micros>,
    /// Keyed hash of the code that was sent to be its second factor; `None`: none was sent.
    pub code_hash: Option<String>,
}

/// The repository of running sign-ins.
#[derive(Clone, Copy, Debug)]
pub struct SignIns<'a>(pub(super) Repos<'a>);

impl SignIns<'_> {
    /// Adds a sign-in.
    pub async fn add(&self, stored: &StoredSignIn) -> Result<(), StorageError> {
        let id = stored.id.to_string();
        let row = Row { table: "sign_ins", key: &id };
        let model = sign_ins::Model {
            handle_hash: stored.handle_hash.clone(),
            pool_id: stored.sign_in.pool.to_string(),
            user_id: stored.sign_in.user.to_string(),
            client_id: stored.client.to_string(),
            sign_in: row.write_json(&stored.sign_in)?,
            binding_hash: stored.binding_hash.clone(),
            attempts: stored.attempts,
            created_at: stored.created_at.0,
            expires_at: stored.expires_at.0,
            consumed_at: stored.consumed_at.map(|at| at.0),
            code_hash: stored.code_hash.clone(),
            id,
        };
        sign_ins::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The sign-in of this handle, dead or alive.
    pub async fn find_by_handle(&self, handle_hash: &str) -> Result<Option<StoredSignIn>, StorageError> {
        let query = sign_ins::Entity::find().filter(Column::HandleHash.eq(handle_hash));
        query.one(&self.0.reader()).await?.map(sign_in).transpose()
    }

    /// Counts an attempt before the answer is looked at; `false`: it is over, or all `max` attempts are used up.
    pub async fn reserve_attempt(&self, id: Uuid, max: i32, now: Micros) -> Result<bool, StorageError> {
        let done = sign_ins::Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.eq(id.to_string()))
            .filter(Column::ConsumedAt.is_null())
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(Column::Attempts.lt(max))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Says what is asked from now on: the sign-in with the factor that was chosen, and the hash of the code that was sent
    /// for it, in the place of an earlier one. Attempts stay counted; `false`: it is over, or all `max` are used up.
    pub async fn ask(
        &self,
        id: Uuid,
        asked: &SignIn,
        code_hash: Option<&str>,
        (max, now): (i32, Micros),
    ) -> Result<bool, StorageError> {
        let key = id.to_string();
        let json = Row { table: "sign_ins", key: &key }.write_json(asked)?;
        let done = sign_ins::Entity::update_many()
            .col_expr(Column::SignIn, Expr::value(json))
            .col_expr(Column::CodeHash, Expr::value(code_hash.map(str::to_owned)))
            .filter(Column::Id.eq(key))
            .filter(Column::ConsumedAt.is_null())
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(Column::Attempts.lt(max))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Uses its handle up; `true` exactly once.
    pub async fn consume(&self, id: Uuid, now: Micros) -> Result<bool, StorageError> {
        let done = sign_ins::Entity::update_many()
            .col_expr(Column::ConsumedAt, Expr::value(Some(now.0)))
            .filter(Column::Id.eq(id.to_string()))
            .filter(Column::ConsumedAt.is_null())
            .filter(Column::ExpiresAt.gt(now.0))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes all sign-ins of a user.
    pub async fn remove_all_of(&self, pool: &PoolId, user: UserId) -> Result<(), StorageError> {
        let sign_ins = sign_ins::Entity::delete_many()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::UserId.eq(user.to_string()));
        sign_ins.exec(&self.0.writer()?).await?;
        Ok(())
    }
}

fn sign_in(model: sign_ins::Model) -> Result<StoredSignIn, StorageError> {
    let row = Row { table: "sign_ins", key: &model.id };
    Ok(StoredSignIn {
        id: row.uuid(&model.id)?,
        sign_in: row.read_json(&model.sign_in)?,
        client: row.client(&model.client_id)?,
        handle_hash: model.handle_hash,
        binding_hash: model.binding_hash,
        attempts: model.attempts,
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
        consumed_at: model.consumed_at.map(Micros),
        code_hash: model.code_hash,
    })
}
