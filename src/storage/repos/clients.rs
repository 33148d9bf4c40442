//! Clients. Their secrets are sealed.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::super::StorageError;
use super::super::entities::clients;
use super::Repos;
use super::row::Row;
use crate::crypto::ring::KeyRing;
use crate::domain::client::{Client, ClientId};
use crate::domain::clock::Micros;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::secret::{ExposeSecret, Secret};

/// The repository of clients.
#[derive(Clone, Copy, Debug)]
pub struct Clients<'a>(pub(super) Repos<'a>);

impl Clients<'_> {
    /// The client of this id, in whichever pool.
    pub async fn find(&self, id: &ClientId) -> Result<Option<Client>, StorageError> {
        if id.is_account_page() {
            return Ok(None);
        }
        let model = clients::Entity::find_by_id(id.as_str()).one(&self.0.reader()).await?;
        model.map(|model| client(self.0.ring, model)).transpose()
    }

    /// Adds a client; an id that is taken, or a pool that is not there, is [`StorageError::Conflict`].
    pub async fn add(&self, client: &Client) -> Result<(), StorageError> {
        let row = Row { table: "clients", key: client.id.as_str() };
        let model = clients::Model {
            id: client.id.to_string(),
            pool_id: client.pool.to_string(),
            name: client.name.clone(),
            secret: self.sealed_secret(client),
            settings: row.write_json(&client.settings)?,
            version: client.version,
            created_at: client.created_at.0,
            updated_at: client.updated_at.0,
        };
        clients::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        self.0.changed_configuration(1);
        Ok(())
    }

    /// Adds the row that the rows of sign-ins for the account page of `pool` belong to. It is never read: what an account
    /// page may do is the domain's to say, and nothing here lists it among the clients.
    pub(in crate::storage) async fn add_account_page(&self, pool: &Pool) -> Result<(), StorageError> {
        self.add(&Client { created_at: pool.created_at, updated_at: pool.created_at, ..Client::account_page(pool) })
            .await
    }

    /// Writes name, secret, settings and `updated_at` as version `read_version + 1`; `false`: it is no longer the
    /// version that was read, and nothing is written.
    pub async fn save(&self, client: &Client, read_version: i64) -> Result<bool, StorageError> {
        let row = Row { table: "clients", key: client.id.as_str() };
        let done = clients::Entity::update_many()
            .col_expr(clients::Column::Name, Expr::value(client.name.clone()))
            .col_expr(clients::Column::Secret, Expr::value(self.sealed_secret(client)))
            .col_expr(clients::Column::Settings, Expr::value(row.write_json(&client.settings)?))
            .col_expr(clients::Column::Version, Expr::value(read_version + 1))
            .col_expr(clients::Column::UpdatedAt, Expr::value(client.updated_at.0))
            .filter(clients::Column::Id.eq(client.id.as_str()))
            .filter(clients::Column::PoolId.eq(client.pool.as_str()))
            .filter(clients::Column::Version.eq(read_version))
            .exec(&self.0.writer()?)
            .await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }

    /// Removes a client with its grants and sign-ins; `false`: the pool has no such client.
    pub async fn remove(&self, pool: &PoolId, id: &ClientId) -> Result<bool, StorageError> {
        if id.is_account_page() {
            return Ok(false);
        }
        let done = clients::Entity::delete_many()
            .filter(clients::Column::Id.eq(id.as_str()))
            .filter(clients::Column::PoolId.eq(pool.as_str()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }

    /// Up to `limit` clients of a pool in the order of their ids, beginning behind `after`.
    pub async fn list(&self, pool: &PoolId, after: Option<&str>, limit: u64) -> Result<Vec<Client>, StorageError> {
        let mut query = clients::Entity::find()
            .filter(clients::Column::PoolId.eq(pool.as_str()))
            .filter(clients::Column::Id.ne(ClientId::of_account_page(pool).as_str()))
            .order_by_asc(clients::Column::Id)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(clients::Column::Id.gt(after));
        }
        let models = query.all(&self.0.reader()).await?;
        models.into_iter().map(|model| client(self.0.ring, model)).collect()
    }

    fn sealed_secret(&self, client: &Client) -> Option<Vec<u8>> {
        let row = Row { table: "clients", key: client.id.as_str() };
        let seal =
            |secret: &Secret| row.seal(self.0.ring, "secret", client.pool.as_str(), secret.expose_secret().as_bytes());
        client.secret.as_ref().map(seal)
    }
}

fn client(ring: &KeyRing, model: clients::Model) -> Result<Client, StorageError> {
    let row = Row { table: "clients", key: &model.id };
    let open = |sealed: Vec<u8>| {
        let secret = row.unseal_text(ring, "secret", &model.pool_id, &sealed)?;
        Ok::<_, StorageError>(Secret::from(secret.as_str()))
    };
    Ok(Client {
        id: row.client(&model.id)?,
        pool: row.pool(&model.pool_id)?,
        secret: model.secret.map(open).transpose()?,
        settings: row.read_json(&model.settings)?,
        name: model.name,
        version: model.version,
        created_at: Micros(model.created_at),
        updated_at: Micros(model.updated_at),
    })
}
