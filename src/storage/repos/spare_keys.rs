//! Private keys made ahead of need, sealed, each taken once.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::spare_keys::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;

/// How many candidates are looked at when one is taken: so many takers at once find one each.
const CANDIDATES: u64 = 8;

/// A key that nobody uses yet.
#[derive(Clone)]
pub struct SpareKey {
    /// The id that it will be published under.
    pub kid: String,
    /// The algorithm (RFC 7518 §3.1).
    pub alg: String,
    /// The private key, DER.
    pub private_der: Zeroizing<Vec<u8>>,
    /// When it was made.
    pub created_at: Micros,
}

impl std::fmt::Debug for SpareKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SpareKey").field("kid", &self.kid).field("alg", &self.alg).finish_non_exhaustive()
    }
}

/// The repository of spare keys.
#[derive(Clone, Copy, Debug)]
pub struct SpareKeys<'a>(pub(super) Repos<'a>);

impl SpareKeys<'_> {
    /// How many there are of an algorithm.
    pub async fn count(&self, alg: &str) -> Result<u64, StorageError> {
        Ok(spare_keys::Entity::find().filter(Column::Alg.eq(alg)).count(&self.0.reader()).await?)
    }

    /// Adds one; a `kid` that is taken is [`StorageError::Conflict`].
    pub async fn add(&self, key: &SpareKey) -> Result<(), StorageError> {
        let row = Row { table: "spare_keys", key: &key.kid };
        let model = spare_keys::Model {
            kid: key.kid.clone(),
            alg: key.alg.clone(),
            private_key: row.seal(self.0.ring, "private_key", "", &key.private_der),
            created_at: key.created_at.0,
        };
        spare_keys::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Takes the oldest of an algorithm out of the table; `None`: there is none left. Nobody gets the same one.
    pub async fn take(&self, alg: &str) -> Result<Option<SpareKey>, StorageError> {
        let candidates = spare_keys::Entity::find()
            .filter(Column::Alg.eq(alg))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Kid)
            .limit(CANDIDATES)
            .all(&self.0.writer()?)
            .await?;
        for model in candidates {
            let done = spare_keys::Entity::delete_by_id(model.kid.as_str()).exec(&self.0.writer()?).await?;
            if done.rows_affected == 1 {
                let row = Row { table: "spare_keys", key: &model.kid };
                let private_der = row.unseal(self.0.ring, "private_key", "", &model.private_key)?;
                let created_at = Micros(model.created_at);
                return Ok(Some(SpareKey { private_der, created_at, alg: model.alg, kid: model.kid }));
            }
        }
        Ok(None)
    }
}
