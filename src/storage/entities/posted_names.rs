//! Names that a provider posted once, of people who have no account yet.

use sea_orm::entity::prelude::*;

/// A row of `posted_names`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posted_names")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub whose: String,
    pub pool_id: String,
    pub name: Vec<u8>,
    pub created_at: i64,
    pub expires_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
