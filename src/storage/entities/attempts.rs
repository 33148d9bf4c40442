//! Counted attempts, one row for each bucket.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `attempts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bucket: String,
    pub failures: i32,
    pub consecutive: i32,
    pub window_started_at: i64,
    pub locked_until: Option<i64>,
    pub updated_at: i64,
    pub expires_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
