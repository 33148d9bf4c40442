//! Upstream identity providers of pools.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `providers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "providers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub pool_id: String,
    pub name: String,
    pub folded_name: String,
    pub kind: String,
    pub details: String,
    pub secrets: Vec<u8>,
    pub mapping: String,
    pub identifiers: String,
    pub settings: String,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
