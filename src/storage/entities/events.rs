//! Audited facts. They outlive what they are about: no reference takes them away.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub pool_id: Option<String>,
    pub name: String,
    pub at: i64,
    pub user_id: Option<String>,
    pub client_id: Option<String>,
    pub actor: Option<String>,
    pub detail: String,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
