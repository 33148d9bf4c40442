//! Browser sessions: the sign-ins that they hold, one row for each pool.
//!
//! The rows of one browser share the session's lasting id and the keyed hash of the cookie's value, which changes at each
//! rise in privilege. Every lookup of a sign-in names the pool.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::super::StorageError;
use super::super::entities::session_logins::{self, Column};
use super::super::entities::users;
use super::Repos;
use super::row::Row;
use super::saml::UpstreamOf;
use super::users::user;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::provider::ProviderId;
use crate::domain::session::{SessionId, SessionLogin};
use crate::domain::user::{User, UserId};

/// The repository of browser sessions and the sign-ins they hold.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(super) Repos<'a>);

impl Sessions<'_> {
    /// The session of this cookie, dead or alive.
    pub async fn find_by_key(&self, key_hash: &str) -> Result<Option<SessionId>, StorageError> {
        let found = session_logins::Entity::find().filter(Column::KeyHash.eq(key_hash)).one(&self.0.reader()).await?;
        found
            .map(|model| Row { table: "session_logins", key: &model.session_id }.session(&model.session_id))
            .transpose()
    }

    /// What the session holds for this pool.
    pub async fn login(&self, id: SessionId, pool: &PoolId) -> Result<Option<SessionLogin>, StorageError> {
        let query = session_logins::Entity::find_by_id((id.0.to_string(), pool.to_string()));
        query.one(&self.0.reader()).await?.map(|model| login(&model)).transpose()
    }

    /// What the session of this cookie holds for this pool, dead or alive, and its user, in one statement.
    pub async fn find_login_with_user(
        &self,
        key_hash: &str,
        pool: &PoolId,
    ) -> Result<Option<(SessionLogin, User)>, StorageError> {
        let found = session_logins::Entity::find()
            .find_also_related(users::Entity)
            .filter(Column::KeyHash.eq(key_hash))
            .filter(Column::PoolId.eq(pool.as_str()))
            .one(&self.0.reader())
            .await?;
        match found {
            Some((model, Some(parent))) => Ok(Some((login(&model)?, user(parent)?))),
            _ => Ok(None),
        }
    }

    /// Stores what the session holds for a pool, in the place of what it held, under the cookie's new value.
    pub async fn put_login(&self, login: &SessionLogin, key_hash: &str) -> Result<(), StorageError> {
        let id = login.session.0.to_string();
        let row = Row { table: "session_logins", key: &id };
        let model = session_logins::Model {
            pool_id: login.pool.to_string(),
            key_hash: key_hash.to_owned(),
            user_id: login.user.to_string(),
            provider_id: login.provider.map(|provider| provider.to_string()),
            upstream_session: login.upstream.map(|upstream| upstream.0.to_string()),
            auth_time: login.auth_time.0,
            amr: row.write_json(&login.amr)?,
            touched_at: login.touched_at.0,
            idle_secs: login.idle_secs,
            ends_at: login.expires_at.0,
            expires_at: login.expires_at.0,
            epoch: login.epoch,
            address: login.address.clone(),
            agent: login.agent.clone(),
            session_id: id,
        };
        let replace = OnConflict::columns([Column::SessionId, Column::PoolId])
            .update_columns([
                Column::KeyHash,
                Column::UserId,
                Column::ProviderId,
                Column::UpstreamSession,
                Column::AuthTime,
                Column::Amr,
                Column::TouchedAt,
                Column::IdleSecs,
                Column::Epoch,
                Column::EndsAt,
                Column::ExpiresAt,
                Column::Address,
                Column::Agent,
            ])
            .to_owned();
        let insert = session_logins::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Gives what the session holds for other pools than this one the cookie's new value; answers for how many.
    pub async fn rekey_others(&self, id: SessionId, pool: &PoolId, key_hash: &str) -> Result<u64, StorageError> {
        let update = session_logins::Entity::update_many()
            .col_expr(Column::KeyHash, Expr::value(key_hash))
            .filter(Column::SessionId.eq(id.0.to_string()))
            .filter(Column::PoolId.ne(pool.as_str()));
        Ok(update.exec(&self.0.writer()?).await?.rows_affected)
    }

    /// Notes a use; the note never goes back in time. `false`: nothing was written.
    pub async fn touch(&self, id: SessionId, pool: &PoolId, now: Micros) -> Result<bool, StorageError> {
        let done = session_logins::Entity::update_many()
            .col_expr(Column::TouchedAt, Expr::value(now.0))
            .filter(Column::SessionId.eq(id.0.to_string()))
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::TouchedAt.lt(now.0))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes what these sessions hold for a pool; answers how many held something.
    pub async fn remove_logins(&self, ids: &[SessionId], pool: &PoolId) -> Result<u64, StorageError> {
        let logins = session_logins::Entity::delete_many()
            .filter(Column::SessionId.is_in(ids.iter().map(|id| id.0.to_string())))
            .filter(Column::PoolId.eq(pool.as_str()));
        Ok(logins.exec(&self.0.writer()?).await?.rows_affected)
    }

    /// Up to `limit` of what sessions hold for a pool that came from these sessions at providers, dead ones among them.
    pub async fn list_from(
        &self,
        pool: &PoolId,
        upstream: &UpstreamOf,
        limit: u64,
    ) -> Result<Vec<SessionLogin>, StorageError> {
        let models = session_logins::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::UpstreamSession.in_subquery(upstream.ids(pool)))
            .limit(limit)
            .all(&self.0.reader())
            .await?;
        models.iter().map(login).collect()
    }

    /// Removes what any session holds for a user; answers how many did.
    pub async fn remove_logins_of(&self, pool: &PoolId, user: UserId) -> Result<u64, StorageError> {
        let logins = session_logins::Entity::delete_many()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::UserId.eq(user.to_string()));
        Ok(logins.exec(&self.0.writer()?).await?.rows_affected)
    }

    /// Removes what any session but this one holds for a user; answers how many did.
    pub async fn remove_other_logins_of(
        &self,
        pool: &PoolId,
        user: UserId,
        kept: SessionId,
    ) -> Result<u64, StorageError> {
        let others = session_logins::Entity::delete_many()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::UserId.eq(user.to_string()))
            .filter(Column::SessionId.ne(kept.0.to_string()));
        Ok(others.exec(&self.0.writer()?).await?.rows_affected)
    }

    /// Writes how the sign-in of a session was proven, under the cookie's new value; `false`: the session holds nothing any
    /// more.
    pub async fn raise(&self, login: &SessionLogin, key_hash: &str) -> Result<bool, StorageError> {
        let id = login.session.0.to_string();
        let amr = Row { table: "session_logins", key: &id }.write_json(&login.amr)?;
        let done = session_logins::Entity::update_many()
            .col_expr(Column::KeyHash, Expr::value(key_hash))
            .col_expr(Column::Amr, Expr::value(amr))
            .filter(Column::SessionId.eq(id))
            .filter(Column::PoolId.eq(login.pool.as_str()))
            .filter(Column::UserId.eq(login.user.to_string()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Lets what a session holds for a pool live on in a newer epoch of its user, where all others of before end.
    pub async fn carry_over(&self, id: SessionId, pool: &PoolId, epoch: i64) -> Result<(), StorageError> {
        session_logins::Entity::update_many()
            .col_expr(Column::Epoch, Expr::value(epoch))
            .filter(Column::SessionId.eq(id.0.to_string()))
            .filter(Column::PoolId.eq(pool.as_str()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(())
    }

    /// Up to `limit` of what sessions hold for a user, the last used first, dead ones among them.
    pub async fn list(&self, pool: &PoolId, user: UserId, limit: u64) -> Result<Vec<SessionLogin>, StorageError> {
        let models = session_logins::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::UserId.eq(user.to_string()))
            .order_by_desc(Column::TouchedAt)
            .order_by_desc(Column::SessionId)
            .limit(limit)
            .all(&self.0.reader())
            .await?;
        models.iter().map(login).collect()
    }
}

fn login(model: &session_logins::Model) -> Result<SessionLogin, StorageError> {
    let row = Row { table: "session_logins", key: &model.session_id };
    Ok(SessionLogin {
        session: row.session(&model.session_id)?,
        pool: row.pool(&model.pool_id)?,
        provider: model.provider_id.as_ref().map(|id| row.word(ProviderId::parse(id))).transpose()?,
        upstream: model.upstream_session.as_ref().map(|id| row.upstream(id)).transpose()?,
        user: row.user(&model.user_id)?,
        auth_time: Micros(model.auth_time),
        amr: row.read_json(&model.amr)?,
        touched_at: Micros(model.touched_at),
        expires_at: Micros(model.ends_at),
        idle_secs: model.idle_secs,
        epoch: model.epoch,
        address: model.address.clone(),
        agent: model.agent.clone(),
    })
}
