//! Challenges that wait for a passkey: of a registration, found by what it answers, or of a sign-in, found by its handle.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::passkey_challenges::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// A challenge as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPasskeyChallenge {
    /// Its id.
    pub id: Uuid,
    /// Keyed hash of the handle by which a sign-in is answered; `None`: it is of a registration.
    pub handle_hash: Option<String>,
    /// The challenge, in base64url. It is no secret: whoever can answer it holds the passkey.
    pub challenge: String,
    /// The pool.
    pub pool: PoolId,
    /// Whose it is; `None`: nobody's, and no answer is right.
    pub user: Option<UserId>,
    /// The client it is for.
    pub client: ClientId,
    /// The bucket of the person, or of the name that nobody has; empty for a registration.
    pub bucket: String,
    /// Keyed hash of the browser's cookie; empty for the API.
    pub binding_hash: String,
    /// What `crypto` must be given with the answer.
    pub state: String,
    /// The user's epoch when it was made.
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

/// The repository of such challenges.
#[derive(Clone, Copy, Debug)]
pub struct PasskeyChallenges<'a>(pub(super) Repos<'a>);

impl PasskeyChallenges<'_> {
    /// Adds one.
    pub async fn add(&self, stored: &StoredPasskeyChallenge) -> Result<(), StorageError> {
        let model = model(stored.clone());
        passkey_challenges::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Adds one that travelled elsewhere until now, used up as it is; `true` exactly once for a challenge.
    pub async fn use_up(&self, stored: &StoredPasskeyChallenge) -> Result<bool, StorageError> {
        let insert = passkey_challenges::Entity::insert(model(stored.clone()).into_active_model())
            .on_conflict_do_nothing_on([Column::Challenge]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// The challenge of the sign-in with this handle, dead or alive.
    pub async fn find_by_handle(&self, hash: &str) -> Result<Option<StoredPasskeyChallenge>, StorageError> {
        let model =
            passkey_challenges::Entity::find().filter(Column::HandleHash.eq(hash)).one(&self.0.reader()).await?;
        model.map(read).transpose()
    }

    /// The registration of this user that has this challenge, dead or alive.
    pub async fn find_registration(
        &self,
        pool: &PoolId,
        user: UserId,
        challenge: &str,
    ) -> Result<Option<StoredPasskeyChallenge>, StorageError> {
        let of_user = Condition::all()
            .add(Column::Challenge.eq(challenge))
            .add(Column::PoolId.eq(pool.as_str()))
            .add(Column::UserId.eq(user.to_string()))
            .add(Column::HandleHash.is_null());
        let model = passkey_challenges::Entity::find().filter(of_user).one(&self.0.reader()).await?;
        model.map(read).transpose()
    }

    /// Counts an attempt before the answer is looked at; `false`: it is over, or all `max` attempts are used up.
    pub async fn reserve_attempt(&self, id: Uuid, max: i32, now: Micros) -> Result<bool, StorageError> {
        let done = passkey_challenges::Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(live(id, now))
            .filter(Column::Attempts.lt(max))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Uses it up; `true` exactly once.
    pub async fn consume(&self, id: Uuid, now: Micros) -> Result<bool, StorageError> {
        let done = passkey_challenges::Entity::update_many()
            .col_expr(Column::ConsumedAt, Expr::value(Some(now.0)))
            .filter(live(id, now))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

fn model(stored: StoredPasskeyChallenge) -> passkey_challenges::Model {
    passkey_challenges::Model {
        id: stored.id.to_string(),
        handle_hash: stored.handle_hash,
        challenge: stored.challenge,
        pool_id: stored.pool.to_string(),
        user_id: stored.user.map(|user| user.to_string()),
        client_id: stored.client.to_string(),
        bucket: stored.bucket,
        binding_hash: stored.binding_hash,
        state: stored.state,
        epoch: stored.epoch,
        attempts: stored.attempts,
        created_at: stored.created_at.0,
        expires_at: stored.expires_at.0,
        consumed_at: stored.consumed_at.map(|at| at.0),
    }
}

fn live(id: Uuid, now: Micros) -> Condition {
    Condition::all()
        .add(Column::Id.eq(id.to_string()))
        .add(Column::ConsumedAt.is_null())
        .add(Column::ExpiresAt.gt(now.0))
}

fn read(model: passkey_challenges::Model) -> Result<StoredPasskeyChallenge, StorageError> {
    let row = Row { table: "passkey_challenges", key: &model.id };
    Ok(StoredPasskeyChallenge {
        id: row.uuid(&model.id)?,
        pool: row.pool(&model.pool_id)?,
        user: model.user_id.as_ref().map(|user| row.user(user)).transpose()?,
        client: row.client(&model.client_id)?,
        handle_hash: model.handle_hash,
        challenge: model.challenge,
        bucket: model.bucket,
        binding_hash: model.binding_hash,
        state: model.state,
        epoch: model.epoch,
        attempts: model.attempts,
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
        consumed_at: model.consumed_at.map(Micros),
    })
}
