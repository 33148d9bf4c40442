//! Grants. A grant's code is used once, its generation grows one by one, and a revoked grant stays revoked: each by one
//! conditional `UPDATE`.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, Value,
};

use super::super::StorageError;
use super::super::entities::grants::{self, Column};
use super::super::entities::{groups, users};
use super::Repos;
use super::cells::Cells;
use super::groups::group;
use super::row::Row;
use super::text::Text;
use super::users::user;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::grant::{CodeTerms, Grant, GrantId};
use crate::domain::group::UserGroups;
use crate::domain::pool::PoolId;
use crate::domain::session::SessionId;
use crate::domain::user::{User, UserId, UserStatus};

/// The repository of grants.
#[derive(Clone, Copy, Debug)]
pub struct Grants<'a>(pub(super) Repos<'a>);

impl Grants<'_> {
    /// Adds a grant.
    pub async fn add(&self, grant: &Grant) -> Result<(), StorageError> {
        let insert = grants::Entity::insert(model(grant)?.into_active_model());
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Adds a grant if its user's account can be used, enabled and in the grant's epoch, in one statement; `false`: it cannot.
    pub async fn add_if_user_is_open(&self, grant: &Grant) -> Result<bool, StorageError> {
        let model = model(grant)?;
        let statuses: Vec<&str> = UserStatus::ALL
            .into_iter()
            .filter(|status| status.is_open(grant.is_by_provider()))
            .map(UserStatus::as_str)
            .collect();
        let mut user = Query::select();
        user.from(users::Entity)
            .and_where(users::Column::PoolId.eq(model.pool_id.as_str()))
            .and_where(users::Column::Id.eq(model.user_id.as_str()))
            .and_where(is_open(model.epoch.into()))
            .and_where(users::Column::Status.is_in(statuses));
        let id = model.id.clone();
        let row = model.into_active_model();
        let cells = Column::iter().filter_map(|column| Some((column, row.get(column).into_value()?)));
        let (columns, values): (Vec<Column>, Vec<Value>) = cells.unzip();
        user.exprs(values.into_iter().map(Expr::value));
        let mut insert = Query::insert();
        insert
            .into_table(grants::Entity)
            .columns(columns)
            .select_from(user)
            .map_err(|_| Row { table: "grants", key: &id }.senseless())?;
        Ok(self.0.writer()?.execute(&insert).await?.rows_affected() == 1)
    }

    /// The grant of this id, dead or alive.
    pub async fn find(&self, id: GrantId) -> Result<Option<Grant>, StorageError> {
        grants::Entity::find_by_id(id.to_string()).one(&self.0.reader()).await?.map(grant).transpose()
    }

    /// The grant of this code, dead or alive, its user and the groups they are in, in one statement.
    pub async fn find_by_code(&self, code_hash: &str) -> Result<Option<(Grant, User, UserGroups)>, StorageError> {
        static TEXT: Text = Text::new();
        let which = || grants::Entity::find().filter(Column::CodeHash.eq(code_hash));
        self.with_user_and_groups(&TEXT, code_hash.into(), which).await
    }

    /// The grant of this id and its user, in one statement.
    pub async fn find_with_user(&self, id: GrantId) -> Result<Option<(Grant, User)>, StorageError> {
        let query = grants::Entity::find_by_id(id.to_string()).find_also_related(users::Entity);
        match query.one(&self.0.reader()).await? {
            Some((model, Some(parent))) => Ok(Some((grant(model)?, user(parent)?))),
            _ => Ok(None),
        }
    }

    /// The grant of this id, its user and the groups they are in, in one statement.
    pub async fn find_with_user_and_groups(
        &self,
        id: GrantId,
    ) -> Result<Option<(Grant, User, UserGroups)>, StorageError> {
        static TEXT: Text = Text::new();
        let id = id.to_string();
        self.with_user_and_groups(&TEXT, id.as_str().into(), || grants::Entity::find_by_id(&id)).await
    }

    async fn with_user_and_groups(
        &self,
        text: &Text,
        value: Value,
        which: impl FnOnce() -> Select<grants::Entity>,
    ) -> Result<Option<(Grant, User, UserGroups)>, StorageError> {
        let reader = self.0.reader();
        let backend = reader.get_database_backend();
        let write = || which().find_also_related(users::Entity).find_also(users::Entity, groups::Entity).build(backend);
        let rows = reader.query_all_raw(text.with(backend, value, write)).await?;
        let (mut found, mut memberships) = (None, Vec::new());
        for row in &rows {
            let mut cells = Cells::of(row);
            if found.is_none() {
                found = cells.model()?.zip(cells.model()?);
            } else {
                cells.skip::<grants::Model>().skip::<users::Model>();
            }
            memberships.extend(cells.model()?);
        }
        let Some((model, parent)): Option<(grants::Model, users::Model)> = found else { return Ok(None) };
        let memberships = memberships.into_iter().map(group).collect::<Result<Vec<_>, _>>()?;
        Ok(Some((grant(model)?, user(parent)?, UserGroups::new(memberships))))
    }

    /// Uses the code up; `true` exactly once, and only while the code and the grant live and the user is enabled and was
    /// not signed out everywhere since.
    pub async fn consume_code(&self, id: GrantId, now: Micros) -> Result<bool, StorageError> {
        let user = Query::select()
            .expr(Expr::value(1))
            .from(users::Entity)
            .and_where(Expr::col((users::Entity, users::Column::PoolId)).equals((grants::Entity, Column::PoolId)))
            .and_where(Expr::col((users::Entity, users::Column::Id)).equals((grants::Entity, Column::UserId)))
            .and_where(is_open(Expr::col((grants::Entity, Column::Epoch))))
            .to_owned();
        let done = grants::Entity::update_many()
            .col_expr(Column::CodeConsumedAt, Expr::value(Some(now.0)))
            .filter(Column::Id.eq(id.to_string()))
            .filter(Column::CodeHash.is_not_null())
            .filter(Column::CodeConsumedAt.is_null())
            .filter(Column::CodeExpiresAt.gt(now.0))
            .filter(Column::RevokedAt.is_null())
            .filter(Expr::exists(user))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Moves on from `from_generation` to the next; `true` for exactly one of all who try, and only while it lives.
    pub async fn rotate(&self, id: GrantId, from_generation: u32, now: Micros) -> Result<bool, StorageError> {
        let done = grants::Entity::update_many()
            .col_expr(Column::Generation, Expr::value(i64::from(from_generation) + 1))
            .col_expr(Column::RotatedAt, Expr::value(Some(now.0)))
            .filter(Column::Id.eq(id.to_string()))
            .filter(Column::Generation.eq(i64::from(from_generation)))
            .filter(Column::RevokedAt.is_null())
            .filter(Column::ExpiresAt.gt(now.0))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Revokes a grant; `false`: there is none, or it was revoked before.
    pub async fn revoke(&self, id: GrantId, now: Micros) -> Result<bool, StorageError> {
        Ok(self.revoke_where(Condition::all().add(Column::Id.eq(id.to_string())), now).await? == 1)
    }

    /// The clients that hold a live grant which was born in a session in this pool.
    pub async fn clients_of_sessions(&self, ids: &[SessionId], pool: &PoolId) -> Result<Vec<ClientId>, StorageError> {
        let found: Vec<String> = grants::Entity::find()
            .select_only()
            .column(Column::ClientId)
            .distinct()
            .filter(born_in(ids, pool))
            .filter(Column::RevokedAt.is_null())
            .into_tuple()
            .all(&self.0.reader())
            .await?;
        found.iter().map(|text| Row { table: "grants", key: text }.client(text)).collect()
    }

    /// Revokes the grants that were born in these sessions in this pool, those of the clients `except` apart; answers how
    /// many.
    pub async fn revoke_of_sessions(
        &self,
        ids: &[SessionId],
        pool: &PoolId,
        except: &[ClientId],
        now: Micros,
    ) -> Result<u64, StorageError> {
        let kept = except.iter().map(ClientId::as_str);
        self.revoke_where(born_in(ids, pool).add(Column::ClientId.is_not_in(kept)), now).await
    }

    /// Revokes all grants of a user; answers how many.
    pub async fn revoke_of_user(&self, pool: &PoolId, user: UserId, now: Micros) -> Result<u64, StorageError> {
        self.revoke_where(of_user(pool, user), now).await
    }

    /// Revokes all grants of a user but one; answers how many.
    pub async fn revoke_others_of_user(
        &self,
        pool: &PoolId,
        user: UserId,
        kept: GrantId,
        now: Micros,
    ) -> Result<u64, StorageError> {
        let others = of_user(pool, user).add(Column::Id.ne(kept.to_string()));
        self.revoke_where(others, now).await
    }

    /// Lets a grant live on in a newer epoch of its user, where all others of before end.
    pub async fn carry_over(&self, grant: GrantId, epoch: i64) -> Result<(), StorageError> {
        grants::Entity::update_many()
            .col_expr(Column::Epoch, Expr::value(epoch))
            .filter(Column::Id.eq(grant.to_string()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(())
    }

    /// Revokes what a user gave a client; answers how many grants.
    pub async fn revoke_of_user_and_client(
        &self,
        pool: &PoolId,
        user: UserId,
        client: &ClientId,
        now: Micros,
    ) -> Result<u64, StorageError> {
        self.revoke_where(of_user(pool, user).add(Column::ClientId.eq(client.as_str())), now).await
    }

    /// Up to `limit` grants of a user that live at `now` in this epoch and from which tokens were made, the newest first.
    pub async fn list_live(
        &self,
        pool: &PoolId,
        user: UserId,
        (epoch, now): (i64, Micros),
        limit: u64,
    ) -> Result<Vec<Grant>, StorageError> {
        let models = grants::Entity::find()
            .filter(of_user(pool, user))
            .filter(Column::RevokedAt.is_null())
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(Column::Epoch.gte(epoch))
            .filter(Condition::any().add(Column::CodeHash.is_null()).add(Column::CodeConsumedAt.is_not_null()))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.0.reader())
            .await?;
        models.into_iter().map(grant).collect()
    }

    /// Revokes all grants of a client; answers how many.
    pub async fn revoke_of_client(&self, client: &ClientId, now: Micros) -> Result<u64, StorageError> {
        self.revoke_where(Condition::all().add(Column::ClientId.eq(client.as_str())), now).await
    }

    async fn revoke_where(&self, which: Condition, now: Micros) -> Result<u64, StorageError> {
        let done = grants::Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(Some(now.0)))
            .filter(which)
            .filter(Column::RevokedAt.is_null())
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected)
    }
}

/// Whether a user is enabled and was not signed out everywhere since `epoch` ([`User::has_ended`]).
fn is_open(epoch: Expr) -> Expr {
    users::Column::Enabled.eq(true).and(Expr::col((users::Entity, users::Column::Epoch)).lte(epoch))
}

fn of_user(pool: &PoolId, user: UserId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()))
}

