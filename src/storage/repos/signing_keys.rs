//! Token signing keys. The private half is sealed.

use std::fmt;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::Value;
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::signing_keys::{self, Column};
use super::Repos;
use super::row::Row;
use crate::crypto::ring::KeyRing;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::signing_key::{KeyTimes, KeyUse};

/// A signing key as stored.
#[derive(Clone)]
pub struct StoredSigningKey {
    /// Its id in tokens and in the published set.
    pub kid: String,
    /// The pool whose tokens it signs.
    pub pool: PoolId,
    /// Which of them.
    pub use_: KeyUse,
    /// The algorithm (RFC 7518 §3.1).
    pub alg: String,
    /// When it passes from phase to phase.
    pub times: KeyTimes,
    /// The private key, DER.
    pub private_der: Zeroizing<Vec<u8>>,
    /// The public key as it is published (RFC 7517).
    pub public_jwk: Value,
    /// When it was made.
    pub created_at: Micros,
}

impl fmt::Debug for StoredSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSigningKey")
            .field("kid", &self.kid)
            .field("pool", &self.pool)
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

/// The repository of signing keys.
#[derive(Clone, Copy, Debug)]
pub struct SigningKeys<'a>(pub(super) Repos<'a>);

impl SigningKeys<'_> {
    /// All keys of a pool, the oldest first.
    pub async fn list(&self, pool: &PoolId) -> Result<Vec<StoredSigningKey>, StorageError> {
        let models = signing_keys::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Kid)
            .all(&self.0.reader())
            .await?;
        models.into_iter().map(|model| signing_key(self.0.ring, model)).collect()
    }

    /// Adds a key; a `kid` that is taken is [`StorageError::Conflict`].
    pub async fn add(&self, key: &StoredSigningKey) -> Result<(), StorageError> {
        let row = Row { table: "signing_keys", key: &key.kid };
        let model = signing_keys::Model {
            kid: key.kid.clone(),
            pool_id: key.pool.to_string(),
            key_use: key.use_.as_str().to_owned(),
            alg: key.alg.clone(),
            private_key: row.seal(self.0.ring, "private_key", key.pool.as_str(), &key.private_der),
            public_jwk: row.write_json(&key.public_jwk)?,
            created_at: key.created_at.0,
            signs_at: key.times.signs_at.0,
            retires_at: key.times.retires_at.map(|at| at.0),
            gone_at: key.times.gone_at.map(|at| at.0),
        };
        signing_keys::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        self.0.changed_configuration(1);
        Ok(())
    }

    /// Gives a key an end; `false`: it has one other than the one that was `read`, so somebody else rotated meanwhile.
    pub async fn set_end(&self, kid: &str, read: KeyTimes, times: KeyTimes) -> Result<bool, StorageError> {
        let same = |column: Column, read: Option<Micros>| match read {
            Some(at) => column.eq(at.0),
            None => column.is_null(),
        };
        let done = signing_keys::Entity::update_many()
            .col_expr(Column::RetiresAt, Expr::value(times.retires_at.map(|at| at.0)))
            .col_expr(Column::GoneAt, Expr::value(times.gone_at.map(|at| at.0)))
            .filter(Column::Kid.eq(kid))
            .filter(same(Column::RetiresAt, read.retires_at))
            .filter(same(Column::GoneAt, read.gone_at))
            .exec(&self.0.writer()?)
            .await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }
}

fn signing_key(ring: &KeyRing, model: signing_keys::Model) -> Result<StoredSigningKey, StorageError> {
    let row = Row { table: "signing_keys", key: &model.kid };
    Ok(StoredSigningKey {
        pool: row.pool(&model.pool_id)?,
        use_: row.word(KeyUse::parse(&model.key_use))?,
        times: KeyTimes {
            signs_at: Micros(model.signs_at),
            retires_at: model.retires_at.map(Micros),
            gone_at: model.gone_at.map(Micros),
        },
        private_der: row.unseal(ring, "private_key", &model.pool_id, &model.private_key)?,
        public_jwk: row.read_json(&model.public_jwk)?,
        created_at: Micros(model.created_at),
        alg: model.alg,
        kid: model.kid,
    })
}
