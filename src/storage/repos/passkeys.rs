//! Passkeys. The key itself is public; it is sealed so that nobody who can only write the table can put theirs in its place.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    TryInsertResult,
};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::passkeys::{self, Column};
use super::super::entities::users;
use super::Repos;
use super::row::{Row, can_be_stored};
use crate::domain::clock::Micros;
use crate::domain::passkey::Passkey;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// The repository of passkeys.
#[derive(Clone, Copy, Debug)]
pub struct Passkeys<'a>(pub(super) Repos<'a>);

/// What a passkey showed when it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasskeyUse {
    /// The count of signatures that it was read with.
    pub read_count: u32,
    /// The one that it showed.
    pub sign_count: u32,
    /// Whether there is a copy of it.
    pub is_backed_up: bool,
}

impl Passkeys<'_> {
    /// Adds one; `false`: the pool has one of this name.
    pub async fn add(&self, passkey: &Passkey) -> Result<bool, StorageError> {
        let id = passkey.id.to_string();
        let row = row(&id);
        let sealed = row.seal(self.0.ring, "credential", passkey.pool.as_str(), passkey.credential.as_bytes());
        let model = passkeys::Model {
            pool_id: passkey.pool.to_string(),
            user_id: passkey.user.to_string(),
            credential_id: passkey.credential_id.clone(),
            credential: sealed,
            sign_count: passkey.sign_count.into(),
            can_be_backed_up: passkey.can_be_backed_up,
            is_backed_up: passkey.is_backed_up,
            name: passkey.name.clone(),
            relying_party: passkey.relying_party.clone(),
            attachment: passkey.attachment.clone(),
            transports: row.write_json(&passkey.transports)?,
            created_at: passkey.created_at.0,
            last_used_at: passkey.last_used_at.map(|at| at.0),
            id: id.clone(),
        };
        let insert = passkeys::Entity::insert(model.into_active_model())
            .on_conflict_do_nothing_on([Column::PoolId, Column::CredentialId]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// The passkey of this name.
    pub async fn find(&self, pool: &PoolId, credential_id: &str) -> Result<Option<Passkey>, StorageError> {
        let of_name =
            Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::CredentialId.eq(credential_id));
        let model = passkeys::Entity::find().filter(of_name).one(&self.0.reader()).await?;
        model.map(|model| self.open(model)).transpose()
    }

    /// Up to `limit` passkeys of a user in the order in which they were added, beginning behind `after`.
    pub async fn list(
        &self,
        pool: &PoolId,
        user: UserId,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Passkey>, StorageError> {
        let mut query = passkeys::Entity::find().filter(of(pool, user)).order_by_asc(Column::Id).limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Id.gt(after.to_string()));
        }
        query.all(&self.0.reader()).await?.into_iter().map(|model| self.open(model)).collect()
    }

    /// How many a user has. In a transaction nobody else adds one until the end.
    pub async fn count(&self, pool: &PoolId, user: UserId) -> Result<u64, StorageError> {
        if self.0.writer().is_ok() {
            let held = users::Entity::find_by_id((pool.to_string(), user.to_string())).lock_exclusive();
            let _held = held.one(&self.0.reader()).await?;
        }
        Ok(passkeys::Entity::find().filter(of(pool, user)).count(&self.0.reader()).await?)
    }

    /// How many passkeys of a pool belong to another relying party than this one.
    pub async fn count_elsewhere(&self, pool: &PoolId, relying_party: &str) -> Result<u64, StorageError> {
        let elsewhere =
            Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::RelyingParty.ne(relying_party));
        Ok(passkeys::Entity::find().filter(elsewhere).count(&self.0.reader()).await?)
    }

    /// Notes a use; `false`: it was used since it was read, or is gone.
    pub async fn note_use(&self, id: Uuid, used: PasskeyUse, now: Micros) -> Result<bool, StorageError> {
        let done = passkeys::Entity::update_many()
            .col_expr(Column::SignCount, Expr::value(i64::from(used.sign_count)))
            .col_expr(Column::IsBackedUp, Expr::value(used.is_backed_up))
            .col_expr(Column::LastUsedAt, Expr::value(Some(now.0)))
            .filter(Column::Id.eq(id.to_string()))
            .filter(Column::SignCount.eq(i64::from(used.read_count)))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Gives one of a user another name; `false`: they have none of this id.
    pub async fn rename(
        &self,
        pool: &PoolId,
        user: UserId,
        credential_id: &str,
        name: &str,
    ) -> Result<bool, StorageError> {
        if !can_be_stored(credential_id) {
            return Ok(false);
        }
        let one = of(pool, user).add(Column::CredentialId.eq(credential_id));
        let done = passkeys::Entity::update_many()
            .col_expr(Column::Name, Expr::value(name))
            .filter(one)
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes all of a user; answers how many there were.
    pub async fn remove_all_of(&self, pool: &PoolId, user: UserId) -> Result<u64, StorageError> {
        Ok(passkeys::Entity::delete_many().filter(of(pool, user)).exec(&self.0.writer()?).await?.rows_affected)
    }

    /// Removes one of a user; `false`: they have none of this name.
    pub async fn remove(&self, pool: &PoolId, user: UserId, credential_id: &str) -> Result<bool, StorageError> {
        if !can_be_stored(credential_id) {
            return Ok(false);
        }
        let one = of(pool, user).add(Column::CredentialId.eq(credential_id));
        let done = passkeys::Entity::delete_many().filter(one).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    fn open(&self, model: passkeys::Model) -> Result<Passkey, StorageError> {
        let row = row(&model.id);
        Ok(Passkey {
            id: row.uuid(&model.id)?,
            pool: row.pool(&model.pool_id)?,
            user: row.user(&model.user_id)?,
            credential: row.unseal_text(self.0.ring, "credential", &model.pool_id, &model.credential)?.to_string(),
            sign_count: row.word(u32::try_from(model.sign_count).ok())?,
            transports: row.read_json(&model.transports)?,
            credential_id: model.credential_id,
            can_be_backed_up: model.can_be_backed_up,
            is_backed_up: model.is_backed_up,
            name: model.name,
            relying_party: model.relying_party,
            attachment: model.attachment,
            created_at: Micros(model.created_at),
            last_used_at: model.last_used_at.map(Micros),
        })
    }
}

fn row(id: &str) -> Row<'_> {
    Row { table: "passkeys", key: id }
}

fn of(pool: &PoolId, user: UserId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()))
}
