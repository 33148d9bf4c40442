//! What was said of attempts to sign in.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `event_feedback`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "event_feedback")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    pub pool_id: String,
    pub user_id: String,
    pub verdict: String,
    pub witness: String,
    pub given_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
