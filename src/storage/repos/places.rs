//! Where users usually sign in.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

use super::super::StorageError;
use super::super::entities::usual_places::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::pool::PoolId;
use crate::domain::risk::UsualPlaces;
use crate::domain::user::UserId;

/// The repository of usual places.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a>(pub(super) Repos<'a>);

impl Places<'_> {
    /// Those of this user; none where nothing is remembered.
    pub async fn find(&self, pool: &PoolId, user: UserId) -> Result<UsualPlaces, StorageError> {
        let key = user.to_string();
        let model = usual_places::Entity::find_by_id((pool.to_string(), key.clone())).one(&self.0.reader()).await?;
        let row = Row { table: "usual_places", key: &key };
        model.map_or_else(|| Ok(UsualPlaces::default()), |model| row.read_json(&model.places))
    }

    /// Keeps these in the place of what was remembered of this user.
    pub async fn put(&self, pool: &PoolId, user: UserId, places: &UsualPlaces) -> Result<(), StorageError> {
        let key = user.to_string();
        let model = usual_places::Model {
            pool_id: pool.to_string(),
            places: Row { table: "usual_places", key: &key }.write_json(places)?,
            expires_at: places.forgotten_at().0,
            user_id: key,
        };
        let replace = OnConflict::columns([Column::PoolId, Column::UserId])
            .update_columns([Column::Places, Column::ExpiresAt])
            .to_owned();
        let insert = usual_places::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }
}
