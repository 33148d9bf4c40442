//! Resource servers and their scopes. Every lookup names the pool.

use std::collections::BTreeSet;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};

use super::super::StorageError;
use super::super::entities::resource_servers::{self, Column};
use super::Repos;
use super::row::{Row, can_be_stored};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::resource_server::{ResourceServer, identifier_of};

/// The repository of resource servers.
#[derive(Clone, Copy, Debug)]
pub struct ResourceServers<'a>(pub(super) Repos<'a>);

impl ResourceServers<'_> {
    /// The resource server of this identifier. In a transaction nobody else changes it until the end.
    pub async fn find(&self, pool: &PoolId, identifier: &str) -> Result<Option<ResourceServer>, StorageError> {
        if !can_be_stored(identifier) {
            return Ok(None);
        }
        let mut query = resource_servers::Entity::find_by_id((pool.to_string(), identifier.to_owned()));
        if self.0.writer().is_ok() {
            query = query.lock_exclusive();
        }
        query.one(&self.0.reader()).await?.map(|model| server(&model)).transpose()
    }

    /// Adds a resource server; `false`: the pool has one of this identifier, and nothing is written.
    pub async fn add(&self, server: &ResourceServer) -> Result<bool, StorageError> {
        let insert = resource_servers::Entity::insert(model(server)?.into_active_model())
            .on_conflict_do_nothing_on([Column::PoolId, Column::Identifier]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Writes name, scopes and `updated_at`; `false`: the pool has no such resource server.
    pub async fn save(&self, server: &ResourceServer) -> Result<bool, StorageError> {
        let model = model(server)?;
        let done = resource_servers::Entity::update_many()
            .col_expr(Column::Name, Expr::value(model.name))
            .col_expr(Column::Scopes, Expr::value(model.scopes))
            .col_expr(Column::UpdatedAt, Expr::value(model.updated_at))
            .filter(Column::PoolId.eq(model.pool_id))
            .filter(Column::Identifier.eq(model.identifier))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes a resource server; `false`: the pool has no such one.
    pub async fn remove(&self, pool: &PoolId, identifier: &str) -> Result<bool, StorageError> {
        let key = (pool.to_string(), identifier.to_owned());
        let done = resource_servers::Entity::delete_by_id(key).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    /// How many resource servers a pool has.
    pub async fn count(&self, pool: &PoolId) -> Result<u64, StorageError> {
        let query = resource_servers::Entity::find().filter(Column::PoolId.eq(pool.as_str()));
        Ok(query.count(&self.0.reader()).await?)
    }

    /// Up to `limit` resource servers of a pool in the order of their identifiers, beginning behind `after`.
    pub async fn list(
        &self,
        pool: &PoolId,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<ResourceServer>, StorageError> {
        let mut query = resource_servers::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .order_by_asc(Column::Identifier)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Identifier.gt(after));
        }
        query.all(&self.0.reader()).await?.iter().map(server).collect()
    }

    /// Those of the custom `scopes` that the pool's resource servers define. In a transaction they stay defined until
    /// its end.
    pub async fn defined(&self, pool: &PoolId, scopes: &[&str]) -> Result<BTreeSet<String>, StorageError> {
        let identifiers: BTreeSet<&str> = scopes.iter().filter_map(|scope| identifier_of(scope)).collect();
        let storable = identifiers.into_iter().filter(|identifier| can_be_stored(identifier));
        let mut query = resource_servers::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::Identifier.is_in(storable))
            .order_by_asc(Column::Identifier);
        if self.0.writer().is_ok() {
            query = query.lock_shared();
        }
        let mut defined = BTreeSet::new();
        for model in query.all(&self.0.reader()).await? {
            defined.append(&mut server(&model)?.full_scopes());
        }
        defined.retain(|scope| scopes.contains(&scope.as_str()));
        Ok(defined)
    }
}

fn model(server: &ResourceServer) -> Result<resource_servers::Model, StorageError> {
    let row = Row { table: "resource_servers", key: &server.identifier };
    Ok(resource_servers::Model {
        pool_id: server.pool.to_string(),
        identifier: server.identifier.clone(),
        name: server.name.clone(),
        scopes: row.write_json(&server.scopes)?,
        created_at: server.created_at.0,
        updated_at: server.updated_at.0,
    })
}

fn server(model: &resource_servers::Model) -> Result<ResourceServer, StorageError> {
    let row = Row { table: "resource_servers", key: &model.identifier };
    Ok(ResourceServer {
        pool: row.pool(&model.pool_id)?,
        identifier: model.identifier.clone(),
        name: model.name.clone(),
        scopes: row.read_json(&model.scopes)?,
        created_at: Micros(model.created_at),
        updated_at: Micros(model.updated_at),
    })
}
