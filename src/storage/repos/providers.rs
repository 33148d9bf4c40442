//! Upstream identity providers. What is secret of their details is sealed.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, DatabaseExecutor, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, TransactionTrait, TryInsertResult,
};
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::provider_identifiers;
use super::super::entities::providers::{self, Column};
use super::Repos;
use super::row::{Row, can_be_stored};
use crate::domain::clock::Micros;
use crate::domain::identifier::fold;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Provider, ProviderId, ProviderType};
use crate::domain::secret::{ExposeSecret, Secret};

/// What came of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum ProviderWrite {
    /// Written.
    Done,
    /// It is no longer the version that was read, or not there; nothing is written.
    Stale,
    /// The pool has a provider of this name, in whichever case; nothing is written.
    NameTaken,
    /// Another provider of the pool has this identifier; nothing is written.
    IdentifierTaken(String),
}

/// The repository of providers.
#[derive(Clone, Copy, Debug)]
pub struct Providers<'a>(pub(super) Repos<'a>);

impl Providers<'_> {
    /// The provider of this name.
    pub async fn find_by_name(&self, pool: &PoolId, name: &str) -> Result<Option<Provider>, StorageError> {
        if !can_be_stored(name) {
            return Ok(None);
        }
        let of_name = Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::Name.eq(name));
        let mut query = providers::Entity::find().filter(of_name);
        if self.0.writer().is_ok() {
            query = query.lock_exclusive();
        }
        query.one(&self.0.reader()).await?.map(|model| self.open(model)).transpose()
    }

    /// The provider that has this identifier, in whichever case.
    pub async fn find_by_identifier(&self, pool: &PoolId, identifier: &str) -> Result<Option<Provider>, StorageError> {
        if !can_be_stored(identifier) {
            return Ok(None);
        }
        let key = (pool.to_string(), fold(identifier, false));
        let found = provider_identifiers::Entity::find_by_id(key).one(&self.0.reader()).await?;
        let Some(found) = found else { return Ok(None) };
        let of_id = Condition::all().add(Column::PoolId.eq(found.pool_id)).add(Column::Id.eq(found.provider_id));
        let query = providers::Entity::find().filter(of_id);
        query.one(&self.0.reader()).await?.map(|model| self.open(model)).transpose()
    }

    /// Up to `limit` providers of a pool in the order of their names, beginning behind `after`.
    pub async fn list(&self, pool: &PoolId, after: Option<&str>, limit: u64) -> Result<Vec<Provider>, StorageError> {
        let mut query =
            providers::Entity::find().filter(Column::PoolId.eq(pool.as_str())).order_by_asc(Column::Name).limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Name.gt(after));
        }
        query.all(&self.0.reader()).await?.into_iter().map(|model| self.open(model)).collect()
    }

    /// Up to `limit` providers of a kind, of all pools, in the order of their ids, beginning behind `after`.
    pub async fn of_kind(
        &self,
        kind: ProviderType,
        after: Option<ProviderId>,
        limit: u64,
    ) -> Result<Vec<Provider>, StorageError> {
        let mut query =
            providers::Entity::find().filter(Column::Kind.eq(kind.as_str())).order_by_asc(Column::Id).limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Id.gt(after.to_string()));
        }
        query.all(&self.0.reader()).await?.into_iter().map(|model| self.open(model)).collect()
    }

    /// Those of `names` that the pool has. In a transaction they stay until its end.
    pub async fn existing(&self, pool: &PoolId, names: &[&str]) -> Result<Vec<String>, StorageError> {
        let storable = names.iter().copied().filter(|name| can_be_stored(name));
        let mut query = providers::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::Name.is_in(storable))
            .order_by_asc(Column::Name);
        if self.0.writer().is_ok() {
            query = query.lock_shared();
        }
        Ok(query.all(&self.0.reader()).await?.into_iter().map(|model| model.name).collect())
    }

    /// How many providers a pool has.
    pub async fn count(&self, pool: &PoolId) -> Result<u64, StorageError> {
        Ok(providers::Entity::find().filter(Column::PoolId.eq(pool.as_str())).count(&self.0.reader()).await?)
    }

    /// Adds a provider with its identifiers; never answers [`ProviderWrite::Stale`].
    pub async fn add(&self, provider: &Provider) -> Result<ProviderWrite, StorageError> {
        let point = self.0.transaction()?.begin().await?;
        let inside = DatabaseExecutor::from(&point);
        let insert = providers::Entity::insert(self.model(provider)?.into_active_model())
            .on_conflict_do_nothing_on([Column::PoolId, Column::FoldedName]);
        if !matches!(insert.exec_without_returning(&inside).await?, TryInsertResult::Inserted(1)) {
            point.rollback().await?;
            return Ok(ProviderWrite::NameTaken);
        }
        if let Some(taken) = add_identifiers(&inside, provider).await? {
            point.rollback().await?;
            return Ok(ProviderWrite::IdentifierTaken(taken));
        }
        point.commit().await?;
        self.0.changed_configuration(1);
        Ok(ProviderWrite::Done)
    }

    /// Writes details, mapping, identifiers, settings and `updated_at` as version `read_version + 1`.
    pub async fn save(&self, provider: &Provider, read_version: i64) -> Result<ProviderWrite, StorageError> {
        let point = self.0.transaction()?.begin().await?;
        let inside = DatabaseExecutor::from(&point);
        let model = self.model(provider)?;
        let done = providers::Entity::update_many()
            .col_expr(Column::Details, Expr::value(model.details))
            .col_expr(Column::Secrets, Expr::value(model.secrets))
            .col_expr(Column::Mapping, Expr::value(model.mapping))
            .col_expr(Column::Identifiers, Expr::value(model.identifiers))
            .col_expr(Column::Settings, Expr::value(model.settings))
            .col_expr(Column::Version, Expr::value(read_version + 1))
            .col_expr(Column::UpdatedAt, Expr::value(model.updated_at))
            .filter(Column::PoolId.eq(model.pool_id))
            .filter(Column::Id.eq(model.id))
            .filter(Column::Version.eq(read_version))
            .exec(&inside)
            .await?;
        if done.rows_affected != 1 {
            point.rollback().await?;
            return Ok(ProviderWrite::Stale);
        }
        let own = Condition::all()
            .add(provider_identifiers::Column::PoolId.eq(provider.pool.as_str()))
            .add(provider_identifiers::Column::ProviderId.eq(provider.id.to_string()));
        provider_identifiers::Entity::delete_many().filter(own).exec(&inside).await?;
        if let Some(taken) = add_identifiers(&inside, provider).await? {
            point.rollback().await?;
            return Ok(ProviderWrite::IdentifierTaken(taken));
        }
        point.commit().await?;
        self.0.changed_configuration(1);
        Ok(ProviderWrite::Done)
    }

    /// Removes a provider with its identifiers and links; `false`: the pool has no such one. Its users stay.
    pub async fn remove(&self, pool: &PoolId, id: ProviderId) -> Result<bool, StorageError> {
        let done = providers::Entity::delete_many()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::Id.eq(id.to_string()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }

    fn model(&self, provider: &Provider) -> Result<providers::Model, StorageError> {
        let id = provider.id.to_string();
        let row = Row { table: "providers", key: &id };
        let secrets: BTreeMap<&str, &str> =
            provider.secrets.iter().map(|(key, secret)| (key.as_str(), secret.expose_secret())).collect();
        let secrets = Zeroizing::new(row.write_json(&secrets)?);
        Ok(providers::Model {
            pool_id: provider.pool.to_string(),
            name: provider.name.clone(),
            folded_name: fold(&provider.name, false),
            kind: provider.kind.as_str().to_owned(),
            details: row.write_json(&provider.details)?,
            secrets: row.seal(self.0.ring, "secrets", provider.pool.as_str(), secrets.as_bytes()),
            mapping: row.write_json(&provider.mapping)?,
            identifiers: row.write_json(&provider.identifiers)?,
            settings: row.write_json(&provider.settings)?,
            version: provider.version,
            created_at: provider.created_at.0,
            updated_at: provider.updated_at.0,
            id: id.clone(),
        })
    }

    fn open(&self, model: providers::Model) -> Result<Provider, StorageError> {
        let row = Row { table: "providers", key: &model.id };
        let secrets = row.unseal_text(self.0.ring, "secrets", &model.pool_id, &model.secrets)?;
        let secrets: BTreeMap<String, Zeroizing<String>> = row.read_json(&secrets)?;
        Ok(Provider {
            id: row.word(ProviderId::parse(&model.id))?,
            pool: row.pool(&model.pool_id)?,
            kind: row.word(ProviderType::parse(&model.kind))?,
            details: row.read_json(&model.details)?,
            secrets: secrets.iter().map(|(key, value)| (key.clone(), Secret::from(value.as_str()))).collect(),
            mapping: row.read_json(&model.mapping)?,
            identifiers: row.read_json(&model.identifiers)?,
            settings: row.read_json(&model.settings)?,
            name: model.name,
            version: model.version,
            created_at: Micros(model.created_at),
            updated_at: Micros(model.updated_at),
        })
    }
}

/// Adds the identifiers of a provider; answers the one that another has.
async fn add_identifiers(db: &DatabaseExecutor<'_>, provider: &Provider) -> Result<Option<String>, StorageError> {
    for identifier in &provider.identifiers {
        let model = provider_identifiers::Model {
            pool_id: provider.pool.to_string(),
            folded: fold(identifier, false),
            provider_id: provider.id.to_string(),
        };
        let insert = provider_identifiers::Entity::insert(model.into_active_model())
            .on_conflict_do_nothing_on([provider_identifiers::Column::PoolId, provider_identifiers::Column::Folded]);
        if !matches!(insert.exec_without_returning(db).await?, TryInsertResult::Inserted(1)) {
            return Ok(Some(identifier.clone()));
        }
    }
    Ok(None)
}
