//! Codes that are sent to be the first factor of a sign-in, to somebody or to nobody.

use sea_orm::entity::prelude::*;

/// A row of `first_codes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "first_codes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub handle_hash: String,
    pub link_hash: String,
    pub pool_id: String,
    pub user_id: Option<String>,
    pub client_id: String,
    pub bucket: String,
    pub binding_hash: String,
    pub channel: String,
    pub code_hash: String,
    pub query: String,
    pub epoch: i64,
    pub attempts: i32,
    pub created_at: i64,
    pub expires_at: i64,
    pub consumed_at: Option<i64>,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
