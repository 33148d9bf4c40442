//! What SAML leaves in the database: the key of each pool, sealed, the assertions that were taken, and the sessions at providers.

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::{saml_assertions, saml_keys, saml_sessions};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::session::UpstreamSession;

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

    /// Remembers a session at a provider.
    pub async fn keep_session(&self, session: &StoredSamlSession) -> Result<(), StorageError> {
        let (id, pool) = (session.id.0.to_string(), session.pool.as_str());
        let row = Row { table: "saml_sessions", key: &id };
        let model = saml_sessions::Model {
            pool_id: pool.to_owned(),
            person: Some(session.person.clone()),
            session_index: session.index.clone(),
            session: row.seal(self.0.ring, "session", pool, &session.session),
            expires_at: session.expires_at.0,
            id,
        };
        saml_sessions::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Hands out a session that is remembered and forgets it; `None`: it is not, or is long over.
    pub async fn take_session(
        &self,
        pool: &PoolId,
        id: UpstreamSession,
        now: Micros,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let query = saml_sessions::Entity::find_by_id(id.0.to_string());
        let query = query.filter(saml_sessions::Column::PoolId.eq(pool.as_str()));
        let Some(model) = query.one(&self.0.reader()).await? else { return Ok(None) };
        let done = saml_sessions::Entity::delete_by_id(model.id.as_str()).exec(&self.0.writer()?).await?;
        if done.rows_affected != 1 || model.expires_at <= now.0 {
            return Ok(None);
        }
        let row = Row { table: "saml_sessions", key: &model.id };
        row.unseal(self.0.ring, "session", pool.as_str(), &model.session).map(Some)
    }

    /// Forgets sessions that have ended there.
    pub async fn forget_sessions(&self, pool: &PoolId, which: &UpstreamOf) -> Result<u64, StorageError> {
        let done = saml_sessions::Entity::delete_many().filter(which.condition(pool)).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected)
    }
}

/// A session at a provider.
pub struct StoredSamlSession {
    /// By which a sign-in here knows it.
    pub id: UpstreamSession,
    /// The pool.
    pub pool: PoolId,
    /// A keyed hash of whose it is.
    pub person: String,
    /// A keyed hash of the provider's index of it; none, where the provider has none.
    pub index: Option<String>,
    /// What ends it there; kept sealed.
    pub session: Vec<u8>,
    /// Until when it can be ended there.
    pub expires_at: Micros,
}

impl std::fmt::Debug for StoredSamlSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSamlSession").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Which sessions at a provider: keyed hashes, under every key of the ring.
#[derive(Clone, Debug)]
pub struct UpstreamOf {
    /// Whose.
    pub person: Vec<String>,
    /// Which of theirs; all, where there are none.
    pub indexes: Vec<String>,
}

impl UpstreamOf {
    fn condition(&self, pool: &PoolId) -> Condition {
        use saml_sessions::Column;
        let of = |column: Column, hashes: &[String]| column.is_in(hashes.iter().map(String::as_str));
        let theirs = Condition::all().add(Column::PoolId.eq(pool.as_str())).add(of(Column::Person, &self.person));
        if self.indexes.is_empty() { theirs } else { theirs.add(of(Column::SessionIndex, &self.indexes)) }
    }

    /// Their ids.
    pub(super) fn ids(&self, pool: &PoolId) -> SelectStatement {
        let mut ids = Query::select();
        ids.column(saml_sessions::Column::Id).from(saml_sessions::Entity).cond_where(self.condition(pool));
        ids
    }
}
