//! What SAML leaves in the database: the key of each pool, sealed, and the assertions that were taken.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::{saml_assertions, saml_keys, saml_sessions};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// A pool's key.
pub struct StoredSamlKey {
    /// The private key, PKCS#8 DER.
    pub private_der: Zeroizing<Vec<u8>>,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
}

impl std::fmt::Debug for StoredSamlKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSamlKey").finish_non_exhaustive()
    }
}

/// The repository.
#[derive(Clone, Copy, Debug)]
pub struct Saml<'a>(pub(super) Repos<'a>);

impl Saml<'_> {
    /// The key of a pool, where one was made.
    pub async fn key(&self, pool: &PoolId) -> Result<Option<StoredSamlKey>, StorageError> {
        let Some(model) = saml_keys::Entity::find_by_id(pool.as_str()).one(&self.0.reader()).await? else {
            return Ok(None);
        };
        let row = Row { table: "saml_keys", key: pool.as_str() };
        let private_der = row.unseal(self.0.ring, "private_key", pool.as_str(), &model.private_key)?;
        Ok(Some(StoredSamlKey { private_der, certificate: model.certificate }))
    }

    /// Gives a pool its key; `false`: it has one, and nothing is written.
    pub async fn add_key(&self, pool: &PoolId, key: &StoredSamlKey, now: Micros) -> Result<bool, StorageError> {
        let row = Row { table: "saml_keys", key: pool.as_str() };
        let model = saml_keys::Model {
            pool_id: pool.to_string(),
            private_key: row.seal(self.0.ring, "private_key", pool.as_str(), &key.private_der),
            certificate: key.certificate.clone(),
            created_at: now.0,
        };
        let insert =
            saml_keys::Entity::insert(model.into_active_model()).on_conflict_do_nothing_on([saml_keys::Column::PoolId]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Takes an assertion, known by the digest `id`, until when it is worth something; `false`: it was taken before
    /// (case 190).
    pub async fn take_assertion(&self, pool: &PoolId, id: &str, until: Micros) -> Result<bool, StorageError> {
        let model = saml_assertions::Model { id: id.to_owned(), pool_id: pool.to_string(), expires_at: until.0 };
        let insert = saml_assertions::Entity::insert(model.into_active_model())
            .on_conflict_do_nothing_on([saml_assertions::Column::Id]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Remembers a session at a provider under `id`, in the place of the one before.
    pub async fn keep_session(
        &self,
        pool: &PoolId,
        id: &str,
        session: &[u8],
        until: Micros,
    ) -> Result<(), StorageError> {
        let row = Row { table: "saml_sessions", key: id };
        let model = saml_sessions::Model {
            id: id.to_owned(),
            pool_id: pool.to_string(),
            session: row.seal(self.0.ring, "session", pool.as_str(), session),
            expires_at: until.0,
        };
        let replace = OnConflict::column(saml_sessions::Column::Id)
            .update_columns([saml_sessions::Column::Session, saml_sessions::Column::ExpiresAt])
            .to_owned();
        let insert = saml_sessions::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Hands out the session that is remembered under one of `ids` and forgets it; `None`: there is none, or it is long over.
    pub async fn take_session(
        &self,
        pool: &PoolId,
        ids: &[String],
        now: Micros,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let any = saml_sessions::Column::Id.is_in(ids.iter().map(String::as_str));
        let query = saml_sessions::Entity::find().filter(any).filter(saml_sessions::Column::PoolId.eq(pool.as_str()));
        let Some(model) = query.one(&self.0.reader()).await? else { return Ok(None) };
        let done = saml_sessions::Entity::delete_by_id(model.id.as_str()).exec(&self.0.writer()?).await?;
        if done.rows_affected != 1 || model.expires_at <= now.0 {
            return Ok(None);
        }
        let row = Row { table: "saml_sessions", key: &model.id };
        row.unseal(self.0.ring, "session", pool.as_str(), &model.session).map(Some)
    }
}
