//! Devices of users.

use sea_orm::entity::prelude::*;

/// A row of `devices`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub pool_id: String,
    pub user_id: String,
    pub key_hash: String,
    pub former_hash: Option<String>,
    pub rotated_at: i64,
    pub name: String,
    pub is_remembered: bool,
    pub second_factor_at: Option<i64>,
    pub epoch: i64,
    pub last_address: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub used_at: i64,
    pub expires_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
