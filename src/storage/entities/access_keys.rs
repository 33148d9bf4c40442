//! Access keys, their secrets sealed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `access_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "access_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub pool_id: Option<String>,
    pub secret: Vec<u8>,
    pub role: String,
    pub created_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
