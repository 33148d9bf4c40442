//! Browser sessions. The cookie's value is kept as a keyed hash, which changes at each rise in privilege; the id stays.
//! The sign-ins they hold are in `session_logins.rs`.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::StorageError;
use super::super::entities::sessions::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::session::SessionId;

/// A browser session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Its lasting id.
    pub id: SessionId,
    /// Keyed hash of the cookie's value.
    pub key_hash: String,
    /// When it began.
    pub created_at: Micros,
    /// When it is over in any case.
    pub expires_at: Micros,
}

/// The repository of browser sessions and the sign-ins they hold.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(super) Repos<'a>);

impl Sessions<'_> {
    /// The session of this cookie, dead or alive.
    pub async fn find_by_key(&self, key_hash: &str) -> Result<Option<StoredSession>, StorageError> {
        let query = sessions::Entity::find().filter(Column::KeyHash.eq(key_hash));
        query.one(&self.0.reader()).await?.map(session).transpose()
    }

    /// Adds a session.
    pub async fn add(&self, session: &StoredSession) -> Result<(), StorageError> {
        let model = sessions::Model {
            id: session.id.0.to_string(),
            key_hash: session.key_hash.clone(),
            created_at: session.created_at.0,
            expires_at: session.expires_at.0,
        };
        sessions::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Gives a session another cookie value; `false`: there is no such session.
    pub async fn rekey(&self, id: SessionId, new_key_hash: &str) -> Result<bool, StorageError> {
        self.set(id, Column::KeyHash, Expr::value(new_key_hash)).await
    }

    /// Moves the end of a session; `false`: there is no such session.
    pub async fn extend(&self, id: SessionId, expires_at: Micros) -> Result<bool, StorageError> {
        self.set(id, Column::ExpiresAt, Expr::value(expires_at.0)).await
    }

    /// Removes a session with the sign-ins it holds; `false`: there was none.
    pub async fn remove(&self, id: SessionId) -> Result<bool, StorageError> {
        let done = sessions::Entity::delete_by_id(id.0.to_string()).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    async fn set(&self, id: SessionId, column: Column, value: Expr) -> Result<bool, StorageError> {
        let update = sessions::Entity::update_many().col_expr(column, value).filter(Column::Id.eq(id.0.to_string()));
        Ok(update.exec(&self.0.writer()?).await?.rows_affected == 1)
    }
}

pub(super) fn session(model: sessions::Model) -> Result<StoredSession, StorageError> {
    let row = Row { table: "sessions", key: &model.id };
    Ok(StoredSession {
        id: row.session(&model.id)?,
        key_hash: model.key_hash,
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
    })
}
