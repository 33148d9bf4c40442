//! Secrets of authenticator apps, sealed: one in use and one that is being set up, for each user.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::totp_secrets::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// What is stored for a user's app.
#[derive(Clone)]
pub struct StoredTotp {
    /// What the user calls the device that has the app; empty for no name.
    pub device_name: String,
    /// The secret in use.
    pub secret: Option<Zeroizing<Vec<u8>>>,
    /// The step of the last code that was taken; none up to it is taken again.
    pub last_step: i64,
    /// The secret that is being set up, and until when.
    pub pending: Option<(Zeroizing<Vec<u8>>, Micros)>,
    /// The cell from which `pending` was read.
    sealed_pending: Option<Vec<u8>>,
}

impl std::fmt::Debug for StoredTotp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredTotp").field("last_step", &self.last_step).finish_non_exhaustive()
    }
}

/// The repository of the secrets of authenticator apps.
#[derive(Clone, Copy, Debug)]
pub struct TotpSecrets<'a>(pub(super) Repos<'a>);

impl TotpSecrets<'_> {
    /// What is stored for this user.
    pub async fn find(&self, pool: &PoolId, user: UserId) -> Result<Option<StoredTotp>, StorageError> {
        let model = totp_secrets::Entity::find().filter(of(pool, user)).one(&self.0.reader()).await?;
        model.map(|model| self.open(model)).transpose()
    }

    /// Keeps a secret that is being set up, in the place of an earlier one. The one in use stays.
    pub async fn put_pending(
        &self,
        pool: &PoolId,
        user: UserId,
        secret: &[u8],
        until: Micros,
    ) -> Result<(), StorageError> {
        let key = user.to_string();
        let model = totp_secrets::Model {
            pool_id: pool.to_string(),
            device_name: String::new(),
            secret: None,
            last_step: 0,
            pending: Some(row(&key).seal(self.0.ring, "pending", pool.as_str(), secret)),
            pending_until: Some(until.0),
            user_id: key,
        };
        let replace = OnConflict::columns([Column::PoolId, Column::UserId])
            .update_columns([Column::Pending, Column::PendingUntil])
            .to_owned();
        let insert = totp_secrets::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Takes the secret that was being set up into use, with the step of the code that proved it; `false`: it is not the
    /// one that was `read` any more.
    pub async fn take_into_use(
        &self,
        pool: &PoolId,
        user: UserId,
        read: &StoredTotp,
        step: i64,
        device_name: &str,
    ) -> Result<bool, StorageError> {
        let (Some((secret, _)), Some(cell)) = (&read.pending, &read.sealed_pending) else { return Ok(false) };
        let key = user.to_string();
        let sealed = row(&key).seal(self.0.ring, "secret", pool.as_str(), secret);
        let done = totp_secrets::Entity::update_many()
            .col_expr(Column::Secret, Expr::value(Some(sealed)))
            .col_expr(Column::LastStep, Expr::value(step))
            .col_expr(Column::DeviceName, Expr::value(device_name))
            .col_expr(Column::Pending, Expr::value(None::<Vec<u8>>))
            .col_expr(Column::PendingUntil, Expr::value(None::<i64>))
            .filter(of(pool, user))
            .filter(Column::Pending.eq(cell.clone()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Uses a step up; `false`: it, or a later one, was used before (RFC 6238 §5.2).
    pub async fn take_step(&self, pool: &PoolId, user: UserId, step: i64) -> Result<bool, StorageError> {
        let done = totp_secrets::Entity::update_many()
            .col_expr(Column::LastStep, Expr::value(step))
            .filter(of(pool, user))
            .filter(Column::LastStep.lt(step))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Forgets everything that is stored for this user.
    pub async fn remove(&self, pool: &PoolId, user: UserId) -> Result<(), StorageError> {
        totp_secrets::Entity::delete_many().filter(of(pool, user)).exec(&self.0.writer()?).await?;
        Ok(())
    }

    fn open(&self, model: totp_secrets::Model) -> Result<StoredTotp, StorageError> {
        let row = row(&model.user_id);
        let unseal = |column, sealed: &Vec<u8>| row.unseal(self.0.ring, column, &model.pool_id, sealed);
        let pending = model.pending.as_ref().map(|sealed| unseal("pending", sealed)).transpose()?;
        Ok(StoredTotp {
            secret: model.secret.as_ref().map(|sealed| unseal("secret", sealed)).transpose()?,
            pending: pending.zip(model.pending_until.map(Micros)),
            sealed_pending: model.pending,
            last_step: model.last_step,
            device_name: model.device_name,
        })
    }
}

fn row(user: &str) -> Row<'_> {
    Row { table: "totp_secrets", key: user }
}

fn of(pool: &PoolId, user: UserId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()))
}
