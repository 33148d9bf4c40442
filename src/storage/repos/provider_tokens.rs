//! Tokens that upstream providers gave, sealed: the newest of each user at each provider.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::StorageError;
use super::super::entities::provider_tokens::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::provider::ProviderId;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::UserId;

/// The table.
const TABLE: &str = "provider_tokens";

/// What a provider's token endpoint gave for a user.
#[derive(Clone, Debug)]
pub struct StoredTokens {
    /// The access token.
    pub access: Secret,
    /// The refresh token.
    pub refresh: Option<Secret>,
    /// The ID token.
    pub id: Option<Secret>,
    /// When they came.
    pub created_at: Micros,
}

/// The repository of tokens of providers.
#[derive(Clone, Copy, Debug)]
pub struct ProviderTokens<'a>(pub(super) Repos<'a>);

impl ProviderTokens<'_> {
    /// Keeps the tokens that a provider gave for a user, in the place of earlier ones.
    pub async fn put(
        &self,
        pool: &PoolId,
        (provider, user): (ProviderId, UserId),
        tokens: &StoredTokens,
    ) -> Result<(), StorageError> {
        let key = row_key(&provider.to_string(), &user.to_string());
        let row = Row { table: TABLE, key: &key };
        let exposed = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose_secret().to_owned());
        let plain = [Some(tokens.access.expose_secret().to_owned()), exposed(&tokens.refresh), exposed(&tokens.id)];
        let plain = zeroize::Zeroizing::new(row.write_json(&plain)?);
        let model = provider_tokens::Model {
            pool_id: pool.to_string(),
            provider_id: provider.to_string(),
            user_id: user.to_string(),
            tokens: row.seal(self.0.ring, "tokens", pool.as_str(), plain.as_bytes()),
            created_at: tokens.created_at.0,
        };
        let replace = OnConflict::columns([Column::PoolId, Column::ProviderId, Column::UserId])
            .update_columns([Column::Tokens, Column::CreatedAt])
            .to_owned();
        let insert = provider_tokens::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The tokens that a provider gave for a user.
    pub async fn find(
        &self,
        pool: &PoolId,
        provider: ProviderId,
        user: UserId,
    ) -> Result<Option<StoredTokens>, StorageError> {
        let key = (pool.to_string(), provider.to_string(), user.to_string());
        let Some(model) = provider_tokens::Entity::find_by_id(key).one(&self.0.reader()).await? else {
            return Ok(None);
        };
        let key = row_key(&model.provider_id, &model.user_id);
        let row = Row { table: TABLE, key: &key };
        let plain = row.unseal_text(self.0.ring, "tokens", pool.as_str(), &model.tokens)?;
        let [access, refresh, id]: [Option<String>; 3] = row.read_json(&plain)?;
        Ok(Some(StoredTokens {
            access: Secret::from(row.word(access)?),
            refresh: refresh.map(Secret::from),
            id: id.map(Secret::from),
            created_at: Micros(model.created_at),
        }))
    }

    /// Erases the tokens of a user at a provider.
    pub async fn remove(&self, pool: &PoolId, provider: ProviderId, user: UserId) -> Result<(), StorageError> {
        let key = (pool.to_string(), provider.to_string(), user.to_string());
        provider_tokens::Entity::delete_by_id(key).exec(&self.0.writer()?).await?;
        Ok(())
    }

    /// Erases all tokens that a provider gave.
    pub async fn remove_all(&self, pool: &PoolId, provider: ProviderId) -> Result<(), StorageError> {
        let all = provider_tokens::Entity::delete_many().filter(Column::PoolId.eq(pool.as_str()));
        all.filter(Column::ProviderId.eq(provider.to_string())).exec(&self.0.writer()?).await?;
        Ok(())
    }
}

/// What tells a row from all others.
pub(super) fn row_key(provider: &str, user: &str) -> String {
    format!("{provider}/{user}")
}
