//! Who is linked to which account at a provider.

use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, TryInsertResult};

use super::super::StorageError;
use super::super::entities::identities::{self, Column};
use super::Repos;
use super::row::{Row, can_be_stored};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Identity, ProviderId};
use crate::domain::user::UserId;

/// The repository of links.
#[derive(Clone, Copy, Debug)]
pub struct Identities<'a>(pub(super) Repos<'a>);

impl Identities<'_> {
    /// The links of these values at a provider: (attribute, exact value). One statement for all of them.
    pub async fn find(
        &self,
        pool: &PoolId,
        provider: ProviderId,
        values: &[(String, String)],
    ) -> Result<Vec<Identity>, StorageError> {
        let storable = values.iter().filter(|(_, subject)| can_be_stored(subject));
        let any = storable.fold(Condition::any(), |any, (attribute, subject)| {
            any.add(Condition::all().add(Column::Attribute.eq(attribute)).add(Column::Subject.eq(subject)))
        });
        if any.is_empty() {
            return Ok(Vec::new());
        }
        let models = identities::Entity::find().filter(of_provider(pool, provider)).filter(any);
        models.all(&self.0.reader()).await?.iter().map(identity).collect()
    }

    /// All links of a user, the oldest first.
    pub async fn list(&self, pool: &PoolId, user: UserId) -> Result<Vec<Identity>, StorageError> {
        let of_user = Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()));
        let query = identities::Entity::find().filter(of_user).order_by_asc(Column::CreatedAt);
        query.order_by_asc(Column::Subject).all(&self.0.reader()).await?.iter().map(identity).collect()
    }

    /// The names of the claims by which accounts at a provider are linked.
    pub async fn attributes(&self, pool: &PoolId, provider: ProviderId) -> Result<Vec<String>, StorageError> {
        use sea_orm::QuerySelect as _;
        let query = identities::Entity::find().filter(of_provider(pool, provider)).select_only();
        Ok(query.column(Column::Attribute).distinct().into_tuple().all(&self.0.reader()).await?)
    }

    /// Up to `limit` links of a provider, whoever has them.
    pub async fn list_of(
        &self,
        pool: &PoolId,
        provider: ProviderId,
        limit: u64,
    ) -> Result<Vec<Identity>, StorageError> {
        use sea_orm::QuerySelect as _;
        let query = identities::Entity::find().filter(of_provider(pool, provider)).limit(limit);
        query.all(&self.0.reader()).await?.iter().map(identity).collect()
    }

    /// Adds a link; `false`: that account is linked already, and nothing is written.
    pub async fn add(&self, identity: &Identity) -> Result<bool, StorageError> {
        let model = identities::Model {
            pool_id: identity.pool.to_string(),
            provider_id: identity.provider.to_string(),
            attribute: identity.attribute.clone(),
            subject: identity.subject.clone(),
            user_id: identity.user.to_string(),
            is_primary: identity.is_primary,
            created_at: identity.created_at.0,
        };
        let insert = identities::Entity::insert(model.into_active_model()).on_conflict_do_nothing_on([
            Column::PoolId,
            Column::ProviderId,
            Column::Attribute,
            Column::Subject,
        ]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Removes a link of this user; `false`: there is none.
    pub async fn remove(&self, identity: &Identity) -> Result<bool, StorageError> {
        let done = identities::Entity::delete_many()
            .filter(of_provider(&identity.pool, identity.provider))
            .filter(Column::Attribute.eq(identity.attribute.as_str()))
            .filter(Column::Subject.eq(identity.subject.as_str()))
            .filter(Column::UserId.eq(identity.user.to_string()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

fn of_provider(pool: &PoolId, provider: ProviderId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::ProviderId.eq(provider.to_string()))
}

fn identity(model: &identities::Model) -> Result<Identity, StorageError> {
    let row = Row { table: "identities", key: &model.subject };
    Ok(Identity {
        pool: row.pool(&model.pool_id)?,
        provider: row.word(ProviderId::parse(&model.provider_id))?,
        attribute: model.attribute.clone(),
        subject: model.subject.clone(),
        user: row.user(&model.user_id)?,
        is_primary: model.is_primary,
        created_at: Micros(model.created_at),
    })
}
