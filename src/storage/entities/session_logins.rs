//! The sign-ins that a browser session holds, one for each pool.

use sea_orm::entity::prelude::*;

/// A row of `session_logins`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_logins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool_id: String,
    pub key_hash: String,
    pub user_id: String,
    pub provider_id: Option<String>,
    pub upstream_session: Option<String>,
    pub auth_time: i64,
    pub amr: String,
    pub touched_at: i64,
    pub idle_secs: i64,
    pub ends_at: i64,
    pub expires_at: i64,
    pub epoch: i64,
    pub address: String,
    pub agent: String,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::users::Entity",
        from = "(Column::PoolId, Column::UserId)",
        to = "(super::users::Column::PoolId, super::users::Column::Id)"
    )]
    User,
}

impl Related<super::users::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