fn born_in(ids: &[SessionId], pool: &PoolId) -> Condition {
    let ids = ids.iter().map(|id| id.0.to_string());
    Condition::all().add(Column::SessionId.is_in(ids)).add(Column::PoolId.eq(pool.as_str()))
}

fn model(grant: &Grant) -> Result<grants::Model, StorageError> {
    let id = grant.id.to_string();
    let amr = Row { table: "grants", key: &id }.write_json(&grant.amr)?;
    let code = grant.code.as_ref();
    Ok(grants::Model {
        id,
        pool_id: grant.pool.to_string(),
        client_id: grant.client.to_string(),
        user_id: grant.user.to_string(),
        session_id: grant.session.map(|session| session.0.to_string()),
        scope: grant.scope.clone(),
        nonce: grant.nonce.clone(),
        auth_time: grant.auth_time.0,
        amr,
        code_hash: code.map(|code| code.code_hash.clone()),
        code_expires_at: code.map(|code| code.expires_at.0),
        redirect_uri: code.map(|code| code.redirect_uri.clone()).unwrap_or_default(),
        code_challenge: code.map(|code| code.code_challenge.clone()).unwrap_or_default(),
        code_consumed_at: code.and_then(|code| code.consumed_at).map(|at| at.0),
        generation: i64::from(grant.generation),
        rotated_at: grant.rotated_at.map(|at| at.0),
        created_at: grant.created_at.0,
        expires_at: grant.expires_at.0,
        revoked_at: grant.revoked_at.map(|at| at.0),
        epoch: grant.epoch,
    })
}

fn grant(model: grants::Model) -> Result<Grant, StorageError> {
    let row = Row { table: "grants", key: &model.id };
    let code = match (model.code_hash, model.code_expires_at) {
        (Some(code_hash), Some(expires_at)) => Some(CodeTerms {
            code_hash,
            expires_at: Micros(expires_at),
            redirect_uri: model.redirect_uri,
            code_challenge: model.code_challenge,
            consumed_at: model.code_consumed_at.map(Micros),
        }),
        (None, None) => None,
        _ => return Err(row.senseless()),
    };
    Ok(Grant {
        id: GrantId(row.uuid(&model.id)?),
        pool: row.pool(&model.pool_id)?,
        client: row.client(&model.client_id)?,
        user: row.user(&model.user_id)?,
        session: model.session_id.as_deref().map(|text| row.session(text)).transpose()?,
        auth_time: Micros(model.auth_time),
        amr: row.read_json(&model.amr)?,
        code,
        generation: row.word(u32::try_from(model.generation).ok())?,
        rotated_at: model.rotated_at.map(Micros),
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
        revoked_at: model.revoked_at.map(Micros),
        epoch: model.epoch,
        scope: model.scope,
        nonce: model.nonce,
    })
}
